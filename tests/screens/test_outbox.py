"""What a person does with the outbox, by keys, at a wide and a narrow size."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.left import put, send
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app
from tui.domain.errors import Invalid, OutcomeUnknown, RateLimited, Unreachable
from tui.domain.holds import Holds
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.services.edit_file import EditFile
from tui.state import open_state

Size = tuple[int, int]
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
HELD = Holds(600, 600, 600)


def waiting(*ids: str, **fields: Any) -> FakePlatform:
    platform = FakePlatform("acme")
    for id in ids:
        platform.with_posts(a_post(id, title=f"Week {id}"))
        platform.with_approvals(an_approval(id, title=f"Week {id}", **fields))
    return platform


@SIZES
async def test_what_is_held_stands_in_the_outbox_and_is_taken_back_there(tmp_path: Path, size: Size) -> None:
    async with open_app(tmp_path, waiting("1", "2"), size=size, holds=HELD) as screen:
        await screen.shows("Week 1")
        await screen.press("a", "a")
        await screen.shows("O Outbox 2", gone=("Week 1 ",))
        await screen.press("O")
        await screen.shows("◌ held", "approve", "Week 1", "Week 2", "u → takes it back", "u take back")
        await screen.press("j", "u")
        await screen.shows("taken back, nothing was sent: Week 2")
        assert [entry.intent.title for entry in screen.services.outbox.entries] == ["Week 1"]
        await screen.press("u")
        await screen.shows("Nothing is on its way", gone=("Week 2  ",))
        await screen.press("1")
        await screen.shows("Week 1", "Week 2", gone=("Outbox", "Out "))


async def test_what_was_parked_is_told_of_at_the_start_and_sent_after_a_question(tmp_path: Path) -> None:
    async with open_app(tmp_path, waiting("1"), holds=HELD) as screen:
        await screen.shows("Week 1")
        await screen.press("a")
        await screen.shows("u takes it back")
    platform = waiting("1")
    async with open_app(tmp_path, platform, holds=HELD) as screen:
        await screen.shows("1 decision was still held", "Week 1")
        await screen.press("O")
        await screen.shows("‖ parked", "s → publishes on acme", "s send")
        await screen.press("s")
        await screen.shows("Send now?", "publishes on acme, can be taken back")
        await screen.press("escape")
        await screen.shows("‖ parked", gone=("Send now?",))
        assert not platform.called("approve")
        await screen.press("s", "y")
        await screen.shows("● sent", "approve", "✓ approved: Week 1", gone=("parked",))
        assert platform.called("approve") == 1
        assert screen.services.outbox.entries == ()


@SIZES
async def test_what_was_parked_is_taken_back_and_waits_again(tmp_path: Path, size: Size) -> None:
    async with open_app(tmp_path, waiting("1"), holds=HELD) as screen:
        await screen.shows("Week 1")
        await screen.press("a")
        await screen.shows("u takes it back")
    async with open_app(tmp_path, waiting("1"), size=size) as screen:
        await screen.shows("1 decision was still held")
        await screen.shows("approve was held when Copydesk ended") if size[0] > 100 else None
        await screen.press("O", "u")
        await screen.shows("taken back, nothing was sent: Week 1")
        await screen.press("1")
        await screen.shows("Week 1", gone=("was held when Copydesk ended",))


@SIZES
async def test_what_changed_since_it_was_read_is_shown_with_the_difference(
    tmp_path: Path, size: Size
) -> None:
    platform = waiting("1")
    read = replace(platform.posts_by_id["1"], markdown="One\nIt is four times faster.\nThree\n")
    platform.with_posts(read)
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.shows("Week 1")
        await screen.press("enter")
        await screen.shows("It is four times faster.")
        await screen.press("escape")
        changed = replace(read, markdown="One\nIt is twice faster.\nThree\n", slug="other")
        platform.with_posts(changed)
        await screen.press("a")
        await screen.shows("not approved")
        await screen.press("O")
        await screen.shows("≠ changed", "x → shows it here no longer", "x put away")
        if size[0] < 100:
            await screen.press("enter")
        wanted = ("- as you read it", "- It is four times", "+ It is twice", "- post-1", "+ other")
        text = await screen.shows(*wanted)
        assert "fingerprint" in text
        assert "  One" in text
        assert not platform.called("approve")
        # The item itself: as it is now, and why it still waits.
        await screen.press("enter")
        await screen.shows("changed since you decided; O shows")
        await screen.press("escape", "O", "escape", "x")
        await screen.shows("Nothing is on its way")
        await screen.press("1", "enter")
        await screen.shows("It is twice faster.", gone=("≠ changed",))


async def test_what_is_gone_says_so_and_cannot_be_opened(tmp_path: Path) -> None:
    platform = waiting("1")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("The body of 1.")
        platform.posts_by_id.clear()
        platform.waiting.clear()
        await screen.press("a")
        await screen.shows("not approved")
        await screen.press("O")
        await screen.shows("≠ changed", "It is no longer there.")


@SIZES
async def test_the_audit_stands_below_and_is_read_as_it_is_scrolled(
    tmp_path: Path, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.outbox.PAGE", 20)
    state = open_state(tmp_path / "state" / "state.db", lambda: NOON)
    for number in range(50):
        send(state, put(state, str(number), title=f"Week {number}"))
    state.close()
    async with open_app(tmp_path, waiting("0"), size=size) as screen:
        await screen.shows("Week 0")
        await screen.press("O")
        await screen.shows("sent", "● sent", "Week 49", gone=("Week 0 ",))
        await screen.press("G", "G", "G", "G", "G")
        await screen.until(lambda: len(screen.listed) == 51)
        await screen.press("G")
        await screen.shows("Week 0 ")
        if size[0] < 100:
            await screen.press("enter")
        await screen.shows("answered", "published", "post/0", "fingerprint")
        await screen.press("enter")
        await screen.shows("1 Inbox 1▐", "The body of 0.")


@SIZES
async def test_what_failed_says_why_until_it_is_put_away(tmp_path: Path, size: Size) -> None:
    platform = waiting("1")
    platform.fail("approve", Invalid("acme refused it: the slug is taken", request_id="r-77"))
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.shows("Week 1")
        await screen.press("a")
        await screen.shows("not approved", "✗ approve was not done" if size[0] > 100 else "Week 1")
        await screen.press("O")
        if size[0] < 100:
            await screen.press("enter")
        await screen.shows("✗ failed", "the slug is", "r-77")
        await screen.press("escape", "x")
        await screen.shows("sent", "✗ failed", gone=("O Outbox 1",))
        assert screen.services.outbox.entries == ()


async def test_tab_goes_through_the_outbox_while_the_head_shows_it(tmp_path: Path) -> None:
    async with open_app(tmp_path, waiting("1"), holds=HELD) as screen:
        await screen.shows("Week 1")
        await screen.press(*"}}}}}}}")
        await screen.shows("▌1 Inbox 1▐", gone=("Outbox",))
        await screen.press("a", "{")
        await screen.shows("▌O Outbox 1▐", "◌ held")
        await screen.press("}")
        await screen.shows("▌1 Inbox▐")


async def test_posts_on_their_way_say_so(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(a_post("1", title="Week 1"))
    async with open_app(tmp_path, platform, holds=HELD) as screen:
        await screen.press("2")
        await screen.shows("◑ draft", "Week 1")
        await screen.press("a", "y")
        await screen.shows("◌ held", gone=("◑ draft   ",))
        await screen.press("O", "enter")
        await screen.shows("▌2 Posts▐", "Week 1")
        await screen.press("escape")
        await screen.shows("▌O Outbox 1▐")
        await screen.press("2", "u")
        await screen.shows("◑ draft", gone=("◌ held",))


async def test_the_hold_is_told_in_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.outbox.TICK_SECONDS", 0.02)
    async with open_app(tmp_path, waiting("1"), holds=HELD) as screen:
        await screen.shows("Week 1")
        await screen.press("a", "O")
        await screen.shows("◌ held 10 m")
        monkeypatch.setattr("tests.screens.desk.NOON", NOON + timedelta(seconds=596))
        await screen.shows("◌ held 5 s")


async def test_what_needs_a_person_stands_until_a_key_is_pressed(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state" / "state.db", lambda: NOON)
    put(state, "1", title="Week 1")
    state.keep_edit(a_post("2").ref, "a text", title="Week 2")
    state.close()
    platform = waiting("3")
    platform.fail("approvals", Unreachable("acme could not be reached"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("1 decision was still held", "✗ acme")
        await screen.until(lambda: platform.called("approvals") > 0)
        await screen.press("u")
        await screen.shows("nothing is held any more", gone=("was still held",))
        await screen.press("escape")
        await screen.shows("1 text that you edited was not saved")
        await screen.press("u")
        await screen.shows("nothing is held any more", gone=("was not saved",))
        await screen.press("escape")
        await screen.shows("✗ acme could not be reached")


@SIZES
async def test_what_another_copydesk_sent_leaves_the_list_and_is_asked_about(
    tmp_path: Path, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.services.carriage.OTHERS_SECONDS", 0.02)
    monkeypatch.setattr("tui.screens.outgoing.TOGETHER_SECONDS", 0.02)
    platform = waiting("1", "2")
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.shows("Week 1", "Week 2")
        await screen.answered("inbox", "body")
        other = open_state(tmp_path / "state" / "state.db", lambda: NOON)
        entry = put(other, "1", title="Week 1")
        await screen.shows("Inbox 1", "O" if size[0] > 100 else "Out", gone=("Week 1 ",))
        asked = platform.called("approvals")
        answer = platform.hold("approvals")
        platform.waiting.pop(0)
        send(other, entry)
        other.close()
        await screen.until(lambda: platform.called("approvals") > asked)
        assert [each.title for each in screen.listed] == ["Week 2"], "not back before the list has come"
        answer.set()
        await screen.answered("inbox of one", "body")
        assert [each.title for each in screen.listed] == ["Week 2"]
        assert platform.called("approvals") == asked + 1


async def test_a_lost_answer_is_told_where_the_person_is(tmp_path: Path) -> None:
    platform = waiting("1")
    platform.fail("save", OutcomeUnknown("The answer of acme was lost"))
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Week 1")
        await screen.answered("inbox", "body")
        await screen.press("e")
        await screen.shows("^s saves", "title:")
        await screen.press(*["down"] * 4, "end", *" mine", "ctrl+s")
        await screen.shows("saving: no answer yet; it is looked at (O): Week 1", "? ✎ Week 1")
        await screen.press("escape")
        screen.services.outbox.tell()
        await screen.press("enter")
        # Once: the note that was taken away does not come again.
        wanted = "? save was sent, and its answer was lost", " mine"
        await screen.shows(*wanted, gone=("no answer yet", "not sent yet"))


async def test_what_waits_for_its_platform_says_so_and_is_taken_back(tmp_path: Path) -> None:
    platform = waiting("1")
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Week 1")
        await screen.answered("inbox", "body")
        platform.fail("approve", RateLimited("acme has had too many requests", retry_after=40))
        await screen.press("a")
        await screen.shows("approving waits · u takes it back: Week 1: acme has had")
        await screen.press("2")
        await screen.shows("◌ waits", "u undo")
        await screen.press("enter")
        await screen.shows("approve was not sent yet, and waits (u takes it back)")
        await screen.press("u")
        await screen.shows("taken back, nothing was sent: Week 1", gone=("and waits",))


async def test_an_item_that_is_read_again_before_it_leaves_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.outbox.TICK_SECONDS", 0.02)
    platform = waiting("1")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("The body of 1.")
        gate = platform.hold("post")
        await screen.press("a", "O")
        await screen.shows("◌ rereading", "once it has been read again", "u take back", gone=("held",))
        gate.set()
        await screen.shows("● sent", gone=("rereading",))


async def test_what_takes_nothing_is_not_offered(tmp_path: Path) -> None:
    final = Consequence("publishes NOW to My Blog", Gravity.FINAL)
    platform = waiting("1", "2", consequence=final, verbs=frozenset({Verb.APPROVE}))
    gate = platform.hold("approve")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Week 1")
        await screen.press("a", "y", "a", "y", "O")
        text = await screen.shows("◔ sending", "is being sent")
        assert "u take back" not in text
        assert "x put away" not in text
        await screen.press("u")
        await screen.shows("cannot be taken back, it is being sent: Week 1")
        await screen.press("x", "s")
        await screen.shows("cannot be sent from here, it is being sent: Week 1")
        gate.set()
        await screen.shows("● sent", gone=("sending",))
        assert platform.called("approve") == 2
        # The cursor is still on it, and not on what came to stand in its place.
        assert [each.title for each in screen.listed[1:]] == ["Week 2", "Week 1"]
        assert screen.under_cursor.title == "Week 1"


async def test_texts_that_were_not_saved_are_told_of_at_the_start(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state" / "state.db")
    state.keep_edit(a_post("1").ref, "a text", title="Week 1")
    state.keep_edit(a_post("2").ref, "another", title="Week 2")
    state.close()
    left = EditFile(tmp_path / "edits", a_post("3").ref)
    left.lay_out("as it was", "as it was")
    same = EditFile(tmp_path / "edits", a_post("1").ref)
    same.lay_out("as it was", "as it was")
    same.path.write_text("being edited again")
    async with open_app(tmp_path, waiting("1")) as screen:
        await screen.shows("2 texts that you edited were not saved: e on the item opens it again")


async def test_what_nobody_can_know_more_of_is_put_away(tmp_path: Path) -> None:
    platform = FakePlatform("acme")
    platform.fail("generate", OutcomeUnknown("The answer of acme was lost", request_id="r-9"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Nothing waits")
        await screen.press("g")
        await screen.shows("Generate on acme", "acme/api")
        await screen.press("enter")
        await screen.shows("The answer of acme was lost")
        await screen.press("escape", "O")
        await screen.shows("? unknown", "Nobody can tell any more", "x put away", "r-9")
        await screen.press("x")
        await screen.shows("sent", gone=("Nobody can tell", "O Outbox 1"))
        screen.services.outbox.look()
        assert screen.services.outbox.entries == ()


async def test_what_left_while_another_screen_was_open_is_not_said_to_be_taken_back(tmp_path: Path) -> None:
    platform = waiting("1", "2")
    async with open_app(tmp_path, platform, holds=HELD) as screen:
        await screen.shows("Week 1")
        await screen.answered("inbox", "body")
        await screen.press("a")
        await screen.shows("u takes it back")
        await screen.press("2")
        outbox = screen.services.outbox
        outbox.send_now([each.id for each in outbox.entries])
        await screen.until(lambda: platform.called("approve") == 1 and not outbox.entries)
        await screen.press("1")
        await screen.shows("Week 2", gone=("taken back by another", "u takes it back"))
