"""What is wrong with a parsed config file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tui.config import check_preferences
from tui.config.findings import Finding, against
from tui.config.model import CONNECTION_MODELS, SECTION_MODELS
from tui.config.settings import PLATFORMS
from tui.config.wording import listed, nearest, shown

SECTIONS = ("connections", *SECTION_MODELS, "checks", "keys", "views", "themes")
EXAMPLES = {
    "ui": 'theme = "…"',
    "triage": 'after_verdict = "next"',
    "outbox": "hold_approve_seconds = 8",
    "refresh": "inbox_seconds = 60",
}
NAME_ADVICE = "A name has up to 40 letters, digits, - and _, and starts with a letter or digit."
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def name_fault(name: str, others: Iterable[str]) -> str | None:
    """Why a new connection cannot have this name beside these; None: it can."""
    if not NAME.fullmatch(name):
        return (
            f"{shown(name)} cannot be its name. {NAME_ADVICE}" if name else f"It needs a name. {NAME_ADVICE}"
        )
    taken = next((each for each in others if each.casefold() == name.casefold()), None)
    return f"{shown(taken)} is there already: choose another name." if taken is not None else None


def check(document: dict[str, Any]) -> list[Finding]:
    """Everything that is wrong with a parsed file; empty: all of it can be used."""
    return [
        *_sections(document),
        *_connections(document.get("connections", {})),
        *(finding for name in SECTION_MODELS for finding in _section(name, document.get(name, {}))),
        *check_preferences.checks(document.get("checks", {})),
        *check_preferences.keys(document.get("keys", {})),
        *check_preferences.views(document.get("views", [])),
        *check_preferences.themes(document.get("themes", {})),
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
            sections = listed((f"[{one}]" for one in (*SECTION_MODELS, "checks", "keys")), "and")
            advice = f"Known sections are [connections.NAME], [themes.NAME], [[views]], {sections}."
        yield Finding((name,), f"Copydesk knows no section or key {shown(name)}", advice)


def _section(name: str, section: Any) -> Iterator[Finding]:
    if not isinstance(section, dict):
        advice = f"Write [{name}] and below it {EXAMPLES[name]}."
        yield Finding((name,), f"{name} is not a section", advice)
        return
    yield from against(SECTION_MODELS[name], section, (name,), f"[{name}]")


def _connections(section: Any) -> Iterator[Finding]:
    if not isinstance(section, dict):
        yield Finding(("connections",), "connections is not a section", "Write [connections.NAME].")
        return
    seen: dict[str, str] = {}
    for name, table in section.items():
        path = ("connections", name)
        first = seen.setdefault(name.casefold(), name)
        if not NAME.fullmatch(name):
            yield Finding(path, f"{shown(name)} cannot be the name of a connection", NAME_ADVICE)
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
            yield from connection(name, table)


def connection(name: str, table: dict[str, Any]) -> Iterator[Finding]:
    """What is wrong with one connection's section."""
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
    yield from against(model, table, path, here)


def _platforms() -> str:
    return listed(f'"{name}"' for name in PLATFORMS)
