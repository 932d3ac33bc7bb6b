"""Where a Copydesk was that was cut off: given to the next start, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tui.state import open_state
from tui.state.store import State

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


def opened(tmp_path: Path, clock: Clock | None = None) -> State:
    return open_state(tmp_path / "state.db", clock or Clock())


def test_each_start_takes_up_one_that_was_cut_off_the_latest_first(tmp_path: Path) -> None:
    clock = Clock()
    one, two, goes_on = (opened(tmp_path, clock) for _ in range(3))
    one.places.keep({"screen": "posts"})
    clock.now += timedelta(minutes=1)
    two.places.keep({"screen": "inbox"})
    two.places.keep({"screen": "jobs"})
    goes_on.places.keep({"screen": "outbox"})
    one.close()
    two.close()
    three, four, five = (opened(tmp_path, clock) for _ in range(3))
    assert three.places.claim() == {"screen": "jobs"}
    assert four.places.claim() == {"screen": "posts"}
    assert five.places.claim() is None, "one goes on, and the others were taken up"
    for each in (three, four, five, goes_on):
        each.close()


def test_what_was_left_or_is_a_day_old_or_unreadable_is_not_come_back_to(tmp_path: Path) -> None:
    clock = Clock()
    left = opened(tmp_path, clock)
    left.places.keep({"screen": "posts"})
    left.places.drop()
    left.close()
    old = opened(tmp_path, clock)
    old.places.keep({"screen": "posts"})
    old.close()
    broken = opened(tmp_path, clock)
    broken._statements.run("INSERT INTO places VALUES ('gone', ?, '[1')", NOON.isoformat())
    broken.close()
    clock.now += timedelta(hours=23)
    unreadable = opened(tmp_path, clock)
    unreadable._statements.run("DELETE FROM places WHERE run != 'gone'")
    assert unreadable.places.claim() is None
    unreadable.places.keep({"screen": "x" * 300_000})
    unreadable.close()
    kept = opened(tmp_path, clock)
    assert kept.places.claim() is None, "too large to be kept"
    kept.places.keep({"screen": "posts"})
    kept.close()
    clock.now += timedelta(hours=25)
    last = opened(tmp_path, clock)
    assert last.places.claim() is None
    assert last._statements.run("SELECT * FROM places") == []
    last.close()
