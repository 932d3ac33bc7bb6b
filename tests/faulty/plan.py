"""Which fault strikes which request: alone by its name, or drawn by a seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tests.faulty.wire import Asked


class Fault(StrEnum):
    """What can go wrong. "before": the request never reached the desk; "after": the desk did it."""

    RESET_BEFORE = "reset before"
    RESET_AFTER = "reset after"
    TIMEOUT_BEFORE = "timeout before"
    TIMEOUT_AFTER = "timeout after"
    LATE = "late arrival"
    """The answer is lost at once; the request reaches the desk some time later."""
    SHORT_BODY = "short body"
    CUT_CHUNKS = "cut chunks"
    CUT_HEAD = "cut head"
    GARBAGE = "garbage"
    TRUNCATED = "truncated JSON"
    HTML = "HTML page with 200"
    NUMBERS = "numbers for texts"
    NULLS = "null for lists"
    NO_ENVELOPE = "no envelope"
    STORM_SECONDS = "429, Retry-After in seconds"
    STORM_DATE = "429, Retry-After as a date"
    STORM_LEFT = "429, RateLimit-Reset"
    STORM_EPOCH = "429, X-RateLimit-Reset"
    STORM_BODY_SECONDS = "429, retry_after in the body"
    STORM_BODY_MILLISECONDS = "429, reset in ms in the body"
    S500_BEFORE = "500 before"
    S500_AFTER = "500 after"
    S502_BEFORE = "502 before"
    S502_AFTER = "502 after"
    S503_BEFORE = "503 before"
    S503_AFTER = "503 after"
    S504_BEFORE = "504 before"
    S504_AFTER = "504 after"
    JOB_503 = "503 with jobId"
    """The generation was queued, and the answer says 503 and names it (peers N8)."""
    SKEW = "clock skew"
    DRIP = "slow drip"
    REDIRECT = "redirect to another host"
    SEE_OTHER = "303 to another host, after"
    UNAUTHORIZED = "401 once"
    NO_CONTENT = "204 for a 200"


STORMS = frozenset(fault for fault in Fault if fault.startswith("429"))
BEFORE = frozenset(fault for fault in Fault if fault.endswith(" before")) | STORMS
NEVER_REACH = BEFORE | {Fault.REDIRECT, Fault.UNAUTHORIZED}
"""The desk does not get to know of these requests."""
HARMLESS = frozenset({Fault.SKEW, Fault.DRIP})
"""The answer arrives, and says what the desk said."""


def _queues_at_notra(asked: Asked) -> bool:
    return asked.platform == "notra" and asked.method == "POST" and asked.path.endswith("/posts/generate")


def fits(fault: Fault, asked: Asked) -> bool:
    """Whether this request can meet this fault in life: a job is named where one is queued only."""
    return fault is not Fault.JOB_503 or _queues_at_notra(asked)


class Plan(Protocol):
    """Says of each request to a platform, in the order in which they arrive, what strikes it."""

    def strikes(self, asked: Asked) -> Fault | None:
        """The fault for this request; None: it goes through."""


class Calm:
    """Everything goes through."""

    def strikes(self, asked: Asked) -> Fault | None:
        """Nothing."""
        return None


@dataclass
class Alone:
    """One fault for the requests that `on` picks (all, if not said), the first `times` of them."""

    fault: Fault
    times: int = 1_000_000
    on: Callable[[Asked], bool] = lambda asked: not asked.signs_in

    def strikes(self, asked: Asked) -> Fault | None:
        """That fault, as long as it is to strike."""
        if self.times <= 0 or not self.on(asked) or not fits(self.fault, asked):
            return None
        self.times -= 1
        return self.fault


class Several:
    """Several plans at once: the first that strikes a request does."""

    def __init__(self, *plans: Plan) -> None:
        """Take them in the order in which they are asked."""
        self._plans = plans

    def strikes(self, asked: Asked) -> Fault | None:
        """What the first of them has."""
        return next((fault for plan in self._plans if (fault := plan.strikes(asked)) is not None), None)


WEIGHTS: Mapping[Fault, int] = {
    **dict.fromkeys(Fault, 4),
    **dict.fromkeys(STORMS, 1),
    Fault.LATE: 8,
    Fault.RESET_AFTER: 8,
    Fault.JOB_503: 40,
    Fault.TIMEOUT_BEFORE: 2,
    Fault.TIMEOUT_AFTER: 4,
}
"""What costs a client time is rarer; what leaves it in doubt is more frequent."""
LONGEST_STORM = 4


class Seeded:
    """Strikes about `rate` of the requests. What strikes a request follows from the seed and from which
    request it is (the how-manieth of its kind): the same run meets the same faults, also where requests
    overtake one another.
    """

    def __init__(self, seed: int, *, rate: float = 0.25, weights: Mapping[Fault, int] = WEIGHTS) -> None:
        """Take the seed, the share of requests that are struck, and each fault's weight."""
        self._seed = seed
        self._rate = rate
        self._weights = weights
        self._met: Counter[tuple[str, str]] = Counter()
        self._storms: dict[str, tuple[Fault, int]] = {}

    def strikes(self, asked: Asked) -> Fault | None:
        """What the seed has for this request."""
        storm, left = self._storms.get(asked.platform, (None, 0))
        if left:
            self._storms[asked.platform] = (storm or Fault.STORM_SECONDS, left - 1)
            return storm
        kind = (asked.method, asked.path)
        self._met[kind] += 1
        dice = random.Random(f"{self._seed} {asked.method} {asked.path} {self._met[kind]}")
        if dice.random() >= self._rate:
            return None
        weights = {fault: weight for fault, weight in self._weights.items() if self._may(fault, asked)}
        if not any(weights.values()):
            return None
        fault = dice.choices(list(weights), list(weights.values()))[0]
        if fault in STORMS:
            self._storms[asked.platform] = (fault, dice.randrange(LONGEST_STORM))
        return fault

    @staticmethod
    def _may(fault: Fault, asked: Asked) -> bool:
        # A key that is refused ends a connection's run: only a sign-in is told to come again.
        if fault is Fault.UNAUTHORIZED:
            return asked.platform == "blogree" and not asked.signs_in
        return fits(fault, asked)
