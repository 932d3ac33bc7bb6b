"""What a terminal is told when jobs end: clean, short, and through tmux and screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.presentation.values import job
from tui.domain.jobs import JobState
from tui.domain.preferences import Notice
from tui.domain.terminal import Within
from tui.presentation.notices import LONGEST_NOTICE, notice_sequence, notice_text

DONE, FAILED = job(JobState.DONE), job(JobState.FAILED)


def test_one_job_is_named_and_several_are_counted() -> None:
    assert notice_text([DONE]) == "written: changelog · last 7 days · acme/api"
    assert notice_text([FAILED]).startswith("failed: changelog")
    assert notice_text([DONE, DONE]) == "2 jobs ended"
    assert notice_text([DONE, FAILED, FAILED]) == "3 jobs ended, 2 of them with nothing written"


@pytest.mark.parametrize(
    ("notice", "within", "sequence"),
    [
        (Notice.OFF, Within.NOTHING, ""),
        (Notice.BELL, Within.TMUX, "\x07"),
        (Notice.OSC9, Within.NOTHING, "\x1b]9;Copydesk: a, b\x07"),
        (Notice.OSC9, Within.TMUX, "\x1bPtmux;\x1b\x1b]9;Copydesk: a, b\x07\x1b\\"),
        (Notice.OSC9, Within.SCREEN, "\x1bP\x1b]9;Copydesk: a, b\x07\x1b\\"),
        (Notice.OSC777, Within.NOTHING, "\x1b]777;notify;Copydesk;a, b\x07"),
    ],
)
def test_a_notice_is_a_sequence_of_the_terminals(notice: Notice, within: Within, sequence: str) -> None:
    assert notice_sequence(notice, "a; b", within) == sequence


def test_no_text_from_outside_ends_the_sequence_or_begins_another() -> None:
    hostile = replace(DONE, what="a\x07\x1b]52;c;eA==\x07\x1b\\\x9c;b\n" + "x" * 500)
    sequence = notice_sequence(Notice.OSC9, notice_text([hostile]), Within.NOTHING)
    body = sequence.removeprefix("\x1b]9;Copydesk: ").removesuffix("\x07")
    assert body.isprintable()
    assert ";" not in body
    assert len(body) <= LONGEST_NOTICE
