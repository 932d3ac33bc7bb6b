"""What a person does in the inbox, by keys, at a wide and a narrow size."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.fakes.items import a_post, ago, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import Invalid, Unreachable
from tui.domain.verdicts import Consequence, Gravity

Size = tuple[int, int]
WIDE, NARROW = (120, 40), (80, 24)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def drafts(count: int, connection: str = "acme") -> FakePlatform:
    """A platform with so many drafts that wait."""
    return (
        FakePlatform(connection)
        .with_posts(*(a_post(f"p{n}", connection, title=f"Draft {n}") for n in range(count)))
        .with_approvals(
            *(
                an_approval(f"p{n}", connection, title=f"Draft {n}", created_at=ago(hours=9 - n))
                for n in range(count)
            )
        )
    )


@SIZES
async def test_all_connections_are_one_queue_and_what_is_not_ready_stands_apart(
    tmp_path: Path, size: Size
) -> None:
    blog = FakePlatform("blog").with_approvals(
        an_approval("t1", "blog", ApprovalKind.TOPIC, title="A topic", due=ago(hours=1)),
        an_approval("w1", "blog", title="Being written", ready=False),
    )
    async with open_app(tmp_path, drafts(2), blog, size=size) as screen:
        shown = await screen.shows("Inbox 3", "Draft 0", "Draft 1", "not ready  1", "Being written")
        places = [shown.index(each) for each in ("A topic", "Draft 0", "Draft 1", "not ready")]
        assert places == sorted(places)
        assert "late 1h" in shown


async def test_a_failing_connection_is_a_mark_and_empties_nothing(tmp_path: Path) -> None:
    broken = FakePlatform("agency")
    broken.fail("approvals", Unreachable("agency did not answer"))
    async with open_app(tmp_path, drafts(2), broken) as screen:
        await screen.shows("Draft 0", "✗", "agency did not answer")
        await screen.press("i")
        await screen.shows("Connections", "agency did not answer")


async def test_what_approving_does_stands_there_before_the_key(tmp_path: Path) -> None:
    async with open_app(tmp_path, drafts(1), size=(80, 24)) as screen:
        await screen.shows("a → publishes on acme, can be taken back")


async def test_a_yes_moves_on_at_once_and_is_sent_once(tmp_path: Path) -> None:
    platform = drafts(3)
    gate = platform.hold("approve")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.press("a")
        await screen.shows("approving: Draft 0", "Inbox 2")
        assert screen.under_cursor.title == "Draft 1"
        assert [row.title for row in screen.listed] == ["Draft 1", "Draft 2"]
        gate.set()
        await screen.shows("approved: Draft 0", "Inbox 2")
        assert platform.called("approve") == 1


async def test_a_refused_yes_brings_the_item_back_with_the_reason(tmp_path: Path) -> None:
    platform = drafts(2)
    platform.fail("approve", Invalid("no site"))
    gate = platform.hold("approve")
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft 0")
        await screen.press("a")
        await screen.shows("approving: Draft 0", "Inbox 1")
        gate.set()
        await screen.shows("not approved: Draft 0: no site", "Inbox 2")
        assert [row.title for row in screen.listed] == ["Draft 0", "Draft 1"]


async def test_what_cannot_be_taken_back_asks_and_enter_says_no(tmp_path: Path) -> None:
    final = Consequence("publishes NOW to My Blog (webhook), cannot be undone", Gravity.FINAL)
    platform = FakePlatform("blog").with_posts(a_post("p1", "blog", title="Last word"))
    platform.with_approvals(an_approval("p1", "blog", title="Last word", consequence=final))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Last word")
        await screen.press("a")
        await screen.shows("Approve?", "publishes NOW to My Blog (webhook), cannot be undone")
        await screen.press("enter")
        await screen.shows("Last word", gone=("Approve?",))
        assert platform.called("approve") == 0
        await screen.press("a")
        await screen.shows("Approve?")
        await screen.press("y")
        await screen.shows("approved: Last word", "Nothing waits for you")
        assert platform.called("approve") == 1


async def test_an_edited_post_is_saved_and_read_anew(tmp_path: Path) -> None:
    platform = drafts(1)
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft 0")
        await screen.press("e")
        await screen.shows("^s saves", "The body of p0.")
        await screen.press(*["down"] * 6, *"More.", "ctrl+s")
        await screen.shows("saved: Draft 0")
        assert platform.posts_by_id["p0"].markdown == "The body of p0.\nMore.\n"


async def test_a_refused_save_keeps_the_text_for_the_next_time(tmp_path: Path) -> None:
    platform = drafts(1)
    platform.fail("save", Invalid("too long"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.press("e")
        await screen.shows("^s saves")
        await screen.press(*["down"] * 6, *"More.", "ctrl+s")
        await screen.shows("not saved: Draft 0: too long", gone=("^s saves",))
        await screen.press("e")
        await screen.shows("^s saves", "More.")


async def test_an_edited_topic_goes_with_the_yes(tmp_path: Path) -> None:
    platform = FakePlatform("blog").with_approvals(
        an_approval("t1", "blog", ApprovalKind.TOPIC, title="SEO tips", text="SEO tips")
    )
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("SEO tips")
        await screen.press("e")
        await screen.shows("^s saves")
        await screen.press(*"Better ", "ctrl+s")
        await screen.shows("edited here; approving sends your text")
        await screen.press("a")
        await screen.shows("approved: SEO tips")
        approve = next(call for call in platform.calls if call.method == "approve")
        assert approve.args[1] == "Better SEO tips"


async def test_deleting_asks_first(tmp_path: Path) -> None:
    platform = drafts(2)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.press("d")
        await screen.shows("Delete?")
        await screen.press("n")
        await screen.shows("Draft 0", gone=("Delete?",))
        assert platform.called("delete") == 0
        await screen.press("d")
        await screen.shows("Delete?")
        await screen.press("y")
        await screen.shows("deleted: Draft 0")
        assert "p0" not in platform.posts_by_id


async def test_words_filter_the_queue(tmp_path: Path) -> None:
    async with open_app(tmp_path, drafts(3), drafts(1, "blog"), size=(80, 24)) as screen:
        await screen.shows("Inbox 4")
        await screen.press("slash", *"blog", "enter")
        await screen.until(lambda: len(screen.listed) == 1)
        await screen.press("slash", *"zzz", "enter")
        await screen.shows("Nothing that waits holds")


async def test_the_text_has_the_whole_width_on_enter_and_scrolls(tmp_path: Path) -> None:
    body = "\n\n".join(f"Paragraph {n}" for n in range(60))
    platform = FakePlatform("acme").with_posts(a_post("p0", title="Long one", markdown=body))
    platform.with_approvals(an_approval("p0", title="Long one"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Long one")
        await screen.press("enter")
        await screen.shows("Paragraph 0", gone=("kind",))
        await screen.press("G")
        await screen.shows("Paragraph 59")
        await screen.press("escape")
        await screen.shows("post", "Long one", "acme")


async def test_an_empty_inbox_says_which_keys_help(tmp_path: Path) -> None:
    async with open_app(tmp_path, FakePlatform("acme"), size=(80, 24)) as screen:
        await screen.shows("Nothing waits for you. g generates, 2 shows the posts.")


async def test_the_first_is_under_the_cursor_until_a_key_is_pressed(tmp_path: Path) -> None:
    slow = drafts(1, "slow")
    slow.waiting[0] = an_approval("s1", "slow", title="Most wanted", due=ago(hours=3))
    gate = slow.hold("approvals")
    async with open_app(tmp_path, drafts(3), slow) as screen:
        await screen.shows("Draft 0", gone=("Most wanted",))
        gate.set()
        await screen.shows("Most wanted")
        assert screen.under_cursor.title == "Most wanted"


async def test_after_a_key_the_cursor_stays_with_its_item(tmp_path: Path) -> None:
    slow = drafts(1, "slow")
    slow.waiting[0] = an_approval("s1", "slow", title="Most wanted", due=ago(hours=3))
    gate = slow.hold("approvals")
    async with open_app(tmp_path, drafts(3), slow) as screen:
        await screen.shows("Draft 0", gone=("Most wanted",))
        await screen.press("j")
        gate.set()
        await screen.shows("Most wanted")
        assert screen.under_cursor.title == "Draft 1"


async def test_the_built_in_editor_throws_nothing_away_by_one_key(tmp_path: Path) -> None:
    async with open_app(tmp_path, drafts(1)) as screen:
        await screen.shows("Draft 0")
        await screen.press("e")
        await screen.shows("^s saves")
        await screen.press(*["down"] * 6, *"More.", "escape")
        await screen.shows("Esc again throws it away", "More.")
        await screen.press("escape")
        await screen.shows("Draft 0", gone=("More.",))


async def test_after_the_last_yes_the_cursor_stays_among_what_waits(tmp_path: Path) -> None:
    platform = drafts(2).with_approvals(an_approval("w1", title="Being written", ready=False))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 1", "Being written")
        await screen.press("j", "a")
        await screen.shows("approved: Draft 1")
        assert screen.under_cursor.title == "Draft 0"


async def test_what_cannot_be_approved_says_why(tmp_path: Path) -> None:
    nowhere = Consequence("publishes nowhere: no site is connected")
    platform = FakePlatform("blog").with_approvals(
        an_approval("p1", "blog", title="Stuck", consequence=nowhere, verbs=frozenset())
    )
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Stuck", "cannot be approved: publishes nowhere: no site is connected")
        await screen.press("a")
        await screen.shows("✗ Stuck: cannot be approved")
        assert platform.called("approve") == 0


async def test_a_decision_key_is_deaf_until_the_item_can_have_been_seen(tmp_path: Path) -> None:
    platform = drafts(3)
    async with open_app(tmp_path, platform, grace_seconds=3600) as screen:
        await screen.shows("Draft 0")
        await screen.press("a")
        await screen.shows("Press the key again")
        await screen.press("d")
        assert platform.called("approve") == 0
        assert "Delete?" not in screen.text


async def test_keys_typed_ahead_are_for_the_dialog_and_not_for_the_list(tmp_path: Path) -> None:
    platform = drafts(3)
    gate = platform.hold("generation_sources")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.press(*"gda")
        await screen.shows("Generate on acme", "looking for the repositories")
        gate.set()
        await screen.shows("[x] acme/api")
        assert platform.called("approve") == 0


async def test_keys_pressed_before_the_editor_is_there_decide_nothing(tmp_path: Path) -> None:
    platform = drafts(3)
    gate = platform.hold("post")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.press("e", "a", "d")
        await screen.shows("reading Draft 0")
        gate.set()
        await screen.shows("^s saves")
        assert platform.called("approve") == 0


async def test_q_waits_for_a_verdict_on_its_way(tmp_path: Path) -> None:
    platform = drafts(1)
    gate = platform.hold("approve")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.press("a")
        await screen.until(lambda: platform.called("approve") == 1)
        await screen.press("q")
        await screen.shows("Copydesk ends with the answer")
        assert screen.app.is_running
        gate.set()
        await screen.until(lambda: not screen.app.is_running)


async def test_a_refresh_opens_anew_what_is_down(tmp_path: Path) -> None:
    platform = drafts(1)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0", "● acme")
        platform.fail("approvals", Unreachable("acme could not be reached"))
        await screen.press("r")
        await screen.shows("✗ acme", "Draft 0")
        platform.heal("approvals")
        await screen.press("r")
        await screen.shows("● acme")
        assert platform.closed


async def test_the_foot_shows_what_the_item_can_take(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_approvals(an_approval("t1", kind=ApprovalKind.TOPIC, title="Topic"))
    async with open_app(tmp_path, platform) as screen:
        shown = await screen.shows("Topic", "a approve", "e edit")
        assert "d delete" not in shown
        assert "c copy" not in shown
        await screen.press("enter")
        await screen.shows("esc back", gone=("enter read",))


async def test_news_of_one_connection_cuts_off_no_question_to_another(tmp_path: Path) -> None:
    platform, slow = drafts(2), drafts(1, "slow")
    gate = slow.hold("approvals")
    async with open_app(tmp_path, platform, slow) as screen:
        await screen.shows("Draft 1", "◌ slow")
        await screen.press("a")
        await screen.shows("approved: Draft 0")
        gate.set()
        await screen.shows("● slow", "Inbox 2")


async def test_items_can_be_read_and_approved_to_the_last(tmp_path: Path) -> None:
    platform = drafts(5)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.press("enter")
        for approved in range(1, 6):
            await screen.press("a")
            await screen.until(partial(lambda count: platform.called("approve") == count, approved))
        await screen.shows("Nothing waits for you")


async def test_a_refresh_takes_away_a_failure_that_stands(tmp_path: Path) -> None:
    platform = drafts(1)
    platform.fail("approve", Invalid("no site"))
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft 0")
        await screen.press("a")
        await screen.shows("not approved: Draft 0: no site", "a approve")
        await screen.press("r")
        await screen.shows("Draft 0", gone=("not approved",))
        await screen.press("a")
        await screen.shows("not approved: Draft 0: no site", "a approve")
        await screen.press("escape")
        await screen.shows("Draft 0", gone=("not approved",))
