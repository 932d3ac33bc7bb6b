"""What can be edited of Blogree's posts (contracts/blogree.md, "Posts")."""

from __future__ import annotations

from datetime import UTC

from tui.domain.fields import Field, FieldKind
from tui.domain.posts import PostChanges
from tui.platforms.blogree.wire import MetaOut
from tui.platforms.wire import written

FIELDS = (
    Field("title", "title", emptied=False),
    Field(
        "slug",
        "slug",
        # "URL-friendly" is all that is documented.
        pattern=r"[\w.~-]+",
        form='letters, digits, "-", "_", "." and "~", without blanks',
        emptied=False,
    ),
    Field("excerpt", "excerpt"),
    Field("tags", "tags", FieldKind.LIST),
    Field("meta.title", "meta_title"),
    Field("meta.description", "meta_description", most=160),
    Field(
        "meta.og_image",
        "og_image",
        pattern=r"https?://\S+",
        form="an address that begins with https:// or http://",
        called=("og_image",),
    ),
    Field("scheduled_for", "scheduled_at", FieldKind.TIME, called=("scheduled_at",)),
    Field("text", "markdown", FieldKind.BODY, called=("body", "markdown", "html")),
)


def sent(connection: str, changes: PostChanges) -> dict[str, object]:
    """What changes besides the body, as Blogree calls it. What was emptied is null, as in its answers; a
    time makes a draft scheduled, and taking it away makes it a draft again. Raises Invalid.
    """
    given: dict[str, object] = {"title": changes.title, "slug": changes.slug, "tags": changes.tags}
    fields = {name: value for name, value in given.items() if value is not None}
    if changes.excerpt is not None:
        fields["excerpt"] = changes.excerpt or None
    head = {
        "title": changes.meta_title,
        "description": changes.meta_description,
        "og_image": changes.og_image,
    }
    meta = {name: text or None for name, text in head.items() if text is not None}
    if meta:
        fields["meta"] = written(MetaOut, connection, **meta)
    if changes.scheduled_at is not None:
        # Other zones are not documented (peers B13).
        fields |= {"status": "scheduled", "scheduled_at": changes.scheduled_at.astimezone(UTC)}
    elif changes.unscheduled:
        fields |= {"status": "draft", "scheduled_at": None}
    return fields
