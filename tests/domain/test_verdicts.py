"""What a decision reaches."""

from __future__ import annotations

from itertools import product

import pytest

from tui.domain.verdicts import Consequence, Gravity

LIGHTEST_FIRST = (Gravity.UNDOABLE, Gravity.PUBLIC, Gravity.FINAL)


@pytest.mark.parametrize(("one", "other"), list(product(range(3), repeat=2)))
def test_what_reaches_further_is_graver(one: int, other: int) -> None:
    first, second = Consequence("a", LIGHTEST_FIRST[one]), Consequence("b", LIGHTEST_FIRST[other])
    assert first.graver_than(second) is (one > other)
