"""The posts: everything there is, over all connections, filtered and paged without end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from tui.commands import Area, Command
from tui.domain.errors import CopydeskError
from tui.domain.posts import Post, PostFilter
from tui.domain.refs import ItemRef
from tui.domain.urgency import background
from tui.domain.verdicts import Verb
from tui.presentation import empty
from tui.presentation.bars import Tone
from tui.presentation.filters import filter_line
from tui.presentation.rows import post_heading, post_row
from tui.screens import asking
from tui.screens.bindings import bindings
from tui.screens.filter_steps import FilterSteps
from tui.screens.kept_rows import KeptRows
from tui.screens.messages import InboxChanged, PostsChanged
from tui.screens.publishing import Publishing
from tui.services.feed import PostsFeed, PostsMore
from tui.widgets.line_list import LineList, RowLook
from tui.widgets.lines import Bar

FIRST_POSTS = 50
"""How many posts are asked for at a time."""


class PostsScreen(FilterSteps, KeptRows, Publishing):
    """The list of posts with the text beside it."""

    AREA = Area.POSTS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Area.POSTS)

    @dataclass
    class Loaded(Message):
        """More posts came; dropped where the filter has moved on since."""

        feed: PostsFeed
        more: PostsMore

    @dataclass
    class Opened(Message):
        """A post that another screen asked for was read."""

        post: Post

    asked = False
    _exhausted = False
    _stuck = False
    _failed: tuple[str, ...] = ()
    _total: int | None = None

    def compose_above(self) -> ComposeResult:
        """The filter, in a line."""
        yield Bar(id="filter")

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return post_heading(width)

    def make_list(self) -> LineList[Post]:
        """The posts."""
        return LineList(row_id=lambda post: post.ref, draw=self._draw, ascii=self.ascii, id="list")

    def _draw(self, row: Post, width: int, look: RowLook) -> Content:
        edited, on_its_way = self.kept(row) is not None, self.on_its_way(row.ref)
        return post_row(row, width, self.now, edited=edited, on_its_way=on_its_way, ascii=self.ascii)

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

    @on(InboxChanged)
    def _inbox_changed(self) -> None:
        # The inbox says what a yes to a draft does, or why there can be none.
        self.refresh_consequence()
        self.refresh_keys()

    def action_filter_edit(self) -> None:
        """Choose states, types and connections."""
        asking.choose_filter(self.app, self.filter, self.offered(), self.set_filter)

    # The post under the cursor

    @property
    def current(self) -> Post | None:
        """The post under the cursor."""
        return self.rows.cursor_row

    @property
    def known(self) -> Post | None:
        """The post under the cursor as it was read with its text; None where it has not been."""
        post = self.current
        return None if post is None else self.body(post.ref, post.updated_at, post.state)

    @property
    def current_ref(self) -> ItemRef | None:
        """The post under the cursor."""
        return self.current.ref if self.current is not None else None

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw the post under the cursor; its body is asked for where it is not known."""
        post = self.current
        if post is None:
            self.preview.show_message(Content(""))
            self.show_list()
            return
        self.show_body(self.known or post)
        self.want_body(post.ref)

    @work(group="open", exclusive=True, exit_on_error=False)
    async def open_item(self, ref: ItemRef) -> None:
        """Show one post, whether the list holds it or not."""
        try:
            self.post_message(self.Opened(await self.services.posts.read(ref)))
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)

    @on(Opened)
    def _opened(self, message: Opened) -> None:
        self.keep_body(message.post)
        if self.rows.index_of(message.post.ref) is None:
            self.posts = (message.post, *self.posts)
            self._show_rows()
        self.rows.move_to(message.post.ref)
        self.show_current()
        self.action_item_open()

    # Verdicts

    def offers(self, each: Command) -> bool:
        """The foot shows what the post under the cursor can take."""
        post = self.current
        needs = {
            "verdict.edit": Verb.EDIT,
            "verdict.delete": Verb.DELETE,
            "verdict.unpublish": Verb.UNPUBLISH,
        }
        if post is None:
            return not each.id.startswith(("verdict.", "post.", "item.")) and super().offers(each)
        if each.id.startswith("verdict.") and self.read_only(post.ref) is not None:
            return False
        if each.id in needs:
            return needs[each.id] in post.verbs
        if each.id == "verdict.approve":
            return self.refusal(post) is None
        return super().offers(each) and (each.id != "post.copy" or bool(self.takers(post.ref)))

    def action_verdict_edit(self) -> None:
        """Edit the post in the editor, and save what changed."""
        post = self.current
        if post is None or (not self.kept(post) and self.is_read_only(post, "edited")):
            return
        if Verb.EDIT not in post.verbs:
            self.note(f"{post.title} is {post.state_word}: {post.ref.connection} takes no edits", Tone.BAD)
        else:
            self.edit_post(post.ref, post.title)

    def action_verdict_delete(self) -> None:
        """Remove the post on its platform, after a question."""
        post = self.current
        if post is None or self.too_soon():
            return
        if Verb.DELETE not in post.verbs:
            self.note(f"{post.ref.connection} cannot delete this", Tone.BAD)
        else:
            self.delete_post(post)

    def action_post_copy(self) -> None:
        """Make a draft of the post on another connection."""
        if self.current is not None:
            self.copy_post(self.current.ref)
