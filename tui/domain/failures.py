"""What is left of a question that one connection did not answer while others did."""

from __future__ import annotations

from dataclasses import dataclass

from tui.domain.errors import CopydeskError


@dataclass(frozen=True, slots=True)
class ConnectionFailed:
    """One connection brought an error instead of an answer. The others are not touched by it."""

    connection: str
    error: CopydeskError
