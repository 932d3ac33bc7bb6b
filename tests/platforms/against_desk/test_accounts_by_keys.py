"""Accounts set up by keys, with a desk behind the screen."""

from __future__ import annotations

from pathlib import Path

from tests.platforms.against_desk.doors import Doors
from tests.screens.desk import Screen, open_app
from tui.domain.accounts import AccountKind
from tui.domain.forms import Value
from tui.presentation.accounts import AccountRow


async def stand_on(screen: Screen, name: str) -> None:
    await screen.press("g", "g")
    for _ in screen.listed:
        row = screen.under_cursor
        if isinstance(row, AccountRow) and row.account.name == name:
            return
        await screen.press("j")
    raise AssertionError(f"{name} is not listed:\n{screen.text}")


def waiting_texts(screen: Screen) -> str:
    """What a yes leads to, of all that waits."""
    parts = screen.services.inbox.parts
    return "\n".join(each.consequence.text for part in parts for each in part.approvals)


async def test_an_account_goes_with_its_slots_and_a_site_shows_its_keys_once(
    doors: Doors, tmp_path: Path
) -> None:
    accounts, schedules = doors.repostra.accounts, doors.repostra.schedules
    assert accounts is not None
    assert schedules is not None
    form = await accounts.form(AccountKind.ACCOUNT)
    made: dict[str, Value] = {**form.initial(), "platform": "website", "account_name": "By keys"}
    added = (await accounts.add(AccountKind.ACCOUNT, made)).account
    slots = (await schedules.form()).initial()
    for day in ("monday", "friday"):
        await schedules.add({**slots, "account_id": added.ref.id, "day_of_week": day, "time": "7:15"})
    async with open_app(tmp_path, doors.repostra, doors.blogree, size=(80, 24)) as screen:
        await screen.press("5")
        await screen.shows("By keys", "social · accounts", "blog · sites")
        await stand_on(screen, "By keys")
        await screen.press("e")
        await screen.shows("Change By keys")
        await screen.press("down", "end", "2", "ctrl+s")
        await screen.shows("changed: By keys2", gone=("Change By keys",))
        await screen.press("o")
        await screen.shows("off: By keys2")
        await screen.press("d")
        await screen.shows("2 schedules use By keys2: Mon 07:15, Fri 07:15")
        await screen.press("y")
        await screen.shows("deleted: By keys2 with 2 of its schedules")
        # What is refused is told at its field, with what was typed.
        await screen.press("a", "2")
        await screen.shows("Add a site on blog")
        await screen.press(*"Keys", "down", *"nowhere", "ctrl+s")
        await screen.shows("✗ must be an address")
        await screen.press("home", *"https", "colon", "slash", "slash", "down")
        await screen.press(*"https", "colon", "slash", "slash", *"a", "full_stop", *"example", "ctrl+s")
        text = await screen.shows("New keys of Keys", "API key", "webhook secret")
        keys = [line.strip(" │") for line in text.splitlines() if "blg_" in line or "whsec_" in line]
        assert len(keys) == 2
        await screen.press("1", "2", "escape")
        await screen.shows("added: Keys", gone=("New keys",))
        assert not any(key in screen.text for key in keys)
        # What waits says at once where a yes takes it.
        await screen.until(lambda: "Keys" in waiting_texts(screen))
        await stand_on(screen, "Keys")
        await screen.press("d", "y")
        await screen.shows("deleted: Keys")
        assert "By keys2" not in {each.name for each in await accounts.all()}
