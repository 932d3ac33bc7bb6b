"""Blogree as a platform."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.platforms.blogree.test_client import POST, SITES
from tests.platforms.harness import NOW, Network, key
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import Conflict, Invalid, NotSupported
from tui.domain.generation import GitRequest, TopicRequest
from tui.domain.jobs import JobState
from tui.domain.ports import Platform
from tui.domain.posts import NewPost, PostChanges, PostFilter, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.secrets import Secret
from tui.domain.tokens import Account, Token
from tui.domain.verdicts import Gravity, Verb
from tui.platforms.opening import PlatformWanted, open_platform
from tui.platforms.tokens import TokensInMemory

ONE = "/api/posts/post_xyz789"
DRAFT = {**POST, "id": "d1", "title": "Draft", "status": "draft"}
NO_SITES: dict[str, Any] = {"sites": [], "total": 0}


def opened(network: Network) -> Platform:
    account = Account("blog", "ana@x.test", "https://api.blogree.com/api")
    tokens = TokensInMemory({account: Token(Secret("t"), NOW + timedelta(days=3))})
    wanted = PlatformWanted("blog", "blogree", email="ana@x.test")
    return open_platform(wanted, key, tokens, transport=network.transport, now=lambda: NOW)


def listed(page: int = 1, status: str | None = None, limit: int = 50) -> str:
    return f"/api/posts?page={page}&limit={limit}" + (f"&status={status}" if status else "")


def paged(posts: list[Any], pages: int = 1, total: int = 1) -> dict[str, Any]:
    return {"data": posts, "pagination": {"page": 1, "limit": 50, "total": total, "pages": pages}}


async def test_one_status_is_the_platforms_filter() -> None:
    network = Network().on("GET", listed(1, "draft"), paged([DRAFT], 2, 51))
    network.on("GET", listed(2, "draft"), paged([], 2, 51))
    platform = opened(network)
    wanted = PostFilter(frozenset({PostState.DRAFT}))
    page = await platform.posts(wanted)
    assert (page.next, page.total, page.posts[0].state) == ("2", 51, PostState.DRAFT)
    assert (await platform.posts(wanted, "2")).next is None
    await platform.close()


async def test_two_statuses_are_filtered_here() -> None:
    network = Network().on("GET", listed(1), paged([POST], 3)).on("GET", listed(2), paged([POST, DRAFT], 3))
    network.on("GET", listed(), paged([POST], 1, 9))
    platform = opened(network)
    wanted = PostFilter(frozenset({PostState.DRAFT, PostState.SCHEDULED}))
    page = await platform.posts(wanted)
    assert ([post.ref.id for post in page.posts], page.next, page.total) == (["d1"], "3", None)
    assert (await platform.posts(PostFilter())).total == 9
    assert (await platform.posts(PostFilter(content_types=frozenset({"x"})))).posts == ()
    await platform.close()


async def test_a_post_with_its_deliveries() -> None:
    network = Network().on("GET", ONE, POST).on("GET", "/api/sites", SITES)
    platform = opened(network)
    post = await platform.post("post_xyz789")
    await platform.close()
    assert (post.state, post.version, post.markdown) == (PostState.PUBLISHED, 3, "# Title\n...")
    assert [(one.site_id, one.state, one.site_name) for one in post.deliveries] == [
        ("site_abc", "delivered", "My Site")
    ]
    assert post.verbs == {Verb.EDIT, Verb.DELETE, Verb.DELIVER}


async def test_a_body_without_markdown() -> None:
    network = Network()
    for html in ("<h1>Title</h1><p>...</p>", "<iframe></iframe>"):
        network.on("GET", ONE, {**POST, "deliveries": [], "body": {"html": html, "markdown": ""}})
    platform = opened(network)
    network.on("GET", ONE, {**POST, "deliveries": [], "body": {"html": "<p>new</p>", "markdown": "old"}})
    plain, rich, stale = [await platform.post("post_xyz789") for _ in range(3)]
    await platform.close()
    assert (plain.markdown, plain.locked) == ("# Title\n\n...", None)
    assert (rich.markdown, rich.locked) == ("```html-locked\n<iframe></iframe>\n```", None)
    assert rich.raw == "<iframe></iframe>"
    assert "do not say the same words" in (stale.locked or "")
    assert (stale.markdown, stale.raw) == ("old", "<p>new</p>")


async def test_saving_and_making_send_both_forms_of_one_source() -> None:
    quiet = {**POST, "deliveries": []}
    network = Network().on("GET", ONE, quiet).on("PATCH", ONE, quiet)
    network.on("POST", "/api/posts", {"post": quiet}, 201).on("DELETE", ONE, status=204)
    platform = opened(network)
    await platform.save("post_xyz789", PostChanges(title="T", markdown="# A\n\n<b>x</b>"))
    await platform.create(NewPost("N", "b", ("x",)))
    await platform.delete("post_xyz789")
    with pytest.raises(Invalid):
        await platform.create(NewPost("", "b"))
    await platform.close()
    assert [sent.body for sent in network.seen[1:]] == [
        {
            "title": "T",
            "body": {"html": "<h1>A</h1><p>&lt;b&gt;x&lt;/b&gt;</p>", "markdown": "# A\n\n<b>x</b>"},
        },
        {"title": "N", "body": {"html": "<p>b</p>\n", "markdown": "b"}, "tags": ["x"], "status": "draft"},
        None,
    ]


async def test_publishing_names_every_active_site() -> None:
    network = Network().on("GET", "/api/sites", SITES)
    network.on("POST", f"{ONE}/publish", {"post_id": "p", "dispatched_to": []})
    network.on("GET", "/api/sites", NO_SITES)
    platform = opened(network)
    outcome = await platform.publish("post_xyz789")
    assert outcome.text == "on its way to 2 sites: My Site, Third"
    with pytest.raises(Conflict, match="no active site"):
        await platform.publish("post_xyz789")
    network.on("POST", f"{ONE}/publish", {}).on("GET", "/api/sites", SITES)
    once = await platform.publish("post_xyz789", ("site_ghi", "site_new", "site_ghi"))
    assert once.text == "on its way to 2 sites: Third, site_new"
    assert network.seen[-1].body == {"site_ids": ["site_ghi", "site_new"]}
    some = {"dispatched_to": [{"site_id": "site_ghi", "status": "pending"}]}
    network.on("POST", f"{ONE}/publish", some)
    partly = await platform.publish("post_xyz789", ("site_abc", "site_ghi"))
    assert partly.text.startswith("on its way to 1 site: Third, but not to 1 site: My Site")
    # Blogree's own words name no site, and not what can be done.
    unnamed = {"error": "validation_error", "message": "site_ids names a site that is inactive"}
    network.on("POST", f"{ONE}/publish", unnamed, 400).on("GET", "/api/sites", SITES)
    with pytest.raises(Conflict, match="Other is switched off on blog") as off:
        await platform.publish("post_xyz789", ("site_abc", "site_def"))
    assert "Switch it on among the accounts" in off.value.advice
    less = {"sites": SITES["sites"][1:]}
    network.on("POST", f"{ONE}/publish", unnamed, 404).on("GET", "/api/sites", less)
    with pytest.raises(Conflict, match="blog has no site My Site any more: nothing was sent"):
        await platform.publish("post_xyz789", ("site_abc",))
    network.on("POST", f"{ONE}/publish", unnamed, 400).on("GET", "/api/sites", SITES)
    with pytest.raises(Invalid, match="blog refused what was sent"):
        await platform.publish("post_xyz789", ("site_ghi",))
    with pytest.raises(NotSupported):
        await platform.unpublish("post_xyz789")
    await platform.close()
    assert network.seen[1].body == {"site_ids": ["site_abc", "site_ghi"]}


async def test_a_yes_goes_to_the_sites_it_was_said_for() -> None:
    network = Network().on("GET", listed(1, "draft", 100), paged([DRAFT], 2))
    network.on("GET", listed(2, "draft", 100), paged([{**DRAFT, "id": "d2"}], 2)).on(
        "GET", "/api/sites", SITES
    )
    network.on("POST", "/api/posts/d1/publish", {})
    network.on("GET", "/api/posts/d2", {**DRAFT, "id": "d2", "deliveries": []})
    network.on("PATCH", "/api/posts/d2", {**DRAFT, "deliveries": []}).on("POST", "/api/posts/d2/publish", {})
    platform = opened(network)
    first, second = await platform.approvals()
    assert first.kind is ApprovalKind.POST
    assert first.consequence.text == "publishes NOW to 2 sites: My Site, Third; cannot be undone"
    assert first.consequence.gravity is Gravity.FINAL
    assert first.targets == ("site_abc", "site_ghi")
    assert (await platform.approve(first)).text == "on its way to 2 sites: My Site, Third"
    await platform.approve(second, "edited")
    await platform.close()
    assert network.seen[3].body == {"site_ids": ["site_abc", "site_ghi"]}
    assert network.targets[-2:] == ["PATCH /api/posts/d2", "POST /api/posts/d2/publish"]
    network.done()


@pytest.mark.parametrize(
    ("sites", "status", "said"),
    [
        ({"sites": [SITES["sites"][1]]}, 200, "publishes nowhere: no active site is connected"),
        ({"error": "no"}, 403, "cannot be approved now: its sites could not be read"),
    ],
)
async def test_without_a_site_there_is_no_yes(sites: Any, status: int, said: str) -> None:
    network = (
        Network().on("GET", listed(1, "draft", 100), paged([DRAFT])).on("GET", "/api/sites", sites, status)
    )
    platform = opened(network)
    (one,) = await platform.approvals()
    assert (one.consequence.text, one.consequence.gravity) == (said, Gravity.UNDOABLE)
    assert one.verbs == {Verb.EDIT, Verb.DELETE}
    with pytest.raises(Conflict):
        await platform.approve(one)
    await platform.close()


@pytest.mark.parametrize(
    ("body", "ready"),
    [
        ({"html": "<p></p>", "markdown": " ", "json": {"type": "doc", "content": []}}, False),
        ({"html": "", "markdown": ""}, False),
        ({"html": "<p>Text</p>", "markdown": ""}, True),
        (None, True),
    ],
)
async def test_a_draft_that_is_told_to_be_empty_is_not_ready(body: Any, ready: bool) -> None:
    network = Network().on("GET", listed(1, "draft", 100), paged([{**DRAFT, "body": body}]))
    network.on("GET", "/api/sites", SITES)
    platform = opened(network)
    assert [one.ready for one in await platform.approvals()] == [ready]
    await platform.close()


async def test_the_first_site_is_there_at_once() -> None:
    network = Network().on("GET", listed(1, "draft", 100), paged([DRAFT])).on("GET", "/api/sites", NO_SITES)
    network.on("GET", listed(1, "draft", 100), paged([DRAFT])).on("GET", "/api/sites", SITES)
    network.on("GET", listed(1, "draft", 100), paged([DRAFT]))
    platform = opened(network)
    for verbs in ({Verb.EDIT, Verb.DELETE}, *({Verb.EDIT, Verb.DELETE, Verb.APPROVE},) * 2):
        (one,) = await platform.approvals()
        assert one.verbs == verbs
    await platform.close()
    network.done()


async def test_a_generation_from_a_topic() -> None:
    queued = {
        "job_id": "j",
        "status": "processing",
        "poll_url": "/api/posts/generate/j?v=2",
        "estimated_seconds": 15,
    }
    network = Network().on("POST", "/api/posts/generate", queued, 202)
    network.on("GET", "/api/posts/generate/j?v=2", {"job_id": "j", "status": "complete", "post": POST})
    platform = opened(network)
    request = TopicRequest("How to", "long", "casual", True, ("a", "b"), "site_abc")
    job = await platform.generate(request)
    assert (job.what, job.state, job.estimated_seconds) == ("post · long · How to", JobState.RUNNING, 15)
    done = await platform.job("j")
    assert (done.state, done.post) == (JobState.DONE, ItemRef("blog", ItemKind.POST, "post_xyz789"))
    with pytest.raises(NotSupported):
        await platform.generate(GitRequest("changelog"))
    with pytest.raises(Invalid):
        await platform.generate(TopicRequest("x", length="endless"))
    await platform.close()
    assert network.seen[0].body == {
        "topic": "How to",
        "site_id": "site_abc",
        "length": "long",
        "tone": "casual",
        "include_faq": True,
        "target_keywords": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("body", "state", "reason"),
    [
        ({"status": "processing"}, JobState.RUNNING, None),
        ({"status": "failed", "error": "No words"}, JobState.FAILED, "No words"),
        ({"status": "error", "message": "No words"}, JobState.FAILED, "No words"),
        ({"status": "thinking"}, JobState.UNKNOWN, None),
        ({}, JobState.UNKNOWN, None),
    ],
)
async def test_the_states_of_a_job(body: dict[str, Any], state: JobState, reason: str | None) -> None:
    network = Network().on("GET", "/api/posts/generate/j", body)
    platform = opened(network)
    job = await platform.job("j")
    await platform.close()
    assert (job.state, job.reason, job.state_word, job.what) == (state, reason, body.get("status", ""), "")
    assert (job.ended_at is not None) is state.ended


async def test_the_sites_to_write_for() -> None:
    network = Network().on("GET", "/api/sites", SITES)
    platform = opened(network)
    assert [(one.id, one.name) for one in await platform.generation_sources()] == [
        ("site_abc", "My Site"),
        ("site_ghi", "Third"),
    ]
    await platform.close()
