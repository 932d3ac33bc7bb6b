"""What the connections told last: lists and bodies, to be shown at the next start before anyone answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.domain.approvals import Approval, InboxPart
from tui.domain.failing import Failing
from tui.domain.kept import KeptPost, KeptPosts
from tui.state.codec import text_of, utc_text, value_of

if TYPE_CHECKING:
    from tui.domain.refs import ItemRef
    from tui.state.statements import Statements

_log = logging.getLogger(__name__)

MOST_ROWS = 500
"""Rows that are kept of one list."""
MOST_BODIES = 500
MOST_BYTES = 20_000_000
"""All bodies together."""
LARGEST_BODY = 1_000_000
"""Bytes; what is larger is not kept."""
BODIES_TO_TIDY = 50
"""After so many new bodies it is looked whether there are too many."""
QUICK_ROWS = 30
"""Lists up to this long are encoded at once: it takes a millisecond or two."""
QUICK_BYTES = 100_000
"""What is no longer is encoded and decoded at once."""
INBOX, FAILED, POSTS = "inbox", "failed", "posts"
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class _Row(NamedTuple):
    """What a row holds, as far as this run knows."""

    content: tuple[object, ...]
    as_of: str


class Cache:
    """A `CacheStore` on the open state database, for the event loop's thread: only encoding and decoding of
    what is long goes on in another.

    What cannot be read any more is dropped, and logged. Every method raises StateError where the database
    cannot be used.
    """

    def __init__(self, statements: Statements) -> None:
        """Take the open database."""
        self._run = statements.run
        self._change = statements.change
        self._together = statements.together
        self._rows: dict[tuple[str, str], _Row] = {}
        self._wanted: dict[tuple[str, str], object] = {}
        self._new_bodies = 0

    # Lists

    def inbox(self) -> tuple[InboxPart, ...]:
        """What waited on each connection, with its age."""
        found = _decoded_lists(tuple[Approval, ...], self._lists(INBOX))
        lost = _decoded_lists(tuple[Failing, ...], self._lists(FAILED))
        failed = {name: told for name, told, _ in self._taken(FAILED, lost)}
        return tuple(
            InboxPart(name, told, as_of, failed.get(name, ()))
            for name, told, as_of in self._taken(INBOX, found)
        )

    async def keep_inbox(self, part: InboxPart, as_of: datetime) -> None:
        """Keep what waits on a connection, as it was told then."""
        await self._keep(part.connection, INBOX, part.approvals[:MOST_ROWS], as_of)
        if part.failed or (part.connection, FAILED) in self._rows:
            await self._keep(part.connection, FAILED, part.failed[:MOST_ROWS], as_of)

    async def posts(self) -> tuple[KeptPosts, ...]:
        """The newest posts of each connection."""
        from tui.domain.posts import Post

        rows = self._lists(POSTS)
        if sum(len(content) for _, _, content in rows) > QUICK_BYTES:
            found = await asyncio.to_thread(_decoded_lists, tuple[Post, ...], rows)
        else:
            found = _decoded_lists(tuple[Post, ...], rows)
        return tuple(KeptPosts(name, told, as_of) for name, told, as_of in self._taken(POSTS, found))

    async def keep_posts(self, kept: KeptPosts) -> None:
        """Keep the newest posts of a connection, without their bodies."""
        bare = tuple(replace(post, markdown=None, raw=None, answer=None) for post in kept.posts[:MOST_ROWS])
        await self._keep(kept.connection, POSTS, bare, kept.as_of)

    async def _keep(self, connection: str, name: str, told: tuple[object, ...], as_of: datetime) -> None:
        key, now = (connection, name), utc_text(as_of)
        self._wanted[key] = told
        before = self._rows.get(key)
        if before is not None and before.content == told and self._still(key, before.as_of, now):
            self._rows[key] = _Row(told, now)
            return
        text = text_of(told) if len(told) <= QUICK_ROWS else await asyncio.to_thread(text_of, told)
        if self._wanted.get(key) is not told:
            return  # a later answer came while this one was encoded
        self._run(
            "INSERT OR REPLACE INTO lists (connection, name, as_of, content) VALUES (?, ?, ?, ?)",
            connection,
            name,
            now,
            text.encode(),
        )
        self._rows[key] = _Row(told, now)

    def _still(self, key: tuple[str, str], before: str, now: str) -> bool:
        """Date a row anew, if it is as this run wrote or read it: another Copydesk may have written what
        it was told meanwhile.
        """
        statement = "UPDATE lists SET as_of = ? WHERE connection = ? AND name = ? AND as_of = ?"
        return self._change(statement, now, *key, before) > 0

    def _lists(self, name: str) -> list[tuple[str, str, bytes | str]]:
        rows = self._run("SELECT connection, as_of, content FROM lists WHERE name = ?", name)
        return [(connection, as_of, content) for connection, as_of, content in rows]

    def _taken(
        self, name: str, found: Sequence[tuple[str, Any, datetime | None]]
    ) -> list[tuple[str, Any, datetime]]:
        """Those that could be read; the others go."""
        taken = []
        for connection, told, as_of in found:
            if as_of is None:
                self._run("DELETE FROM lists WHERE connection = ? AND name = ?", connection, name)
            else:
                taken.append((connection, told, as_of))
                self._rows.setdefault((connection, name), _Row(told, utc_text(as_of)))
        return taken

    # Bodies

    def body(self, ref: ItemRef) -> KeptPost | None:
        """A post as it was read last; None where it is not kept."""
        from tui.domain.posts import Post

        key = (ref.connection, str(ref.kind), ref.id)
        for as_of, content in self._run(
            "SELECT as_of, content FROM bodies WHERE connection = ? AND kind = ? AND id = ?", *key
        ):
            try:
                return KeptPost(value_of(Post, _text(content)), datetime.fromisoformat(as_of))
            except _UNREADABLE:
                _log.exception("A post of %s that was kept cannot be read any more", ref.connection)
                self.drop_body(ref)
        return None

    async def keep_body(self, kept: KeptPost) -> None:
        """Keep a post with its body; now and then the oldest make room."""
        post, ref = kept.post, kept.post.ref
        length = len(post.markdown or "") + len(post.raw or "")
        if length > LARGEST_BODY:
            self.drop_body(ref)
            return
        text = text_of(post) if length <= QUICK_BYTES else await asyncio.to_thread(text_of, post)
        content = text.encode()
        if len(content) > LARGEST_BODY:
            self.drop_body(ref)
            return
        self._run(
            "INSERT OR REPLACE INTO bodies (connection, kind, id, as_of, content) VALUES (?, ?, ?, ?, ?)",
            ref.connection,
            str(ref.kind),
            ref.id,
            utc_text(kept.as_of),
            content,
        )
        self._new_bodies += 1
        if self._new_bodies >= BODIES_TO_TIDY:
            self._new_bodies = 0
            self._make_room()

    def drop_body(self, ref: ItemRef) -> None:
        """Keep a post no longer: it is gone."""
        key = (ref.connection, str(ref.kind), ref.id)
        self._run("DELETE FROM bodies WHERE connection = ? AND kind = ? AND id = ?", *key)

    def _make_room(self) -> None:
        """Let the oldest bodies go where there are too many, or too much."""
        taken = 0
        # The length of bytes, unlike a text's, is known without reading them.
        rows = self._run("SELECT rowid, as_of, length(content) FROM bodies ORDER BY as_of DESC, rowid DESC")
        for place, (_, as_of, length) in enumerate(rows):
            taken += length
            if place >= MOST_BODIES or taken > MOST_BYTES:
                with self._together():
                    for rowid, _, _ in rows[place:]:
                        self._run("DELETE FROM bodies WHERE rowid = ? AND as_of <= ?", rowid, as_of)
                return

    # All of it

    def keep_only(self, connections: Collection[str]) -> None:
        """Forget every other connection, and what there is too much of."""
        with self._together():
            for (name,) in self._run("SELECT connection FROM lists UNION SELECT connection FROM bodies"):
                if name not in connections:
                    self._run("DELETE FROM lists WHERE connection = ?", name)
                    self._run("DELETE FROM bodies WHERE connection = ?", name)
        self._make_room()

    def clear(self) -> None:
        """Forget all of it."""
        with self._together():
            self._run("DELETE FROM lists")
            self._run("DELETE FROM bodies")
        self._rows.clear()
        self._wanted.clear()


def _decoded_lists(
    kind: Any, rows: Sequence[tuple[str, str, bytes | str]]
) -> list[tuple[str, Any, datetime | None]]:
    """Each connection with what it told and when; no time where that cannot be read. For any thread."""
    found: list[tuple[str, Any, datetime | None]] = []
    for connection, as_of, content in rows:
        try:
            found.append((connection, value_of(kind, _text(content)), datetime.fromisoformat(as_of)))
        except _UNREADABLE:
            _log.exception("A list of %s that was kept cannot be read any more", connection)
            found.append((connection, (), None))
    return found


def _text(content: bytes | str) -> str:
    return content if isinstance(content, str) else content.decode()
