"""What opens connections by their settings, over platforms in memory."""

from __future__ import annotations

from collections.abc import Iterable

from tests.fakes.platform import FakePlatform
from tui.config.kept_tokens import KeptTokens
from tui.config.load import load_settings
from tui.config.paths import Paths
from tui.config.settings import ConnectionSettings
from tui.domain.errors import Unreachable
from tui.domain.ports import Platform


class FakeOpening:
    """It fulfils `tui.setting_up.Opens`; `asked` tells as what connections were opened."""

    def __init__(self, paths: Paths, platforms: Iterable[FakePlatform] = ()) -> None:
        self.settings = load_settings(paths)
        self.asked: list[ConnectionSettings] = []
        self._paths = paths
        self._platforms = {each.connection: each for each in platforms}

    async def open_as(self, wanted: ConnectionSettings) -> Platform:
        self.asked.append(wanted)
        if wanted.name not in self._platforms:
            raise Unreachable(f"{wanted.name} did not answer")
        return self._platforms[wanted.name]

    def kept_tokens(self) -> KeptTokens:
        return KeptTokens(self._paths.state_dir, on_secret=lambda secret: None)
