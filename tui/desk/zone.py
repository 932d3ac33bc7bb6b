"""The zone that the clock of a desk's schedules goes by: the platforms' slots and runs say none.

It is kept in the database: a schedule comes round once, however many desks have the database, and wherever
they run.
"""

from __future__ import annotations

import logging
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from tzlocal import get_localzone

from tui.desk.store.schema import DeskState, take_pen
from tui.domain import zones
from tui.domain.errors import DeskError

_log = logging.getLogger(__name__)


def zone_named(name: str | None) -> tzinfo:
    """The zone of that IANA name; None: the machine's. Raises `DeskError` where there is none."""
    try:
        return ZoneInfo(name) if name else get_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DeskError(
            f"The desk knows no time zone {name or 'of this machine'}",
            advice="Name one with --zone, such as Europe/Berlin.",
        ) from error


def name_of(zone: tzinfo) -> str | None:
    """A zone's IANA name, where it has one."""
    return str(zone) if isinstance(zone, ZoneInfo) else "UTC" if str(zone) == "UTC" else None


def settled_zone(sessions: sessionmaker[Session], own: tzinfo, *, named: bool) -> tzinfo:
    """The zone that a desk which starts goes by, and with it all desks of the database: `own` where that was
    named for it; else what was named for one before it; else `own`, the machine's.
    """
    with sessions.begin() as session:
        take_pen(session)
        state = session.scalars(select(DeskState)).one()
        kept = zones.zone_named(state.zone)
        if kept is None or named or not state.zone_was_named:
            if kept is not None and kept != own:
                _log.warning("Schedules went by the clock of %s; from now on by that of %s", kept, own)
            name = name_of(own)
            state.zone = name if zones.zone_named(name) is not None else None
            state.zone_was_named = named
            return own
        if kept != own:
            _log.info("Schedules go by the clock of %s, as was named before; --zone names another", kept)
        return kept


def zone_in_force(session: Session, own: tzinfo) -> tzinfo:
    """The zone that the database keeps by now: a desk that came later may have been given another. `own`
    where it keeps none.
    """
    return zones.zone_named(session.scalar(select(DeskState.zone))) or own
