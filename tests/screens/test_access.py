"""Connections that take no changes, and those that refuse the key, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.errors import CredentialError, Forbidden, SignInRefused
from tui.domain.posts import PostState
from tui.domain.verdicts import Verb
from tui.screens.inbox import InboxScreen

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
WRITES = ("approve", "publish", "unpublish", "delete", "save", "create", "generate")
WHY = "acme does not let this key do that"


def drafts(connection: str = "acme") -> FakePlatform:
    """A platform with two drafts that wait."""
    return (
        FakePlatform(connection)
        .with_posts(*(a_post(f"p{n}", connection, title=f"{connection} {n}") for n in range(2)))
        .with_approvals(*(an_approval(f"p{n}", connection, title=f"{connection} {n}") for n in range(2)))
    )


def written(platform: FakePlatform) -> int:
    """How many changes it was asked for."""
    return sum(platform.called(method) for method in WRITES)


@SIZES
async def test_a_read_only_connection_says_why_and_sends_nothing(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    platform = drafts()
    async with open_app(tmp_path, platform, size=size, read_only=["acme"]) as screen:
        shown = await screen.shows(
            "acme 0", "cannot be approved: acme is read-only (the config file says so)"
        )
        assert "○" in shown
        assert "a → " not in shown
        assert "approve" not in shown.splitlines()[-1]
        await screen.press("a")
        await screen.shows("acme 0: cannot be approved: acme is read-only")
        await screen.press("d")
        await screen.shows("acme 0 cannot be deleted: acme is read-only")
        await screen.press("e")
        await screen.shows("acme 0 cannot be edited: acme is read-only")
        await screen.press("g")
        await screen.shows("No connection that can generate is up")
        await screen.press("i")
        await screen.shows("read-only: the config file says so")
        assert written(platform) == 0


async def test_a_read_only_connection_in_the_posts(tmp_path: Path) -> None:
    platform = drafts().with_posts(
        a_post("p9", title="Out", state=PostState.PUBLISHED, verbs=frozenset({Verb.UNPUBLISH, Verb.EDIT}))
    )
    async with open_app(tmp_path, platform, read_only=["acme"]) as screen:
        await screen.press("2")
        await screen.shows("cannot be approved: acme is read-only")
        for key, said in (("a", "cannot be approved"), ("d", "cannot be deleted"), ("e", "cannot be edited")):
            await screen.press(key)
            await screen.shows(f"{screen.under_cursor.title} {said}: acme is read-only")
        await screen.until(lambda: any(post.title == "Out" for post in screen.listed))
        while screen.under_cursor.title != "Out":
            await screen.press("j")
        await screen.shows("is published already", gone=("takes it back to draft",))
        await screen.press("U")
        await screen.shows("Out cannot be taken back to draft: acme is read-only")
        assert written(platform) == 0


async def test_copies_and_generations_go_to_those_that_take_changes(tmp_path: Path) -> None:
    acme, blog, reader = drafts(), FakePlatform("blog"), FakePlatform("reader")
    async with open_app(tmp_path, acme, blog, reader, read_only=["acme", "reader"]) as screen:
        await screen.shows("acme 0")
        await screen.press("c")
        shown = await screen.shows("Copy as a draft to", "blog")
        assert "reader" not in shown.split("Copy as a draft to")[1]
        await screen.press("escape")
        await screen.press("g")
        await screen.shows("Generate on blog")


async def test_the_first_forbidden_yes_says_why_and_is_the_last_that_is_sent(tmp_path: Path) -> None:
    platform = drafts()
    platform.fail("approve", Forbidden(WHY))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("acme 0", "a → ")
        await screen.press("a")
        await screen.shows(WHY, "acme is read-only until Copydesk is started", "acme: read-only")
        await screen.shows(f"cannot be approved: acme is read-only ({WHY})", "acme 0", "acme 1")
        await screen.press("j", "a", "k", "a")
        await screen.shows("cannot be approved: acme is read-only")
        assert platform.called("approve") == 1
        assert written(platform) == 1


async def ask_again_by_itself(screen: Screen) -> None:
    """What the inbox does when its time has come."""
    inbox = screen.app.screen
    assert isinstance(inbox, InboxScreen)
    inbox.ask_all()
    await screen.app.workers.wait_for_complete(
        [worker for worker in screen.app.workers if worker.group == "inbox"]
    )
    await screen.pilot.pause()


@pytest.mark.parametrize(
    "refusal", [SignInRefused("acme refused the key"), CredentialError("pass is locked")], ids=["401", "pass"]
)
async def test_a_refusal_is_said_once_and_tried_again_with_r(
    tmp_path: Path, refusal: SignInRefused | CredentialError
) -> None:
    platform = drafts()
    platform.fail("approvals", refusal, times=1)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows(refusal.happened, "✗ acme")
        await screen.press("escape")
        await screen.shows(gone=(refusal.sentence,))
        for _ in range(4):
            await ask_again_by_itself(screen)
        assert refusal.sentence not in screen.text
        assert "✗ acme" in screen.text
        assert platform.called("approvals") == 1
        await screen.press("2")
        await screen.shows("▌2 Posts")
        await screen.answered("posts")
        assert refusal.sentence not in screen.text, "nor on another screen"
        await screen.press("1", "i")
        await screen.shows(refusal.happened, refusal.advice)
        await screen.press("escape", "r")
        await screen.shows("acme 0", "● acme")
        assert platform.called("approvals") == 2
