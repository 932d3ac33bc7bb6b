"""Deleting posts: one or all that are marked, after a question that says what is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.content import Content
from textual.screen import Screen

from tui.domain.approvals import Approval
from tui.domain.errors import CopydeskError
from tui.domain.post_state import PostState
from tui.domain.verdicts import Verb
from tui.presentation.bars import Tone
from tui.presentation.marks import question
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.many_verbs import ManyVerbs
from tui.screens.refused import Refused

if TYPE_CHECKING:
    from tui.domain.posts import Post

Row = TypeVar("Row")


class Deleting(ManyVerbs[Row]):
    """A list whose posts can be deleted on their platforms. Each is kept here whole before that leaves."""

    def action_verdict_delete(self) -> None:
        """Remove it on its platform, after a question."""
        items = self.decided_on()
        if not items or self.too_soon():
            return
        if self.marked:
            self._delete_marked(items)
        elif Verb.DELETE not in items[0].verbs:
            self.note(f"{items[0].ref.connection} cannot delete this", Tone.BAD)
        else:
            self.delete_post(items[0])

    def _delete_marked(self, items: Sequence[Post | Approval]) -> None:
        def cannot(item: Post | Approval) -> str | None:
            if Verb.DELETE not in item.verbs:
                return f"{item.ref.connection} cannot delete this"
            return self.unfit(item, "deleted")

        able, refused = self.apart(items, cannot)
        if not able:
            self.tell_refused("not deleted", refused)
            return
        unread = [item for item in able if self.copies_unknown(item)]
        if unread:
            why = "to say which sites keep a copy"
            self.with_texts(unread, lambda *_: self._ask_delete_marked(able, refused), why=why)
        else:
            self._ask_delete_marked(able, refused)

    def _ask_delete_marked(self, able: Sequence[Post | Approval], refused: Sequence[Refused]) -> None:
        from tui.domain.intents import deleting
        from tui.presentation.copies import KEPT_HERE, copies_line

        read = [self.known_text(item) or item for item in able]
        names = ", ".join(dict.fromkeys(item.ref.connection for item in able))
        beside = self.beside_of("not deleted", refused)
        copies = copies_line([each for each in read if not isinstance(each, Approval)])
        unknown = sum(map(self.copies_unknown, able))
        if unknown:
            copies += f" Which sites keep a copy of {unknown} of them could not be read."
        said = [f"Removed for good on {names}:", copies.strip(), f"{KEPT_HERE}."]
        asking.confirm(
            self.app,
            f"Delete {len(able)}?",
            question(said, [item.title for item in able], beside),
            f"delete {'it' if len(able) == 1 else f'all {len(able)}'}",
            lambda: self.go([deleting(each) for each in read], beside),
        )

    def copies_unknown(self, item: Post | Approval) -> bool:
        """Whether sites may have copies of an item, and only a read of it tells which."""
        if isinstance(item, Approval) or item.state is not PostState.PUBLISHED:
            return False
        return self.services.sites.has_some(item.ref.connection) and not self.body(item.ref, item.updated_at)

    def delete_post(self, item: Post | Approval) -> None:
        """Remove a post on its platform, after a question that says which sites keep a copy. It is removed as
        it was read.
        """
        if self.is_read_only(item, "deleted"):
            return
        read = self.body(item.ref, item.updated_at) or item
        if Verb.DELETE not in item.verbs & read.verbs:
            self.note(f"{item.ref.connection} cannot delete {item.title}", Tone.BAD)
        elif self.copies_unknown(item):
            self._read_to_delete(item, asking.wait(self.app, f"reading which sites have {item.title}"))
        else:
            self._ask_delete(read)

    @work(group="deleting", exit_on_error=False)
    async def _read_to_delete(self, item: Post | Approval, waiting: Screen[None]) -> None:
        read, unknown = item, ""
        try:
            read = await self.services.posts.read(item.ref)
            wants_it = waiting.is_current
        except CopydeskError as error:
            wants_it = waiting.is_current
            unknown = f"Which sites keep a copy could not be read: {error.sentence}"
        finally:
            self._no_longer(waiting)
        if wants_it:
            self._ask_delete(read, unknown)

    def _ask_delete(self, read: Post | Approval, unknown: str = "") -> None:
        from tui.presentation.copies import KEPT_HERE, copies_line

        copies = unknown or ("" if isinstance(read, Approval) else copies_line((read,)))
        said = [
            plain(read.title, 60),
            f"It is removed on {plain(read.ref.connection, 40)} for good.",
            plain(copies, 300),
            f"{KEPT_HERE}; {self.key('go.outbox')} shows it.",
        ]
        question = Content("\n".join(line for line in said if line))
        asking.confirm(self.app, "Delete?", question, "delete it", lambda: self._delete(read))

    def _delete(self, read: Post | Approval) -> None:
        from tui.domain.intents import deleting

        self.decide((deleting(read),))
