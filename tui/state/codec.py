"""Domain values as JSON text and back, by the types of their fields.

Text of any kind survives, lone surrogates too; times are ISO 8601 in UTC. What a row lacks takes the field's
default, and what a newer Copydesk added is passed over: a row outlives the version that wrote it.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def utc_text(when: datetime) -> str:
    """A time as ISO 8601 in UTC; one without a zone is taken as UTC."""
    zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
    try:
        return zoned.astimezone(UTC).isoformat()
    except OverflowError:  # hours before the year 1 or after 9999: no clock says so, but an API can
        return zoned.isoformat()


def storable(text: str | None) -> str | None:
    """A text for a column of its own, that is only to be shown: half a sign, which no database takes as
    text, becomes "?".
    """
    return None if text is None else text.encode("utf-8", "replace").decode()


def text_of(value: object) -> str:
    """A value of dataclasses, tuples, sets, StrEnums, times and JSON's own types, as JSON."""
    return json.dumps(_plain(value))


def value_of(kind: type[T], text: str) -> T:
    """The value that `text_of` gave. Raises ValueError, KeyError or TypeError where it is none."""
    wanted: Any = kind
    found: T = _reader(wanted)(json.loads(text))
    return found


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {name: _plain(one) for name, one in told if one is not None}
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, frozenset | set):
        return sorted(_plain(one) for one in value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What reads JSON of a type."""
    if kind is datetime:
        return datetime.fromisoformat
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    if dataclasses.is_dataclass(kind):
        return _dataclass_reader(kind)
    origin, wanted = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        (one,) = (each for each in wanted if each is not type(None))
        read = _reader(one)
        return lambda found: None if found is None else read(found)
    if origin is tuple and wanted[-1] is ...:
        read = _reader(wanted[0])
        return lambda found: tuple(read(one) for one in found)
    if origin is tuple:
        readers = [_reader(each) for each in wanted]
        return lambda found: tuple(read(one) for read, one in zip(readers, found, strict=True))
    if origin is frozenset:
        read = _reader(wanted[0])
        return lambda found: frozenset(read(one) for one in found)
    return _scalar_reader(kind)


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}

    def read(found: Any) -> Any:
        return kind(**{name: readers[name](one) for name, one in found.items() if name in readers})

    return read


def _scalar_reader(kind: Any) -> Callable[[Any], Any]:
    if kind not in {str, int, float, bool}:
        raise TypeError(f"{kind} cannot be kept")
    taken = (int, float) if kind is float else kind

    def read(found: Any) -> Any:
        if not isinstance(found, taken) or (kind is not bool and isinstance(found, bool)):
            raise TypeError(f"{found!r} is no {kind.__name__}")
        return found

    return read
