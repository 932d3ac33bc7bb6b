"""List rows: what waits, posts and jobs, each in exactly the width given. `now` also gives the zone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.approvals import Approval
from tui.domain.jobs import Job, JobState
from tui.domain.post_state import PostState
from tui.presentation import roles
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.states import Look, job_look, post_look
from tui.presentation.text import plain
from tui.presentation.times import NONE, age, due, duration, is_due, moment

if TYPE_CHECKING:
    from tui.domain.posts import Post

UNTITLED = "(no title)"
_PROGRESS_CELLS = 10
_STEPS_FROM = 13
"""Seconds left from which they are told in steps of five."""
_TYPES = {"blog_post": "post", "linkedin_post": "linkedin", "twitter_post": "twitter"}

APPROVAL_COLUMNS = (
    Column("kind", 6, stays=1),
    Column("title", 0),
    Column("where", 13, stays=3),
    Column("due", 9, stays=4),
    Column("age", 4, stays=2, right=True),
)
POST_COLUMNS = (
    Column("state", 12, stays=5),
    Column("title", 0),
    Column("type", 9, stays=2),
    Column("where", 13, stays=3),
    Column("slug / site", 18, stays=1),
    Column("updated", 7, stays=4, right=True),
)
JOB_COLUMNS = (
    Column("state", 12, stays=6),
    Column("what", 0),
    Column("where", 13, stays=3),
    Column("started", 9, stays=2),
    Column("took", 7, stays=4, right=True),
    Column("next", 21, stays=5),
    Column("", _PROGRESS_CELLS, stays=1),
)


def type_word(content_type: str) -> str:
    """A content type in a word: changelog, post, linkedin."""
    return plain(_TYPES.get(content_type, content_type).replace("_", " "), 24)


def title_of(text: str, limit: int) -> str:
    """A title in one line of at most `limit` cells; says so where there is none."""
    return plain(text, limit) or UNTITLED


def approval_row(
    approval: Approval,
    width: int,
    now: datetime,
    edited: bool = False,
    on_its_way: Look | None = None,
    *,
    ascii: bool = False,
) -> Content:
    """What waits for a yes. Bold: due now or late. Dim: not ready. `edited`: a text is kept for it;
    `on_its_way`: how far what was decided on it is.
    """
    urgent = approval.ready and is_due(approval.due, now)
    facts = roles.DIM
    signs = f"{on_its_way.glyph} " if on_its_way is not None else ""
    signs += ("e " if ascii else "✎ ") if edited else ""
    signs += ("> " if ascii else "↳ ") if approval.parent else ""
    title_role = roles.STRONG if urgent else roles.NORMAL if approval.ready else roles.DIM
    return row(
        APPROVAL_COLUMNS,
        (
            Cell(approval.kind.value, title_role),
            Cell(signs + title_of(approval.title, width), title_role),
            Cell(plain(approval.ref.connection, 13), facts),
            Cell(due(approval.due, now), roles.STRONG if urgent else facts),
            Cell(age(approval.updated_at or approval.created_at, now), facts),
        ),
        width,
    )


def approval_heading(width: int) -> Content:
    """The headings over `approval_row`."""
    return heading(APPROVAL_COLUMNS, width, roles.DIM)


def post_row(
    post: Post,
    width: int,
    now: datetime,
    *,
    edited: bool = False,
    on_its_way: Look | None = None,
    ascii: bool = False,
) -> Content:
    """A post of a list. `on_its_way`: how far what was decided on it is; it stands in the state's place."""
    look = on_its_way or post_look(post.state, post.state_word, ascii=ascii)
    state = str(look)
    if on_its_way is None and post.state is PostState.SCHEDULED and post.scheduled_at is not None:
        state = f"{look.glyph} {due(post.scheduled_at, now)}"
    signs = ("e " if ascii else "✎ ") if edited else ""
    return row(
        POST_COLUMNS,
        (
            Cell(state, look.role),
            Cell(signs + title_of(post.title, width)),
            Cell(type_word(post.content_type), roles.DIM),
            Cell(plain(post.ref.connection, 13), roles.DIM),
            Cell(_places(post), roles.DIM),
            Cell(age(post.updated_at or post.created_at, now), roles.DIM),
        ),
        width,
    )


def _places(post: Post) -> str:
    """Where a post goes, or its slug."""
    if len(post.deliveries) > 1:
        return f"{len(post.deliveries)} sites"
    if post.deliveries:
        return plain(post.deliveries[0].site_name or post.deliveries[0].site_id, 18)
    return plain(post.slug, 18) if post.slug else NONE


def post_heading(width: int) -> Content:
    """The headings over `post_row`."""
    return heading(POST_COLUMNS, width, roles.DIM)


def job_row(job: Job, width: int, now: datetime, *, ascii: bool = False) -> Content:
    """A generation: how it stands, how long it has run and what comes next."""
    look = job_look(job.state, job.state_word, ascii=ascii)
    return row(
        JOB_COLUMNS,
        (
            Cell(str(look), look.role),
            Cell(title_of(job.what, width)),
            Cell(plain(job.ref.connection, 13), roles.DIM),
            Cell(moment(job.started_at, now), roles.DIM),
            Cell(duration(job.elapsed(now)), roles.DIM),
            Cell(job_next(job, now), roles.BAD if job.state is JobState.FAILED else roles.DIM),
            Cell(progress_bar(job, now, ascii=ascii), roles.DIM),
        ),
        width,
    )


def job_next(job: Job, now: datetime) -> str:
    """What comes next for a job, or why it ended."""
    match job.state:
        case JobState.DONE:
            return "enter opens the draft" if job.post_id else "done"
        case JobState.SKIPPED | JobState.FAILED:
            return plain(job.reason, 200) if job.reason else "no reason given"
        case JobState.STALLED:
            return "takes far too long"
        case JobState.UNKNOWN:
            return "looked at every 10 s"
        case JobState.QUEUED | JobState.RUNNING:
            return _time_left(job, now)


def _time_left(job: Job, now: datetime) -> str:
    if not job.estimated_seconds:
        return NONE
    left = int(job.estimated_seconds - job.elapsed(now).total_seconds())
    if left <= 0:
        return "any moment"
    if left > 90:
        return f"about {round(left / 60)} min left"
    # In steps, as long as they can be seen to go on.
    return f"about {left if left < _STEPS_FROM else 5 * round(left / 5)} s left"


def progress_bar(job: Job, now: datetime, *, ascii: bool = False) -> str:
    """How far a running job is by its estimate, in ten cells; nothing where that is not known."""
    share = None if job.state.ended else job.progress(now)
    if share is None:
        return ""
    full = int(share * _PROGRESS_CELLS)
    done, open_ = ("#", ".") if ascii else ("▓", "░")
    return done * full + open_ * (_PROGRESS_CELLS - full)


def job_heading(width: int) -> Content:
    """The headings over `job_row`."""
    return heading(JOB_COLUMNS, width, roles.DIM)


def section_row(label: str, width: int, count: int | None = None) -> Content:
    """A heading inside a list: "not ready  2"."""
    text = plain(label, max(width, 0))
    return Content.styled(text if count is None else f"{text}  {count}", roles.DIM)
