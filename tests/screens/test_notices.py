"""A terminal that nobody looks at is told when jobs end, once for those that end together."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import AppBlur, AppFocus

from tests.fakes.items import NOON, a_job
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app
from tui.domain.jobs import JobState
from tui.domain.preferences import Look, Notice, Preferences
from tui.domain.terminal import Terminal
from tui.screens import unlooked_at


async def test_ends_are_told_where_nobody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlooked_at, "TOGETHER_SECONDS", 0.05)
    told: list[str] = []
    wanted = Preferences(look=Look(notice=Notice.OSC9))
    async with open_app(tmp_path, FakePlatform(), preferences=wanted, terminal=Terminal(slow=True)) as screen:
        monkeypatch.setattr(screen.app, "tell_terminal", told.append)
        ended = screen.services.jobs.ended

        def job(id: str) -> None:
            ended.publish(a_job(id, state=JobState.DONE, ended_at=NOON))

        await screen.shows("Nothing waits")
        job("looked at")
        screen.app.post_message(AppBlur())
        await screen.until(lambda: not screen.app.looked_at)
        job("one")
        job("two")
        await screen.until(lambda: bool(told))
        assert told == ["\x1b]9;Copydesk: 2 jobs ended\x07"]
        job("three")
        screen.app.post_message(AppFocus())
        await screen.until(lambda: screen.app.looked_at)
        await screen.until(lambda: screen.app._telling is None)
        assert len(told) == 1, "somebody looked before it was told"
        await screen.shows("written: changelog")
