"""What holds for every test."""

from __future__ import annotations

import gc
import os
import sys
import time

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture.providers import HypothesisProvider
from hypothesis.internal.constants_ast import Constants

# The same examples each time: what a change breaks is seen at that change, and not by luck at the next one.
# HYPOTHESIS_PROFILE=explore looks for new ones. Neither an example nor the making of examples has a time
# limit: machines differ.
NO_TIME = [HealthCheck.too_slow]
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, max_examples=30, suppress_health_check=NO_TIME
)
settings.register_profile("explore", max_examples=1000, deadline=None, suppress_health_check=NO_TIME)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
if settings.get_current_profile_name() == "repeatable":
    # Else what stands as a number or a text in any imported module of Copydesk is thrown in: each edit
    # anywhere and each spread of the tests over processes makes other examples, and all modules are parsed.
    pytest.MonkeyPatch().setattr(HypothesisProvider, "_local_constants", Constants())

# Times are shown by the clock of the machine's zone, wherever the tests run.
os.environ["TZ"] = "UTC"
if sys.platform != "win32":
    time.tzset()

# httpcore asks for this on each request; where it is not installed, every path is searched for it each time.
vars(sys)["modules"].setdefault("sniffio", None)


def pytest_collection_finish() -> None:
    """What was collected and imported stays to the end: no look for garbage goes through it again and again,
    and a test's own is looked for less often. An eighth of the time goes into that else.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
