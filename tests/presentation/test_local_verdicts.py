"""What was decided here alone, in words that say so and never more than text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.items import NOON, ago, an_approval
from tests.presentation.hostile import HOSTILE
from tests.presentation.test_text import assert_safe
from tui.domain.approvals import ApprovalKind
from tui.domain.failing import Failing, FailingOf
from tui.domain.local_verdicts import LocalKind, LocalVerdict, place_in
from tui.domain.refs import ItemKind, ItemRef
from tui.presentation import local_verdicts as words

POST = an_approval("p1", title="Ship notes")
TEXT = an_approval("s1", "blog", ApprovalKind.TEXT)
JOB = ItemRef("acme", ItemKind.JOB, "j1")
FAILED = Failing(JOB, FailingOf.JOB, JOB, "Release 2.4", "failed", "webhook refused (502)", ago(minutes=20))


def verdict(kind: LocalKind, text: str = "Ship notes") -> LocalVerdict:
    return LocalVerdict(kind, place_in(POST), "f", text, NOON, reason=text)


def test_it_is_said_that_no_platform_hears_of_it() -> None:
    assert words.declined_line([POST]) == (
        "declined here · acme has no reject: it is still a draft there · Ship notes"
    )
    assert "blog has no reject: it still waits there" in words.declined_line([TEXT])
    assert "acme, blog have no reject: nothing was sent" in words.declined_line([POST, TEXT])
    until = NOON + timedelta(hours=1)
    assert words.put_off_line([POST, TEXT], until, NOON, "u") == (
        "put off here until 13:00 · u takes it back: 2 items"
    )
    for kind in LocalKind:
        said = words.verdict_line(verdict(kind), NOON, ["z", "u"]).plain
        assert said.endswith("z or u brings it back")


def test_how_many_are_out_of_the_queue_and_what_shows_them() -> None:
    told = words.out_label([(LocalKind.SNOOZED, 3), (LocalKind.DECLINED, 2)])
    assert told == "put off 3 · declined 2   / is:snoozed or is:declined shows them"


def test_of_a_failure_both_what_and_why_are_seen_at_every_width() -> None:
    assert words.failing_row(FAILED, 100, NOON).plain.startswith("fails   Release 2.4: webhook refused (502)")
    long = replace(FAILED, title="A very long title " * 9, why="a very long reason " * 9)
    for width in range(30, 140, 7):
        row = words.failing_row(long, width, NOON)
        assert row.cell_length == width
        assert ": a very" in row.plain


@pytest.mark.parametrize("text", HOSTILE)
def test_outside_text_is_only_text(text: str) -> None:
    failing = replace(FAILED, title=text, why=text, state_word=text)
    item = replace(POST, title=text, state_word=text)
    lines = [
        words.declined_line([item]),
        words.put_away_line([failing], "u"),
        words.waits_again_line([verdict(LocalKind.DECLINED, text)]),
        words.verdict_line(verdict(LocalKind.DECLINED, text), NOON, ["u"]).plain,
        words.failing_row(failing, 90, NOON).plain,
        words.failing_consequence(failing, "x", "enter").plain,
        *words.failing_header(failing, NOON).plain.split("\n"),
    ]
    for line in lines:
        assert_safe(line)
