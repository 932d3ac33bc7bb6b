"""Forms as data: what is asked for, what is wrong, what was changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.forms import EVERY_KIND, SECRET
from tui.domain.forms import Choice, FieldKind, Form, FormField, Value

WELL: dict[str, Value] = {
    "name": "acme",
    "way": "webhook",
    "address": "https://example.com/hook",
    "secret": SECRET,
    "types": ("post",),
    "on": True,
    "column": "3",
    "at": "9:05",
    "about": "Short.",
    "handle": "@acme",
}


def test_what_fits_has_no_fault_and_each_kind_says_what_is_wrong_with_it() -> None:
    assert EVERY_KIND.faults(WELL, new=True) == {}
    wrong = WELL | {
        "name": " " * 13,
        "address": "ftp://example.com",
        "types": ("post", "novel"),
        "column": "6",
        "at": "24:00",
        "about": "x" * 41,
        "way": "webhook",
    }
    assert EVERY_KIND.faults(wrong, new=True) == {
        "name": "has 13 characters, 12 at most",
        "address": "must be an address, such as https://example.com",
        "types": "must be one of what is offered",
        "column": "must be 5 at most",
        "at": "must be a time of day, such as 09:00",
        "about": "has 41 characters, 40 at most",
    }
    assert EVERY_KIND.faults(WELL | {"column": "0"}, new=True) == {"column": "must be 1 at least"}
    assert EVERY_KIND.faults(WELL | {"column": "1.5"}, new=True) == {"column": "must be a whole number"}
    assert EVERY_KIND.faults(WELL | {"way": "fax"}, new=True) == {"way": "must be one of what is offered"}


def test_what_is_not_asked_for_is_not_missed() -> None:
    by_hand = {"name": "acme", "way": "manual"}
    assert EVERY_KIND.faults(by_hand, new=True) == {}
    by_webhook = {"name": "", "way": "webhook"}
    missed = EVERY_KIND.faults(by_webhook, new=True)
    assert missed == dict.fromkeys(("name", "address", "secret"), "must be filled in")
    # A secret that is there stays where it is left blank.
    assert "secret" not in EVERY_KIND.faults(by_webhook, new=False)


def test_only_what_is_other_than_before_is_changed() -> None:
    assert EVERY_KIND.changed(WELL, WELL | {"secret": ""}) == {}
    assert EVERY_KIND.changed(WELL, WELL | {"secret": "new", "on": False, "handle": "@other"}) == {
        "secret": "new",
        "on": False,
    }
    # What is not asked for (any more) is not sent, whatever was typed into it.
    assert EVERY_KIND.changed(WELL, WELL | {"way": "manual", "address": "https://other.example"}) == {
        "way": "manual"
    }


@pytest.mark.parametrize("kind", list(FieldKind))
@given(text=st.text(max_size=50))
def test_whatever_is_typed_is_answered_with_a_sentence_or_taken(kind: FieldKind, text: str) -> None:
    field = FormField("it", "it", kind, choices=(Choice("a", "A"),), shortest=1, longest=10)
    form = Form("thing", (field,))
    faults = form.faults({"it": text}, new=True)
    assert all(fault and not fault.endswith(".") for fault in faults.values())
    assert form.changed({"it": text}, {"it": text}) == {}
    if not text:
        assert not faults
