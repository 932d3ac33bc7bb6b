"""Settings from a parsed config file that is right."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from tui.config.settings import (
    PLATFORMS,
    SOURCE_SUFFIXES,
    ConnectionSettings,
    SecretSource,
    can_hold,
    can_refresh,
)
from tui.domain.holds import Holds, Refresh


def connections(document: dict[str, Any], without: Container[str] = ()) -> tuple[ConnectionSettings, ...]:
    """The file's connections in its order, but for those in `without`.

    Raises LookupError, TypeError, ValueError or AttributeError where the file is not as checked.
    """
    section = document.get("connections", {})
    return tuple(connection(name, table) for name, table in section.items() if name not in without)


def connection(name: str, table: dict[str, Any]) -> ConnectionSettings:
    """One connection. Raises as `connections`."""
    platform = PLATFORMS[PLATFORMS.index(table["platform"])]
    base_url = text(table, "base_url")
    desk = truth(table, "desk")
    secret = secret_source(table)
    if (secret is None) is not desk:
        raise ValueError("secret")
    return ConnectionSettings(
        name=name,
        platform=platform,
        secret=secret,
        base_url=base_url.rstrip("/") if base_url else None,
        organization_id=text(table, "organization_id"),
        email=text(table, "email"),
        desk=desk,
        read_only=truth(table, "read_only"),
    )


def holds(section: dict[str, Any]) -> Holds:
    """How long verdicts are held. Raises as `connections`."""
    usual = Holds()
    return Holds(
        undoable=_seconds(section, "hold_undoable_seconds", can_hold, usual.undoable),
        approve=_seconds(section, "hold_approve_seconds", can_hold, usual.approve),
        publish=_seconds(section, "hold_publish_seconds", can_hold, usual.publish),
    )


def refresh(section: dict[str, Any]) -> Refresh:
    """How often screens ask anew. Raises as `connections`."""
    usual = Refresh()
    return Refresh(
        inbox=_seconds(section, "inbox_seconds", can_refresh, usual.inbox),
        posts=_seconds(section, "posts_seconds", can_refresh, usual.posts),
        jobs=_seconds(section, "jobs_seconds", can_refresh, usual.jobs),
    )


def secret_source(table: dict[str, Any]) -> SecretSource | None:
    """Where the secret of a connection comes from; None: it has none."""
    for stem in ("api_key", "password"):
        for suffix, kind in SOURCE_SUFFIXES.items():
            value = text(table, stem + suffix)
            if value is not None:
                return SecretSource(kind, value, stem + suffix)
    return None


def text(table: dict[str, Any], key: str) -> str | None:
    """The text at a key, None where it is not. Raises TypeError where it is something else."""
    value = table.get(key)
    if value is None or isinstance(value, str):
        return value
    raise TypeError(key)


def truth(table: dict[str, Any], key: str, *, usual: bool = False) -> bool:
    """True or false at a key. Raises TypeError where it is something else."""
    value = table.get(key, usual)
    if not isinstance(value, bool):
        raise TypeError(key)
    return value


def _seconds(table: dict[str, Any], key: str, right: Callable[[float], bool], usual: float) -> float:
    value = table.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(key)
    if not right(value):
        raise ValueError(key)
    return float(value)
