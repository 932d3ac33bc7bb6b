"""Posts that were deleted from here: each is kept whole for a while, since no platform gives one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef

KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class RemovedPost:
    """A post as it was read right before its deletion was sent. Text is untrusted."""

    post: Post
    at: datetime


class RemovedStore(Protocol):
    """The deleted posts of all Copydesks on one state database. Raises `StateError`."""

    def keep(self, post: Post, at: datetime) -> None:
        """Keep a post whose deletion is about to leave; the same one again takes its place."""

    def find(self, ref: ItemRef) -> RemovedPost | None:
        """A post that was deleted; None where it is not kept, or cannot be read any more."""

    def forget(self, ref: ItemRef, since: datetime) -> None:
        """Keep a post no longer that was not deleted after all, where it is kept since then."""

    def tidy(self, before: datetime) -> None:
        """Forget those that were deleted before that time."""
