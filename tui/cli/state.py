"""copydesk state: where it is, and what of it can be forgotten."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.arguments import Arguments
from tui.cli.asking import agreed
from tui.cli.edits import title_of
from tui.cli.exits import FAILED, OK
from tui.cli.records import edit_folder, records, say_nothing_yet, state_file
from tui.cli.saying import printable
from tui.cli.table import say
from tui.config.paths import Paths
from tui.domain.errors import StateError
from tui.presentation.text import plain
from tui.services.edit_file import files_left

if TYPE_CHECKING:
    from tui.state.kept import Kept


def state(arguments: Arguments, paths: Paths) -> int:
    """Run the verb; gives the exit code. Raises CopydeskError."""
    if arguments.state_verb == "path":
        print(state_file(paths))
        return OK
    with records(paths) as kept:
        if kept is None and not (arguments.all and files_left(edit_folder(paths))):
            say_nothing_yet(paths)
            return OK
        if arguments.all:
            return _clear_all(kept, arguments, paths)
        if kept is not None:
            lists, texts, jobs = kept.clear_remembered()
            say(
                f"Forgotten: {_count(lists, 'list')}, {_count(texts, 'text')} that had been read, "
                f"{_count(jobs, 'ended job')}. Edits, what was decided here, the outbox and the audit stay."
            )
    return OK


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _clear_all(kept: Kept | None, arguments: Arguments, paths: Paths) -> int:
    """Forget everything, where no Copydesk runs and it is wanted; what would be lost is named first."""
    if kept is not None:
        _see_alone(kept)
    aside = sorted(paths.state_dir.glob("state.db.aside-*"))
    files = files_left(edit_folder(paths))
    for line in _lost(kept, files, aside):
        say(printable(line))
    if not agreed("Remove all of this for good?", yes=arguments.yes):
        say("Everything stays.")
        return FAILED
    if kept is not None:
        # The answer may have been long in coming.
        _see_alone(kept)
        kept.clear_all()
    for path in (*sorted(edit_folder(paths).glob("*")), *aside):
        with suppress(FileNotFoundError):
            _remove(path)
    say("Everything was removed.")
    return OK


def _see_alone(kept: Kept) -> None:
    if kept.others:
        raise StateError(
            "A Copydesk is running on this state, so nothing was removed", advice="Leave it first (q)."
        )


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise StateError(
            f"{path} could not be removed: {error.strerror}", advice="Check the folder's permissions."
        ) from error


def _lost(kept: Kept | None, files: list[Path], aside: list[Path]) -> list[str]:
    """What would be lost for good, a line each, what nobody else has first."""
    lines = []
    if kept is not None:
        for edit in kept.edits():
            lines.append(f"an edited text that no platform has: {plain(title_of(edit), 60)} ({edit.place})")
        for gone in kept.removed():
            title = plain(gone.post.title, 60)
            lines.append(f"a post that was deleted, as it was: {title} ({gone.post.ref})")
        for entry in kept.entries():
            title = plain(entry.intent.title, 60)
            lines.append(f"a decision ({entry.intent.action}, {entry.state}): {title} ({entry.ref})")
    lines += [f"a file that an editor left: {path}" for path in files]
    lines += [f"a state file that was set aside: {path}" for path in aside]
    if kept is not None:
        counts = kept.counts()
        if counts["verdicts"]:
            items = _count(counts["verdicts"], "item")
            lines.append(f"what was declined, put off or put away here alone: {items}")
        lines.append(
            f"the audit of {_count(counts['audit'], 'write')}, {_count(counts['jobs'], 'job')}, "
            f"{_count(counts['lists'], 'list')} and {_count(counts['texts'], 'text')} that had been read"
        )
    return lines
