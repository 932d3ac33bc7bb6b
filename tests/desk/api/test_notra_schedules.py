from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import THEN, repository
from tui.desk.store.tables import NotraBrand, NotraJob, NotraSchedule

ORGANIZATION = {"id": "org_desk", "slug": "local-desk", "name": "Local desk", "logo": None}


def asked(**changes: Any) -> dict[str, Any]:
    """A schedule as a client sends it: Mondays at 9:30, from the repository "one"."""
    return {
        "name": "Weekly changelog",
        "sourceType": "cron",
        "sourceConfig": {"cron": {"frequency": "weekly", "hour": 9, "minute": 30, "dayOfWeek": 1}},
        "targets": {"repositoryIds": ["one"]},
        "outputType": "changelog",
        "enabled": True,
    } | changes


def cron(frequency: str, hour: int = 9, minute: int = 30, **day: Any) -> dict[str, Any]:
    return {"sourceConfig": {"cron": {"frequency": frequency, "hour": hour, "minute": minute} | day}}


def fill(bench: Bench) -> None:
    bench.keep(repository("one"), repository("two", created_at=THEN + timedelta(hours=1)), brand("brand_1"))


def brand(id: str, **fields: Any) -> NotraBrand:
    values = {"name": f"Name of {id}", "is_default": False, "website_url": "https://example.com"}
    return NotraBrand(id=id, **values | {"created_at": THEN, "updated_at": THEN} | fields)


async def made(bench: Bench, **changes: Any) -> dict[str, Any]:
    answer = await bench.notra("POST", "/schedules", asked(**changes))
    assert answer.status_code == 201, answer.text
    schedule: dict[str, Any] = answer.json()["schedule"]
    return schedule


async def test_a_schedule_is_made_changed_and_deleted(bench: Bench) -> None:
    fill(bench)
    answer = await bench.notra("POST", "/schedules", asked())
    assert (answer.status_code, answer.json()["organization"]) == (201, ORGANIZATION)
    first = answer.json()["schedule"]
    assert first == asked() | {
        "id": first["id"],
        "organizationId": "org_desk",
        "outputConfig": None,
        "autoPublish": False,
        "lookbackWindow": "last_7_days",
        "createdAt": "2026-03-02T12:00:00.000Z",
        "updatedAt": "2026-03-02T12:00:00.000Z",
    }
    bench.clock.pass_by(minutes=1)
    whole = asked(
        name="Monthly",
        **cron("monthly", dayOfMonth=31),
        outputType="blog_post",
        outputConfig={"brandVoiceId": "brand_1"},
        autoPublish=True,
        lookbackWindow="last_30_days",
    )
    changed = (await bench.notra("PATCH", f"/schedules/{first['id']}", whole)).json()["schedule"]
    times = {"createdAt": "2026-03-02T12:00:00.000Z", "updatedAt": "2026-03-02T12:01:00.000Z"}
    assert changed == whole | times | {"id": first["id"], "organizationId": "org_desk"}
    # What is left out is as in a new one: the contract's update holds the whole schedule.
    again = (await bench.notra("PATCH", f"/schedules/{first['id']}", asked())).json()["schedule"]
    assert again == first | {"updatedAt": changed["updatedAt"]}
    gone = await bench.notra("DELETE", f"/schedules/{first['id']}")
    assert (gone.status_code, gone.json()) == (200, {"id": first["id"], "organization": ORGANIZATION})
    for method, body in (("DELETE", None), ("PATCH", asked())):
        refused = await bench.notra(method, f"/schedules/{first['id']}", body)
        assert (refused.status_code, refused.json()) == (404, {"error": "Schedule not found"})


async def test_the_list_is_the_newest_first_and_names_the_repositories(bench: Bench) -> None:
    fill(bench)
    assert (await bench.notra("GET", "/schedules")).json() == {
        "schedules": [],
        "repositoryMap": {},
        "organization": ORGANIZATION,
    }
    await made(bench, name="First")
    bench.clock.pass_by(seconds=1)
    await made(bench, name="Second", targets={"repositoryIds": ["two", "one"]})

    async def listed(**params: Any) -> tuple[list[str], dict[str, str]]:
        answer = (await bench.notra("GET", "/schedules", params=params)).json()
        return [schedule["name"] for schedule in answer["schedules"]], answer["repositoryMap"]

    both = {"one": "acme/one", "two": "acme/two"}
    assert await listed() == (["Second", "First"], both)
    assert await listed(repositoryIds="two,three") == (["Second"], both)
    assert await listed(repositoryIds="one,two") == (["Second", "First"], both)
    assert await listed(repositoryIds="three") == ([], {})


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"name": ""}, "name must not be empty"),
        ({"name": " "}, "name must not be empty"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"sourceType": "webhook"}, "sourceType must be"),
        ({"enabled": "yes"}, "enabled must be true or false"),
        (cron("hourly"), "sourceConfig.cron.frequency must be"),
        (cron("daily", hour=24), "sourceConfig.cron.hour must be at most 23"),
        (cron("daily", minute=-1), "sourceConfig.cron.minute must be at least 0"),
        ({"sourceConfig": {"cron": {"frequency": "daily", "hour": "9", "minute": 0}}}, "a whole number"),
        (cron("weekly"), "must name its dayOfWeek"),
        (cron("weekly", dayOfWeek=7), "sourceConfig.cron.dayOfWeek must be at most 6"),
        (cron("weekly", dayOfWeek=None), "sourceConfig.cron.dayOfWeek must be a whole number"),
        (cron("monthly", dayOfWeek=1), "must name its dayOfMonth"),
        (cron("monthly", dayOfMonth=0), "sourceConfig.cron.dayOfMonth must be at least 1"),
        ({"targets": {"repositoryIds": []}}, "targets.repositoryIds must not be empty"),
        ({"targets": {"repositoryIds": ["one", "three"]}}, "not registered with this desk"),
        ({"outputType": "investor_update"}, "outputType must be"),
        ({"outputType": "image"}, "image cannot be written"),
        ({"outputConfig": {"publishDestination": "ftp"}}, "outputConfig.publishDestination must be"),
        ({"outputConfig": {"brandVoiceId": "brand_9"}}, "brand identity that is not there"),
        ({"lookbackWindow": "last_year"}, "lookbackWindow must be"),
    ],
)
async def test_what_cannot_run_is_refused(bench: Bench, changes: dict[str, Any], about: str) -> None:
    fill(bench)
    known = await made(bench)
    for method, path in (("POST", "/schedules"), ("PATCH", f"/schedules/{known['id']}")):
        answer = await bench.notra(method, path, asked(**changes))
        assert answer.status_code == 400
        assert answer.json()["error"].startswith("Invalid request body: ")
        assert about in answer.json()["error"]
    assert (await bench.notra("GET", "/schedules")).json()["schedules"] == [known]


async def test_everything_but_its_options_is_required(bench: Bench) -> None:
    fill(bench)
    for name in asked():
        body = {key: value for key, value in asked().items() if key != name}
        answer = await bench.notra("POST", "/schedules", body)
        assert (answer.status_code, name in answer.json()["error"]) == (400, True)
    assert (await bench.notra("DELETE", "/schedules/a.b")).status_code == 400
    assert (await bench.notra("GET", "/schedules", key="other")).status_code == 401


async def test_two_that_do_the_same_at_the_same_time_are_one_too_many(bench: Bench) -> None:
    fill(bench)
    first = await made(bench)
    same = asked(name="Another name", enabled=False, autoPublish=True)
    refused = await bench.notra("POST", "/schedules", same)
    assert refused.status_code == 409
    assert refused.json()["error"].startswith("Duplicate schedule: “Weekly changelog” runs at that time")
    other = await made(bench, lookbackWindow="yesterday")
    assert (await bench.notra("PATCH", f"/schedules/{other['id']}", same)).status_code == 409
    itself = await bench.notra("PATCH", f"/schedules/{first['id']}", same)
    assert itself.json()["schedule"]["name"] == "Another name"
    # The day of a week that a daily one names does not matter to it.
    await made(bench, **cron("daily", dayOfWeek=1))
    assert (await bench.notra("POST", "/schedules", asked(**cron("daily", dayOfWeek=2)))).status_code == 409
    twice = [bench.notra("POST", "/schedules", asked(**cron("daily", hour=3))) for _ in range(6)]
    assert sorted(answer.status_code for answer in await asyncio.gather(*twice)) == [201] + [409] * 5


async def test_what_is_deleted_switches_off_the_schedules_that_name_it(bench: Bench) -> None:
    fill(bench)
    of_both = await made(bench, targets={"repositoryIds": ["two", "one"]})
    of_two = await made(bench, targets={"repositoryIds": ["two"]}, outputConfig={"brandVoiceId": "brand_1"})
    await made(bench, name="Off", enabled=False)

    async def running() -> set[str]:
        listed = (await bench.notra("GET", "/schedules")).json()["schedules"]
        return {schedule["id"] for schedule in listed if schedule["enabled"]}

    answer = (await bench.notra("DELETE", "/integrations/one")).json()
    assert answer["disabledSchedules"] == [{"id": of_both["id"], "name": "Weekly changelog"}]
    assert (answer["disabledEvents"], await running()) == ([], {of_two["id"]})
    answer = (await bench.notra("DELETE", "/brand-identities/brand_1")).json()
    assert answer["disabledSchedules"] == [{"id": of_two["id"], "name": "Weekly changelog"}]
    assert await running() == set()
    # It cannot be switched on again while it names what is gone.
    on = await bench.notra("PATCH", f"/schedules/{of_both['id']}", asked(targets=of_both["targets"]))
    assert on.status_code == 400
    await bench.notra("PATCH", f"/schedules/{of_two['id']}", asked(targets=of_two["targets"]))
    assert (await bench.own("DELETE", "/repositories/two")).status_code == 204
    assert await running() == set()


async def test_what_went_by_before_it_was_set_up_is_not_made_up_for(bench: Bench) -> None:
    fill(bench)
    schedule = await made(bench)

    def since() -> Any:
        with bench.desk.sessions() as session:
            return session.get_one(NotraSchedule, schedule["id"]).planned_since

    async def sent(**changes: Any) -> None:
        bench.clock.pass_by(hours=1)
        answer = await bench.notra("PATCH", f"/schedules/{schedule['id']}", asked(**changes))
        assert answer.status_code == 200

    begun = since()
    await sent(name="Renamed", autoPublish=True)
    assert since() == begun
    await sent(**cron("weekly", hour=10, dayOfWeek=1))
    assert since() == bench.now
    await sent(enabled=False, **cron("weekly", hour=10, dayOfWeek=1))
    await sent(**cron("weekly", hour=10, dayOfWeek=1))
    assert since() == bench.now


async def test_a_job_tells_that_a_schedule_asked_for_it(bench: Bench) -> None:
    values = {"status": "queued", "content_type": "changelog", "lookback_window": "yesterday"}
    times = {"created_at": bench.now, "updated_at": bench.now}
    bench.keep(
        NotraJob(id="run", repository_ids=[], request={"schedule": {"id": "s"}}, **values, **times),
        NotraJob(id="own", repository_ids=[], request={}, **values, **times),
    )
    answers = [(await bench.notra("GET", f"/posts/generate/{id}")).json() for id in ("run", "own")]
    assert [answer["job"]["source"] for answer in answers] == ["dashboard", "api"]
