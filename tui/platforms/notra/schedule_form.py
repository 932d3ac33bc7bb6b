"""What is filled in of one of Notra's schedules (notra-openapi.json, `/v1/schedules`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from tui.domain.forms import Choice, FieldKind, Form, FormField
from tui.platforms.notra.set_up_wire import Destination, Lookback, Output, Rate, ScheduleIn
from tui.platforms.setting_up import offered

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
"""What 0 to 6 are. The contract does not say; Notra's public source makes a line of cron of them."""


def words_of(told: Iterable[ScheduleIn]) -> dict[str, tuple[Choice, ...]]:
    """What may be said of a schedule: the words that are known, and those of these schedules."""
    told = tuple(told)
    outputs = [one.output_config for one in told if one.output_config]
    return {
        "outputType": offered(get_args(Output), (one.output_type for one in told)),
        "lookbackWindow": offered(get_args(Lookback), (one.lookback_window for one in told)),
        "publishDestination": offered(get_args(Destination), (one.publish_destination for one in outputs)),
    }


def schedule_form(
    repositories: Mapping[str, str], voices: Mapping[str, str], told: Iterable[ScheduleIn] = ()
) -> Form:
    """The form, which offers the words of `told` besides those that are known."""
    told = tuple(told)
    crons = [one.source_config.cron for one in told if one.source_config and one.source_config.cron]
    words = words_of(told)
    named = dict(voices)
    for id in [one.output_config.brand_voice_id for one in told if one.output_config]:
        if id:
            named.setdefault(id, f"{id} (not there any more)")
    return Form(
        "schedule",
        (
            FormField("name", "name", required=True, shortest=1, longest=120),
            FormField(
                "frequency",
                "how often",
                FieldKind.CHOICE,
                required=True,
                choices=offered(get_args(Rate), (one.frequency for one in crons)),
                initial="weekly",
            ),
            FormField("time", "time", FieldKind.CLOCK, required=True, hint="HH:MM by the platform's clock"),
            FormField(
                "dayOfWeek",
                "day",
                FieldKind.CHOICE,
                required=True,
                choices=tuple(Choice(str(number), DAYS[number]) for number in (1, 2, 3, 4, 5, 6, 0)),
                only_if=("frequency", ("weekly",)),
            ),
            FormField(
                "dayOfMonth",
                "day of the month",
                FieldKind.NUMBER,
                required=True,
                shortest=1,
                longest=31,
                hint="1 to 31; a shorter month is passed over",
                only_if=("frequency", ("monthly",)),
            ),
            FormField(
                "repositoryIds", "repositories", FieldKind.MANY, required=True, choices=_named(repositories)
            ),
            FormField(
                "outputType",
                "what is written",
                FieldKind.CHOICE,
                required=True,
                choices=words["outputType"],
            ),
            FormField(
                "lookbackWindow",
                "look-back",
                FieldKind.CHOICE,
                required=True,
                choices=words["lookbackWindow"],
                hint="the days that are written about",
                initial="last_7_days",
            ),
            FormField("brandVoiceId", "voice", FieldKind.CHOICE, choices=_named(named)),
            FormField(
                "publishDestination",
                "destination",
                FieldKind.CHOICE,
                choices=words["publishDestination"],
                hint="where what is published goes",
            ),
            FormField("enabled", "active", FieldKind.SWITCH, initial=True),
            FormField(
                "autoPublish",
                "publishes by itself",
                FieldKind.SWITCH,
                hint="goes public without anybody's yes",
                initial=False,
                public=True,
            ),
        ),
    )


def _named(names: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(id, name) for id, name in names.items())
