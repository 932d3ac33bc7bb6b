"""Settings from a parsed config file that is right."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from tui.config.settings import PLATFORMS, SOURCE_SUFFIXES, ConnectionSettings, SecretSource


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
    desk = table.get("desk", False)
    if not isinstance(desk, bool):
        raise TypeError("desk")
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
