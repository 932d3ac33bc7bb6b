"""Notra's bodies of what is set up: integrations, brand identities, schedules (notra-openapi.json)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WrapValidator

from tui.domain.secrets import Secret
from tui.platforms.notra.wire import CamelIn, CamelOut, FilledId, Title
from tui.platforms.wire import (
    Id,
    MaybeBool,
    MaybeInt,
    MaybeText,
    MaybeTime,
    StateWord,
    Texts,
    Word,
    good_ones,
    none_if_wrong,
)

Tone = Literal["Conversational", "Professional", "Casual", "Formal"]
Language = Literal[
    "English", "Spanish", "French", "German", "Portuguese", "Dutch", "Italian", "Japanese", "Korean",
    "Chinese", "Arabic", "Hindi", "Russian", "Turkish", "Polish", "Swedish", "Danish", "Norwegian",
    "Finnish", "Czech", "Romanian", "Hungarian", "Greek", "Thai", "Vietnamese", "Indonesian",
    "Ukrainian", "Hebrew",
]  # fmt: skip
Rate = Literal["daily", "weekly", "monthly"]
Lookback = Literal["current_day", "yesterday", "last_7_days", "last_14_days", "last_30_days"]
Output = Literal["changelog", "blog_post", "linkedin_post", "twitter_post", "image"]
Destination = Literal["webflow", "framer", "custom"]


class NewRepository(CamelOut):
    """A repository to connect."""

    owner: FilledId
    repo: FilledId
    branch: FilledId | None = None
    token: Secret | None = None


class NamedIn(CamelIn):
    """Something that is only named."""

    id: Id
    name: Word = ""


class StoppedIn(CamelIn):
    """What was switched off because something that it needs is gone."""

    disabled_schedules: Annotated[tuple[NamedIn, ...], good_ones(NamedIn)] = ()
    disabled_events: Annotated[tuple[NamedIn, ...], good_ones(NamedIn)] = ()


class VoiceIn(CamelIn):
    """A brand identity."""

    id: Id
    name: Word = ""
    is_default: MaybeBool = None
    website_url: Word = ""
    company_name: MaybeText = None
    company_description: MaybeText = None
    tone_profile: MaybeText = None
    custom_tone: MaybeText = None
    custom_instructions: MaybeText = None
    audience: MaybeText = None
    language: MaybeText = None
    created_at: MaybeTime = None
    updated_at: MaybeTime = None


class VoiceUpdate(CamelOut):
    """What changes in a brand identity; null empties what may be empty."""

    name: Title | None = None
    website_url: FilledId | None = None
    company_name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    company_description: Annotated[str, Field(min_length=10, max_length=4000)] | None = None
    tone_profile: FilledId | None = None
    """One of `Tone`, or a word that Notra told itself. Where it comes without a custom tone, the one that is
    there is cleared.
    """
    custom_tone: Annotated[str, Field(max_length=1000)] | None = None
    custom_instructions: Annotated[str, Field(max_length=4000)] | None = None
    audience: Annotated[str, Field(min_length=10, max_length=1000)] | None = None
    language: FilledId | None = None
    is_default: Literal[True] | None = None


class VoiceWanted(CamelOut):
    """A brand identity to have made from a website."""

    name: Title | None = None
    website_url: FilledId


class VoiceJobIn(CamelIn):
    """The making of a brand identity."""

    id: Id
    brand_identity_id: MaybeText = None
    status: StateWord = ""
    step: MaybeText = None
    current_step: MaybeInt = None
    total_steps: MaybeInt = None
    error: MaybeText = None


class CronIn(CamelIn):
    """When a schedule comes round."""

    frequency: Word = ""
    hour: MaybeInt = None
    minute: MaybeInt = None
    day_of_week: MaybeInt = None
    day_of_month: MaybeInt = None


class SourceConfigIn(CamelIn):
    """What sets a schedule off."""

    cron: Annotated[CronIn | None, WrapValidator(none_if_wrong)] = None


class TargetsIn(CamelIn):
    """What a schedule writes from."""

    repository_ids: Texts = ()


class OutputConfigIn(CamelIn):
    """How a schedule writes, and where to."""

    publish_destination: MaybeText = None
    brand_voice_id: MaybeText = None


class ScheduleIn(CamelIn):
    """A schedule."""

    id: Id
    name: Word = ""
    source_config: Annotated[SourceConfigIn | None, WrapValidator(none_if_wrong)] = None
    targets: Annotated[TargetsIn | None, WrapValidator(none_if_wrong)] = None
    output_type: Word = ""
    output_config: Annotated[OutputConfigIn | None, WrapValidator(none_if_wrong)] = None
    enabled: MaybeBool = None
    auto_publish: MaybeBool = None
    lookback_window: MaybeText = None
    created_at: MaybeTime = None
    updated_at: MaybeTime = None


class ScheduleParts(CamelOut):
    """What is filled in of a schedule, piece by piece; `schedules.whole` puts it where Notra wants it."""

    name: Title | None = None
    frequency: Rate | None = None
    hour: Annotated[int, Field(ge=0, le=23)] | None = None
    minute: Annotated[int, Field(ge=0, le=59)] | None = None
    day_of_week: Annotated[int, Field(ge=0, le=6)] | None = None
    day_of_month: Annotated[int, Field(ge=1, le=31)] | None = None
    repository_ids: Annotated[tuple[FilledId, ...], Field(min_length=1)] | None = None
    output_type: FilledId | None = None
    """One of `Output`, or a word that Notra told itself; so the two below."""
    lookback_window: FilledId | None = None
    brand_voice_id: FilledId | None = None
    publish_destination: FilledId | None = None
    enabled: bool | None = None
    auto_publish: bool | None = None
