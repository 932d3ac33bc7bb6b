"""What a walk that fails tells."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.e2e.home import Home


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell the steps, the screen and the logs of each home that it had, beside what failed."""
    report = yield
    if report.failed:
        homes = [each for each in item.funcargs.values() if isinstance(each, Home)]
        report.sections += [("what stood in its home", each.story()) for each in homes]
    return report
