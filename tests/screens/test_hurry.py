"""Keys that come faster than the screen: typed ahead over a slow line, or by a hand that knows them."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from tests.fakes.accounts import an_account, platform_with
from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import DEADLINE, Screen, open_app
from tui.commands import COMMANDS
from tui.domain.errors import Unreachable
from tui.domain.generation import GenerationKind, TopicRequest
from tui.screens import typed_ahead
from tui.screens.typed_ahead import ON_ITS_WAY_SECONDS

METHODS = ("generation_sources", "generate", "job", "posts", "post", "approvals", "approve", "delete", "save")
NAMES = {"/": "slash", "?": "question_mark", " ": "space", "<": "less_than_sign", ">": "greater_than_sign"}


def type_ahead(screen: Screen, *keys: str) -> None:
    """Give the application all of these at once, as a line that was stuck does."""
    for key in keys:
        screen.app.post_message(events.Key(NAMES.get(key, key), key if len(key) == 1 else None))


async def all_are_taken(screen: Screen) -> None:
    """Wait until no key is left. As long as some are taken, a busy machine may have many."""
    async with asyncio.timeout(DEADLINE) as patience:
        while screen.app.is_running and (left := len(screen.app._ahead)):
            await asyncio.sleep(0.01)
            if len(screen.app._ahead) != left:
                patience.reschedule(asyncio.get_running_loop().time() + DEADLINE)


def three_platforms() -> list[FakePlatform]:
    """One that writes from git, one from topics and one from briefs, with things that wait on each."""
    made = []
    for kind, name in zip(GenerationKind, ("acme", "blog", "agency"), strict=True):
        platform = FakePlatform(name, replace(CAPABLE, generation=kind))
        platform.with_approvals(*(an_approval(f"p{n}", name, title=f"{name} {n}") for n in range(8)))
        platform.with_posts(*(a_post(f"p{n}", name, title=f"{name} {n}") for n in range(8)))
        made.append(platform)
    return made


async def test_a_filter_is_taken_as_it_was_typed_ahead(tmp_path: Path) -> None:
    async with open_app(tmp_path, *three_platforms()) as screen:
        await screen.shows("acme 0", "blog 0", "agency 0")
        type_ahead(screen, "/", *"agency", "enter", "j")
        await screen.shows("agency 1", gone=("acme 0", "enter asks"))
        await screen.until(lambda: screen.under_cursor.title == "agency 1")


@pytest.mark.parametrize("slow", [False, True], ids=["usual", "slow"])
async def test_a_form_takes_all_that_is_typed_while_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    if slow:
        # As if each key took far longer than one usually does: none is for what was there before.
        monkeypatch.setattr(typed_ahead, "LOST_SECONDS", 0.001)
        monkeypatch.setattr(typed_ahead, "MOST_STEPS", 100_000)
    platform, accounts = platform_with("acme", an_account("1", name="Company"))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("5")
        await screen.shows("Company")
        type_ahead(screen, "e", *"1234567890", "enter", "ctrl+s")
        await screen.shows("changed: Company1234567890", gone=("Change Company",))
        assert accounts.called("change") == 1


async def test_a_generation_is_asked_for_without_looking(tmp_path: Path) -> None:
    platforms = three_platforms()
    blog = next(each for each in platforms if each.capabilities.generation is GenerationKind.FROM_TOPIC)
    place = next(n for n, each in enumerate(platforms, 1) if each is blog)
    async with open_app(tmp_path, *platforms) as screen:
        await screen.shows("blog 0")
        type_ahead(screen, "g", str(place), *"tea", "enter", "j")
        await screen.shows("queued:", gone=("Enter generates",))
        request = next(call.args[0] for call in blog.calls if call.method == "generate")
        assert isinstance(request, TopicRequest)
        assert request.topic == "tea"


async def test_what_follows_a_command_is_for_what_it_opens(tmp_path: Path) -> None:
    async with open_app(tmp_path, *three_platforms()) as screen:
        await screen.shows("acme 0", "agency 0")
        type_ahead(screen, "colon", *"filter", "enter", *"agency", "enter")
        await screen.shows("/ agency", "agency 0", gone=("acme 0", "enter asks"))


async def test_what_was_typed_for_an_editor_and_comes_late_is_for_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    back_at = []
    monkeypatch.setattr(
        HeadlessDriver, "resume_application_mode", lambda _: back_at.append(events.Event().time)
    )
    async with open_app(tmp_path, *three_platforms()) as screen:
        await screen.shows("acme 0")
        with screen.app.suspend():
            pass
        for key, seconds in (("j", ON_ITS_WAY_SECONDS), ("slash", 10.0)):
            pressed = events.Key(key, None)
            pressed.time = back_at[0] + seconds
            screen.app.post_message(pressed)
        await screen.shows("enter asks")
        assert screen.under_cursor.title == "acme 0"


async def test_a_generation_is_asked_for_before_a_connection_is_up(tmp_path: Path) -> None:
    platform = FakePlatform("blog", replace(CAPABLE, generation=GenerationKind.FROM_TOPIC))
    opened = asyncio.Event()
    async with open_app(tmp_path, platform, opened=opened) as screen:
        await screen.shows("Asking the connections")
        type_ahead(screen, "g", *"tea", "enter")
        await screen.shows("looking for a connection")
        opened.set()
        await screen.shows("topic", "Generate on blog")
        assert platform.called("generate") == 0


@pytest.mark.parametrize("turns", [0, 6, 18])
async def test_a_key_between_reading_and_the_editor_within_decides_nothing(
    tmp_path: Path, turns: int
) -> None:
    platform = three_platforms()[0]
    gate = platform.hold("post")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("acme 0")
        await screen.press("e")
        await screen.shows("reading acme 0")
        gate.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        type_ahead(screen, "a", "d")
        await screen.shows("^s saves")
        assert platform.called("approve") == 0


KEYS = sorted(
    {key for each in COMMANDS for keys in each.keys for key in keys.split() if each.id != "app.quit"}
    | {*"y1xG ", "enter", "escape"}
)


@pytest.mark.parametrize("seed", range(4))
async def test_no_keys_at_any_speed_stop_copydesk(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # Some of them save files.
    chance = random.Random(seed)
    platforms = three_platforms()
    async with open_app(tmp_path, *platforms, size=chance.choice([(120, 40), (80, 24), (60, 16)])) as screen:
        for _ in range(150):
            platform, method = chance.choice(platforms), chance.choice(METHODS)
            if chance.random() < 0.1:
                platform.hold(method).set()
                platform.release(method)
            elif chance.random() < 0.1:
                platform.hold(method)
            elif chance.random() < 0.1:
                platform.fail(method, Unreachable(f"{platform.connection} does not answer"), times=1)
            type_ahead(screen, *chance.choices(KEYS, k=chance.choice([1, 1, 2, 5])))
            for _ in range(chance.choice([0, 1, 3, 10, 60])):
                await asyncio.sleep(0)
            if chance.random() < 0.1:
                await asyncio.sleep(0.02)
        for platform in platforms:
            for method in METHODS:
                platform.hold(method).set()
                platform.release(method)
        await all_are_taken(screen)
        if screen.app.is_running:
            await screen.press("escape", "escape", "escape", "1")
            await screen.shows("Inbox")
