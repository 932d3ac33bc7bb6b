"""A running application that has nothing to do at once."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App

QUIET_ROUNDS = 3
"""Turns of the loop in a row in which nothing was ready: then nothing goes on."""


async def idle(app: App[Any]) -> None:
    """Wait until nothing is to be done at once: what is left waits for a time, a thread or a process.

    Pilot tells it by how busy the processor is: it sleeps twenty milliseconds at least, and takes a process
    that a busy machine leaves standing for one that has nothing to do.
    """
    ready = vars(asyncio.get_running_loop())["_ready"]
    quiet = 0
    while quiet < QUIET_ROUNDS:
        await asyncio.sleep(0)
        quiet = 0 if ready else quiet + 1
        if quiet == 1 and app.screen_stack:
            app.screen._on_timer_update()
