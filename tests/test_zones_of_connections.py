"""Which zone each connection's schedules go by: what the config file says, else the desk's own."""

from __future__ import annotations

from pathlib import Path

import pytest

import tui.local_desk
from tui.bootstrap import Opening
from tui.config.desk_keys import desk_address
from tui.config.load import load_settings
from tui.config.paths import Paths
from tui.domain.desk import DeskAddress
from tui.domain.zones import name_of

TEXT = """\
[connections.said]
platform = "repostra"
api_key = "k"
zone = "Asia/Tokyo"
[connections.silent]
platform = "repostra"
api_key = "k"
[connections.desk]
platform = "repostra"
desk = true
[connections.desk-said]
platform = "repostra"
desk = true
zone = "UTC"
"""


@pytest.mark.parametrize("told", ["America/New_York", None, "Nowhere"])
async def test_what_is_said_comes_first_and_nothing_is_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None
) -> None:
    paths = Paths(tmp_path / "config.toml", tmp_path / "state", tmp_path / "data")
    paths.config_file.write_text(TEXT)
    paths.config_file.chmod(0o600)

    async def desk(paths: Paths) -> DeskAddress:
        found = desk_address(paths.data_dir)
        return DeskAddress(found.url, found.keys, zone=told)

    monkeypatch.setattr(tui.local_desk, "ensure_desk", desk)
    monkeypatch.chdir(tmp_path)
    opening = Opening(paths, load_settings(paths))

    def zones() -> list[str | None]:
        return [name_of(opening.zone(name)) for name in ("said", "silent", "desk", "desk-said", "gone")]

    assert zones() == ["Asia/Tokyo", None, None, "UTC", None]
    await (await opening.open("desk")).close()
    assert zones() == ["Asia/Tokyo", None, None if told == "Nowhere" else told, "UTC", None]
    paths.config_file.write_text(TEXT.replace("Asia/Tokyo", "Asia/Seoul").replace("UTC", "Europe/Berlin"))
    opening.settings = load_settings(paths)
    assert zones()[::3] == ["Asia/Seoul", "Europe/Berlin"]
