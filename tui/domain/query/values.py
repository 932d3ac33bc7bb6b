"""The values that a term can have, and what is said of one that it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import lru_cache

from tui.domain.post_state import PostState
from tui.domain.query.model import KEYS, Key

STATES = tuple(state.value for state in PostState)
KINDS = ("topic", "text", "post", "fails")
HAS = ("image", "slug", "tags", "schedule", "text")
IS = ("late", "ready", "edited", "changed", "snoozed", "declined", "failed")
FIXED = {Key.STATUS: STATES, Key.KIND: KINDS, Key.HAS: HAS, Key.IS: IS}
ALSO = {"state": Key.STATUS, "connection": Key.CONN, "where": Key.CONN, "tags": Key.TAG}
"""Other names of keys: as the columns are called."""
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_TIME = re.compile(r"([<>]?)=?(\d{1,5})([mhdw])", re.ASCII)


def key_of(word: str) -> Key | None:
    """The key of that name; None where there is none."""
    name = word.lower()
    return ALSO.get(name) or next((key for key in KEYS if key.value == name), None)


def unknown_key(word: str) -> str:
    """What is said of a key that there is not."""
    return f"There is no term {word}:{meant(word, [key.value for key in KEYS], 'quotes make it a word')}"


def checked(key: Key, value: str) -> tuple[str | None, str]:
    """A value as it is kept, or None and what is wrong with it."""
    if key in FIXED:
        found = value.lower()
        return (found, "") if found in FIXED[key] else (None, _NAMED[key](value))
    if key in (Key.AGE, Key.DUE):
        found = value.lower()
        fits = _TIME.fullmatch(found)
        if fits is None:
            return None, f"{key}: wants a time such as <7d or >2h (m, h, d and w are its units), not {value}"
        return f"{fits[1] or '<'}{fits[2]}{fits[3]}", ""
    return value, ""


@lru_cache(maxsize=64)
def bound_of(value: str) -> tuple[bool, float]:
    """What a checked time says: whether less is wanted (else more), and than how many seconds."""
    fits = _TIME.fullmatch(value)
    if fits is None:
        raise ValueError(value)
    return fits[1] != ">", timedelta(**{_UNITS[fits[3]]: int(fits[2])}).total_seconds()


def _state(value: str) -> str:
    return f"There is no state {value}{meant(value, STATES)}"


def _kind(value: str) -> str:
    return f"There is no kind {value}{meant(value, KINDS)}"


def _has(value: str) -> str:
    return f"has: knows no {value}{meant(value, HAS)}"


def _is(value: str) -> str:
    return f"is: knows no {value}{meant(value, IS)}"


_NAMED: dict[Key, Callable[[str], str]] = {
    Key.STATUS: _state,
    Key.KIND: _kind,
    Key.HAS: _has,
    Key.IS: _is,
}


def meant(value: str, known: Iterable[str], otherwise: str = "") -> str:
    """The end of a sentence about a name that there is not: what was meant, or else what there is."""
    from difflib import get_close_matches

    names = list(known)
    folded = value.lower()
    near = [each for each in names if folded and each.startswith(folded)]
    near = near or get_close_matches(folded, names, n=1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; {otherwise or 'there are ' + ', '.join(names)}"


@lru_cache(maxsize=256)
def is_type(value: str, content_type: str) -> bool:
    """Whether a value names a content type: blog_post is shown as "post", linkedin_post as "linkedin"."""
    known = _plain(content_type)
    return known == _plain(value) or known in types_named(value)


def types_named(value: str) -> tuple[str, ...]:
    """The content types that a value can name: by the platforms' word, or as lists show it."""
    named = _plain(value)
    if named == "post":
        return (named, "blog_post")
    return (named,) if named == "blog" or named.endswith("_post") else (named, f"{named}_post")


def _plain(word: str) -> str:
    return word.casefold().replace(" ", "_").replace("-", "_")
