"""Accounts, sites, repositories and voices: as rows, as facts, and what the keys do with one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from textual.content import Content

from tui.commands.keymap import USUAL, Keymap
from tui.domain.accounts import Account, AccountKind, AccountVerb, Making, MakingState
from tui.presentation import roles
from tui.presentation.ages import names
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.facts import lines
from tui.presentation.links import linked_whole
from tui.presentation.rows import section_row, title_of
from tui.presentation.states import LONGEST_WORD, Look
from tui.presentation.text import cells, plain
from tui.presentation.times import age, stamp

COLUMNS = (
    Column("name", 0),
    Column("what", 14, stays=2),
    Column("how", 10, stays=1),
    Column("state", LONGEST_WORD + 1, stays=3),
    Column("changed", 7, stays=0, right=True),
)
PLURAL = {
    AccountKind.ACCOUNT: "accounts",
    AccountKind.SITE: "sites",
    AccountKind.REPOSITORY: "repositories",
    AccountKind.VOICE: "voices",
}
WELL = frozenset({"", "active", "connected", "enabled", "on", "inactive", "disabled", "off"})
"""Words that say no more than the switch does."""
LONGEST_FACT = 400
NAME_CELLS = 14
KeyOf: TypeAlias = Callable[[str], str]
"""The key of a command, by its id, as a person reads it."""
_ONLY: Mapping[AccountVerb, tuple[Collection[AccountKind], str]] = {
    AccountVerb.SWITCH: ({AccountKind.ACCOUNT, AccountKind.SITE}, "only accounts and sites are"),
    AccountVerb.CHOOSE: ({AccountKind.VOICE}, "only voices are"),
    AccountVerb.ROTATE: ({AccountKind.SITE}, "only sites have some"),
}
"""What is done to some kinds alone, and how that is said of the others."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: what of which connection follows."""

    connection: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account, and what is being done to it."""

    account: Account
    doing: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said of a connection in place of its accounts."""

    connection: str
    text: str
    bad: bool = False


Row: TypeAlias = Section | AccountRow | Making | Said


def section_words(connection: str, kind: AccountKind) -> str:
    """What of which connection: "acme · sites"."""
    return f"{plain(connection, 30)} · {PLURAL[kind]}"


def state_look(account: Account, doing: str = "", *, ascii: bool = False) -> Look:
    """How one fares: a sign and a word."""
    if doing:
        return Look("~" if ascii else "◔", plain(doing, LONGEST_WORD), roles.BUSY)
    word = plain(account.state_word, LONGEST_WORD)
    if account.active is False:
        return Look("o" if ascii else "○", "off", roles.DIM)
    if word.lower() not in WELL:
        return Look("!", word, roles.WARNING)
    if account.chosen:
        return Look("*" if ascii else "★", "default", roles.GOOD)
    if account.active is None:
        return Look("", word, roles.DIM)
    return Look("+" if ascii else "●", "on", roles.GOOD)


def making_look(making: Making, *, ascii: bool = False) -> Look:
    """How far a voice is that is being made: the step, and its number of all; or that no answer came."""
    match making.state:
        case MakingState.FAILED:
            return Look("x" if ascii else "✗", "failed", roles.BAD)
        case MakingState.UNKNOWN:
            return Look("?", "unknown", roles.WARNING)
        case MakingState.DONE:
            return Look("+" if ascii else "●", "made", roles.GOOD)
    if making.error:
        return Look("!", "no answer", roles.WARNING)
    step = plain(making.step or making.state_word or "being made", LONGEST_WORD - 4)
    number = f" {making.done}/{making.steps}" if making.done is not None and making.steps else ""
    return Look("~" if ascii else "◔", step + number, roles.BUSY)


def account_line(shown: Row, width: int, now: datetime, *, ascii: bool = False) -> Content:
    """A row of the list."""
    if isinstance(shown, Section):
        return section_row(shown.label, width, shown.count or None)
    if isinstance(shown, Said):
        role = roles.BAD if shown.bad else roles.DIM
        return Content.styled(plain(shown.text, 400), role).truncate(max(width, 0), ellipsis=True)
    if isinstance(shown, Making):
        look, changed = making_look(shown, ascii=ascii), ""
        name, what, way = shown.name, "voice", "a website"
        role = roles.NORMAL
    else:
        each = shown.account
        look = state_look(each, shown.doing, ascii=ascii)
        name, what, way = each.name, each.what, each.way
        at = each.updated_at or each.created_at
        changed = age(at, now) if at is not None else ""
        role = roles.DIM if each.active is False else roles.NORMAL
    return row(
        COLUMNS,
        (
            Cell(title_of(name, width), role),
            Cell(plain(what.replace("_", " "), 14), roles.DIM),
            Cell(plain(way.replace("_", " "), 10), roles.DIM),
            Cell(str(look).strip(), look.role),
            Cell(changed, roles.DIM),
        ),
        width,
    )


def accounts_heading(width: int) -> Content:
    """The headings over them."""
    return heading(COLUMNS, width, roles.DIM)


def _fact(name: str, text: str | None, role: str = roles.NORMAL) -> Content:
    shown = plain(text, LONGEST_FACT) if text else ""
    label = plain(name, 24)
    gap = " " * max(NAME_CELLS - cells(label), 1)
    return Content.assemble((label + gap, roles.DIM), (shown, role)) if shown else Content("")


def account_facts(shown: AccountRow, now: datetime, *, ascii: bool = False) -> Content:
    """All that is known of one."""
    each, look = shown.account, state_look(shown.account, shown.doing, ascii=ascii)
    told = each.state_word if each.state_word.lower() not in WELL else ""
    return lines(
        Content.assemble((plain(each.name, LONGEST_FACT), roles.STRONG), "  ", (str(look), look.role)),
        Content.styled(f"{plain(each.ref.connection, 40)} · {each.kind.value}", roles.DIM),
        _fact("what", each.what.replace("_", " ")),
        _fact("posts go by" if each.kind is not AccountKind.VOICE else "way", each.way.replace("_", " ")),
        linked_whole(_fact("address", each.address), each.address),
        _fact("it says", told, roles.WARNING),
        _fact("default", "used where none is named" if each.chosen else None),
        *(_fact(label, text) for label, text in each.facts),
        _fact("added", stamp(each.created_at, now) if each.created_at else None),
        _fact("changed", stamp(each.updated_at, now) if each.updated_at else None),
        _fact("id", each.ref.id, roles.DIM),
    )


def making_facts(making: Making, *, ascii: bool = False) -> Content:
    """All that is known of a voice that is being made."""
    look = making_look(making, ascii=ascii)
    going = making.state is MakingState.UNDER_WAY
    return lines(
        Content.assemble((plain(making.name, LONGEST_FACT), roles.STRONG), "  ", (str(look), look.role)),
        Content.styled(f"{plain(making.ref.connection, 40)} · a voice from a website", roles.DIM),
        _fact("last look" if going else "why", making.error, roles.WARNING if going else roles.BAD),
        _fact("it says", making.state_word),
        _fact("then", "It goes on by itself, also without Copydesk." if going else None),
    )


def why_not(account: Account, verb: AccountVerb) -> str:
    """Why it cannot be done, where that is known, to stand behind that it cannot."""
    kinds, others = _ONLY.get(verb, ({account.kind}, ""))
    if account.kind not in kinds:
        return f": {others}"
    if account.chosen and verb in {AccountVerb.CHOOSE, AccountVerb.REMOVE}:
        return ": it is the one used where none is named"
    return ""


def account_consequence(shown: Row | None, keys: KeyOf, read_only: str | None = None) -> Content:
    """What the keys do with one, or why they do nothing."""
    if read_only is not None:
        return Content.styled(f" read-only: {plain(read_only, 200)}", roles.DIM)
    add = [("account.add", "adds one")]
    if isinstance(shown, AccountRow):
        steps = _steps(shown.account)
    elif isinstance(shown, Making):
        steps = [] if shown.state is MakingState.UNDER_WAY else [("account.remove", "takes it off the list")]
        steps = steps or [("screen.refresh", "looks now; it goes on by itself, also without Copydesk")]
    elif isinstance(shown, Said) and shown.bad:
        steps = [("screen.refresh", "asks again"), ("app.connections", "shows how it fares")]
    else:
        steps = add
    parts: list[tuple[str, str]] = []
    for id, does in steps:
        parts += [("  " if parts else " ", ""), (keys(id), roles.STRONG), (f" → {does}", "")]
    return Content.assemble(*parts)


def _steps(account: Account) -> list[tuple[str, str]]:
    off = account.active is False
    takes = account.kind in {AccountKind.ACCOUNT, AccountKind.SITE}
    comes = ("posts can go to it" if off else "nothing goes to it") if takes else "it is not used"
    known = {
        AccountVerb.SWITCH: ("account.switch", f"{'on' if off else 'off'}: {comes}"),
        AccountVerb.EDIT: ("account.edit", "changes it"),
        AccountVerb.CHOOSE: ("account.choose", "used where none is named"),
        AccountVerb.ROTATE: ("account.rotate", "new keys"),
        AccountVerb.REMOVE: ("account.remove", "deletes it"),
    }
    chosen = {AccountVerb.CHOOSE} if account.chosen else set()
    steps = [step for verb, step in known.items() if verb in account.verbs - chosen]
    return steps or [("account.add", "adds one; nothing can be done with this one here")]


def no_accounts(
    *, asked: bool, failed: Sequence[str], problem: str | None = None, keys: Keymap = USUAL
) -> Content:
    """What the list says that has no rows. `problem`: why there is no connection at all."""
    if problem is not None:
        shows = f"{keys.of('app.connections')} shows all of it."
        return Content(f"There is no connection to ask. {plain(problem, 400)} {shows}")
    if failed:
        why, again = keys.of("app.connections"), keys.of("screen.refresh")
        return Content(f"{names(failed)} did not answer. {why} says why, {again} asks again.")
    if not asked:
        return Content.styled("Asking the connections …", roles.DIM)
    return Content(f"On no connection can anything be set up. {keys.of('app.connections')} shows them.")
