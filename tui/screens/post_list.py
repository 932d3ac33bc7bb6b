"""The list of posts: asked for a stretch at a time, told on the screen as it comes."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on, work
from textual.message import Message

from tui.domain.posts import PostFilter
from tui.domain.urgency import background
from tui.presentation import empty
from tui.presentation.filters import filter_line
from tui.screens.kept_rows import KeptRows
from tui.screens.messages import PostsChanged
from tui.screens.publishing import Publishing
from tui.services.feed import PostsFeed, PostsMore
from tui.widgets.line_list import LineList
from tui.widgets.lines import Bar

FIRST_POSTS = 50
"""How many posts are asked for at a time."""


class PostList(KeptRows, Publishing):
    """A screen that lists posts over all connections, and reads on where the person looks."""

    @dataclass
    class Loaded(Message):
        """More posts came; dropped where the filter has moved on since."""

        feed: PostsFeed
        more: PostsMore

    asked = False
    _exhausted = False
    _stuck = False
    _failed: tuple[str, ...] = ()
    _total: int | None = None

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

    def ask_by_itself(self) -> None:
        """Ask for everything anew where that moves nothing under the reader: a text that has the whole
        width stays, and so does a list that was read on beyond its beginning.
        """
        read_on = len(self.posts) > FIRST_POSTS
        if not self.reading and not read_on and self.may_ask("posts", by_itself=True):
            self._ask_anew(by_itself=True)

    def _ask_anew(self, *, refused: bool = False, by_itself: bool = False) -> None:
        """Ask for the list from its beginning; what is shown stays until the answer is there. `refused`:
        also those that refused the key.
        """
        if self._feed is not None:
            self._feed.close()
        self._feed = self.services.posts.open(self.filter)
        self._answered = False
        self._stuck = False
        self._exhausted = False
        self._show_rows()
        self._load(self._feed, refused=refused, by_itself=by_itself)

    def set_filter(self, wanted: PostFilter) -> None:
        """Show other posts."""
        if wanted != self.filter:
            self.filter = wanted
            self.asked = False
            self._ask_anew()

    @work(group="posts", exclusive=True, exit_on_error=False)
    async def _load(self, feed: PostsFeed, *, refused: bool = False, by_itself: bool = False) -> None:
        with background(by_itself):
            await self.services.hub.revive(refused=refused)
            self.post_message(self.Loaded(feed, await feed.more(FIRST_POSTS)))

    @on(Loaded)
    def _loaded(self, message: Loaded) -> None:
        if message.feed is not self._feed:
            return
        if self._shown is message.feed:
            self.posts = (*self.posts, *message.more.posts)
        elif message.more.posts or not message.more.failures or self.shows_others:
            self.posts = message.more.posts
        self._shown = message.feed
        self.asked = self._answered = True
        self._exhausted = message.more.exhausted
        self._total = message.more.total
        self._failed = tuple(each.connection for each in message.more.failures)
        # Where nothing came, the end is as near as before, and what failed would be asked on and on.
        self._stuck = bool(message.more.failures) and not message.more.posts
        self._more = not (self._exhausted or self._stuck)
        self._show_rows()
        self.show_current()
        for failure in message.more.failures:
            self.note_failure(failure)
        if message.more.failures:
            self._load_late(message.feed)

    @work(group="late posts", exclusive=True, exit_on_error=False)
    async def _load_late(self, feed: PostsFeed) -> None:
        """What a slow connection has comes when it does."""
        if await feed.late_answer() and feed is self._feed:
            self._load(feed)

    @on(LineList.EndNear)
    def _end_near(self) -> None:
        if self._feed is not None and self.asked and not self._exhausted and not self._stuck:
            self._load(self._feed)

    def _show_rows(self) -> None:
        filtered = bool(self.filter.states or self.filter.content_types or self.filter.connections)
        self.rows.set_empty(empty.posts(asked=self.asked, failed=self._failed, filtered=filtered))
        rows = self.listed()
        self.rows.set_rows(rows)
        self.query_one("#filter", Bar).show(filter_line(self.filter, len(rows), self._total))
        self.refresh_head()
        self.refresh_age()
        self.refresh_consequence()
        self.refresh_keys()

    @on(PostsChanged)
    def _posts_changed(self, message: PostsChanged) -> None:
        self.doubt_bodies(message.connection)
        self._ask_anew()
