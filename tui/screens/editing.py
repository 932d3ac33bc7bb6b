"""Texts in the person's editor: opened, and opened again until they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported
from textual.screen import Screen

from tui.domain.approvals import Approval, place_of
from tui.domain.editing import DoesNotHold, parse_text
from tui.domain.errors import EditorError, StateError
from tui.domain.front_matter import Problem
from tui.domain.marking import marked, unmarked
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.deciding import Deciding
from tui.services.edit_file import EditFile
from tui.services.editor import editor_command, run_editor

if TYPE_CHECKING:
    from tui.domain.posts import Post

Row = TypeVar("Row")
Check = Callable[[str], Sequence[Problem]]


def _holds(text: str) -> Sequence[Problem]:
    return ()


def _bare(item: Post | Approval, text: str) -> str:
    """A text as it is kept."""
    return parse_text(text).text if isinstance(item, Approval) else unmarked(text)


def _same(text: str, other: str | None) -> bool:
    """Whether two texts are one, whatever an editor made of their ends, and we of their lines."""
    return other is not None and unmarked(text).rstrip("\n") == unmarked(other).rstrip("\n")


class Editing(Deciding[Row]):
    """A list whose items can be opened in an editor."""

    def file_of(self, item: Post | Approval) -> EditFile:
        """The file in which an item's text is while an editor has it. Within its `held`, from before the
        kept text is looked at until the edited one is kept, no other editor has the item open.
        """
        return EditFile(self.context.edit_folder, place_of(item))

    async def edited(
        self,
        item: Post | Approval,
        text: str,
        waiting: Screen[None],
        check: Check = _holds,
        refused: Sequence[Problem] = (),
    ) -> str | None:
        """What the person's editor made of `text`; it is kept then. None where it was left without an
        answer. `waiting` is the card that takes the keys until the editor does; `refused` is said of the
        text as it is opened. Only within the file's `held`.

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
        if self._found is not None:
            # Behind the editor nobody has seen it, and its time may be over.
            self.note(*self._found)
        if edited is not None and not edited.strip():
            self.note(f"the text came back empty, so nothing was changed: {item.title}")
            return None
        if self.merges and edited == text and not self.wrote:
            self.note(f"left as it is; your text is kept: {item.title}")
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
        file = self.file_of(item)
        file.lay_out(text, self.document_of(item))
        before = file.written
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
        self.wrote = file.written != before
        if edited.strip() and self.wrote:
            try:
                self.keep_edit(item, edited)
            except StateError as error:
                raise EditorError(error.sentence, advice=f"Your text stays in {file.path}") from error
        file.take_away()
        return edited

    merges = False
    """Whether what is edited was brought together of two texts: left unwritten, neither is touched."""
    wrote = True
    """Whether the editor wrote the file when it was left last."""
    _found: tuple[str, Tone] | None = None
    """What was said of a text that was found again when the item was opened."""

    def find_again(self, item: Post | Approval) -> None:
        """What an editor had of an item when it or Copydesk came to a bad end is kept as an edit, and said
        to be there; beside a text that is kept and that the editor was not given it is kept as a file. Only
        within the file's `held`. Raises EditorError and StateError.
        """
        self._found = None
        file = self.file_of(item)
        left = file.left_behind()
        if left is None:
            if file.left() is not None:
                file.take_away()
            return
        text, base = left
        kept = self.services.edits.get(item)
        if kept is not None and _same(kept, text):
            file.take_away()
        elif kept is None or _same(kept, file.begun_with()):
            self.services.edits.keep(item, _bare(item, text), base=base)
            file.take_away()
            self._say_found(f"found again: what the editor had when it ended: {item.title}")
        else:
            aside = file.set_aside()
            self._say_found(f"{item.title} was edited twice: the other text is in {aside}", Tone.BAD)

    def _say_found(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say it now, and once more when the editor was left."""
        self._found = text, tone
        self.note(text, tone)

    def keep_edit(self, item: Post | Approval, text: str) -> None:
        """Keep a text, with what it was begun on: the item as it was read. One that is that is no edit, and
        nothing stays kept.
        """
        base = self.document_of(item)
        if _same(text, base):
            self.services.edits.drop(item)
        else:
            self.services.edits.keep(item, _bare(item, text), base=base)

    async def _in_ours(
        self, item: Post | Approval, text: str, check: Check, refused: Sequence[Problem]
    ) -> str | None:
        found: list[Problem] = []

        def checked(text: str) -> Sequence[Problem]:
            found[:] = check(text)
            return found

        def keep(text: str) -> str | None:
            try:
                if text.strip():
                    self.keep_edit(item, text)
            except StateError as error:
                return error.sentence
            return None

        file = self.file_of(item)
        # That it cannot be drafted is no reason not to edit it.
        with suppress(EditorError):
            file.lay_out(text, self.document_of(item))
        title = plain(item.title, 60)
        edited = await asking.edit_text(self.app, title, text, checked, refused, keep, file.draft)
        file.take_away()
        if edited is None and found:
            raise DoesNotHold(found)
        return edited
