"""Keys as a person writes them, as Textual names them and as the screen shows them."""

from __future__ import annotations

import unicodedata

Strokes = tuple[str, ...]
"""Keys that are pressed one after the other, each by Textual's name; most often one."""

NAMED = frozenset(
    {
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"),
        *("backspace", "escape", "enter", "tab", "space"),
        *(f"f{number}" for number in range(1, 25)),
    }
)
MODIFIERS = ("alt", "ctrl", "shift", "super")
"""In the order in which Textual names them."""
_WRITTEN = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    "del": "delete",
    "ins": "insert",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
    # What a terminal sends for these is the same.
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_brace": "escape",
    "ctrl+left_square_bracket": "escape",
    "ctrl+space": "ctrl+at",
}
_SIGNS = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "delete": "del", "insert": "ins"}
"""Shorter words. Arrows are words too: as plain signs they would be read as the keys v, ^, < and >."""
_SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual's name of a character is not Unicode's."""
_LONGER = {short: long for long, short in _SHORTER.items()}


def name_of(character: str) -> str:
    """Textual's name of the key that types a character: "?" is "question_mark", "D" is "D"."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _SHORTER.get(name, name)


def _character(name: str) -> str | None:
    """The character that a key types, by Textual's name of it; None where it types none."""
    long = _LONGER.get(name, name).replace("_", " ")
    for tried in (long, long.replace("hyphen minus", "hyphen-minus"), long.replace("less than", "less-than")):
        try:
            return unicodedata.lookup(tried.replace("greater than", "greater-than"))
        except KeyError:
            continue
    return None


def stroke(written: str) -> str | None:
    """Textual's name of one key; None: there is no such key. Taken are its character ("?"), Textual's name
    ("question_mark"), and what the screen shows of it ("^d", "pgdn").
    """
    if len(written) == 2 and written[0] == "^":
        written = f"ctrl+{written[1].lower()}"
    *before, key = ["+"] if written == "+" else written.removesuffix("++").split("+")
    if written.endswith("++"):
        before, key = [*before, key], "+"
    modifiers = [each.lower() for each in before]
    key = _WRITTEN.get(key.lower(), key)
    if len(key) == 1:
        key = name_of(key)
    elif key.lower() in NAMED:
        key = key.lower()
    elif key != key.lower() or _character(key) is None:
        return None
    if not key or any(each not in MODIFIERS for each in modifiers) or len(set(modifiers)) < len(modifiers):
        return None
    if "shift" in modifiers and len(key) == 1:
        # A terminal sends the capital, not that shift was held.
        if modifiers == ["shift"]:
            return key.upper()
    elif modifiers and len(key) == 1:
        key = key.lower()
    whole = "+".join([*sorted(modifiers), key])
    return _WRITTEN.get(whole, whole)


def strokes(written: str) -> Strokes | None:
    """Textual's names of keys that are pressed one after the other, with blanks between; None: there are no
    such keys.
    """
    found = [stroke(each) for each in written.split()]
    named = tuple(each for each in found if each)
    return named if named and len(named) == len(found) else None


def shown(key: str) -> str:
    """A key by Textual's name as a person reads it: "ctrl+d" is "^d", "question_mark" is "?"."""
    *before, last = key.split("+")
    if last not in _SIGNS and last not in NAMED and len(last) > 1:
        last = _character(last) or last
    last = _SIGNS.get(last, last)
    if before == ["ctrl"]:
        return f"^{last}"
    return "+".join([*before, last])


def shown_strokes(keys: Strokes) -> str:
    """Keys that are pressed one after the other, as a person reads them: "g g"."""
    return " ".join(map(shown, keys))
