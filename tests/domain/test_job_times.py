"""How long a job should take, by what is known; which jobs need not be remembered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.fakes.items import NOON, a_job
from tui.domain.generation import GitRequest, TopicRequest
from tui.domain.job_times import MOST_ENDED, Expected, PastRuns, outlived, progress
from tui.domain.jobs import Job, JobBoard, JobState, overdue


def a_run(seconds: float, id: str = "r", **fields: Any) -> Job:
    return a_job(id, state=JobState.DONE, ended_at=NOON + timedelta(seconds=seconds), **fields)


def test_the_platforms_word_goes_before_the_median_of_runs_of_the_same_kind() -> None:
    runs = [a_run(10), a_run(40), a_run(20), a_run(3, what="post · x"), a_run(900, connection="blog")]
    past = PastRuns.of(
        [*runs, a_job(state=JobState.FAILED, ended_at=NOON + timedelta(hours=9)), a_job(state=JobState.DONE)]
    )
    assert past.expected(a_job(estimated_seconds=70)) == Expected(70)
    assert past.expected(a_job(what="changelog · yesterday · acme/web")) == Expected(20, 3)
    assert past.expected(a_job(what="post · y")) == Expected(3, 1)
    assert PastRuns.of(runs[:2]).expected(a_job()) == Expected(25, 2), "between two"
    assert past.expected(a_job(connection="agency")) is None
    assert PastRuns().expected(a_job()) is None


def test_long_and_short_texts_are_kinds_of_their_own_and_old_runs_count_no_more() -> None:
    def asked(length: str) -> TopicRequest:
        return TopicRequest("any", length=length)

    past = PastRuns.of(
        [
            *(a_run(100, what=f"post · long · {n}", request=asked("long")) for n in range(15)),
            *(a_run(9000, what="post · long · old", request=asked("long")) for _ in range(30)),
            a_run(30, what="post · short · a", request=asked("short")),
        ]
    )
    assert past.expected(a_job(what="post · long · b", request=asked("long"))) == Expected(100, 15)
    assert past.expected(a_job(what="post · short · b", request=asked("short"))) == Expected(30, 1)


def test_progress_stops_before_the_end_and_is_not_made_up() -> None:
    later = NOON + timedelta(seconds=10)
    assert progress(a_job(), Expected(40, 3), later) == 0.25
    assert progress(a_job(), Expected(5), later) == 0.95
    assert progress(a_job(), None, later) is None
    assert progress(a_run(5), Expected(5), later) is None


def test_a_kind_that_always_takes_long_is_not_stalled_so_soon() -> None:
    later = NOON + timedelta(minutes=20)
    assert overdue(a_job(), later)
    assert overdue(a_job(), later, usual=5)
    assert not overdue(a_job(), later, usual=300)
    assert overdue(a_job(estimated_seconds=60), later, usual=300)


def test_what_ended_long_ago_or_is_one_of_too_many_need_not_be_remembered() -> None:
    old = a_job("old", state=JobState.FAILED, started_at=NOON - timedelta(days=91))
    open_ = a_job("open", started_at=NOON - timedelta(days=200))
    many = [a_run(5, f"r{n}") for n in range(MOST_ENDED)]
    assert [ref.id for ref in outlived([*many[:5], open_, old], NOON)] == ["old"]
    fresh = a_job("201st", state=JobState.SKIPPED)
    assert [ref.id for ref in outlived([open_, *many, fresh], NOON)] == ["201st"]


def test_the_first_word_on_what_was_asked_for_stays() -> None:
    asked, told = GitRequest("changelog", source_ids=("1",)), GitRequest("changelog")
    board = JobBoard.of([a_job(request=asked)]).with_job(a_job(request=told))
    assert [job.request for job in board] == [asked]
