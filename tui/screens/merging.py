"""Bringing an edit together with what somebody else made of the post meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content
from textual.screen import Screen

from tui.domain.editing import problems_of
from tui.domain.front_matter import Problem, unix_lines
from tui.domain.marking import lines_of_fields
from tui.domain.readings import Reading
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.editing import Editing
from tui.services.merging import merged, unsettled

if TYPE_CHECKING:
    from tui.domain.kept_edits import KeptEdit
    from tui.domain.posts import Post

Row = TypeVar("Row")


class Merging(Editing[Row]):
    """A list whose posts others may edit at the same time."""

    async def text_to_edit(self, post: Post) -> str | None:
        """What the editor is to show of a post that was read just now: its document; the text that is kept
        for it; or, where somebody changed the post since that was begun, what the person decides. None
        where there is nothing (more) to edit.

        Raises EditorError and StateError.
        """
        now = self.document_of(post)
        self.find_again(post)
        kept = self.services.edits.kept(post)
        if kept is None or kept.base is None:
            return now if kept is None else kept.text
        if unix_lines(kept.base) == now or unix_lines(kept.text) == now:
            return kept.text
        return await self._brought_together(post, kept, kept.base, now)

    async def _brought_together(self, post: Post, kept: KeptEdit, base: str, now: str) -> str | None:
        from tui.screens.dialogs.merge import Choice

        title = plain(post.title, 40)
        told = self._difference(base, now), self._difference(base, kept.text)
        choice = await asking.merge(self.app, title, *told)
        if choice is Choice.THEIRS:
            self.services.edits.drop(post)
            self.keep_body(post)
            self.note(f"theirs it is; your text is dropped: {post.title}")
            return None
        if choice is Choice.MINE:
            self._send_over(post, kept.text, now)
            return None
        if choice is None:
            self.note(f"left as it is; your text is kept: {post.title}")
            return None
        both = await asyncio.to_thread(merged, kept.text, base, now, self.context.edit_folder)
        # From here on it is an edit of what there is now.
        self.services.edits.keep(post, both.text, base=now)
        if both.conflicts:
            self.note(f"{both.conflicts} places were changed by both: {post.title}")
        return both.text

    def _send_over(self, post: Post, text: str, now: str) -> None:
        """Send a text in place of what somebody else made of the post, as the person saw it."""
        from tui.domain.intents import saving

        self.services.edits.keep(post, text, base=now)
        wanted = self.changes_of(post, text)
        if wanted.empty:
            self.services.edits.drop(post)
            self.note(f"nothing changed: {post.title}", Tone.PLAIN)
        else:
            self.decide((saving(post, text, wanted),))

    def _difference(self, before: str, after: str) -> Content:
        from tui.presentation.difference import difference

        return difference(Reading("", "", before), Reading("", "", unix_lines(after)), self.now)

    async def edited_post(self, post: Post, text: str, waiting: Screen[None]) -> str | None:
        """What the person's editor made of a post's document, as `edited` gives it; one that does not hold
        is opened again, its lines named. What the platform refused the last time is named at once.
        """
        fields = self.fields_of(post.ref.connection)
        refused = lines_of_fields(text, self.refused.pop(post.ref, {}), fields)

        def check(text: str) -> Sequence[Problem]:
            if not text.strip():
                # What came back empty is no text at all.
                return ()
            return unsettled(text) or problems_of(post, text, fields, now=self.now)

        return await self.edited(post, text, waiting, check, refused)
