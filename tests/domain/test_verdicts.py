"""What a decision reaches."""

from __future__ import annotations

from itertools import product

import pytest

from tui.domain.verdicts import Consequence, Effect, Gravity, sum_of

LIGHTEST_FIRST = (Gravity.UNDOABLE, Gravity.PUBLIC, Gravity.FINAL)


@pytest.mark.parametrize(("one", "other"), list(product(range(3), repeat=2)))
def test_what_reaches_further_is_graver(one: int, other: int) -> None:
    first, second = Consequence("a", LIGHTEST_FIRST[one]), Consequence("b", LIGHTEST_FIRST[other])
    assert first.graver_than(second) is (one > other)


NOW = Consequence("publishes NOW; cannot be undone", Gravity.FINAL, Effect.NOW)
WAITS = Consequence("waits for Tue 09:00", Gravity.PUBLIC, Effect.WAITS)
WRITES = Consequence("starts the writing", effect=Effect.WRITES)


def test_several_are_summed_up_as_grave_as_the_gravest() -> None:
    whole = sum_of((WAITS, NOW, WAITS, WRITES, WAITS))
    told = "5, 1 of them cannot be undone: 1 goes public NOW, 3 wait for their time, 1 text will be written"
    assert whole == Consequence(told, Gravity.FINAL)
    assert sum_of((NOW, NOW)).text == "2, cannot be undone: 2 go public NOW"
    assert sum_of((WRITES,)) == WRITES
    # What goes public and does not say when is told as the worst.
    assert sum_of((Consequence("publishes", Gravity.PUBLIC), WRITES)).text.startswith("2: 1 goes public NOW")


def test_a_sum_tells_of_each() -> None:
    one_each = [Consequence("", effect=effect) for effect in (*Effect, None)]
    told = sum_of(one_each).text.split(": ")[1].split(", ")
    assert len(told) == len(one_each) == len(set(told))
