"""Texts being edited: kept until a platform has taken them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeAlias

from tui.domain.approvals import Approval, ApprovalKind, place_of
from tui.domain.editing import document
from tui.domain.errors import StateError
from tui.domain.kept_edits import KeptEdit
from tui.domain.ports import EditStore
from tui.domain.refs import ItemRef

if TYPE_CHECKING:
    from tui.domain.posts import Post

_log = logging.getLogger(__name__)

Item: TypeAlias = "Post | Approval"


class EditsService:
    """Keeps what an editor gave back: of a post its document (`tui.domain.editing.document`), of a topic
    or a social text the text alone. All methods raise StateError.
    """

    def __init__(self, store: EditStore) -> None:
        self._store = store

    def keep(self, item: Item, text: str, *, base: str | None = None) -> None:
        """Keep a text for an item, in place of an earlier one. `base`: the document that was opened; None:
        a topic's or a social text's own, of a post the one that is known, if any.
        """
        if base is None and isinstance(item, Approval) and item.kind is not ApprovalKind.POST:
            base = document(item)
        self._store.keep_edit(place_of(item), text, title=item.title, base=base)

    def all(self) -> tuple[KeptEdit, ...]:
        """Everything that is kept, the latest first."""
        return self._store.edits()

    def kept(self, item: Item) -> KeptEdit | None:
        """What is kept for an item; None where there is nothing."""
        return self._store.edit(place_of(item))

    def get(self, item: Item) -> str | None:
        """The text kept for an item; None where there is none."""
        found = self.kept(item)
        return None if found is None else found.text

    def drop(self, item: Item) -> None:
        """Keep it no longer: the platform has it, or it is not wanted."""
        self._store.drop_edit(place_of(item))

    def taken(self, place: ItemRef, text: str | None) -> None:
        """The platform has this text (None: whatever was kept): keep it no longer, unless it was edited
        again meanwhile. What was asked was done: that the text stays kept is no failure. Never raises.
        """
        try:
            kept = self._store.edit(place)
            if kept is not None and text in {None, kept.text}:
                self._store.drop_edit(place)
        except StateError:
            _log.exception("The edited text of %s stays kept", place)
