"""The list of posts: asked for a stretch at a time, told on the screen as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import events, on, work
from textual.message import Message

from tui.domain.posts import PostFilter
from tui.domain.urgency import background
from tui.presentation import empty
from tui.screens.long_list import LongList
from tui.screens.messages import PostsChanged
from tui.screens.proposing import Proposing
from tui.services.feed import PostsFeed, PostsMore
from tui.services.lanes import Keeps

FIRST_POSTS = 50
"""How many posts are asked for at a time."""


class PostList(LongList, Proposing):
    """A screen that lists posts over all connections, and reads on where the person looks."""

    @dataclass
    class Loaded(Message):
        """More posts came; dropped where the filter has moved on since."""

        feed: PostsFeed
        more: PostsMore

    asked = False
    _failed: tuple[str, ...] = ()

    @on(events.Mount)
    async def _begin(self) -> None:
        """Show what is kept, then ask for the first posts."""
        await self.services.posts.recall()
        self._ask_anew()

    # The list

    def action_screen_refresh(self) -> None:
        """Ask for everything anew; a result that still stands is of before, and goes."""
        if self.may_ask("posts"):
            self._forget_note()
            self.doubt_bodies()
            self._ask_anew(refused=True)

    @property
    def unanswered(self) -> Sequence[str]:
        """The connections that did not answer when they were asked last."""
        return self._failed

    def ask_by_itself(self) -> None:
        """Ask for everything anew where that moves nothing under the reader: a text that has the whole
        width stays.
        """
        if not self.reading and self.may_ask("posts", by_itself=True):
            self._ask_anew(by_itself=True)

    def _ask_anew(self, *, refused: bool = False, by_itself: bool = False) -> None:
        """Ask for the list from its beginning and where the reader stands; what is shown stays until the
        answer is there. `refused`: also those that refused the key.
        """
        if self._feed is not None and self._feed is not self._listed:
            self._feed.close()
        self._feed = self.services.posts.open(self.filter, self.keeps)
        self._answered = False
        self._stuck = False
        self._exhausted = False
        self._show_rows()
        self._load(self._feed, refused=refused, by_itself=by_itself)

    def set_filter(self, wanted: PostFilter, keeps: Keeps | None = None) -> None:
        """Show other posts; of those that the platforms tell, what `keeps` takes."""
        self.filter, self.keeps = wanted, keeps
        self.asked = False
        self._ask_anew()

    def show_asked(self, shown: int, total: int | None) -> None:
        """Say what is listed, and how much of it."""

    @work(group="posts", exclusive=True, exit_on_error=False)
    async def _load(self, feed: PostsFeed, *, refused: bool = False, by_itself: bool = False) -> None:
        with background(by_itself):
            await self.services.hub.revive(refused=refused)
            more = await feed.more(FIRST_POSTS)
            around = await self.stand_in(feed)
            if around is not None and around.failures:
                # Without what the reader looks at it is no answer.
                more = replace(more, posts=(), failures=(*more.failures, *around.failures))
            self.post_message(self.Loaded(feed, more))

    @on(Loaded)
    def _loaded(self, message: Loaded) -> None:
        if message.feed is not self._feed:
            return
        other = self._listed is not None and self._listed.question != message.feed.question
        if message.more.posts or not message.more.failures or self.shows_others:
            self.list_feed(message.feed)
        self._shown = message.feed
        self.asked = self._answered = True
        self._exhausted = message.more.exhausted
        self._total = message.more.total
        self._failed = tuple(each.connection for each in message.more.failures)
        # Where nothing came, the end is as near as before, and what failed would be asked on and on.
        self._stuck = bool(message.more.failures) and not message.more.posts
        self._in_vain = 0
        before, waited = self.rows.cursor, self.rows.waits
        self._show_rows()
        if other and not waited and self.rows.cursor != before:
            self.rows.cursor_home()
        self.show_current()
        self.show_failures(message.more)

    def show_failures(self, more: PostsMore) -> None:
        """Say which connections failed, and wait for those that are late."""
        for failure in more.failures:
            self.note_failure(failure)
        if more.failures and self._feed is not None:
            self._load_late(self._feed)

    @work(group="late posts", exclusive=True, exit_on_error=False)
    async def _load_late(self, feed: PostsFeed) -> None:
        """What a slow connection has comes when it does."""
        if await feed.late_answer() and feed is self._feed:
            self._load(feed)

    def _show_rows(self) -> None:
        filtered = self.keeps is not None or self.filter != PostFilter(newest_first=self.filter.newest_first)
        self.rows.set_empty(
            empty.posts(
                asked=self.asked,
                failed=self._failed,
                filtered=filtered,
                problem=self.no_connection,
                keys=self.keymap,
            )
        )
        self.show_list_rows()
        self.show_place()
        self.refresh_head()
        self.refresh_age()
        self.refresh_consequence()
        self.refresh_keys()

    def show_list_rows(self) -> None:
        """Give the list its rows as they are now: with what is missing, unless a query narrows it."""
        rows = self.listed_rows()
        self.posts = tuple(rows.there)
        listed = self.listed()
        self.rows.set_rows(rows if listed is self.posts else listed)

    def show_place(self) -> None:
        """Say at which place of how many the cursor stands."""
        self.show_asked(len(self.posts), self._total)

    @on(PostsChanged)
    def _posts_changed(self, message: PostsChanged) -> None:
        self.doubt_bodies(message.connection)
        self._ask_anew()
