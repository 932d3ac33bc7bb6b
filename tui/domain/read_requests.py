"""How an item is read from its platform by hand."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

KEY = "$COPYDESK_KEY"
"""What stands for the key: the key itself is never shown."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A GET that gives an item, or the list that it stands in."""

    url: str
    header: str
    """The header that the key goes into."""
    prefix: str = ""
    """What stands before the key there."""

    @property
    def curl(self) -> str:
        """A line for a shell, which puts the key in from its environment."""
        parts = urlsplit(self.url)
        # Whoever put a password into the address did not mean it to be pasted.
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
        return f'curl -sS -H "{self.header}: {self.prefix}{KEY}" {shlex.quote(urlunsplit(bare))}'
