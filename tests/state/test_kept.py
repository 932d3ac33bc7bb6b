"""What a state keeps, seen by those who are no Copydesk on it; and which Copydesks run on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.items import NOON
from tests.fakes.left import put, send
from tui.domain.errors import StateError
from tui.domain.outbox import EntryState
from tui.state import State, open_state
from tui.state.kept import opened
from tui.state.runs import going_on


def a_state(folder: Path) -> State:
    return open_state(folder / "state.db", lambda: NOON)


def test_where_there_is_none_none_is_made(tmp_path: Path) -> None:
    with opened(tmp_path / "state" / "state.db") as kept:
        assert kept is None
    assert list(tmp_path.iterdir()) == []


def test_it_counts_the_copydesks_that_run_and_is_none_of_them(tmp_path: Path) -> None:
    states = [a_state(tmp_path), a_state(tmp_path)]
    with opened(tmp_path / "state.db") as kept:
        assert kept is not None
        assert kept.others == 2
        states.pop().close()
        assert kept.others == 1
        states.pop().close()
        assert kept.others == 0
    assert going_on(tmp_path / "nowhere") == frozenset()


def test_what_an_ended_copydesk_left_is_told_as_the_next_one_finds_it(tmp_path: Path) -> None:
    state = a_state(tmp_path)
    put(state, "held")
    sending = put(state, "sending")
    assert state.outbox.move(sending, replace(sending, state=EntryState.SENDING, sent_at=NOON))
    with opened(tmp_path / "state.db") as kept:
        assert kept is not None
        assert [each.state for each in kept.entries()] == [EntryState.HELD, EntryState.SENDING]
        state.close()
        assert [each.state for each in kept.entries()] == [EntryState.PARKED, EntryState.UNKNOWN]
    state = a_state(tmp_path)
    assert [each.state for each in state.outbox.entries()] == [EntryState.HELD, EntryState.SENDING]
    state.close()


def test_without_a_run_nothing_is_sent(tmp_path: Path) -> None:
    a_state(tmp_path).close()
    with opened(tmp_path / "state.db") as kept:
        assert kept is not None
        with pytest.raises(StateError):
            _ = kept._state.outbox


def test_an_unknown_entry_is_put_away_only_by_whoever_follows_it(tmp_path: Path) -> None:
    ours, theirs = a_state(tmp_path), a_state(tmp_path)
    entry = put(ours, "p1")
    assert ours.outbox.move(entry, replace(entry, state=EntryState.UNKNOWN, sent_at=NOON))
    theirs.outbox.put_away(entry.id)
    assert len(theirs.outbox.entries()) == 1
    ours.outbox.put_away(entry.id)
    assert ours.outbox.entries() == ()
    for state in (ours, theirs):
        state.close()


def test_the_audit_is_told_in_pages_and_by_connection(tmp_path: Path) -> None:
    state = a_state(tmp_path)
    for number in range(5):
        send(state, put(state, str(number), "acme" if number % 2 else "blog"))
    state.close()
    with opened(tmp_path / "state.db") as kept:
        assert kept is not None
        assert [each.item for each in kept.audit(2)] == ["post/4", "post/3"]
        assert [each.item for each in kept.audit(connection="acme")] == ["post/3", "post/1"]
