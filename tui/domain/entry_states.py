"""What an entry of the outbox does, and how far it is. The start needs no more of it."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What is done to an item on its platform."""

    APPROVE = "approve"
    PUBLISH = "publish"
    DELIVER = "deliver"
    """Send what is published already to sites once more, or to others."""
    UNPUBLISH = "unpublish"
    DELETE = "delete"
    SCHEDULE = "schedule"
    SAVE = "save"
    CREATE = "create"
    GENERATE = "generate"

    @property
    def decides(self) -> bool:
        """Whether what waits for a yes does not wait any longer once it is done."""
        return self in {Action.APPROVE, Action.PUBLISH, Action.DELETE, Action.SCHEDULE}

    @property
    def makes(self) -> bool:
        """Whether it makes something new: sent twice, there would be two."""
        return self in {Action.CREATE, Action.GENERATE}


class EntryState(StrEnum):
    """How far an entry is."""

    HELD = "held"
    """Can be taken back; leaves when its hold is over."""
    PARKED = "parked"
    """Was held when its Copydesk ended: only a person sends it on."""
    SENDING = "sending"
    """May have left; has no answer yet."""
    UNKNOWN = "unknown"
    """Its answer was lost: the item is read until it is known whether it was done."""
    SENT = "sent"
    FAILED = "failed"
    """Was refused, or could not be done: it was not."""
    CHANGED = "changed"
    """Was not sent: the item is not what was read."""
    WITHDRAWN = "withdrawn"
    """Was taken back before it left."""

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it by itself."""
        return self in {EntryState.SENT, EntryState.FAILED, EntryState.CHANGED, EntryState.WITHDRAWN}

    @property
    def under_way(self) -> bool:
        """Whether it goes on by itself: its item is decided, as far as anyone can say."""
        return self in {EntryState.HELD, EntryState.SENDING, EntryState.UNKNOWN}
