"""When requests may leave, on a clock that only tests move."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.clock import settle
from tests.platforms.road import Road
from tui.domain.connections import Left, Rest
from tui.domain.errors import RateLimited, Unreachable
from tui.domain.urgency import background, is_background
from tui.platforms.answers import Answer
from tui.platforms.limits import BLOGREE, NOTRA, REPOSTRA, Limit
from tui.platforms.pacing import NeverLeft


async def test_repostras_sixty_a_minute_is_kept_with_room_to_spare() -> None:
    road = Road()
    for number in range(100):
        road.ask(f"poll {number}", by_itself=True)
    await settle()
    assert road.count() == 40
    for number in range(20):
        road.ask(f"key {number}")
    await settle()
    assert (road.count("poll"), road.count("key")) == (40, 15)
    await road.clock.advance(60)
    assert road.count() == 55
    await road.clock.advance(1)
    # The five keys that waited, and then as many of the others as leave a third free.
    assert (road.count("poll"), road.count("key")) == (75, 20)
    for _ in range(2):
        await road.clock.advance(61)
    assert road.count() == 120
    assert [one.name for one in road.left if one.name.startswith("poll")] == [f"poll {n}" for n in range(100)]


async def test_a_place_is_free_a_minute_after_the_answer() -> None:
    road = Road((Limit(1),), seconds=10)
    road.ask("first")
    road.ask("second")
    await settle()
    await road.clock.advance(10)
    await road.clock.advance(55)
    assert road.count() == 1
    await road.clock.advance(6)
    assert road.count() == 2
    await road.end()


async def test_each_of_notras_writes_has_its_own_limit_and_reads_have_none() -> None:
    road = Road(NOTRA)
    for number in range(12):
        road.ask(f"generate {number}", method="POST", path="/v1/posts/generate")
        road.ask(f"brand {number}", method="POST", path="/v1/brand-identities/generate")
    for number in range(100):
        road.ask(f"read {number}", method="GET", path="/v1/posts")
        road.ask(f"poll {number}", method="GET", path="/v1/posts/generate/7", by_itself=True)
        road.ask(f"change {number}", method="PATCH", path=f"/v1/posts/{number}")
    await settle(300)
    counts = {word: road.count(word) for word in ("generate", "brand", "read", "poll", "change")}
    assert counts == {"generate": 10, "brand": 5, "read": 100, "poll": 100, "change": 55}
    await road.end()


async def test_what_is_left_is_told() -> None:
    road = Road(NOTRA)
    road.ask("one", method="POST", path="/v1/posts/generate")
    await settle()
    assert Left("generations", 9, 10) in road.pace.left
    assert Left("changes", 55, 55) in road.pace.left
    assert "requests" not in {each.what for each in road.pace.left}


async def test_who_waits_may_leave_the_queue() -> None:
    road = Road((Limit(1),))
    first, second, third = road.ask("first"), road.ask("second"), road.ask("third")
    await settle()
    second.cancel()
    await road.clock.advance(61)
    await asyncio.gather(first, third)
    assert [one.name for one in road.left] == ["first", "third"]


async def test_a_turn_that_was_given_and_not_taken_is_given_back() -> None:
    road = Road((Limit(1),))
    first = road.ask("first")
    second, third = road.ask("second"), road.ask("third")
    await settle()
    await first
    road.clock.seconds += 61
    road.pace.dismiss(object())  # Nobody's, but whoever may leave is let go at once.
    second.cancel()
    await settle()
    assert [one.name for one in road.left] == ["first", "third"]
    await third


async def test_a_request_that_never_left_does_not_count() -> None:
    road = Road((Limit(1),))
    with pytest.raises(NeverLeft):
        async with road.pace.turn("GET", "/x"):
            raise NeverLeft("acme could not be reached")
    with pytest.raises(Unreachable, match="lost"):
        async with road.pace.turn("GET", "/x"):
            raise Unreachable("the answer was lost")
    road.ask("second")
    await settle()
    assert road.count() == 0
    await road.end()


async def test_a_connection_that_is_closed_sends_those_away_that_wait() -> None:
    road = Road((Limit(1),))
    road.ask("first")
    mine, other = road.ask("mine", owner=road), road.ask("other")
    await settle()
    road.pace.dismiss(road)
    with pytest.raises(Unreachable, match="acme is closed"):
        await mine
    assert not other.done()
    await road.end()


async def test_a_sign_in_is_a_persons() -> None:
    road = Road((Limit(3),))
    for number in range(3):
        road.ask(f"poll {number}", by_itself=True)
    road.ask("sign-in", by_itself=True, urgent=True)
    await settle()
    assert [one.name for one in road.left] == ["poll 0", "poll 1", "sign-in"]
    await road.end()


async def test_after_a_429_nothing_leaves_before_the_time_and_then_one_first() -> None:
    road = Road(seconds=1)
    road.answers["first"] = Answer(429, {"retry-after": "12"})
    road.ask("first")
    await settle()
    await road.clock.advance(1)
    assert road.told == [Rest(12.0)]
    for number in range(4):
        road.ask(f"key {number}")
    await road.clock.advance(11.9)
    assert road.count("key") == 0
    await road.clock.advance(0.1)
    assert road.count("key") == 1
    await road.clock.advance(1)
    assert road.count("key") == 3
    await road.clock.advance(1)
    assert road.count("key") == 4
    assert road.told[-1] == Rest(0)


async def test_a_persons_request_is_not_left_in_a_long_wait() -> None:
    road = Road()
    road.answers["first"] = Answer(429, {"retry-after": "200"})
    road.ask("first")
    await settle()
    with pytest.raises(RateLimited) as found:
        await road.ask("key")
    assert found.value.retry_after == 200
    poll = road.ask("poll", by_itself=True)
    await road.clock.advance(140)
    key = road.ask("key")
    await road.clock.advance(60)
    await asyncio.gather(poll, key)
    assert [one.name for one in road.left] == ["first", "key", "poll"]


async def test_nothing_left_is_waited_for_rather_than_met() -> None:
    road = Road(NOTRA)
    road.answers["first"] = Answer(
        200, {"ratelimit-limit": "10", "ratelimit-remaining": "0", "ratelimit-reset": "25"}
    )
    write: dict[str, Any] = {"method": "POST", "path": "/v1/posts/generate"}
    road.ask("first", **write)
    await settle()
    road.ask("second", **write)
    road.ask("read")
    await settle()
    assert [one.name for one in road.left] == ["first", "read"]
    assert road.told == [Rest(25.0, "10 generations a minute")]
    await road.clock.advance(25)
    assert [one.name for one in road.left] == ["first", "read", "second"]
    assert road.told[-1] == Rest(0)


async def test_what_others_leave_of_a_shared_key_is_shared() -> None:
    road = Road()
    road.answers["first"] = Answer(
        200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "22", "x-ratelimit-reset": "30"}
    )
    road.ask("first")
    await settle()
    for number in range(10):
        road.ask(f"poll {number}", by_itself=True)
    await settle()
    assert road.count("poll") == 2  # A third of sixty is a person's.
    for number in range(20):
        road.ask(f"key {number}")
    await settle()
    assert road.count("key") == 15
    await road.end()


@pytest.mark.parametrize(
    ("limits", "said", "most"),
    [
        (REPOSTRA, "30", 28),
        (REPOSTRA, "600", 55),
        (REPOSTRA, "0", 55),
        (REPOSTRA, "many", 55),
        (REPOSTRA, "30, 30;w=60", 28),
        (REPOSTRA, "5, 5;w=1", 55),
        (BLOGREE, "120", 110),
        (BLOGREE, "12", 11),
        ((), "20", 19),
    ],
)
async def test_a_limit_is_learnt(limits: tuple[Limit, ...], said: str, most: int) -> None:
    road = Road(limits)
    road.answers["first"] = Answer(200, {"ratelimit-limit": said})
    road.ask("first")
    await settle()
    assert [each.most for each in road.pace.left] == [most]


async def test_a_429_without_a_number_halves_what_is_only_assumed_for_a_while() -> None:
    road = Road(BLOGREE)
    road.answers["key 3"] = Answer(429, body={"error": "rate_limited", "retry_after": 5})
    for number in range(4):
        road.ask(f"key {number}")
    await settle()
    assert road.told == [Rest(5.0)]
    assert [each.most for each in road.pace.left] == [28]
    await road.clock.advance(601)
    assert [each.most for each in road.pace.left] == [55]


async def test_a_persons_wait_is_told_and_the_pollers_is_not() -> None:
    road = Road()
    for number in range(60):
        road.ask(f"poll {number}", by_itself=True)
    await settle()
    assert road.told == []
    for number in range(16):
        road.ask(f"key {number}")
    await settle()
    (rest,) = road.told
    assert rest.limit == "60 requests a minute"
    assert 60 <= rest.seconds <= 60.1
    await road.clock.advance(61)
    assert road.told[1:] == [Rest(0)]
    await road.end()


async def test_who_asked_is_known_in_what_they_began() -> None:
    found: list[bool] = []

    async def look() -> None:
        found.append(is_background())

    with background():
        task = asyncio.create_task(look())
        with background():
            await look()
        await look()
    await look()
    await task
    assert found == [True, True, False, True]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("key"), st.integers(1, 8)),
        st.tuples(st.just("poll"), st.integers(1, 8)),
        st.tuples(st.just("pass"), st.sampled_from([0.05, 1.0, 7.0, 30.0, 60.0])),
        st.tuples(st.just("leave"), st.integers(0, 50)),
    ),
    max_size=30,
)


@settings(max_examples=30, deadline=None)
@given(STEPS, st.integers(1, 20), st.sampled_from([0.0, 0.5, 20.0]))
def test_no_window_is_ever_fuller_than_its_limit(
    steps: list[tuple[str, Any]], most: int, seconds: float
) -> None:
    asyncio.run(_drive(steps, most, seconds))


async def _drive(steps: list[tuple[str, Any]], most: int, seconds: float) -> None:
    road = Road((Limit(most),), seconds=seconds)
    share = max(1, most * 2 // 3)
    cancelled = 0
    for what, amount in steps:
        if what == "pass":
            await road.clock.advance(amount)
        elif what == "leave":
            still = [task for task in road.tasks if not task.done()]
            if still and still[amount % len(still)].cancel():
                cancelled += 1
        else:
            for _ in range(amount):
                keys_before = road.count("key")
                free = _within_a_minute(road) < most - most // 12 and not _waits(road, "key")
                road.ask(f"{what} {len(road.tasks)}", by_itself=what == "poll")
                await settle(10)
                if what == "key" and free:
                    assert road.count("key") == keys_before + 1, "a person waited though there was room"
        await settle(10)
    for _ in range(600):
        if all(task.done() for task in road.tasks):
            break
        await road.clock.advance(31)
    assert all(task.done() for task in road.tasks), "everything is served in the end"
    assert len(road.left) >= len(road.tasks) - cancelled
    _never_too_full(road, most, share)


def _within_a_minute(road: Road) -> int:
    """How many count now, at the worst: those that are not answered, and those answered lately."""
    now = road.clock.seconds
    return sum(one.at + road.seconds > now - 60.2 for one in road.left)


def _waits(road: Road, word: str) -> bool:
    names = {one.name for one in road.left}
    return any(
        task.get_name().startswith(word) and not task.done() and task.get_name() not in names
        for task in road.tasks
    )


def _never_too_full(road: Road, most: int, share: int) -> None:
    """Whether the platform counts a request when it leaves or when it is answered: never too many."""
    for late in (0.0, road.seconds):
        times = [(one.at + late, one.name) for one in road.left]
        for at, name in times:
            window = [other for when, other in times if at - 60 < when <= at]
            assert len(window) <= most
            if name.startswith("poll"):
                assert sum(other.startswith("poll") for other in window) <= share
