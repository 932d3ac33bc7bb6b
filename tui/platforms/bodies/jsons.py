"""Bodies in JSON: read without loss, written, laid out for a person, and found faulty by the line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from tui.domain.errors import Invalid

DEEPEST = 100
"""Lists and objects inside one another in a body that is read."""
RAW_ADVICE = "Correct it and save again; nothing was sent."


def parsed(text: str) -> Any:
    """The value that a JSON text is. Raises ValueError for what is none, goes too deep, or holds a number
    that would not be written again.
    """
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_float)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not is_sound(value):
        raise ValueError("nested too deeply")
    return value


def is_sound(value: Any) -> bool:
    """Whether a value of JSON can be walked through and written again."""
    level = [value]
    for _ in range(DEEPEST):
        inner = [
            one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)
        ]
        level = [child for children in inner for child in children]
        if any(isinstance(one, float) and not math.isfinite(one) for one in level):
            return False
        if not level:
            return True
    return False


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _float(digits: str) -> float:
    found = float(digits)
    if math.isinf(found):
        raise ValueError(f"{digits} is too large")
    return found


def compact(value: Any) -> str:
    """A value that is sound as JSON to send."""
    return _written(value, None)


def laid_out(value: Any) -> str:
    """A value that is sound as JSON to read."""
    return _written(value, 2)


def _written(value: Any, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Half a character cannot leave as such; escaped it can.
    return text if sendable(text) else json.dumps(value, indent=indent)


def sendable(text: str) -> bool:
    """Whether a text can be written to a file and sent: no half of a character stands in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def from_raw(raw: str, list_name: str, what: str) -> tuple[dict[str, Any], Iterator[int]]:
    """What a person left of a body's JSON: an object with a list of that name; and the lines at which the
    items of that list begin. Raises Invalid naming the line of what is wrong.
    """
    try:
        value = parsed(raw)
    except json.JSONDecodeError as error:
        raise faulty(error.lineno, f"it is no JSON there: {error.msg}") from None
    except ValueError as error:
        raise faulty(1, f"it cannot be read: {error}") from None
    if not isinstance(value, dict):
        raise faulty(1, f"it is no {what}: that begins with {{")
    if not isinstance(value.get(list_name), list):
        raise faulty(1, f'it is no {what}: the list "{list_name}" is missing')
    return value, _lines(raw, list_name)


def faulty(line: int, why: str) -> Invalid:
    """A refusal of a raw body."""
    return Invalid(f"Line {line} of the body: {why}", advice=RAW_ADVICE)


def _lines(raw: str, list_name: str) -> Iterator[int]:
    """The line of each item of the object's last list of that name; the text is known to be good JSON."""
    decoder = json.JSONDecoder()
    begin, at = 0, _past(raw, 0, "{")
    while raw[at] != "}":
        name, at = decoder.raw_decode(raw, at)
        at = _past(raw, at, ":")
        if name == list_name:
            begin = at
        at = _past(raw, decoder.raw_decode(raw, at)[1], ",")
    line, counted, at = 1, 0, _past(raw, begin, "[")
    while raw[at] != "]":
        line += raw.count("\n", counted, at)
        counted = at
        yield line
        at = _past(raw, decoder.raw_decode(raw, at)[1], ",")


def _past(raw: str, at: int, sign: str) -> int:
    """The first place behind white space, one `sign` and white space."""
    for _ in range(2):
        while raw[at] in " \t\r\n":
            at += 1
        if raw[at] == sign:
            at, sign = at + 1, ""
    return at
