"""Several at once, by keys: marks, one step for all that are marked, and what comes of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.items import a_post, ago, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import DEADLINE, Screen, open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import Invalid
from tui.domain.fields import MARKDOWN, TITLE, Field, FieldKind
from tui.domain.holds import Holds
from tui.domain.posts import PostState
from tui.domain.verdicts import Consequence, Gravity, Verb

HELD = Holds(600, 600, 600)
FIELDS = (TITLE, Field("tags", "tags", FieldKind.LIST), MARKDOWN)
SOFT = Consequence("waits for its time", Gravity.PUBLIC)
TAKES = frozenset({Verb.EDIT, Verb.DELETE, Verb.SCHEDULE})
FINAL = Consequence("publishes NOW, cannot be undone", Gravity.FINAL)


def platform_of(*waiting: Consequence) -> FakePlatform:
    """A platform with a draft that waits for each of these consequences, in their order."""
    numbers = range(len(waiting))
    return (
        FakePlatform("acme", replace(CAPABLE, fields=FIELDS))
        .with_posts(*(a_post(f"p{n}", title=f"Draft {n}") for n in numbers))
        .with_approvals(
            *(
                an_approval(f"p{n}", title=f"Draft {n}", created_at=ago(hours=9 - n), consequence=waiting[n])
                for n in numbers
            )
        )
    )


def marked(screen: Screen) -> list[str]:
    """What of the listed lines has the sign of a mark."""
    lines = [line for line in screen.text.splitlines() if line[1:2] in {"◆", "*"}]
    return [line[3:].split("  ")[0].strip() if line[3:] else "" for line in lines]


async def test_marked_items_are_approved_in_one_step_that_is_taken_back_in_one_go(tmp_path: Path) -> None:
    platform = platform_of(SOFT, SOFT, SOFT, SOFT, SOFT)
    async with open_app(tmp_path, platform, size=(80, 24), holds=HELD) as screen:
        await screen.shows("Draft 4")
        # A mark each, and on to the next; a second one takes it away.
        await screen.press("space", "j", "space")
        await screen.shows("2 marked")
        assert len(marked(screen)) == 2
        assert screen.under_cursor.title == "Draft 3"
        await screen.press("home", "space")
        await screen.shows("1 marked")
        await screen.press("V")
        await screen.shows(gone=("marked",))
        # A range is shown while it is chosen; Esc leaves it, v or space takes it.
        await screen.press("home", "v", "j", "j")
        await screen.shows("range: move")
        assert len(marked(screen)) == 3
        await screen.press("escape")
        await screen.shows(gone=("range:",))
        assert marked(screen) == []
        await screen.press("home", "v", "j", "space", "M", *"draft 4", "enter")
        await screen.shows("3 marked", "1 of what is listed marked: draft 4", "A → 3: ")
        # Texts that were never shown are read first: the yes belongs to what they say.
        await screen.press("A")
        await screen.shows("approving in 600 s · u takes it back: 3 items", "Inbox 2", gone=(" marked",))
        await screen.press("u")
        await screen.shows("taken back, nothing was sent: 3 items", "Inbox 5", "3 marked")
        assert platform.called("approve") == 0
        assert {call.args for call in platform.calls if call.method == "post"} >= {("p0",), ("p1",), ("p4",)}


async def test_each_has_its_own_result_and_what_was_not_done_is_marked_again(tmp_path: Path) -> None:
    platform = platform_of(SOFT, FINAL, SOFT, SOFT)
    platform.waiting[3] = replace(platform.waiting[3], ready=False)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 3")
        await screen.press("v", "G", "v")
        await screen.shows("4 marked", "cannot be undone", "1 other stays marked")
        await screen.press("A")
        text = await screen.shows("Approve 3?", "Draft 1", "1 not approved, still marked: Draft 3")
        assert "  Draft 0" not in text.split("Approve 3?")[1].split("y approve")[0]
        # No by default.
        await screen.press("enter")
        await screen.shows("4 marked", gone=("Approve 3?",))
        await screen.press("A")
        await screen.shows("Approve 3?")
        looks_before_it_leaves = platform.hold("post")
        await screen.press("y")
        await screen.shows("1 marked", "Inbox")
        # One is changed before it is sent, and one is refused.
        platform.posts_by_id["p0"] = replace(platform.posts_by_id["p0"], markdown="Other words.")
        platform.fail("approve", Invalid("acme takes it not"), times=1)
        looks_before_it_leaves.set()
        await screen.shows("1 approved, 1 changed since it was read, 1 refused", "3 marked")
        assert platform.called("approve") == 2


async def test_verbs_are_for_all_that_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Lists tell what was done only when they are asked again, between any two keys: here, by `r`.
    monkeypatch.setattr("tui.screens.outgoing.TOGETHER_SECONDS", DEADLINE)
    here = FakePlatform("acme", replace(CAPABLE, fields=FIELDS)).with_posts(
        a_post(
            "p0", title="First", tags=("a", "b"), verbs=frozenset({Verb.EDIT, Verb.DELETE, Verb.SCHEDULE})
        ),
        a_post("p1", title="Second", tags=("b",), verbs=frozenset({Verb.EDIT, Verb.DELETE, Verb.SCHEDULE})),
        a_post("p2", title="Third", state=PostState.PUBLISHED, verbs=frozenset({Verb.UNPUBLISH})),
    )
    there = FakePlatform("blog", CAPABLE)
    async with open_app(tmp_path, here, there) as screen:
        await screen.press("2")
        await screen.shows("Third")
        await screen.press("v", "G", "v", "T")
        await screen.shows("Tags of 2 posts")
        await screen.press(*"+new -B", "enter")
        await screen.until(lambda: here.called("save") == 2)
        assert [here.posts_by_id[id].tags for id in ("p0", "p1")] == [("a", "new"), ("new",)]
        # What it could not be done for is marked still.
        await screen.shows("1 marked", "2 saved")
        await screen.press("U")
        await screen.until(lambda: here.called("unpublish") == 1)
        await screen.shows(gone=("marked",))
        await screen.press("home", "v", "j", "v", "S")
        await screen.shows("2 posts, all at this time")
        await screen.press(*["backspace"] * 30, *"2026-01-05 09:00")
        await screen.press("enter")
        await screen.until(lambda: here.called("save") == 4)
        assert len({here.posts_by_id[id].scheduled_at for id in ("p0", "p1")}) == 1
        await screen.press("home", "v", "j", "v", "c")
        await screen.shows("blog")
        await screen.press("1")
        await screen.until(lambda: there.called("create") == 2)
        assert {post.markdown for post in there.posts_by_id.values()} == {
            "The body of p0.\n",
            "The body of p1.\n",
        }
        await screen.shows("2 copied", gone=(" marked",))
        await screen.press("home", "M", *"conn:acme", "enter", "r")
        # What changed since it was marked is one's own doing: it can be decided on.
        await screen.shows("tags       a, new")
        await screen.press("d")
        await screen.shows("Delete 2?", "First", "Second", "not deleted, still marked: Third")
        await screen.press("y")
        await screen.until(lambda: here.called("delete") == 2)
        assert [post.title for post in here.posts_by_id.values()] == ["Third"]


async def test_what_was_never_shown_and_changed_since_it_was_listed_is_given_no_time(tmp_path: Path) -> None:
    posts = [a_post(f"p{n}", title=f"Post {n}", created_at=ago(hours=n), verbs=TAKES) for n in range(20)]
    platform = FakePlatform("acme", replace(CAPABLE, fields=FIELDS)).with_posts(*posts)
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.press("2")
        await screen.shows("Post 9")
        await screen.press("M", *"9", "enter")
        await screen.shows("2 marked")
        platform.posts_by_id["p19"] = replace(posts[19], title="Post 19, another", updated_at=ago(hours=0))
        await screen.press("S")
        await screen.shows("Goes out at")
        await screen.press("ctrl+u", *"2025-12-01 09:30")
        await screen.press("enter")
        await screen.until(lambda: platform.called("save") > 0 and not screen.services.outbox.held)
        assert [call.args[0] for call in platform.calls if call.method == "save"] == ["p9"]


async def test_what_changed_since_it_was_marked_is_not_sent_before_it_is_marked_anew(tmp_path: Path) -> None:
    platform = platform_of(SOFT)
    platform.with_approvals(
        *(an_approval(f"t{n}", kind=ApprovalKind.TEXT, title=f"Text {n}", text="As read.") for n in range(2))
    )
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Inbox 3")
        await screen.press("v", "G", "v")
        await screen.shows("3 marked")
        post, one, _ = platform.waiting
        platform.waiting[:2] = [
            replace(post, updated_at=ago(hours=0)),
            replace(one, text="As nobody read it."),
        ]
        platform.posts_by_id["p0"] = replace(platform.posts_by_id["p0"], updated_at=ago(hours=0))
        await screen.press("r")
        await screen.shows("2 others stay marked")
        await screen.press("A")
        await screen.shows("none of the 2 marked can be approved")
        await screen.press("A")
        await screen.shows("2 not approved, still marked: ", "has changed since it was marked")
        assert [each.ref.id for each in platform.waiting] == ["p0", "t0"]
        await screen.press("v", "home", "v", "A")
        await screen.until(lambda: platform.called("approve") == 3)


@pytest.mark.parametrize("kind", [ApprovalKind.TOPIC, ApprovalKind.TEXT])
async def test_a_text_of_ones_own_goes_with_the_yes_to_all(tmp_path: Path, kind: ApprovalKind) -> None:
    platform = FakePlatform("acme").with_approvals(
        *(an_approval(f"t{n}", kind=kind, title=f"Topic {n}", created_at=ago(hours=9 - n)) for n in range(3))
    )
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Topic 0")
        screen.services.edits.keep(platform.waiting[0], "Mine, which was shown.")
        screen.services.edits.keep(platform.waiting[2], "Of another Copydesk, unseen.")
        await screen.press("j", "k")
        await screen.shows("Mine, which was shown.")
        await screen.press("M", *"topic", "enter")
        await screen.shows("3 marked")
        await screen.press("A")
        await screen.shows("1 marked")
        await screen.until(lambda: platform.called("approve") == 2)
        assert {call.args[1] for call in platform.calls if call.method == "approve"} == {
            None,
            "Mine, which was shown.",
        }
