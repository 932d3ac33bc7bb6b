"""The end of jobs, told to a terminal that nobody looks at."""

from __future__ import annotations

from collections.abc import Sequence

from tui.domain.jobs import Job, JobState
from tui.domain.preferences import Notice
from tui.domain.terminal import Within
from tui.presentation.text import plain

LONGEST_NOTICE = 100
"""Cells: more than that no desktop shows, and screen passes on only some hundred bytes."""
TITLE = "Copydesk"


def notice_text(ended: Sequence[Job]) -> str:
    """What came of these jobs, in a line."""
    bad = sum(job.state is not JobState.DONE for job in ended)
    if len(ended) == 1:
        job = ended[0]
        word = "written" if job.state is JobState.DONE else job.state.value
        return f"{word}: {plain(job.what, LONGEST_NOTICE - 20)}"
    return f"{len(ended)} jobs ended" + (f", {bad} of them with nothing written" if bad else "")


def notice_sequence(notice: Notice, text: str, within: Within = Within.NOTHING) -> str:
    """What makes a terminal tell a text, let through by what stands before it; empty: it tells nothing."""
    # A semicolon would begin another field, of which terminals make progress bars and titles.
    said = plain(text, LONGEST_NOTICE).replace(";", ",")
    match notice:
        case Notice.OFF:
            return ""
        case Notice.BELL:
            # tmux and screen have a bell of their own for each window.
            return "\x07"
        case Notice.OSC9:
            return _let_through(f"\x1b]9;{TITLE}: {said}\x07", within)
        case Notice.OSC777:
            return _let_through(f"\x1b]777;notify;{TITLE};{said}\x07", within)


def _let_through(sequence: str, within: Within) -> str:
    match within:
        case Within.TMUX:
            doubled = sequence.replace("\x1b", "\x1b\x1b")
            return f"\x1bPtmux;{doubled}\x1b\\"
        case Within.SCREEN:
            return f"\x1bP{sequence}\x1b\\"
        case Within.NOTHING:
            return sequence
