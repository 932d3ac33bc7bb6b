"""Whether a request is tried again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PlatformError,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unreachable,
)
from tui.platforms.retry import LONGEST_DELAY_SECONDS, TRIES, decide


@pytest.mark.parametrize(
    ("method", "error", "attempt", "chance", "again", "delay"),
    [
        ("GET", Unreachable("x"), 1, 1.0, True, 0.5),
        ("GET", Unreachable("x"), 2, 1.0, True, 1.0),
        ("GET", Unreachable("x"), 2, 0.25, True, 0.25),
        ("GET", Unreachable("x"), 2, 0.0, True, 0.0),
        ("GET", Unreachable("x"), 3, 1.0, False, 0.0),
        ("GET", PlatformFault("x"), 1, 1.0, True, 0.5),
        ("GET", PlatformFault("x"), 3, 1.0, False, 0.0),
        # How long is the pace's: all requests of the connection wait as told.
        ("GET", RateLimited("x", retry_after=3), 1, 1.0, True, 0.0),
        ("GET", RateLimited("x", retry_after=60), 2, 0.0, True, 0.0),
        ("GET", RateLimited("x", retry_after=60.1), 1, 0.0, False, 0.0),
        ("GET", RateLimited("x", retry_after=3), 3, 0.0, False, 0.0),
        ("GET", NotFound("x"), 1, 1.0, False, 0.0),
        ("GET", Invalid("x"), 1, 1.0, False, 0.0),
        ("GET", SignInRefused("x"), 1, 1.0, False, 0.0),
        ("GET", Forbidden("x"), 1, 1.0, False, 0.0),
        ("GET", Conflict("x"), 1, 1.0, False, 0.0),
        ("GET", NotSupported("x"), 1, 1.0, False, 0.0),
        ("GET", OutcomeUnknown("x"), 1, 1.0, False, 0.0),
        ("POST", Unreachable("x"), 1, 1.0, False, 0.0),
        ("PUT", PlatformFault("x"), 1, 1.0, False, 0.0),
        ("PATCH", RateLimited("x", retry_after=1), 1, 1.0, False, 0.0),
        ("DELETE", OutcomeUnknown("x"), 1, 1.0, False, 0.0),
    ],
)
def test_the_table(
    method: str, error: PlatformError, attempt: int, chance: float, again: bool, delay: float
) -> None:
    decision = decide(method, error, attempt, chance)
    assert decision.again is again
    assert decision.delay == pytest.approx(delay)


@given(st.integers(1, 100), st.floats(0, 1))
def test_tries_and_delays_are_bounded(attempt: int, chance: float) -> None:
    decision = decide("GET", Unreachable("x"), attempt, chance)
    assert decision.again is (attempt < TRIES)
    assert 0 <= decision.delay <= LONGEST_DELAY_SECONDS
