"""The themes: Textual's by their names, four of ours, and those of the config file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from tui.domain.preferences import OwnTheme
from tui.presentation.text import plain

SIXTEEN = "copydesk-16"
"""The terminal's own sixteen colours, dark or light as it is: few bytes, and on every terminal."""
_SIXTEEN = BUILTIN_THEMES["ansi-dark"]
OURS: tuple[Theme, ...] = (
    Theme(
        name="copydesk-dark",
        primary="#7aa2f7",
        secondary="#7dcfff",
        accent="#e0af68",
        warning="#ff9e64",
        error="#f7768e",
        success="#9ece6a",
        foreground="#d5d8e0",
        background="#16181d",
        surface="#1d2027",
        panel="#252932",
    ),
    Theme(
        name="copydesk-light",
        primary="#1f5fbf",
        secondary="#0b6e6e",
        accent="#9a4d00",
        warning="#9a5b00",
        error="#b3202c",
        success="#1d6b33",
        foreground="#1c1e22",
        background="#fbfaf7",
        surface="#f1efe9",
        panel="#e6e3da",
        dark=False,
    ),
    Theme(
        name="copydesk-contrast",
        primary="#8cc8ff",
        secondary="#7fffff",
        accent="#ffff00",
        warning="#ffd000",
        error="#ff8080",
        success="#7fff7f",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#202020",
        text_alpha=1.0,
        variables={
            "text-primary": "#8cc8ff",
            "text-secondary": "#7fffff",
            "text-accent": "#ffff00",
            "text-warning": "#ffd000",
            "text-error": "#ff8080",
            "text-success": "#7fff7f",
            "text-muted": "#e0e0e0",
        },
    ),
    Theme(
        name=SIXTEEN,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_magenta",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables=dict(_SIXTEEN.variables),
    ),
)
_COLOURS = frozenset(field.name for field in fields(Theme)) - {
    "name",
    "dark",
    "variables",
    "ansi",
    "luminosity_spread",
    "text_alpha",
}


def own_themes(wanted: Iterable[OwnTheme]) -> tuple[tuple[Theme, ...], tuple[str, ...]]:
    """The themes of the config file, and a sentence for each colour or theme that is left out. Colours that
    a theme does not name follow from its first.
    """
    themes: list[Theme] = []
    problems: list[str] = []
    for own in wanted:
        said = f"The theme {plain(own.name, 40)}"
        colours: dict[str, Any] = {}
        for name, colour in own.colours:
            key = name.replace("-", "_")
            if key not in _COLOURS:
                problems.append(f"{said} names {plain(name, 40)}, which is none of a theme's colours")
            elif not _is_colour(colour):
                left_out = "; it is left out" if key == "primary" else ""
                problems.append(f"{said}: {plain(colour, 40)} is no colour{left_out}")
            else:
                colours[key] = colour
        if "primary" not in colours:
            if not any(name == "primary" for name, _ in own.colours):
                problems.append(f"{said} is left out: it needs a primary colour")
        else:
            ansi = any(colour.startswith("ansi_") for colour in colours.values())
            themes.append(Theme(name=own.name, dark=own.dark, ansi=ansi, **colours))
    return tuple(themes), tuple(problems)


def _is_colour(text: str) -> bool:
    try:
        Color.parse(text)
    except ColorParseError:
        return False
    return True
