"""Writes that nobody waits for any more go on to their end, and no failure of theirs is lost."""

from __future__ import annotations

import asyncio

import pytest

from tests.fakes.clock import settle
from tui.domain.errors import CopydeskError
from tui.services.going_on import GoingOn


async def test_what_nobody_waits_for_any_more_goes_on_and_what_it_fails_with_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    going_on, gate, missed = GoingOn(), asyncio.Event(), list[CopydeskError]()
    going_on.missed.subscribe(missed.append)
    refusal = CopydeskError("acme has another")

    async def write(error: Exception | None) -> str:
        await gate.wait()
        if error is not None:
            raise error
        return "done"

    left = [
        asyncio.create_task(going_on.send(write(error))) for error in (None, refusal, ZeroDivisionError("us"))
    ]
    stays = asyncio.create_task(going_on.send(write(None)))
    await settle()
    for each in left:
        each.cancel()
    await settle()
    assert going_on.unanswered == 4
    gate.set()
    assert await stays == "done"
    await settle()
    assert (going_on.unanswered, missed) == (0, [refusal])
    # A fault of our own is in the log file at least.
    assert [str(each.exc_info[1]) for each in caplog.records if each.exc_info] == ["us"]
