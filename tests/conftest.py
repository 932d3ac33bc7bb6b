"""What holds for every test."""

from __future__ import annotations

import gc
import os
import sys
import time

from hypothesis import settings

# The same examples each time: what a change breaks is seen at that change, and not by luck at the next one.
# HYPOTHESIS_PROFILE=explore looks for new ones. No example has a time limit: machines differ.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=30)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

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
