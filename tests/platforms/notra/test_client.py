"""Notra's endpoints, as its pages show them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.harness import KEY, Network, key
from tui.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
    PlatformFault,
    SignInRefused,
)
from tui.platforms.auth import bearer
from tui.platforms.notra.client import BASE_URL, NotraClient
from tui.platforms.notra.wire import (
    DataPoints,
    GenerateRequest,
    GithubRepositories,
    PostsQuery,
    PostUpdate,
    PullRequestNumber,
    ReleaseTag,
    RepositoryName,
    SelectedIntegrations,
    SelectedItems,
)
from tui.platforms.transport import Transport

POST = {
    "id": "post_456",
    "title": "New Feature Release v2.0",
    "content": "We're excited to announce the release of version 2.0...",
    "markdown": "# New Feature Release v2.0\n\nWe're excited to announce...",
    "contentType": "changelog",
    "sourceMetadata": {"author": "[email protected]", "version": "2.0.0"},
    "status": "published",
    "createdAt": "2026-03-01T12:00:00.000Z",
    "updatedAt": "2026-03-01T14:30:00.000Z",
}
LIST: dict[str, Any] = {
    "posts": [
        POST,
        {
            "id": "post_789",
            "title": "Product Update: Q1 2026",
            "content": "Looking back at our Q1 achievements...",
            "markdown": "# Product Update: Q1 2026\n\nLooking back...",
            "contentType": "linkedin_post",
            "sourceMetadata": None,
            "status": "published",
            "createdAt": "2026-02-28T10:15:00.000Z",
            "updatedAt": "2026-02-28T10:15:00.000Z",
        },
    ],
    "pagination": {
        "limit": 10,
        "currentPage": 1,
        "nextPage": 2,
        "previousPage": None,
        "totalPages": 5,
        "totalItems": 47,
    },
}
ORGANIZATION = {"id": "org_123", "slug": "acme", "name": "Acme", "logo": None}
JOB = {
    "id": "job_1",
    "organizationId": "org_123",
    "status": "queued",
    "contentType": "changelog",
    "lookbackWindow": "current_day",
    "repositoryIds": ["repo_1"],
    "brandVoiceId": None,
    "workflowRunId": None,
    "postId": None,
    "error": None,
    "source": "api",
    "createdAt": "2026-04-06T11:59:00.000Z",
    "updatedAt": "2026-04-06T11:59:00.000Z",
    "completedAt": None,
}


def client(network: Network, organization: str | None = None) -> NotraClient:
    return NotraClient(Transport("acme", BASE_URL, bearer(key), transport=network.transport), organization)


async def test_a_list_by_the_organizations_address() -> None:
    filters = "status=draft&status=published&contentType=a&contentType=b"
    target = f"/v1/org_123/posts?limit=10&page=1&sort=desc&{filters}"
    network = Network().on("GET", target, LIST)
    query = PostsQuery(statuses=("draft", "published"), content_types=("a", "b"), limit=10)
    page = await client(network, "org_123").list_posts(query)
    assert [post.id for post in page.posts] == ["post_456", "post_789"]
    assert (page.pagination.next_page, page.pagination.total_items) == (2, 47)
    assert network.seen[0].host == "api.usenotra.com"
    assert network.seen[0].headers["authorization"] == f"Bearer {KEY}"


async def test_a_list_by_the_keys_address() -> None:
    target = "/v1/posts?limit=50&page=3&sort=asc&status=draft,published&contentType=a,b"
    network = Network().on("GET", target, {**LIST, "organization": ORGANIZATION})
    query = PostsQuery(statuses=("draft", "published"), content_types=("a", "b"), sort="asc", page=3)
    assert len((await client(network).list_posts(query)).posts) == 2


@pytest.mark.parametrize("pagination", [None, [], {"nextPage": "x", "totalItems": {}}])
async def test_a_list_without_its_pagination_is_a_list(pagination: Any) -> None:
    network = Network().on(
        "GET", "/v1/posts?limit=50&page=1&sort=desc&status=draft", {**LIST, "pagination": pagination}
    )
    page = await client(network).list_posts(PostsQuery(statuses=("draft",)))
    assert (len(page.posts), page.pagination.next_page) == (2, None)


@pytest.mark.parametrize("body", [{"posts": None}, {"items": []}, [], "x"])
async def test_what_is_no_list_is_a_fault(body: Any) -> None:
    network = Network().on("GET", "/v1/posts?limit=50&page=1&sort=desc&status=draft", body)
    with pytest.raises(PlatformFault, match="cannot be read"):
        await client(network).list_posts(PostsQuery(statuses=("draft",)))


async def test_one_post_always_asks_for_drafts_too() -> None:
    network = Network().on("GET", "/v1/org_123/posts/post_456?status=draft&status=published", {"post": POST})
    network.on(
        "GET", "/v1/posts/post_456?status=draft,published", {"post": POST, "organization": ORGANIZATION}
    )
    network.on("GET", "/v1/posts/post_456?status=draft,published", {"data": POST})
    network.on("GET", "/v1/posts/post_456?status=draft,published", POST)
    assert (await client(network, "org_123").get_post("post_456")).title == POST["title"]
    for _ in range(3):
        assert (await client(network).get_post("post_456")).markdown == POST["markdown"]
    network.done()


async def test_a_missing_post_in_all_its_forms() -> None:
    target = "/v1/posts/gone?status=draft,published"
    network = Network().on("GET", target, {"post": None}).on("GET", target, {"error": "Post not found"}, 404)
    for _ in range(2):
        with pytest.raises(NotFound):
            await client(network).get_post("gone")


async def test_an_update_and_a_delete_go_by_the_keys_address() -> None:
    network = Network().on("PATCH", "/v1/posts/post_456", {"organization": ORGANIZATION, "post": POST})
    network.on("DELETE", "/v1/posts/post_456", {"id": "post_456", "organization": ORGANIZATION})
    one = client(network, "org_123")
    assert (await one.update_post("post_456", PostUpdate(status="published", slug=None))).id == "post_456"
    await one.delete_post("post_456")
    assert network.seen[0].body == {"status": "published", "slug": None}
    assert network.seen[1].body is None


async def test_a_generation_with_all_that_it_takes() -> None:
    network = Network().on("POST", "/v1/posts/generate", {"organization": ORGANIZATION, "job": JOB}, 202)
    request = GenerateRequest(
        content_type="blog_post",
        lookback_window="last_7_days",
        brand_voice_id="voice_123",
        brand_identity_id=None,
        integrations=SelectedIntegrations(
            github=("integration_1", "integration_2"), linear=("linear_integration_1",)
        ),
        github=GithubRepositories(repositories=(RepositoryName(owner="usenotra", repo="notra"),)),
        data_points=DataPoints(include_pull_requests=True, include_linear_data=False),
        selected_items=SelectedItems(
            commit_shas=("abc",),
            pull_request_numbers=(PullRequestNumber(repository_id="r", number=123),),
            release_tag_names=("v1", ReleaseTag(repository_id="r", tag_name="v2")),
        ),
    )
    job = await client(network).generate(request)
    assert (job.id, job.status) == ("job_1", "queued")
    assert network.seen[0].body == {
        "contentType": "blog_post",
        "lookbackWindow": "last_7_days",
        "brandVoiceId": "voice_123",
        "brandIdentityId": None,
        "integrations": {"github": ["integration_1", "integration_2"], "linear": ["linear_integration_1"]},
        "github": {"repositories": [{"owner": "usenotra", "repo": "notra"}]},
        "dataPoints": {"includePullRequests": True, "includeLinearData": False},
        "selectedItems": {
            "commitShas": ["abc"],
            "pullRequestNumbers": [{"repositoryId": "r", "number": 123}],
            "releaseTagNames": ["v1", {"repositoryId": "r", "tagName": "v2"}],
        },
    }


async def test_a_503_that_names_its_job_is_that_job() -> None:
    network = Network().on("POST", "/v1/posts/generate", {"error": "busy", "jobId": "job_1"}, 503)
    network.on("GET", "/v1/posts/generate/job_1", {"job": JOB, "events": []})
    network.on("POST", "/v1/posts/generate", {"error": "busy"}, 503)
    one = client(network)
    request = GenerateRequest(content_type="changelog")
    assert (await one.generate(request)).id == "job_1"
    with pytest.raises(OutcomeUnknown, match="busy"):
        await one.generate(request)
    network.done()


async def test_a_job_with_its_events() -> None:
    events = [
        {
            "id": "e1",
            "jobId": "job_1",
            "type": "queued",
            "message": "Queued",
            "createdAt": "2026-04-06T11:59:00.000Z",
            "metadata": None,
        },
        {"type": "broken"},
        {"id": "e2", "type": "something_new", "message": "New"},
    ]
    network = Network().on("GET", "/v1/posts/generate/job_1", {"job": JOB, "events": events})
    network.on("GET", "/v1/posts/generate/job_1", {"job": JOB})
    network.on("GET", "/v1/posts/generate/gone", {"error": "Generation job not found"}, 404)
    one = client(network)
    assert [event.type for event in (await one.job("job_1")).events] == ["queued", "something_new"]
    assert (await one.job("job_1")).events == ()
    with pytest.raises(NotFound):
        await one.job("gone")


async def test_the_integrations() -> None:
    github = [
        {"id": "int_1", "displayName": "acme/api", "owner": "acme", "repo": "api", "defaultBranch": "main"},
        {"displayName": "no id"},
    ]
    linear = [{"id": "lin_1", "displayName": "Team", "linearOrganizationId": "x"}]
    network = Network().on(
        "GET",
        "/v1/integrations",
        {"github": github, "slack": [], "linear": linear, "organization": ORGANIZATION},
    )
    found = await client(network).integrations()
    assert [one.id for one in found.github] == ["int_1"]
    assert [one.id for one in found.linear] == ["lin_1"]


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (400, "Invalid path params or query", Invalid),
        (401, "Missing or invalid API key", SignInRefused),
        (403, "Forbidden: organization access denied", Forbidden),
        (409, "Post slug already exists", Conflict),
        (503, "Authentication service unavailable", OutcomeUnknown),
    ],
)
async def test_its_refusals(status: int, text: str, kind: type[Exception]) -> None:
    network = Network().on("PATCH", "/v1/posts/p", {"error": text}, status)
    with pytest.raises(kind, match=text):
        await client(network).update_post("p", PostUpdate(title="T"))
