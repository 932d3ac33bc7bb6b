"""Texts being edited: kept until a platform has taken them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.ports import EditStore
from tui.domain.refs import ItemRef

if TYPE_CHECKING:
    from tui.domain.posts import Post

Item: TypeAlias = "Post | Approval"


class EditsService:
    """Keeps what an editor gave back: of a post its document (`tui.domain.editing.document`), of a topic
    or a social text the text alone. All methods raise StateError.
    """

    def __init__(self, store: EditStore) -> None:
        self._store = store

    def keep(self, item: Item, text: str) -> None:
        """Keep a text for an item, in place of an earlier one."""
        self._store.keep_edit(place_of(item), text)

    def get(self, item: Item) -> str | None:
        """The text kept for an item; None where there is none."""
        return self._store.edit(place_of(item))

    def drop(self, item: Item) -> None:
        """Keep it no longer: the platform has it, or it is not wanted."""
        self._store.drop_edit(place_of(item))


def place_of(item: Item) -> ItemRef:
    """Where an item's text is kept. A topic and the text that is written from it have one id on the
    platform; an edited topic must never be sent as that text.
    """
    if isinstance(item, Approval) and item.kind is not ApprovalKind.POST:
        return replace(item.ref, id=f"{item.ref.id}#{item.kind}")
    return item.ref
