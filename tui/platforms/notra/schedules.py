"""Notra's schedules: when it writes by itself (notra-openapi.json, `/v1/schedules`). In which zone they go is
not documented.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Mapping
from datetime import time
from typing import Any, get_args

from tui.domain.errors import Conflict, Invalid, NotFound
from tui.domain.forms import Form, Values
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import Frequency, Rhythm, Schedule, ScheduleKind
from tui.platforms.notra.client import NotraClient, SchedulesPage
from tui.platforms.notra.refusals import told_at_fields
from tui.platforms.notra.repositories import repository_names
from tui.platforms.notra.schedule_form import schedule_form, words_of
from tui.platforms.notra.set_up_wire import CronIn, OutputConfigIn, Rate, ScheduleIn, ScheduleParts
from tui.platforms.setting_up import offered, other, see_filled, see_words
from tui.platforms.wire import written

DAY_OF = {"weekly": "dayOfWeek", "monthly": "dayOfMonth"}
LABELS = {
    "name": "name",
    "frequency": "how often",
    "time": "time",
    "repositoryIds": "repositories",
    "outputType": "what is written",
    "lookbackWindow": "look-back",
}
FREQUENCIES = offered(get_args(Rate))
OF_SCHEDULES = {each.name: each.name for each in schedule_form({}, {}).fields}
AT_TOP = ("name", "outputType", "enabled", "autoPublish", "lookbackWindow")
CRON = ("frequency", "hour", "minute", "dayOfWeek", "dayOfMonth")
OUTPUT = ("brandVoiceId", "publishDestination")
REPLACED = ("name", "sourceType", "sourceConfig", "targets", "outputType", "outputConfig", "enabled",
            "autoPublish", "lookbackWindow")  # fmt: skip
"""What an update holds; what it leaves out is reset."""
NO_SCHEDULES = SchedulesPage((), {}, {})


class NotraSchedules:
    """One organization's schedules."""

    def __init__(self, connection: str, client: NotraClient) -> None:
        """Take the connection's name and its client."""
        self.connection = connection
        self._client = client
        self._told = NO_SCHEDULES
        self._names: dict[str, str] = {}

    async def all(self) -> tuple[Schedule, ...]:
        """All of them."""
        page = await self._read()
        return tuple(schedule_of(self.connection, one, page.repositories) for one in page.schedules)

    async def _read(self) -> SchedulesPage:
        self._told = await self._client.list_schedules()
        # An answer to a write tells no names.
        self._names |= self._told.repositories
        return self._told

    async def form(self) -> Form:
        """What is filled in of one; the repositories and brand identities are asked for. What the schedules
        name besides is offered too: an edit must not lose it.
        """
        page, voices = await asyncio.gather(self._client.integrations(), self._client.list_voices())
        names = repository_names(page.github)
        self._names |= {id: name for id, name in names.items() if id not in self._names}
        for one in self._told.schedules:
            for id in one.targets.repository_ids if one.targets else ():
                names.setdefault(id, f"{self._told.repositories.get(id, id)} (not connected)")
        return schedule_form(
            names, {one.id: one.name or one.website_url or one.id for one in voices}, self._told.schedules
        )

    async def add(self, values: Values) -> Schedule:
        """Make one."""
        see_filled(self.connection, "schedule", values, LABELS)
        filled = {name: value for name, value in values.items() if value not in ("", ())}
        new: dict[str, Any] = {"enabled": True, "autoPublish": False}
        body = self._whole(new, filled)
        return await self._kept(self._client.create_schedule(body))

    async def change(self, schedule: Schedule, values: Values) -> Schedule:
        """Change what is other in `values`. Notra replaces a schedule: so the rest is read anew and sent
        along as it is there.
        """
        given = other(schedule.values, values)
        if not given:
            return schedule
        see_filled(
            self.connection, "schedule", given, {name: LABELS[name] for name in given if name in LABELS}
        )
        return await self._replace(schedule, given)

    async def switch(self, schedule: Schedule, *, on: bool) -> Schedule:
        """Switch it on or off."""
        return await self._replace(schedule, {"enabled": on})

    async def remove(self, schedule: Schedule) -> None:
        """Remove it."""
        await self._client.delete_schedule(schedule.ref.id)

    async def _replace(self, schedule: Schedule, given: Values) -> Schedule:
        told = (await self._read()).told.get(schedule.ref.id)
        if told is None:
            raise NotFound(f"{self.connection} does not have this schedule any more")
        body = self._whole({name: told[name] for name in REPLACED if told.get(name) is not None}, given)
        return await self._kept(self._client.replace_schedule(schedule.ref.id, body))

    def _whole(self, before: Mapping[str, Any], given: Values) -> dict[str, Any]:
        see_words(self.connection, given, {**words_of(self._told.schedules), "frequency": FREQUENCIES})
        parts = written(ScheduleParts, self.connection, **_parts(self.connection, given))
        body = whole(before, parts.as_json())
        day = DAY_OF.get(str(body["sourceConfig"]["cron"].get("frequency")))
        if day is not None and body["sourceConfig"]["cron"].get(day) is None:
            raise Invalid(
                f"{self.connection} takes no such schedule without its day",
                fields={day: "must be filled in"},
            )
        return body

    async def _kept(self, asked: Awaitable[ScheduleIn]) -> Schedule:
        try:
            with told_at_fields(OF_SCHEDULES):
                wire = await asked
        except Conflict as error:
            raise _like_another(error) from None
        return schedule_of(self.connection, wire, self._names)


def schedule_of(connection: str, wire: ScheduleIn, repositories: Mapping[str, str]) -> Schedule:
    """A schedule; `repositories` says what they are called."""
    cron = (wire.source_config.cron if wire.source_config else None) or CronIn()
    output = wire.output_config or OutputConfigIn()
    ids = wire.targets.repository_ids if wire.targets else ()
    at = _clock(cron)
    return Schedule(
        ref=ItemRef(connection, ItemKind.SCHEDULE, wire.id),
        kind=ScheduleKind.RUNS,
        name=wire.name or wire.id,
        rhythm=_rhythm(cron, at),
        said=_said(cron, at),
        active=wire.enabled is not False,
        content_type=wire.output_type or None,
        publishes=wire.auto_publish is True,
        look_back=wire.lookback_window,
        sources=tuple(repositories.get(id, id) for id in ids),
        values={
            "name": wire.name,
            "frequency": cron.frequency,
            "time": f"{at:%H:%M}" if at is not None else "",
            "dayOfWeek": _text(cron.day_of_week),
            "dayOfMonth": _text(cron.day_of_month),
            "repositoryIds": ids,
            "outputType": wire.output_type,
            "lookbackWindow": wire.lookback_window or "",
            "brandVoiceId": output.brand_voice_id or "",
            "publishDestination": output.publish_destination or "",
            "enabled": wire.enabled is not False,
            "autoPublish": wire.auto_publish is True,
        },
        created_at=wire.created_at,
        updated_at=wire.updated_at,
    )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _clock(cron: CronIn) -> time | None:
    if cron.hour is None or cron.minute is None:
        return None
    return time(cron.hour, cron.minute) if 0 <= cron.hour < 24 and 0 <= cron.minute < 60 else None


def _rhythm(cron: CronIn, at: time | None) -> Rhythm | None:
    if at is None:
        return None
    week, month = cron.day_of_week, cron.day_of_month
    match cron.frequency:
        case "daily":
            return Rhythm(Frequency.DAILY, at)
        case "weekly" if week is not None and 0 <= week <= 6:
            return Rhythm(Frequency.WEEKLY, at, weekday=(week - 1) % 7)
        case "monthly" if month is not None and 1 <= month <= 31:
            return Rhythm(Frequency.MONTHLY, at, day=month)
        case _:
            return None


def _said(cron: CronIn, at: time | None) -> str:
    clock = (
        f"{at:%H:%M}"
        if at is not None
        else " ".join(
            f"{name} {number}"
            for name, number in (("hour", cron.hour), ("minute", cron.minute))
            if number is not None
        )
    )
    days = (("weekly", "dayOfWeek", cron.day_of_week), ("monthly", "dayOfMonth", cron.day_of_month))
    day = "".join(
        f"{name} {number}" for rate, name, number in days if rate == cron.frequency and number is not None
    )
    return " ".join(part for part in (cron.frequency, day, clock) if part)


def _parts(connection: str, given: Values) -> dict[str, Any]:
    """What is given, by the names of `ScheduleParts`; None for what was emptied."""
    parts: dict[str, Any] = {}
    for name, value in given.items():
        if name == "time":
            found = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*", str(value))
            if found is None:
                wrong = {"time": "must be a time of day, such as 09:00"}
                raise Invalid(f"{connection} takes a time of day as 09:00", fields=wrong)
            parts |= {"hour": int(found[1]), "minute": int(found[2])}
        elif name in {"dayOfWeek", "dayOfMonth"}:
            text = str(value).strip()
            parts[name] = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else text or None
        elif isinstance(value, str):
            parts[name] = value.strip() or None
        else:
            parts[name] = value
    return parts


def whole(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """A schedule's body: as it was before, but for what is given. What it holds besides stays in it."""
    body = {**before, "sourceType": before.get("sourceType", "cron")}
    body |= {name: given[name] for name in AT_TOP if name in given}
    source, targets, output = (
        _object(before.get(name)) for name in ("sourceConfig", "targets", "outputConfig")
    )
    cron = _object(source.get("cron")) | {name: given[name] for name in CRON if name in given}
    if "frequency" in given:
        wanted = DAY_OF.get(given["frequency"])
        cron = {name: value for name, value in cron.items() if name == wanted or name not in DAY_OF.values()}
    body["sourceConfig"] = source | {
        "cron": {name: value for name, value in cron.items() if value is not None}
    }
    body["targets"] = targets | (
        {"repositoryIds": given["repositoryIds"]} if "repositoryIds" in given else {}
    )
    output |= {name: given[name] for name in OUTPUT if name in given}
    output = {name: value for name, value in output.items() if value is not None or name not in OUTPUT}
    if output or "outputConfig" in before:
        body["outputConfig"] = output
    return body


def _object(raw: Any) -> dict[str, Any]:
    return dict(raw) if isinstance(raw, dict) else {}


def _like_another(error: Conflict) -> Conflict:
    return Conflict(
        error.happened,
        advice="There is a schedule like it: change that one, or what this one holds.",
        request_id=error.request_id,
    )
