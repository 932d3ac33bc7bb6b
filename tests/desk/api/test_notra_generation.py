from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import THEN, repository
from tui.desk.store.tables import NotraJob, NotraJobEvent


def fill(bench: Bench) -> None:
    bench.keep(
        repository("one"),
        repository("two", created_at=THEN + timedelta(hours=1), owner="Acme", repo="Two"),
        repository("bare", created_at=THEN + timedelta(hours=2), owner=None, repo=None),
    )


async def generate(bench: Bench, **body: Any) -> dict[str, Any]:
    answer = await bench.notra("POST", "/posts/generate", {"contentType": "changelog"} | body)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()["job"]
    return job


async def test_a_generation_is_queued(bench: Bench) -> None:
    fill(bench)
    answer = await bench.notra("POST", "/posts/generate", {"contentType": "blog_post"})
    assert answer.status_code == 202
    assert set(answer.json()) == {"organization", "job"}
    job = answer.json()["job"]
    assert job == {
        "id": job["id"],
        "organizationId": "org_desk",
        "status": "queued",
        "contentType": "blog_post",
        "lookbackWindow": "last_7_days",
        "repositoryIds": ["one", "two", "bare"],
        "brandVoiceId": None,
        "workflowRunId": None,
        "postId": None,
        "error": None,
        "source": "api",
        "createdAt": "2026-03-02T12:00:00.000Z",
        "updatedAt": "2026-03-02T12:00:00.000Z",
        "completedAt": None,
    }
    assert bench.work.notra == [job["id"]]
    looked = (await bench.notra("GET", f"/posts/generate/{job['id']}")).json()
    assert looked["job"] == job
    assert looked["events"] == [
        {
            "id": f"{job['id']}_queued",
            "jobId": job["id"],
            "type": "queued",
            "message": "Post generation queued",
            "createdAt": "2026-03-02T12:00:00.000Z",
            "metadata": None,
        }
    ]


async def test_the_whole_request_of_the_reference(bench: Bench) -> None:
    fill(bench)
    job = await generate(
        bench,
        contentType="twitter_post",
        lookbackWindow="yesterday",
        brandVoiceId="voice_123",
        brandIdentityId="voice_124",
        repositoryIds=["two"],
        linearIntegrationIds=[],
        integrations={"github": ["one", "two"]},
        github={"repositories": [{"owner": "acme", "repo": "two"}]},
        dataPoints={"includeCommits": False},
        selectedItems={
            "commitShas": ["abc"],
            "pullRequestNumbers": [{"repositoryId": "one", "number": 4}],
            "releaseTagNames": ["v1", {"repositoryId": "one", "tagName": "v2"}],
            "linearIssueIds": [{"integrationId": "l", "issueId": "i"}],
        },
    )
    assert job["repositoryIds"] == ["one", "two"]
    assert (job["brandVoiceId"], job["lookbackWindow"]) == ("voice_123", "yesterday")
    with bench.desk.sessions() as session:
        row = session.get_one(NotraJob, job["id"])
        assert row.request["dataPoints"] == {
            "includePullRequests": True,
            "includeCommits": False,
            "includeReleases": True,
            "includeLinearData": False,
        }
        assert row.request["selectedItems"]["releaseTagNames"] == [
            "v1",
            {"repositoryId": "one", "tagName": "v2"},
        ]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({"integrations": {"github": ["two"]}}, ["two"]),
        ({"repositoryIds": ["two", "one", "two"]}, ["two", "one"]),
        ({"repositoryIds": []}, ["one", "two", "bare"]),
        ({"github": {"repositories": [{"owner": "ACME", "repo": "ONE"}]}}, ["one"]),
        ({"integrations": {}}, ["one", "two", "bare"]),
    ],
)
async def test_which_repositories_are_read(bench: Bench, body: dict[str, Any], wanted: list[str]) -> None:
    fill(bench)
    assert (await generate(bench, **body))["repositoryIds"] == wanted


@pytest.mark.parametrize(
    "body",
    [
        {"integrations": {"github": ["none"]}},
        {"repositoryIds": ["none"]},
        {"github": {"repositories": [{"owner": "acme", "repo": "none"}]}},
        {"integrations": {"linear": ["l"]}},
        {"linearIntegrationIds": ["l"]},
    ],
)
async def test_an_unknown_repository(bench: Bench, body: dict[str, Any]) -> None:
    fill(bench)
    answer = await bench.notra("POST", "/posts/generate", {"contentType": "changelog"} | body)
    assert answer.status_code == 404
    assert set(answer.json()) == {"error"}
    assert bench.work.notra == []


async def test_no_repository_at_all(bench: Bench) -> None:
    answer = await bench.notra("POST", "/posts/generate", {"contentType": "changelog"})
    assert answer.status_code == 400
    assert "No repository is registered" in answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ({}, "contentType is required"),
        ({"contentType": "poem"}, "contentType must be"),
        ({"contentType": "investor_update"}, "contentType must be"),
        ({"contentType": "image"}, "contentType image"),
        ({"contentType": "changelog", "lookbackWindow": "last_year"}, "lookbackWindow must be"),
        ({"contentType": "changelog", "lookbackWindow": None}, "lookbackWindow must be"),
        ({"contentType": "changelog", "brandVoiceId": ""}, "brandVoiceId must not be empty"),
        ({"contentType": "changelog", "repositoryIds": [""]}, "repositoryIds.0 must not be empty"),
        ({"contentType": "changelog", "repositoryIds": "one"}, "repositoryIds must be a list"),
        (
            {"contentType": "changelog", "integrations": {"github": []}},
            "integrations.github must not be empty",
        ),
        ({"contentType": "changelog", "github": {}}, "github.repositories is required"),
        (
            {"contentType": "changelog", "github": {"repositories": []}},
            "github.repositories must not be empty",
        ),
        ({"contentType": "changelog", "github": {"repositories": [{"owner": "a"}]}}, "repo is required"),
        (
            {"contentType": "changelog", "dataPoints": {"includeCommits": "yes"}},
            "dataPoints.includeCommits must be true or false",
        ),
        (
            {"contentType": "changelog", "selectedItems": {"commitShas": [1]}},
            "selectedItems.commitShas.0 must be",
        ),
    ],
)
async def test_a_bad_request_is_refused(bench: Bench, body: dict[str, Any], about: str) -> None:
    fill(bench)
    answer = await bench.notra("POST", "/posts/generate", body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Invalid request body: ")
    assert about in answer.json()["error"]
    assert bench.work.notra == []


async def test_a_job_that_ended(bench: Bench) -> None:
    fill(bench)
    job = await generate(bench)
    with bench.desk.sessions.begin() as session:
        row = session.get_one(NotraJob, job["id"])
        row.status, row.post_id, row.workflow_run_id = "completed", "post_9", "run_1"
        row.completed_at = row.updated_at = bench.clock.pass_by(seconds=3)
        for number, type in enumerate(("running", "completed"), start=1):
            session.add(
                NotraJobEvent(
                    id=f"{job['id']}_{type}",
                    job_id=job["id"],
                    type=type,
                    message=type,
                    details={"n": number},
                    created_at=THEN + timedelta(days=2, seconds=number),
                )
            )
    answer = (await bench.notra("GET", f"/posts/generate/{job['id']}")).json()
    assert (answer["job"]["status"], answer["job"]["postId"]) == ("completed", "post_9")
    assert answer["job"]["completedAt"] == "2026-03-02T12:00:03.000Z"
    assert [event["type"] for event in answer["events"]] == ["queued", "running", "completed"]
    assert answer["events"][1]["metadata"] == {"n": 1}


async def test_the_scoped_shape(bench: Bench) -> None:
    fill(bench)
    answer = await bench.notra("POST", "/org_desk/posts/generate", {"contentType": "changelog"})
    assert answer.status_code == 202
    assert set(answer.json()) == {"job"}
    looked = await bench.notra("GET", f"/org_desk/posts/generate/{answer.json()['job']['id']}")
    assert set(looked.json()) == {"job", "events"}


async def test_a_job_that_is_not_there(bench: Bench) -> None:
    answer = await bench.notra("GET", "/posts/generate/job_none")
    assert (answer.status_code, answer.json()) == (404, {"error": "Generation job not found"})
    assert (await bench.notra("GET", "/posts/generate/a%20b")).status_code == 400


@pytest.mark.parametrize("limits_kept", [True])
async def test_ten_a_minute(bench: Bench) -> None:
    fill(bench)
    for left in range(9, -1, -1):
        answer = await bench.notra("POST", "/posts/generate", {"contentType": "changelog"})
        assert (answer.status_code, answer.headers["RateLimit-Remaining"]) == (202, str(left))
        bench.clock.pass_by(seconds=1)
    answer = await bench.notra("POST", "/org_desk/posts/generate", {"contentType": "changelog"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "50")
    assert answer.json()["limit"] == 10
    assert len(bench.work.notra) == 10
    bench.clock.pass_by(seconds=50)
    again = await bench.notra("POST", "/posts/generate", {"contentType": "changelog"})
    assert (again.status_code, again.headers["RateLimit-Remaining"]) == (202, "0")


async def test_integrations(bench: Bench) -> None:
    fill(bench)
    answer = (await bench.notra("GET", "/integrations")).json()
    assert set(answer) == {"github", "slack", "linear", "organization"}
    assert answer["github"][0] == {
        "id": "one",
        "displayName": "acme/one",
        "owner": "acme",
        "repo": "one",
        "defaultBranch": "main",
    }
    assert [entry["owner"] for entry in answer["github"]] == ["acme", "Acme", None]
    assert (answer["slack"], answer["linear"]) == ([], [])


async def test_disconnecting(bench: Bench) -> None:
    fill(bench)
    answer = await bench.notra("DELETE", "/integrations/one")
    assert answer.status_code == 200
    assert answer.json() == {
        "id": "one",
        "organization": {"id": "org_desk", "slug": "local-desk", "name": "Local desk", "logo": None},
        "disabledSchedules": [],
        "disabledEvents": [],
    }
    again = await bench.notra("DELETE", "/integrations/one")
    assert (again.status_code, again.json()) == (404, {"error": "Integration not found"})
    assert len((await bench.notra("GET", "/integrations")).json()["github"]) == 2


@pytest.mark.parametrize("limits_kept", [True])
async def test_connecting_is_limited(bench: Bench) -> None:
    for _ in range(20):
        assert (
            await bench.notra("POST", "/integrations/github", {"owner": "a", "repo": "b"})
        ).status_code == 400
    assert (await bench.notra("POST", "/integrations/github", {"owner": "a", "repo": "b"})).status_code == 429


async def test_status_needs_no_key(bench: Bench) -> None:
    answer = await bench.http.get("/notra/v1/status")
    assert answer.status_code == 200
    assert {key: answer.json()[key] for key in ("status", "service", "public")} == {
        "status": "ok",
        "service": "Notra API",
        "public": True,
    }
