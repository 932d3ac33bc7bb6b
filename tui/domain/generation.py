"""What a person asks a platform to write."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class GenerationKind(StrEnum):
    """Which form a connection's generation takes."""

    FROM_GIT = "git"
    """Repositories and a look-back window."""
    FROM_TOPIC = "topic"
    """A topic with length, tone, FAQ and keywords."""
    FROM_BRIEF = "brief"
    """A topic with a description and one keyword; the platform writes when it sees fit."""


LOOKBACK_WINDOWS = ("current_day", "yesterday", "last_7_days", "last_14_days", "last_30_days")
DEFAULT_LOOKBACK = "last_7_days"
LENGTHS = ("short", "medium", "long")
TONES = ("professional", "casual", "educational", "persuasive")


@dataclass(frozen=True, slots=True)
class GenerationSource:
    """A repository (from git) or a site (from a topic) that a form offers."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class GitRequest:
    """Write from git activity. `source_ids` empty: everything the connection knows."""

    content_type: str
    lookback: str = DEFAULT_LOOKBACK
    source_ids: tuple[str, ...] = ()
    source_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRequest:
    """Write from a topic. Fields that a connection's kind does not have are left at None."""

    topic: str
    length: str | None = None
    tone: str | None = None
    include_faq: bool | None = None
    keywords: tuple[str, ...] = ()
    site_id: str | None = None
    description: str | None = None


GenerationRequest = GitRequest | TopicRequest
