"""Blogree's sign-in: a token for an email and a password (contracts/blogree.md, "Authentication")."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from tui.domain.errors import (
    CopydeskError,
    CredentialError,
    Invalid,
    OutcomeUnknown,
    SignInRefused,
    Unreachable,
)
from tui.platforms.auth import Ask, Credential, SecretProvider
from tui.platforms.blogree.wire import Login, LoginIn
from tui.platforms.tokens import Token, TokenStore
from tui.platforms.wire import Reader, written

LIFE = timedelta(days=7)
"""How long a token holds where the answer does not say."""
RENEWED_BEFORE = timedelta(minutes=5)
"""A token is renewed this long before its end; one that lives shorter, at half its life."""
ADVICE = "Check this connection's email and password in the config file."


class LoginAuth:
    """Signs in when a token is needed, before it ends, and once after a 401. However many requests
    wait for it, one sign-in is under way; its failure is the failure of all that waited.
    """

    def __init__(
        self,
        connection: str,
        email: str,
        password: SecretProvider,
        tokens: TokenStore,
        now: Callable[[], datetime],
    ) -> None:
        """Take who signs in, where the password comes from, where tokens are kept, and a clock."""
        self._connection = connection
        self._email = email
        self._password = password
        self._tokens = tokens
        self._now = now
        self._renew_at: datetime | None = None
        self._lock = asyncio.Lock()
        self._failures = 0
        self._failure: CopydeskError | None = None

    @property
    def word(self) -> str:
        """A sign-in."""
        return "sign-in"

    async def credential(self, ask: Ask) -> Credential:
        """A token that holds."""
        failures = self._failures
        token = self._held()
        if token is None:
            async with self._lock:
                token = self._held()
                if token is None and self._failures > failures and self._failure is not None:
                    raise self._failure.with_traceback(None)
                if token is None:
                    token = await self._signed_in(ask)
        return Credential("Authorization", "Bearer ", token.secret)

    async def refused(self, credential: Credential) -> bool:
        """Forget the token, unless another has taken its place; signing in anew may help."""
        held = self._tokens.token(self._connection)
        if held is not None and held.secret == credential.secret:
            self._tokens.keep(self._connection, None)
        return True

    def _held(self) -> Token | None:
        token = self._tokens.token(self._connection)
        if token is None:
            return None
        renew_at = self._renew_at or token.expires_at - RENEWED_BEFORE
        return token if self._now() < renew_at else None

    async def _signed_in(self, ask: Ask) -> Token:
        try:
            token = await self._asked(ask)
        except CopydeskError as error:
            self._failures += 1
            self._failure = error
            raise
        self._tokens.keep(self._connection, token)
        return token

    async def _asked(self, ask: Ask) -> Token:
        password = await self._password()
        login = written(Login, self._connection, email=self._email, password=password)
        asked_at = self._now()
        try:
            raw = await ask("/auth/login", login.as_json())
        except (SignInRefused, Invalid) as error:
            raise SignInRefused(error.happened, advice=ADVICE, request_id=error.request_id) from None
        except OutcomeUnknown as error:
            # A sign-in changes nothing: what waits for it was not sent.
            raise Unreachable(f"{self._connection} did not answer the sign-in", advice="") from error
        found = Reader(self._connection).one(LoginIn, raw)
        if not found.token.reveal():
            raise CredentialError(f"{self._connection} gave no token at the sign-in", advice=ADVICE)
        expires_at = found.expires_at or asked_at + LIFE
        self._renew_at = expires_at - min(RENEWED_BEFORE, (expires_at - asked_at) / 2)
        return Token(found.token, expires_at)
