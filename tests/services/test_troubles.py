"""What went wrong with a connection last stays known when it is well again."""

from __future__ import annotations

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.items import a_post
from tests.fakes.platform import FakePlatform, opener
from tui.domain.connections import Trouble
from tui.domain.errors import CopydeskError, Unreachable
from tui.services.hub import Hub
from tui.services.troubles import Troubles


async def test_the_last_trouble_is_dated_by_when_it_began() -> None:
    clock, acme = FakeClock(), FakePlatform("acme").with_posts(a_post("p1"))
    hub = Hub(["acme"], opener([acme]))
    troubles = Troubles(hub, clock.now)
    await hub.connect()

    async def ask() -> None:
        await hub.ask("acme", lambda platform: platform.post("p1"))

    await ask()
    assert troubles.of("acme") is None
    begun = clock.now()
    acme.fail("post", Unreachable("acme did not answer"), times=2)
    for _ in range(2):
        with pytest.raises(CopydeskError):
            await ask()
        await clock.advance(60)
    expected = Trouble("acme did not answer", Unreachable.advice_default, begun)
    assert troubles.of("acme") == expected
    await ask()
    assert troubles.of("acme") == expected, "it is told still"
    acme.fail("post", Unreachable("acme did not answer"), times=1)
    with pytest.raises(CopydeskError):
        await ask()
    again = troubles.of("acme")
    assert again is not None
    assert again.at == clock.now(), "it came anew"
    hub.take(["acme"], anew=["acme"])
    assert troubles.of("acme") is None
    await hub.close()
