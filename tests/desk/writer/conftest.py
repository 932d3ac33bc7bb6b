"""What the writer's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.desk.writer.repositories import Repository


@pytest.fixture(autouse=True)
def no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code under test sees no settings but the repository's."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository.new(tmp_path / "acme")
