"""What each connection lets Copydesk do: whether it takes the key, and whether it takes changes."""

from __future__ import annotations

from collections.abc import Iterable

from tui.domain.errors import CopydeskError, CredentialError, Forbidden, ReadOnly, SignInRefused, Unpaid

BY_CONFIG = "the config file says so"


class Access:
    """Remembers what a connection refused, so that it is neither asked nor told the same again."""

    def __init__(self, read_only: Iterable[str] = ()) -> None:
        """`read_only`: the connections that are only read from the start on."""
        self._read_only = dict.fromkeys(read_only, BY_CONFIG)
        self._by_config = frozenset(self._read_only)
        self._refused: dict[str, CopydeskError] = {}

    def take(self, read_only: Iterable[str], anew: Iterable[str]) -> None:
        """The config file is another now: these are only read; of those in `anew` nothing that they refused
        counts any more.
        """
        for name in anew:
            self._refused.pop(name, None)
            self._read_only.pop(name, None)
        for name in self._by_config:
            if self._read_only.get(name) == BY_CONFIG:
                del self._read_only[name]
        self._by_config = frozenset(read_only)
        self._read_only |= dict.fromkeys(self._by_config, BY_CONFIG)

    def hear(self, name: str, error: CopydeskError) -> None:
        """A connection failed: where the key or sign-in was refused, or could not be had, that stays so."""
        if isinstance(error, SignInRefused | CredentialError):
            self._refused.setdefault(name, error)

    def is_refused(self, name: str) -> bool:
        """Whether the key or the sign-in was refused, or could not be had."""
        return name in self._refused

    def forget_refusal(self, name: str) -> None:
        """Let it be tried once more."""
        self._refused.pop(name, None)

    def check(self, name: str) -> None:
        """Raise the refusal again where there was one: asking again would bring the same."""
        refusal = self._refused.get(name)
        if refusal is not None:
            raise refusal.with_traceback(None)

    def read_only(self, name: str) -> str | None:
        """Why nothing that changes anything is sent to a connection; None: it takes changes."""
        return self._read_only.get(name)

    def check_write(self, name: str) -> None:
        """Raise ReadOnly where nothing is to be sent."""
        reason = self._read_only.get(name)
        if reason is not None:
            way = (
                "Take read_only out of its section in the config file"
                if name in self._by_config
                else "Use a key that may write and start Copydesk again"
            )
            raise ReadOnly(
                f"{name} is read-only, so nothing was sent: {reason}",
                advice=f"{way} to change things there.",
            )

    def forbid_changes(self, name: str, error: Forbidden) -> bool:
        """A change was forbidden: no other is to be sent. Whether that is so: an unpaid plan says nothing
        of other changes.
        """
        if isinstance(error, Unpaid):
            return False
        self._read_only.setdefault(name, error.happened)
        return True
