"""Blogree's sign-in: a token for an email and a password (contracts/blogree.md, "Authentication")."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from tui.domain.errors import (
    Conflict,
    CopydeskError,
    CredentialError,
    Forbidden,
    Invalid,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    SignInRefused,
    Unreachable,
)
from tui.domain.tokens import Account, Token, TokenStore
from tui.platforms.auth import Ask, Credential, SecretProvider
from tui.platforms.blogree.wire import Login, LoginIn
from tui.platforms.wire import Reader, written

LIFE = timedelta(days=7)
"""How long a token holds where the answer does not say, or says what cannot be."""
RENEWED_BEFORE = timedelta(minutes=5)
"""A token is renewed this long before its end; one that lives shorter, at half its life."""
JUST_NOW = timedelta(minutes=1)
"""A token that took the place of a refused one, and is refused itself within this time, is the last."""
ADVICE = "Check this connection's email and password in the config file; r tries again."


class LoginAuth:
    """Shows a kept token, signs in where there is none that holds, before it ends, and once after a 401.

    However many requests wait for it, one sign-in is under way; its failure is the failure of all that
    waited. One that was refused is not made again: whoever wants another try opens the connection anew.
    """

    def __init__(
        self, account: Account, password: SecretProvider, tokens: TokenStore, now: Callable[[], datetime]
    ) -> None:
        """Take who signs in, where the password comes from, where tokens are kept, and a clock."""
        self._account = account
        self._password = password
        self._tokens = tokens
        self._now = now
        self._token: Token | None = None
        self._renew_at: datetime | None = None
        self._was_refused = False
        self._renewed_at: datetime | None = None
        self._lock = asyncio.Lock()
        self._failures = 0
        self._failure: CopydeskError | None = None

    @property
    def word(self) -> str:
        """A sign-in."""
        return "sign-in"

    @property
    def advice(self) -> str:
        """To look at what it signs in with."""
        return ADVICE

    async def credential(self, ask: Ask) -> Credential:
        """A token that holds."""
        failures = self._failures
        token = self._held()
        if token is None:
            async with self._lock:
                token = self._held() or await self._had(ask, failures)
        return Credential("Authorization", "Bearer ", token.secret)

    async def refused(self, credential: Credential) -> bool:
        """Forget the token, unless another has taken its place; signing in anew may help, once."""
        if self._token is None or self._token.secret != credential.secret:
            return True
        self._token = None
        self._was_refused = True
        if self._renewed_at is not None and abs(self._now() - self._renewed_at) < JUST_NOW:
            self._failure = SignInRefused(
                f"{self._account.connection} refuses the sign-in that it has only just taken", advice=ADVICE
            )
        await self._tokens.forget(self._account, credential.secret)
        return self._failure is None

    def _held(self) -> Token | None:
        holds = self._token is not None and self._renew_at is not None and self._now() < self._renew_at
        return self._token if holds else None

    async def _had(self, ask: Ask, failures: int) -> Token:
        """A token from where they are kept, or from a sign-in. `failures`: how many there were when it was
        first wanted.
        """
        if self._failure is not None and (self._failures > failures or _is_final(self._failure)):
            raise self._failure.with_traceback(None)
        # What took the place of a refused one meanwhile may be as old: then only a sign-in helps.
        kept = None if self._was_refused else await self._tokens.token(self._account)
        if kept is not None:
            self._use(kept, kept.expires_at - RENEWED_BEFORE)
        return self._held() or await self._signed_in(ask)

    def _use(self, token: Token, renew_at: datetime) -> None:
        self._token, self._renew_at = token, renew_at

    async def _signed_in(self, ask: Ask) -> Token:
        try:
            token = await self._asked(ask)
        except CopydeskError as error:
            self._failures += 1
            self._failure = error
            raise
        self._failure = None
        self._renewed_at = self._now() if self._was_refused else None
        self._was_refused = False
        await self._tokens.keep(self._account, token)
        return token

    async def _asked(self, ask: Ask) -> Token:
        name = self._account.connection
        password = await self._password()
        login = written(Login, name, email=self._account.email, password=password)
        asked_at = self._now()
        try:
            raw = await ask("/auth/login", login.as_json())
        except (NotFound, NotSupported) as error:
            raise SignInRefused(
                f"{name} has no sign-in at its address",
                advice="Check base_url in the config file.",
                request_id=error.request_id,
            ) from None
        except (SignInRefused, Invalid, Forbidden, Conflict) as error:
            raise SignInRefused(error.happened, advice=ADVICE, request_id=error.request_id) from None
        except OutcomeUnknown as error:
            # A sign-in changes nothing: what waits for it was not sent.
            raise Unreachable(
                f"{name} did not answer the sign-in", advice="", request_id=error.request_id
            ) from error
        found = Reader(name).one(LoginIn, raw)
        if not found.token.reveal():
            raise CredentialError(f"{name} gave no token at the sign-in", advice=ADVICE)
        life = _life(asked_at, found.expires_at)
        token = Token(found.token, asked_at + life)
        self._use(token, token.expires_at - min(RENEWED_BEFORE, life / 2))
        return token


def _life(asked_at: datetime, expires_at: datetime | None) -> timedelta:
    """How long a token holds from now on, by this machine's clock, which may not be the platform's: an end
    that lies behind us, or too far ahead, tells of the clocks and not of the token.
    """
    life = LIFE if expires_at is None else expires_at - asked_at
    return life if timedelta() < life <= LIFE else LIFE


def _is_final(error: CopydeskError) -> bool:
    """Whether another try would end the same way."""
    return isinstance(error, SignInRefused | CredentialError)
