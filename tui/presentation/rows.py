"""List rows of what waits, each in exactly the width given. `now` also gives the zone."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from tui.domain.approvals import Approval
from tui.presentation import roles
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.states import Look
from tui.presentation.text import plain
from tui.presentation.times import age, due, is_due

UNTITLED = "(no title)"
_TYPES = {"blog_post": "post", "linkedin_post": "linkedin", "twitter_post": "twitter"}

APPROVAL_COLUMNS = (
    Column("kind", 6, stays=1),
    Column("title", 0),
    Column("where", 13, stays=3),
    Column("due", 9, stays=4),
    Column("age", 4, stays=2, right=True),
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
    under: bool = False,
    news: str = "",
    ascii: bool = False,
) -> Content:
    """What waits for a yes. Bold: due now or late. Dim: not ready. `edited`: a text is kept for it;
    `on_its_way`: how far what was decided on it is; `under`: it stands under the post that it belongs to;
    `news`: a sign or a word for what is new of it.
    """
    urgent = approval.ready and is_due(approval.due, now)
    facts = roles.DIM
    signs = f"{on_its_way.glyph} " if on_its_way is not None else ""
    signs += ("e " if ascii else "✎ ") if edited else ""
    signs += ("> " if ascii else "↳ ") if under else ""
    signs += f"{news} " if news else ""
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


def section_row(label: str, width: int, count: int | None = None) -> Content:
    """A heading inside a list: "not ready  2"."""
    text = plain(label, max(width, 0))
    return Content.styled(text if count is None else f"{text}  {count}", roles.DIM)
