"""What a Copydesk leaves in its state folder, for the verbs that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.conftest import Command
from tests.fakes.items import NOON
from tui.state import State, open_state


@contextmanager
def a_copydesk(command: Command) -> Iterator[State]:
    """A Copydesk that runs on the command's state."""
    state = open_state(command.paths.state_dir / "state.db", lambda: NOON)
    try:
        yield state
    finally:
        state.close()


def files(folder: Path) -> set[str]:
    """All that stands in a folder, deep."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}
