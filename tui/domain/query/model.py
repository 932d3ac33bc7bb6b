"""A query as a value, and as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple


class Key(StrEnum):
    """What a term is about, as it is written before the colon. WORDS: the term is a word and has none."""

    STATUS = "status"
    TYPE = "type"
    CONN = "conn"
    TAG = "tag"
    AGE = "age"
    DUE = "due"
    HAS = "has"
    IS = "is"
    KIND = "kind"
    WORDS = ""


KEYS = tuple(key for key in Key if key is not Key.WORDS)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked: one of `values` (1 or more) holds; `negated`: none does."""

    key: Key
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that must all hold. None: everything is taken."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def values(self, key: Key) -> tuple[str, ...]:
        """The values of the first term of that key that is not turned round."""
        return next((term.values for term in self.terms if term.key is key and not term.negated), ())

    def asks(self, key: Key) -> bool:
        """Whether a term is about that."""
        return any(term.key is key for term in self.terms)

    def with_values(self, key: Key, values: Iterable[str]) -> Query:
        """One term of that key, with these values, in place of all that it has; without values none."""
        wanted = tuple(values)
        kept = [term for term in self.terms if term.key is not key]
        if not wanted:
            return Query(tuple(kept))
        place = next((at for at, term in enumerate(self.terms) if term.key is key), len(self.terms))
        before = sum(term.key is not key for term in self.terms[:place])
        return Query((*kept[:before], Term(key, wanted), *kept[before:]))

    def spelled(self, words: Words) -> Query:
        """The same with tags and connections as they are known: whoever is asked for one may know it by
        no other spelling.
        """
        known = {Key.TAG: words.tags, Key.CONN: words.connections}

        def respelled(term: Term) -> Term:
            return replace(term, values=tuple(_as_known(each, known[term.key]) for each in term.values))

        return Query(tuple(respelled(term) if term.key in known else term for term in self.terms))


class Words(NamedTuple):
    """The values that are known where a query is typed."""

    states: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def _as_known(value: str, known: tuple[str, ...]) -> str:
    folded = value.casefold()
    return value if value in known else next((each for each in known if each.casefold() == folded), value)


def text_of(query: Query) -> str:
    """A query as it is written; reading it gives the same query."""
    return " ".join(term_text(term) for term in query.terms)


def term_text(term: Term) -> str:
    """A term as it is written."""
    key = f"{term.key}:" if term.key else ""
    return f"{'-' if term.negated else ''}{key}{','.join(map(quoted, term.values))}"


_NEEDS_QUOTES = re.compile(r'[\s,":\\]|^-')


def quoted(value: str) -> str:
    """A value as it is written: in quotes where it would be read as something else without."""
    if not _NEEDS_QUOTES.search(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
