"""Where tokens from a sign-in are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tui.domain.secrets import Secret


@dataclass(frozen=True, slots=True)
class Token:
    """What a sign-in gave, and until when it holds (aware)."""

    secret: Secret
    expires_at: datetime


class TokenStore(Protocol):
    """Keeps one token a connection. Quick local calls."""

    def token(self, connection: str) -> Token | None:
        """The one that is kept."""

    def keep(self, connection: str, token: Token | None) -> None:
        """Keep this one; None: forget it."""


class TokensInMemory:
    """Gone with the process: the password is asked for again at the next start."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tokens: dict[str, Token] = {}

    def token(self, connection: str) -> Token | None:
        """The one that is kept."""
        return self._tokens.get(connection)

    def keep(self, connection: str, token: Token | None) -> None:
        """Keep this one; None: forget it."""
        if token is None:
            self._tokens.pop(connection, None)
        else:
            self._tokens[connection] = token
