"""What can be edited of Notra's posts (contracts/notra.md, "Posts"; notra-openapi.json)."""

from __future__ import annotations

from tui.domain.errors import Invalid
from tui.domain.fields import Field, FieldKind
from tui.domain.posts import PostChanges

FIELDS = (
    Field("title", "title", most=120, emptied=False),
    Field(
        "slug",
        "slug",
        most=160,
        pattern="[a-z0-9]+(?:-[a-z0-9]+)*",
        form='small letters a-z, digits, and single "-" between them',
    ),
    Field("text", "markdown", FieldKind.BODY, most=100_000, emptied=False, called=("markdown",)),
)


def sent(changes: PostChanges) -> dict[str, object]:
    """What changes, as Notra calls it; a slug that was emptied is null. Raises Invalid for an empty
    raw body.
    """
    if changes.raw is not None and not changes.raw.strip():
        raise Invalid("Line 1 of the body: it is empty", advice="Write it again; nothing was sent.")
    # A raw body is Markdown too, which is all that Notra takes.
    body = changes.raw if changes.raw is not None else changes.markdown
    given: dict[str, object] = {"title": changes.title, "markdown": body}
    fields = {name: value for name, value in given.items() if value is not None}
    return fields if changes.slug is None else {**fields, "slug": changes.slug or None}
