"""Jobs as rows, as facts and as what can be done with them. `now` also gives the zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from textual.content import Content

from tui.commands.keymap import USUAL
from tui.domain.job_times import Expected, PastRuns, progress
from tui.domain.jobs import Job, JobState
from tui.presentation import roles
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.facts import LONGEST_FACT, lines
from tui.presentation.rows import UNTITLED, title_of
from tui.presentation.states import job_look
from tui.presentation.text import plain
from tui.presentation.times import NONE, clock, clock_seconds, duration, minutes, moment

UNTRIED = PastRuns()
"""No past run is known."""
KeyOf = Callable[[str], str]
"""The key of a command, by its id, as a person reads it."""
_PROGRESS_CELLS = 10
_STEPS_FROM = 13
"""Seconds left from which they are told in steps of five."""
JOB_COLUMNS: Sequence[Column] = (
    Column("state", 12, stays=6),
    Column("what", 0),
    Column("where", 13, stays=3),
    Column("started", 9, stays=2),
    Column("took", 7, stays=4, right=True),
    Column("next", 21, stays=5),
    Column("", _PROGRESS_CELLS, stays=1),
)
ENDED_COLUMNS = JOB_COLUMNS[:-1]
"""Where every job has ended: nothing has a bar."""
_OPEN = (JobState.STALLED, JobState.UNKNOWN)


def job_row(
    job: Job,
    width: int,
    now: datetime,
    *,
    past: PastRuns = UNTRIED,
    key_of: KeyOf = USUAL.of,
    slow: bool = False,
    ascii: bool = False,
    columns: Sequence[Column] = JOB_COLUMNS,
) -> Content:
    """A generation: how it stands, how long it has run and what comes next. `past`: what runs took. `slow`:
    it is drawn by the minute, and so in times that stay true for one. `columns`: the first so many.
    """
    runs_slowly = slow and not job.state.ended
    took = minutes(job.elapsed(now)) if runs_slowly else duration(job.elapsed(now))
    bar = "" if runs_slowly else progress_bar(job, now, past, ascii=ascii)
    look = job_look(job.state, job.state_word, ascii=ascii)
    loud = roles.BAD if job.state is JobState.FAILED else roles.WARNING if job.state in _OPEN else roles.DIM
    return row(
        columns,
        (
            Cell(str(look), look.role),
            Cell(title_of(job.what, width)),
            Cell(plain(job.ref.connection, 13), roles.DIM),
            Cell(moment(job.started_at, now), roles.DIM),
            Cell(took, roles.DIM),
            Cell(job_next(job, now, past, key_of, slow=slow), loud),
            Cell(bar, roles.DIM),
        ),
        width,
    )


def job_heading(width: int, columns: Sequence[Column] = JOB_COLUMNS) -> Content:
    """The headings over `job_row`."""
    return heading(columns, width, roles.DIM)


def job_next(
    job: Job, now: datetime, past: PastRuns = UNTRIED, key_of: KeyOf = USUAL.of, *, slow: bool = False
) -> str:
    """What comes next for a job, or why it ended; for one that nobody knows more of, what a person can do."""
    match job.state:
        case JobState.DONE:
            return f"{key_of('item.open')} opens the draft" if job.post_id else "done"
        case JobState.SKIPPED | JobState.FAILED:
            return plain(job.reason, 200) if job.reason else "no reason given"
        case JobState.STALLED | JobState.UNKNOWN:
            return f"{key_of('screen.refresh')} looks, {key_of('job.forget')} forgets"
        case JobState.QUEUED | JobState.RUNNING:
            expected = past.expected(job)
            if expected is not None and slow:
                end = clock(job.started_at + timedelta(seconds=expected.seconds), now)
                return f"~{end} by past runs" if expected.guessed else f"ends about {end}"
            return _time_left(job, now, expected)


def _time_left(job: Job, now: datetime, expected: Expected | None) -> str:
    """The time that is left; ~ before what is only guessed from past runs."""
    if expected is None:
        return NONE
    left = int(expected.seconds - job.elapsed(now).total_seconds())
    if left <= 0:
        return "longer than usual" if expected.guessed else "any moment"
    # In steps, as long as they can be seen to go on.
    told = left if left < _STEPS_FROM else 5 * round(left / 5)
    span = f"{round(left / 60)} min" if left > 90 else f"{told} s"
    return f"~{span} by past runs" if expected.guessed else f"about {span} left"


def progress_bar(job: Job, now: datetime, past: PastRuns = UNTRIED, *, ascii: bool = False) -> str:
    """How far a running job is by the time that it should take, in ten cells; nothing where that is not
    known.
    """
    share = progress(job, past.expected(job), now)
    if share is None:
        return ""
    full = int(share * _PROGRESS_CELLS)
    done, open_ = ("#", ".") if ascii else ("▓", "░")
    return done * full + open_ * (_PROGRESS_CELLS - full)


def job_header(job: Job, now: datetime, past: PastRuns = UNTRIED, *, ascii: bool = False) -> Content:
    """What a job writes, how it stands, and why it ended where it made nothing."""
    look = job_look(job.state, job.state_word, ascii=ascii)
    facts = [
        (plain(job.ref.connection, 40), roles.DIM),
        (str(look), look.role or roles.DIM),
        (f"started {moment(job.started_at, now)}", roles.DIM),
        (f"took {duration(job.elapsed(now))}", roles.DIM),
    ]
    expected = past.expected(job)
    if expected is not None and not job.state.ended:
        facts.append((_expected_words(expected), roles.DIM))
    between = (" · ", roles.DIM)
    reason = plain(job.reason, LONGEST_FACT) if job.reason else ""
    role = roles.NORMAL if not job.state.ended else look.role
    return lines(
        Content.styled(plain(job.what) or UNTITLED, roles.STRONG),
        Content.assemble(*[part for fact in facts for part in (between, fact)][1:]),
        Content.assemble((f"{'reason':<10} ", roles.DIM), (reason, role)) if reason else Content(""),
    )


def _expected_words(expected: Expected) -> str:
    seconds = expected.seconds
    span = f"{round(seconds / 60)} min" if seconds > 90 else f"{seconds:.0f} s"
    if not expected.guessed:
        return f"{span} expected"
    runs = "the last run" if expected.runs == 1 else f"the median of {expected.runs} past runs"
    return f"{span} guessed from {runs}"


def job_events(job: Job, now: datetime) -> Content:
    """What a platform reported of a job, a line each, oldest first. Not every platform reports steps:
    where there are none that is said while they could come, and not after the end.
    """
    told = []
    for event in job.events:
        when = f"{clock_seconds(event.at, now)} " if event.at else ""
        what = plain(event.message, LONGEST_FACT) or plain(event.type, 60).replace("_", " ").replace(".", " ")
        told.append(when + what)
    if not told and not job.state.ended:
        return Content.styled("No steps reported so far.", roles.DIM)
    return Content("\n".join(told))


def job_consequence(job: Job | None, key_of: KeyOf, *, refills: bool) -> Content:
    """What the keys do with a job, the most wanted first. `refills`: the form can be opened again."""
    steps: list[tuple[str, str]] = []
    again = [("job.refill", "fills in its form again")] if refills else []
    forget = ("job.forget", "off the list")
    match job.state if job is not None else None:
        case None:
            steps = [("job.watch", "watches a job by its id")]
        case JobState.DONE:
            made = [("item.open", "opens what it made")] if job is not None and job.post is not None else []
            steps = [*made, *again, forget]
        case JobState.FAILED | JobState.SKIPPED:
            steps = [*again, forget]
        case JobState.STALLED:
            steps = [("screen.refresh", "looks again now"), *again, forget]
        case JobState.UNKNOWN:
            steps = [("screen.refresh", "asks again now"), forget, ("job.watch", "watches it by another id")]
        case _:
            steps = [("screen.refresh", "looks now; it goes on by itself, also without Copydesk")]
    parts: list[tuple[str, str]] = []
    for id, does in steps:
        parts += [("  " if parts else " ", ""), (key_of(id), roles.STRONG), (f" → {does}", "")]
    return Content.assemble(*parts)
