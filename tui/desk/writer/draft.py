"""What the writer hands over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """A finished text. `sources`: JSON for Notra's `sourceMetadata`, with links to what it leans on."""

    title: str
    slug: str
    markdown: str
    excerpt: str
    sources: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NothingToWrite:
    """The window holds nothing; `reason` says which window and where."""

    reason: str


class WriterError(Exception):
    """The sources could not be read; the text says which and why, for the job's `error`."""
