"""How one thing on one connection is named, everywhere in Copydesk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    """What an id stands for: ids of different kinds on one connection may be equal."""

    POST = "post"
    SOCIAL = "social"
    JOB = "job"
    ACCOUNT = "account"
    SITE = "site"
    REPOSITORY = "repository"
    VOICE = "voice"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True)
class ItemRef:
    """One item: stable over refreshes, so cursors and marks are kept by it."""

    connection: str
    kind: ItemKind
    id: str

    def __str__(self) -> str:
        return f"{self.connection}/{self.kind}/{self.id}"
