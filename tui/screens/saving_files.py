"""Items as files: the fields above the Markdown, as an editor shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content

from tui.domain.approvals import Approval
from tui.domain.errors import CopydeskError
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.copying_out import CopyingOut
from tui.screens.refused import Refused

if TYPE_CHECKING:
    from tui.domain.posts import Post

Row = TypeVar("Row")
LONGEST_NAME = 80
MOST_OF_ONE_NAME = 100
"""So many files of one name are tried before it is given up."""


class SavingFiles(CopyingOut[Row]):
    """A list whose items, the marked ones together, are saved as files."""

    def action_item_save_file(self) -> None:
        """Save the item under the cursor as a file; of what is marked each as one, in a folder."""
        items = self.decided_on()
        if items:
            self.with_texts(items, self._save_as)
        else:
            self.note("nothing here can be saved as a file")

    def _save_as(
        self, items: Sequence[Post | Approval], read: Mapping[ItemRef, Post], refused: Sequence[Refused]
    ) -> None:
        texts: list[tuple[Post | Approval, str]] = []
        left_out = list(refused)
        unread = {each.item.ref for each in refused}
        for item in items:
            if item.ref in unread:
                continue
            try:
                # What is kept is what an editor would open.
                kept = self.kept(item)
                texts.append((item, kept if kept is not None else self.document_of(read.get(item.ref, item))))
            except CopydeskError as error:
                left_out.append(Refused(item, error.sentence))
        if not texts:
            self.tell_refused("not saved", left_out)
        elif self.marked:
            self._ask_folder(texts, left_out)
        else:
            self._ask_file(texts[0][1], f"{_name_of(texts[0][0])}.md")

    # One

    def _ask_file(self, text: str, typed: str) -> None:
        hint = f"A file's path; from {plain(_here(), 60)} where it begins with no /"
        asking.ask_line(
            self.app,
            "Save as",
            hint,
            lambda path: self._save_new(text, path),
            text=typed,
            check=_unfit,
        )

    def _save_new(self, text: str, typed: str) -> None:
        from tui.services.text_file import write_new

        path = _path(typed)
        try:
            written = write_new(path, text)
        except CopydeskError as error:
            self._ask_file(text, typed)
            self.note(error.sentence, Tone.BAD)
            return
        if written:
            self.note(f"saved as {path}", Tone.GOOD)
            return
        # What was typed is asked for again where it is not to be overwritten.
        asking.confirm(
            self.app,
            "Overwrite?",
            Content(f"{plain(str(path), 200)}\nThere is such a file. What is in it is lost."),
            "overwrite it",
            lambda: self._save_over(text, typed),
        )

    def _save_over(self, text: str, typed: str) -> None:
        from tui.services.text_file import write_over

        try:
            write_over(_path(typed), text)
        except CopydeskError as error:
            self._ask_file(text, typed)
            self.note(error.sentence, Tone.BAD)
        else:
            self.note(f"overwritten: {typed}", Tone.GOOD)

    # Several

    def _ask_folder(
        self, texts: Sequence[tuple[Post | Approval, str]], refused: Sequence[Refused], typed: str = "."
    ) -> None:
        asking.ask_line(
            self.app,
            f"Save {counted(len(texts))} in",
            "A folder that is there; no file in it is overwritten",
            lambda folder: self._save_all(texts, refused, folder),
            text=typed,
            check=lambda text: None if text and _is_folder(_path(text)) else "It is no folder.",
        )

    def _save_all(
        self, texts: Sequence[tuple[Post | Approval, str]], refused: Sequence[Refused], folder: str
    ) -> None:
        for done, (item, text) in enumerate(texts):
            try:
                _write_beside(_path(folder), _name_of(item), text)
            except CopydeskError as error:
                self._ask_folder(texts[done:], refused, folder)
                self.note(f"{done} saved; {error.sentence}", Tone.BAD)
                return
        said = f"saved in {folder}: {counted(len(texts))}{self.beside_of('not saved', refused)}"
        self.note(said, Tone.BAD if refused else Tone.GOOD)


def counted(files: int) -> str:
    """So many files, in words."""
    return "1 file" if files == 1 else f"{files} files"


def _write_beside(folder: Path, name: str, text: str) -> None:
    """Write a text under a name that no file has yet. Raises EditorError."""
    from tui.domain.errors import EditorError
    from tui.services.text_file import write_new

    for number in range(1, MOST_OF_ONE_NAME):
        if write_new(folder / (f"{name}.md" if number == 1 else f"{name}-{number}.md"), text):
            return
    raise EditorError(f"{folder} has too many files called {name}", advice="Name another folder.")


def _unfit(typed: str) -> str | None:
    """Why a path will not do, in a sentence."""
    if not typed:
        return "Name a file."
    path = _path(typed)
    if _is_folder(path):
        return "It is a folder: name a file in it."
    return None if _is_folder(path.parent) else f"There is no folder {path.parent}."


def _path(typed: str) -> Path:
    """What was typed as a path; `~` of somebody who is not known stays as it is."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)


def _is_folder(path: Path) -> bool:
    """Whether there is such a folder that can be looked into."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _here() -> str:
    """Where Copydesk was started, also where that is gone by now."""
    try:
        return str(Path.cwd())
    except OSError:
        return "where Copydesk was started"


def _name_of(item: Post | Approval) -> str:
    """A file's name for an item: its slug, or its title in small letters with "-" between."""
    import re

    said = "" if isinstance(item, Approval) else item.slug or ""
    words = re.findall(r"[^\W_]+", (said or item.title).lower())
    return "-".join(words)[:LONGEST_NAME].rstrip("-") or f"post-{len(item.title)}"
