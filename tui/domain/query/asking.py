"""What of a query a platform is asked, and what Copydesk looks at itself.

A platform answers words only where it says that it looks for all of them in title and body; a phrase it is
asked for by its words, and Copydesk sees to their order. It is asked for one tag, where it knows tags.
Times, what there is (`has:`), what is (`is:`), kinds and what is turned round no platform answers; but a
state or a connection turned round is asked for as all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from tui.domain.post_state import PostState
from tui.domain.posts import Post, PostFilter
from tui.domain.query.items import takes
from tui.domain.query.model import Key, Query, Term
from tui.domain.query.values import types_named

if TYPE_CHECKING:
    from tui.domain.connections import Capabilities

Able = Mapping[str, "Capabilities | None"]
"""The connections, and what each can; None where that is not known yet."""


def filter_of(query: Query, able: Able, *, newest_first: bool = True) -> PostFilter:
    """What the platforms are asked: they bring at least the posts that the query takes. Each heeds what it
    can, as its capabilities say.
    """
    states: frozenset[PostState] = frozenset()
    types: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    words: list[str] = []
    for term in _asked(query, able):
        match term.key:
            case Key.STATUS:
                states = _states(term)
            case Key.CONN:
                names = _names(term, able)
            case Key.TYPE:
                types = frozenset(each for value in term.values for each in types_named(value))
            case Key.TAG:
                tags = frozenset(term.values)
            case Key.WORDS:
                words += term.values[0].split()
    return PostFilter(states, types, names, newest_first, search=" ".join(words), tags=tags)


def _asked(query: Query, able: Able) -> list[Term]:
    """The terms that are asked for: of each key the first that can be, and all words."""
    asked: list[Term] = []
    for term in query.terms:
        again = term.key is not Key.WORDS and any(other.key is term.key for other in asked)
        if not again and _can_be_asked(term, able):
            asked.append(term)
    return asked


def _can_be_asked(term: Term, able: Able) -> bool:
    match term.key:
        case Key.STATUS:
            return bool(_states(term))
        case Key.CONN:
            return bool(_names(term, able))
        case Key.TYPE:
            return not term.negated
        case Key.TAG | Key.WORDS:
            return not term.negated and len(term.values) == 1
    return False


def _states(term: Term) -> frozenset[PostState]:
    return frozenset(state for state in PostState if (state.value in term.values) is not term.negated)


def _names(term: Term, able: Able) -> frozenset[str]:
    named = {value.casefold() for value in term.values}
    found = frozenset(name for name in able if (name.casefold() in named) is not term.negated)
    # A connection that there is not has no posts: with none named, all would be asked.
    return found if found or term.negated else frozenset(term.values)


def left_of(query: Query, can: Capabilities | None, able: Able) -> Query:
    """What of a query Copydesk must look at itself in the posts of a connection that can do this."""
    asked = _asked(query, able)
    return Query(tuple(term for term in query.terms if term not in asked or not _answers(term, can)))


def _answers(term: Term, can: Capabilities | None) -> bool:
    """Whether a platform that is asked for a term brings just what it takes."""
    match term.key:
        case Key.STATUS | Key.CONN | Key.TYPE:
            return True
        case Key.TAG:
            return can is not None and can.tags
        case Key.WORDS:
            return can is not None and can.searches and len(term.values[0].split()) == 1
    return False


def own_terms(query: Query, able: Able) -> tuple[Term, ...]:
    """The terms that Copydesk looks at itself, for one of the connections that are asked or more."""
    wanted = filter_of(query, able).connections or able.keys()
    left = {term for name in wanted for term in left_of(query, able.get(name), able).terms}
    return tuple(term for term in query.terms if term in left)


def unable(term: Term, query: Query, able: Able) -> tuple[str, ...]:
    """Those of the connections asked that do not answer a term."""
    wanted = filter_of(query, able).connections or able.keys()
    return tuple(
        name for name in able if name in wanted and term in left_of(query, able.get(name), able).terms
    )


def keeper(
    query: Query,
    able: Callable[[], Able],
    now: Callable[[], datetime],
    facts: Callable[[Post], Iterable[str]] = lambda post: (),
) -> Callable[[Post], bool]:
    """Whether a post that a platform brought is wanted. What a connection can is looked up when its posts
    come: before that it may not be known.
    """
    left: dict[str, Query] = {}

    def keeps(post: Post) -> bool:
        name = post.ref.connection
        rest = left.get(name)
        if rest is None:
            known = able()
            rest = left_of(query, known.get(name), known)
            if known.get(name) is not None:
                left[name] = rest
        return not rest or takes(rest, post, now(), tuple(facts(post)) if rest.asks(Key.IS) else ())

    return keeps
