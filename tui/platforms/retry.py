"""Whether a request is tried again, and when: a value, so that it can be tested with a table."""

from __future__ import annotations

from dataclasses import dataclass

from tui.domain.errors import PlatformError, PlatformFault, RateLimited, Unreachable

TRIES = 3
FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 8.0
LONGEST_WAIT_SECONDS = 60.0
"""A platform that asks for a longer wait is not waited for: the error goes up and says so."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to try again, and after how many seconds (0 or more)."""

    again: bool
    delay: float = 0.0


NO = Decision(False)


def decide(method: str, error: PlatformError, attempt: int, chance: float) -> Decision:
    """What to do after the `attempt`-th try (1 or more) of a request failed with `error`.

    `chance` is drawn evenly from 0 to 1: the backoff is the full-jitter kind. Only a GET is tried
    again: none of the three contracts knows an idempotency key.
    """
    if method != "GET" or attempt >= TRIES:
        return NO
    match error:
        case RateLimited(retry_after=wait):
            # The wait that was asked for is kept by the connection's pace, for all its requests.
            return Decision(wait <= LONGEST_WAIT_SECONDS)
        case Unreachable() | PlatformFault():
            ceiling = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** (attempt - 1))
            return Decision(True, chance * ceiling)
        case _:
            return NO
