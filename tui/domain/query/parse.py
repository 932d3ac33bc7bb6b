"""Reading a query. What is half typed or wrong is left out, and told with its place; nothing is raised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.domain.query.model import Key, Query, Term, Words
from tui.domain.query.values import checked, key_of, meant, unknown_key

OPEN_QUOTE = "There is no closing quote"
"""A slip that hurts nobody at the end: the query is meant so."""


class Slip(NamedTuple):
    """What is wrong in a query, and from where to where."""

    start: int
    end: int
    sentence: str


class Parsed(NamedTuple):
    """What a text asks for, and what of it could not be read."""

    query: Query
    slips: tuple[Slip, ...]


class Piece(NamedTuple):
    """A part of a term as it was typed: a key or a value, without its quotes. `start` is where it begins."""

    text: str
    start: int
    end: int
    quoted: bool


@dataclass(slots=True)
class Token:
    """A term as it was typed."""

    start: int
    end: int = 0
    negated: bool = False
    key: Piece | None = None
    values: list[Piece] = field(default_factory=list)
    open: bool = False
    """Whether its last quote has no end."""


def tokens(text: str) -> Iterator[Token]:
    """The terms of a text, as they stand there."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        yield token
        at = token.end


def _token(text: str, start: int) -> Token:
    token = Token(start)
    at = start
    if text[at] == "-":
        token.negated = True
        at += 1
    begun, piece, quoted, within = at, "", False, False
    while at < len(text) and (within or not text[at].isspace()):
        sign = text[at]
        at += 1
        if within and sign == "\\" and text[at : at + 1] in ('"', "\\") and text[at : at + 1]:
            piece += text[at]
            at += 1
        elif sign == '"':
            within, quoted = not within, True
        elif within:
            piece += sign
        elif sign == "," or (sign == ":" and _can_be_key(token, piece, quoted)):
            whole = Piece(piece, begun, at - 1, quoted)
            if sign == ",":
                token.values.append(whole)
            else:
                token.key = whole
            begun, piece, quoted = at, "", False
        else:
            piece += sign
    token.values.append(Piece(piece, begun, at, quoted))
    token.end, token.open = at, within
    return token


def _can_be_key(token: Token, piece: str, quoted: bool) -> bool:
    return token.key is None and not token.values and not quoted and piece.isalpha()


def parse(text: str, words: Words | None = None) -> Parsed:
    """Read a query. `words`: what there is, so that a connection that is none is told."""
    terms: list[Term] = []
    slips: list[Slip] = []
    for token in tokens(text):
        term = _term(token, slips, words)
        if term is not None and term not in terms:
            terms.append(term)
    return Parsed(Query(tuple(terms)), tuple(slips))


def _term(token: Token, slips: list[Slip], words: Words | None) -> Term | None:
    if token.open:
        slips.append(Slip(token.start, token.end, OPEN_QUOTE))
    key = Key.WORDS if token.key is None else key_of(token.key.text)
    if key is None:
        if token.key is not None:
            slips.append(Slip(token.key.start, token.key.end, unknown_key(token.key.text)))
        return None
    values: list[str] = []
    for piece in token.values:
        if not piece.text.strip():
            continue
        value, wrong = checked(key, piece.text)
        if value is None:
            slips.append(Slip(piece.start, piece.end, wrong))
        elif value not in values:
            values.append(value)
            if key is Key.CONN and words is not None and words.connections:
                _see_connection(piece, words.connections, slips)
    if not values and token.key is not None and not any(piece.text.strip() for piece in token.values):
        slips.append(Slip(token.start, token.end, f"{key}: wants a value"))
    return Term(key, tuple(values), token.negated) if values else None


def _see_connection(piece: Piece, names: tuple[str, ...], slips: list[Slip]) -> None:
    folded = piece.text.casefold()
    if any(name.casefold() == folded for name in names):
        return
    sentence = f"There is no connection {piece.text}{meant(piece.text, names)}"
    slips.append(Slip(piece.start, piece.end, sentence))
