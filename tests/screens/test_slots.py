"""A post is given the next free slot by key, or a time that is typed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.opening import FakeOpening
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.fakes.schedules import a_slot, scheduling
from tests.screens.desk import Screen, open_app
from tui.config.paths import Paths
from tui.domain.errors import Unreachable
from tui.domain.posts import Post, PostChanges, PostState
from tui.domain.preferences import ConnectionLook, Preferences
from tui.domain.verdicts import Verb
from tui.setting_up import SettingUp

TAKES = frozenset({Verb.EDIT, Verb.SCHEDULE})
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
BERLIN = Preferences(connections={"agency": ConnectionLook(zone="Europe/Berlin")})
MONDAY = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)
"""At nine in Berlin; NOON is the Friday before."""


def posts(count: int = 1) -> list[Post]:
    return [
        a_post(f"p{n}", "agency", title=f"Draft {n}", verbs=TAKES, created_at=NOON - timedelta(hours=n))
        for n in range(count)
    ]


def due(at: datetime) -> Post:
    return a_post("due", "agency", title="Due", state=PostState.SCHEDULED, scheduled_at=at, created_at=at)


def times(platform: FakePlatform) -> list[object]:
    return [call.args for call in platform.calls if call.method == "save"]


async def shown(screen: Screen, platform: FakePlatform) -> None:
    await screen.press("2")
    await screen.shows("Draft 0")
    await read(screen, platform)


async def read(screen: Screen, platform: FakePlatform) -> None:
    await screen.until(lambda: platform.called("post") > 0)
    await screen.answered("body")


@SIZES
async def test_the_next_free_slot_is_told_in_full_and_sent(tmp_path: Path, size: tuple[int, int]) -> None:
    platform, slots = scheduling("agency", a_slot("1", 0, "09:00"), a_slot("2", 2, "17:30"))
    platform.with_posts(*posts(), due(MONDAY))
    async with open_app(tmp_path, platform, size=size, preferences=BERLIN) as screen:
        await shown(screen, platform)
        await screen.press("s")
        await screen.shows("Next free slots of agency", "1 Wed 26 Nov")
        await screen.press("escape")
        # What was known is offered at once, and taken when it is asked for anew.
        slots.late = asyncio.Event()
        await screen.press("s")
        await screen.shows("asking what is taken", "1 Wed 26 Nov")
        await screen.press("1")
        await screen.press("enter")
        await screen.shows("A moment: agency has not told yet what is taken")
        assert times(platform) == []
        slots.late.set()
        await screen.shows("1 Wed 26 Nov 2025 16:30 UTC  My blog", "5 Wed 10 Dec", gone=("asking what",))
        told = "Goes out on agency at Wed 26 Nov 2025 16:30 UTC, in 5 days 4 h. By the clock of its"
        await screen.shows(*(told.split(". ")[:1] if size[0] > 80 else ("Goes out on agency",)), "17:30")
        # A time that is typed is read as it is typed, and told before it is taken.
        await screen.press("ctrl+u", *"tue")
        await screen.shows("Not yet: at what time?")
        await screen.press(*" 9")
        await screen.shows("Tue 25 Nov 2025 09:00 UTC, in 3 days 21 h")
        await screen.press("ctrl+u", "2")
        await screen.shows("Mon 1 Dec 2025 08:00 UTC, in 9 days 20 h")
        await screen.press("backspace")
        await screen.shows("Wed 26 Nov 2025 16:30 UTC, in 5 days 4 h")
        await screen.press("down")
        await screen.shows("Mon 1 Dec 2025 08:00 UTC, in 9 days 20 h")
        await screen.press("enter")
        await screen.until(lambda: platform.called("save") == 1)
        assert times(platform) == [("p0", PostChanges(scheduled_at=MONDAY + timedelta(days=7)))]
        await screen.shows("scheduled: Draft 0")


async def test_a_typed_time_is_taken_and_a_protected_connection_asks_for_its_name(tmp_path: Path) -> None:
    platform, slots = scheduling("agency", a_slot())
    platform.with_posts(*posts()).with_approvals(an_approval("p0", "agency", title="Draft 0"))
    guarded = Preferences(connections={"agency": ConnectionLook(zone="UTC", protected=True)})
    clock = [NOON]
    app = open_app(tmp_path, platform, preferences=guarded, size=(80, 24), now=lambda: clock[-1])
    async with app as screen:
        await screen.shows("Draft 0")
        await read(screen, platform)
        # What was told a while ago may be taken by now: it is asked anew before it is taken here.
        await screen.press("s")
        await screen.shows("1 Mon 24 Nov", gone=("asking what",))
        platform.with_posts(*posts(), due(MONDAY + timedelta(hours=1)))
        clock.append(NOON + timedelta(minutes=2))
        await screen.press("enter")
        await screen.shows("1 Mon  1 Dec", "Enter again takes it.", gone=("asking what", "24 Nov"))
        assert times(platform) == []
        await screen.press("escape")
        # Until the person goes to another one it is the very next that is offered.
        slots.has.append(a_slot("2", 5, "10:00"))
        await screen.press("s")
        await screen.shows("▌  1 Sat 22 Nov", "at Sat 22 Nov 2025 10:00 UTC", gone=("asking what",))
        await screen.press("escape")
        await screen.press("s", *"tomorrow 17:30")
        await screen.shows("at Sat 22 Nov 2025 17:30 UTC, in 1 day 5 h")
        await screen.press("enter")
        await screen.shows("agency is protected: type its name")
        assert times(platform) == []
        await screen.press(*"agency", "enter")
        await screen.until(lambda: platform.called("save") == 1)
        assert times(platform) == [
            ("p0", PostChanges(scheduled_at=datetime(2025, 11, 22, 17, 30, tzinfo=UTC)))
        ]


async def test_where_the_zone_is_not_known_it_is_asked_for_once_and_kept(tmp_path: Path) -> None:
    platform, _slots = scheduling("agency", a_slot("1", 0, "09:00"))
    platform.with_posts(*posts(2))
    paths = Paths(tmp_path / "config.toml", tmp_path / "state", tmp_path / "data")
    text = '# Ours.\n[connections.agency]  # the brand\nplatform = "repostra"\napi_key = "k"\n'
    paths.config_file.write_text(text)
    paths.config_file.chmod(0o600)
    setting_up = SettingUp(paths, FakeOpening(paths, (platform,)))
    async with open_app(tmp_path, platform, setting_up=setting_up) as screen:
        await shown(screen, platform)
        await screen.press("s")
        await screen.shows("1 Mon 24 Nov 09:00  as given  My blog", "agency does not say in which zone")
        await screen.press("enter")
        await screen.shows("Whose clock does agency go by?", "A zone by its IANA")
        await screen.press(*"Berlin", "enter")
        await screen.shows("There is no such zone: did you mean Europe/Berlin?")
        await screen.press("ctrl+u", *"Europe/Berlin", "enter")
        await screen.shows("1 Mon 24 Nov 2025 08:00 UTC  My blog", gone=("as given",))
        assert paths.config_file.read_text() == f'{text}zone = "Europe/Berlin"\n'
        await screen.press("1")
        await screen.press("enter")
        await screen.until(lambda: platform.called("save") == 1)
        assert times(platform) == [("p0", PostChanges(scheduled_at=MONDAY))]


async def test_each_that_is_marked_has_its_own_slot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    platform, _ = scheduling("agency", a_slot("1", 0, "09:00"))
    blog = FakePlatform("blog", CAPABLE)
    platform.with_posts(*posts(3), due(MONDAY + timedelta(days=7)), a_post("o", "agency", title="Other"))
    blog.with_posts(a_post("b", "blog", title="Draft b", verbs=TAKES, created_at=NOON - timedelta(hours=9)))
    clock = [NOON]
    app = open_app(tmp_path, platform, blog, preferences=BERLIN, size=(80, 24), now=lambda: clock[-1])
    async with app as screen:
        await screen.press("2")
        await screen.shows("Draft 0", "Draft 2", "Draft b")
        await screen.press("M", *"Draft", "enter")
        await screen.shows("4 marked")
        await screen.press("s")
        await screen.shows(
            "Give 3 posts their slots?",
            "Mon 24 Nov 08:00 UTC · Draft 0",
            "Mon 8 Dec 08:00 UTC · Draft 1",
            "Mon 15 Dec 08:00 UTC · Draft 2",
            "not: Draft b: blog has no slots",
        )
        clock.append(NOON + timedelta(minutes=2))
        await screen.press("y")
        await screen.shows("not scheduled: it was told a while ago which slots are free; s asks anew")
        # Where not all was read, something else may be in one.
        monkeypatch.setattr("tui.services.slots.MOST_PAGES", 1)
        platform.page_size = 4
        await screen.press("s")
        await screen.shows("Give 3 posts their slots?", "agency has more posts than were read")
        await screen.press("y")
        await screen.until(lambda: platform.called("save") == 3)
        wanted = [MONDAY, MONDAY + timedelta(days=14), MONDAY + timedelta(days=21)]
        assert times(platform) == [(f"p{n}", PostChanges(scheduled_at=at)) for n, at in enumerate(wanted)]
        assert blog.called("save") == 0


async def test_without_slots_or_an_answer_it_is_said(tmp_path: Path) -> None:
    platform, slots = scheduling("agency", a_slot("1", 0, "09:00"))
    platform.with_posts(*posts())
    async with open_app(tmp_path, platform, preferences=BERLIN) as screen:
        await shown(screen, platform)
        slots.fail["all"] = Unreachable("agency did not answer")
        await screen.press("s")
        await screen.shows("agency did not answer", "no slot is known", gone=("r tries",))
        await screen.press("escape")
        slots.fail.clear()
        slots.has[0] = replace(slots.has[0], active=False)
        await screen.press("s")
        await screen.shows("The slots of agency for posts are switched off. A time can be typed.")
        await screen.press("escape")
        platform.capabilities = CAPABLE
        await screen.press("s")
        await screen.shows("Goes out at", "agency has no slots: say when it goes out")
        await screen.press("ctrl+u", *"sat 9pm")
        await screen.shows("Goes out on agency at")
        await screen.press("enter")
        await screen.until(lambda: platform.called("save") == 1)
