"""The weekly slots of the Repostra world: when the next one is free, by the desk's clock: that of the zone
that its database keeps, else of the one that is given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.store.tables import RepostraAccount, RepostraContent, RepostraSchedule, RepostraSocial
from tui.desk.zone import zone_in_force
from tui.domain.runs import runs
from tui.domain.schedules import Frequency, Rhythm

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST_WEEKS = 52


def slot_for_content(
    session: Session, content: RepostraContent, now: datetime, zone: tzinfo
) -> datetime | None:
    """The next free time of a content's own slot, else of the websites' slots; None where there is none."""
    own = content.posting_schedule_id
    wanted = select(RepostraSchedule).where(RepostraSchedule.is_active)
    if own is not None:
        wanted = wanted.where(RepostraSchedule.id == own)
    else:
        wanted = wanted.where(RepostraSchedule.platform == "website")
    taken = session.scalars(
        select(RepostraContent.scheduled_for).where(
            RepostraContent.scheduled_for > now, RepostraContent.id != content.id
        )
    )
    clock = zone_in_force(session, zone)
    return _next_free(session.scalars(wanted), {at for at in taken if at}, now, clock)


def slot_for_account(
    session: Session, account: RepostraAccount, after: datetime, zone: tzinfo
) -> datetime | None:
    """The next time of an account's slots that no social post has; None where there is none."""
    wanted = select(RepostraSchedule).where(
        RepostraSchedule.is_active, RepostraSchedule.account_id == account.id
    )
    taken = session.scalars(
        select(RepostraSocial.scheduled_for).where(
            RepostraSocial.account_id == account.id, RepostraSocial.scheduled_for > after
        )
    )
    clock = zone_in_force(session, zone)
    return _next_free(session.scalars(wanted), {at for at in taken if at}, after, clock)


def _next_free(
    slots: Iterable[RepostraSchedule], taken: Collection[datetime], after: datetime, zone: tzinfo
) -> datetime | None:
    coming = (next((at for at in _times(slot, after, zone) if at not in taken), None) for slot in slots)
    return min((at for at in coming if at is not None), default=None)


def _times(slot: RepostraSchedule, after: datetime, zone: tzinfo) -> Iterator[datetime]:
    rhythm = Rhythm(Frequency.WEEKLY, time.fromisoformat(slot.time), weekday=_DAYS.index(slot.day_of_week))
    for run in runs(rhythm, after, zone, count=_MOST_WEEKS):
        if run.at > after:
            yield run.at
