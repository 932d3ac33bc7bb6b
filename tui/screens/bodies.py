"""Texts beside the list: which are known, which are asked for, and how one is shown."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from textual import on, work
from textual.content import Content

from tui.domain.approvals import Approval, ApprovalKind, place_of
from tui.domain.editing import text_in
from tui.domain.entry_states import EntryState
from tui.domain.errors import CopydeskError
from tui.domain.post_state import PostState
from tui.domain.refs import ItemRef
from tui.presentation.facts import lines, post_header
from tui.presentation.outbox_facts import item_notice
from tui.presentation.outbox_rows import going_look
from tui.presentation.states import Look
from tui.presentation.text import plain
from tui.screens.context import Context
from tui.screens.list_screen import ListScreen
from tui.screens.messages import BodyFailed, BodyRead

if TYPE_CHECKING:
    from tui.domain.posts import Post

Row = TypeVar("Row")
MOST_BODIES = 64
"""How many bodies a screen keeps, so that going back to a post asks for nothing."""


class Shown(NamedTuple):
    """What is shown of an item. Text is untrusted."""

    item: Post | Approval
    """With the text that is kept for it."""
    theirs: Post | Approval
    """As its platform has it."""
    header: Content
    text: str | None
    """None: it is not known."""
    markdown: bool = True
    """Whether the text is Markdown."""
    kept: str | None = None
    """What an editor gave back of it, where that is kept."""

    @property
    def their_text(self) -> str | None:
        """The text that its platform has; None where it has not been read."""
        if isinstance(self.theirs, Approval):
            return None if self.theirs.kind is ApprovalKind.POST else self.theirs.text
        return self.theirs.markdown


class Bodies(ListScreen[Row]):
    """A list of items whose texts are read when the cursor rests on them."""

    def __init__(self, context: Context) -> None:
        """Start with no text known."""
        super().__init__(context)
        self._bodies: OrderedDict[ItemRef, Post] = OrderedDict()
        self._read_at: dict[ItemRef, datetime] = {}
        self._looked: set[ItemRef] = set()
        self._unread: set[ItemRef] = set()
        self._doubted: set[ItemRef] = set()
        self._asking: ItemRef | None = None
        self._marked: frozenset[ItemRef] = frozenset()
        self.in_view: Shown | None = None
        """What was drawn last."""
        self._drawn: dict[ItemRef, str] = {}

    @property
    def current_ref(self) -> ItemRef | None:
        """The item under the cursor."""
        raise NotImplementedError

    def show_current(self) -> None:
        """Draw the item under the cursor."""
        raise NotImplementedError

    def body(self, ref: ItemRef, updated_at: datetime | None, state: PostState | None = None) -> Post | None:
        """A post that was read with its body, in this run or before, and has not changed since, by its
        list's word.
        """
        self._recall_body(ref)
        post = self._bodies.get(ref)
        if post is None:
            return None
        later = updated_at and post.updated_at and updated_at > post.updated_at
        if later or (state is not None and state is not post.state):
            del self._bodies[ref]
            return None
        self._bodies.move_to_end(ref)
        return post

    def has_body(self, ref: ItemRef) -> bool:
        """Whether a post is at hand as it was read, without a look at what is kept."""
        return ref in self._bodies

    def _recall_body(self, ref: ItemRef) -> None:
        """Know what was read before this run, until it is read again."""
        if ref in self._bodies or ref in self._looked:
            return
        self._looked.add(ref)
        kept = self.services.posts.last_read(ref)
        if kept is not None:
            self._know(kept.post, kept.as_of)
            self._doubted.add(ref)

    def _know(self, post: Post, read_at: datetime) -> None:
        self._bodies[post.ref] = post
        self._bodies.move_to_end(post.ref)
        self._read_at[post.ref] = read_at
        while len(self._bodies) > MOST_BODIES:
            oldest, _ = self._bodies.popitem(last=False)
            # It is kept elsewhere, and may be looked for there.
            self._looked.discard(oldest)
            self._unread.discard(oldest)
            self._read_at.pop(oldest, None)

    def keep_body(self, post: Post) -> None:
        """Keep a post that was read or saved; where it is the one under the cursor, it is shown at once."""
        self._know(post, self.now)
        self._doubted.discard(post.ref)
        self._unread.discard(post.ref)
        # A worker may outlive the preview: whoever draws is told.
        self.post_message(BodyRead(post))

    def doubt_bodies(self, connection: str | None = None) -> None:
        """Read bodies again when they are wanted (None: all of them). Until then they are shown, so that
        a text does not vanish from under the eyes and keeps its place.
        """
        self._doubted = {
            ref
            for ref in self._bodies
            if ref in self._doubted or connection is None or ref.connection == connection
        }
        self._asking = None

    def show_anew(self) -> None:
        """Show the item under the cursor as it is known now, if it is what is shown."""
        if (
            self.preview.key is not None
            and self.in_view is not None
            and self.in_view.item.ref == self.current_ref
        ):
            self.show_current()

    def want_body(self, ref: ItemRef) -> None:
        """Ask for a post, unless it is known beyond doubt or asked for already."""
        if (ref not in self._bodies or ref in self._doubted) and self._asking != ref:
            self._asking = ref
            self._read_body(ref)

    @work(group="body", exclusive=True, exit_on_error=False)
    async def _read_body(self, ref: ItemRef) -> None:
        try:
            self.keep_body(await self.services.posts.read(ref))
        except CopydeskError as error:
            self.post_message(BodyFailed(ref, error))
        finally:
            if self._asking == ref:
                self._asking = None

    @on(BodyRead)
    def _body_read(self, message: BodyRead) -> None:
        if self.current_ref == message.post.ref:
            self.show_body(message.post)
            self.refresh_consequence()
            self.refresh_keys()

    @on(BodyFailed)
    def _body_failed(self, message: BodyFailed) -> None:
        # A text that is known stays: what ails the connection stands in the head.
        known = self._bodies.get(message.ref)
        if known is not None:
            self._unread.add(message.ref)
        if self.current_ref != message.ref:
            return
        if known is not None:
            self.show_body(known)
        else:
            self.preview.show_message(Content(plain(message.error.sentence)))

    def show_body(self, post: Post) -> None:
        """Draw a post, with its body where that is known."""
        kept, theirs = self.kept(post), post
        if kept is not None and post.markdown is not None:
            post = replace(post, markdown=text_in(kept) or post.markdown)
        self.mark(post, kept)
        as_of = self._read_at.get(post.ref) if post.ref in self._unread else None
        header = post_header(post, self.now, edited=self.unsent(post.ref, kept), as_of=as_of)
        self.show_item(
            Shown(post, theirs, self.with_notice(post.ref, header), post.markdown, kept=kept),
        )

    def show_item(self, shown: Shown) -> None:
        """Draw an item under its facts."""
        self.in_view = shown
        self.draw_item(shown)

    def draw_item(self, shown: Shown) -> None:
        """Draw it as text."""
        if shown.markdown or shown.text is None:
            self.preview.show(shown.item.ref, shown.header, shown.text)
        else:
            self.preview.show_text(shown.item.ref, shown.header, shown.text)

    def with_notice(self, ref: ItemRef, header: Content) -> Content:
        """An item's facts, below what became of the last decision on it, where a person must know that."""
        outbox = self.services.outbox
        entry = outbox.of(ref)
        if entry is None:
            return header
        undo, lost = outbox.is_latest(entry), outbox.lost(entry)
        return lines(
            item_notice(entry, self.now, undo=undo, lost=lost, ascii=self.ascii, keys=self.keymap), header
        )

    def on_its_way(self, ref: ItemRef) -> Look | None:
        """How far what was decided on an item is, while that goes on by itself."""
        entry = self.services.outbox.of(ref)
        going = entry is not None and entry.state.under_way
        return going_look(entry, ascii=self.ascii) if entry is not None and going else None

    def unsent(self, ref: ItemRef, kept: str | None) -> bool:
        """Whether a text that is kept for an item has not left: of one that has, its notice tells."""
        entry = self.services.outbox.of(ref)
        left = entry is not None and entry.state in {EntryState.SENDING, EntryState.UNKNOWN}
        return kept is not None and not (left and entry is not None and entry.intent.text == kept)

    def mark(self, item: Post | Approval, kept: str | None) -> None:
        """Let the list say of the item shown what the preview says: whether a text is kept for it."""
        if kept is None:
            self._drawn.pop(place_of(item), None)
        else:
            self._drawn[place_of(item)] = kept
        if (item.ref in self._marked) != (kept is not None):
            self._marked ^= {item.ref}
            self.rows.redraw()

    def drawn(self, item: Post | Approval) -> str | None:
        """The edited text with which an item was drawn last; None where it was drawn without one, or not
        at all.
        """
        return self._drawn.get(place_of(item))

    def kept(self, item: Post | Approval) -> str | None:
        """The edited text kept for an item; None where there is none, or where it cannot be had."""
        try:
            return self.services.edits.get(item)
        except CopydeskError:
            return None
