"""Pydantic's findings in words for the owner of a config file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tui.config.colours import NAMES
from tui.config.model import CONNECTION_MODELS, secret_stem
from tui.config.settings import LONGEST_HOLD, LONGEST_REFRESH, SHORTEST_REFRESH, SOURCE_SUFFIXES
from tui.config.wording import listed, nearest, shown
from tui.domain.zones import EXAMPLE, zone_meant

NEEDED_TYPES = {
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false, without quotes",
    "string_too_short": "is empty",
    "empty": "is empty",
    "control_characters": "has line breaks or control characters in it",
    "web_address": "is not a web address",
    "web_address_extras": "has more in it than an address",
    "mail_address": "is not an e-mail address",
    "hold_seconds": f"must be a number of seconds from 0 to {LONGEST_HOLD}",
    "texts": "must be a list of texts in quotes",
    "refresh_seconds": f"must be 0 or a number of seconds from {SHORTEST_REFRESH} to {LONGEST_REFRESH}",
}
ADVICE = {
    "string_type": 'Put it in quotes: {key} = "…".',
    "bool_type": "Write {key} = true or {key} = false.",
    "string_too_short": "Fill it in or take the line out.",
    "empty": "Fill it in or take the line out.",
    "control_characters": "Write it in one line of plain text.",
    "web_address": "Write it as https://host or https://host/path.",
    "web_address_extras": "Leave out user names, ? and #: secrets have keys of their own.",
    "mail_address": "Write it as name@host.",
    "hold_seconds": "Write {key} = 8, or {key} = 0 to hold nothing.",
    "texts": 'Write {key} = ["…", "…"].',
    "missing": 'Add {key} = "…".',
    "refresh_seconds": "Write {key} = 60, or {key} = 0 to ask only when told to.",
}


Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    path: Path
    """The keys from the top to where it is; for something missing, to the table that lacks it."""
    happened: str
    advice: str


def against(model: type[BaseModel], table: dict[str, Any], path: Path, here: str) -> Iterator[Finding]:
    """What is wrong with a table, which stands at `path` and is called `here`."""
    try:
        model.model_validate(table)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_input=False):
            yield _finding(model, details, path, here)


def _finding(model: type[BaseModel], details: ErrorDetails, path: Path, here: str) -> Finding:
    kind = details["type"]
    key = str(details["loc"][0]) if details["loc"] else ""
    if kind == "extra_forbidden":
        return _unknown_key(model, key, path, here)
    if not key:
        return _whole(model, kind, details.get("ctx", {}), path, here)
    context = details.get("ctx", {})
    if kind == "one_of":
        return one_of((*path, key), f"{key} in {here}", key, context["choices"], context["given"])
    if kind == "colour":
        return colour((*path, key), f"{key} in {here}", context["given"])
    if kind == "zone":
        return _zone((*path, key), f"{key} in {here}", context["given"])
    if kind == "missing":
        return Finding(path, f"{here} has no {key}", ADVICE[kind].format(key=key))
    happened = f"{key} in {here} {NEEDED_TYPES.get(kind, 'has a value that does not fit')}"
    return Finding(
        (*path, key), happened, ADVICE.get(kind, "See the comments in a new config file.").format(key=key)
    )


def one_of(path: Path, what: str, key: str, choices: Sequence[str], given: str) -> Finding:
    """A value that is none of the choices."""
    meant = nearest(given, choices) if given else None
    quoted = [f'"{each}"' for each in choices]
    advice = f'Did you mean "{meant}"?' if meant else f"Write {key} = {quoted[0]}."
    return Finding(path, f"{what} must be {listed(quoted)}", advice)


def colour(path: Path, what: str, given: str) -> Finding:
    """A text that names no colour."""
    meant = nearest(given, NAMES)
    advice = f'Did you mean "{meant}"?' if meant else 'Write a web colour, such as "teal" or "#008080".'
    return Finding(path, f"{what} is not a colour that Copydesk knows", advice)


def _zone(path: Path, what: str, given: str) -> Finding:
    """A text that names no zone."""
    meant = zone_meant(given)
    advice = f'Did you mean "{meant}"?' if meant else f'Write its IANA name, such as "{EXAMPLE}".'
    return Finding(path, f"{what} is not a time zone", advice)


def _unknown_key(model: type[BaseModel], key: str, path: Path, here: str) -> Finding:
    known = tuple(model.model_fields)
    meant = nearest(key, known)
    others = [name for name, other in CONNECTION_MODELS.items() if key in other.model_fields]
    if others:
        happened = f"{key} in {here} is a key for {listed(others, 'and')} only"
    else:
        happened = f"{shown(key)} in {here} is not a key that Copydesk knows"
    if meant:
        advice = f"Did you mean {meant}?"
    else:
        advice = "Take it out." if others else f"Known keys are {listed(known, 'and')}."
    return Finding((*path, key), happened, advice)


def _whole(model: type[BaseModel], kind: str, context: dict[str, Any], path: Path, here: str) -> Finding:
    match kind:
        case "desk_needs_none":
            key = context["key"]
            return Finding(
                (*path, key),
                f"{key} in {here} stands beside desk = true",
                "The local desk's address and keys are found by themselves: take one of the two out.",
            )
        case "two_secrets":
            key, other = context["key"], context["other"]
            return Finding(
                (*path, key), f"{here} has both {other} and {key}", "Keep the one that Copydesk should use."
            )
        case "needs_email":
            return Finding(
                path, f"{here} has no email", 'Add email = "name@host", as you sign in to Blogree.'
            )
        case _:
            stem = secret_stem(model)
            keys = [stem + suffix for suffix in SOURCE_SUFFIXES]
            return Finding(
                path,
                f"{here} has no secret",
                f'Add {stem}_command = "…", or {listed(one for one in keys if one != f"{stem}_command")}.',
            )
