"""What all tests of screens share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet


@pytest.fixture(scope="session", autouse=True)
def _stylesheets_are_parsed_once() -> Iterator[None]:
    """Each test has an application of its own, and would parse the same stylesheets: a tenth of the time.

    Textual keeps what it parsed for each application, as long as its colours stay: here it does so for all.
    """
    kept: dict[tuple[tuple[str, str], ...], LRUCache[Any, Any]] = {}
    usual_init, usual_set = Stylesheet.__init__, Stylesheet.set_variables

    def share(sheet: Stylesheet) -> None:
        colours = tuple(sorted(sheet._variables.items()))
        sheet._parse_cache = kept.setdefault(colours, LRUCache(1000))

    def init(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        usual_init(sheet, variables=variables)
        share(sheet)

    def set_variables(sheet: Stylesheet, variables: dict[str, str]) -> None:
        sheet._parse_cache = LRUCache(1)  # It is cleared, and is not the one that is shared.
        usual_set(sheet, variables)
        share(sheet)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "__init__", init)
        patch.setattr(Stylesheet, "set_variables", set_variables)
        yield
