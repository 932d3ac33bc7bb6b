"""Forms as data: what can be filled in of something that a platform keeps, and what is wrong with it.

Platforms say which fields there are; one dialog draws any of them. What is refused comes back by the
fields' names, and nothing that was typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlsplit

Value: TypeAlias = str | bool | tuple[str, ...]
"""What a field holds: text, a switch, or several of its choices."""
Values: TypeAlias = Mapping[str, Value]
"""What a form holds, by the fields' names. A field that is not in it was not filled in."""

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long"
    """Text of several lines."""
    ADDRESS = "address"
    """A web address."""
    HIDDEN = "hidden"
    """Text that is never shown again: blank leaves what is there as it is."""
    CHOICE = "choice"
    """One of `choices`."""
    MANY = "many"
    """Some of `choices`."""
    SWITCH = "switch"
    NUMBER = "number"
    CLOCK = "clock"
    """A time of day, HH:MM."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    label: str
    """Untrusted where it names what a platform has."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    """Whether it cannot be left empty."""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    """What it is for, in a few words."""
    shortest: int = 0
    """TEXT, LONG: characters at least, where it is not empty. NUMBER: the least that it may be."""
    longest: int | None = None
    """TEXT, LONG, HIDDEN: characters at most. NUMBER: the most that it may be."""
    initial: Value = ""
    """What it holds in a form for something new."""
    fixed: bool = False
    """Whether it cannot be changed once the thing is there."""
    only_if: tuple[str, tuple[str, ...]] | None = None
    """Another field's name, and those of its values for which this one is asked at all."""
    public: bool = False
    """SWITCH: whether on lets what comes of it go public without anybody's yes."""
    leads: bool = False
    """Whether it decides where what is published goes, or (SWITCH, on) whether it goes there at all."""

    def asked(self, values: Values) -> bool:
        """Whether it is asked for in a form that holds these values."""
        return self.only_if is None or values.get(self.only_if[0]) in self.only_if[1]

    def fault(self, value: Value | None) -> str | None:
        """What is wrong with a value, in a sentence without subject and end; None where nothing is."""
        if value is None or value in ("", ()):
            return "must be filled in" if self.required else None
        if self.kind is FieldKind.MANY:
            wanted = value if isinstance(value, tuple) else (str(value),)
            return self._not_offered(*wanted)
        check = _CHECKS.get(self.kind)
        return check(self, str(value)) if check is not None else None

    def _not_offered(self, *wanted: str) -> str | None:
        offered = {each.value for each in self.choices}
        return None if offered.issuperset(wanted) else "must be one of what is offered"

    def _length(self, text: str) -> str | None:
        if self.longest is not None and len(text) > self.longest:
            return f"has {len(text)} characters, {self.longest} at most"
        if len(text.strip()) < self.shortest:
            return f"must have {self.shortest} characters at least"
        return None

    def _address(self, text: str) -> str | None:
        try:
            parts = urlsplit(text.strip())
            well = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            well = False
        return self._length(text) if well else "must be an address, such as https://example.com"

    def _number(self, text: str) -> str | None:
        try:
            number = int(text)
        except ValueError:
            return "must be a whole number"
        if number < self.shortest:
            return f"must be {self.shortest} at least"
        return None if self.longest is None or number <= self.longest else f"must be {self.longest} at most"

    def _clock(self, text: str) -> str | None:
        return None if _CLOCK.fullmatch(text.strip()) else "must be a time of day, such as 09:00"


_CHECKS: Mapping[FieldKind, Callable[[FormField, str], str | None]] = {
    FieldKind.TEXT: FormField._length,
    FieldKind.LONG: FormField._length,
    FieldKind.HIDDEN: FormField._length,
    FieldKind.ADDRESS: FormField._address,
    FieldKind.CHOICE: FormField._not_offered,
    FieldKind.NUMBER: FormField._number,
    FieldKind.CLOCK: FormField._clock,
}


@dataclass(frozen=True, slots=True)
class Form:
    """What can be filled in of one kind of thing."""

    what: str
    """What the thing is called: "account", "site", "schedule"."""
    fields: tuple[FormField, ...]

    def with_way_out(self, way: str) -> Form:
        """The same, with `way` as the hint of what is to be chosen and has nothing to choose from: it says
        where one is added.
        """
        chosen = {FieldKind.CHOICE, FieldKind.MANY}

        def said(each: FormField) -> FormField:
            nothing = each.kind in chosen and each.required and not each.choices
            return replace(each, hint=way) if nothing else each

        return replace(self, fields=tuple(said(each) for each in self.fields))

    def leading(self, changed: Values) -> tuple[FormField, ...]:
        """Those of what was changed that decide where what is published goes from now on."""
        return tuple(
            each for each in self.fields if each.leads and changed.get(each.name, False) is not False
        )

    def initial(self) -> dict[str, Value]:
        """What a form for something new holds."""
        return {each.name: each.initial for each in self.fields}

    def asked(self, values: Values, *, new: bool) -> tuple[FormField, ...]:
        """The fields that are filled in, for something new or something that is there."""
        return tuple(each for each in self.fields if each.asked(values) and (new or not each.fixed))

    def faults(self, values: Values, *, new: bool) -> dict[str, str]:
        """What is wrong, by the fields' names. A secret of what is there may be blank: it stays."""
        found: dict[str, str] = {}
        for each in self.asked(values, new=new):
            value = values.get(each.name)
            if each.kind is FieldKind.HIDDEN and not new and not value:
                continue
            fault = each.fault(value)
            if fault is not None:
                found[each.name] = fault
        return found

    def changed(self, before: Values, values: Values) -> dict[str, Value]:
        """What is other than before, of what is asked for: a blank secret is none."""
        return {
            each.name: values[each.name]
            for each in self.asked(values, new=False)
            if each.name in values
            and values[each.name] != before.get(each.name, each.initial)
            and not (each.kind is FieldKind.HIDDEN and not values[each.name])
        }
