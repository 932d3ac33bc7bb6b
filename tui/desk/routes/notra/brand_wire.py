"""Notra's brand identities on the wire (contracts/notra-openapi.json, `/v1/brand-identities`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from tui.desk.routes.fields import FilledText, Text
from tui.desk.routes.notra.schedule_wire import DisabledSchedule
from tui.desk.routes.notra.wire import Organization, Wire
from tui.desk.writer.websites import web_address

Tone = Literal["Conversational", "Professional", "Casual", "Formal"]
Language = Literal[
    "English",
    "Spanish",
    "French",
    "German",
    "Portuguese",
    "Dutch",
    "Italian",
    "Japanese",
    "Korean",
    "Chinese",
    "Arabic",
    "Hindi",
    "Russian",
    "Turkish",
    "Polish",
    "Swedish",
    "Danish",
    "Norwegian",
    "Finnish",
    "Czech",
    "Romanian",
    "Hungarian",
    "Greek",
    "Thai",
    "Vietnamese",
    "Indonesian",
    "Ukrainian",
    "Hebrew",
]


def _website(text: str) -> str:
    address = web_address(text)
    if address is None:
        raise ValueError("must be the http:// or https:// address of a website, without a name or password")
    return address


def _only_true(chosen: bool) -> bool:
    if not chosen:
        raise ValueError("must be true: to take it back, make another one the default")
    return chosen


Name = Annotated[FilledText, StringConstraints(max_length=120, strip_whitespace=True)]
Website = Annotated[Text, StringConstraints(min_length=1), AfterValidator(_website)]


class BrandIdentity(Wire):
    """Who is writing."""

    id: str
    name: str
    is_default: bool
    website_url: str
    company_name: str | None
    company_description: str | None
    tone_profile: str | None
    custom_tone: str | None
    custom_instructions: str | None
    audience: str | None
    language: str | None
    created_at: str
    updated_at: str


class BrandUpdate(Wire):
    """What changes; a field that is left out stays. The defaults only mark what was left out."""

    name: Name = ""
    website_url: Website = ""
    company_name: Annotated[Text, StringConstraints(min_length=1, max_length=200)] | None = None
    company_description: Annotated[Text, StringConstraints(min_length=10, max_length=4000)] | None = None
    tone_profile: Tone | None = None
    custom_tone: Annotated[Text, StringConstraints(max_length=1000)] | None = None
    custom_instructions: Annotated[Text, StringConstraints(max_length=4000)] | None = None
    audience: Annotated[Text, StringConstraints(min_length=10, max_length=1000)] | None = None
    language: Language | None = None
    is_default: Annotated[
        StrictBool, AfterValidator(_only_true), Field(json_schema_extra={"enum": [True]})
    ] = True

    def changes(self) -> dict[str, Any]:
        """The fields that were given, less `is_default`; a tone from the list takes a custom one's place."""
        given = {name: getattr(self, name) for name in self.model_fields_set - {"is_default"}}
        if "tone_profile" in given:
            given.setdefault("custom_tone", None)
        if "custom_tone" in given:
            given["custom_tone"] = (given["custom_tone"] or "").strip() or None
        return given

    @property
    def chosen(self) -> bool:
        """Whether it is to be the default from now on."""
        return "is_default" in self.model_fields_set


class NewBrand(Wire):
    """A website to make one from; without a name it gets the company's."""

    name: Name | None = None
    website_url: Website


class BrandsAnswer(Wire):
    """All brand identities, the default first."""

    organization: Organization
    brand_identities: list[BrandIdentity]


class BrandAnswer(Wire):
    """One brand identity; null where it is not there."""

    brand_identity: BrandIdentity | None
    organization: Organization


class BrandJob(Wire):
    """The reading of a website. Its brand identity is there when it is completed."""

    id: str
    organization_id: str
    brand_identity_id: str
    status: Literal["queued", "running", "completed", "failed"]
    step: Literal["scraping", "extracting", "saving"] | None
    current_step: int
    total_steps: int
    workflow_run_id: str | None
    error: str | None
    created_at: str
    updated_at: str
    completed_at: str | None


class BrandJobAnswer(Wire):
    """One reading."""

    organization: Organization
    job: BrandJob


class DeletedBrandAnswer(Wire):
    """What was deleted, and the schedules that were switched off by it."""

    id: str
    organization: Organization
    disabled_schedules: list[DisabledSchedule]
    disabled_events: list[DisabledSchedule]
