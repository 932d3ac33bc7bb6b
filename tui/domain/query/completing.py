"""What can stand where a query is being typed."""

from __future__ import annotations

from typing import NamedTuple

from tui.domain.query.model import KEYS, Key, Words, quoted
from tui.domain.query.parse import Piece, Token, tokens
from tui.domain.query.values import FIXED, STATES, key_of

TIMES = ("<1d", "<7d", "<4w", ">1d", ">7d", ">4w")


class Offers(NamedTuple):
    """What fits, the likeliest first, and from where to where it would stand."""

    start: int
    end: int
    fitting: tuple[str, ...] = ()

    def taken(self, text: str, offer: str) -> tuple[str, int]:
        """The text with an offer taken, and where the cursor stands then."""
        return text[: self.start] + offer + text[self.end :], self.start + len(offer)


def offers(text: str, at: int, words: Words) -> Offers:
    """What fits at a place of a query: keys, or the values of the key that stands before it."""
    token = next((each for each in tokens(text) if each.start <= at <= each.end), None)
    if token is None:
        return Offers(at, at, tuple(f"{key}:" for key in KEYS))
    if token.key is None:
        return _keys(token, at)
    key = key_of(token.key.text)
    piece = next((each for each in token.values if each.start <= at <= each.end), None)
    if key is None or piece is None:
        return Offers(at, at)
    return _values(key, token, piece, words)


def _keys(token: Token, at: int) -> Offers:
    piece = token.values[0]
    if len(token.values) > 1 or piece.quoted:
        return Offers(at, at)
    typed = piece.text.lower()
    return Offers(piece.start, piece.end, tuple(f"{key}:" for key in KEYS if key.startswith(typed)))


def _values(key: Key, token: Token, piece: Piece, words: Words) -> Offers:
    typed = piece.text.casefold()
    others = {each.text.casefold() for each in token.values if each is not piece}
    known = [each for each in _known(key, words) if each.casefold() not in others]
    beginning = [each for each in known if each.casefold().startswith(typed)]
    within = [each for each in known if typed in each.casefold() and each not in beginning]
    return Offers(piece.start, piece.end, tuple(quoted(each) for each in (*beginning, *within)))


def _known(key: Key, words: Words) -> tuple[str, ...]:
    match key:
        case Key.STATUS:
            return words.states or STATES
        case Key.TYPE:
            return words.types
        case Key.CONN:
            return words.connections
        case Key.TAG:
            return words.tags
        case Key.AGE | Key.DUE:
            return TIMES
    return FIXED.get(key, ())


def settled(text: str, at: int) -> str:
    """A text without the term at a place, where that is only begun: a word that may become a key, a key
    that has no value yet, a value that may become a longer one. For lists that narrow while it is typed.
    """
    token = next((each for each in tokens(text) if each.start <= at <= each.end), None)
    if token is None or token.end != at:
        return text
    last = token.values[-1]
    if token.key is None:
        begun = len(token.values) == 1 and not last.quoted and bool(_keys(token, at).fitting)
        return text[: token.start] + text[token.end :] if begun else text
    key = key_of(token.key.text)
    if key is None or not last.text.strip():
        return (
            text[: last.start].rstrip(",") + text[token.end :]
            if len(token.values) > 1
            else _without(text, token)
        )
    if key in FIXED and last.text.lower() not in FIXED[key]:
        beginning = [each for each in FIXED[key] if each.startswith(last.text.lower())]
        return text[: last.start] + ",".join(beginning) + text[token.end :] if beginning else text
    return text


def _without(text: str, token: Token) -> str:
    return text[: token.start] + text[token.end :]
