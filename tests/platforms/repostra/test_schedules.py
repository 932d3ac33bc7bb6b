"""Repostra's weekly slots as a person sets them up."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from tests.platforms.harness import Network, opened
from tests.platforms.repostra.test_client import ACCOUNT, CONTENT, ROOT, SCHEDULE
from tui.domain.errors import Invalid
from tui.domain.forms import Value
from tui.domain.ports import Schedules
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import Frequency, Rhythm, Schedule, ScheduleKind

PATH = f"{ROOT}/posting-schedules"
TEAM = {**ACCOUNT, "id": 2, "platform": "linkedin", "account_name": "Team", "webhook_url": None}


async def listed(network: Network, *wires: dict[str, Any]) -> tuple[Schedules, tuple[Schedule, ...]]:
    network.on("GET", PATH, {"data": list(wires)})
    schedules = opened(network, "repostra").schedules
    assert schedules is not None
    return schedules, await schedules.all()


async def test_a_slot_is_told() -> None:
    short = {"id": 2, "platform": "linkedin", "account_name": None}
    social = {**SCHEDULE, "id": 3, "account_id": 2, "account": short, "platform": "linkedin"}
    social |= {"day_of_week": "Sunday", "time": "7:05:00", "content_type": "carousel", "is_active": False}
    _, (one, two) = await listed(Network(), SCHEDULE, {**social, "blog_column_index": None})
    assert one.ref == ItemRef("acme", ItemKind.SCHEDULE, "1")
    assert (one.kind, one.name, one.network, one.column) == (ScheduleKind.SLOTS, "My Blog", "website", 1)
    assert one.rhythm == Rhythm(Frequency.WEEKLY, time(9), weekday=0)
    assert (one.said, one.active, one.account) == (
        "monday 09:00",
        True,
        ItemRef("acme", ItemKind.ACCOUNT, "1"),
    )
    assert two.rhythm == Rhythm(Frequency.WEEKLY, time(7, 5), weekday=6)
    assert (two.name, two.active, two.content_type, two.values["time"]) == (
        "linkedin 2",
        False,
        "carousel",
        "07:05",
    )


@pytest.mark.parametrize(
    ("day", "clock"),
    [("weekdays", "09:00"), ("monday", "noon"), ("monday", "25:00"), ("monday", "12:61"), ("", None)],
)
async def test_what_cannot_be_read_is_told_in_the_platforms_words(day: str, clock: str | None) -> None:
    _, (one,) = await listed(Network(), {**SCHEDULE, "day_of_week": day, "time": clock})
    assert one.rhythm is None
    assert one.said == f"{day} {clock or ''}".strip()


async def test_the_form_asks_by_the_accounts_kind() -> None:
    network = Network().on("GET", f"{ROOT}/social-accounts", {"data": [ACCOUNT, TEAM]})
    schedules, (one,) = await listed(
        network, {**SCHEDULE, "content_type": "carousel", "day_of_week": "someday"}
    )
    form = await schedules.form()
    by_name = {each.name: each for each in form.fields}
    assert [each.label for each in by_name["account_id"].choices] == ["My Blog (website)", "Team (linkedin)"]
    assert by_name["account_id"].fixed
    assert by_name["content_type"].choices[-1].value == "carousel"
    assert [each.label for each in by_name["day_of_week"].choices][-2:] == ["Sunday", "Someday"]
    for account, asked in (("1", "blog_column_index"), ("2", "content_type")):
        names = {each.name for each in form.asked({**form.initial(), "account_id": account}, new=True)}
        assert names & {"blog_column_index", "content_type"} == {asked}
    assert form.faults(one.values, new=False) == {}
    wrong = {**one.values, "blog_column_index": "0", "time": "9"}
    assert form.faults(wrong, new=False).keys() == {"blog_column_index", "time"}


async def test_one_is_added_with_its_accounts_platform() -> None:
    network = Network().on("GET", f"{ROOT}/social-accounts", {"data": [ACCOUNT, TEAM]})
    network.on("POST", PATH, {"data": SCHEDULE}, 201).on("POST", PATH, {"data": SCHEDULE}, 201)
    network.on("GET", f"{ROOT}/social-accounts", {"data": [ACCOUNT, TEAM]})
    schedules, _ = await listed(network)
    both: dict[str, Value] = {"content_type": "text", "blog_column_index": "2", "is_active": True}
    filled: dict[str, Value] = {"day_of_week": "friday", "time": "9:30", **both}
    await schedules.add({**filled, "account_id": "1"})
    await schedules.add({**filled, "account_id": "2", "content_type": ""})
    sent = {"day_of_week": "friday", "time": "09:30", "is_active": True}
    assert [one.body for one in network.seen[2:]] == [
        {**sent, "account_id": 1, "platform": "website", "blog_column_index": 2},
        {**sent, "account_id": 2, "platform": "linkedin"},
    ]
    with pytest.raises(Invalid) as unheard:
        await schedules.add({**filled, "account_id": "2", "content_type": "carousel"})
    assert unheard.value.fields == {"content_type": "must be one of what is offered"}
    with pytest.raises(Invalid) as gone:
        await schedules.add({**filled, "account_id": "9"})
    assert gone.value.fields.keys() == {"account_id"}
    with pytest.raises(Invalid) as found:
        await schedules.add({"account_id": "1", "day_of_week": "someday", "time": ""})
    assert found.value.fields == {"time": "must be filled in"}
    with pytest.raises(Invalid) as wrong:
        await schedules.add({**filled, "account_id": "1", "blog_column_index": "many"})
    assert wrong.value.fields.keys() == {"blog_column_index"}
    network.done()


async def test_a_copy_has_the_words_that_repostra_told_itself() -> None:
    network = Network().on("GET", f"{ROOT}/social-accounts", {"data": [{**TEAM, "platform": "mastodon"}]})
    network.on("POST", PATH, {"data": SCHEDULE}, 201)
    schedules, (one,) = await listed(network, {**SCHEDULE, "account_id": 2, "content_type": "carousel"})
    await schedules.add({**one.values, "day_of_week": "tuesday"})
    sent = network.seen[-1].body
    assert (sent["content_type"], sent["platform"], sent["day_of_week"]) == (
        "carousel",
        "mastodon",
        "tuesday",
    )
    network.done()


async def test_only_what_changed_is_sent() -> None:
    network = Network()
    for _ in range(4):
        network.on("PUT", f"{PATH}/1", {"data": {**SCHEDULE, "account": None}})
    network.on("DELETE", f"{PATH}/1", {"message": "Deleted"})
    schedules, (one,) = await listed(network, SCHEDULE)
    moved = await schedules.change(one, {"day_of_week": "tuesday", "time": "8:15"})
    assert (moved.name, moved.account) == (one.name, one.account)
    await schedules.change(one, {**one.values, "blog_column_index": ""})
    # A day and a time are one place.
    await schedules.change(one, {**one.values, "day_of_week": "friday"})
    await schedules.switch(one, on=False)
    assert await schedules.change(one, one.values) == one
    with pytest.raises(Invalid):
        await schedules.change(one, {"time": ""})
    await schedules.remove(one)
    assert [sent.body for sent in network.seen[1:]] == [
        {"day_of_week": "tuesday", "time": "08:15"},
        {"blog_column_index": None},
        {"day_of_week": "friday", "time": one.values["time"]},
        {"is_active": False},
        None,
    ]
    network.done()


async def test_a_post_says_which_slot_it_was_planned_for() -> None:
    network = Network().on("GET", f"{ROOT}/content/42", {"data": CONTENT})
    network.on("GET", f"{ROOT}/content/43", {"data": {**CONTENT, "posting_schedule_id": None}})
    platform = opened(network, "repostra")
    assert [(await platform.post(id)).slot for id in ("42", "43")] == ["1", None]
