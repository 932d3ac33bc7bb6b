"""A Copydesk's places in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config.paths import Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config" / "config.toml", tmp_path / "state", tmp_path / "data")
