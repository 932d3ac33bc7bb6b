from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import THEN
from tests.desk.api.test_notra_schedules import ORGANIZATION, brand
from tui.desk.store.tables import NotraBrandJob

FACTS = {
    "companyName": "Acme",
    "companyDescription": "Makes anvils for people.",
    "toneProfile": "Casual",
    "customTone": "Dry",
    "customInstructions": "No hype",
    "audience": "People who need anvils",
    "language": "German",
}


def fill(bench: Bench) -> None:
    later = THEN + timedelta(hours=1)
    bench.keep(brand("brand_1"), brand("brand_2", is_default=True, created_at=later, name="Acme"))


async def test_brand_identities_are_listed_and_got(bench: Bench) -> None:
    fill(bench)
    answer = (await bench.notra("GET", "/brand-identities")).json()
    assert answer["organization"] == ORGANIZATION
    assert [(entry["id"], entry["isDefault"]) for entry in answer["brandIdentities"]] == [
        ("brand_2", True),
        ("brand_1", False),
    ]
    one = (await bench.notra("GET", "/brand-identities/brand_1")).json()
    assert one == {"brandIdentity": answer["brandIdentities"][1], "organization": ORGANIZATION}
    assert one["brandIdentity"] == dict.fromkeys(FACTS) | {
        "id": "brand_1",
        "name": "Name of brand_1",
        "isDefault": False,
        "websiteUrl": "https://example.com",
        "createdAt": "2026-03-01T12:00:00.000Z",
        "updatedAt": "2026-03-01T12:00:00.000Z",
    }
    none = await bench.notra("GET", "/brand-identities/brand_9")
    assert (none.status_code, none.json()["brandIdentity"]) == (200, None)
    assert (await bench.notra("GET", "/brand-identities/a.b")).status_code == 400
    assert (await bench.notra("GET", "/brand-identities", key="other")).status_code == 401


async def test_fields_are_changed_and_cleared(bench: Bench) -> None:
    fill(bench)

    async def sent(body: dict[str, Any]) -> dict[str, Any]:
        answer = await bench.notra("PATCH", "/brand-identities/brand_1", body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()["brandIdentity"]
        return found

    whole = await sent(FACTS | {"name": " Acme on social ", "websiteUrl": "acme.example/about"})
    assert {name: whole[name] for name in FACTS} == FACTS
    assert (whole["name"], whole["websiteUrl"]) == ("Acme on social", "https://acme.example/about")
    assert whole["updatedAt"] == "2026-03-02T12:00:00.000Z"
    assert await sent({}) == whole
    # A tone from the list takes the place of a custom one, unless that is given too.
    assert (await sent({"toneProfile": "Formal"}))["customTone"] is None
    both = await sent({"toneProfile": "Casual", "customTone": "Warm"})
    assert (both["toneProfile"], both["customTone"]) == ("Casual", "Warm")
    assert (await sent({"customTone": ""}))["customTone"] is None
    cleared = await sent(dict.fromkeys(FACTS))
    assert {name: cleared[name] for name in FACTS} == dict.fromkeys(FACTS)


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ({"name": ""}, "name must not be empty"),
        ({"name": None}, "name must be text"),
        ({"name": "x" * 121}, "name must have at most 120"),
        ({"websiteUrl": ""}, "websiteUrl must"),
        ({"websiteUrl": "ftp://acme.example"}, "websiteUrl must be the http"),
        ({"websiteUrl": "https://me:secret@acme.example"}, "without a name or password"),
        ({"companyName": ""}, "companyName must not be empty"),
        ({"companyName": "x" * 201}, "companyName must have at most 200"),
        ({"companyDescription": "x" * 9}, "companyDescription must have at least 10"),
        ({"companyDescription": "x" * 4001}, "companyDescription must have at most 4,000"),
        ({"toneProfile": "Loud"}, "toneProfile must be"),
        ({"customTone": "x" * 1001}, "customTone must have at most 1,000"),
        ({"customInstructions": "x" * 4001}, "customInstructions must have at most 4,000"),
        ({"audience": "x" * 9}, "audience must have at least 10"),
        ({"audience": "x" * 1001}, "audience must have at most 1,000"),
        ({"language": "Klingon"}, "language must be"),
        ({"isDefault": False}, "isDefault must be"),
        ({"isDefault": 1}, "isDefault must be"),
    ],
)
async def test_a_bad_change_is_refused(bench: Bench, body: dict[str, Any], about: str) -> None:
    fill(bench)
    before = (await bench.notra("GET", "/brand-identities/brand_1")).json()
    answer = await bench.notra("PATCH", "/brand-identities/brand_1", body)
    assert answer.status_code == 400
    assert about in answer.json()["error"]
    assert "secret" not in answer.text
    assert (await bench.notra("GET", "/brand-identities/brand_1")).json() == before


async def test_there_is_one_default_and_each_name_once(bench: Bench) -> None:
    fill(bench)
    bench.keep(*(brand(f"more_{n}") for n in range(4)))
    taken = await bench.notra("PATCH", "/brand-identities/brand_1", {"name": "Acme", "isDefault": True})
    assert (taken.status_code, taken.json()) == (409, {"error": "Brand identity name already exists"})
    ids = ["brand_1", *(f"more_{n}" for n in range(4))]
    calls = [bench.notra("PATCH", f"/brand-identities/{id}", {"isDefault": True}) for id in ids]
    answers = await asyncio.gather(*calls)
    assert all(answer.json()["brandIdentity"]["isDefault"] for answer in answers)
    listed = (await bench.notra("GET", "/brand-identities")).json()["brandIdentities"]
    assert [entry["isDefault"] for entry in listed] == [True] + [False] * 5
    default, other = listed[0]["id"], listed[1]["id"]
    kept = await bench.notra("DELETE", f"/brand-identities/{default}")
    assert kept.status_code == 400
    assert kept.json()["error"].startswith("Cannot delete the default brand identity")
    gone = await bench.notra("DELETE", f"/brand-identities/{other}")
    assert gone.json() == {
        "id": other,
        "organization": ORGANIZATION,
        "disabledSchedules": [],
        "disabledEvents": [],
    }
    for method, body in (("DELETE", None), ("PATCH", {})):
        again = await bench.notra(method, f"/brand-identities/{other}", body)
        assert (again.status_code, again.json()) == (404, {"error": "Brand identity not found"})


async def test_a_reading_is_queued(bench: Bench) -> None:
    fill(bench)
    body = {"name": "New", "websiteUrl": "acme.example"}
    answer = await bench.notra("POST", "/brand-identities/generate", body)
    assert answer.status_code == 202
    job = answer.json()["job"]
    assert job == {
        "id": job["id"],
        "organizationId": "org_desk",
        "brandIdentityId": job["brandIdentityId"],
        "status": "queued",
        "step": None,
        "currentStep": 0,
        "totalSteps": 3,
        "workflowRunId": None,
        "error": None,
        "createdAt": "2026-03-02T12:00:00.000Z",
        "updatedAt": "2026-03-02T12:00:00.000Z",
        "completedAt": None,
    }
    assert bench.work.brands == [job["id"]]
    looked = (await bench.notra("GET", f"/brand-identities/generate/{job['id']}")).json()
    assert looked == {"organization": ORGANIZATION, "job": job}
    none = await bench.notra("GET", "/brand-identities/generate/none")
    assert (none.status_code, none.json()) == (404, {"error": "Brand identity analysis job not found"})
    # The name is taken while it is being made, and free again where that fails.
    for name in ("New", "Acme"):
        refused = await bench.notra("POST", "/brand-identities/generate", body | {"name": name})
        assert (refused.status_code, refused.json()) == (409, {"error": "Brand identity name already exists"})
    with bench.desk.sessions.begin() as session:
        session.get_one(NotraBrandJob, job["id"]).status = "failed"
    assert (await bench.notra("POST", "/brand-identities/generate", body)).status_code == 202
    for bad in ({}, {"websiteUrl": "file:///etc/passwd"}, {"websiteUrl": "x.example", "name": ""}):
        assert (await bench.notra("POST", "/brand-identities/generate", bad)).status_code == 400
    assert len(bench.work.brands) == 2


@pytest.mark.parametrize("limits_kept", [True])
async def test_readings_are_limited(bench: Bench) -> None:
    body = {"websiteUrl": "https://acme.example"}
    answers = [await bench.notra("POST", "/brand-identities/generate", body) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert answers[0].headers["RateLimit-Remaining"] == "4"
    assert answers[5].headers["Retry-After"] == "60"
    assert set(answers[5].json()) == {"error", "limit", "remaining", "reset"}
