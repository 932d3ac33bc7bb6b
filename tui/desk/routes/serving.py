"""What the routes find on the application: the desk, the limits, and how to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from tui.desk.context import Desk
from tui.desk.limits import Allowance, Limits, SlidingWindow


@dataclass(frozen=True, slots=True)
class Serving:
    """One running application's parts, at `app.state.serving`."""

    desk: Desk
    limits: Limits
    stop: Callable[[], None]
    started: datetime
    settle_seconds: float = 4.0
    """How long an approval waits for its delivery, so that its answer can say where it was published."""

    def take(self, window: SlidingWindow) -> Allowance | None:
        """Count a request; None where the desk keeps no limits."""
        return window.take(self.desk.now()) if self.desk.limits else None


async def serving_of(request: Request) -> Serving:
    """What this application serves."""
    serving: Serving = request.app.state.serving
    return serving


async def desk_of(request: Request) -> Desk:
    """The desk that this application serves."""
    return (await serving_of(request)).desk


TheServing = Annotated[Serving, Depends(serving_of)]
TheDesk = Annotated[Desk, Depends(desk_of)]
