"""What is done with the form of a schedule, whatever its fields are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from tests.fakes.schedules import RUN_FORM, SLOT_FORM, a_run, a_slot
from tui.domain.forms import Choice, FieldKind, Form, FormField, Values
from tui.domain.schedule_forms import DAYS, differing, goes_public, weekly_values


def test_a_day_and_a_time_are_put_where_the_form_has_them() -> None:
    assert weekly_values(SLOT_FORM, 2, time(9, 5)) == {"day_of_week": "wednesday", "time": "09:05"}
    # Days by number, the week beginning with Sunday, and a word that the platform told besides.
    numbers = tuple(Choice(str((at + 1) % 7), day.capitalize()) for at, day in enumerate(DAYS))
    others = (Choice("7", "Holiday"), *reversed(numbers))
    form = Form(
        "x", (FormField("dow", "day", FieldKind.CHOICE, choices=others), FormField("t", "t", FieldKind.CLOCK))
    )
    assert weekly_values(form, 6, time(23)) == {"dow": "0", "t": "23:00"}


@pytest.mark.parametrize("missing", ["day_of_week", "time"])
def test_a_form_without_a_place_for_both_takes_neither(missing: str) -> None:
    form = Form("slot", tuple(each for each in SLOT_FORM.fields if each.name != missing))
    assert weekly_values(form, 2, time(9)) is None
    twice = replace(SLOT_FORM, fields=(*SLOT_FORM.fields, FormField("until", "until", FieldKind.CLOCK)))
    assert weekly_values(twice, 2, time(9)) is None


@pytest.mark.parametrize(
    ("before", "sent", "asks"),
    [
        ({}, {"auto_publish": True, "enabled": True}, True),
        ({}, {"auto_publish": False, "enabled": True}, False),
        ({"auto_publish": False, "enabled": True}, {"auto_publish": True}, True),
        ({"auto_publish": True, "enabled": False}, {"enabled": True}, True),
        ({"auto_publish": True, "enabled": True}, {"time": "10:00"}, False),
        ({"auto_publish": True, "enabled": True}, {"auto_publish": False}, False),
    ],
)
def test_what_lets_something_go_public_by_itself_is_known(before: Values, sent: Values, asks: bool) -> None:
    assert goes_public(RUN_FORM, before, sent) is asks
    assert not goes_public(SLOT_FORM, {}, {"is_active": True}), "a slot takes what was said yes to"


def test_what_came_back_is_compared_with_what_was_sent_and_spelling_does_not_count() -> None:
    came = a_slot(day=1, at="10:00").values
    assert differing(SLOT_FORM, {"day_of_week": "tuesday", "time": " 10:00"}, came) == ()
    assert differing(SLOT_FORM, {"time": "9:00"}, a_slot(at="09:00").values) == ()
    assert differing(SLOT_FORM, {"day_of_week": "monday", "time": "09:00", "is_active": False}, came) == (
        ("day", "Monday", "Tuesday"),
        ("time", "09:00", "10:00"),
        ("active", "off", "on"),
    )
    assert differing(RUN_FORM, {"day": "3"}, a_run().values) == (("day", "3", "nothing"),)
