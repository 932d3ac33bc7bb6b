"""What is sent is what was shown: nobody's text is written over unseen, whatever came meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.editing import document
from tui.domain.fields import MARKDOWN, TITLE
from tui.domain.posts import PostChanges
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.screens.inbox import InboxScreen
from tui.screens.messages import PostsChanged

BODY = "One.\n\nTwo.\n\nThree.\n"
FIELDS = (TITLE, MARKDOWN)
POST = a_post("p1", title="Draft", slug="", markdown=BODY, updated_at=NOON)
YES = an_approval("p1", title="Draft", updated_at=NOON)
FINAL = replace(YES, consequence=Consequence("publishes NOW, cannot be undone", Gravity.FINAL))
TEXT = an_approval("s1", kind=ApprovalKind.TEXT)
KINDS = pytest.mark.parametrize("kind", [ApprovalKind.TEXT, ApprovalKind.TOPIC])
KEYS = pytest.mark.parametrize("key", ["1", "2"], ids=["inbox", "posts"])


def a_platform() -> FakePlatform:
    platform = FakePlatform("acme", replace(CAPABLE, fields=FIELDS)).with_posts(POST)
    platform.waiting = [YES]
    return platform


def writes(platform: FakePlatform) -> list[str]:
    changing = {"approve", "publish", "save", "delete", "create"}
    return [call.method for call in platform.calls if call.method in changing]


def theirs(markdown: str) -> str:
    return document(replace(POST, markdown=markdown), FIELDS)


async def edited_by_both(screen: Screen, platform: FakePlatform, changed: str) -> None:
    """The post is open here, somebody changes it, and it is saved here."""
    await screen.shows("Draft", "Three.")
    await screen.press("e")
    await screen.shows("^s saves", "title:")
    platform.with_posts(replace(POST, markdown=changed))
    await screen.press(*["down"] * 4, "end", *" mine", "ctrl+s")
    await screen.shows("not saved, somebody changed it")


@KEYS
async def test_a_yes_takes_no_text_back_that_somebody_wrote_meanwhile(tmp_path: Path, key: str) -> None:
    platform = a_platform()
    async with open_app(tmp_path, platform) as screen:
        await screen.press(key)
        await edited_by_both(screen, platform, BODY.replace("Three.", "Three, theirs."))
        asked = platform.called("post")
        await screen.press("r")
        await screen.until(lambda: platform.called("post") > asked)
        await screen.answered("inbox", "posts", "body")
        await screen.press("a")
        await screen.shows("Somebody changed it since you edited it. e brings both together.")
        assert writes(platform) == []
        assert "One. mine" in (screen.services.edits.get(POST) or "")


async def test_marks_of_a_merge_are_sent_by_no_key(tmp_path: Path) -> None:
    platform = a_platform()
    async with open_app(tmp_path, platform) as screen:
        await edited_by_both(screen, platform, BODY.replace("One.", "Theirs."))
        await screen.press("e")
        await screen.shows("m merge")
        await screen.press("m")
        await screen.shows("^s saves", "both changed this")
        await screen.press("escape")
        await screen.shows("not saved: Line", gone=("^s saves",))
        assert "<<<<<<<" not in (screen.services.edits.get(POST) or ""), "left unwritten it changes nothing"
        await screen.press("e")
        await screen.shows("m merge")
        await screen.press("m")
        await screen.shows("^s saves", "both changed this")
        await screen.press("ctrl+s", "escape")
        await screen.shows("not saved: Line", gone=("^s saves",))
        await screen.press("a")
        await screen.shows("not approved: Draft: Line", "both changed this")
        assert writes(platform) == []


async def test_marks_that_the_post_has_of_its_own_are_sent_with_it(tmp_path: Path) -> None:
    own = "How git shows it:\n\n<<<<<<< yours\na\n=======\nb\n>>>>>>> theirs\n"
    platform = a_platform().with_posts(replace(POST, markdown=own))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("How git shows it")
        await screen.press("e")
        await screen.shows("^s saves", "title:")
        await screen.press(*["down"] * 4, "end", *" mine", "ctrl+s")
        sent = own.replace("shows it:", "shows it: mine")
        await screen.until(lambda: platform.posts_by_id["p1"].markdown == sent)


@KEYS
async def test_what_comes_while_the_question_stands_is_not_agreed_to(tmp_path: Path, key: str) -> None:
    platform = a_platform()
    platform.waiting = [FINAL]
    async with open_app(tmp_path, platform) as screen:
        await screen.press(key)
        await screen.shows("Draft", "Three.")
        await screen.press("a")
        await screen.shows("cannot be undone", "y ")
        platform.with_posts(replace(POST, markdown="Something else altogether.\n"))
        asked = platform.called("post")
        screen.app.screen_stack[0].post_message(PostsChanged("acme"))
        await screen.until(lambda: platform.called("post") > asked)
        await screen.press("y")
        await screen.shows("not approved, it changed since you read it", "- Three.")
        assert writes(platform) == []


async def test_a_time_is_given_with_the_text_that_was_kept_when_it_was_asked_for(tmp_path: Path) -> None:
    platform = a_platform()
    platform.with_posts(replace(POST, verbs=frozenset({Verb.EDIT, Verb.SCHEDULE})))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Three.")
        screen.services.edits.keep(POST, theirs("Shown.\n"))
        await screen.press("r")
        await screen.shows("Shown.")
        await screen.press("S")
        await screen.shows("Goes out at")
        screen.services.edits.keep(POST, theirs("Never shown.\n"))
        await screen.press("ctrl+u", *"2025-12-01 09:30")
        await screen.press("enter")
        await screen.until(lambda: writes(platform) == ["save", "save"])
        saved = [call.args[1] for call in platform.calls if call.method == "save"]
        assert saved[0] == PostChanges(markdown="Shown.\n")


async def test_a_copy_is_of_what_was_shown(tmp_path: Path) -> None:
    platform, other = a_platform(), FakePlatform("blog")
    async with open_app(tmp_path, platform, other) as screen:
        await screen.shows("Three.")
        await screen.press("c")
        await screen.shows("Copy as a draft to")
        platform.with_posts(replace(POST, markdown="Never shown.\n"))
        await screen.press("enter")
        await screen.until(lambda: bool(other.posts_by_id))
        (copied,) = other.posts_by_id.values()
        assert copied.markdown == BODY


@KINDS
async def test_an_edited_text_takes_no_corrected_one_back(tmp_path: Path, kind: ApprovalKind) -> None:
    text = an_approval("s1", kind=kind, text="The price is 10.")
    platform = FakePlatform("acme").with_approvals(text)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("The price is 10.")
        await screen.press("e")
        await screen.shows("^s saves")
        await screen.press(*"Now: ", "ctrl+s")
        await screen.shows("edited here; approving sends your text", "Now: The price is 10.")
        platform.waiting = [replace(text, text="The price is 12.")]
        asked = platform.called("approvals")
        await screen.press("r")
        await screen.until(lambda: platform.called("approvals") > asked)
        await screen.answered("inbox", "body")
        await screen.press("a")
        await screen.shows("Somebody changed it since you edited it")
        assert writes(platform) == []
        await screen.press("e")
        await screen.shows("m merge", "- The price is 10.", "+ The price is 12.", "+ Now: The price is 10.")
        await screen.press("m")
        await screen.shows("^s saves", "<<<<<<< yours")
        await screen.press("ctrl+s", "escape")
        await screen.shows("not to be sent like that", gone=("^s saves",))
        await screen.press("a")
        await screen.shows("not approved", "both changed this")
        assert writes(platform) == []


@pytest.mark.parametrize(("keys", "sent"), [("s", "My own words."), ("ty", None)], ids=["yours", "theirs"])
async def test_one_of_two_texts_is_taken(tmp_path: Path, keys: str, sent: str | None) -> None:
    platform = FakePlatform("acme").with_approvals(TEXT)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("The text of s1.")
        screen.services.edits.keep(TEXT, "My own words.")
        platform.waiting = [replace(TEXT, text="Corrected.")]
        asked = platform.called("approvals")
        await screen.press("r")
        await screen.until(lambda: platform.called("approvals") > asked)
        await screen.answered("inbox", "body")
        await screen.shows("My own words.")
        await screen.press("e")
        await screen.shows("m merge", "+ Corrected.")
        await screen.press(*keys)
        await screen.shows("it is", sent or "Corrected.", gone=("m merge", "opening"))
        await screen.press("a")
        await screen.until(lambda: platform.called("approve") == 1)
        (approved,) = (call.args[1] for call in platform.calls if call.method == "approve")
        assert approved == sent


@pytest.mark.parametrize("shown", [None, "My first words."])
async def test_what_another_terminal_kept_is_shown_before_it_is_sent(
    tmp_path: Path, shown: str | None
) -> None:
    platform = FakePlatform("acme").with_approvals(TEXT)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("The text of s1.")
        if shown is not None:
            screen.services.edits.keep(TEXT, shown)
            await screen.press("r")
            await screen.shows(shown)
        screen.services.edits.keep(TEXT, "My second words.")
        await screen.press("a")
        await screen.shows("edited elsewhere meanwhile. Look at it again.", "My second words.")
        assert writes(platform) == []
        await screen.press("a")
        await screen.until(lambda: platform.called("approve") == 1)
        (approved,) = (call.args[1] for call in platform.calls if call.method == "approve")
        assert approved == "My second words."


async def test_what_its_read_post_does_not_let_be_removed_is_not(tmp_path: Path) -> None:
    platform = a_platform().with_posts(replace(POST, verbs=frozenset({Verb.EDIT})))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Three.")
        await screen.press("d")
        await screen.shows("acme cannot delete Draft", gone=("Delete?",))
        assert writes(platform) == []


async def test_a_yes_under_another_line_than_the_text_is_not_said(tmp_path: Path) -> None:
    platform = a_platform()
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft")
        await screen.until(lambda: platform.called("post") > 0)
        other = replace(POST, title="Another", markdown="Nobody read this.", updated_at=NOON)
        platform.with_posts(other)
        inbox = screen.app.screen_stack[0]
        assert isinstance(inbox, InboxScreen)
        inbox.keep_body(other)  # as if it came when the cursor rested there
        platform.waiting = [replace(each, title="Another", updated_at=NOON) for each in platform.waiting]
        await screen.press("a")
        await screen.shows("It has changed since it was listed", "Another")
        assert writes(platform) == []
