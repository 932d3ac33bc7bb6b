"""What can be set up on the desk, through the platforms as the screens have them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time
from pathlib import Path

import pytest

from tests.desk.work.repositories import make_repository
from tests.fakes.nobody import nobody
from tests.platforms.against_desk.doors import Doors, until
from tui.domain.accounts import Account, AccountKind, AccountVerb, Making, MakingState
from tui.domain.errors import Conflict, Invalid, NotFound
from tui.domain.forms import Value
from tui.domain.ports import Accounts
from tui.domain.schedules import Frequency, Rhythm


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


PAGE = """<!doctype html><html lang="de"><head><title>Widgets | Waage</title>
<meta name="description" content="We weigh widgets for teams that ship them every single day."></head>
<body><h1>Widgets, weighed</h1><p>You bring your widgets, and you get their weight.</p></body></html>"""


@asynccontextmanager
async def website() -> AsyncIterator[str]:
    """A page on loopback; gives its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE)}\r\nConnection: close"
        )
        writer.write(f"{head}\r\n\r\n{PAGE}".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield "http://127.0.0.1:{1}/".format(*server.sockets[0].getsockname())


async def made(accounts: Accounts, values: dict[str, Value]) -> Making:
    """A voice whose making has ended."""
    making = await accounts.make(values)
    assert making.state is MakingState.UNDER_WAY
    return await until(
        lambda: accounts.making(making.ref), lambda now: now.state is not MakingState.UNDER_WAY, "it is made"
    )


async def the(accounts: Accounts, id: str) -> Account:
    return next(one for one in await accounts.all() if one.ref.id == id)


@pytest.mark.parametrize("shape", ["notra", "notra_of_organization"])
async def test_notras_voices(doors: Doors, shape: str) -> None:
    accounts = getattr(doors, shape).accounts
    async with website() as address:
        done = await made(accounts, {"name": f"Waage of {shape}", "website": address})
    assert (done.state, done.error, done.done, done.steps) == (MakingState.DONE, None, 3, 3)
    assert done.makes is not None
    voice = await the(accounts, done.makes.id)
    assert (voice.name, voice.address, voice.values["language"]) == (f"Waage of {shape}", address, "German")
    form = await accounts.form(AccountKind.VOICE)
    changes: dict[str, Value] = {"customTone": "Dry.", "audience": "Teams that ship", "companyName": ""}
    assert form.faults({**voice.values, **changes}, new=False) == {}
    voice = await accounts.change(voice, changes)
    voice = await accounts.change(voice, {"toneProfile": "Formal"})
    kept = [voice.values[name] for name in ("toneProfile", "customTone", "audience", "companyName")]
    assert kept == ["Formal", "Dry.", "Teams that ship", ""], "another tone does not clear the own one"
    before = next(one for one in await accounts.all() if one.chosen)
    assert (await accounts.choose(voice)).verbs == {AccountVerb.EDIT}
    with pytest.raises(Invalid):
        await accounts.remove(voice)
    for values in ({"name": before.name}, {"websiteUrl": "no address at all"}):
        with pytest.raises(Invalid) as refused:
            await accounts.change(voice, values)
        assert refused.value.fields.keys() == values.keys()
    with pytest.raises(Invalid) as taken:
        await accounts.make({"name": before.name, "website": address})
    assert taken.value.fields.keys() == {"name"}
    await accounts.choose(before)
    await accounts.remove(voice)
    for again in (accounts.remove(voice), accounts.choose(voice)):
        with pytest.raises(NotFound):
            await again
    with pytest.raises(NotFound):
        await accounts.making(before.ref)


async def test_a_voice_that_cannot_be_made_says_why(doors: Doors) -> None:
    assert doors.notra.accounts is not None
    with nobody() as address:
        gone = await made(doors.notra.accounts, {"website": address})
    assert gone.state is MakingState.FAILED
    assert "could not be read" in (gone.error or "")
    with pytest.raises(Invalid) as refused:
        await doors.notra.accounts.make({"website": "ftp://example.com"})
    assert refused.value.fields.keys() == {"website"}


async def test_notras_repositories_and_schedules(doors: Doors, tmp_path: Path) -> None:
    accounts, schedules = doors.notra_of_organization.accounts, doors.notra_of_organization.schedules
    assert accounts is not None
    assert schedules is not None
    with pytest.raises(Invalid, match="on its own machine") as nowhere:
        await accounts.add(AccountKind.REPOSITORY, {"owner": "acme", "repo": "api", "token": "hush-hush-4"})
    assert "hush-hush-4" not in nowhere.value.sentence
    checkout = make_repository(tmp_path / "gadgets", ("feat: weigh gadgets",))
    place: dict[str, Value] = {
        "owner": str(checkout.parent),
        "repo": checkout.name,
        "branch": "",
        "token": "",
    }
    repository = (await accounts.add(AccountKind.REPOSITORY, place)).account
    assert repository.ref in {one.ref for one in await accounts.all()}
    with pytest.raises(Invalid) as twice:
        await accounts.add(AccountKind.REPOSITORY, place)
    assert twice.value.fields.keys() == {"repo"}
    voice = next(one for one in await accounts.all() if one.chosen)
    form = await schedules.form()
    new: dict[str, Value] = {**form.initial(), "name": "Each week", "frequency": "weekly", "time": "6:45"}
    new |= {"dayOfWeek": "0", "repositoryIds": (repository.ref.id,), "outputType": "changelog"}
    new |= {"brandVoiceId": voice.ref.id, "publishDestination": "custom", "autoPublish": True}
    assert form.faults(new, new=True) == {}
    made = await schedules.add(new)
    assert made.rhythm == Rhythm(Frequency.WEEKLY, time(6, 45), weekday=6)
    assert (made.publishes, made.look_back, made.active) == (True, "last_7_days", True)
    with pytest.raises(Conflict, match="Each week"):
        await schedules.add({**new, "name": "Twice"})
    changed = await schedules.change(made, {"name": "Each month", "frequency": "monthly", "dayOfMonth": "31"})
    assert changed.rhythm == Rhythm(Frequency.MONTHLY, time(6, 45), day=31)
    assert (changed.publishes, changed.look_back) == (True, "last_7_days"), "what is left out is not reset"
    assert changed.values["brandVoiceId"] == voice.ref.id
    changed = await schedules.change(changed, {"brandVoiceId": "", "autoPublish": False})
    assert (changed.publishes, changed.values["brandVoiceId"]) == (False, "")
    assert changed.values["publishDestination"] == "custom"
    assert (await schedules.switch(changed, on=False)).active is False
    assert (await schedules.switch(changed, on=True)).active is True
    with pytest.raises(Invalid) as refused:
        await schedules.change(changed, {"repositoryIds": ("gone",)})
    assert refused.value.fields.keys() == {"repositoryIds"}
    (listed,) = [one for one in await schedules.all() if one.ref == made.ref]
    assert listed.sources == (repository.name,)
    assert (await accounts.remove(repository)).stopped == ("Each month",)
    (stopped,) = [one for one in await schedules.all() if one.ref == made.ref]
    assert stopped.active is False
    assert (await schedules.form()).faults(stopped.values, new=False) == {}, "what is gone is still offered"
    await schedules.remove(stopped)
    for again in (schedules.remove(stopped), schedules.switch(stopped, on=True)):
        with pytest.raises(NotFound):
            await again
