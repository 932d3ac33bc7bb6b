"""What is wrong with the parts of a config file that say how a person wants things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tui.config.bound_keys import ID, PRESET, bindings, strokes
from tui.config.findings import Finding, against, one_of
from tui.config.model import ThemeTable, ViewTable
from tui.config.wording import in_a_line, nearest, shown
from tui.domain.preferences import CheckMode, Preset

USUAL = "usual"
THEME_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def checks(section: Any) -> Iterator[Finding]:
    """`[checks]`: a mode for each rule."""
    # Only here: the rules are many, and the start does not need them for a file that it knows.
    from tui.domain.rules import RULES

    if not isinstance(section, dict):
        yield Finding(("checks",), "checks is not a section", 'Write [checks] and below it usual = "warn".')
        return
    known = (USUAL, *RULES)
    modes = [each.value for each in CheckMode]
    for name, value in section.items():
        if name not in known:
            meant = nearest(name, known)
            advice = f"Did you mean {meant}?" if meant else f"Known rules are {', '.join(RULES)}."
            yield Finding(("checks", name), f"{shown(name)} in [checks] is not a rule of Copydesk", advice)
        elif value not in modes:
            given = value if isinstance(value, str) else ""
            yield one_of(("checks", name), f"{name} in [checks]", name, modes, given)


def keys(section: Any) -> Iterator[Finding]:
    """`[keys]`: a preset, and keys for commands."""
    if not isinstance(section, dict):
        yield Finding(("keys",), "keys is not a section", 'Write [keys] and below it preset = "vim".')
        return
    presets = [each.value for each in Preset]
    preset = section.get(PRESET, Preset.VIM.value)
    if preset not in presets:
        given = preset if isinstance(preset, str) else ""
        yield one_of(("keys", PRESET), "preset in [keys]", PRESET, presets, given)
    seen = set()
    for path, id, value in bindings(section):
        if not ID.fullmatch(id):
            yield Finding(
                ("keys", *path),
                f"{shown(id)} in [keys] cannot be a command",
                'Write verdict.approve = "y": ? in Copydesk names the commands.',
            )
        elif id in seen:
            yield Finding(("keys", *path), f"{id} in [keys] stands there twice", "Keep one of the two.")
        elif strokes(value) is None:
            yield Finding(
                ("keys", *path),
                f"{id} in [keys] must be a key in quotes, or a list of keys",
                f'Write {id} = "y" or {id} = ["y", "ctrl+y", "g y"]; "" leaves it without a key.',
            )
        seen.add(id)


def views(section: Any) -> Iterator[Finding]:
    """`[[views]]`: the tabs of the posts."""
    if not isinstance(section, list) or not all(isinstance(each, dict) for each in section):
        yield Finding(
            ("views",), "views is not a list of sections", 'Write [[views]] and below it name = "…".'
        )
        return
    names = set()
    for place, table in enumerate(section):
        name = table.get("name")
        here = (
            f"[[views]] {shown(name)}" if isinstance(name, str) and name else f"[[views]] number {place + 1}"
        )
        yield from against(ViewTable, table, ("views", place), here)
        yield from _query(table.get("query"), place, here)
        if isinstance(name, str) and name.casefold() in names:
            yield Finding(
                ("views", place, "name"), f"two views are called {shown(name)}", "Rename one of them."
            )
        names.add(name.casefold() if isinstance(name, str) else None)


def _query(query: Any, place: int, here: str) -> Iterator[Finding]:
    from tui.domain.query import parse

    if isinstance(query, str) and (slips := parse(query).slips):
        what, _, advice = in_a_line(slips[0].sentence).partition("; ")
        advice = advice[:1].upper() + advice[1:]
        yield Finding(("views", place, "query"), f"query in {here}: {what[:1].lower()}{what[1:]}", advice)


def themes(section: Any) -> Iterator[Finding]:
    """`[themes.NAME]`: themes of one's own."""
    if not isinstance(section, dict):
        yield Finding(
            ("themes",), "themes is not a section", 'Write [themes.NAME] and below it primary = "…".'
        )
        return
    for name, table in section.items():
        path = ("themes", name)
        if not THEME_NAME.fullmatch(name):
            advice = "A name has up to 40 letters, digits, - and _, and starts with a letter or digit."
            yield Finding(path, f"{shown(name)} cannot be the name of a theme", advice)
        elif not isinstance(table, dict):
            advice = f'Write [themes.{name}] and below it primary = "…".'
            yield Finding(path, f"themes.{name} is not a section", advice)
        else:
            yield from against(ThemeTable, table, path, f"[themes.{name}]")
