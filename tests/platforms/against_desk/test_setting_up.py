"""What can be set up on the desk, through the platforms as the screens have them."""

from __future__ import annotations

import pytest

from tests.platforms.against_desk.doors import Doors
from tui.domain.accounts import AccountKind
from tui.domain.errors import Conflict, Invalid, NotFound
from tui.domain.forms import Value


async def test_repostras_accounts_and_slots(doors: Doors) -> None:
    accounts, schedules = doors.repostra.accounts, doors.repostra.schedules
    assert accounts is not None
    assert schedules is not None
    form = await accounts.form(AccountKind.ACCOUNT)
    values: dict[str, Value] = {**form.initial(), "platform": "website", "account_name": "Set up"}
    values |= {"posting_method": "webhook", "webhook_url": "https://hooks.example.com/way/in"}
    assert form.faults(values, new=True) == {}
    added = (await accounts.add(AccountKind.ACCOUNT, {**values, "signing_secret": "hush-hush-3"})).account
    assert (added.name, added.active, added.address) == ("Set up", True, "https://hooks.example.com")
    with pytest.raises(Invalid) as refused:
        await accounts.change(added, {"webhook_url": "nowhere"})
    assert refused.value.fields.keys() == {"webhook_url"}
    changed = await accounts.change(added, {"account_name": "", "account_identifier": "@set-up"})
    assert (changed.name, changed.way) == ("@set-up", "webhook")
    assert (await accounts.switch(changed, on=False)).active is False

    slots = await schedules.form()
    new: dict[str, Value] = {**slots.initial(), "account_id": added.ref.id, "day_of_week": "friday"}
    new |= {"time": "9:30", "blog_column_index": "2"}
    assert slots.faults(new, new=True) == {}
    slot = await schedules.add(new)
    assert (slot.said, slot.account, slot.column, slot.network) == ("friday 09:30", added.ref, 2, "website")
    moved = await schedules.change(slot, {"day_of_week": "sunday", "time": "23:59", "blog_column_index": ""})
    assert (moved.said, moved.column) == ("sunday 23:59", None)
    assert (await schedules.switch(moved, on=False)).active is False
    assert slot.ref in {each.ref for each in await schedules.all()}

    with pytest.raises(Conflict):
        await accounts.remove(added)
    await schedules.remove(slot)
    await accounts.remove(added)
    assert added.ref not in {each.ref for each in await accounts.all()}
    for again in (accounts.remove(added), accounts.change(added, {"account_name": "Gone"})):
        with pytest.raises(NotFound):
            await again
    with pytest.raises(NotFound):
        await schedules.remove(slot)
