"""How the two worlds write a time."""

from __future__ import annotations

from datetime import UTC, datetime


def blogree_time(value: datetime | None) -> str | None:
    """`2026-04-10T09:00:00Z`: UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value is not None else None


def repostra_time(value: datetime | None) -> str | None:
    """`2026-04-07T09:00:00+00:00`: UTC with its offset, to the second."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if value is not None else None
