"""An item as it would be with the text that is kept for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.domain.approvals import Approval
from tui.domain.editing import FORM, parse
from tui.domain.front_matter import list_value, text_value

if TYPE_CHECKING:
    from tui.domain.fields import Field
    from tui.domain.posts import Post


def as_edited(item: Post | Approval, kept: str, fields: Sequence[Field]) -> Post | Approval:
    """A post, a topic or a social text with what is kept for it in its place. What cannot be read of a
    document, or is no field of the platform's, stays as the platform has it. Never raises.
    """
    if isinstance(item, Approval):
        return replace(item, text=kept)
    from tui.domain.fields import FieldKind

    edited = parse(kept)
    changed: dict[str, Any] = {}
    for field in fields:
        entry = edited.value(field.key)
        if entry is None or field.kind not in {FieldKind.TEXT, FieldKind.LIST}:
            continue
        try:
            read = list_value if field.kind is FieldKind.LIST else text_value
            changed[field.name] = read(entry.value)
        except ValueError:
            continue
    if edited.value(FORM) is None and item.markdown is not None and edited.body.strip():
        changed["markdown"] = edited.body
    return replace(item, **changed)
