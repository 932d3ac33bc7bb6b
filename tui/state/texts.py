"""Each text that was ever seen of an item, kept once by its hash, and when it was looked at."""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tui.domain.looks import Version, text_hash
from tui.domain.refs import ItemKind, ItemRef
from tui.state.codec import storable, utc_text

if TYPE_CHECKING:
    from tui.state.statements import Statements

_log = logging.getLogger(__name__)

MOST_VERSIONS = 200
"""Of one item."""
MOST_BYTES = 50_000_000
"""All texts together, as they are kept."""
LEFT_FULL = 0.98
"""How much of that is left where it was too much."""
LARGEST_TEXT = 1_000_000
"""Characters; what is longer is not kept."""
TEXTS_TO_TIDY = 50
"""After so many new texts it is looked whether there are too many."""
QUICK_TEXT = 20_000
"""Characters that are packed and unpacked at once: it takes a millisecond."""
_LATEST = (
    "SELECT hash, came_at FROM looks WHERE connection = ? AND kind = ? AND id = ?"
    " ORDER BY came_at DESC LIMIT 1"
)
_LOOKED = "UPDATE looks SET looked_at = ? WHERE connection = ? AND kind = ? AND id = ? AND hash = ?"
_TITLED = "UPDATE looks SET title = ? WHERE connection = ? AND kind = ? AND id = ? AND hash = ?"
_VERSIONS = (
    "SELECT hash, title, came_at, looked_at FROM looks WHERE connection = ? AND kind = ? AND id = ?"
    " ORDER BY came_at DESC"
)


_CROWDED = "SELECT connection, kind, id FROM looks GROUP BY connection, kind, id HAVING count(*) > ?"
_OLDER = (
    "DELETE FROM looks WHERE connection = ? AND kind = ? AND id = ? AND came_at < (SELECT came_at FROM looks"
    " WHERE connection = ? AND kind = ? AND id = ? ORDER BY came_at DESC LIMIT 1 OFFSET ?)"
)
_FORGET = "DELETE FROM looks WHERE connection = ? AND kind = ? AND id = ? AND hash = ?"


class Texts:
    """A `LookStore` on the open state database, for the event loop's thread: only packing what is long goes
    on in another. Every method raises StateError where the database cannot be used.
    """

    def __init__(self, statements: Statements) -> None:
        """Take the open database."""
        self._run = statements.run
        self._together = statements.together
        self._new = 0

    async def came(self, place: ItemRef, title: str, text: str, at: datetime) -> None:
        """An item has this text. The one that it has already is not noted again."""
        if len(text) > LARGEST_TEXT:
            return
        packed = _packed(text) if len(text) <= QUICK_TEXT else await asyncio.to_thread(_packed, text)
        hash, content = packed
        latest = self._run(_LATEST, *_key(place))
        for known, came_at in latest:
            if known == hash:
                self._run(_TITLED, storable(title) or "", *_key(place), hash)
                return
            # Texts that come within one tick of the clock are in the order in which they came.
            at = max(at, datetime.fromisoformat(came_at) + timedelta(microseconds=1))
        # Not together: that would wait for the disk, and a text that nothing names is tidied away.
        self._run("INSERT OR IGNORE INTO texts (hash, content) VALUES (?, ?)", hash, content)
        self._run(
            "INSERT INTO looks (connection, kind, id, hash, came_at, title) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (connection, kind, id, hash)"
            " DO UPDATE SET came_at = excluded.came_at, title = excluded.title",
            *_key(place),
            hash,
            utc_text(at),
            storable(title) or "",
        )
        self._new += 1
        if self._new >= TEXTS_TO_TIDY:
            self._new = 0
            self.tidy()

    def looked(self, place: ItemRef, hash: str, at: datetime) -> None:
        """A person had this text before them; nothing where it is not kept."""
        self._run(_LOOKED, utc_text(at), *_key(place), hash)

    def versions(self, place: ItemRef) -> tuple[Version, ...]:
        """The texts that an item had, the latest first."""
        rows = self._run(_VERSIONS, *_key(place))
        return tuple(
            Version(
                hash,
                title,
                datetime.fromisoformat(came_at),
                datetime.fromisoformat(looked_at) if looked_at else None,
            )
            for hash, title, came_at, looked_at in rows
        )

    async def texts(self, hashes: Collection[str]) -> Mapping[str, str]:
        """The texts of these hashes, as far as they are kept and can be read."""
        found: dict[str, str] = {}
        for hash in hashes:
            for (content,) in self._run("SELECT content FROM texts WHERE hash = ?", hash):
                try:
                    short = len(content) <= QUICK_TEXT
                    found[hash] = _unpacked(content) if short else await asyncio.to_thread(_unpacked, content)
                except (zlib.error, ValueError, TypeError):
                    _log.exception("A text that was kept cannot be read any more")
        return found

    def last_looks(self) -> Mapping[ItemRef, datetime]:
        """When each item was looked at last."""
        rows = self._run(
            "SELECT connection, kind, id, max(looked_at) FROM looks WHERE looked_at IS NOT NULL"
            " GROUP BY connection, kind, id"
        )
        known = {kind.value for kind in ItemKind}
        return {
            ItemRef(connection, ItemKind(kind), id): datetime.fromisoformat(at)
            for connection, kind, id, at in rows
            if kind in known
        }

    def tidy(self) -> None:
        """Let the oldest texts go where there are too many of an item, or too much in all."""
        ((taken,),) = self._run("SELECT coalesce(sum(length(content)), 0) FROM texts")
        crowded = self._run(_CROWDED, MOST_VERSIONS)
        if not crowded and taken <= MOST_BYTES:
            # Nearly always: nobody waits for a lock then.
            return
        with self._together():
            for key in crowded:
                self._run(_OLDER, *key, *key, MOST_VERSIONS - 1)
            self._forget_unused()
            if taken > MOST_BYTES:
                self._make_room()

    def _make_room(self) -> None:
        """Beyond what is needed: it is the screen that waits for it, and not again soon."""
        ((taken,),) = self._run("SELECT coalesce(sum(length(content)), 0) FROM texts")
        oldest = self._run(
            "SELECT hash, max(came_at), (SELECT length(content) FROM texts WHERE texts.hash = looks.hash)"
            " FROM looks GROUP BY hash ORDER BY 2"
        )
        doomed: set[str] = set()
        for hash, _, length in oldest:
            if taken <= MOST_BYTES * LEFT_FULL:
                break
            doomed.add(hash)
            taken -= length or 0
        # By their keys: no index finds them by their hash.
        for *key, hash in self._run("SELECT connection, kind, id, hash FROM looks"):
            if hash in doomed:
                self._run(_FORGET, *key, hash)
        for hash in doomed:
            self._run("DELETE FROM texts WHERE hash = ?", hash)

    def _forget_unused(self) -> None:
        self._run("DELETE FROM texts WHERE hash NOT IN (SELECT hash FROM looks)")


def _packed(text: str) -> tuple[str, bytes]:
    return text_hash(text), zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def _unpacked(content: bytes) -> str:
    # Four times what is ever kept: no row can fill the memory.
    unpacker = zlib.decompressobj()
    return str(unpacker.decompress(content, 4 * LARGEST_TEXT), "utf-8", "surrogatepass")


def _key(place: ItemRef) -> tuple[str, str, str]:
    return place.connection, str(place.kind), place.id
