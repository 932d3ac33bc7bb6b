"""Having a connection's secret, when it is first needed."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from types import MappingProxyType

from tui.config.secret_command import Ran, run_command
from tui.config.settings import SecretSource
from tui.domain.errors import CredentialError
from tui.domain.secrets import Secret

COMMAND_SECONDS = 10.0
LONGEST_COMPLAINT = 200
SHORTEST_HIDDEN = 4
"""Characters that a line of output must have to be taken out of a command's errors."""
KEYRING_SERVICE = "copydesk"
ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")


class Credentials:
    """The secrets of one run: each is fetched when it is first asked for, and again when it was refused."""

    def __init__(
        self,
        *,
        environ: Mapping[str, str] | None = None,
        on_secret: Callable[[Secret], None] | None = None,
        command_seconds: float = COMMAND_SECONDS,
    ) -> None:
        """`on_secret` is told of each secret before anyone uses it: for the log that must not show it."""
        self._environ: Mapping[str, str] = MappingProxyType(dict(os.environ if environ is None else environ))
        self._on_secret = on_secret
        self._command_seconds = command_seconds
        self._had: dict[SecretSource, Secret] = {}
        self._locks: dict[SecretSource, asyncio.Lock] = {}

    async def secret(self, connection: str, source: SecretSource) -> Secret:
        """The secret of a connection. Callers at the same time share one fetch; a failure is not kept.

        Raises CredentialError.
        """
        async with self._locks.setdefault(source, asyncio.Lock()):
            if source not in self._had:
                secret = Secret(_usable(connection, source, await self._fetch(connection, source)))
                if self._on_secret is not None:
                    self._on_secret(secret)
                self._had[source] = secret
            return self._had[source]

    def forget(self, source: SecretSource) -> None:
        """Its secret was refused, or could not be had: whoever is opened anew fetches it anew."""
        self._had.pop(source, None)

    def provider(self, connection: str, source: SecretSource) -> Callable[[], Awaitable[Secret]]:
        """What gives one client its secret. A client keeps what it was given until the platform refuses
        it: when it asks again the secret is fetched anew, so that a new key needs no new start.
        """
        asked = False

        async def secret() -> Secret:
            nonlocal asked
            if asked:
                self._had.pop(source, None)
            asked = True
            return await self.secret(connection, source)

        return secret

    async def _fetch(self, connection: str, source: SecretSource) -> str:
        match source.kind:
            case "command":
                return await self._from_command(connection, source)
            case "env":
                return self._from_environment(connection, source)
            case "keyring":
                return await _on_a_thread_of_its_own(lambda: _from_keyring(connection, source.value))
            case "file":
                return source.value

    def _from_environment(self, connection: str, source: SecretSource) -> str:
        value = self._environ.get(source.value)
        if not value:
            state = "is not set" if value is None else "is empty"
            raise CredentialError(
                f"{connection}'s secret should be in the environment variable {source.value}, which {state}",
                advice=f"Set it and start Copydesk again, or correct {source.key} in the config file.",
            )
        return value

    async def _from_command(self, connection: str, source: SecretSource) -> str:
        try:
            ran = await run_command(source.value, environ=self._environ, limit=self._command_seconds)
        except (OSError, ValueError) as error:
            raise CredentialError(
                f"{connection}'s {source.key} could not be run ({type(error).__name__})",
                advice="Copydesk runs it with /bin/sh -c.",
            ) from None
        advice = f"Run it yourself to see why, and correct {source.key} in the config file if need be."
        if ran.too_long:
            advice = "It may wait for a question that it cannot ask here: unlock gpg or the vault, then r."
            raise CredentialError(
                f"{connection}'s {source.key} did not end within {self._command_seconds:g} s", advice=advice
            )
        if ran.status is None:
            raise CredentialError(f"{connection}'s {source.key} printed far too much", advice=advice)
        if ran.status != 0:
            raise CredentialError(f"{connection}'s {source.key} {_complaint(ran)}", advice=advice)
        lines = ran.output.decode("utf-8", "replace").splitlines()
        if not lines or not lines[0].strip():
            raise CredentialError(
                f"{connection}'s {source.key} printed nothing in its first line", advice=advice
            )
        return lines[0]


def _complaint(ran: Ran) -> str:
    assert ran.status is not None
    how = f"ended with status {ran.status}" if ran.status > 0 else f"was ended by signal {-ran.status}"
    said = ran.errors.decode("utf-8", "replace")
    # "set -x" and the like print the secret once more.
    for line in ran.output.decode("utf-8", "replace").split():
        if len(line) >= SHORTEST_HIDDEN:
            said = said.replace(line, "…")
    said = "".join(char if char.isprintable() else " " for char in ESCAPES.sub("", said))
    said = " ".join(said.split())
    if len(said) > LONGEST_COMPLAINT:
        said = said[:LONGEST_COMPLAINT] + "…"
    return f"{how}: {said}" if said else f"{how} and said nothing"


def _usable(connection: str, source: SecretSource, text: str) -> str:
    text = text.strip()
    # A key goes into a header, which takes no more than ASCII; a password goes into JSON.
    fits = text.isascii() if source.key.startswith("api_key") else True
    if not text or not fits or not text.isprintable():
        raise CredentialError(
            f"what {connection}'s {source.key} brings is not a usable secret: "
            + ("it is empty" if not text else "it has characters that no key has")
        )
    return text


async def _on_a_thread_of_its_own(fetch: Callable[[], str]) -> str:
    """What `fetch` gives, or raises. Its thread is left behind when nobody waits for it any more: the loop
    and the process wait for asyncio's own threads when they end, and a keyring may wait for a person.
    """
    fetched: Future[str] = Future()
    # From here on giving up on it does not cancel it, so that the thread can always hand over.
    fetched.set_running_or_notify_cancel()

    def run() -> None:
        try:
            fetched.set_result(fetch())
        except BaseException as error:
            fetched.set_exception(error)

    threading.Thread(target=run, name="secret", daemon=True).start()
    return await asyncio.wrap_future(fetched)


def _from_keyring(connection: str, entry: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError, KeyringLocked, NoKeyringError
    except ImportError:
        raise CredentialError(
            f"{connection}'s secret should come from the keyring, but Copydesk was installed without it",
            advice="Install it with: pip install 'copydesk[keyring]'",
        ) from None
    try:
        value = keyring.get_password(KEYRING_SERVICE, entry)
    except NoKeyringError:
        raise CredentialError(
            f"{connection}'s secret should come from the keyring, but this system has none",
            advice="Use api_key_command or password_command, or an environment variable, instead.",
        ) from None
    except KeyringLocked:
        raise CredentialError(
            f"the keyring with {connection}'s secret is locked", advice="Unlock it, then r."
        ) from None
    except KeyringError as error:
        raise CredentialError(
            f"the keyring with {connection}'s secret could not be read ({type(error).__name__})",
            advice=f"See what `keyring get {KEYRING_SERVICE} {entry}` says.",
        ) from None
    except subprocess.CalledProcessError as error:
        raise CredentialError(
            f"the keyring's own program failed with status {error.returncode} for {connection}'s secret",
            advice=f"See what `keyring get {KEYRING_SERVICE} {entry}` says.",
        ) from None
    if not value:
        raise CredentialError(
            f"the keyring has no entry {entry} for {connection}",
            advice=f"Add it with: keyring set {KEYRING_SERVICE} {entry}",
        )
    return value
