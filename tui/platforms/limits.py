"""How many requests each platform takes, as its contract says (contracts/*.md; peers R10, N9, B12)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` requests in any `seconds`, over those that it covers."""

    most: int | None
    """1 or more; None: as many as one likes, until an answer says otherwise."""
    what: str = "requests"
    """What it counts, in the plural."""
    method: str | None = None
    """None: every method."""
    path: str = ""
    """A regular expression for the whole path under the base address; empty: every path."""
    seconds: float = MINUTE
    assumed: bool = False
    """Whether no contract states it: then an answer may raise it too."""

    def covers(self, method: str, path: str) -> bool:
        """Whether a request counts."""
        if self.method is not None and self.method != method:
            return False
        return not self.path or re.fullmatch(self.path, path) is not None


UNLIMITED = Limit(None, assumed=True)

REPOSTRA = (Limit(60),)
NOTRA = (
    Limit(10, "generations", "POST", "/v1/posts/generate"),
    Limit(60, "changes", "PATCH", "/v1/(?:[^/]+/)?posts/[^/]+"),
    Limit(5, "brand identities", "POST", "/v1/brand-identities/generate"),
    Limit(20, "repositories", "POST", "/v1/integrations/github"),
)
"""Reads are not limited."""
BLOGREE = (Limit(60, assumed=True),)
"""No number is known: this is where it starts, and its answers say more."""
BLOGREE_ON_THE_DESK = (Limit(120),)
"""What the local desk made of it: there is nothing to be careful about."""
