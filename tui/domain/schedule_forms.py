"""The forms of schedules, whatever their fields are called: where a day and a time are put in, and what of it
goes public by itself.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from tui.domain.forms import FieldKind

if TYPE_CHECKING:
    from tui.domain.forms import Form, FormField, Value, Values

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In English, as the labels of forms have them; 0 is Monday."""


def weekly_values(form: Form, weekday: int, clock: time) -> dict[str, Value] | None:
    """What is filled in for that day of the week and time; None where the form has no place for both."""
    days = next((each for each in form.fields if _day_value(each, 6)), None)
    clocks = [each for each in form.fields if each.kind is FieldKind.CLOCK]
    day = _day_value(days, weekday) if days is not None else None
    if days is None or day is None or len(clocks) != 1:
        return None
    return {days.name: day, clocks[0].name: f"{clock:%H:%M}"}


def _day_value(each: FormField, weekday: int) -> str | None:
    """What stands for a day in a field that offers the seven of them; None: it does not."""
    if each.kind is not FieldKind.CHOICE:
        return None
    found = {choice.label.strip().lower(): choice.value for choice in each.choices}
    return found.get(DAYS[weekday]) if all(day in found for day in DAYS) else None


def goes_public(form: Form, before: Values, sent: Values) -> bool:
    """Whether what is sent lets something go public without anybody's yes that did not before: `before` is
    what the form held, nothing for something new.
    """
    after = {**before, **sent}
    turned_on = any(
        after.get(each.name) is True and before.get(each.name) is not True
        for each in form.fields
        if each.kind is FieldKind.SWITCH
    )
    return turned_on and any(after.get(each.name) is True for each in form.fields if each.public)


def differing(form: Form, sent: Values, came: Values) -> tuple[tuple[str, str, str], ...]:
    """What came back other than it was sent, of what is not hidden: a label, and both in words."""
    found = []
    for each in form.fields:
        if each.name not in sent or each.kind is FieldKind.HIDDEN:
            continue
        one, other = _same(each, sent[each.name]), _same(each, came.get(each.name, ""))
        if one != other:
            found.append((each.label, _in_words(each, one), _in_words(each, other)))
    return tuple(found)


def _same(each: FormField, value: Value) -> Value:
    """A value as it is compared: "9:00" is "09:00", and the order of several does not matter."""
    if isinstance(value, tuple):
        return tuple(sorted(value))
    if isinstance(value, str):
        text = value.strip()
        return text.rjust(5, "0") if each.kind is FieldKind.CLOCK and text else text
    return value


def _in_words(each: FormField, value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    labels = {choice.value: choice.label for choice in each.choices}
    if isinstance(value, tuple):
        return ", ".join(labels.get(one, one) for one in value) or "nothing"
    return labels.get(value, value) or "nothing"
