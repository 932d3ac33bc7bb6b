"""Jobs as rows: what comes next, by whose word, and what the keys do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.presentation.hostile import HOSTILE
from tests.presentation.values import NOW, job
from tui.commands.keymap import USUAL
from tui.domain.job_times import PastRuns
from tui.domain.jobs import JobState
from tui.presentation.jobs import ENDED_COLUMNS, job_consequence, job_header, job_heading, job_next, job_row


@given(
    st.one_of(st.text(), st.sampled_from(HOSTILE)), st.integers(min_value=-1, max_value=200), st.booleans()
)
def test_a_row_is_exactly_as_wide_as_asked(title: str, width: int, ascii: bool) -> None:
    assert job_row(job(what=title), width, NOW, ascii=ascii).cell_length == max(width, 0)
    assert job_heading(width).cell_length == max(width, 0)
    ended = job_row(job(what=title), width, NOW, ascii=ascii, columns=ENDED_COLUMNS)
    assert ended.cell_length == max(width, 0)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (JobState.QUEUED, "about 20 s left"),
        (JobState.RUNNING, "▓▓▓▓▓░░░░░"),
        (JobState.DONE, "enter opens the draft"),
        (JobState.SKIPPED, "nothing in the windo"),
        (JobState.FAILED, "no reason given"),
        (JobState.STALLED, "r looks, x forgets"),
        (JobState.UNKNOWN, "r looks, x forgets"),
    ],
)
def test_a_job_says_what_comes_next(state: JobState, shown: str) -> None:
    row = job_row(job(state), 120, NOW).plain
    assert shown in row
    assert "0:21" in row
    assert "11:59" in row


def test_no_state_is_told_by_colour_alone() -> None:
    jobs = {job_row(job(state), 110, NOW, ascii=True).plain[:9] for state in JobState}
    assert len(jobs) == len(JobState)


def test_a_guess_from_past_runs_shows_as_one() -> None:
    took = timedelta(seconds=50)
    ended = replace(job(JobState.DONE), estimated_seconds=None, ended_at=NOW, started_at=NOW - took)
    runs = replace(job(), estimated_seconds=None)
    past = PastRuns.of([ended])
    assert job_next(runs, NOW) == "–"
    assert job_next(runs, NOW, past) == "~30 s by past runs"
    assert "▓▓▓▓░░░░░░" in job_row(runs, 120, NOW, past=past).plain
    assert job_next(runs, NOW + took, past) == "longer than usual"
    assert "50 s guessed from the last run" in job_header(runs, NOW, past).plain
    assert "40 s expected" in job_header(job(), NOW, past).plain


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (JobState.RUNNING, " r → looks now; it goes on by itself, also without Copydesk"),
        (JobState.DONE, " enter → opens what it made  R → fills in its form again  x → "),
        (JobState.FAILED, " R → fills in its form again  x → off the list"),
        (JobState.STALLED, " r → looks again now  R → fills in its form again"),
        (JobState.UNKNOWN, " r → asks again now  x → off the list  w → watches it by another id"),
    ],
)
def test_a_job_says_what_the_keys_do_with_it(state: JobState, shown: str) -> None:
    assert job_consequence(job(state), USUAL.of, refills=True).plain.startswith(shown)


def test_over_a_slow_line_times_stay_true_for_a_minute() -> None:
    row = job_row(job(), 120, NOW, slow=True).plain
    assert "<1m" in row
    assert "ends about 12:00" in row
    assert "▓" not in row
    assert "0:21" in job_row(job(JobState.DONE), 120, NOW, slow=True).plain


def test_the_time_that_is_left_counts_down() -> None:
    def left(seconds: float) -> str:
        return job_next(replace(job(), started_at=NOW - timedelta(seconds=40 - seconds)), NOW)

    told = [left(seconds) for seconds in (40, 18, 8, 7, 3, 1, 0)]
    assert told == [
        "about 40 s left",
        "about 20 s left",
        "about 8 s left",
        "about 7 s left",
        "about 3 s left",
        "about 1 s left",
        "any moment",
    ]
