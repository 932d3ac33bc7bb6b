"""A write leaves soon after what it rests on was read, or not at all."""

from __future__ import annotations

import asyncio

import pytest

from tests.fakes.clock import settle
from tests.platforms.road import Road
from tui.domain.errors import HeldBack
from tui.domain.freshness import FRESH_SECONDS, just_read
from tui.platforms.answers import Answer
from tui.platforms.limits import MINUTE, REPOSTRA, Limit


async def test_a_write_that_would_wait_until_its_reading_is_old_does_not_leave() -> None:
    road = Road(limits=(Limit(12, method="PATCH"),))
    with just_read():
        for number in range(12):
            road.ask(f"write {number}", method="PATCH")
    with just_read():
        late = road.ask("late", method="PATCH")
    await settle()
    assert road.count() == 11
    with pytest.raises(HeldBack) as caught:
        await late
    assert caught.value.retry_after > FRESH_SECONDS
    assert "12 requests a minute" in caught.value.happened
    await road.clock.advance(MINUTE + 1)
    with just_read():
        road.ask("again", method="PATCH")
    await settle()
    assert [one.name for one in road.left][-1] == "again"
    with just_read(FRESH_SECONDS + 1):
        old = road.ask("read long ago", method="PATCH")
    await settle()
    with pytest.raises(HeldBack):
        await old
    await road.end()


async def test_a_write_that_was_held_back_by_surprise_does_not_leave_either() -> None:
    road = Road(limits=(Limit(None),))
    road.answers["read"] = Answer(429, {"retry-after": "20"})
    road.seconds = 1.0
    road.ask("read")
    await settle()
    road.pace._at_once = 1
    with just_read():
        late = road.ask("late", method="PATCH")
    await road.clock.advance(1.0)
    await road.clock.advance(20.0)
    assert late.done()
    with pytest.raises(HeldBack):
        await late
    assert road.count("late") == 0
    road.ask("next")
    await settle()
    assert road.count("next") == 1, "it has given its place back"
    await road.end()


async def test_what_belongs_to_a_write_that_has_left_follows_however_long_it_waits() -> None:
    road = Road(limits=(Limit(12, method="PATCH"),))

    async def both() -> None:
        for number in range(13):
            await road.send(f"write {number}", method="PATCH")

    with just_read():
        task = asyncio.create_task(both())
    await settle()
    await road.clock.advance(2 * MINUTE)
    assert task.done()
    assert road.count("write") == 13
    await road.end()


async def test_what_is_read_once_more_for_a_write_ages_from_when_it_was_asked_for() -> None:
    road = Road(limits=REPOSTRA)

    async def save() -> None:
        await road.send("read of the body")
        await road.send("save", method="PUT")

    for number in range(55):
        road.ask(f"other {number}")
    await settle()
    with just_read():
        task = asyncio.create_task(save())
    await settle()
    await road.clock.advance(MINUTE + 1)
    with pytest.raises(HeldBack):
        await task
    assert road.count("read of") == 1
    assert road.count("save") == 0
    await road.end()


async def test_a_write_that_was_refused_for_its_sign_in_is_not_sent_anew_when_it_is_old() -> None:
    road = Road(limits=(Limit(1),))
    road.answers["save"] = Answer(401)

    async def save() -> None:
        await road.send("save", method="PUT")
        await road.send("again", method="PUT")

    with just_read():
        task = asyncio.create_task(save())
    await settle()
    assert task.done()
    with pytest.raises(HeldBack):
        await task
    assert [one.name for one in road.left] == ["save"]
    await road.end()
