"""The desk's own routes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import running
from tests.platforms.against_desk.doors import Doors, there
from tui.domain.errors import Invalid, SignInRefused
from tui.domain.secrets import Secret
from tui.platforms.desk import DeskClient


async def test_how_it_fares(doors: Doors, tmp_path: Path) -> None:
    assert await there(doors.desk)
    status = await doors.desk.status()
    assert status["posts"]["blogree"] >= 4
    with pytest.raises(Invalid):
        await doors.desk.register_repository(str(tmp_path / "nowhere"))


async def test_a_wrong_key(doors: Doors) -> None:
    stranger = DeskClient(doors.address.url, Secret("wrong"))
    assert await there(stranger)
    with pytest.raises(SignInRefused):
        await stranger.stop()
    await stranger.close()


async def test_it_is_stopped(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        client = DeskClient(process.url, KEYS.desk_key)
        assert await there(client)
        await client.stop()
        assert process.wait() == 0
        assert await client.health() is None
        await client.close()
