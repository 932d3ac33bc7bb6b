"""Texts in the person's editor: opened, and opened again until they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported
from textual.screen import Screen

from tui.domain.approvals import Approval, place_of
from tui.domain.editing import DoesNotHold, document
from tui.domain.errors import EditorError, StateError
from tui.domain.front_matter import Problem
from tui.domain.marking import marked, unmarked
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.deciding import Deciding
from tui.services.edit_file import EditFile
from tui.services.editor import editor_command, run_editor

if TYPE_CHECKING:
    from tui.domain.fields import Field
    from tui.domain.posts import Post

Row = TypeVar("Row")
Check = Callable[[str], Sequence[Problem]]


def _holds(text: str) -> Sequence[Problem]:
    return ()


class Editing(Deciding[Row]):
    """A list whose items can be opened in an editor."""

    def fields_of(self, connection: str) -> tuple[Field, ...]:
        """What can be edited of a connection's posts; none where that is not known."""
        can = self.services.hub.capabilities(connection)
        return can.fields if can else ()

    def document_of(self, post: Post) -> str:
        """A post as an editor shows it. Raises EditorError."""
        return document(post, self.fields_of(post.ref.connection))

    async def edited(
        self,
        item: Post | Approval,
        text: str,
        waiting: Screen[None],
        check: Check = _holds,
        refused: Sequence[Problem] = (),
    ) -> str | None:
        """What the person's editor made of `text`; None where it was left without an answer. `waiting` is
        the card that takes the keys until the editor does; `refused` is said of the text as it is opened.

        Raises DoesNotHold where it came back a second time as it was, with lines that `check` names: it is
        kept then. Raises EditorError and StateError.
        """
        command = editor_command(os.environ, self.context.editor)
        if command is not None:
            # The loop stands still while the editor runs: an answer that is awaited would come too late.
            await self.services.outbox.settle()
        if not waiting.is_current:
            return None
        try:
            edited = None if command is None else self._in_their_editor(item, text, command, check, refused)
        except SuspendNotSupported:
            command = None
        if command is None:
            edited = await self._in_ours(item, text, check, refused)
        if edited is not None and not edited.strip():
            self.note(f"the text came back empty, so nothing was changed: {item.title}")
            return None
        return edited

    def _in_their_editor(
        self,
        item: Post | Approval,
        text: str,
        command: list[str],
        check: Check,
        refused: Sequence[Problem],
    ) -> str:
        """Nothing is awaited in here: a key would find the list."""
        problems = check(text) or refused
        if problems:
            text = unmarked(text)
        while True:
            shown, line = marked(text, problems) if problems else (text, None)
            edited = self._run_editor(item, shown, command, line)
            found = check(edited)
            if not found:
                return edited
            if problems and edited == text:
                raise DoesNotHold(found)
            text, problems = edited, found

    def _run_editor(self, item: Post | Approval, text: str, command: list[str], line: int | None) -> str:
        """Give the terminal to the editor; gives the text without our remarks."""
        file = EditFile(self.context.edit_folder, place_of(item))
        with file.held():
            file.lay_out(text, self._base_of(item))
            try:
                with self.app.suspend():
                    edited = run_editor(command, file.path, line)
            except EditorError:
                if file.left() == text:
                    # Nothing was written: the next time the item is opened as it is then.
                    file.take_away()
                raise
            if not isinstance(item, Approval):
                edited = unmarked(edited)
            if edited.strip():
                self.keep_edit(item, edited)
            file.take_away()
        return edited

    def find_again(self, item: Post | Approval) -> None:
        """What an editor had of an item when it or Copydesk came to a bad end is kept as an edit, and said
        to be there. Raises EditorError where another Copydesk has the item open, and StateError.
        """
        file = EditFile(self.context.edit_folder, place_of(item))
        if not file.path.exists():
            return
        with file.held():
            left = file.left_behind()
            if left is not None:
                text, base = left
                self.services.edits.keep(item, text, base=base)
                self.note(f"found again: what the editor had when it ended: {item.title}")
            if left is not None or file.left() is not None:
                file.take_away()

    def _base_of(self, item: Post | Approval) -> str | None:
        """What an edit is begun on: the item as it was read when it was opened."""
        return None if isinstance(item, Approval) else self.document_of(item)

    def keep_edit(self, item: Post | Approval, text: str) -> None:
        """Keep a text, with what it was begun on."""
        self.services.edits.keep(item, text, base=self._base_of(item))

    async def _in_ours(
        self, item: Post | Approval, text: str, check: Check, refused: Sequence[Problem]
    ) -> str | None:
        kept: list[Problem] = []

        def checked(text: str) -> Sequence[Problem]:
            kept[:] = check(text)
            if kept:
                # Left open: a text that cannot be kept is still there to be corrected.
                with suppress(StateError):
                    self.keep_edit(item, text)
            return kept

        edited = await asking.edit_text(self.app, plain(item.title, 60), text, checked, refused)
        if edited is None and kept:
            raise DoesNotHold(kept)
        return edited
