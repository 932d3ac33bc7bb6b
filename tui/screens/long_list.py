"""A list of any length: what is in view is read, what is not there yet is drawn as missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on, work
from textual.message import Message

from tui.domain.kept import with_kept
from tui.domain.posts import Post
from tui.domain.sparse import Missing, SparseRows, Want
from tui.screens.kept_rows import KeptRows
from tui.services.feed import PostsFeed, PostsMore
from tui.widgets.line_list import LineList

LEAST_AT_ONCE = 50
MOST_AT_ONCE = 200
"""Rows that are read before they are shown."""
MOST_IN_VAIN = 3
"""How often it is read on by itself where nothing comes; then a move of the cursor is waited for."""


class LongList(KeptRows):
    """A screen that reads of its list what the person looks at."""

    @dataclass
    class Filled(Message):
        """Rows came that were missing; dropped where another list is shown by now."""

        feed: PostsFeed
        more: PostsMore

    posts: tuple[Post, ...] = ()
    """Those that are at hand."""
    _listed: PostsFeed | None = None
    """The feed whose rows are in the list: they stay while the next brings nothing but failures."""
    _guest: Post | None = None
    """A post that another screen asked for and the list does not hold."""
    _total: int | None = None
    _stuck = False
    _in_vain = 0
    _end_wanted = False
    _filling = False
    _exhausted = False

    def listed_rows(self) -> SparseRows[Post]:
        """What was told, in its places; at the beginning, among it, what was kept of those that have told
        nothing, and what another screen asked for.
        """
        kept = self.services.posts.kept(self._wanted, self._silent, self.keeps)
        guest = self._guest

        def mixed(told: Sequence[Post], follows: bool) -> Sequence[Post]:
            rows = with_kept(told, kept, more=follows and not self._stuck) if kept else told
            return rows if guest is None or guest in rows else (guest, *rows)

        if self._listed is None:
            return SparseRows([mixed((), False)], lambda post: post.ref)
        return self._listed.rows(mixed)

    def list_feed(self, feed: PostsFeed) -> None:
        """Show what this one tells from now on."""
        if self._listed is not None and self._listed is not feed:
            self._listed.close()
            self._guest = None
        self._listed = feed

    def add_guest(self, post: Post) -> None:
        """Show a post above all others: another screen asked for it."""
        self._guest = post
        self._show_rows()

    def _show_rows(self) -> None:
        raise NotImplementedError

    def show_failures(self, more: PostsMore) -> None:
        """Say which connections failed, and wait for those that are late."""
        raise NotImplementedError

    def action_item_open(self) -> None:
        """Give the text the whole width, where there is one: a row that is missing has none yet."""
        if not isinstance(self.rows.cursor_row, Missing):
            super().action_item_open()

    # What is in view

    @on(LineList.Lacking)
    def _lacking(self) -> None:
        if self._in_vain < MOST_IN_VAIN:
            self._read_on()

    @on(LineList.CursorMoved)
    def _looks_elsewhere(self) -> None:
        if self._in_vain:
            self._in_vain = 0
            self._read_on()

    def action_list_bottom(self) -> None:
        """The last row, or the text's end; the list is read from there."""
        super().action_list_bottom()
        if not self.reading:
            self._end_wanted = True
            self._in_vain = 0
            self._read_on()

    def _read_on(self) -> None:
        """Read what is missing in view, unless that is under way: then it is looked again afterwards."""
        feed, rows = self._listed, self.rows.rows
        if feed is None or self.narrowed or self._stuck or self._filling or not isinstance(rows, SparseRows):
            return
        want = rows.wanted_at_end(self.rows.size.height) if self._end_wanted else None
        self._end_wanted = want is not None
        want = want or self.rows.wanted
        if want is not None:
            self._filling = True
            self._fill(feed, want)

    @work(group="rows", exit_on_error=False)
    async def _fill(self, feed: PostsFeed, want: Want) -> None:
        try:
            # Not a row at each step: what was read of a page is shown together.
            rows = min(max(want.rows, LEAST_AT_ONCE), MOST_AT_ONCE)
            more = await feed.fill(want._replace(rows=rows))
            self.post_message(self.Filled(feed, more))
        finally:
            self._filling = False

    @on(Filled)
    def _filled(self, message: Filled) -> None:
        if message.feed is not self._listed:
            return
        more = message.more
        self._stuck = bool(more.failures) and not more.posts
        self._in_vain = 0 if more.posts else self._in_vain + 1
        if self._in_vain == MOST_IN_VAIN:
            found = "no more" if self.posts else "nothing"
            self.note(f"{found} so far in what was looked at; {self.key('list.bottom')} looks further")
        # The rows alone: while a key repeats, nothing else is drawn.
        self.show_list_rows()
        rows = self.rows.rows
        self._exhausted = isinstance(rows, SparseRows) and rows.complete
        if more.total != self._total:
            self._total = more.total
            self.show_place()
        self.show_failures(more)
        if self._end_wanted and self._in_vain < MOST_IN_VAIN:
            # Where it is not known how many there are, the end moves as more comes.
            self.rows.cursor_end()
            self._read_on()

    def on_key(self) -> None:
        """Whatever is wanted now, it is not the end any longer; where it is, the key says so."""
        self._end_wanted = False

    def show_list_rows(self) -> None:
        """Give the list its rows as they are now."""
        raise NotImplementedError

    # Where the reader stands

    @on(LineList.Rested)
    def _place_rested(self) -> None:
        self.show_place()

    def show_place(self) -> None:
        """Say at which place of how many the cursor stands."""

    @property
    def place_words(self) -> str:
        """The place of the cursor and the total: "99,987 of 100,000"; empty where nothing is listed."""
        rows, index = self.rows.rows, self.rows.cursor_index
        if index is None:
            return ""
        known = not isinstance(rows, SparseRows) or rows.sized
        return f"{index + 1:,} of {len(rows):,}" if known else f"{index + 1:,}"

    async def stand_in(self, feed: PostsFeed) -> PostsMore | None:
        """Read in a new list what the reader looks at in the one that is shown; None where that is at its
        beginning, or is another list.
        """
        old, row, height = self._listed, self.rows.cursor_row, self.rows.size.height
        if old is None or old is feed or old.question != feed.question or not isinstance(row, Post):
            return None
        index, top = self.rows.cursor_index or 0, self.rows.top
        if index + height < feed.handed:
            return None
        return await feed.resume(old, row.ref, above=max(index - top, 0), below=height)
