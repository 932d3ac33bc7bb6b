"""The posts: everything there is, over all connections, filtered and paged without end."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message

from tui.commands import Area, Command
from tui.domain.errors import CopydeskError
from tui.domain.posts import Post
from tui.domain.refs import ItemRef
from tui.domain.sparse import Missing
from tui.domain.verdicts import Verb
from tui.presentation.bars import Tone
from tui.presentation.post_rows import missing_row, post_heading, post_row
from tui.screens.landing import PostLandings
from tui.screens.messages import InboxChanged
from tui.screens.view_counts import CountedViews
from tui.widgets.line_list import LineList, RowLook
from tui.widgets.view_bar import ViewBar


class PostsScreen(PostLandings, CountedViews):
    """The list of posts with the text beside it."""

    AREA = Area.POSTS

    @dataclass
    class Opened(Message):
        """A post that another screen asked for was read."""

        post: Post

    def compose_above(self) -> ComposeResult:
        """The views, and what the open one asks for, in a line."""
        yield ViewBar(ascii=self.ascii, id="filter")

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return post_heading(width, self.columns)

    def make_list(self) -> LineList[Post]:
        """The posts."""
        return LineList(row_id=self._row_id, draw=self._draw, ascii=self.ascii, id="list")

    def _row_id(self, row: Post | Missing) -> Hashable:
        return row if isinstance(row, Missing) else row.ref

    def _draw(self, row: Post | Missing, width: int, look: RowLook) -> Content:
        if isinstance(row, Missing):
            return missing_row(ascii=self.ascii)
        edited, on_its_way = self.kept(row) is not None, self.on_its_way(row.ref)
        return post_row(
            row,
            width,
            self.now,
            columns=self.columns,
            edited=edited,
            on_its_way=on_its_way,
            news=self.changed_sign(row),
            ascii=self.ascii,
        )

    @on(InboxChanged)
    def _inbox_changed(self) -> None:
        # The inbox says what a yes to a draft does, or why there can be none.
        self.refresh_consequence()
        self.refresh_keys()

    # The post under the cursor

    @property
    def current(self) -> Post | None:
        """The post under the cursor."""
        row = self.rows.cursor_row
        return row if isinstance(row, Post) else None

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
            self.add_guest(message.post)
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
            return not each.id.startswith(("verdict.", "post.", "item.", "preview.")) and super().offers(each)
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
