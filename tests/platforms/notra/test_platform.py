"""Notra as a platform."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.harness import NOW, Network, opened
from tests.platforms.notra.test_client import JOB, LIST, POST
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import Invalid, NotSupported
from tui.domain.generation import GitRequest, TopicRequest
from tui.domain.jobs import JobState
from tui.domain.posts import SCOPES, NewPost, PostChanges, PostFilter, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Gravity, Verb
from tui.platforms.notra.repositories import repository_names
from tui.platforms.notra.wire import RepositoryIn

FIRST = "/v1/posts?limit=50&page=1&sort=desc&status=draft,published"
ONE = "/v1/posts/post_456?status=draft,published"
DRAFTS = "/v1/posts?limit=100&page={}&sort=desc&status=draft"
INTEGRATIONS = {
    "github": [
        {"id": "repo_1", "displayName": "x", "owner": "acme", "repo": "api"},
        {"id": "repo_2", "displayName": "Local checkout", "owner": None, "repo": None},
    ]
}


def draft(id: str, **more: Any) -> dict[str, Any]:
    return {**POST, "id": id, "status": "draft", **more}


async def test_pages_follow_one_another() -> None:
    network = Network().on("GET", FIRST, LIST)
    second = FIRST.replace("page=1", "page=2")
    network.on("GET", second, {**LIST, "pagination": {**LIST["pagination"], "nextPage": 2}})
    platform = opened(network, "notra")
    page = await platform.posts(PostFilter())
    assert (page.next, page.total, len(page.posts)) == ("2", 47, 2)
    assert (await platform.posts(PostFilter(), page.next)).next is None
    await platform.close()


async def test_a_filter_is_notras_own() -> None:
    target = "/v1/posts?limit=50&page=1&sort=asc&status=draft&contentType=blog_post,changelog"
    network = Network().on("GET", target, LIST)
    platform = opened(network, "notra")
    wanted = PostFilter(
        frozenset({PostState.DRAFT, PostState.FAILED}),
        frozenset({"changelog", "blog_post"}),
        newest_first=False,
    )
    assert (await platform.posts(wanted)).total == 47
    nothing = PostFilter(frozenset({PostState.FAILED}))
    assert (await platform.posts(nothing)).posts == ()
    assert (await platform.posts(PostFilter(connections=frozenset({"other"})))).posts == ()
    await platform.close()
    assert len(network.seen) == 1


async def test_an_organization_has_its_own_address() -> None:
    network = Network().on("GET", "/v1/org_123/posts/p?status=draft&status=published", {"post": POST})
    platform = opened(network, "notra", organization_id="org_123", base_url="https://api.notra.ai/")
    await platform.post("p")
    await platform.close()
    assert network.seen[0].host == "api.notra.ai"


async def test_a_post_with_its_body_and_sources() -> None:
    metadata = {
        "repositories": [
            {
                "name": "acme/api",
                "commits": [
                    {"sha": "0123456789", "subject": "Add x", "url": "https://x.test/c"},
                    7,
                    None,
                    {},
                ],
                "pullRequests": [{"number": 12, "title": "Fix y", "url": None}],
                "releases": [{"name": "v1.2"}],
                "totals": {"commits": 9},
            }
        ],
        "commitShas": ["abc"],
    }
    network = Network().on("GET", ONE, {"post": {**POST, "sourceMetadata": metadata}})
    platform = opened(network, "notra")
    post = await platform.post("post_456")
    await platform.close()
    assert post.ref == ItemRef("acme", ItemKind.POST, "post_456")
    assert (post.state, post.markdown, post.locked) == (PostState.PUBLISHED, POST["markdown"], None)
    assert post.verbs == {Verb.EDIT, Verb.DELETE, Verb.UNPUBLISH}
    facts = [one for one in post.sources if one.kind not in SCOPES]
    assert [(one.kind, one.label, one.url) for one in facts] == [
        ("commit", "0123456 Add x", "https://x.test/c"),
        ("commit", "7", None),
        ("pull request", "#12 Fix y", None),
        ("release", "v1.2", None),
        ("commit", "abc", None),
    ]


async def test_bodies_that_are_no_markdown() -> None:
    network = Network().on("GET", ONE, {"post": {**POST, "markdown": None, "content": "<p>a <b>b</b></p>"}})
    network.on("GET", ONE, {"post": {**POST, "markdown": None, "content": "<p><u>a</u></p>"}})
    image = {**POST, "contentType": "image", "markdown": None, "content": "https://cdn.test/a.png"}
    network.on("GET", ONE, {"post": image})
    platform = opened(network, "notra")
    html, rich, picture = [await platform.post("post_456") for _ in range(3)]
    await platform.close()
    assert (html.markdown, html.locked) == ("a **b**", None)
    assert rich.locked
    assert (picture.markdown, picture.locked) == ("https://cdn.test/a.png", "An image post has no text")
    assert Verb.EDIT not in picture.verbs


@pytest.mark.parametrize("change", [{"contentType": "podcast"}, {"status": "embargoed"}])
async def test_what_is_not_known_is_shown_and_left_alone(change: dict[str, str]) -> None:
    network = Network().on("GET", ONE, {"post": {**POST, **change}})
    platform = opened(network, "notra")
    post = await platform.post("post_456")
    await platform.close()
    assert post.verbs == frozenset()
    assert {post.content_type, post.state_word} >= set(change.values())


async def test_saving_publishing_and_taking_back() -> None:
    network = Network()
    for _ in range(3):
        network.on("PATCH", "/v1/posts/p", {"post": draft("p")})
    network.on("DELETE", "/v1/posts/p", {"id": "p"})
    platform = opened(network, "notra")
    assert (await platform.save("p", PostChanges(markdown="# New"))).verbs >= {Verb.PUBLISH}
    assert (await platform.publish("p")).text == "published"
    assert (await platform.unpublish("p")).state is PostState.DRAFT
    await platform.delete("p")
    with pytest.raises(Invalid, match="title"):
        await platform.save("p", PostChanges(title="x" * 121))
    with pytest.raises(NotSupported):
        await platform.create(NewPost("T", "x"))
    await platform.close()
    assert [sent.body for sent in network.seen] == [
        {"markdown": "# New"},
        {"status": "published"},
        {"status": "draft"},
        None,
    ]


async def test_all_drafts_wait_for_a_yes() -> None:
    first = {"posts": [draft("a"), draft("b")], "pagination": {"nextPage": 2}}
    second = {"posts": [draft("b"), draft("c", contentType="podcast")], "pagination": {"nextPage": None}}
    network = Network().on("GET", DRAFTS.format(1), first).on("GET", DRAFTS.format(2), second)
    network.on("PATCH", "/v1/posts/a", {"post": POST}).on("PATCH", "/v1/posts/a", {"post": POST})
    platform = opened(network, "notra")
    approvals = await platform.approvals()
    assert [one.ref.id for one in approvals] == ["a", "b", "c"]
    one = approvals[0]
    assert (one.kind, one.ready, one.content_type) == (ApprovalKind.POST, True, "changelog")
    assert one.consequence.text == "publishes on acme; can be taken back to draft afterwards"
    assert one.consequence.gravity is Gravity.PUBLIC
    assert one.verbs == {Verb.APPROVE, Verb.EDIT, Verb.DELETE}
    assert approvals[2].verbs == frozenset()
    assert (await platform.approve(one)).text == "published"
    await platform.approve(one, "# Edited")
    await platform.close()
    assert [sent.body for sent in network.seen[2:]] == [
        {"status": "published"},
        {"status": "published", "markdown": "# Edited"},
    ]


@pytest.mark.parametrize(
    ("body", "ready"),
    [
        ({"markdown": " \n", "content": ""}, False),
        ({"markdown": None, "content": ""}, False),
        ({"markdown": "", "content": "<p>Text</p>"}, True),
        ({"markdown": None, "content": None}, True),
    ],
)
async def test_a_draft_that_is_told_to_be_empty_is_not_ready(body: dict[str, Any], ready: bool) -> None:
    page = {"posts": [draft("a", **body)], "pagination": {"nextPage": None}}
    platform = opened(Network().on("GET", DRAFTS.format(1), page), "notra")
    assert [one.ready for one in await platform.approvals()] == [ready]
    await platform.close()


async def test_the_inbox_is_bounded() -> None:
    network = Network()
    for page in range(1, 6):
        posts = [draft(f"{page}-{at}") for at in range(100)]
        network.on("GET", DRAFTS.format(page), {"posts": posts, "pagination": {"nextPage": page + 1}})
    platform = opened(network, "notra")
    assert len(await platform.approvals()) == 500
    await platform.close()


async def test_a_generation_from_git() -> None:
    network = Network()
    for _ in range(2):
        network.on("POST", "/v1/posts/generate", {"job": JOB}, 202)
    platform = opened(network, "notra")
    named = GitRequest("changelog", "last_7_days", ("repo_1",), ("acme/api",))
    job = await platform.generate(named)
    await platform.generate(GitRequest("blog_post"))
    with pytest.raises(NotSupported):
        await platform.generate(TopicRequest("x"))
    with pytest.raises(Invalid):
        await platform.generate(GitRequest("podcast"))
    await platform.close()
    assert job.ref == ItemRef("acme", ItemKind.JOB, "job_1")
    assert (job.what, job.state) == ("changelog · last 7 days · acme/api", JobState.QUEUED)
    assert [sent.body for sent in network.seen] == [
        {
            "contentType": "changelog",
            "lookbackWindow": "last_7_days",
            "integrations": {"github": ["repo_1"]},
        },
        {"contentType": "blog_post", "lookbackWindow": "last_7_days"},
    ]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("queued", JobState.QUEUED),
        ("running", JobState.RUNNING),
        ("completed", JobState.DONE),
        ("failed", JobState.FAILED),
        ("skipped", JobState.SKIPPED),
        ("paused", JobState.UNKNOWN),
    ],
)
async def test_the_states_of_a_job(word: str, state: JobState) -> None:
    events = [{"id": "e", "type": word, "message": "Nothing in the window", "createdAt": JOB["createdAt"]}]
    network = Network().on(
        "GET", "/v1/posts/generate/job_1", {"job": {**JOB, "status": word}, "events": events}
    )
    network.on("GET", "/v1/integrations", INTEGRATIONS)
    platform = opened(network, "notra")
    job = await platform.job("job_1")
    await platform.close()
    assert (job.state, job.state_word) == (state, word)
    assert job.what == "changelog · current day · acme/api"
    assert [event.message for event in job.events] == ["Nothing in the window"]
    assert (job.ended_at is not None) is state.ended
    why = "Nothing in the window" if state in {JobState.FAILED, JobState.SKIPPED} else None
    assert job.reason == why
    assert job.started_at < NOW


async def test_the_post_that_a_job_made_is_found_in_its_events_too() -> None:
    made = {"id": "e", "type": "post_created", "message": "", "metadata": {"postId": "post_9"}}
    network = Network().on("GET", "/v1/posts/generate/job_1", {"job": JOB, "events": [made]})
    network.on("GET", "/v1/integrations", {"error": "no"}, 403)
    platform = opened(network, "notra")
    job = await platform.job("job_1")
    await platform.close()
    assert job.post == ItemRef("acme", ItemKind.POST, "post_9")
    assert job.what == "changelog · current day"


async def test_the_repositories_to_write_from() -> None:
    network = Network().on("GET", "/v1/integrations", INTEGRATIONS)
    platform = opened(network, "notra")
    sources = await platform.generation_sources()
    await platform.close()
    assert [(one.id, one.name) for one in sources] == [("repo_1", "acme/api"), ("repo_2", "Local checkout")]
    twice = [
        RepositoryIn(id=id, display_name=name, owner=owner, repo=owner and "api")
        for id, name, owner in (
            ("1", "acme/api", "acme"),
            ("2", "acme/api (src/fork)", "acme"),
            ("3", "lantern", None),
            ("4", "lantern", None),
            ("5", "Docs", "other"),
        )
    ]
    assert list(repository_names(twice).values()) == [
        "acme/api",
        "acme/api (src/fork)",
        "lantern (3)",
        "lantern (4)",
        "other/api",
    ]
