"""A transport on a scripted network, whose waits are only noted."""

from __future__ import annotations

from typing import Any

from tests.platforms.harness import Network, key
from tui.platforms.auth import bearer
from tui.platforms.transport import Transport

BASE = "https://api.acme.test/v"


class Naps:
    """A sleep that only notes how long."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def transport(network: Network, base: str = BASE, **more: Any) -> Transport:
    given = {"sleep": Naps(), "chance": lambda: 1.0, **more}
    return Transport("acme", base, bearer(key), transport=network.transport, **given)
