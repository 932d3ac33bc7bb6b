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
HOSTILE = (
    "[/] end",
    "[link='x] end",
    "[$nope]x[/] end",
    "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b2J end",
    "x" * 10_000,
    "\u202eevil\u202c \u2066iso\u2069 end",
    "one\r\ntwo\tthree\x00 end",
)
STARTS = ("[/] end", "[link='x] end", "[$nope]x[/] end", "xxx", "iso", "three")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_hostile_text_is_text_on_every_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    platform = FakePlatform("acme").with_posts(
        *(
            a_post(f"p{n}", title=text, markdown=text, slug=text, tags=(text,), state_word=text, excerpt=text)
            for n, text in enumerate(HOSTILE)
        )
    )
    platform.with_approvals(
        *(an_approval(f"p{n}", title=text, state_word=text) for n, text in enumerate(HOSTILE)),
        *(
            an_approval(f"t{n}", kind=ApprovalKind.TOPIC, title=text, text=text)
            for n, text in enumerate(HOSTILE)
        ),
    )
    for n, text in enumerate(HOSTILE):
        failed = {"what": text, "state": JobState.FAILED, "reason": text}
        event = JobEvent("e1", text, text, NOON)
        platform.queued.append(a_job(f"j{n}", **failed, events=(event,)))
        platform.script(f"j{n}", a_job(f"j{n}", **failed, state_word=text, ended_at=NOON))

    async with open_app(tmp_path, platform, size=size) as screen:

        async def looks(*keys: str, wanted: str = "") -> None:
            await screen.press(*keys)
            shown = await screen.shows(wanted)
            assert not any(control in shown for control in CONTROLS)

        await screen.shows("Inbox 14", *STARTS)
        for text in HOSTILE:
            platform.fail("approve", Invalid(text))
            await looks("enter")
            await looks("escape", "a", wanted="not approved")
            await looks("d")
            await screen.press("escape", "j")
        for _ in HOSTILE:
            await looks("j")
        await screen.press("2")
        await screen.until(lambda: bool(screen.listed))
        for _ in HOSTILE:
            await looks("enter", "G")
            await screen.press("escape", "a", "escape", "j")
        for _ in HOSTILE:
            await looks("g", wanted="Generate on acme")
            await screen.press("enter")
        await screen.press("3")
        await screen.until(lambda: len(screen.listed) == len(HOSTILE))
        for _ in HOSTILE:
            await looks("j")
        await screen.shows(*STARTS)


async def test_hostile_text_is_edited_as_it_is_and_drawn_as_signs(tmp_path: Path) -> None:
    platform = FakePlatform("acme")
    platform.with_posts(*(a_post(f"p{n}", title=text, markdown=text) for n, text in enumerate(HOSTILE)))
    platform.with_approvals(*(an_approval(f"p{n}", title=text) for n, text in enumerate(HOSTILE)))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Inbox 7")
        for _ in HOSTILE:
            await screen.press("e")
            shown = await screen.shows("^s saves", "title:")
            assert not any(control in shown for control in CONTROLS)
            await screen.press("ctrl+s")
            await screen.shows("nothing changed", gone=("^s saves",))
            await screen.press("j")
        assert platform.called("save") == 0
