"""Somebody else changes a post while it is edited here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import TextArea

from tests.fakes.items import a_post
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.fields import MARKDOWN, TITLE, Field
from tui.domain.posts import PostChanges
from tui.domain.verdicts import Verb

BODY = "One.\n\nTwo.\n\nThree.\n"
POST = a_post("p1", title="Draft", slug="", markdown=BODY, verbs=frozenset({Verb.EDIT}))
FIELDS = (TITLE, Field("excerpt", "excerpt"), MARKDOWN)
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


@asynccontextmanager
async def edited_by_both(
    tmp_path: Path, size: tuple[int, int], theirs: str, excerpt: str | None = None
) -> AsyncIterator[tuple[Screen, FakePlatform]]:
    """The post is open here, somebody changes it, and it is saved here."""
    platform = FakePlatform("acme", replace(CAPABLE, fields=FIELDS)).with_posts(POST)
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.press("2")
        await screen.shows("Draft")
        await screen.press("e")
        await screen.shows("^s saves", "title:")
        platform.with_posts(replace(POST, markdown=theirs, excerpt=excerpt))
        await screen.press(*["down"] * 5, "end", *" mine", "ctrl+s")
        await screen.shows("not saved, somebody changed it (e brings both together): Draft")
        assert platform.called("save") == 0
        assert "One. mine" in (screen.services.edits.get(POST) or "")
        await screen.press("e")
        await screen.shows("Changed meanwhile: Draft", "m merge")
        yield screen, platform


def saves(platform: FakePlatform) -> list[object]:
    return [call.args[1] for call in platform.calls if call.method == "save"]


@SIZES
async def test_two_edits_are_merged_in_the_editor(tmp_path: Path, size: tuple[int, int]) -> None:
    theirs = BODY.replace("Three.", "Three, theirs.")
    async with edited_by_both(tmp_path, size, theirs) as (screen, platform):
        await screen.shows("+ Three, theirs.")
        await screen.press("m")
        await screen.shows("^s saves", "One. mine", "Three, theirs.")
        await screen.press("ctrl+s")
        await screen.until(lambda: bool(saves(platform)))
        assert saves(platform) == [PostChanges(markdown=theirs.replace("One.", "One. mine"))]
        await screen.shows("saved: Draft")
        assert screen.services.edits.get(POST) is None


async def test_theirs_is_taken_after_a_question(tmp_path: Path) -> None:
    async with edited_by_both(tmp_path, (80, 24), BODY.replace("One.", "Theirs.")) as (screen, platform):
        await screen.press("t", "t", "enter")
        await screen.shows("Changed meanwhile: Draft", gone=("Take theirs?",))
        assert "One. mine" in (screen.services.edits.get(POST) or "")
        await screen.press("t")
        await screen.shows("Take theirs?", "dropped for good", "y drop my text")
        await screen.press("y")
        await screen.shows("taken as it is there", gone=("Changed meanwhile",))
        assert screen.services.edits.get(POST) is None
        assert saves(platform) == []


async def test_mine_is_sent_over_theirs(tmp_path: Path) -> None:
    async with edited_by_both(tmp_path, (80, 24), BODY.replace("One.", "Theirs.")) as (screen, platform):
        await screen.shows("You both changed the text: with s yours takes the place of theirs.")
        await screen.press("s")
        await screen.shows("saved: Draft")
        assert saves(platform) == [PostChanges(markdown=BODY.replace("One.", "One. mine"))]


async def test_what_i_never_touched_stays_theirs(tmp_path: Path) -> None:
    async with edited_by_both(tmp_path, (80, 24), BODY, "Theirs.") as (screen, platform):
        await screen.shows("s sends only what you changed; what they changed stays.")
        await screen.press("s")
        await screen.shows("saved: Draft")
        assert saves(platform) == [PostChanges(markdown=BODY.replace("One.", "One. mine"))]


async def test_leaving_leaves_both(tmp_path: Path) -> None:
    async with edited_by_both(tmp_path, (80, 24), BODY.replace("One.", "Theirs.")) as (screen, platform):
        await screen.press("escape")
        await screen.shows("your text is kept", gone=("Changed meanwhile", "reading Draft"))
        assert "One. mine" in (screen.services.edits.get(POST) or "")
        assert saves(platform) == []


async def test_marks_that_still_stand_are_not_saved(tmp_path: Path) -> None:
    async with edited_by_both(tmp_path, (120, 40), BODY.replace("One.", "Theirs.")) as (screen, platform):
        await screen.press("m")
        await screen.shows("^s saves", "both changed this")
        await screen.press("ctrl+s")
        await screen.shows("^s saves", "both changed this")
        area = screen.app.screen.query_one(TextArea)
        lines = area.text.splitlines(True)
        start = next(number for number, line in enumerate(lines) if line.startswith("<<<<<<<"))
        end = next(number for number, line in enumerate(lines) if line.startswith(">>>>>>>"))
        area.text = "".join([*lines[:start], "Both.\n", *lines[end + 1 :]])
        await screen.press("ctrl+s")
        await screen.shows("saved: Draft")
        assert saves(platform) == [PostChanges(markdown=BODY.replace("One.", "Both."))]


async def test_a_second_change_by_somebody_else_is_not_overwritten_either(tmp_path: Path) -> None:
    theirs = BODY.replace("Three.", "Three, theirs.")
    async with edited_by_both(tmp_path, (80, 24), theirs) as (screen, platform):
        await screen.press("m")
        await screen.shows("^s saves", "One. mine")
        platform.with_posts(replace(POST, markdown=theirs.replace("Two.", "Two, theirs again.")))
        await screen.press("ctrl+s")
        await screen.shows("not saved, somebody changed it (e brings both together): Draft")
        assert saves(platform) == []
        await screen.press("e")
        await screen.shows("Changed meanwhile", "+ Two, theirs again.")
