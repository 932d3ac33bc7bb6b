"""The one-line bars: the head with screens and connections, the foot with keys, and results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from textual.content import Content

from tui.domain.connections import Health, Reach
from tui.presentation import roles
from tui.presentation.states import health_look, reach_look
from tui.presentation.text import cells, plain

NAME = "Copydesk"
_PLACE = re.compile(r"^(?:\([^)]*\) |/.*?(?:, line \d+)?: )")
"""An address, or a place in a file, before what happened there."""
_FOLDER = re.compile(r"^/[^:]*/(?=[^/:]*, line \d+: )")
"""Where the file is that a line is of."""
KeyHint = tuple[str, str]
"""A key as it is written on it, and what it does now in a word or two."""


@dataclass(frozen=True, slots=True)
class ScreenTab:
    """A screen as the head names it. `count`: what is in it, such as "7" or "◔2"; empty: nothing."""

    id: str
    key: str
    label: str
    short: str
    count: str = ""


def without_folder(said: str) -> str:
    """What is said of a line of a file, by the file's name alone: the screen has no room for more."""
    return _FOLDER.sub("", said)


class Tone(Enum):
    """What a result line tells: done, refused, or only said."""

    GOOD = ("✓", "+", roles.GOOD)
    BAD = ("✗", "x", roles.BAD)
    PLAIN = ("", "", roles.NORMAL)


def health_marks(
    healths: Sequence[Health], *, reasons: bool = True, ascii: bool = False, space: str = " "
) -> Content:
    """Each connection with its mark: "● acme  ✗ agency: 401". `space` stands between mark and name."""
    marks: list[Content] = []
    for health in healths:
        look = health_look(health, ascii=ascii)
        name = plain(health.connection, 16)
        if _ails(health) and reasons:
            # A reason is a sentence of its own: here it need not name the connection twice.
            said = (health.reason or look.word).removeprefix(f"{health.connection} ")
            # Nor where it is, or stands.
            said = _PLACE.sub("", said) or said
            name += ": " + plain(said, 24)
        elif health.read_only is not None and health.reach is Reach.UP and reasons:
            name += f": {look.word}"
        loud = look.role if look.role != roles.GOOD else roles.DIM
        marks.append(Content.assemble((look.glyph, look.role), (space + name, loud)))
    return Content("  " if space else " ").join(marks)


def _ails(health: Health) -> bool:
    """Whether it waits, or failed."""
    return health.reach not in {Reach.UP, Reach.CONNECTING}


def _word_marks(healths: Sequence[Health], ascii: bool) -> Content:
    """Each connection, with a word or its seconds where it waits or failed: "● acme  ◔ agency 23 s"."""
    marks: list[Content] = []
    for health in healths:
        mark = health_marks([health], reasons=False, ascii=ascii)
        if _ails(health):
            look = health_look(health, ascii=ascii)
            said = look.word if health.seconds is None else f"{health.seconds} s"
            mark = Content.assemble(mark, (f" {said}", look.role))
        marks.append(mark)
    return Content("  ").join(marks)


def _silent_marks(healths: Sequence[Health], ascii: bool, *, words: bool = False) -> Content:
    """Only the connections that need a look, and how many are well."""
    well = [health for health in healths if health.reach is Reach.UP and health.read_only is None]
    others = [health for health in healths if health not in well]
    if words:
        marks = _word_marks(others, ascii)
    else:
        marks = health_marks(others, reasons=False, ascii=ascii, space="")
    if not well:
        return marks
    count = Content.assemble(
        (reach_look(Reach.UP, ascii=ascii).glyph, roles.GOOD), (str(len(well)), roles.DIM)
    )
    return Content(" ").join([count, marks]) if others else count


def _tabs(
    tabs: Sequence[ScreenTab], open_id: str, *, short: bool, ascii: bool, keys: bool = False
) -> Content:
    left, right = ("[", "]") if ascii else ("▌", "▐")
    parts: list[tuple[str, str]] = []
    for tab in tabs:
        name = tab.short if short else tab.label
        words = [tab.key, name] if tab.key and (keys or not short) else [name]
        label = " ".join([*words, tab.count] if tab.count else words)
        # A bracket or a blank on each side: nothing moves when another screen opens.
        if tab.id == open_id:
            parts += [(left, roles.ACCENT), (label, roles.STRONG), (right, roles.ACCENT)]
        else:
            parts.append((f" {label} ", roles.NORMAL))
    return Content.assemble(*parts)


def head_line(
    tabs: Sequence[ScreenTab], open_id: str, healths: Sequence[Health], width: int, *, ascii: bool = False
) -> Content:
    """The head in exactly `width` cells: name, screens with counts, connections at the right. What does
    not fit is said shorter: first without reasons, then with short names, without the screens' keys, and
    then only what is not well. One that waits or failed says so in a word, or its seconds, as long as that
    fits anywhere; screens with nothing to tell give way to it.
    """
    name = Content.assemble((f" {NAME} ", roles.STRONG))
    long = name + _tabs(tabs, open_id, short=False, ascii=ascii)
    keyed = name + _tabs(tabs, open_id, short=True, ascii=ascii, keys=True)
    short = name + _tabs(tabs, open_id, short=True, ascii=ascii)
    bare = Content(" ") + _tabs(tabs, open_id, short=True, ascii=ascii)
    marks = health_marks(healths, ascii=ascii)
    brief = health_marks(healths, reasons=False, ascii=ascii)
    tight = health_marks(healths, reasons=False, ascii=ascii, space="")
    silent = _silent_marks(healths, ascii)
    sides = [
        (long, marks),
        (long, brief),
        (keyed, marks),
        (keyed, brief),
        (short, marks),
        (short, tight),
        (keyed, silent),
        (short, silent),
        (bare, silent),
    ]
    if any(map(_ails, healths)):
        words = _word_marks(healths, ascii)
        few = _silent_marks(healths, ascii, words=True)
        telling = [(long, marks), (long, words), (keyed, marks), (short, marks), (keyed, words)]
        telling += [(short, words), (keyed, few), (short, few), (bare, few)]
        told = [tab for tab in tabs if tab.count or tab.id == open_id]
        least = Content(" ") + _tabs(told, open_id, short=True, ascii=ascii)
        sides = [*telling, *sides, (least, few), (least, silent)]
    for left, right in sides:
        free = width - left.cell_length - right.cell_length - 1
        # The blank after a screen's name parts the two as well.
        if free >= (not left.plain.endswith(" ")):
            return Content.assemble(left, " " * free, right, " ")
    return bare.truncate(max(width, 0), pad=True)


def key_line(keys: Sequence[KeyHint], width: int, help: str = "?") -> Content:
    """The foot: keys most wanted first; those that do not fit are left out, `help` stays."""
    parts: list[tuple[str, str]] = []
    key, label = (help, "help") if help else ("", "")
    last = [(key, roles.STRONG), (f" {label}", roles.DIM)]
    free = width - 1 - cells(f"{key} {label}")
    for key, label in keys:
        needs = cells(f"{key} {label}") + 2
        if needs > free:
            break
        free -= needs
        parts += [(key, roles.STRONG), (f" {label}  ", roles.DIM)]
    return Content.assemble(" ", *parts, *(last if free >= 0 else ()))
