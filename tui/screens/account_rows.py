"""The rows of the accounts' list: by connection, then by what they are."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from tui.commands.keymap import Keymap
from tui.domain.accounts import AccountKind, Making
from tui.presentation.accounts import AccountRow, Row, Said, Section, section_words
from tui.presentation.text import plain
from tui.services.accounts import AccountsService, Part


def row_id(row: Row) -> Hashable:
    """What a row is named by over refreshes."""
    if isinstance(row, AccountRow):
        return row.account.ref
    if isinstance(row, Making):
        return row.ref
    return (type(row).__name__, row.connection, row.label if isinstance(row, Section) else "")


def connection_of(row: Row | None) -> str | None:
    """The connection that a row is of."""
    if isinstance(row, AccountRow):
        return row.account.ref.connection
    if isinstance(row, Making):
        return row.ref.connection
    return row.connection if row is not None else None


def rows_of(accounts: AccountsService, keys: Keymap) -> list[Row]:
    """All rows. A connection that failed says so in a row of its own, and keeps what it told before."""
    rows: list[Row] = []
    for part in accounts.parts:
        rows += _of(part, accounts, keys)
    return rows


def _of(part: Part, accounts: AccountsService, keys: Keymap) -> Iterator[Row]:
    name, makings = part.connection, accounts.makings.of(part.connection)
    kinds = dict.fromkeys((*accounts.kinds(name), *(each.kind for each in part.accounts)))
    if makings:
        kinds.setdefault(AccountKind.VOICE)
    if part.error is not None:
        yield Section(name, plain(name, 40), 0)
        yield Said(name, part.error.sentence, bad=True)
        kinds = {kind: None for kind in kinds if any(each.kind is kind for each in part.accounts)}
    elif part.told_at is None:
        yield Section(name, plain(name, 40), 0)
        yield Said(name, "asking …")
        return
    nothing = part.error is None and not part.accounts and not makings
    for kind in kinds:
        of_kind = [each for each in part.accounts if each.kind is kind]
        making = makings if kind is AccountKind.VOICE else ()
        if of_kind or making or nothing:
            yield Section(name, section_words(name, kind), len(of_kind))
        for each in of_kind:
            yield AccountRow(each, accounts.under_way(each.ref))
        yield from making
        if nothing:
            adds = "" if accounts.read_only(name) else f": {keys.of('account.add')} adds one"
            yield Said(name, f"none yet{adds}")
            return
