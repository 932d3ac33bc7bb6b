"""Git checkouts on the desk's machine, as they are registered with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.context import Desk
from tui.desk.routes.refusal import Refusal
from tui.desk.store.tables import Repository
from tui.desk.writer.activity import RepositoryFacts
from tui.desk.writer.draft import WriterError
from tui.desk.writer.git import describe


def described(path: str, named: str = "path") -> RepositoryFacts:
    """The checkout at, or above, a folder of this machine. `named`: what the request calls the folder.
    Raises `Refusal` (400) with a sentence where there is none.
    """
    folder = Path(path)
    if not folder.is_absolute():
        raise Refusal(400, f"{named} must be absolute")
    try:
        if not folder.is_dir():
            raise Refusal(400, f"{named} is not a folder on this machine")
        return describe(folder.resolve())
    except WriterError as error:
        raise Refusal(400, str(error)) from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "it is no path"
        raise Refusal(400, f"{named} cannot be read: {said}") from error


def kept(session: Session, facts: RepositoryFacts, desk: Desk) -> tuple[Repository, bool]:
    """The checkout's row with its names as they are now, and whether it was there already."""
    path = str(facts.path)
    row = session.scalar(select(Repository).where(Repository.path == path))
    known = row is not None
    if row is None:
        # The same checkout has the same id after it was forgotten and registered again.
        id = f"repo_{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"
        row = Repository(id=id, path=path, created_at=desk.now())
        session.add(row)
    row.owner, row.repo = facts.owner, facts.repo
    row.display_name, row.default_branch = facts.display_name, facts.default_branch
    session.flush()
    return row, known


def told_apart(rows: Iterable[Repository]) -> dict[str, str]:
    """What all the checkouts are called, by their ids. Those of one name are told with where they lie."""
    rows = list(rows)
    names = {row.id: row.display_name for row in rows}
    for parts in (2, 0):
        several = Counter(names.values())
        for row in rows:
            if several[names[row.id]] > 1:
                path = Path(row.path)
                lies = "/".join(path.parts[-parts:]) if parts else str(path)
                names[row.id] = f"{row.display_name} ({lies})"
    return names
