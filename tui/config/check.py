"""What is wrong with a parsed config file: pydantic's findings in words for its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tui.config.model import CONNECTION_MODELS, SECTION_MODELS, secret_stem
from tui.config.settings import (
    LONGEST_HOLD,
    LONGEST_REFRESH,
    PLATFORMS,
    SHORTEST_REFRESH,
    SOURCE_SUFFIXES,
)
from tui.config.wording import listed, nearest, shown

SECTIONS = ("connections", *SECTION_MODELS)
EXAMPLES = {
    "ui": 'theme = "…"',
    "outbox": "hold_approve_seconds = 8",
    "refresh": "inbox_seconds = 60",
}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
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
    "refresh_seconds": "Write {key} = 60, or {key} = 0 to ask only when told to.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    path: tuple[str, ...]
    """The keys from the top to where it is; for something missing, to the table that lacks it."""
    happened: str
    advice: str


def check(document: dict[str, Any]) -> list[Finding]:
    """Everything that is wrong with a parsed file; empty: all of it can be used."""
    return [
        *_sections(document),
        *_connections(document.get("connections", {})),
        *(finding for name in SECTION_MODELS for finding in _section(name, document.get(name, {}))),
    ]


def _sections(document: dict[str, Any]) -> Iterator[Finding]:
    for name, value in document.items():
        if name in SECTIONS:
            continue
        meant = nearest(name, SECTIONS)
        if isinstance(value, dict) and "platform" in value:
            advice = f"A connection's section is called [connections.{shown(name)}]."
        elif meant:
            advice = f"Did you mean {meant}?"
        else:
            sections = listed((f"[{one}]" for one in SECTION_MODELS), "and")
            advice = f"Known sections are [connections.NAME], {sections}."
        yield Finding((name,), f"Copydesk knows no section or key {shown(name)}", advice)


def _section(name: str, section: Any) -> Iterator[Finding]:
    if not isinstance(section, dict):
        advice = f"Write [{name}] and below it {EXAMPLES[name]}."
        yield Finding((name,), f"{name} is not a section", advice)
        return
    yield from _against(SECTION_MODELS[name], section, (name,), f"[{name}]")


def _connections(section: Any) -> Iterator[Finding]:
    if not isinstance(section, dict):
        yield Finding(("connections",), "connections is not a section", "Write [connections.NAME].")
        return
    seen: dict[str, str] = {}
    for name, table in section.items():
        path = ("connections", name)
        first = seen.setdefault(name.casefold(), name)
        if not NAME.fullmatch(name):
            yield Finding(
                path,
                f"{shown(name)} cannot be the name of a connection",
                "A name has up to 40 letters, digits, - and _, and starts with a letter or digit.",
            )
        elif first != name:
            yield Finding(
                path,
                f"two connections are called {shown(first)} and {shown(name)}",
                "Give one of them a name that differs in more than capital letters.",
            )
        elif not isinstance(table, dict):
            yield Finding(
                path,
                f"connections.{name} is not a section",
                f'Write [connections.{name}] and below it platform = "…".',
            )
        else:
            yield from _connection(name, table)


def _connection(name: str, table: dict[str, Any]) -> Iterator[Finding]:
    path = ("connections", name)
    here = f"[connections.{name}]"
    platform = table.get("platform")
    if platform is None:
        unknown = next((key for key in table if nearest(key, ("platform",))), None)
        yield Finding(
            (*path, unknown) if unknown else path,
            f"{here} has no platform" + (f", but has {shown(unknown)}" if unknown else ""),
            f"{'Did you mean platform? ' if unknown else ''}Add platform = {_platforms()}.",
        )
        return
    if not isinstance(platform, str):
        yield Finding(
            (*path, "platform"),
            f"platform in {here} must be text in quotes",
            f"Write platform = {_platforms()}.",
        )
        return
    model = CONNECTION_MODELS.get(platform)
    if model is None:
        meant = nearest(platform, PLATFORMS)
        yield Finding(
            (*path, "platform"),
            f"{here} is on a platform that Copydesk does not know: {shown(platform)}",
            f'Did you mean "{meant}"?' if meant else f"Write platform = {_platforms()}.",
        )
        return
    yield from _against(model, table, path, here)


def _platforms() -> str:
    return listed(f'"{name}"' for name in PLATFORMS)


def _against(
    model: type[BaseModel], table: dict[str, Any], path: tuple[str, ...], here: str
) -> Iterator[Finding]:
    try:
        model.model_validate(table)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_input=False):
            yield _finding(model, details, path, here)


def _finding(model: type[BaseModel], details: ErrorDetails, path: tuple[str, ...], here: str) -> Finding:
    kind = details["type"]
    key = str(details["loc"][0]) if details["loc"] else ""
    if kind == "extra_forbidden":
        return _unknown_key(model, key, path, here)
    if not key:
        return _whole(model, kind, details.get("ctx", {}), path, here)
    happened = f"{key} in {here} {NEEDED_TYPES.get(kind, 'has a value that does not fit')}"
    return Finding(
        (*path, key), happened, ADVICE.get(kind, "See the comments in a new config file.").format(key=key)
    )


def _unknown_key(model: type[BaseModel], key: str, path: tuple[str, ...], here: str) -> Finding:
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


def _whole(
    model: type[BaseModel], kind: str, context: dict[str, Any], path: tuple[str, ...], here: str
) -> Finding:
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
