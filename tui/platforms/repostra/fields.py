"""What can be edited of Repostra's content (contracts/repostra.md, "Content")."""

from __future__ import annotations

from tui.domain.errors import NotSupported
from tui.domain.fields import Field, FieldKind
from tui.domain.posts import PostChanges

FIELDS = (
    Field("title", "title", emptied=False),
    Field("description", "excerpt"),
    Field("keyword", "keyword"),
    # Whether a time can be taken away again is not documented.
    Field("scheduled_for", "scheduled_at", FieldKind.TIME, emptied=False),
    Field("text", "markdown", FieldKind.BODY, called=("content",)),
)


def sent(changes: PostChanges) -> dict[str, object]:
    """What changes besides the body, as Repostra calls it. Raises NotSupported where a time is to be taken
    away.
    """
    if changes.unscheduled:
        raise NotSupported("Repostra can move a time, and not take it away", advice="Choose a later one.")
    given: dict[str, object] = {
        "title": changes.title,
        "description": changes.excerpt,
        "keyword": changes.keyword,
        "scheduled_for": changes.scheduled_at,
    }
    return {name: value for name, value in given.items() if value is not None}
