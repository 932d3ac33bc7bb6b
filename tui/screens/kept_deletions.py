"""The text of what was deleted from here: read in the outbox, and made a draft of again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.entry_states import Action
from tui.domain.errors import CopydeskError, StateError
from tui.domain.outbox import Written
from tui.domain.refs import ItemKind, ItemRef
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.list_screen import ListScreen
from tui.screens.outbox_rows import OutboxRow

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.domain.removed_posts import RemovedPost


class KeptDeletions(ListScreen[OutboxRow]):
    """A list of what left. Of a deletion the whole post is kept for a while."""

    _deletion: tuple[int, RemovedPost | None] | None = None
    """What is kept of the deletion that was looked at last, by its line."""

    @property
    def deleted_here(self) -> RemovedPost | None:
        """The post that the row under the cursor deleted; None where it is none, or is not kept any more."""
        row = self.rows.cursor_row
        if not isinstance(row, Written) or row.action is not Action.DELETE:
            return None
        if self._deletion is None or self._deletion[0] != row.id:
            self._deletion = row.id, self._kept_of(row)
        return self._deletion[1]

    def _kept_of(self, row: Written) -> RemovedPost | None:
        kind, _, id = row.item.partition("/")
        if kind not in set(ItemKind):
            return None
        try:
            return self.services.outbox.removed(ItemRef(row.connection, ItemKind(kind), id))
        except StateError as error:
            self.note(error.sentence, Tone.BAD)
            return None

    def action_post_copy(self, to: str = "") -> None:
        """Make a new draft of a post that was deleted, on one of the connections; `to`: which, where that was
        said already.
        """
        kept = self.deleted_here
        if kept is None:
            self.note("nothing was deleted here whose text is kept", Tone.BAD)
            return
        able = sorted(self._takers(), key=lambda name: name != kept.post.ref.connection)
        if not able:
            self.note("No connection can take a draft", Tone.BAD)
        elif to in able or len(able) == 1:
            self._ask_copy(kept.post, to if to in able else able[0])
        else:
            options = [(name, Content(plain(name, 40))) for name in able]
            post = kept.post
            asking.choose(self.app, "A new draft of it on", options, lambda name: self._ask_copy(post, name))

    def _takers(self) -> list[str]:
        """The connections that can make a draft, the one that it was on among them."""
        hub = self.services.hub
        return [
            name
            for name in hub.names
            if hub.read_only(name) is None and (can := hub.capabilities(name)) is not None and can.creates
        ]

    def _ask_copy(self, post: Post, name: str) -> None:
        can = self.services.hub.capabilities(name)
        over = can is not None and can.writes_over
        own = " It may write a text of its own over yours." if over else ""
        said = [
            plain(post.title, 60),
            f"{plain(name, 40)} makes a new draft of it, with an id of its own: what leads to the old one"
            f" does not lead to it, and it is on no site.{own}",
        ]
        question = Content("\n".join(said))
        asking.confirm(self.app, "Make it again?", question, "make it", lambda: self._copy(post, name, over))

    def _copy(self, post: Post, name: str, over: bool) -> None:
        from tui.domain.intents import copying

        try:
            self.services.hub.check_write(name)
            self.services.outbox.put((copying(post, name, over=over),))
        except CopydeskError as error:
            self.note(f"not made again: {post.title}: {error.sentence}", Tone.BAD)
