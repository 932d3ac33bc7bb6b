"""The git checkout that copydesk is started in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.desk.writer.repositories import Repository

NAME = "lantern"
WORDS = (
    "Search streams its matches",
    "A long line no longer ends the reader",
    "Saved filters are files of their own",
)
"""What the changes say, as a changelog repeats it."""


def make_checkout(folder: Path) -> Path:
    """A repository with tagged and conventional commits, and a plain one, of the last days."""
    repository = Repository.new(folder / NAME)
    repository.clock = datetime.now(UTC) - timedelta(days=3)
    repository.commit("feat: search streams its matches")
    repository.commit("fix(reader): a long line no longer ends the reader")
    repository.tag("v1.2.0", "Lantern 1.2")
    repository.commit("feat!: saved filters are files of their own\n\nBREAKING CHANGE: move them over")
    repository.commit("Reword the help")
    repository.tag("v2.0.0")
    return repository.path
