"""The screen of the accounts: what is set up of where posts go to and what they come from, by keys."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.accounts import FakeAccounts, an_account, platform_with
from tests.fakes.schedules import FakeSchedules, a_slot
from tests.screens.desk import Screen, open_app
from tui.domain.accounts import AccountKind, AccountVerb, MakingState
from tui.domain.errors import Conflict, Forbidden, OutcomeUnknown, PlatformFault, Unreachable
from tui.domain.preferences import ConnectionLook, Preferences
from tui.domain.terminal import Terminal
from tui.services import makings

SIZES = pytest.mark.parametrize("size", [(120, 40), (60, 16)], ids=["wide", "tiny"])


def consequence(screen: Screen) -> str:
    """The line above the keys."""
    return screen.text.splitlines()[-2]


@SIZES
async def test_accounts_are_added_changed_switched_and_deleted_with_their_schedules(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    one, acme = platform_with(
        "acme",
        an_account("1", name="Company", facts=(("identifier", "@co"),)),
        an_account("2", name="Person", active=False, verbs=frozenset({AccountVerb.SWITCH})),
    )
    other, blog = platform_with("blog", an_account("s", "blog", AccountKind.SITE, name="Docs"))
    slots = FakeSchedules("acme", has=[a_slot("7", connection="acme"), a_slot("8", 1, connection="acme")])
    one.schedules = acme.schedules = slots
    blog.fail("all", Unreachable("blog did not answer"))
    async with open_app(tmp_path, one, other, size=size) as screen:
        await screen.press("5")
        await screen.shows("acme · accounts  2", "Company", "● on", "○ off", "blog did not answer")
        assert screen.under_cursor.account.name == "Company"
        if size[0] >= 100:
            await screen.shows("@co", "added")
        await screen.press("enter")
        await screen.shows("@co", "added")
        await screen.press("escape", "G")
        await screen.until(lambda: "asks again" in consequence(screen))
        await screen.press("r")
        await screen.shows("blog · sites  1", "Docs", gone=("did not answer",))
        # The cursor stays where it is, over what comes and goes.
        await screen.press("g", "g", "j")
        await screen.until(lambda: "on: posts can go" in consequence(screen))
        assert screen.under_cursor.account.name == "Person"
        await switch_and_change(screen, acme)
        await add_a_site(screen)
        await delete_with_schedules(screen, acme, slots)


async def switch_and_change(screen: Screen, acme: FakeAccounts) -> None:
    gate = acme.gates["switch"] = asyncio.Event()
    await screen.press("o")
    await screen.shows("switching on")
    await screen.press("o")
    await screen.shows("no answer yet", "switching on")
    gate.set()
    await screen.shows("on: Person · posts can go to it", gone=("○ off",))
    assert acme.called("switch") == 1
    await screen.press("e")
    await screen.shows("Person cannot be changed here")
    # What is refused is said in the form, with what was typed.
    acme.fail("change", Conflict("acme has another Company 2"), OutcomeUnknown("The answer was lost"))
    await screen.press("k", "e")
    await screen.shows("Change Company")
    await screen.press("end", "2", "ctrl+s")
    await screen.shows("acme has another Company 2", "Company2")
    await screen.press("ctrl+s")
    await screen.shows("The answer was lost", "read again")
    await screen.press("ctrl+s", "ctrl+s")
    await screen.shows("changed: Company2", gone=("Change Company",))


async def add_a_site(screen: Screen) -> None:
    # Added where it is chosen; the cursor goes there.
    await screen.press("a")
    await screen.shows("Add", "1 account", "2 site", "on blog")
    await screen.press("2", *"News", "ctrl+s")
    await screen.shows("New keys of News", "key-0123456789", "whsec-9876", "shown this once")
    await screen.press("escape")
    await screen.shows("Nothing was copied")
    await screen.press("j", "escape")
    await screen.shows("Nothing was copied")
    await screen.press("y")
    await screen.shows("copied: webhook secret")
    await screen.press("escape")
    await screen.shows("API key: not copied")
    # A file has all of them, for one person; without, it is said what has become of them.
    file = screen.app.context.edit_folder.parent / "keys-news.txt"
    await screen.press("f")
    await screen.until(file.exists)
    assert file.read_text() == "API key: key-0123456789\nwebhook secret: whsec-9876\n"
    assert file.stat().st_mode & 0o777 == 0o600
    await screen.press("escape")
    await screen.shows("added: News", "blog · sites  2", gone=("key-0123456789",))
    assert screen.under_cursor.account.name == "News"
    await screen.press("N", "y")
    await screen.shows("New keys of News")
    await screen.press("escape", "escape")
    await screen.shows("the keys of News are shown no more · N makes new")


async def delete_with_schedules(screen: Screen, acme: FakeAccounts, slots: FakeSchedules) -> None:
    # Deleted with what uses it, after one question.
    await screen.press("g", "g", "d")
    await screen.shows("2 schedules use Company2: Mon 09:00, Tue 09:00")
    await screen.press("enter")
    assert acme.called("remove") == 0
    acme.fail("remove", PlatformFault("acme failed"))
    await screen.press("d", "y")
    await screen.shows("2 of 2 schedules are deleted")
    # What has no room in the rule is read whole by a key.
    await screen.press("equals_sign")
    await screen.shows("What was said", "acme failed")
    await screen.press("equals_sign")
    await screen.press("d")
    await screen.shows("Company2 is deleted on acme, for good")
    # One that was made meanwhile stands in the way: it is asked about then.
    slots.has.append(a_slot("9", 4, "17:30", connection="acme"))
    await screen.press("y")
    await screen.shows("1 schedule uses Company2: Fri 17:30")
    await screen.press("y")
    await screen.shows("deleted: Company2 with 1 of its schedules", "acme · accounts  1")
    assert not slots.has


async def test_voices_are_made_watched_and_chosen_keys_rotated_and_what_may_not_be_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(makings, "FIRST_LOOK_SECONDS", 0.01)
    one, acme = platform_with(
        "acme",
        an_account("v1", kind=AccountKind.VOICE, name="Brand", active=None, chosen=True, what="", way=""),
        an_account("r1", kind=AccountKind.REPOSITORY, name="acme/api", verbs=frozenset()),
    )
    other, shop = platform_with(
        "shop", an_account("s", "shop", AccountKind.SITE, name="Shop", state_word="error")
    )
    looked = platform_with("look", an_account("l", "look", name="Looked at"))[0]
    voice = an_account("v2", kind=AccountKind.VOICE, name="Second\x1b[2J", active=None)
    shown = Preferences(connections={"shop": ConnectionLook(protected=True)})
    async with open_app(
        tmp_path,
        one,
        other,
        looked,
        size=(80, 24),
        read_only=["look"],
        preferences=shown,
        terminal=Terminal(plain=True),
    ) as screen:
        await screen.press("5")
        await screen.shows("acme - voices  1", "* default", "acme - repositories  1", "! error")
        assert screen.text.isascii()
        await screen.press("w")
        await screen.shows("A voice from a website, on acme")
        making = await acme.make({"website": "x"})
        step = replace(making, name="a.example", step="scraping", done=1, steps=3)
        acme.steps = deque([step])
        await screen.press(*"a.example", "ctrl+s")
        await screen.shows("must be an address")
        await screen.press("home", *"https", "colon", "slash", "slash", "ctrl+s")
        await screen.shows("~ scraping 1/3")
        assert screen.under_cursor.ref == making.ref
        # Left, it is looked at no more; come back to, it is.
        await screen.press("2")
        await screen.answered("makings")
        looks = acme.called("making")
        await screen.press("5")
        await screen.until(lambda: acme.called("making") > looks)
        await screen.press("k")
        acme.known.append(voice)
        acme.steps.append(replace(step, state=MakingState.DONE, makes=voice.ref))
        await screen.shows("made: a.example", "acme - voices  2", "Second", gone=("scraping",))
        assert screen.under_cursor.account.ref == voice.ref
        await screen.press("c")
        await screen.shows("used where none is named: Second")
        assert [each.chosen for each in acme.known if each.kind is AccountKind.VOICE] == [False, True]
        acme.steps = deque([replace(step, state=MakingState.FAILED, error="The website did not answer")])
        await screen.press("w", *"https", "colon", "slash", "slash", "b", "ctrl+s")
        await screen.shows("failed: ", "The website did not answer", "x failed")
        await screen.press("d")
        await screen.shows("acme - voices  2", gone=("a website",))
        # It is asked for again with what was typed.
        await screen.press("w")
        await screen.shows("what you typed before", "https://b")
        await screen.press("escape")
        await screen.shows("acme - voices  2", gone=("what you typed before",))
        await ask_for_the_name(screen, shop)


async def ask_for_the_name(screen: Screen, shop: FakeAccounts) -> None:
    # On a protected connection what is dangerous asks for its name.
    await screen.press("g", "g", "j", "j", "j")
    assert screen.under_cursor.account.name == "Shop"
    await screen.press("N")
    await screen.shows("hold no longer", "shop is protected")
    await screen.press(*"shop", "enter")
    await screen.shows("New keys of Shop", "The old ones hold no longer.", "key-0123456789")
    await screen.press("1", "2", "escape")
    await screen.shows("shop - sites", gone=("New keys",))
    assert shop.called("rotate") == 1
    # Whoever would leave before new ones were shown is told.
    services, gate = screen.app.context.services, asyncio.Event()
    shop.gates["rotate"] = gate
    await screen.press("N", *"shop", "enter")
    await screen.until(lambda: services.unanswered == 1)
    await screen.press("2")
    gate.set()
    await screen.until(lambda: services.keys_unseen == ("Shop",))
    await screen.press("q")
    await screen.shows("the new keys of Shop have not been shown yet: 5 shows them; q again leaves")
    await screen.press("5")
    await screen.shows("New keys of Shop")
    await screen.press("1", "2", "escape")
    await screen.shows("shop - sites", gone=("New keys",))
    assert (services.keys_unseen, services.unanswered) == ((), 0)
    # Off lets nothing out; on does, and so does another address.
    await screen.press("o")
    await screen.shows("off: Shop")
    await screen.press("o")
    await screen.shows("Switch it on?", "shop is protected")
    await screen.press("escape")
    await screen.press("e")
    await screen.shows("Change Shop")
    await screen.press("down", "right", "ctrl+s")
    await screen.shows("Change where posts go?", "from now on: way", "shop is protected")
    await screen.press("escape")
    await screen.shows("Nothing was sent")
    assert (shop.called("switch"), shop.called("change")) == (1, 0)
    await screen.press("ctrl+s", *"shop", "enter")
    await screen.shows("changed: Shop")
    await screen.press("o", *"shop", "enter")
    await screen.shows("on: Shop")
    # What is only read says so, and asks nothing.
    await screen.press("G", "d")
    await screen.shows("look is read-only", gone=("e edit", "d delete"))
    await screen.until(lambda: "read-only" in consequence(screen))
    shop.fail("switch", Forbidden("shop takes no changes with this key"))
    await screen.press("k", "o")
    await screen.shows("takes no changes with this key")
    await screen.until(lambda: "read-only" in consequence(screen))
