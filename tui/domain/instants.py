"""Points in time that can always be compared."""

from __future__ import annotations

from datetime import UTC, datetime


def instant(when: datetime) -> float:
    """Seconds since 1970. A time without a zone is taken as UTC: an API that forgets the zone must
    not stop a list from being put in order.
    """
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
