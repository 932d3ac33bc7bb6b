"""What a config file may hold, as pydantic models.

Imported only to check a file that changed since it was last checked: pydantic alone costs more start
time than everything else that Copydesk does with its config.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from tui.config.colours import is_colour
from tui.config.settings import SOURCE_SUFFIXES, can_hold, can_refresh
from tui.domain.preferences import AfterVerdict, Glyphs, Line, Notice, Sort
from tui.domain.zones import zone_named


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        right = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        right = False
    if not right or not text.isprintable() or " " in text:
        raise PydanticCustomError("web_address", "not a web address")
    if parts.username is not None or parts.query or parts.fragment:
        raise PydanticCustomError("web_address_extras", "more than an address")
    return text


def _mail_address(text: str) -> str:
    name, at, host = text.rpartition("@")
    if not (name and at and host) or not text.isprintable() or " " in text:
        raise PydanticCustomError("mail_address", "not an e-mail address")
    return text


def _one_line(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty", "empty")
    return _one_line_or_none(text)


def _one_line_or_none(text: str) -> str:
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise PydanticCustomError("control_characters", "control characters")
    return text


def _seconds(kind: str, right: Callable[[float], bool]) -> BeforeValidator:
    def check(value: Any) -> float:
        # True is a number to Python, and nan one to TOML.
        if isinstance(value, bool) or not isinstance(value, int | float) or not right(value):
            raise PydanticCustomError(kind, "no such number of seconds")
        return float(value)

    return BeforeValidator(check)


def _one_of(choices: type[StrEnum]) -> BeforeValidator:
    values = [each.value for each in choices]

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in values:
            given = value if isinstance(value, str) else ""
            raise PydanticCustomError("one_of", "none of these", {"choices": values, "given": given})
        return value

    return BeforeValidator(check)


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(
        isinstance(each, str) and each.strip() and each.isprintable() for each in value
    ):
        raise PydanticCustomError("texts", "no list of texts")
    return value


def _colour(text: str) -> str:
    if not is_colour(text):
        raise PydanticCustomError("colour", "no colour", {"given": text})
    return text


def _zone(text: str) -> str:
    if zone_named(text) is None:
        raise PydanticCustomError("zone", "no zone", {"given": text})
    return text


Text = Annotated[str, AfterValidator(_one_line)]
Texts = Annotated[list[str], BeforeValidator(_texts)]
Colour = Annotated[str, AfterValidator(_colour)]
Zone = Annotated[str, AfterValidator(_zone)]
Command = Annotated[str, Field(min_length=1)]
HoldSeconds = Annotated[float, _seconds("hold_seconds", can_hold)]
RefreshSeconds = Annotated[float, _seconds("refresh_seconds", can_refresh)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class _Connection(_Strict):
    desk: bool = False
    read_only: bool = False
    protected: bool = False
    colour: Colour | None = None
    zone: Zone | None = None
    base_url: Annotated[str, AfterValidator(_web_address)] | None = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        told = self.model_fields_set - {"platform", "desk", "read_only", "protected", "colour", "zone"}
        if self.desk:
            for key in type(self).model_fields:
                if key in told:
                    raise PydanticCustomError("desk_needs_none", "not with desk = true", {"key": key})
            return self
        if "email" in type(self).model_fields and "email" not in told:
            raise PydanticCustomError("needs_email", "no email")
        stem = secret_stem(type(self))
        sources = [stem + suffix for suffix in SOURCE_SUFFIXES if stem + suffix in told]
        if not sources:
            raise PydanticCustomError("needs_secret", "no secret", {"stem": stem})
        if len(sources) > 1:
            raise PydanticCustomError(
                "two_secrets", "two secrets", {"key": sources[1], "other": sources[0], "stem": stem}
            )
        return self


class _KeyConnection(_Connection):
    api_key: Text | None = None
    api_key_command: Command | None = None
    api_key_env: Text | None = None
    api_key_keyring: Text | None = None


class NotraConnection(_KeyConnection):
    """`platform = "notra"`."""

    platform: Literal["notra"]
    organization_id: Text | None = None


class RepostraConnection(_KeyConnection):
    """`platform = "repostra"`."""

    platform: Literal["repostra"]


class BlogreeConnection(_Connection):
    """`platform = "blogree"`."""

    platform: Literal["blogree"]
    email: Annotated[str, AfterValidator(_mail_address)] | None = None
    password: Text | None = None
    password_command: Command | None = None
    password_env: Text | None = None
    password_keyring: Text | None = None


class UiSection(_Strict):
    """`[ui]`."""

    theme: Text | None = None
    editor: Text | None = None
    glyphs: Annotated[str, _one_of(Glyphs)] | None = None
    line: Annotated[str, _one_of(Line)] | None = None
    notice: Annotated[str, _one_of(Notice)] | None = None


class TriageSection(_Strict):
    """`[triage]`."""

    after_verdict: Annotated[str, _one_of(AfterVerdict)] | None = None
    reasons: Texts | None = None


class ViewTable(_Strict):
    """One of `[[views]]`."""

    name: Text
    query: Annotated[str, AfterValidator(_one_line_or_none)] = ""
    columns: Texts = []
    sort: Annotated[str, _one_of(Sort)] | None = None


class ThemeTable(_Strict):
    """One `[themes.NAME]`."""

    dark: bool = True
    primary: Colour
    secondary: Colour | None = None
    warning: Colour | None = None
    error: Colour | None = None
    success: Colour | None = None
    accent: Colour | None = None
    foreground: Colour | None = None
    background: Colour | None = None
    surface: Colour | None = None
    panel: Colour | None = None
    boost: Colour | None = None


class OutboxSection(_Strict):
    """`[outbox]`."""

    hold_undoable_seconds: HoldSeconds | None = None
    hold_approve_seconds: HoldSeconds | None = None
    hold_publish_seconds: HoldSeconds | None = None


class RefreshSection(_Strict):
    """`[refresh]`."""

    inbox_seconds: RefreshSeconds | None = None
    posts_seconds: RefreshSeconds | None = None
    jobs_seconds: RefreshSeconds | None = None


SECTION_MODELS: dict[str, type[BaseModel]] = {
    "ui": UiSection,
    "triage": TriageSection,
    "outbox": OutboxSection,
    "refresh": RefreshSection,
}

CONNECTION_MODELS: dict[str, type[_Connection]] = {
    "notra": NotraConnection,
    "repostra": RepostraConnection,
    "blogree": BlogreeConnection,
}


def secret_stem(model: type[BaseModel]) -> str:
    """The word that a platform has for its secret: api_key or password."""
    return "api_key" if "api_key" in model.model_fields else "password"
