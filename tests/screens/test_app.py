"""Going round in the application, and what its start loads."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_job, a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import Screen, open_app
from tui.commands import COMMANDS, Area, of_area
from tui.commands.keymap import USUAL
from tui.domain.jobs import JobState
from tui.screens.calendar import CalendarScreen
from tui.screens.deliveries import DeliveriesScreen
from tui.screens.dialogs.help import help_text
from tui.screens.dialogs.palette import fitting
from tui.screens.inbox import InboxScreen
from tui.screens.jobs import JobsScreen
from tui.screens.posts import PostsScreen

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)], ids=["wide", "narrow", "tiny"])


@SIZES
async def test_digits_and_tab_go_round(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, FakePlatform("acme"), size=size) as screen:
        await screen.shows("Nothing waits")
        for key, kind in (
            ("2", PostsScreen),
            ("3", JobsScreen),
            ("1", InboxScreen),
            ("right_curly_bracket", PostsScreen),
            ("right_curly_bracket", JobsScreen),
            ("right_curly_bracket", CalendarScreen),
            ("left_curly_bracket", JobsScreen),
            ("7", DeliveriesScreen),
            ("right_curly_bracket", InboxScreen),
            ("left_curly_bracket", DeliveriesScreen),
        ):
            await screen.press(key)
            await screen.until(partial(stands_on, screen, kind))


@SIZES
async def test_help_shows_every_key_of_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, FakePlatform("acme"), size=size) as screen:
        await screen.shows("Nothing waits")
        await screen.press("question_mark")
        await screen.shows("Keys · inbox", "Approve or publish it")
        await screen.press("escape")
        await screen.shows("Nothing waits", gone=("Keys",))


@pytest.mark.parametrize("width", [49, 69])
def test_what_a_key_does_goes_on_under_its_beginning(width: int) -> None:
    lines = help_text(Area.POSTS, USUAL, width).plain.splitlines()
    assert all(len(line) <= width for line in lines)
    beginning = next(line.index("Say when") for line in lines if "Say when" in line)
    assert any(line.startswith(" " * beginning) and line.endswith("post.schedule") for line in lines)


async def test_the_palette_finds_commands_by_name(tmp_path: Path) -> None:
    async with open_app(tmp_path, FakePlatform("acme")) as screen:
        await screen.shows("Nothing waits")
        await screen.press("ctrl+p", *"what is being written")
        await screen.shows("Jobs: what is being written")
        await screen.press("enter", "enter")
        await screen.until(lambda: isinstance(screen.app.screen, JobsScreen))


async def test_g_g_goes_to_the_top(tmp_path: Path) -> None:
    waiting = [an_approval(f"p{n}", title=f"Draft {n}") for n in range(9)]
    async with open_app(tmp_path, FakePlatform("acme").with_approvals(*waiting)) as screen:
        await screen.shows("Draft 8")
        await screen.press("G")
        assert screen.under_cursor.title != screen.listed[0].title
        await screen.press("g", "g")
        await screen.until(lambda: screen.under_cursor == screen.listed[0])


@pytest.mark.parametrize("area", [Area.INBOX, Area.POSTS, Area.JOBS])
def test_no_key_means_two_things_on_a_screen(area: Area) -> None:
    keys = [key for command in of_area(area) for key in command.keys]
    assert len(keys) == len(set(keys))


def test_command_ids_are_unique() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def stands_on(screen: Screen, kind: type[object]) -> bool:
    """Whether that screen is open."""
    return isinstance(screen.app.screen, kind)


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after running `code`."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


def test_the_application_loads_nothing_of_the_desk_and_nothing_slow_before_its_first_frame() -> None:
    modules = loaded("import tui.cli.arguments, tui.app, tui.bootstrap, tui.state")
    slow = {
        "sqlalchemy",
        "dbos",
        "fastapi",
        "uvicorn",
        "httpx",
        "pydantic",
        "markdown_it",
        "keyring",
        "click",
        "argparse",
        "zoneinfo",
        "tzlocal",
        "dateparser",
        # Of frozen dataclasses each takes up to a millisecond to be made.
        "tui.domain.posts",
        "tui.domain.generation",
        "tui.domain.schedules",
        "tui.domain.sites",
        "tui.services.accounts",
        "tui.services.calendar",
        "tui.services.slots",
    }
    assert not modules & slow
    assert not any(name.startswith(("tui.desk", "tui.platforms")) for name in modules)


@pytest.mark.parametrize(
    ("area", "words", "first"),
    [
        (Area.INBOX, "posts", "go.posts"),
        (Area.POSTS, "inbox", "go.inbox"),
        (Area.POSTS, "publish", "post.publish_to"),
        (Area.JOBS, "watch", "job.watch"),
        (Area.JOBS, "help", "app.help"),
        (Area.INBOX, "QUIT", "app.quit"),
        (Area.INBOX, "connections", "app.connections"),
    ],
)
def test_the_palette_knows_a_command_by_its_name(area: Area, words: str, first: str) -> None:
    assert fitting(of_area(area), words)[0].id == first


def test_the_palette_offers_nothing_that_only_shares_letters() -> None:
    assert fitting(of_area(Area.POSTS), "rfrsh") == []
    assert len(fitting(of_area(Area.POSTS), " ")) == len(of_area(Area.POSTS))


async def test_what_a_job_made_does_not_take_a_dialog_away(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(a_post("p0"))
    platform.script("new", a_job("new", state=JobState.DONE, ended_at=NOON, post_id="p0"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Nothing waits", "● acme")
        await screen.press("3", "w", *"new", "enter")
        await screen.shows("● done")
        gate = platform.hold("approvals")
        asked = platform.called("approvals")
        await screen.press("enter")
        await screen.until(lambda: platform.called("approvals") > asked)
        await screen.press("1", "slash", *"wo")
        await screen.shows("/ wo", "enter asks")
        gate.set()
        await screen.until(lambda: not any(each.group == "open" for each in screen.app.workers))
        await screen.press(*"rds")
        await screen.shows("/ words", "enter asks")
