"""What is on its way, and what left, is told in rows and lines that are safe and fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.presentation.hostile import HOSTILE
from tests.presentation.test_text import assert_safe
from tests.presentation.values import NOW
from tui.domain.outbox import Action, Entry, EntryState, Intent, Written
from tui.domain.readings import Reading
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Gravity
from tui.presentation.outbox import ended_line
from tui.presentation.outbox_facts import entry_consequence, entry_header, item_notice, written_header
from tui.presentation.outbox_rows import entry_look, entry_row, written_row

KEYS = {"send": "s", "withdraw": "u", "put_away": "x"}
READ = Reading("Week 47", "draft", "One\nTwo\n")


def entry(state: EntryState = EntryState.HELD, text: str = "Week 47", seconds: float = 8) -> Entry:
    ref = ItemRef("acme", ItemKind.POST, text)
    intent = Intent(Action.APPROVE, ref, text, replace(READ, text=text), text, Gravity.FINAL, text=text)
    return Entry(
        *(1, "step", intent, state, "run", NOW, NOW + timedelta(seconds=seconds)),
        sent_at=NOW if state is not EntryState.HELD else None,
        answer=text or None,
        request_id=text,
        found=READ,
    )


def written(text: str, state: EntryState = EntryState.SENT) -> Written:
    return Written(1, 1, NOW, text, Action.PUBLISH, text, text, text, state, text, text, NOW)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("state", EntryState)
def test_whatever_it_holds_it_fits_and_is_safe(state: EntryState, text: str) -> None:
    for width in (0, 7, 40, 68, 116):
        for content in (
            entry_row(entry(state, text), width, NOW, steps=(5, 2)),
            written_row(written(text, state), width, NOW),
        ):
            assert content.cell_length == width
            assert_safe(content.plain)
    for content in (
        entry_header(entry(state, text), NOW, mine=False, lost=True),
        written_header(written(text, state), NOW),
        item_notice(entry(state, text), NOW),
        entry_consequence(entry(state, text), mine=True, lost=False, keys=KEYS),
    ):
        assert_safe(content.plain, "\n")


def test_each_state_has_a_sign_of_its_own() -> None:
    for ascii in (False, True):
        looks = [entry_look(state, ascii=ascii) for state in EntryState]
        assert len({look.glyph for look in looks}) == len(looks)
        assert {look.word for look in looks} == set(EntryState)
    assert all(entry_look(state, ascii=True).glyph.isascii() for state in EntryState)


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (15, "held 15 s"),
        (14.5, "held 15 s"),
        (5.1, "held 15 s"),
        (5, "held 5 s"),
        (2.5, "held 5 s"),
        (1, "held 2 s"),
    ],
)
def test_a_hold_is_told_in_steps(left: float, told: str) -> None:
    held = replace(entry(seconds=15), answer=None)
    now = held.due_at - timedelta(seconds=left)
    assert told in entry_row(held, 80, now, steps=(5, 2)).plain
    assert "held  " in entry_row(held, 80, now).plain


def test_what_is_due_and_has_not_left_is_in_line() -> None:
    held = replace(entry(seconds=15), answer=None)
    for now, told in ((held.due_at, "in line  "), (held.due_at - timedelta(seconds=0.1), "held  ")):
        assert told in entry_row(held, 80, now).plain
    assert "rereading  " in entry_row(held, 80, held.due_at, reread=True).plain
    assert "waits  " in entry_row(entry(seconds=0), 80, NOW).plain


def test_a_long_hold_and_one_that_waits_for_a_platform() -> None:
    assert "held 10 m" in entry_row(replace(entry(seconds=600), answer=None), 80, NOW, steps=(5, 2)).plain
    waits = replace(entry(), answer="acme does not answer")
    assert "waits  " in entry_row(waits, 80, NOW, steps=(5, 2)).plain


def test_what_came_of_it_ends_its_sentence_before_the_next() -> None:
    for answer in ("it was not done", "It was not done."):
        _, line = ended_line(replace(entry(EntryState.FAILED), answer=answer))
        assert line.endswith("t was not done. Your text is kept; e opens it again.")


def test_what_can_be_done_about_it() -> None:
    def told(state: EntryState, *, lost: bool = False) -> str:
        return entry_consequence(entry(state), mine=True, lost=lost, keys=KEYS).plain

    assert told(EntryState.PARKED) == " s → Week 47"
    assert told(EntryState.HELD).startswith(" u → ")
    assert "until it is known" in told(EntryState.UNKNOWN)
    assert told(EntryState.UNKNOWN, lost=True).startswith(" x → ")
    assert told(EntryState.FAILED) == " x → shows it here no longer; the audit keeps it"
