"""copydesk edits: the texts that were edited and that no platform has yet."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.arguments import Arguments
from tui.cli.asking import agreed
from tui.cli.exits import FAILED, OK
from tui.cli.records import edit_folder, records, say_nothing_yet
from tui.cli.saying import printable
from tui.cli.table import iso, local, print_objects, print_table, say
from tui.config.paths import Paths
from tui.domain.editing import parse
from tui.domain.errors import CopydeskError
from tui.domain.front_matter import text_value
from tui.domain.kept_edits import KeptEdit
from tui.domain.refs import ItemKind, ItemRef
from tui.presentation.text import plain, plain_block
from tui.services.edit_file import files_left

if TYPE_CHECKING:
    from tui.state.kept import Kept


def edits(arguments: Arguments, paths: Paths) -> int:
    """Run the verb; gives the exit code. Raises CopydeskError."""
    with records(paths) as kept:
        match arguments.edits_verb:
            case "show":
                _show(kept, arguments)
            case "drop":
                return _drop(kept, arguments)
            case _:
                _list(kept, arguments, paths)
    return OK


def _list(kept: Kept | None, arguments: Arguments, paths: Paths) -> None:
    texts = kept.edits() if kept is not None else ()
    files = files_left(edit_folder(paths))
    if arguments.json:
        print_objects(_object(each) for each in texts)
        print_objects({"file": str(path), "kept_at": iso(_written_at(path))} for path in files)
        return
    if kept is None and not files:
        say_nothing_yet(paths)
    elif not texts:
        say("No edited text is kept: the platforms have them all.")
    if texts:
        print_table(
            ("kept", "item", "title", "bytes"),
            ((local(each.kept_at), str(each.place), title_of(each), str(_size(each))) for each in texts),
            (25, 80, 60, 12),
        )
        say("")
        say("e on the item in Copydesk opens its text again; copydesk edits show ITEM prints it.")
    if files:
        say("")
        say("Files that were open in an editor when it, or Copydesk, ended. e on the item goes on with its")
        say("own; one with a number before .md was set aside beside a newer text, and is for you to read:")
        for path in files:
            say(printable(f"{local(_written_at(path))}  {path}"))


def title_of(kept: KeptEdit) -> str:
    """What an edited item is called; where that was not kept, what its document says."""
    if kept.title:
        return kept.title
    told = parse(kept.text).value("title")
    return text_value(told.value) if told is not None else plain(kept.text, 60)


def _object(kept: KeptEdit) -> dict[str, object]:
    return {
        "connection": kept.place.connection,
        "item": str(kept.place),
        "title": title_of(kept),
        "kept_at": iso(kept.kept_at),
        "bytes": _size(kept),
    }


def _size(kept: KeptEdit) -> int:
    return len(_bytes(kept))


def _bytes(kept: KeptEdit) -> bytes:
    return kept.text.encode("utf-8", "surrogatepass")


def _written_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def _show(kept: Kept | None, arguments: Arguments) -> None:
    """Print one text: byte for byte, but to a terminal only what it does not obey."""
    found = _found(kept, arguments.item)
    if sys.stdout.isatty():
        say(plain_block(found.text))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(_bytes(found))
    sys.stdout.buffer.flush()


def _drop(kept: Kept | None, arguments: Arguments) -> int:
    found = _found(kept, arguments.item)
    question = f"Drop the text of {plain(title_of(found), 60)} ({_size(found)} bytes) for good?"
    if kept is None or not agreed(question, yes=arguments.yes):
        say("It stays.")
        return FAILED
    kept.drop_edit(found.place)
    say(f"Dropped: {plain(title_of(found), 60)}")
    return OK


def _found(kept: Kept | None, item: str) -> KeptEdit:
    found = None
    place = _place(item)
    if kept is not None and place is not None:
        found = kept.edit(place)
    if found is None:
        raise CopydeskError(
            f"No edited text is kept for {plain(item, 100)}", advice="copydesk edits names those that are."
        )
    return found


def _place(item: str) -> ItemRef | None:
    """What CONNECTION/KIND/ID stands for; None where it is not of that form."""
    connection, _, rest = item.partition("/")
    kind, _, id = rest.partition("/")
    return ItemRef(connection, ItemKind(kind), id) if kind in set(ItemKind) and id else None
