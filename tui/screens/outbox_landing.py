"""Did it land: of what left by the outbox, and above all of what had no answer."""

from __future__ import annotations

from tui.commands import Command
from tui.domain.entry_states import Action, EntryState
from tui.domain.outbox import Entry, Written
from tui.domain.refs import ItemKind, ItemRef
from tui.screens.landing import DidItLand
from tui.screens.outbox_rows import OutboxRow

_OUT = frozenset({Action.APPROVE, Action.PUBLISH, Action.DELIVER})
"""What brings a post before its readers."""
_LEFT = frozenset({EntryState.SENDING, EntryState.UNKNOWN, EntryState.SENT})


class LandingsOfWhatLeft(DidItLand[OutboxRow]):
    """A list of what left. Of posts that were published it can be looked whether they are there."""

    @property
    def to_land(self) -> tuple[ItemRef, tuple[str, ...] | None] | None:
        """The post that the row under the cursor brought out, wherever it is."""
        row = self.rows.cursor_row
        if isinstance(row, Entry):
            ref, action = row.ref, row.intent.action
        elif isinstance(row, Written):
            kind, _, id = row.item.partition("/")
            ref, action = ItemRef(row.connection, ItemKind.POST, id), row.action
            if kind != ItemKind.POST:
                return None
        else:
            return None
        out = ref.kind is ItemKind.POST and action in _OUT and row.state in _LEFT
        return (ref, None) if out else None

    def offers(self, each: Command) -> bool:
        """What brought nothing out is nowhere to be looked for."""
        return self.to_land is not None if each.id == "post.landed" else super().offers(each)

    def action_post_landed(self) -> None:
        """Look whether it is where it was sent to."""
        if self.to_land is None:
            self.note("this brought no post out: there is nothing to look for")
        else:
            super().action_post_landed()
