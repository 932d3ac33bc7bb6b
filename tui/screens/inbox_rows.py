"""The rows of the inbox's list: what waits, what is not ready, and how much a person put out of it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

from tui.domain.approvals import Approval
from tui.domain.failing import KIND, Failing
from tui.domain.inbox import InboxRows
from tui.domain.local_verdicts import LocalKind, LocalVerdict
from tui.presentation.local_verdicts import cut_label, out_label, section_label

if TYPE_CHECKING:
    from tui.domain.query import Query, Subject

FAILED = f"kind:{KIND}"
"""The filter that leaves only failures."""


class Section(NamedTuple):
    """A line of the list that is no item: the heading of what is not ready, say."""

    label: str
    size: int | None = None


InboxRow = Approval | Failing | Section


def listed(shown: InboxRows, asked: frozenset[LocalKind] = frozenset()) -> tuple[InboxRow, ...]:
    """All rows, in order. What is out of the queue is a line at the end, but for what was asked for."""
    rows: list[InboxRow] = [*shown.queue]
    for kind in LocalKind:
        out = [item for item, verdict in shown.out if verdict.kind is kind and kind in asked]
        rows += [Section(section_label(kind), len(out)), *out] if out else []
    if shown.not_ready:
        rows += [Section("not ready", len(shown.not_ready)), *shown.not_ready]
    more = not_listed(shown, asked)
    if rows and more:
        rows.append(Section(more))
    rows += [Section(cut_label(connection)) for connection in shown.cut]
    return tuple(rows)


def not_listed(shown: InboxRows, asked: frozenset[LocalKind] = frozenset()) -> str:
    """How many are out of the queue and not listed either; empty: none."""
    counts = [
        (kind, shown.kept_out[kind]) for kind in LocalKind if kind in shown.kept_out and kind not in asked
    ]
    return out_label(counts) if counts else ""


def row_id(row: InboxRow) -> Hashable:
    """What a row is named by over refreshes."""
    return row.label if isinstance(row, Section) else row.ref


def asks_for(query: Query | None) -> frozenset[LocalKind]:
    """What of that which is out of the queue a query asks to see."""
    if not query:
        return frozenset()
    from tui.domain.query import Key

    told = {value for term in query.terms if not term.negated for value in term.values if term.key is Key.IS}
    asked = {LocalKind(each) for each in told if each in set(LocalKind)}
    if LocalKind.DECLINED in asked:
        asked.add(LocalKind.DONE)
    if KIND in query.values(Key.KIND) or "failed" in told:
        asked |= {LocalKind.PUT_AWAY, LocalKind.SNOOZED}
    return frozenset(asked)


def fact_of(verdict: LocalVerdict) -> str:
    """What `is:` calls an item that this keeps out of the queue."""
    return (LocalKind.DECLINED if verdict.kind is LocalKind.DONE else verdict.kind).value


def subject_of_failing(failing: Failing) -> Subject:
    """What a query can ask of a failure."""
    from tui.domain.query import Subject

    return Subject(
        title=failing.title,
        connection=failing.ref.connection,
        kind=KIND,
        states=("failed", failing.state_word.lower()),
        touched=failing.at,
        facts=frozenset({"failed"}),
        told=" ".join((KIND, failing.of, failing.why, failing.ref.connection, *failing.posts)),
    )
