"""A post is given its time by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from types import MappingProxyType

import pytest

from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import DEADLINE, open_app
from tui.domain.fields import MARKDOWN, TITLE, Field, FieldKind
from tui.domain.posts import PostChanges
from tui.domain.preferences import CheckMode, Checks, ConnectionLook, Preferences
from tui.domain.verdicts import Verb

POST = a_post("p1", title="Draft", verbs=frozenset({Verb.EDIT, Verb.SCHEDULE}))


async def test_a_draft_of_the_inbox_is_given_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Event()
    monkeypatch.setattr("tui.screens.dialogs.time_line.get_ready", lambda: library.wait(DEADLINE))
    monkeypatch.setattr("tui.screens.dialogs.time_line.is_ready", lambda text: library.is_set())
    platform = FakePlatform("acme").with_posts(POST).with_approvals(an_approval("p1", title="Draft"))
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft")
        await screen.until(lambda: platform.called("post") > 0)
        await screen.answered("inbox", "body")
        # Enter takes what stood there when it was pressed, and nothing that nobody has seen.
        await screen.press("S", "ctrl+u", *"mon 9:30", "enter")
        await screen.shows("Goes out at", "a moment", gone=("Mon 24 Nov",))
        library.set()
        await screen.shows("Mon 24 Nov 2025 09:30 UTC", "Enter again takes it.")
        await screen.press("escape", "S")
        await screen.shows("Goes out at", "2025-11-22 12:00", gone=("+00:00",))
        await screen.press("ctrl+u", *"yesterday", "enter")
        await screen.shows("Not yet: yesterday is over.")
        await screen.press("ctrl+u", *"2024-01-01 09:00", "enter")
        await screen.shows("Not yet: that time is over", "2024-01-01 09:00")
        await screen.press("ctrl+u", *"mon 9:30")
        await screen.shows("Goes out on acme at Mon 24 Nov 2025 09:30 UTC, in 2 days 21 h")
        await screen.press("ctrl+u", *"2025-12-01 09:30", "enter")
        await screen.shows("Mon 1 Dec 2025 09:30 UTC", "Enter again takes it.")
        assert platform.called("save") == 0
        await screen.press("enter")
        await screen.until(lambda: platform.called("save") == 1)
        (changes,) = (call.args[1] for call in platform.calls if call.method == "save")
        assert changes == PostChanges(scheduled_at=datetime(2025, 12, 1, 9, 30, tzinfo=UTC))
        await screen.shows("scheduled: Draft")
        # A time that cannot be heard yet is not typed twice, and follows what it waits for.
        await screen.press("2")
        await screen.shows("1 of 1", "a → publishes on acme")
        gate = platform.hold("save")
        await screen.press("S", "ctrl+u", *"2025-12-02 08:45")
        await screen.shows("Tue 2 Dec 2025 08:45 UTC")
        await screen.press("enter")
        await screen.until(lambda: platform.called("save") == 2)
        await screen.press("S", "ctrl+u", *"2025-12-03 07:15")
        await screen.shows("Wed 3 Dec 2025 07:15 UTC")
        await screen.press("enter")
        await screen.shows("is on its way already", "Goes out at", "2025-12-03 07:15")
        gate.set()
        await screen.shows("scheduled: Draft", "Wed 3 Dec 2025 07:15 UTC")
        await screen.press("enter")
        await screen.until(lambda: platform.called("save") == 3)


async def test_what_takes_no_time_says_so(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(a_post("p1", title="Draft"))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("Draft", gone=("S schedule",))
        await screen.press("S")
        await screen.shows("Draft takes no time: acme schedules nothing; a publishes it now")
        assert platform.called("save") == 0


async def test_a_time_in_an_edit_asks_for_the_name_of_a_protected_connection_and_is_held_against_the_checks(
    tmp_path: Path,
) -> None:
    fields = (TITLE, Field("scheduled_at", "scheduled_at", FieldKind.TIME), MARKDOWN)
    named = replace(POST, title="[/] Draft", needs_yes=True)
    platform = FakePlatform("acme", replace(CAPABLE, fields=fields)).with_posts(named)
    guarded = Preferences(
        connections={"acme": ConnectionLook(protected=True)},
        checks=Checks(rules=MappingProxyType({"search_title": CheckMode.BLOCK})),
    )
    async with open_app(tmp_path, platform, preferences=guarded) as screen:
        await screen.press("2")
        await screen.shows("The body of p1.")
        await screen.press("e")
        await screen.shows("^s saves", "scheduled_at:")
        await screen.press("down", "down", "end", *" 2025-12-01 09:30", "ctrl+s")
        await screen.shows("acme is protected: type its name")
        await screen.press("escape")
        await screen.shows("edited here")
        # What stands in its title is text in the title of a question too.
        await screen.press("S", *"2025-12-01 09:30")
        await screen.shows("Planned for", "Planned on acme for Mon 1 Dec 2025", "only after a yes")
        await screen.press("enter")
        await screen.shows("Schedule [/] Draft?", "acme is protected: type its name")
        # Whoever does not type the name comes back to the time.
        await screen.press("escape")
        await screen.shows("Planned for", "2025-12-01 09:30", gone=("is protected",))
        await screen.press("escape")
        # The same where it was typed for what is marked.
        await screen.press("space")
        await screen.shows("1 marked", gone=("Planned for",))
        await screen.press("S", "ctrl+u", *"2025-12-02 08:45")
        await screen.shows("Planned on acme for Tue 2 Dec 2025")
        await screen.press("enter")
        await screen.shows("To be scheduled: 1", "acme is protected: type its name")
        await screen.press("escape")
        await screen.shows("Planned for", "2025-12-02 08:45", gone=("is protected",))
        await screen.press("escape")
        await screen.shows("1 marked", gone=("Planned for",))
        await screen.press("V")
        await screen.shows("Draft", gone=("1 marked",))
        assert platform.called("save") == 0
        # A text that breaks a check goes out neither by a time in it nor by one that it is given.
        await screen.press("e")
        await screen.shows("^s saves", "2025-12-01")
        await screen.press("up", "up", "up", "down", "end", "left", *("x" * 200), "ctrl+s")
        await screen.shows("not saved: with a time it would go out", "title")
        await screen.press("S")
        await screen.shows("Draft cannot be approved: ", gone=("Goes out at",))
        assert platform.called("save") == 0
