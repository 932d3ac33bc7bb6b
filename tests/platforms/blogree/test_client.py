"""Blogree's endpoints, as its page shows them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.harness import KEY, Network, key
from tui.domain.errors import Invalid, NotFound, OutcomeUnknown, PlatformFault, RateLimited, SignInRefused
from tui.platforms.auth import bearer
from tui.platforms.blogree.client import BASE_URL, BlogreeClient, poll_address
from tui.platforms.blogree.wire import (
    BodyOut,
    GenerateOut,
    MetaOut,
    NewPostOut,
    PostsQuery,
    PostUpdate,
    PublishOut,
)
from tui.platforms.transport import Transport

POST: dict[str, Any] = {
    "id": "post_xyz789",
    "version": 3,
    "slug": "my-blog-post-title",
    "title": "My Blog Post Title",
    "excerpt": "Short summary...",
    "body": {
        "html": "<h1>Title</h1><p>...</p>",
        "markdown": "# Title\n...",
        "json": {"type": "doc", "content": []},
    },
    "meta": {
        "title": "SEO title for <head>",
        "description": "Meta description (160 chars)",
        "og_image": "https://cdn.example.com/og.jpg",
    },
    "tags": ["AI blogging", "content automation"],
    "status": "published",
    "scheduled_at": "2026-04-10T09:00:00Z",
    "published_at": "2026-04-02T14:30:00Z",
    "created_at": "2026-04-01T10:00:00Z",
    "updated_at": "2026-04-02T14:29:00Z",
    "deliveries": [{"site_id": "site_abc", "status": "delivered", "delivered_at": "..."}],
}
SITES: dict[str, Any] = {
    "sites": [
        {
            "id": "site_abc",
            "name": "My Site",
            "url": "https://site.test",
            "webhook_url": "https://site.test/hook",
            "api_key": KEY,
            "webhook_secret": KEY,
            "platform": "nextjs",
            "status": "active",
            "delivery_stats": {"total": 1, "success_rate": 100, "last_delivery": None},
            "created_at": "2026-01-01T00:00:00Z",
        },
        {"id": "site_def", "name": "Other", "status": "inactive"},
        {"id": "site_ghi", "name": "Third", "status": "active"},
    ],
    "total": 3,
}


def client(network: Network) -> BlogreeClient:
    return BlogreeClient(Transport("acme", BASE_URL, bearer(key), transport=network.transport))


async def test_a_list() -> None:
    network = Network().on(
        "GET",
        "/api/posts?page=1&limit=10&status=published&site_id=s&search=x y&tag=AI",
        {"data": [POST, POST], "pagination": {"page": 1, "limit": 10, "total": 127, "pages": 13}},
    )
    query = PostsQuery(status="published", limit=10, page=1, site_id="s", search="x y", tag="AI")
    page = await client(network).list_posts(query)
    assert (len(page.posts), page.pagination.total, page.pagination.pages) == (2, 127, 13)


async def test_a_post_in_every_envelope() -> None:
    network = Network()
    for body in (POST, {"data": POST}, {"post": POST}):
        network.on("GET", "/api/posts/post_xyz789", body)
    one = client(network)
    for _ in range(3):
        post = await one.get_post("post_xyz789")
        assert (post.version, post.tags) == (3, ("AI blogging", "content automation"))
        assert [(item.site_id, item.status, item.delivered_at) for item in post.deliveries] == [
            ("site_abc", "delivered", None)
        ]


async def test_creating_changing_and_deleting() -> None:
    network = Network().on("POST", "/api/posts", POST, 201).on("PATCH", "/api/posts/post_xyz789", POST)
    network.on("DELETE", "/api/posts/post_xyz789", status=204)
    one = client(network)
    body = BodyOut(html="<h1>Introduction</h1>", markdown="# Introduction")
    meta = MetaOut(title="T", description="D", og_image="https://cdn.test/a.jpg")
    await one.create_post(NewPostOut(title="10 Best", body=body, excerpt="E", meta=meta, tags=("AI",)))
    await one.update_post(
        "post_xyz789", PostUpdate(title="Updated", meta=MetaOut(description="Updated"), scheduled_at=None)
    )
    await one.delete_post("post_xyz789")
    assert [sent.body for sent in network.seen] == [
        {
            "title": "10 Best",
            "body": {"html": "<h1>Introduction</h1>", "markdown": "# Introduction"},
            "excerpt": "E",
            "meta": {"title": "T", "description": "D", "og_image": "https://cdn.test/a.jpg"},
            "tags": ["AI"],
            "status": "draft",
        },
        {"title": "Updated", "meta": {"description": "Updated"}, "scheduled_at": None},
        None,
    ]


async def test_publishing_to_the_sites_named() -> None:
    answer = {
        "post_id": "post_xyz789",
        "dispatched_to": [{"site_id": "site_abc123", "status": "pending"}, {"status": "lost"}],
        "estimated_delivery": "2026-04-02T14:31:00Z",
    }
    network = Network().on("POST", "/api/posts/post_xyz789/publish", answer)
    network.on("POST", "/api/posts/post_xyz789/publish", status=202)
    one = client(network)
    sites = PublishOut(site_ids=("site_abc123", "site_def456"))
    found = await one.publish_post("post_xyz789", sites)
    assert [item.site_id for item in found.dispatched_to] == ["site_abc123"]
    assert (await one.publish_post("post_xyz789", sites)).dispatched_to == ()
    assert network.seen[0].body == {"site_ids": ["site_abc123", "site_def456"]}


async def test_generating_and_polling() -> None:
    queued = {
        "job_id": "gen_job_12345",
        "status": "processing",
        "poll_url": "/api/posts/generate/gen_job_12345",
        "estimated_seconds": 15,
    }
    network = Network().on("POST", "/api/posts/generate", queued, 202)
    network.on(
        "GET", "/api/posts/generate/gen_job_12345", {"job_id": "gen_job_12345", "status": "processing"}
    )
    done = {"job_id": "gen_job_12345", "status": "complete", "post": POST}
    network.on("GET", "/api/posts/generate/gen_job_12345", {"data": done})
    one = client(network)
    request = GenerateOut(
        topic="How to", site_id="site_abc123", length="long", tone="professional", include_faq=True
    )
    job = await one.generate(request)
    assert (job.job_id, job.estimated_seconds) == ("gen_job_12345", 15)
    assert (await one.poll(job.job_id)).status == "processing"
    found = await one.poll(job.job_id, job.poll_url)
    assert found.post is not None
    assert found.post.id == "post_xyz789"
    assert network.seen[0].body == {
        "topic": "How to",
        "site_id": "site_abc123",
        "length": "long",
        "tone": "professional",
        "include_faq": True,
    }


@pytest.mark.parametrize(
    ("base", "poll_url", "path"),
    [
        (BASE_URL, None, "/posts/generate/j"),
        (BASE_URL, "/api/posts/generate/x", "/posts/generate/x"),
        (BASE_URL, "/api/api/posts/generate/x", "/posts/generate/x"),
        (BASE_URL, "https://api.blogree.com/api/posts/generate/x", "/posts/generate/x"),
        (BASE_URL, "https://evil.test/api/posts/generate/x", "/posts/generate/j"),
        (BASE_URL, "//evil.test/api/posts/generate/x", "/posts/generate/j"),
        (BASE_URL, "http://api.blogree.com/api/posts/generate/x", "/posts/generate/j"),
        (BASE_URL, "https://api.blogree.com@evil.test/api/x", "/posts/generate/j"),
        (BASE_URL, "/elsewhere/x", "/posts/generate/j"),
        (BASE_URL, "/api/../admin", "/posts/generate/j"),
        (BASE_URL, "https://[", "/posts/generate/j"),
        ("http://127.0.0.1:1/blogree/api", "/api/posts/generate/x", "/posts/generate/x"),
        ("http://127.0.0.1:1/blogree/api", "/blogree/api/posts/generate/x", "/posts/generate/x"),
    ],
)
def test_where_a_job_is_polled(base: str, poll_url: str | None, path: str) -> None:
    assert poll_address(base, "j", poll_url) == (path, poll_address(base, "j", poll_url)[1])


def test_a_poll_url_keeps_its_query() -> None:
    assert poll_address(BASE_URL, "j", "/api/x?a=1&b=2") == ("/x", [("a", "1"), ("b", "2")])


async def test_sites_come_without_their_secrets() -> None:
    network = Network().on("GET", "/api/sites", SITES).on("GET", "/api/sites", {"data": SITES["sites"]})
    network.on("GET", "/api/sites", {"sites": {}})
    one = client(network)
    for _ in range(2):
        sites = await one.list_sites()
        assert [site.id for site in sites] == ["site_abc", "site_def", "site_ghi"]
        assert KEY not in repr(sites)
    with pytest.raises(PlatformFault):
        await one.list_sites()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"error": "validation_error", "message": "title is required", "field": "title"}, Invalid),
        (401, {"error": "unauthorized", "message": "Invalid or expired JWT token"}, SignInRefused),
        (404, {"error": "not_found", "message": "Post post_xyz789 not found"}, NotFound),
        (429, {"error": "rate_limited", "message": "Too many requests", "retry_after": 60}, RateLimited),
        (
            500,
            {
                "error": "internal_error",
                "message": "An unexpected error occurred",
                "request_id": "req_abc123",
            },
            OutcomeUnknown,
        ),
    ],
)
async def test_its_refusals(status: int, body: dict[str, Any], kind: type[Exception]) -> None:
    network = Network().on("DELETE", "/api/posts/p", body, status)
    with pytest.raises(kind) as found:
        await client(network).delete_post("p")
    if isinstance(found.value, Invalid):
        assert found.value.fields == {"title": "title is required"}
    if isinstance(found.value, RateLimited):
        assert found.value.retry_after == 60
    if isinstance(found.value, OutcomeUnknown):
        assert found.value.request_id == "req_abc123"
