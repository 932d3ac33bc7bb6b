"""Bringing an edit together with what somebody else made of the post meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content
from textual.screen import Screen

from tui.domain.approvals import Approval
from tui.domain.editing import problems_of
from tui.domain.errors import EditorError
from tui.domain.front_matter import Problem, unix_lines
from tui.domain.marking import lines_of_fields
from tui.domain.readings import Reading
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.editing import Editing
from tui.services.merging import merged, unsettled

if TYPE_CHECKING:
    from tui.domain.over_theirs import OverTheirs
    from tui.domain.posts import Post

Row = TypeVar("Row")


def _ended(text: str) -> str:
    """A text whose last line has an end, as the document's has: else it counts as changed."""
    return unix_lines(text).rstrip("\n") + "\n"


class Merging(Editing[Row]):
    """A list whose posts others may edit at the same time."""

    async def text_to_edit(self, item: Post | Approval) -> str | None:
        """What the editor is to show of a post that was read just now, or of a topic or a social text: its
        document; the text that is kept for it; or, where somebody changed the item since that was begun,
        what the person decides. None where there is nothing (more) to edit.

        Raises EditorError and StateError.
        """
        now = self.document_of(item)
        self.merges = False
        self.find_again(item)
        kept = self.services.edits.kept(item)
        if kept is None:
            return now
        if self.says_the_same(item, kept.text):
            self.services.edits.drop(item)
            return now
        if kept.base is None or not self.overtaken(item, kept):
            return kept.text
        return await self._brought_together(item, _ended(kept.text), _ended(kept.base), now)

    async def _brought_together(self, item: Post | Approval, mine: str, base: str, now: str) -> str | None:
        from tui.presentation.difference import over_line
        from tui.screens.dialogs.merge import Choice

        title = plain(item.title, 40)
        over = self._over_theirs(item, mine, base, now)
        told = self._difference(base, now), self._difference(base, mine), over_line(over)
        choice = await asking.merge(self.app, title, *told)
        if choice is Choice.THEIRS:
            self.services.edits.drop(item)
            if not isinstance(item, Approval):
                self.keep_body(item)
            self.note(f"taken as it is there; your text is dropped: {item.title}")
            return None
        if choice is Choice.MINE:
            self._put_over(item, over.text)
            return None
        if choice is None:
            self.note(f"left as it is; your text is kept: {item.title}")
            return None
        both = await asyncio.to_thread(merged, mine, base, now, self.context.edit_folder)
        # Kept as an edit of what there is now only once it is written: left as it is, the two can be brought
        # together anew.
        self.merges = True
        if both.conflicts:
            self.note(f"{both.conflicts} places were changed by both: {item.title}")
        return both.text

    def _over_theirs(self, item: Post | Approval, mine: str, base: str, now: str) -> OverTheirs:
        """What the person changed over what there is now; of a topic or a social text the text is all."""
        # Not at the top: the start brings nothing together.
        from tui.domain.over_theirs import BODY, OverTheirs, over_theirs

        if isinstance(item, Approval):
            return OverTheirs(mine, (BODY,))
        return over_theirs(mine, base, now, self.fields_of(item.ref.connection))

    def _put_over(self, item: Post | Approval, text: str) -> None:
        """Have what the person changed over what somebody else made of the item, as the person saw it."""
        self.keep_edit(item, text)
        if isinstance(item, Approval):
            self.note(f"yours it is; approving sends it: {item.title}")
        else:
            self.save(item, text)

    def save(self, post: Post, text: str) -> None:
        """Save what a text that is kept changes in a post; a time in it lets the post go public. Raises
        CopydeskError.
        """
        from tui.domain.intents import saving

        wanted = self.changes_of(post, text)
        if wanted.empty:
            self.services.edits.drop(post)
            self.note(f"nothing changed: {post.title}")
            return
        if wanted.scheduled_at is not None and (why := self.blocked(post, post)) is not None:
            raise EditorError(f"with a time it would go out, and it {why}")
        intents = (saving(post, text, wanted),)
        self.let_out(intents, lambda: self.decide(intents), title=f"Save {plain(post.title, 40)}?")

    def _difference(self, before: str, after: str) -> Content:
        from tui.presentation.difference import difference

        return difference(Reading("", "", before), Reading("", "", unix_lines(after)), self.now)

    async def edited_post(self, post: Post, text: str, waiting: Screen[None]) -> str | None:
        """What the person's editor made of a post's document, as `edited` gives it; one that does not hold
        is opened again, its lines named. What the platform refused the last time is named at once.
        """
        fields = self.fields_of(post.ref.connection)
        there = self.document_of(post)
        refused = lines_of_fields(text, self.refused.pop(post.ref, {}), fields)

        def check(text: str) -> Sequence[Problem]:
            if not text.strip():
                # What came back empty is no text at all.
                return ()
            return unsettled(text, there) or problems_of(post, text, fields, now=self.now)

        return await self.edited(post, text, waiting, check, refused)

    async def edited_text(self, approval: Approval, text: str, waiting: Screen[None]) -> str | None:
        """What the person's editor made of a topic or a social text, as `edited` gives it."""
        there = self.document_of(approval)
        return await self.edited(approval, text, waiting, lambda text: unsettled(text, there))
