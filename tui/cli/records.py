"""The state database, for verbs: found where Copydesk keeps it, and never made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.table import say
from tui.config.paths import Paths

if TYPE_CHECKING:
    from tui.state.kept import Kept


def state_file(paths: Paths) -> Path:
    """Where the state database is, or will be."""
    return paths.state_dir / "state.db"


def edit_folder(paths: Paths) -> Path:
    """Where texts are while an editor has them."""
    return paths.state_dir / "edits"


@contextmanager
def records(paths: Paths) -> Iterator[Kept | None]:
    """What is kept, while the context lasts; None where nothing ever was. Raises StateError."""
    from tui.state.kept import opened

    with opened(state_file(paths)) as kept:
        yield kept


def say_nothing_yet(paths: Paths, *, json: bool = False) -> None:
    """Say that there is no state; for a script that is told by no line at all."""
    if not json:
        say(f"Nothing has been kept yet: there is no {state_file(paths)}.")
