"""Which failures want a person, and what names them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.fakes.items import NOON, a_job, a_post, ago
from tui.domain.failing import FailingOf, failing, of_job, of_post
from tui.domain.intents import deleting
from tui.domain.jobs import JobState
from tui.domain.outbox import Entry, EntryState
from tui.domain.posts import PostState

GONE_WRONG = a_post("p1", state=PostState.FAILED, title="Release 2.4")


def an_entry(state: EntryState, sent_at: datetime | None = None, answer: str = "no (502)") -> Entry:
    """A delete that was decided an hour ago."""
    then = ago(hours=1)
    return Entry(7, "step", deleting(a_post("p9")), state, "run", then, then, sent_at, answer=answer)


@pytest.mark.parametrize("state", JobState)
def test_jobs_that_made_nothing_and_will_not_want_a_person(state: JobState) -> None:
    wants = {JobState.FAILED, JobState.STALLED, JobState.UNKNOWN}
    assert (of_job(a_job(state=state)) is not None) is (state in wants)


@pytest.mark.parametrize("state", EntryState)
def test_what_was_decided_and_not_done_wants_a_person(state: EntryState) -> None:
    wants = {EntryState.FAILED, EntryState.CHANGED, EntryState.PARKED, EntryState.UNKNOWN}
    assert bool(list(failing((), (), [an_entry(state)], NOON))) is (state in wants)
    just_sent = an_entry(state, sent_at=NOON - timedelta(seconds=30))
    # A lost answer is looked for by itself at first.
    wants = wants - {EntryState.UNKNOWN}
    assert bool(list(failing((), (), [just_sent], NOON))) is (state in wants)


def test_each_thing_is_told_once() -> None:
    entry = an_entry(EntryState.FAILED)
    post = of_post(GONE_WRONG)
    writing = a_job("p1", state=JobState.FAILED)
    decided = of_post(replace(GONE_WRONG, ref=entry.ref))
    told = list(failing([writing], [post, decided], [entry], NOON))
    assert [each.of for each in told] == [FailingOf.JOB, FailingOf.ENTRY]
    # Of what waits for a yes its own row tells.
    assert list(failing((), [post], [entry], NOON, waiting={entry.ref, GONE_WRONG.ref})) == []
    assert len({each.ref for each in [*told, post, decided]}) == 4


def test_what_fails_again_is_another_failure() -> None:
    (first,) = failing((), (), [an_entry(EntryState.FAILED)], NOON)
    (same,) = failing((), (), [an_entry(EntryState.FAILED)], NOON + timedelta(days=1))
    (later,) = failing((), (), [an_entry(EntryState.FAILED, sent_at=NOON)], NOON)
    (other,) = failing((), (), [an_entry(EntryState.FAILED, answer="refused (401)")], NOON)
    assert first.fingerprint == same.fingerprint
    assert len({each.fingerprint for each in (first, later, other)}) == 3
