"""An edited text is kept, once, with what it was begun on; one that says nothing new is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import TextArea

from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind, place_of
from tui.domain.editing import document
from tui.domain.errors import EditorError, StateError, Unreachable
from tui.domain.fields import MARKDOWN, TITLE
from tui.services.edit_file import EditFile, files_left
from tui.state import State

FIELDS = (TITLE, MARKDOWN)
BODY = "One.\n\nTwo.\n"
POST = a_post("p1", title="Draft", slug="", markdown=BODY)
DOCUMENT = document(POST, FIELDS)
TEXT = an_approval("s1", kind=ApprovalKind.TEXT)


def a_platform() -> FakePlatform:
    return FakePlatform("acme", replace(CAPABLE, fields=FIELDS)).with_posts(POST)


async def test_a_text_that_cannot_be_kept_stays_in_the_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = a_platform()
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("Two.")
        await screen.press("e")
        await screen.shows("^s saves", "title:")
        await screen.press(*["down"] * 4, "end", *" mine")
        with monkeypatch.context() as full:

            def refuse(*_: object, **__: object) -> None:
                raise StateError("The state database could not be used: the disk is full")

            full.setattr(State, "keep_edit", refuse)
            await screen.press("ctrl+s")
            await screen.shows("Not saved, and not kept: The state database", "^s saves", "One. mine")
            await screen.press("escape")
            await screen.shows("Esc again throws it away", "One. mine")
        assert platform.called("save") == 0
        await screen.press("ctrl+s")
        await screen.until(lambda: platform.posts_by_id["p1"].markdown == "One. mine\n\nTwo.\n")
        assert platform.called("save") == 1


async def test_one_item_is_in_one_editor(tmp_path: Path) -> None:
    async with open_app(tmp_path, a_platform()) as screen:
        await screen.press("2")
        await screen.shows("Two.")
        other = EditFile(tmp_path / "edits", POST.ref)
        with other.held():
            await screen.press("e")
            await screen.shows("Another Copydesk has this text open", gone=("^s saves", "reading"))
        await screen.press("e")
        await screen.shows("^s saves")
        with pytest.raises(EditorError, match="Another Copydesk"), other.held():
            pass
        await screen.press("escape")
        await screen.shows("Two.", gone=("^s saves",))
        with other.held():
            pass


async def test_an_older_file_takes_no_kept_text_away(tmp_path: Path) -> None:
    async with open_app(tmp_path, a_platform()) as screen:
        file = EditFile(tmp_path / "edits", POST.ref)
        with file.held():
            file.lay_out(DOCUMENT, DOCUMENT)
        file.path.write_text(DOCUMENT.replace("One.", "One, in the file."))
        screen.services.edits.keep(POST, DOCUMENT.replace("One.", "One, kept."), base=DOCUMENT)
        await screen.press("2")
        await screen.shows("One, kept.")
        await screen.press("e")
        await screen.shows("^s saves", "One, kept.")
        await screen.press("escape")
        await screen.shows("Draft was edited twice: the other text is in ", gone=("^s saves",))
        (left,) = files_left(tmp_path / "edits")
        assert "One, in the file." in left.read_text()
        assert "One, kept." in (screen.services.edits.get(POST) or "")


@pytest.mark.parametrize("begun_with", [DOCUMENT, DOCUMENT.replace("One.", "One, kept.")])
async def test_what_an_editor_made_of_the_kept_text_takes_its_place(tmp_path: Path, begun_with: str) -> None:
    async with open_app(tmp_path, a_platform()) as screen:
        if begun_with != DOCUMENT:
            screen.services.edits.keep(POST, begun_with, base=DOCUMENT)
        file = EditFile(tmp_path / "edits", POST.ref)
        with file.held():
            file.lay_out(begun_with, DOCUMENT)
        file.path.write_text(begun_with.replace("One", "One, then more"))
        await screen.press("2")
        await screen.shows("Draft")
        await screen.press("e")
        await screen.shows("^s saves", "One, then more")
        await screen.press("escape")
        await screen.shows("found again", gone=("^s saves",))
        assert files_left(tmp_path / "edits") == []


async def test_what_is_as_it_was_is_not_kept(tmp_path: Path) -> None:
    platform = a_platform()
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("Two.")
        await screen.press("e")
        await screen.shows("^s saves", "title:")
        screen.app.screen.query_one(TextArea).text = DOCUMENT.replace("title:", "tite:")
        await screen.press("ctrl+s")
        await screen.shows("is not known")
        assert screen.services.edits.get(POST) is not None
        screen.app.screen.query_one(TextArea).text = DOCUMENT
        await screen.press("ctrl+s")
        await screen.shows("nothing changed: Draft", gone=("^s saves", "edited here"))
        assert screen.services.edits.all() == ()
        # What somebody else wrote too is nothing to be saved either.
        screen.services.edits.keep(POST, DOCUMENT.replace("One.", "Two."), base=DOCUMENT)
        platform.with_posts(replace(POST, markdown=BODY.replace("One.", "Two.")))
        await screen.press("e")
        await screen.shows("^s saves", gone=("m merge",))
        await screen.press("escape")
        await screen.shows("Draft", gone=("^s saves",))
        assert screen.services.edits.all() == ()


async def test_an_edited_text_that_waits_no_longer_is_kept_and_said(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_approvals(TEXT)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("The text of s1.")
        await screen.press("e")
        await screen.shows("^s saves")
        platform.waiting = []
        async for _ in screen.services.inbox.refresh():
            pass
        await screen.press(*"Mine: ", "ctrl+s")
        await screen.shows("waits no longer: your text is kept, and not sent", gone=("^s saves",))
        (kept,) = screen.services.edits.all()
        assert (kept.place, kept.text) == (place_of(TEXT), "Mine: The text of s1.")


@pytest.mark.parametrize("changed", [False, True])
async def test_an_edit_begun_without_a_network_meets_what_changed_meanwhile(
    tmp_path: Path, changed: bool
) -> None:
    platform = a_platform().with_approvals(an_approval("p1", title="Draft"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Two.")
    for method in ("approvals", "posts", "post", "save"):
        platform.fail(method, Unreachable("acme did not answer"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft", "Two.")
        await screen.press("e")
        await screen.shows("^s saves", "title:")
        await screen.press(*["down"] * 4, "end", *" mine", "ctrl+s")
        await screen.shows("edited here", gone=("^s saves",))
        assert "One. mine" in (screen.services.edits.get(POST) or "")
    for method in ("approvals", "posts", "post", "save"):
        platform.heal(method)
    if changed:
        platform.with_posts(replace(POST, markdown=BODY.replace("Two.", "Theirs.")))
    asked = platform.called("post")
    async with open_app(tmp_path, platform) as screen:
        await screen.until(lambda: platform.called("post") > asked)
        await screen.shows("Draft", "One. mine")
        await screen.press("e")
        if changed:
            await screen.shows("m merge", "+ Theirs.")
        else:
            await screen.shows("^s saves", "One. mine")


async def test_what_was_typed_within_is_found_after_the_line_has_dropped(tmp_path: Path) -> None:
    platform = a_platform()
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("Draft")
        await screen.press("e")
        await screen.shows("^s saves", "title:")
        await screen.press(*["down"] * 4, "end", *" typed")
        folder = tmp_path / "edits"
        await screen.until(lambda: any("One. typed" in each.read_text() for each in folder.glob("*.md")))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("Draft")
        await screen.press("e")
        await screen.shows("^s saves", "One. typed")
