"""How a connection shows who it is: small strategies that the transport asks before each request."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from tui.domain.errors import CopydeskError, CredentialError, SignInRefused
from tui.domain.secrets import Secret

SecretProvider = Callable[[], Awaitable[Secret]]
"""Gives a connection's key or password; asked when it is first needed. Raises `CredentialError`."""

Ask = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""Posts JSON to a path without any credential and gives the answer's JSON; Secrets inside are revealed
only when it is sent."""


@dataclass(frozen=True, slots=True)
class Credential:
    """One header to send: `prefix` and then the secret."""

    header: str
    prefix: str
    secret: Secret


class Auth(Protocol):
    """What the transport wants of a strategy."""

    @property
    def word(self) -> str:
        """What it shows, for a sentence such as "acme refused the key"."""

    @property
    def advice(self) -> str:
        """What to do where it is refused, in a sentence."""

    async def credential(self, ask: Ask) -> Credential:
        """What to send now."""

    async def refused(self, credential: Credential) -> bool:
        """The platform answered 401 to this one. Gives whether trying once more makes sense."""


class KeyAuth:
    """A key in a header, had once. One that could not be had, or was refused, is not asked for again and
    not shown again: whoever wants another try opens the connection anew.
    """

    def __init__(self, provider: SecretProvider, *, header: str, prefix: str = "") -> None:
        """Take where the key comes from and the header it goes into."""
        self._provider = provider
        self._header = header
        self._prefix = prefix
        self._known: Credential | None = None
        self._failure: CopydeskError | None = None
        self._lock = asyncio.Lock()

    @property
    def word(self) -> str:
        """A key."""
        return "key"

    @property
    def advice(self) -> str:
        """To look at the key."""
        return SignInRefused.advice_default

    async def credential(self, ask: Ask) -> Credential:
        """The key, asked for once, however many requests wait for it; so is its failure. Raises
        CredentialError and SignInRefused.
        """
        async with self._lock:
            if self._failure is not None:
                raise self._failure.with_traceback(None)
            if self._known is None:
                try:
                    secret = await self._provider()
                except CredentialError as error:
                    self._failure = error
                    raise
                self._known = Credential(self._header, self._prefix, secret)
            return self._known

    async def refused(self, credential: Credential) -> bool:
        """Show the key no more; it would be refused again."""
        self._failure = SignInRefused("The key was refused")
        return False


def bearer(provider: SecretProvider) -> KeyAuth:
    """`Authorization: Bearer KEY`, as Notra and the desk want it."""
    return KeyAuth(provider, header="Authorization", prefix="Bearer ")


def x_api_key(provider: SecretProvider) -> KeyAuth:
    """`X-API-Key: KEY`, as Repostra wants it."""
    return KeyAuth(provider, header="X-API-Key")
