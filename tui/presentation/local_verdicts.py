"""What was decided here alone, in words: each says that no platform hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from tui.domain.approvals import MOST_LISTED, Approval, ApprovalKind
from tui.domain.failing import Failing, FailingOf
from tui.domain.local_verdicts import LocalKind, LocalVerdict, Waiting
from tui.presentation import roles
from tui.presentation.columns import GAP, Cell, columns_that_fit, row
from tui.presentation.facts import LONGEST_FACT, lines
from tui.presentation.rows import APPROVAL_COLUMNS, UNTITLED
from tui.presentation.text import cells, plain
from tui.presentation.times import age, moment, stamp

_OUT = {
    LocalKind.SNOOZED: "put off",
    LocalKind.DECLINED: "declined",
    LocalKind.PUT_AWAY: "put away",
    LocalKind.DONE: "done",
}
_MENDED = {
    FailingOf.JOB: "the job",
    FailingOf.POST: "the post",
    FailingOf.ENTRY: "the outbox",
    FailingOf.DELIVERY: "the deliveries",
    FailingOf.SITE: "all of them",
}
_SHOWN_BY = {
    LocalKind.SNOOZED: "is:snoozed",
    LocalKind.DECLINED: "is:declined",
    LocalKind.PUT_AWAY: "kind:fails",
    LocalKind.DONE: "is:declined",
}

LEAST_TITLE = 12
"""Cells of a failure's title that are shown before its reason."""
MOST_POSTS = 10
"""So many posts that failed on a site are named."""


def out_label(counts: Sequence[tuple[LocalKind, int]]) -> str:
    """How many are out of the queue, and what shows them: "put off 3 · declined 2   / is:snoozed …"."""
    told = " · ".join(f"{_OUT[kind]} {count}" for kind, count in counts)
    shown = " or ".join(dict.fromkeys(_SHOWN_BY[kind] for kind, _ in counts))
    return f"{told}   / {shown} shows them"


def section_label(kind: LocalKind) -> str:
    """The heading over those that were asked for."""
    return _OUT[kind]


def cut_label(connection: str) -> str:
    """That a connection may have more than is listed."""
    return f"{plain(connection, 40)}: only {MOST_LISTED} of its drafts are listed, there may be more"


def _until(until: datetime | None, now: datetime) -> str:
    return "until it changes" if until is None else f"until {moment(until, now)}"


def _what(items: Sequence[Waiting]) -> str:
    return (plain(items[0].title) or UNTITLED) if len(items) == 1 else f"{len(items)} items"


def declined_line(items: Sequence[Waiting]) -> str:
    """What became of it: "declined here · acme has no reject: it is still a draft there · Title"."""
    connections = dict.fromkeys(plain(each.ref.connection, 40) for each in items)
    first = items[0]
    if len(items) > 1:
        still = "nothing was sent, and there all is as it was"
    elif isinstance(first, Approval) and first.kind is ApprovalKind.POST:
        word = plain(first.state_word, 30).replace("_", " ")
        still = f"it is still {'a draft' if word == 'draft' else word} there"
    else:
        still = "it still waits there"
    whose = f"{', '.join(connections)} {'has' if len(connections) == 1 else 'have'}"
    return f"declined here · {whose} no reject: {still} · {_what(items)}"


def put_off_line(items: Sequence[Waiting], until: datetime | None, now: datetime, undo: str) -> str:
    """What became of what was put off."""
    return f"put off here {_until(until, now)} · {undo} takes it back: {_what(items)}"


def put_away_line(items: Sequence[Waiting], undo: str) -> str:
    """What became of a failure that needs nobody."""
    return f"put away here until it changes · {undo} takes it back: {_what(items)}"


def waits_again_line(verdicts: Sequence[LocalVerdict]) -> str:
    """What was taken back."""
    what = (plain(verdicts[0].title) or UNTITLED) if len(verdicts) == 1 else f"{len(verdicts)} items"
    return f"waits again: {what}"


def verdict_line(verdict: LocalVerdict, now: datetime, keys: Sequence[str]) -> Content:
    """What keeps an item out of the queue, for the head of its text; `keys` bring it back."""
    back = f"{' or '.join(keys)} brings it back"
    match verdict.kind:
        case LocalKind.DECLINED:
            reason = plain(verdict.reason, LONGEST_FACT) if verdict.reason else "no reason given"
            said = f"declined here {moment(verdict.at, now)}: {reason} · {back}"
        case LocalKind.SNOOZED:
            when = f"until {stamp(verdict.until, now)}" if verdict.until else "until it changes"
            said = f"put off here {when} · {back}"
        case LocalKind.PUT_AWAY:
            said = f"put away here {moment(verdict.at, now)}, until it changes · {back}"
        case LocalKind.DONE:
            said = f"done {moment(verdict.at, now)}, and told of as before · {back}"
    return Content.styled(said, roles.WARNING)


# Failures


def _why(failing: Failing) -> str:
    """Why it failed; of a site, how many did."""
    why = plain(failing.why, LONGEST_FACT)
    if failing.posts:
        return f"{len(failing.posts)} posts failed{f' ({why})' if why else ''}"
    return why or plain(failing.state_word, 30)


def failing_row(failing: Failing, width: int, now: datetime) -> Content:
    """A failure: "fails  Release 2.4: webhook refused (502)  blog  –  20m"."""
    why = _why(failing)
    # Where both do not fit, each has its part.
    shown = columns_that_fit(APPROVAL_COLUMNS, width)
    room = width - sum(APPROVAL_COLUMNS[each].width + GAP for each in shown if APPROVAL_COLUMNS[each].width)
    title = plain(failing.title, max(room - cells(why) - 2, room // 2, LEAST_TITLE)) or UNTITLED
    return row(
        APPROVAL_COLUMNS,
        (
            Cell("fails", roles.BAD),
            Cell(f"{title}: {why}"),
            Cell(plain(failing.ref.connection, 13), roles.DIM),
            Cell("–", roles.DIM),
            Cell(age(failing.at, now), roles.DIM),
        ),
        width,
    )


def failing_header(failing: Failing, now: datetime) -> Content:
    """What failed, where, when and why."""
    facts = (plain(failing.ref.connection, 40), failing.of.value, plain(failing.state_word, 30))
    since = f"{'the latest' if failing.posts else 'since'} {stamp(failing.at, now)}" if failing.at else ""
    more = len(failing.posts) - MOST_POSTS
    return lines(
        Content.styled(plain(failing.title) or UNTITLED, roles.STRONG),
        Content.styled(" · ".join(each for each in (*facts, since) if each), roles.DIM),
        Content.styled(_why(failing) if failing.posts else plain(failing.why, 400), roles.BAD),
        *(Content(f"  {plain(title, 120) or UNTITLED}") for title in failing.posts[:MOST_POSTS]),
        Content.styled(f"  and {more} more" if more > 0 else "", roles.DIM),
    )


def failing_consequence(failing: Failing, put_away: str, opens: str, *, out: bool = False) -> Content:
    """What the keys do about a failure."""
    away = "lets it stand in the queue again" if out else "puts it away here until it changes"
    return Content.assemble(
        " ", (opens, roles.STRONG), f" → {_MENDED[failing.of]} · ", (put_away, roles.STRONG), f" → {away}"
    )
