"""Posts that were deleted from here, whole."""

from __future__ import annotations

import logging
from datetime import datetime

from tui.domain.posts import Post
from tui.domain.refs import ItemRef
from tui.domain.removed_posts import RemovedPost
from tui.state.codec import storable, text_of, utc_text, value_of
from tui.state.statements import Statements

_log = logging.getLogger(__name__)

_FORGET = "DELETE FROM removed WHERE connection = ? AND kind = ? AND item = ?"


class Removed:
    """A `RemovedStore` on the open state database. Every method raises StateError."""

    def __init__(self, statements: Statements) -> None:
        """Take the open database."""
        self._statements = statements

    def keep(self, post: Post, at: datetime) -> None:
        """Keep a post whose deletion is about to leave; the same one again takes its place."""
        key = post.ref.connection, str(post.ref.kind), post.ref.id
        with self._statements.together():
            self._statements.change(_FORGET, *key)
            self._statements.insert(
                "INSERT INTO removed (at, connection, kind, item, title, post) VALUES (?, ?, ?, ?, ?, ?)",
                utc_text(at),
                *key,
                storable(post.title) or "",
                text_of(post).encode(),
            )

    def find(self, ref: ItemRef) -> RemovedPost | None:
        """A post that was deleted; None where it is not kept, or cannot be read any more."""
        rows = self._statements.run(
            "SELECT at, post FROM removed WHERE connection = ? AND kind = ? AND item = ?",
            ref.connection,
            str(ref.kind),
            ref.id,
        )
        return next((found for at, content in rows if (found := _read(at, content)) is not None), None)

    def all(self) -> tuple[RemovedPost, ...]:
        """All that are kept, the latest first. What cannot be read any more is left out, and logged."""
        rows = self._statements.run("SELECT at, post FROM removed ORDER BY at DESC, id DESC")
        return tuple(found for at, content in rows if (found := _read(at, content)) is not None)

    def forget(self, ref: ItemRef, since: datetime) -> None:
        """Keep a post no longer that was not deleted after all, where it is kept since then."""
        key = ref.connection, str(ref.kind), ref.id
        self._statements.change(f"{_FORGET} AND at >= ?", *key, utc_text(since))

    def tidy(self, before: datetime) -> None:
        """Forget those that were deleted before that time."""
        self._statements.change("DELETE FROM removed WHERE at < ?", utc_text(before))


def _read(at: str, content: bytes) -> RemovedPost | None:
    try:
        return RemovedPost(value_of(Post, content.decode()), datetime.fromisoformat(at))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        _log.exception("A deleted post that was kept cannot be read any more")
        return None
