"""What was seen of items: each text that came, and when a person had it before them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from tui.domain.errors import StateError
from tui.domain.instants import instant

if TYPE_CHECKING:
    from tui.domain.looks import Version
    from tui.domain.ports import LookStore
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef

_log = logging.getLogger(__name__)

MOST_REMEMBERED = 512
"""Items whose latest text is known without asking the store."""


class LookStores(Protocol):
    """Where texts and looks are kept. Raises StateError."""

    @property
    def looks(self) -> LookStore:
        """The texts that came, and when they were looked at."""


class LookingService:
    """Keeps and finds what was seen. What cannot be kept is missing later, and no more: nothing here raises
    a StateError, and keeping is waited for by nobody but `close`.
    """

    def __init__(self, stores: LookStores, now: Callable[[], datetime]) -> None:
        """Take what it is kept in; `now` dates it."""
        self._stores = stores
        self._now = now
        self._latest: OrderedDict[ItemRef, int] = OrderedDict()
        self._last_looks: dict[ItemRef, datetime] | None = None
        self._stale = True
        self._keeping: set[asyncio.Task[None]] = set()

    # Keeping

    def post_came(self, post: Post) -> None:
        """A post was read with its body."""
        if post.markdown is not None:
            self.came(post.ref, post.title, post.markdown)

    def came(self, place: ItemRef, title: str, text: str) -> None:
        """An item has this text: it is kept, off the way of the keys."""
        sign = hash((title, text))
        if self._latest.get(place) == sign:
            return
        self._latest[place] = sign
        self._latest.move_to_end(place)
        if len(self._latest) > MOST_REMEMBERED:
            self._latest.popitem(last=False)
        at = self._now()
        self._keep(lambda store: store.came(place, title, text, at))

    def looked(self, place: ItemRef, title: str, text: str) -> None:
        """A person had this text of an item before them."""
        at = self._now()

        async def keep(store: LookStore) -> None:
            from tui.domain.looks import text_hash

            await store.came(place, title, text, at)
            store.looked(place, text_hash(text), at)

        if self._last_looks is not None:
            self._last_looks[place] = at
        self._keep(keep)

    def _keep(self, keep: Callable[[LookStore], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.create_task(self._kept(keep))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def _kept(self, keep: Callable[[LookStore], Coroutine[Any, Any, None]]) -> None:
        try:
            await keep(self._stores.looks)
        except StateError:
            _log.exception("What was seen of an item cannot be kept")

    async def close(self) -> None:
        """Wait until all that is being kept is kept. Never raises."""
        await asyncio.gather(*self._keeping, return_exceptions=True)

    # Finding

    async def versions(self, place: ItemRef) -> tuple[Version, ...]:
        """The texts that an item had, the latest first; all that was told of before is among them."""
        await self.close()
        try:
            return self._stores.looks.versions(place)
        except StateError:
            _log.exception("What was seen of an item cannot be read")
            return ()

    async def texts(self, hashes: Collection[str]) -> Mapping[str, str]:
        """The texts of these hashes, as far as they are kept."""
        try:
            return await self._stores.looks.texts(hashes)
        except StateError:
            _log.exception("Texts that were seen cannot be read")
            return {}

    def is_news(self, place: ItemRef, updated_at: datetime | None) -> bool:
        """Whether an item that was looked at changed since, by its list's word; False before `load`."""
        last = (self._last_looks or {}).get(place)
        return last is not None and updated_at is not None and instant(updated_at) > instant(last)

    def load(self) -> bool:
        """Know when items were looked at, unless that is known; gives whether something is known now that
        was not.
        """
        if not self._stale:
            return False
        self._stale, before = False, self._last_looks or {}
        try:
            self._last_looks = dict(self._stores.looks.last_looks())
        except StateError:
            _log.exception("When items were looked at cannot be read")
            self._last_looks = before
        return self._last_looks != before

    def look_anew(self) -> None:
        """`load` again when items were looked at: another Copydesk may have shown some."""
        self._stale = True
