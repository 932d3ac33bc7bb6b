"""Notra's schedules on the wire (contracts/notra-openapi.json, `/v1/schedules`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints, model_validator

from tui.desk.routes.fields import FilledText
from tui.desk.routes.notra.wire import GeneratedType, Id, LookbackWindow, Organization, Wire

Frequency = Literal["daily", "weekly", "monthly"]
_DAY_OF = {"weekly": "dayOfWeek", "monthly": "dayOfMonth"}


class Cron(Wire):
    """When it runs, by the clock of the desk's zone. The defaults of the days only mark what was left out."""

    frequency: Frequency
    hour: Annotated[int, Field(strict=True, ge=0, le=23)]
    minute: Annotated[int, Field(strict=True, ge=0, le=59)]
    day_of_week: Annotated[
        int,
        Field(strict=True, ge=0, le=6, description="Of a weekly schedule. 0 is Sunday, as it is for cron."),
    ] = 0
    day_of_month: Annotated[
        int,
        Field(strict=True, ge=1, le=31, description="Of a monthly one; a shorter month is passed over."),
    ] = 1

    @model_validator(mode="after")
    def _names_its_day(self) -> Cron:
        day = {"weekly": "day_of_week", "monthly": "day_of_month"}.get(self.frequency)
        if day is not None and day not in self.model_fields_set:
            raise ValueError(f"must name its {_DAY_OF[self.frequency]}: it is {self.frequency}")
        return self

    def given(self, name: str) -> int | None:
        """A day, where it was given."""
        value: int = getattr(self, name)
        return value if name in self.model_fields_set else None


class SourceConfig(Wire):
    """What sets it off."""

    cron: Cron


class Targets(Wire):
    """What is written from."""

    repository_ids: Annotated[list[Id], Field(min_length=1)]


class OutputConfig(Wire):
    """How it is written; what was left out is not told."""

    publish_destination: Literal["webflow", "framer", "custom"] = "custom"
    brand_voice_id: Id = ""


class NewSchedule(Wire):
    """A whole schedule, to be made or to be put in the place of another."""

    name: Annotated[FilledText, StringConstraints(max_length=120)]
    source_type: Literal["cron"]
    source_config: SourceConfig
    targets: Targets
    output_type: GeneratedType
    output_config: OutputConfig | None = None
    enabled: StrictBool
    auto_publish: StrictBool = False
    lookback_window: LookbackWindow = "last_7_days"

    @property
    def cron(self) -> Cron:
        """When it runs."""
        return self.source_config.cron

    @property
    def voice_id(self) -> str | None:
        """The brand identity that it names."""
        return (self.output_config.brand_voice_id if self.output_config else "") or None


class Schedule(Wire):
    """A schedule as it is kept."""

    id: str
    organization_id: str
    name: str
    source_type: Literal["cron"]
    source_config: SourceConfig
    targets: Targets
    output_type: str
    output_config: dict[str, Any] | None
    enabled: bool
    auto_publish: bool
    created_at: str
    updated_at: str
    lookback_window: str


class ScheduleAnswer(Wire):
    """One schedule."""

    schedule: Schedule
    organization: Organization


class SchedulesAnswer(Wire):
    """All schedules, and the names of the repositories that they name."""

    schedules: list[Schedule]
    repository_map: dict[str, str]
    organization: Organization


class DisabledSchedule(Wire):
    """A schedule that was switched off because something that it needs was deleted."""

    id: str
    name: str


class DeletedIntegrationAnswer(Wire):
    """What was disconnected, and the schedules that were switched off by it."""

    id: str
    organization: Organization
    disabled_schedules: list[DisabledSchedule]
    disabled_events: list[DisabledSchedule]
