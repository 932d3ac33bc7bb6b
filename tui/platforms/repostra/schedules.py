"""Repostra's weekly slots (contracts/repostra.md, "Posting schedules"): in which zone they go is not told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import get_args

from tui.domain.errors import Invalid, NotFound
from tui.domain.forms import Choice, FieldKind, Form, FormField, Values
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import Frequency, Rhythm, Schedule, ScheduleKind
from tui.platforms.repostra.accounts import name_of
from tui.platforms.repostra.client import RepostraClient
from tui.platforms.repostra.wire import AccountIn, Day, NewSchedule, ScheduleIn, ScheduleUpdate, SlotType
from tui.platforms.setting_up import offered, other, see_filled, see_words
from tui.platforms.wire import as_int, written

DAYS: tuple[str, ...] = get_args(Day)
TYPES: tuple[str, ...] = get_args(SlotType)
WEBSITE = "website"
LABELS = {"account_id": "account", "day_of_week": "day", "time": "time"}
PLACE = ("day_of_week", "time")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")


class RepostraSchedules:
    """One brand's weekly slots."""

    def __init__(self, connection: str, client: RepostraClient) -> None:
        """Take the connection's name and its client."""
        self.connection = connection
        self._client = client
        self._told: tuple[ScheduleIn, ...] = ()
        self._accounts: Mapping[str, AccountIn] = {}

    async def all(self) -> tuple[Schedule, ...]:
        """All of them."""
        self._told = await self._client.list_schedules()
        return tuple(schedule_of(self.connection, one) for one in self._told)

    async def form(self) -> Form:
        """What is filled in of one; the accounts are asked for."""
        return schedule_form((await self._read_accounts()).values(), self._told)

    async def add(self, values: Values) -> Schedule:
        """Make one. What only the other kind of account has is not sent."""
        see_filled(self.connection, "slot", values, LABELS)
        id = str(values["account_id"])
        account = self._accounts.get(id) or (await self._read_accounts()).get(id)
        if account is None:
            missing = {"account_id": "is not there any more"}
            raise Invalid(f"{self.connection} does not have this account any more", fields=missing)
        self._see_words(values)
        beside = "content_type" if account.platform == WEBSITE else "blog_column_index"
        filled = {name: value for name, value in values.items() if value != "" and name != beside}
        new = written(
            NewSchedule,
            self.connection,
            **{**_sent(filled), "account_id": account.id, "platform": account.platform},
        )
        return schedule_of(self.connection, await self._client.create_schedule(new))

    async def change(self, schedule: Schedule, values: Values) -> Schedule:
        """Change what is other in `values`; the account stays."""
        given = other(schedule.values, values)
        given.pop("account_id", None)
        if not given:
            return schedule
        if schedule.rhythm is not None and given.keys() & set(PLACE):
            # One alone may meet what somebody else made of the other, and be a time that nobody asked for.
            given |= {name: values[name] for name in PLACE if name in values}
        see_filled(self.connection, "slot", given, {name: LABELS[name] for name in given if name in LABELS})
        self._see_words(given)
        return await self._update(schedule, written(ScheduleUpdate, self.connection, **_sent(given)))

    async def switch(self, schedule: Schedule, *, on: bool) -> Schedule:
        """Switch it on or off."""
        return await self._update(schedule, ScheduleUpdate(is_active=on))

    async def remove(self, schedule: Schedule) -> None:
        """Remove it."""
        await self._client.delete_schedule(self._id(schedule))

    def _see_words(self, values: Values) -> None:
        see_words(self.connection, values, {"day_of_week": offered(DAYS), "content_type": _types(self._told)})

    async def _read_accounts(self) -> Mapping[str, AccountIn]:
        self._accounts = {str(one.id): one for one in await self._client.list_accounts()}
        return self._accounts

    async def _update(self, schedule: Schedule, update: ScheduleUpdate) -> Schedule:
        return schedule_of(
            self.connection, await self._client.update_schedule(self._id(schedule), update), schedule
        )

    def _id(self, schedule: Schedule) -> int:
        return as_int(schedule.ref.id, lambda: NotFound(f"{self.connection} has no slot with such an id"))


def schedule_of(connection: str, wire: ScheduleIn, before: Schedule | None = None) -> Schedule:
    """A weekly slot; `before`: as it was, for what an answer to a change leaves out of its account."""
    short = wire.account
    account_id = wire.account_id if wire.account_id is not None else short.id if short else None
    network = wire.platform or (short.platform if short else "")
    name = short.account_name if short and short.account_name else before.name if before else None
    at, day = _time(wire.time), wire.day_of_week.strip().lower()
    known = at is not None and day in DAYS
    return Schedule(
        ref=ItemRef(connection, ItemKind.SCHEDULE, str(wire.id)),
        kind=ScheduleKind.SLOTS,
        name=name or f"{network or 'account'} {account_id if account_id is not None else ''}".strip(),
        rhythm=Rhythm(Frequency.WEEKLY, at, DAYS.index(day)) if at is not None and known else None,
        said=f"{wire.day_of_week} {wire.time}".strip(),
        active=wire.is_active is not False,
        account=ItemRef(connection, ItemKind.ACCOUNT, str(account_id)) if account_id is not None else None,
        network=network,
        content_type=wire.content_type,
        column=wire.blog_column_index,
        values={
            "account_id": str(account_id) if account_id is not None else "",
            "day_of_week": day if day in DAYS else wire.day_of_week,
            "time": f"{at:%H:%M}" if at is not None else wire.time,
            "content_type": wire.content_type or "",
            "blog_column_index": str(wire.blog_column_index) if wire.blog_column_index is not None else "",
            "is_active": wire.is_active is not False,
        },
        created_at=wire.created_at,
        updated_at=wire.updated_at,
    )


def schedule_form(accounts: Iterable[AccountIn], told: Iterable[ScheduleIn] = ()) -> Form:
    """The form for slots of these accounts; it offers the words of `told` besides those that are known."""
    accounts, told = tuple(accounts), tuple(told)
    sites = tuple(str(one.id) for one in accounts if one.platform == WEBSITE)
    others = tuple(str(one.id) for one in accounts if one.platform != WEBSITE)
    return Form(
        "slot",
        (
            FormField(
                "account_id",
                "account",
                FieldKind.CHOICE,
                required=True,
                choices=tuple(
                    Choice(str(one.id), f"{name_of(one)} ({one.platform or 'unknown'})") for one in accounts
                ),
                hint="who takes the post",
                fixed=True,
            ),
            FormField(
                "day_of_week",
                "day",
                FieldKind.CHOICE,
                required=True,
                choices=tuple(
                    Choice(one.value, one.label.capitalize())
                    for one in offered(DAYS, (_day_word(one) for one in told))
                ),
            ),
            FormField("time", "time", FieldKind.CLOCK, required=True, hint="HH:MM by the platform's clock"),
            FormField(
                "content_type",
                "content type",
                FieldKind.CHOICE,
                choices=_types(told),
                only_if=("account_id", others),
            ),
            FormField(
                "blog_column_index",
                "column",
                FieldKind.NUMBER,
                shortest=1,
                hint="which column of the blog, from 1",
                only_if=("account_id", sites),
            ),
            FormField("is_active", "active", FieldKind.SWITCH, initial=True),
        ),
    )


def _types(told: Iterable[ScheduleIn]) -> tuple[Choice, ...]:
    return offered(TYPES, (one.content_type for one in told))


def _day_word(one: ScheduleIn) -> str | None:
    return None if one.day_of_week.strip().lower() in DAYS else one.day_of_week


def _time(text: str) -> time | None:
    found = _CLOCK.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _sent(given: Values) -> dict[str, object]:
    """What is given, as Repostra takes it: two digits for the hour, a number for a column, null for what was
    emptied.
    """
    sent: dict[str, object] = {}
    for name, value in given.items():
        text = value.strip() if isinstance(value, str) else value
        if text == "":
            sent[name] = None
        elif name == "time" and (at := _time(str(text))) is not None:
            sent[name] = f"{at:%H:%M}"
        elif name == "blog_column_index" and str(text).isascii() and str(text).isdecimal():
            sent[name] = int(str(text)[:18])
        else:
            sent[name] = text
    return sent
