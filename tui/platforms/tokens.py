"""Tokens from a sign-in that nobody keeps longer than the process."""

from __future__ import annotations

from collections.abc import Mapping

from tui.domain.secrets import Secret
from tui.domain.tokens import Account, Token


class TokensInMemory:
    """Gone with the process: the password is asked for again at the next start."""

    def __init__(self, known: Mapping[Account, Token] | None = None) -> None:
        """Begin with these."""
        self._tokens = dict(known or {})

    async def token(self, account: Account) -> Token | None:
        """The one that is kept."""
        return self._tokens.get(account)

    async def keep(self, account: Account, token: Token) -> None:
        """Keep this one."""
        self._tokens[account] = token

    async def forget(self, account: Account, refused: Secret) -> None:
        """Keep this one no longer."""
        held = self._tokens.get(account)
        if held is not None and held.secret == refused:
            del self._tokens[account]
