"""A post's document in an editor: reopened at its line until it holds, and never lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual.widgets import TextArea

from tests.fakes.items import a_post
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.editing import document
from tui.domain.errors import Invalid
from tui.domain.fields import MARKDOWN, TITLE, Field, FieldKind
from tui.domain.posts import PostChanges
from tui.domain.verdicts import Verb
from tui.screens.dialogs.edit_text import EditText

FIELDS = (
    TITLE,
    Field("slug", "slug", pattern="[a-z0-9-]+", form='small letters, digits and "-"'),
    Field("tags", "tags", FieldKind.LIST),
    MARKDOWN,
)
POST = a_post("p1", title="Draft", slug="draft", verbs=frozenset({Verb.EDIT}))


def a_platform() -> FakePlatform:
    return FakePlatform("acme", replace(CAPABLE, fields=FIELDS)).with_posts(POST)


async def open_editor(screen: Screen) -> None:
    await screen.press("2")
    await screen.shows("The body of p1.")
    await screen.press("e")
    await screen.shows("^s saves", "title:", "slug: draft", "tags:")


def area(screen: Screen) -> TextArea:
    return screen.app.screen.query_one(TextArea)


async def saved(screen: Screen, platform: FakePlatform) -> PostChanges:
    await screen.until(lambda: platform.called("save") == 1)
    (changes,) = (call.args[1] for call in platform.calls if call.method == "save")
    assert isinstance(changes, PostChanges)
    return changes


async def test_a_line_that_does_not_hold_is_said_with_the_cursor_on_it(tmp_path: Path) -> None:
    platform = a_platform()
    async with open_app(tmp_path, platform) as screen:
        await open_editor(screen)
        await screen.press("down", "down", "end", *" X", "down", "end", *" a, b", "ctrl+s")
        await screen.shows('Line 3: "slug" takes small letters, digits and "-"', "^s saves")
        assert area(screen).cursor_location == (2, 0)
        await screen.press("end", "backspace", "backspace", "2", "ctrl+s")
        assert await saved(screen, platform) == PostChanges(slug="draft2", tags=("a", "b"))


async def test_what_does_not_hold_is_kept_and_said_anew_when_it_is_opened_again(tmp_path: Path) -> None:
    platform = a_platform()
    async with open_app(tmp_path, platform) as screen:
        await open_editor(screen)
        await screen.press("down", "down", "end", *" X", "ctrl+s")
        await screen.shows("Line 3: ")
        await screen.press("escape")
        await screen.shows("not saved: Line 3 does not hold", "edited here", gone=("^s saves",))
        assert "slug: draft X" in (screen.services.edits.get(POST) or "")
        await screen.press("e")
        await screen.shows("^s saves", "Line 3: ", "slug: draft X")
        assert platform.called("save") == 0


async def test_what_a_platform_refused_is_said_at_its_line(tmp_path: Path) -> None:
    async with open_app(tmp_path, a_platform()) as screen:
        answers: list[str | None] = []
        screen.app.push_screen(
            EditText("Draft", document(POST, FIELDS), refused=((3, "slug is [taken]"),)), answers.append
        )
        await screen.shows("Line 3: slug is [taken]", "^s saves")
        assert area(screen).cursor_location == (2, 0)
        await screen.press("end", "2", "ctrl+s")
        await screen.until(lambda: bool(answers))
        assert "slug: draft2" in (answers[0] or "")


async def test_what_the_platform_refuses_of_a_field_is_named_at_its_line(tmp_path: Path) -> None:
    platform = a_platform()
    platform.fail("save", Invalid("acme refused what was sent", fields={"slug": "is taken"}), times=1)
    async with open_app(tmp_path, platform) as screen:
        await open_editor(screen)
        await screen.press("down", "down", "end", *"2", "ctrl+s")
        await screen.shows("not saved: Draft", "edited here", gone=("^s saves",))
        await screen.press("e")
        await screen.shows("^s saves", "Line 3: slug: is taken", "slug: draft2")
        await screen.press("end", *"3", "ctrl+s")
        await screen.shows("saved: Draft")
        sent = [call.args[1] for call in platform.calls if call.method == "save"]
        assert sent[-1] == PostChanges(slug="draft23")
        await screen.until(lambda: screen.services.edits.get(POST) is None)
