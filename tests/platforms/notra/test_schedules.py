"""Notra's schedules as a person sets them up."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from tests.platforms.harness import Network, opened
from tests.platforms.notra.test_accounts import INTEGRATIONS, VOICE
from tui.domain.errors import Conflict, Invalid, NotFound
from tui.domain.forms import Value
from tui.domain.ports import Schedules
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import Frequency, Rhythm, Schedule, ScheduleKind

WEEKLY: dict[str, Any] = {
    "id": "sched_1",
    "organizationId": "org_1",
    "name": "Weekly changelog",
    "sourceType": "cron",
    "sourceConfig": {"cron": {"frequency": "weekly", "hour": 9, "minute": 5, "dayOfWeek": 1}, "more": 1},
    "targets": {"repositoryIds": ["gh_1", "gh_9"], "linearIds": ["lin_1"]},
    "outputType": "changelog",
    "outputConfig": {"brandVoiceId": "brand_9", "emoji": True},
    "enabled": True,
    "autoPublish": True,
    "createdAt": "2026-03-01T12:00:00.000Z",
    "updatedAt": "2026-03-01T12:00:00.000Z",
    "lookbackWindow": "last_14_days",
}
REPLACED = {
    name: value
    for name, value in WEEKLY.items()
    if name not in {"id", "organizationId", "createdAt", "updatedAt"}
}
NAMES = {"gh_1": "acme/api", "gh_9": "acme/gone"}


def cron(**fields: Any) -> dict[str, Any]:
    return {**WEEKLY, "sourceConfig": {"cron": {"hour": 9, "minute": 5, **fields}}}


async def listed(network: Network, *wires: dict[str, Any]) -> tuple[Schedules, tuple[Schedule, ...]]:
    network.on("GET", "/v1/schedules", {"schedules": list(wires), "repositoryMap": NAMES})
    schedules = opened(network, "notra", organization_id="org_1").schedules
    assert schedules is not None
    return schedules, await schedules.all()


async def test_a_schedule_is_told() -> None:
    _, (one,) = await listed(Network(), WEEKLY)
    assert one.ref == ItemRef("acme", ItemKind.SCHEDULE, "sched_1")
    assert (one.kind, one.name, one.content_type) == (ScheduleKind.RUNS, "Weekly changelog", "changelog")
    assert one.rhythm == Rhythm(Frequency.WEEKLY, time(9, 5), weekday=0)
    assert (one.said, one.look_back, one.sources) == (
        "weekly dayOfWeek 1 09:05",
        "last_14_days",
        ("acme/api", "acme/gone"),
    )
    assert (one.active, one.publishes) == (True, True)


@pytest.mark.parametrize(
    ("fields", "rhythm", "said"),
    [
        ({"frequency": "daily"}, Rhythm(Frequency.DAILY, time(9, 5)), "daily 09:05"),
        (
            {"frequency": "weekly", "dayOfWeek": 0},
            Rhythm(Frequency.WEEKLY, time(9, 5), weekday=6),
            "weekly dayOfWeek 0 09:05",
        ),
        (
            {"frequency": "monthly", "dayOfMonth": 31},
            Rhythm(Frequency.MONTHLY, time(9, 5), day=31),
            "monthly dayOfMonth 31 09:05",
        ),
        ({"frequency": "weekly", "dayOfWeek": 7}, None, "weekly dayOfWeek 7 09:05"),
        ({"frequency": "monthly"}, None, "monthly 09:05"),
        ({"frequency": "hourly"}, None, "hourly 09:05"),
        ({"frequency": "daily", "hour": 24}, None, "daily hour 24 minute 5"),
        ({"frequency": "daily", "hour": "nine", "minute": None}, None, "daily"),
    ],
)
async def test_its_rhythm(fields: dict[str, Any], rhythm: Rhythm | None, said: str) -> None:
    _, (one,) = await listed(Network(), cron(**fields))
    assert (one.rhythm, one.said) == (rhythm, said)


async def test_a_schedule_of_which_little_is_told_is_still_listed() -> None:
    _, found = await listed(
        Network(), {"id": "a"}, {"id": "b", "sourceConfig": 7, "targets": []}, {"name": "c"}
    )
    assert [(one.name, one.rhythm, one.sources, one.publishes) for one in found] == [
        ("a", None, (), False),
        ("b", None, (), False),
    ]


async def test_the_form_offers_what_is_there_and_what_a_schedule_names_besides() -> None:
    network = Network().on("GET", "/v1/integrations", INTEGRATIONS)
    network.on("GET", "/v1/brand-identities", {"brandIdentities": [VOICE]})
    schedules, (one,) = await listed(network, {**WEEKLY, "outputType": "podcast"})
    form = await schedules.form()
    by_name = {each.name: each for each in form.fields}
    assert [(each.value, each.label) for each in by_name["repositoryIds"].choices] == [
        ("gh_1", "acme/api"),
        ("gh_2", "Left over"),
        ("gh_9", "acme/gone (not connected)"),
    ]
    assert [each.value for each in by_name["brandVoiceId"].choices] == ["brand_1", "brand_9"]
    assert form.faults(one.values, new=False) == {}
    new = form.initial()
    assert (new["enabled"], new["autoPublish"], new["lookbackWindow"]) == (True, False, "last_7_days")
    for frequency, day in (("daily", set()), ("weekly", {"dayOfWeek"}), ("monthly", {"dayOfMonth"})):
        asked = {each.name for each in form.asked({**new, "frequency": frequency}, new=True)}
        assert asked & {"dayOfWeek", "dayOfMonth"} == day
    wrong: dict[str, Value] = {
        "name": "x" * 121,
        "repositoryIds": (),
        "frequency": "monthly",
        "dayOfMonth": "32",
    }
    assert form.faults({**one.values, **wrong}, new=False).keys() == wrong.keys() - {"frequency"}
    network.on("POST", "/v1/schedules", {"schedule": {**WEEKLY, "targets": {"repositoryIds": ["gh_2"]}}}, 201)
    made = await schedules.add({**new, "name": "N", "time": "9:00", "dayOfWeek": "1", **one.values})
    assert network.seen[-1].body["outputType"] == "podcast", "a copy has the words that Notra told itself"
    assert made.sources == ("Left over",), "an answer to a write tells no names"
    network.done()


async def test_one_is_made() -> None:
    network = Network().on("POST", "/v1/schedules", {"schedule": WEEKLY}, 201)
    network.on("POST", "/v1/schedules", {"error": "Duplicate schedule"}, 409)
    schedules, _ = await listed(network)
    values: dict[str, Value] = {"name": "Monthly", "frequency": "monthly", "time": "7:30", "dayOfMonth": "15"}
    values |= {"dayOfWeek": "2", "repositoryIds": ("gh_1",), "outputType": "blog_post", "brandVoiceId": ""}
    values |= {"lookbackWindow": "last_30_days", "publishDestination": "", "enabled": False}
    assert (await schedules.add(values)).sources == ("acme/api", "acme/gone")
    assert network.seen[-1].body == {
        "name": "Monthly",
        "sourceType": "cron",
        "sourceConfig": {"cron": {"frequency": "monthly", "hour": 7, "minute": 30, "dayOfMonth": 15}},
        "targets": {"repositoryIds": ["gh_1"]},
        "outputType": "blog_post",
        "enabled": False,
        "autoPublish": False,
        "lookbackWindow": "last_30_days",
    }
    with pytest.raises(Conflict) as like:
        await schedules.add({**values, "brandVoiceId": "brand_1"})
    assert network.seen[-1].body["outputConfig"] == {"brandVoiceId": "brand_1"}
    assert "like it" in like.value.sentence
    for broken, field in (
        ({"name": ""}, "name"),
        ({"repositoryIds": ()}, "repositoryIds"),
        ({"time": "noon"}, "time"),
        ({"dayOfMonth": ""}, "dayOfMonth"),
        ({"dayOfMonth": "40"}, "dayOfMonth"),
        ({"outputType": "podcast"}, "outputType"),
        ({"frequency": "hourly"}, "frequency"),
    ):
        with pytest.raises(Invalid) as found:
            await schedules.add({**values, **broken})
        assert found.value.fields.keys() == {field}
    network.done()


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"name": "New"}, {"name": "New"}),
        (
            {"time": "23:59", "dayOfWeek": "0"},
            {
                "sourceConfig": {
                    "cron": {"frequency": "weekly", "hour": 23, "minute": 59, "dayOfWeek": 0},
                    "more": 1,
                }
            },
        ),
        (
            {"frequency": "daily"},
            {"sourceConfig": {"cron": {"frequency": "daily", "hour": 9, "minute": 5}, "more": 1}},
        ),
        (
            {"frequency": "monthly", "dayOfMonth": "1"},
            {
                "sourceConfig": {
                    "cron": {"frequency": "monthly", "hour": 9, "minute": 5, "dayOfMonth": 1},
                    "more": 1,
                }
            },
        ),
        ({"repositoryIds": ("gh_2",)}, {"targets": {"repositoryIds": ["gh_2"], "linearIds": ["lin_1"]}}),
        (
            {"brandVoiceId": "", "publishDestination": "framer"},
            {"outputConfig": {"publishDestination": "framer", "emoji": True}},
        ),
        ({"autoPublish": False, "enabled": False}, {"autoPublish": False, "enabled": False}),
    ],
)
async def test_a_change_is_sent_with_all_the_rest_as_it_is_there(
    given: dict[str, Value], sent: dict[str, Any]
) -> None:
    network = Network().on("PATCH", "/v1/schedules/sched_1", {"schedule": WEEKLY})
    schedules, (one,) = await listed(network, WEEKLY)
    # Somebody else has changed it since: that stays.
    now = {**WEEKLY, "lookbackWindow": "yesterday"}
    network.on("GET", "/v1/schedules", {"schedules": [now], "repositoryMap": NAMES})
    await schedules.change(one, given)
    assert network.seen[-1].body == {**REPLACED, "lookbackWindow": "yesterday", **sent}
    network.done()


async def test_a_rhythm_that_is_not_known_is_shown_in_its_own_words_and_outlives_a_change() -> None:
    cron = {"frequency": "custom", "hour": 9, "minute": 5, "intervalDays": 10, "anchorDate": "2026-11-02"}
    odd = {**WEEKLY, "sourceConfig": {"cron": cron}}
    network = Network().on("PATCH", "/v1/schedules/sched_1", {"schedule": odd})
    schedules, (one,) = await listed(network, odd)
    assert (one.rhythm, one.said) == (None, "custom 09:05")
    for given in ({"name": "New"}, {"time": "10:05"}):
        network.on("GET", "/v1/schedules", {"schedules": [odd], "repositoryMap": NAMES})
        network.on("PATCH", "/v1/schedules/sched_1", {"schedule": odd})
        network.on("GET", "/v1/integrations", {"github": [], "slack": [], "linear": []})
        await schedules.change(one, given)
        sent = network.seen[-1].body
        assert sent["sourceConfig"] == {"cron": {**cron, "hour": 10 if "time" in given else 9}}


async def test_switching_and_removing() -> None:
    network = Network().on("PATCH", "/v1/schedules/sched_1", {"schedule": {**WEEKLY, "enabled": False}})
    network.on("DELETE", "/v1/schedules/sched_1", {"id": "sched_1"})
    schedules, (one,) = await listed(network, WEEKLY)
    network.on("GET", "/v1/schedules", {"schedules": [{**WEEKLY, "outputConfig": None}]})
    assert (await schedules.switch(one, on=False)).active is False
    without = {name: value for name, value in REPLACED.items() if name != "outputConfig"}
    assert network.seen[-1].body == {**without, "enabled": False}
    assert await schedules.change(one, one.values) == one
    await schedules.remove(one)
    network.on("GET", "/v1/schedules", {"schedules": []})
    with pytest.raises(NotFound):
        await schedules.switch(one, on=True)
    with pytest.raises(Invalid):
        await schedules.change(one, {"name": " "})
    network.done()


async def test_a_refusal_is_told_at_the_fields_that_it_names() -> None:
    said = "Invalid request body: targets.repositoryIds names one that is not there; its name is not known"
    network = Network().on("PATCH", "/v1/schedules/sched_1", {"error": said}, 400)
    network.on("PATCH", "/v1/schedules/sched_1", {"error": "Invalid request"}, 400)
    schedules, (one,) = await listed(network, WEEKLY)
    for _ in range(2):
        network.on("GET", "/v1/schedules", {"schedules": [WEEKLY]})
    with pytest.raises(Invalid) as found:
        await schedules.switch(one, on=True)
    assert found.value.fields == {"repositoryIds": said.removeprefix("Invalid request body: ")}
    with pytest.raises(Invalid, match="Invalid request") as nothing:
        await schedules.switch(one, on=True)
    assert nothing.value.fields == {}
