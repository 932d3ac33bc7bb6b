"""Schedules in memory that fulfil `tui.domain.ports.Schedules` and do as they are told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import time

from tests.fakes.platform import CAPABLE, FakePlatform
from tui.domain.errors import NotFound
from tui.domain.forms import Choice, FieldKind, Form, FormField, Value, Values
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedule_forms import DAYS
from tui.domain.schedules import Frequency, Rhythm, Schedule, ScheduleKind

WEEK = tuple(Choice(day, day.capitalize()) for day in DAYS)
ACTIVE = FormField("is_active", "active", FieldKind.SWITCH, initial=True)
SLOT_FORM = Form(
    "slot",
    (
        FormField(
            "account_id",
            "account",
            FieldKind.CHOICE,
            required=True,
            choices=(Choice("1", "My blog"), Choice("2", "My company")),
            fixed=True,
        ),
        FormField("day_of_week", "day", FieldKind.CHOICE, required=True, choices=WEEK),
        FormField("time", "time", FieldKind.CLOCK, required=True),
        FormField(
            "content_type",
            "type",
            FieldKind.CHOICE,
            choices=(Choice("text", "text"), Choice("image", "image")),
        ),
        ACTIVE,
    ),
)
RUN_FORM = Form(
    "schedule",
    (
        FormField("name", "name", required=True, longest=120),
        FormField(
            "frequency",
            "frequency",
            FieldKind.CHOICE,
            required=True,
            choices=tuple(Choice(each.value, each.value) for each in Frequency),
            initial="weekly",
        ),
        FormField("weekday", "day", FieldKind.CHOICE, choices=WEEK, only_if=("frequency", ("weekly",))),
        FormField(
            "day", "day", FieldKind.NUMBER, shortest=1, longest=31, only_if=("frequency", ("monthly",))
        ),
        FormField("time", "time", FieldKind.CLOCK, required=True),
        FormField("auto_publish", "auto-publish", FieldKind.SWITCH, initial=False, public=True),
        replace(ACTIVE, name="enabled"),
    ),
)
ACCOUNTS = {"1": ("My blog", "website"), "2": ("My company", "linkedin")}


def a_slot(
    id: str = "1",
    day: int = 0,
    at: str = "09:00",
    account: str = "1",
    connection: str = "agency",
    **given: Value,
) -> Schedule:
    """A weekly slot."""
    values: dict[str, Value] = {
        "account_id": account,
        "day_of_week": DAYS[day],
        "time": at,
        "content_type": "" if account == "1" else "text",
        "is_active": True,
    }
    return slot_of(connection, id, {**values, **given})


def slot_of(connection: str, id: str, values: Values) -> Schedule:
    """A slot whose form holds these values."""
    account = str(values.get("account_id", ""))
    name, network = ACCOUNTS.get(account, (f"account {account}", ""))
    day = str(values["day_of_week"])
    return Schedule(
        ref=ItemRef(connection, ItemKind.SCHEDULE, id),
        kind=ScheduleKind.SLOTS,
        name=name,
        network=network,
        rhythm=Rhythm(
            Frequency.WEEKLY, time.fromisoformat(str(values["time"]).rjust(5, "0")), DAYS.index(day)
        ),
        said=f"{day} {values['time']}",
        active=values.get("is_active") is True,
        account=ItemRef(connection, ItemKind.ACCOUNT, account),
        content_type=str(values.get("content_type", "")) or None,
        values=dict(values),
    )


def a_run(id: str = "r1", connection: str = "acme", **given: Value) -> Schedule:
    """Something that is written each week."""
    values: dict[str, Value] = {
        "name": "Weekly changelog",
        "frequency": "weekly",
        "weekday": "monday",
        "time": "09:00",
        "auto_publish": False,
        "enabled": True,
    }
    return run_of(connection, id, {**values, **given})


def run_of(connection: str, id: str, values: Values) -> Schedule:
    """A run whose form holds these values."""
    frequency = Frequency(str(values["frequency"]))
    return Schedule(
        ref=ItemRef(connection, ItemKind.SCHEDULE, id),
        kind=ScheduleKind.RUNS,
        name=str(values["name"]),
        rhythm=Rhythm(
            frequency,
            time.fromisoformat(str(values["time"]).rjust(5, "0")),
            DAYS.index(str(values["weekday"])) if frequency is Frequency.WEEKLY else None,
            int(str(values["day"])) if frequency is Frequency.MONTHLY else None,
        ),
        active=values.get("enabled") is True,
        content_type="changelog",
        publishes=values.get("auto_publish") is True,
        look_back="last_7_days",
        sources=("acme/api", "acme/web"),
        values=dict(values),
    )


@dataclass
class FakeSchedules:
    """Schedules of one connection. `alters` is what it makes of values that it is sent; `calls` tells what
    was asked; `fail` lets methods raise, by their names; what is asked while `late` is set tells what was
    there then, once that is set.
    """

    connection: str = "agency"
    kind: ScheduleKind = ScheduleKind.SLOTS
    has: list[Schedule] = field(default_factory=list)
    alters: dict[str, Value] = field(default_factory=dict)
    fail: dict[str, Exception] = field(default_factory=dict)
    calls: list[tuple[str, object]] = field(default_factory=list)
    late: asyncio.Event | None = None
    more: tuple[FormField, ...] = ()
    """Fields that its form has besides."""

    def _begin(self, method: str, argument: object = None) -> None:
        self.calls.append((method, argument))
        if method in self.fail:
            raise self.fail[method].with_traceback(None)

    def sent(self, method: str) -> list[object]:
        """What a method was given, call by call."""
        return [argument for name, argument in self.calls if name == method]

    def _of(self, id: str, values: Values) -> Schedule:
        make = slot_of if self.kind is ScheduleKind.SLOTS else run_of
        return make(self.connection, id, values)

    async def all(self) -> tuple[Schedule, ...]:
        self._begin("all")
        there = tuple(self.has)
        if self.late is not None:
            await self.late.wait()
        return there

    async def form(self) -> Form:
        self._begin("form")
        form = SLOT_FORM if self.kind is ScheduleKind.SLOTS else RUN_FORM
        return replace(form, fields=(*form.fields, *self.more))

    async def add(self, values: Values) -> Schedule:
        self._begin("add", dict(values))
        made = self._of(f"new{len(self.calls)}", {**values, **self.alters})
        self.has.append(made)
        return made

    async def change(self, schedule: Schedule, values: Values) -> Schedule:
        self._begin("change", (schedule.ref.id, dict(values)))
        return self._put(schedule, {**schedule.values, **values, **self.alters})

    async def switch(self, schedule: Schedule, *, on: bool) -> Schedule:
        self._begin("switch", (schedule.ref.id, on))
        name = "is_active" if self.kind is ScheduleKind.SLOTS else "enabled"
        return self._put(schedule, {**schedule.values, name: on, **self.alters})

    async def remove(self, schedule: Schedule) -> None:
        self._begin("remove", schedule.ref.id)
        self.has = [each for each in self.has if each.ref != schedule.ref]

    def _put(self, schedule: Schedule, values: Values) -> Schedule:
        if not any(each.ref == schedule.ref for each in self.has):
            raise NotFound(f"{self.connection} does not have it any more")
        changed = self._of(schedule.ref.id, values)
        self.has = [changed if each.ref == schedule.ref else each for each in self.has]
        return changed


def scheduling(
    connection: str, *schedules: Schedule, kind: ScheduleKind = ScheduleKind.SLOTS
) -> tuple[FakePlatform, FakeSchedules]:
    """A platform with schedules, and these."""
    has = FakeSchedules(connection, kind, list(schedules))
    can = replace(CAPABLE, schedules=kind)
    return FakePlatform(connection, can, schedules=has), has
