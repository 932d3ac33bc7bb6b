"""Tokens that a sign-in gave, and where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tui.domain.secrets import Secret


@dataclass(frozen=True, slots=True)
class Account:
    """Whose a token is: it is shown to no other address and used for nobody else."""

    connection: str
    email: str
    base_url: str
    """Without a slash at its end."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a sign-in gave, and until when it holds (aware, by this machine's clock)."""

    secret: Secret
    expires_at: datetime


class TokenStore(Protocol):
    """Keeps one token an account. Raises nothing: where it cannot keep one, there is none the next time."""

    async def token(self, account: Account) -> Token | None:
        """The one that is kept, whether it still holds or not."""

    async def keep(self, account: Account, token: Token) -> None:
        """Keep this one, in place of the one before."""

    async def forget(self, account: Account, refused: Secret) -> None:
        """Keep this one no longer; another that has taken its place stays."""
