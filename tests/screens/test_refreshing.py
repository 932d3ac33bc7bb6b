"""How often screens ask, and what they say of a connection that waits."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from tests.fakes.items import a_job, a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.platforms.harness import NOW, Network, key
from tests.screens.desk import Screen, open_app
from tui.commands import Area
from tui.domain.connections import Reach, Rest
from tui.domain.holds import Refresh
from tui.domain.jobs import JobState
from tui.domain.urgency import is_background
from tui.platforms.opening import LIMITS, PlatformWanted, open_platform
from tui.platforms.pacing import Pace
from tui.screens import refreshing

FAILED = "/api/v1/content?status=failed&per_page=100&page=1"
OFTEN = Refresh(inbox=0.02, posts=0.02, jobs=0.02)


class Listening(FakePlatform):
    """Notes who asked."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.asked_by_itself: list[tuple[str, bool]] = []

    async def _begin(self, method: str, *args: object) -> None:
        self.asked_by_itself.append((method, is_background()))
        await super()._begin(method, *args)

    def by_itself(self, method: str) -> list[bool]:
        return [itself for name, itself in self.asked_by_itself if name == method]


def drafts(count: int = 2) -> Listening:
    platform = Listening()
    platform.with_posts(*(a_post(f"p{n}", title=f"Draft {n}") for n in range(count)))
    platform.with_approvals(*(an_approval(f"p{n}", title=f"Draft {n}") for n in range(count)))
    return platform


async def more_calls(screen: Screen, platform: FakePlatform, method: str, by: int = 3) -> None:
    before = platform.called(method)
    await screen.until(lambda: platform.called(method) >= before + by)


async def test_the_inbox_asks_by_itself_behind_what_a_person_asks(tmp_path: Path) -> None:
    platform = drafts()
    async with open_app(tmp_path, platform, refresh=OFTEN) as screen:
        await screen.shows("Draft 0")
        await more_calls(screen, platform, "approvals")
        assert not platform.by_itself("approvals")[0]
        assert all(platform.by_itself("approvals")[1:])
        # What the cursor is on is a person's; what comes next is read ahead.
        await screen.until(lambda: bool(platform.by_itself("post")))
        assert not platform.by_itself("post")[0]


async def test_nothing_is_asked_while_the_terminal_is_anothers(tmp_path: Path) -> None:
    platform = drafts()
    async with open_app(tmp_path, platform, refresh=OFTEN) as screen:
        await more_calls(screen, platform, "approvals")
        screen.app.app_suspend_signal.publish(screen.app)
        await screen.until(lambda: not any(each.group == "inbox" for each in screen.app.workers))
        before = platform.called("approvals")
        await screen.pilot.pause(0.1)
        assert platform.called("approvals") == before
        screen.app.app_resume_signal.publish(screen.app)
        await more_calls(screen, platform, "approvals")


async def test_what_fell_due_behind_another_screen_is_asked_when_it_is_open_again(tmp_path: Path) -> None:
    platform = drafts()
    async with open_app(tmp_path, platform, refresh=Refresh(inbox=0.05)) as screen:
        await screen.shows("Draft 0")
        await screen.press("3")
        await screen.until(lambda: screen.app._screens[Area.INBOX]._overdue)
        before = platform.called("approvals")
        await screen.press("1")
        await screen.until(lambda: platform.called("approvals") > before)


@pytest.mark.parametrize(("screen_key", "method"), [("1", "approvals"), ("2", "posts")])
async def test_a_key_that_repeats_is_answered_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, screen_key: str, method: str
) -> None:
    # However long the ten keys take.
    monkeypatch.setattr(refreshing, "PATIENCE_SECONDS", 600.0)
    platform = drafts()
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.press(screen_key)
        await screen.until(lambda: platform.called(method) == 1)
        await screen.until(lambda: not screen.app.workers._workers - _endless(screen))
        gate = platform.hold(method)
        await screen.press(*["r"] * 10)
        await screen.until(lambda: platform.called(method) == 2)
        gate.set()
        platform.release(method)
        await screen.until(lambda: not screen.app.workers._workers - _endless(screen))
        assert platform.called(method) == 2
        await screen.press("r")
        await screen.until(lambda: platform.called(method) == 3)


def _endless(screen: Screen) -> set[object]:
    return {each for each in screen.app.workers if each.group not in {"inbox", "posts", "body"}}


async def test_a_person_does_not_wait_for_what_runs_by_itself(tmp_path: Path) -> None:
    platform = drafts()
    async with open_app(tmp_path, platform, refresh=OFTEN) as screen:
        await screen.shows("Draft 0")
        gate = platform.hold("approvals")
        before = len(platform.by_itself("approvals"))
        await screen.until(lambda: True in platform.by_itself("approvals")[before:])
        await screen.press("r")
        await screen.until(lambda: False in platform.by_itself("approvals")[before:])
        gate.set()
        platform.release("approvals")
        await more_calls(screen, platform, "approvals")


async def test_posts_ask_by_themselves_only_where_nothing_moves(tmp_path: Path) -> None:
    platform = drafts(4)
    async with open_app(tmp_path, platform, refresh=Refresh(inbox=0, posts=0.1)) as screen:
        await screen.press("2")
        await screen.shows("Draft 0")
        await screen.press("j", "j")
        under = screen.under_cursor.ref
        platform.with_posts(a_post("new", title="A newer one"))
        await screen.shows("A newer one")
        assert screen.under_cursor.ref == under
        await screen.press("enter")
        await screen.until(lambda: not any(each.group == "posts" for each in screen.app.workers))
        before = platform.called("posts")
        await screen.pilot.pause(0.1)
        assert platform.called("posts") == before
        await screen.press("escape")
        await more_calls(screen, platform, "posts")


async def test_jobs_are_looked_at_more_often_where_that_is_wanted(tmp_path: Path) -> None:
    platform = drafts()
    platform.script("j1", a_job("j1", state=JobState.RUNNING))
    async with open_app(tmp_path, platform, refresh=Refresh(inbox=0, jobs=0.02)) as screen:
        await screen.press("3")
        await screen.services.jobs.watch("acme", "j1")
        await more_calls(screen, platform, "job", by=5)
        assert not platform.by_itself("job")[0]
        assert all(platform.by_itself("job")[1:])


async def test_zero_is_never(tmp_path: Path) -> None:
    platform = drafts()
    async with open_app(tmp_path, platform, refresh=Refresh(0, 0, 0)) as screen:
        await screen.shows("Draft 0")
        assert [each.refresh_seconds for each in screen.app._screens.values()] == [0]
        assert platform.called("approvals") == 1


async def test_a_wait_stands_in_the_head_with_its_seconds(tmp_path: Path) -> None:
    platform = drafts()
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0", "● acme")
        # The seconds are real ones: the first digit stays for minutes.
        screen.services.hub.rests("acme", Rest(1999))
        await screen.shows("◔ acme: asked to wait 1")
        await screen.press("i")
        await screen.shows("acme asked to wait 1", "It goes on by itself.")
        await screen.press("escape")
        screen.services.hub.rests("acme", Rest(3999, "60 requests a minute"))
        await screen.shows("◔ acme: waits 3")
        # Whoever waits for an answer is told for what, and for how long.
        platform.hold("posts")
        await screen.press("4")
        await screen.shows("Asking acme …", "acme waits 3", "keeps to its limit: 60 requests a minute")
        screen.services.hub.rests("acme", Rest(0))
        await screen.shows("● acme", gone=("waits",))


async def test_a_429_is_said_and_goes_by_itself(tmp_path: Path) -> None:
    network = Network()
    empty: dict[str, Any] = {"data": {"pending_blog": [], "pending_social": []}, "meta": {}}
    network.on("GET", "/api/v1/approvals", {}, 429, headers={"Retry-After": "55"})
    network.on("GET", "/api/v1/approvals", empty)
    network.on("GET", FAILED, {"data": [], "meta": {}})
    told: list[Screen] = []
    opened, over = asyncio.Event(), asyncio.Event()
    clock = [0.0]

    async def wait(seconds: float) -> None:
        # It takes until it has been seen: a second is over before a busy machine draws it.
        await over.wait()
        clock.append(clock[-1] + seconds)

    pace = Pace(
        "acme",
        LIMITS["repostra"],
        tell=lambda rest: told[0].services.hub.rests("acme", rest),
        monotonic=lambda: clock[-1],
        sleep=wait,
    )
    platform = open_platform(
        PlatformWanted("acme", "repostra"), key, pace=pace, transport=network.transport, now=lambda: NOW
    )
    async with open_app(tmp_path, cast(FakePlatform, platform), opened=opened) as screen:
        told.append(screen)
        opened.set()
        await screen.shows("◔ acme: asked to wait")
        over.set()
        await screen.shows("● acme", gone=("asked to wait",))
        assert screen.services.hub.health["acme"].reach is Reach.UP
        assert network.targets[:2] == ["GET /api/v1/approvals"] * 2
