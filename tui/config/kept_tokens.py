"""Tokens from a sign-in, kept for their owner alone until they end: the next start needs no password."""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tui.config import owner_only
from tui.domain.secrets import Secret
from tui.domain.tokens import Account, Token

_log = logging.getLogger(__name__)

FILE_NAME = "tokens.json"
LOCK_NAME = "tokens.lock"
LOCK_SECONDS = 2.0
"""How long another Copydesk that writes is waited for."""
LOCK_STEP_SECONDS = 0.02


class KeptTokens:
    """A file in the state folder, shared by all Copydesks of a person. One that is damaged holds no token;
    where it cannot be written the sign-in is made anew at the next start, and nothing else is lost.
    """

    def __init__(
        self,
        folder: Path,
        *,
        on_secret: Callable[[Secret], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`on_secret` is told of each token before anyone uses it: for the log that must not show it."""
        self._folder = folder
        self._on_secret = on_secret
        self._now = now

    async def token(self, account: Account) -> Token | None:
        """The one that is kept."""
        token = (await asyncio.to_thread(self._read)).get(account)
        if token is not None:
            self._on_secret(token.secret)
        return token

    async def keep(self, account: Account, token: Token) -> None:
        """Keep this one."""
        self._on_secret(token.secret)

        def with_it(kept: dict[Account, Token]) -> None:
            kept[account] = token

        await asyncio.to_thread(self._change, with_it)

    async def forget(self, account: Account, refused: Secret) -> None:
        """Keep this one no longer."""

        def without_it(kept: dict[Account, Token]) -> None:
            if account in kept and kept[account].secret == refused:
                del kept[account]

        await asyncio.to_thread(self._change, without_it)

    def ends(self) -> dict[str, datetime]:
        """When the latest token of each connection ends."""
        found: dict[str, datetime] = {}
        for account, token in self._read().items():
            found[account.connection] = max(found.get(account.connection, token.expires_at), token.expires_at)
        return found

    @property
    def _file(self) -> Path:
        return self._folder / FILE_NAME

    def _read(self) -> dict[Account, Token]:
        try:
            owner_only.close_to_others(self._file)
            kept = json.loads(self._file.read_bytes())
            return dict(_entry(one) for one in kept["tokens"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError):
            return {}

    def _change(self, change: Callable[[dict[Account, Token]], None]) -> None:
        try:
            with self._alone():
                kept = self._read()
                change(kept)
                now = self._now()
                held = {account: token for account, token in kept.items() if token.expires_at > now}
                owner_only.write(self._file, _written(held))
        except OSError as error:
            _log.warning("The token of a sign-in is not kept (%s)", type(error).__name__)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other Copydesk writes. Raises OSError."""
        owner_only.make_private_folder(self._folder)
        handle = os.open(
            self._folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, owner_only.FILE_MODE
        )
        try:
            until = time.monotonic() + LOCK_SECONDS
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    # One that was stopped while it wrote would be waited for without end.
                    if time.monotonic() > until:
                        raise
                    time.sleep(LOCK_STEP_SECONDS)
            yield
        finally:
            os.close(handle)


def _entry(kept: dict[str, Any]) -> tuple[Account, Token]:
    connection, email, base_url, secret = (kept[key] for key in ("connection", "email", "base_url", "token"))
    expires_at = datetime.fromisoformat(kept["expires_at"])
    if not all(isinstance(text, str) and text for text in (connection, email, base_url, secret)):
        raise TypeError("text")
    if expires_at.tzinfo is None:
        raise ValueError("zone")
    return Account(connection, email, base_url), Token(Secret(secret), expires_at)


def _written(tokens: dict[Account, Token]) -> bytes:
    entries = [
        {
            "connection": account.connection,
            "email": account.email,
            "base_url": account.base_url,
            "token": token.secret.reveal(),
            "expires_at": token.expires_at.isoformat(),
        }
        for account, token in tokens.items()
    ]
    return json.dumps({"tokens": entries}, indent=2).encode()
