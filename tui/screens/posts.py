"""The posts: everything there is, over all connections, filtered and paged without end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from tui.commands import Area, command
from tui.domain.approvals import Approval
from tui.domain.errors import CopydeskError
from tui.domain.posts import Post, PostFilter
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.presentation import empty
from tui.presentation.bars import Tone
from tui.presentation.facts import consequence_line
from tui.presentation.filters import filter_line
from tui.presentation.rows import post_row
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.bindings import bindings
from tui.screens.filter_steps import FilterSteps
from tui.screens.messages import PostsChanged
from tui.screens.post_verbs import PostVerbs
from tui.services.feed import PostsFeed, PostsMore
from tui.widgets.line_list import LineList, RowLook
from tui.widgets.lines import Bar


class PostsScreen(FilterSteps, PostVerbs[Post]):
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

    filter = PostFilter()
    posts: tuple[Post, ...] = ()
    asked = False
    _feed: PostsFeed | None = None
    _shown: PostsFeed | None = None
    """The feed whose posts are in the list: those of the one before stay until the next has answered."""
    _exhausted = False
    _failed: tuple[str, ...] = ()
    _total: int | None = None

    def compose_above(self) -> ComposeResult:
        """The filter, in a line."""
        yield Bar(id="filter")

    def make_list(self) -> LineList[Post]:
        """The posts."""
        return LineList(row_id=lambda post: post.ref, draw=self._draw, id="list")

    def _draw(self, row: Post, width: int, look: RowLook) -> Content:
        return post_row(row, width, self.now, edited=self.kept(row) is not None, ascii=self.ascii)

    def on_mount(self) -> None:
        """Ask for the first posts."""
        self.action_screen_refresh()

    # The list

    def action_screen_refresh(self) -> None:
        """Ask for the list from its beginning; what is shown stays until the answer is there."""
        self.forget_bodies()
        if self._feed is not None:
            self._feed.close()
        self._feed = self.services.posts.open(self.filter)
        self._exhausted = False
        self._show_rows()
        self._load(self._feed)

    def set_filter(self, wanted: PostFilter) -> None:
        """Show other posts."""
        if wanted != self.filter:
            self.filter = wanted
            self.asked = False
            self.action_screen_refresh()

    @work(group="posts", exclusive=True, exit_on_error=False)
    async def _load(self, feed: PostsFeed) -> None:
        await self.services.hub.revive()
        self.post_message(self.Loaded(feed, await feed.more()))

    @on(Loaded)
    def _loaded(self, message: Loaded) -> None:
        if message.feed is not self._feed:
            return
        if self._shown is message.feed:
            self.posts = (*self.posts, *message.more.posts)
        elif message.more.posts or not message.more.failures:
            self.posts = message.more.posts
        self._shown = message.feed
        self.asked = True
        self._exhausted = message.more.exhausted
        self._total = message.more.total
        self._failed = tuple(each.connection for each in message.more.failures)
        self._show_rows()
        self.show_current()
        for failure in message.more.failures:
            self.note(f"{failure.connection}: {failure.error.sentence}", Tone.BAD)

    @on(LineList.EndNear)
    def _end_near(self) -> None:
        if self._feed is not None and self.asked and not self._exhausted and not self._failed:
            self._load(self._feed)

    def _show_rows(self) -> None:
        filtered = bool(self.filter.states or self.filter.content_types or self.filter.connections)
        self.rows.set_empty(empty.posts(asked=self.asked, failed=self._failed, filtered=filtered))
        self.rows.set_rows(self.posts)
        self.query_one("#filter", Bar).show(filter_line(self.filter, len(self.posts), self._total))
        self.refresh_head()
        self.refresh_consequence()

    @on(PostsChanged)
    def _posts_changed(self, message: PostsChanged) -> None:
        self.action_screen_refresh()

    def action_filter_edit(self) -> None:
        """Choose states, types and connections."""
        self._ask_filter()

    @work(group="filter", exit_on_error=False)
    async def _ask_filter(self) -> None:
        states, types, names = self.offered()
        wanted = await asking.choose_filter(self.app, self.filter, states, types, names)
        if wanted is not None:
            self.set_filter(wanted)

    # The post under the cursor

    @property
    def current(self) -> Post | None:
        """The post under the cursor."""
        return self.rows.cursor_row

    @property
    def current_ref(self) -> ItemRef | None:
        """The post under the cursor."""
        return self.current.ref if self.current is not None else None

    def _waiting(self, post: Post) -> Approval | None:
        """The approval that a post waits for, with what approving it will do."""
        return next(
            (each for part in self.services.inbox.parts for each in part.approvals if each.ref == post.ref),
            None,
        )

    def _publishing(self, post: Post) -> Consequence:
        """What publishing does where the inbox does not hold the post: at worst."""
        name = post.ref.connection
        can = self.services.hub.capabilities(name)
        if can is not None and can.unpublishes:
            return Consequence(f"publishes on {name}; can be taken back to draft afterwards", Gravity.PUBLIC)
        return Consequence(f"publishes NOW on {name}, to all of its sites; cannot be undone", Gravity.FINAL)

    def consequence(self) -> Content:
        """What the deciding key would do to the post under the cursor."""
        post = self.current
        if post is None:
            return Content("")
        waiting = self._waiting(post)
        if waiting is not None and waiting.ready:
            return consequence_line(command("verdict.approve").shown_key, waiting.consequence)
        if Verb.PUBLISH in post.verbs:
            return consequence_line(command("verdict.approve").shown_key, self._publishing(post))
        if Verb.UNPUBLISH in post.verbs:
            will = Consequence(f"takes it back to draft on {post.ref.connection}")
            return consequence_line(command("verdict.unpublish").shown_key, will)
        return Content("")

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw the post under the cursor; its body is asked for where it is not known."""
        post = self.current
        if post is None:
            self.preview.show_message(Content(""))
            self.action_item_close()
            return
        body = self.body(post.ref, post.updated_at)
        self.show_body(body or post)
        if body is None:
            self.read_body(post.ref)

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

    @work(group="verdicts", exit_on_error=False)
    async def action_verdict_approve(self) -> None:
        """Publish the post; always after a question, since the list shows only its title."""
        post = self.current
        if post is None:
            return
        waiting = self._waiting(post)
        if waiting is None and Verb.PUBLISH not in post.verbs:
            self.note(f"{post.title} is {post.state_word}: it cannot be published from here", Tone.BAD)
            return
        will = waiting.consequence if waiting else self._publishing(post)
        question = Content(f"{plain(post.title, 60)}\n{plain(will.text)}")
        if not await asking.confirm(self.app, "Publish?", question, "publish it"):
            return
        self.note(f"publishing: {post.title}")
        try:
            if waiting is not None:
                outcome = await self.services.inbox.approve(waiting)
            else:
                outcome = await self.services.posts.publish(post.ref)
        except CopydeskError as error:
            self.note(f"not published: {post.title}: {error.sentence}", Tone.BAD)
            return
        self.note(f"{post.title}: {outcome.text}", Tone.GOOD)
        self.app.post_message(PostsChanged(post.ref.connection))

    @work(group="verdicts", exit_on_error=False)
    async def action_verdict_unpublish(self) -> None:
        """Take a published post back to draft."""
        post = self.current
        if post is None:
            return
        if Verb.UNPUBLISH not in post.verbs:
            self.note(f"{post.title} cannot be taken back to draft on {post.ref.connection}", Tone.BAD)
            return
        try:
            await self.services.posts.unpublish(post.ref)
        except CopydeskError as error:
            self.note(f"not taken back: {post.title}: {error.sentence}", Tone.BAD)
            return
        self.note(f"a draft again: {post.title}", Tone.GOOD)
        self.app.post_message(PostsChanged(post.ref.connection))

    def action_verdict_edit(self) -> None:
        """Edit the post in the editor, and save what changed."""
        post = self.current
        if post is None:
            return
        if Verb.EDIT not in post.verbs:
            self.note(f"{post.title} is {post.state_word}: {post.ref.connection} takes no edits", Tone.BAD)
        else:
            self.edit_post(post.ref)

    def action_verdict_delete(self) -> None:
        """Remove the post on its platform, after a question."""
        post = self.current
        if post is None:
            return
        if Verb.DELETE not in post.verbs:
            self.note(f"{post.ref.connection} cannot delete this", Tone.BAD)
        else:
            self.delete_post(post.ref, post.title)

    def action_post_copy(self) -> None:
        """Make a draft of the post on another connection."""
        if self.current is not None:
            self.copy_post(self.current.ref)
