"""A query as a line: its terms, what can stand in it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.content import Content

from tui.domain.query.model import Query, Term, term_text
from tui.presentation import roles
from tui.presentation.ages import names
from tui.presentation.text import cells, plain

OWN = "~"
"""Stands before a term that no platform answers for all that are asked."""
MOST_CELLS = 60
NOTHING_AT_HAND = Content("Nothing that has come fits. Enter asks the platforms.")
EMPTY = "words, or a term such as status:draft · Tab takes what is offered"


def query_content(query: Query, own: Collection[Term] = ()) -> Content:
    """The terms of a query: "status:draft ~age:<7d". `own`: those that Copydesk looks at itself."""
    parts: list[tuple[str, str]] = []
    for term in query.terms:
        if parts:
            parts.append((" ", roles.STRONG))
        if term in own:
            parts.append((OWN, roles.DIM))
        parts.append((plain(term_text(term), MOST_CELLS), roles.STRONG))
    return Content.assemble(*parts)


def own_line(terms: Sequence[Term], unable: Sequence[str], *, all: bool) -> str:
    """What the mark before terms says; empty: there is none. `unable`: whom the terms cannot be asked of;
    `all`: those are all of whom anything is asked.
    """
    if not terms:
        return ""
    shown = OWN + plain(term_text(terms[0]), 16) + (" …" if len(terms) > 1 else "")
    who = "no platform can be asked" if all else f"{names(unable)} cannot be asked"
    return f"{shown} Copydesk looks at what comes: {who}"


def offers_line(fitting: Sequence[str], chosen: str | None, width: int) -> Content:
    """What can stand at the cursor; `chosen`: the one that stands there by Tab. What does not fit is left
    out, at the beginning where that is needed to show the chosen one.
    """
    shown = [plain(each, MOST_CELLS) for each in fitting]
    first = 0
    if chosen is not None and chosen in fitting:
        at = fitting.index(chosen)
        while first < at and sum(cells(each) + 2 for each in shown[first : at + 1]) > width:
            first += 1
    parts: list[tuple[str, str]] = []
    left = width
    for offer, text in zip(fitting[first:], shown[first:], strict=True):
        left -= cells(text) + 2
        if left < 0:
            break
        role = roles.STRONG if offer == chosen or (chosen is None and not parts) else roles.DIM
        parts += [(text, role), ("  ", roles.DIM)]
    return Content.assemble(*parts)


def slip_line(sentence: str, *, ascii: bool = False) -> Content:
    """What is wrong in a query."""
    return Content.assemble(("x " if ascii else "✗ ", roles.BAD), plain(sentence, 400))
