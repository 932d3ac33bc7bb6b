from __future__ import annotations

from pathlib import Path

import pytest

from tui.config.paths import find_paths


def test_the_environment_says_where_things_are(tmp_path: Path) -> None:
    environ = {
        "COPYDESK_CONFIG": str(tmp_path / "c.toml"),
        "COPYDESK_STATE_DIR": str(tmp_path / "s"),
        "COPYDESK_DATA_DIR": str(tmp_path / "d"),
    }
    paths = find_paths(environ)
    assert (paths.config_file, paths.state_dir, paths.data_dir) == (
        tmp_path / "c.toml",
        tmp_path / "s",
        tmp_path / "d",
    )
    assert find_paths(environ, config_file=tmp_path / "o.toml").config_file == tmp_path / "o.toml"


def test_without_it_the_system_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    paths = find_paths({"COPYDESK_CONFIG": ""})
    assert paths.config_file.name == "config.toml"
    assert paths.config_file.parent.name == "copydesk"
    assert paths.log_file.parent == paths.state_dir


def test_a_relative_place_stays_where_it_was_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_paths({"COPYDESK_DATA_DIR": "here"}).data_dir == tmp_path / "here"
