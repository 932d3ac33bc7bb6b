from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.items import NOON, a_job
from tui.domain.jobs import (
    FIRST_LOOK_SECONDS,
    SLOWEST_LOOK_SECONDS,
    STALLED_AFTER,
    Job,
    JobBoard,
    JobEvent,
    JobState,
    next_look,
    overdue,
)

jobs = st.builds(
    lambda id, connection, state, minutes, what, estimate, events: a_job(
        id,
        connection,
        state=state,
        started_at=NOON + timedelta(minutes=minutes),
        what=what,
        estimated_seconds=estimate,
        events=tuple(JobEvent(each, each, each) for each in events),
    ),
    st.sampled_from("abcd"),
    st.sampled_from(["acme", "blog"]),
    st.sampled_from(JobState),
    st.integers(-60, 60),
    st.sampled_from(["", "changelog", "post"]),
    st.none() | st.floats(1, 600),
    st.lists(st.sampled_from("xyz"), max_size=3),
)


def merged(news: list[Job]) -> JobBoard:
    board = JobBoard()
    for job in news:
        board = board.with_job(job)
    return board


@given(st.lists(jobs, max_size=15))
def test_a_board_has_each_job_once_newest_first_with_its_last_state(news: list[Job]) -> None:
    board = merged(news)
    last = {job.ref: job for job in news}
    assert {job.ref for job in board} == set(last)
    assert len(board) == len(last)
    starts = [job.started_at for job in board]
    assert starts == sorted(starts, reverse=True)
    for job in board:
        assert job.state is last[job.ref].state
        assert job.started_at == min(each.started_at for each in news if each.ref == job.ref)
    assert set(board.open) == {job for job in board if not job.state.ended}


@given(st.lists(jobs, min_size=1, max_size=15))
def test_what_was_known_stays_where_the_news_have_none(news: list[Job]) -> None:
    for job in merged(news):
        told = [each for each in news if each.ref == job.ref]
        assert job.what == next((each.what for each in reversed(told) if each.what), "")
        assert job.events == next((each.events for each in reversed(told) if each.events), ())
        estimates = [each.estimated_seconds for each in told if each.estimated_seconds]
        assert job.estimated_seconds == (estimates[-1] if estimates else None)


@given(st.lists(jobs, max_size=8), jobs)
def test_the_same_news_twice_change_nothing_and_old_boards_stay(news: list[Job], job: Job) -> None:
    before = merged(news)
    kept = dict(before.jobs)
    once = before.with_job(job)
    assert once.with_job(once.jobs[job.ref]) == once
    assert once.without(job.ref).get(job.ref) is None
    assert dict(before.jobs) == kept


@given(jobs, st.integers(0, 10_000), st.floats(0, 1e6))
def test_a_look_is_never_further_away_than_ten_seconds_nor_nearer_than_one(
    job: Job, looks: int, seconds: float
) -> None:
    now = job.started_at + timedelta(seconds=seconds)
    assert FIRST_LOOK_SECONDS <= next_look(job, looks, now) <= SLOWEST_LOOK_SECONDS


@given(jobs)
def test_a_job_is_overdue_after_ten_times_what_was_expected(job: Job) -> None:
    limit = timedelta(seconds=STALLED_AFTER * (job.estimated_seconds or 60))
    assert not overdue(job, job.started_at + limit - timedelta(seconds=1))
    assert overdue(job, job.started_at + limit + timedelta(seconds=1))
