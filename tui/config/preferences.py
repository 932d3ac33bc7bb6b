"""What a person prefers, from a parsed config file that is right but for what is named as wrong."""

from __future__ import annotations

from collections.abc import Container, Iterator
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from tui.config.bound_keys import PRESET, bindings, strokes
from tui.config.build import text, truth
from tui.config.wording import shown
from tui.domain.preferences import (
    USUAL_VIEWS,
    AfterVerdict,
    CheckMode,
    Checks,
    ConnectionLook,
    Glyphs,
    Keys,
    Line,
    Look,
    Notice,
    OwnTheme,
    Preferences,
    Preset,
    Sort,
    Triage,
    View,
)

Choice = TypeVar("Choice", bound=StrEnum)


def preferences(document: dict[str, Any], wrong: Container[str] = ()) -> Preferences:
    """All of them; for what is named in `wrong` (dotted keys) the usual stands.

    Raises LookupError, TypeError, ValueError or AttributeError where the file is not as checked.
    """
    return Preferences(
        triage=_triage(right_part(document, "triage", wrong)),
        checks=_checks(right_part(document, "checks", wrong)),
        keys=_keys(right_part(document, "keys", wrong), wrong),
        look=_look(document, wrong),
        views=tuple(_views(document, wrong)) or USUAL_VIEWS,
        connections=MappingProxyType(dict(_connections(document, wrong))),
    )


def right_part(document: dict[str, Any], section: str, wrong: Container[str]) -> dict[str, Any]:
    """What of a section can be used: for the rest the usual stands. Raises as `preferences`."""
    if section in wrong:
        return {}
    found = document.get(section, {})
    return {key: value for key, value in found.items() if f"{section}.{shown(key)}" not in wrong}


def _triage(section: dict[str, Any]) -> Triage:
    usual = Triage()
    return Triage(
        _choice(AfterVerdict, section, "after_verdict", usual.after_verdict),
        _texts(section, "reasons", usual.reasons),
    )


def _checks(section: dict[str, Any]) -> Checks:
    rules = {name: CheckMode(mode) for name, mode in section.items() if name != "usual"}
    return Checks(_choice(CheckMode, section, "usual", Checks().usual), MappingProxyType(rules))


def _keys(section: dict[str, Any], wrong: Container[str]) -> Keys:
    bound = []
    for path, id, value in bindings(section):
        if ".".join(("keys", *map(shown, path))) not in wrong:
            keys = strokes(value)
            if keys is None:
                raise TypeError(id)
            bound.append((id, keys))
    return Keys(_choice(Preset, section, PRESET, Preset.VIM), tuple(bound))


def _look(document: dict[str, Any], wrong: Container[str]) -> Look:
    ui = right_part(document, "ui", wrong)
    usual = Look()
    return Look(
        theme=text(ui, "theme"),
        themes=tuple(_themes(document, wrong)),
        glyphs=_choice(Glyphs, ui, "glyphs", usual.glyphs),
        line=_choice(Line, ui, "line", usual.line),
        notice=_choice(Notice, ui, "notice", usual.notice),
    )


def _themes(document: dict[str, Any], wrong: Container[str]) -> Iterator[OwnTheme]:
    for name, table in right_part(document, "themes", wrong).items():
        right = {
            key: value for key, value in table.items() if f"themes.{shown(name)}.{shown(key)}" not in wrong
        }
        # Without its first colour there is no theme.
        if "primary" in right:
            colours = tuple((key, text(right, key) or "") for key in right if key != "dark")
            yield OwnTheme(name, truth(right, "dark", usual=True), colours)


def _views(document: dict[str, Any], wrong: Container[str]) -> Iterator[View]:
    if "views" in wrong:
        return
    for place, table in enumerate(document.get("views", []), 1):
        # One that is half right would show other posts than it says.
        keys = (f"views.{place}.{shown(key)}" for key in ("", *table))
        if f"views.{place}" in wrong or any(key in wrong for key in keys):
            continue
        name = text(table, "name")
        if name is None:
            raise KeyError("name")
        yield View(
            name,
            text(table, "query") or "",
            _texts(table, "columns", ()),
            _choice(Sort, table, "sort", Sort.NEWEST),
        )


def _connections(document: dict[str, Any], wrong: Container[str]) -> Iterator[tuple[str, ConnectionLook]]:
    for name, table in right_part(document, "connections", wrong).items():
        if isinstance(table, dict):
            at = f"connections.{shown(name)}"
            yield (
                name,
                ConnectionLook(
                    colour=None if f"{at}.colour" in wrong else text(table, "colour"),
                    protected=f"{at}.protected" in wrong or truth(table, "protected"),
                    zone=None if f"{at}.zone" in wrong else text(table, "zone"),
                ),
            )


def _choice(kind: type[Choice], table: dict[str, Any], key: str, usual: Choice) -> Choice:
    value = text(table, key)
    return usual if value is None else kind(value)


def _texts(table: dict[str, Any], key: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    value = table.get(key)
    if value is None:
        return usual
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError(key)
    return tuple(value)
