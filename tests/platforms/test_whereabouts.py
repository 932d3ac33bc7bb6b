"""Where hosts stand."""

from __future__ import annotations

from tui.platforms.whereabouts import in_turns


def test_the_other_kind_of_number_is_tried_soon() -> None:
    six, four = ["2001:db8::1", "2001:db8::2", "2001:db8::3"], ["192.0.2.1", "192.0.2.2"]
    assert in_turns([*six, *four]) == (six[0], four[0], six[1], four[1], six[2])
    assert in_turns([*four, *six]) == (four[0], six[0], four[1], six[1], six[2])
    assert (in_turns(four), in_turns([])) == (tuple(four), ())
