"""What an edit may change, seen to just before it is sent: it may have been kept for days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tui.domain.errors import Conflict, NotSupported
from tui.domain.fields import Field, strangers
from tui.domain.posts import PostChanges


def see_known(
    changes: PostChanges, fields: Sequence[Field], connection: str, now: datetime | None = None
) -> None:
    """Raise NotSupported for a field that a platform's posts do not have: none is left out in silence; and
    Conflict for a time that is over by `now`: the platform might send the post out at once.
    """
    unknown = strangers(changes, fields)
    if unknown:
        names = ", ".join(unknown)
        raise NotSupported(f"{connection} does not take {names}", advice="Take it out of the text.")
    if now is not None and changes.scheduled_at is not None and changes.scheduled_at <= now:
        raise Conflict(
            f"The time that the post was to get on {connection} is over", advice="Choose a later one."
        )
