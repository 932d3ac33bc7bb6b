"""Field types that every platform's wire models take: text that a database can hold, times, addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints

LARGEST_ID = 2**63 - 1
"""The largest integer that the database's ids can be."""

LARGEST_PAGE = 1_000_000
"""Pages beyond it are refused: their offset would not fit the database."""


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not hold a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must be valid Unicode text") from None
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _written_as_text(value: object) -> object:
    if value is not None and not isinstance(value, str | datetime):
        raise ValueError("must be a date and time in ISO 8601")
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must be a date and time between the years 1 and 9999") from error


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good or any(character.isspace() for character in text):
        raise ValueError("must be an http:// or https:// address")
    return text


Text = Annotated[str, AfterValidator(_storable)]
"""Any text that a database can hold: no NUL characters, no halves of surrogate pairs."""

FilledText = Annotated[Text, AfterValidator(_filled)]
"""Text that is more than spaces."""

WebAddress = Annotated[Text, StringConstraints(max_length=2000), AfterValidator(_web_address)]
"""An http or https address, kept as it was given."""

Moment = Annotated[datetime, BeforeValidator(_written_as_text), AfterValidator(_in_utc)]
"""ISO 8601 text to an aware UTC time; a time without an offset is taken as UTC."""
