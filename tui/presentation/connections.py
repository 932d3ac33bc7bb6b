"""The connections as a list, and all that is known of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from tui.domain.connections import Health, Left, Reach, Trouble
from tui.domain.preferences import ConnectionLook
from tui.domain.setups import Setup, SignIn
from tui.presentation import roles
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.facts import lines
from tui.presentation.states import health_look
from tui.presentation.text import plain
from tui.presentation.times import age, stamp

COLUMNS = (
    Column("connection", 16, stays=6),
    Column("platform", 8, stays=3),
    Column("state", 15, stays=5),
    Column("sign-in", 11, stays=2),
    Column("left", 9, stays=1, right=True),
    Column("last error", 0),
    Column("age", 4, stays=4, right=True),
)
SIGN_INS = {
    SignIn.DESK: ("local desk", "the local desk, which knows it by itself"),
    SignIn.COMMAND: ("command", "a command, run when the key is needed"),
    SignIn.ENV: ("environment", "the environment variable {place}"),
    SignIn.KEYRING: ("keyring", "the system's keyring, under {place}"),
    SignIn.FILE: ("file", "the config file, which nobody but you may read"),
}
LONGEST_NAME = 40
_PLACE = re.compile(r"^/.*?, line (\d+): ")
"""A place in the config file: a line has no room for more than the number."""
LONGEST_FACT = 400


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """All that is known of one connection."""

    name: str
    health: Health
    setup: Setup | None
    """None as long as it is not read."""
    look: ConnectionLook
    left: tuple[Left, ...] = ()
    trouble: Trouble | None = None
    tested: str = ""
    """What came of the last test."""


def connection_row(each: ConnectionRow, width: int, now: datetime, *, ascii: bool = False) -> Content:
    """A connection as a line."""
    look = health_look(each.health, ascii=ascii)
    setup = each.setup or Setup(each.name)
    sign_in = SIGN_INS[setup.sign_in][0] if setup.sign_in is not None else ""
    failing = each.health.reach not in {Reach.UP, Reach.CONNECTING}
    trouble = each.trouble
    said = each.health.reason if failing else trouble.reason if trouble is not None else ""
    word = "protected" if each.look.protected and look.role == roles.GOOD else look.word
    return row(
        COLUMNS,
        (
            Cell(plain(each.name, 16), roles.NORMAL),
            Cell(plain(setup.platform, 8), roles.DIM),
            Cell(f"{look.glyph} {word}", look.role),
            Cell(sign_in, roles.DIM),
            Cell(_least(each.left), roles.DIM),
            Cell(_PLACE.sub(r"line \1: ", plain(said or "", 400)), roles.BAD if failing else roles.DIM),
            Cell(age(trouble.at, now) if trouble is not None else "", roles.DIM),
        ),
        width,
    )


def connections_heading(width: int) -> Content:
    """The headings over them."""
    return heading(COLUMNS, width, roles.DIM)


def _least(left: Sequence[Left]) -> str:
    """Of what a connection could send at once, that of which there is least: "5 of 10"."""
    if not left:
        return ""
    least = min(left, key=lambda each: each.left / max(each.most, 1))
    return f"{least.left} of {least.most}"


def left_text(left: Sequence[Left]) -> str:
    """What a connection could send at once: "5 of 10 generations, 54 of 55 changes"."""
    return ", ".join(f"{each.left} of {each.most} {plain(each.what)}" for each in left)


def _fact(name: str, text: str | None, role: str = roles.NORMAL) -> Content:
    shown = plain(text, LONGEST_FACT) if text else ""
    return Content.assemble((f"{name:<10} ", roles.DIM), (shown, role)) if shown else Content("")


def connection_header(each: ConnectionRow, now: datetime, *, ascii: bool = False) -> Content:
    """All of it, with the advice."""
    look, health, trouble = health_look(each.health, ascii=ascii), each.health, each.trouble
    failing = health.reach not in {Reach.UP, Reach.CONNECTING}
    past = not failing and trouble is not None
    return lines(
        Content.assemble((plain(each.name, LONGEST_NAME), roles.STRONG), "  ", (str(look), look.role)),
        _fact("why", health.reason if failing else None, roles.BAD),
        _fact("then", health.advice if failing else None),
        _fact("since", stamp(trouble.at, now) if failing and trouble is not None else None),
        _set_up(each.setup, now) if each.setup is not None else Content(""),
        _fact("read-only", health.read_only),
        _fact(
            "protected", "its name is asked for before anything goes public" if each.look.protected else None
        ),
        _fact("colour", each.look.colour),
        _fact("left now", left_text(each.left)),
        _fact("test", each.tested),
        _fact("last error", f"{_ago(trouble.at, now)}: {trouble.reason}" if past and trouble else None),
        _fact("", trouble.advice if past and trouble else None, roles.DIM),
    )


def _set_up(setup: Setup, now: datetime) -> Content:
    if setup.sign_in is None:
        return _fact("set up", "the config file is wrong about it", roles.BAD)
    ends = stamp(setup.signed_in_until, now) if setup.signed_in_until is not None else None
    return lines(
        _fact("platform", setup.platform),
        _fact(
            "address", setup.address or ("the platform's own" if setup.sign_in is not SignIn.DESK else None)
        ),
        _fact("sign-in", SIGN_INS[setup.sign_in][1].format(place=setup.place)),
        _fact("as", setup.email),
        _fact("signed in", f"until {ends}" if ends else None),
    )


def _ago(at: datetime, now: datetime) -> str:
    told = age(at, now)
    return "just now" if told == "now" else f"{told} ago"
