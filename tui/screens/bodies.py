"""Texts beside the list: which are known, which are asked for, and how one is shown."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from typing import TypeVar

from textual import on, work
from textual.content import Content

from tui.domain.approvals import Approval
from tui.domain.editing import parse
from tui.domain.errors import CopydeskError, EditorError
from tui.domain.posts import Post
from tui.domain.refs import ItemRef
from tui.presentation.facts import post_header
from tui.presentation.text import plain
from tui.screens.context import Context
from tui.screens.list_screen import ListScreen
from tui.screens.messages import BodyFailed, BodyRead

Row = TypeVar("Row")
MOST_BODIES = 64
"""How many bodies a screen keeps, so that going back to a post asks for nothing."""


class Bodies(ListScreen[Row]):
    """A list of items whose texts are read when the cursor rests on them."""

    def __init__(self, context: Context) -> None:
        """Start with no text known."""
        super().__init__(context)
        self._bodies: OrderedDict[ItemRef, Post] = OrderedDict()

    @property
    def current_ref(self) -> ItemRef | None:
        """The item under the cursor."""
        raise NotImplementedError

    def show_current(self) -> None:
        """Draw the item under the cursor."""
        raise NotImplementedError

    def body(self, ref: ItemRef, updated_at: datetime | None) -> Post | None:
        """A post that was read with its body and has not changed since, by its list's word."""
        post = self._bodies.get(ref)
        if post is None or (updated_at and post.updated_at and updated_at > post.updated_at):
            return None
        self._bodies.move_to_end(ref)
        return post

    def keep_body(self, post: Post) -> None:
        """Keep a post that was read."""
        self._bodies[post.ref] = post
        self._bodies.move_to_end(post.ref)
        while len(self._bodies) > MOST_BODIES:
            self._bodies.popitem(last=False)

    def forget_bodies(self) -> None:
        """Read every body again when it is wanted."""
        self._bodies.clear()

    @work(group="body", exclusive=True, exit_on_error=False)
    async def read_body(self, ref: ItemRef) -> None:
        """Ask for a post; the answer comes as a message."""
        try:
            post = await self.services.posts.read(ref)
        except CopydeskError as error:
            self.post_message(BodyFailed(ref, error))
        else:
            self.keep_body(post)
            self.post_message(BodyRead(post))

    @on(BodyRead)
    def _body_read(self, message: BodyRead) -> None:
        if self.current_ref == message.post.ref:
            self.show_body(message.post)

    @on(BodyFailed)
    def _body_failed(self, message: BodyFailed) -> None:
        if self.current_ref == message.ref:
            self.preview.show_message(Content(plain(message.error.sentence)))

    def show_body(self, post: Post) -> None:
        """Draw a post, with its body where that is known."""
        header = post_header(post, self.now, edited=self.kept(post) is not None)
        self.preview.show(post.ref, header, None if post.markdown is None else self._markdown(post))

    def _markdown(self, post: Post) -> str:
        """The body as it would be sent: the kept edit where there is one."""
        kept = self.kept(post)
        if kept is not None:
            try:
                return parse(kept).body
            except EditorError:
                return kept
        return post.markdown or ""

    def kept(self, item: Post | Approval) -> str | None:
        """The edited text kept for an item; None where there is none, or where it cannot be had."""
        try:
            return self.services.edits.get(item)
        except CopydeskError:
            return None
