"""Text from outside is shown as text on every screen, whatever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_job, a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import Invalid
from tui.domain.jobs import JobEvent, JobState

CONTROLS = ("\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\x00")
HOSTILE = {
    "closing": "[/] end",
    "link": "[link='x] end",
    "unknown": "[$nope]x[/] end",
    "escape": "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b2J end",
    "long": "x" * 10_000,
    "right to left": "\u202eevil\u202c \u2066iso\u2069 end",
    "lines": "one\r\ntwo\tthree\x00 end",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_hostile_text_is_text_on_every_screen(tmp_path: Path, text: str, size: tuple[int, int]) -> None:
    platform = FakePlatform("acme").with_posts(
        a_post("p1", title=text, markdown=text, slug=text, tags=(text,), state_word=text, excerpt=text)
    )
    platform.with_approvals(
        an_approval("p1", title=text, state_word=text),
        an_approval("t1", kind=ApprovalKind.TOPIC, title=text, text=text),
    )
    job = a_job("j1", what=text, state=JobState.FAILED, reason=text, state_word=text, ended_at=NOON)
    event = JobEvent("e1", text, text, NOON)
    platform.queued.append(a_job("j1", what=text, state=JobState.FAILED, reason=text, events=(event,)))
    platform.script("j1", job)
    platform.fail("approve", Invalid(text))
    async with open_app(tmp_path, platform, size=size) as screen:
        start = text[:3] if text.startswith(("[", "x")) else "end"
        await screen.shows("Inbox 2", start)
        await screen.press("enter", "escape", "j", "enter", "escape", "a")
        await screen.shows("not approved")
        await screen.press("d")
        await screen.press("escape", "2")
        await screen.until(lambda: bool(screen.listed))
        await screen.press("enter", "G", "escape", "a", "escape")
        await screen.press("g")
        await screen.shows("Generate on acme")
        await screen.press("enter", "3")
        await screen.until(lambda: bool(screen.listed))
        shown = await screen.shows(start)
        assert not any(control in shown for control in CONTROLS)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_text_is_edited_as_it_is_and_drawn_as_signs(tmp_path: Path, text: str) -> None:
    platform = FakePlatform("acme").with_posts(a_post("p1", title=text, markdown=text))
    platform.with_approvals(an_approval("p1", title=text))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Inbox 1")
        await screen.press("e")
        shown = await screen.shows("^s saves", "title:")
        assert not any(control in shown for control in CONTROLS)
        await screen.press("ctrl+s")
        await screen.shows("nothing changed")
        assert platform.called("save") == 0
