"""Samples: a small set that makes the first screen worth looking at.

Every sample's title (a social post's topic) ends with " (sample)"; Notra's carry `sample` in their
metadata, Blogree's the tag. All of them were made before now, so the workflows leave them alone, and
no account or site of theirs has an address that anything could be sent to.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tui.desk.samples.blogree import seed_blogree
from tui.desk.samples.marks import MARK
from tui.desk.samples.notra import seed_notra
from tui.desk.samples.repostra import seed_repostra

__all__ = ["MARK", "seed"]


def seed(session: Session, now: datetime) -> None:
    """Add the samples to a database that has no posts yet. The ids are the same in each new database,
    the times are relative to `now` (aware).
    """
    seed_notra(session, now)
    seed_repostra(session, now)
    seed_blogree(session, now)
    session.flush()
