"""Repostra as a platform."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.platforms.harness import NOW, Network, key, opened
from tests.platforms.repostra.test_client import ACCOUNT, APPROVALS, CONTENT, META, ROOT
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import Conflict, Invalid, NotFound, NotSupported, OutcomeUnknown
from tui.domain.generation import GitRequest, TopicRequest
from tui.domain.jobs import JobState
from tui.domain.posts import NewPost, PostChanges, PostFilter, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Gravity, Verb
from tui.platforms.auth import x_api_key
from tui.platforms.repostra.platform import RepostraPlatform
from tui.platforms.transport import Transport

BLOG = {**APPROVALS["data"]["pending_blog"][0], "status": "draft"}
SOCIAL = APPROVALS["data"]["pending_social"][0]
BODY = json.dumps(
    {"time": 1, "blocks": [{"id": "a", "type": "paragraph", "data": {"text": "Hi"}}], "version": "2"}
)
WHOLE = {**CONTENT, "content": BODY}
ACCOUNTS = f"{ROOT}/social-accounts"
ONE = f"{ROOT}/content/42"


def pending(blog: list[Any] | None = None, social: list[Any] | None = None) -> dict[str, Any]:
    return {"data": {"pending_blog": blog or [], "pending_social": social or []}}


def listed(page: int, status: str | None = None) -> str:
    return f"{ROOT}/content?{f'status={status}&' if status else ''}per_page=100&page={page}"


async def approvals(network: Network) -> tuple[Approval, ...]:
    platform = opened(network, "repostra")
    found = await platform.approvals()
    await platform.close()
    return found


async def test_one_status_is_the_platforms_filter() -> None:
    network = Network().on("GET", listed(1, "draft"), {"data": [CONTENT], "meta": META})
    network.on("GET", listed(2, "draft"), {"data": [], "meta": {**META, "last_page": 2}})
    platform = opened(network, "repostra")
    wanted = PostFilter(frozenset({PostState.DRAFT}))
    page = await platform.posts(wanted)
    assert (page.next, page.total, [post.ref.id for post in page.posts]) == ("2", 72, ["42"])
    last = await platform.posts(wanted, page.next)
    assert (last.next, last.posts) == (None, ())
    await platform.close()


async def test_several_statuses_are_filtered_here() -> None:
    def of(status: str) -> dict[str, Any]:
        return {**CONTENT, "id": len(status), "status": status}

    network = Network()
    for number, statuses in enumerate([["draft"], ["failed", "planned"], ["new word"]], 1):
        network.on("GET", listed(number), {"data": [of(status) for status in statuses], "meta": META})
    platform = opened(network, "repostra")
    wanted = PostFilter(frozenset({PostState.FAILED, PostState.PUBLISHED}))
    page = await platform.posts(wanted)
    assert ([post.state for post in page.posts], page.next, page.total) == ([PostState.FAILED], "3", None)
    last = await platform.posts(wanted, page.next)
    assert (last.posts, last.next) == ((), None)
    await platform.close()


async def test_a_word_that_is_not_known_can_be_filtered_too() -> None:
    network = Network().on(
        "GET", listed(1), {"data": [{**CONTENT, "status": "paused"}, CONTENT], "meta": {"last_page": 1}}
    )
    platform = opened(network, "repostra")
    page = await platform.posts(PostFilter(frozenset({PostState.UNKNOWN})))
    assert [(post.state_word, post.verbs) for post in page.posts] == [("paused", frozenset())]
    assert (await platform.posts(PostFilter(content_types=frozenset({"changelog"})))).posts == ()
    assert (await platform.posts(PostFilter(connections=frozenset({"x"})))).posts == ()
    await platform.close()


@pytest.mark.parametrize(
    ("change", "verbs"),
    [
        ({"status": "planned"}, {Verb.EDIT, Verb.DELETE}),
        ({"status": "generating"}, {Verb.DELETE}),
        ({"status": "draft"}, {Verb.EDIT, Verb.DELETE, Verb.PUBLISH}),
        ({"status": "draft", "content": None}, {Verb.EDIT, Verb.DELETE}),
        ({"status": "draft", "approved_at": "2026-04-01T08:00:00+00:00"}, {Verb.EDIT, Verb.DELETE}),
        ({"status": "published"}, {Verb.DELETE}),
        ({"status": "failed"}, {Verb.EDIT, Verb.DELETE, Verb.PUBLISH}),
        ({"status": "paused"}, set()),
    ],
)
async def test_what_may_be_done(change: dict[str, Any], verbs: set[Verb]) -> None:
    network = Network().on("GET", ONE, {"data": {**WHOLE, **change}})
    platform = opened(network, "repostra")
    post = await platform.post("42")
    await platform.close()
    assert post.verbs == verbs
    assert (post.state_word, post.tags, post.excerpt) == (
        change["status"],
        ("seo tips",),
        CONTENT["description"],
    )


async def test_saving_keeps_what_was_not_edited() -> None:
    network = Network().on("GET", ONE, {"data": WHOLE})
    for _ in range(2):
        network.on("PUT", ONE, {"data": WHOLE})
    platform = opened(network, "repostra")
    await platform.save("42", PostChanges(title="T", markdown="Hi\n\n## More"))
    await platform.save("42", PostChanges(title="T"))
    await platform.close()
    sent = network.seen[1].body
    assert sent["title"] == "T"
    assert json.loads(sent["content"])["blocks"] == [
        {"id": "a", "type": "paragraph", "data": {"text": "Hi"}},
        {"type": "header", "data": {"text": "More", "level": 2}},
    ]
    assert network.seen[2].body == {"title": "T"}


async def test_a_locked_body_is_not_overwritten() -> None:
    network = Network().on("GET", ONE, {"data": {**CONTENT, "content": "<p>HTML</p>"}})
    platform = opened(network, "repostra")
    with pytest.raises(NotSupported, match="not in the form"):
        await platform.save("42", PostChanges(markdown="x"))
    await platform.close()


async def test_publishing_tells_what_became_of_it() -> None:
    states: list[tuple[dict[str, Any], str, str | None]] = [
        ({"status": "published", "published_url": "https://x.test/1"}, "published", "https://x.test/1"),
        ({"status": "scheduled"}, "waits for Tue 2026-04-07 09:00 UTC", None),
        ({"status": "draft", "scheduled_for": None}, "a draft that goes out on its schedule", None),
        ({"status": "failed"}, "approved, and its publishing failed", None),
        ({"status": "odd"}, "approved; the platform says: odd", None),
    ]
    network = Network()
    for change, _, _ in states:
        network.on("POST", f"{ONE}/approve", {}).on("GET", ONE, {"data": {**WHOLE, **change}})
    network.on("POST", f"{ONE}/approve", {}).on("GET", ONE, {"error": "gone"}, 404)
    platform = opened(network, "repostra")
    for _, text, url in states:
        outcome = await platform.publish("42")
        assert (outcome.text, outcome.url) == (text, url)
    assert (await platform.publish("42")).text.startswith("approved")
    await platform.close()
    network.done()


@pytest.mark.parametrize(
    ("accounts", "scheduled_for", "text", "gravity"),
    [
        (
            [ACCOUNT],
            BLOG["scheduled_for"],
            "may publish NOW to My Blog (webhook), cannot be undone",
            Gravity.FINAL,
        ),
        (
            [ACCOUNT, {**ACCOUNT, "id": 2, "account_name": None, "posting_method": "wordpress"}],
            None,
            "may publish NOW to My Blog (webhook), website 2 (wordpress), cannot be undone",
            Gravity.FINAL,
        ),
        (
            [{**ACCOUNT, "is_active": False}, {**ACCOUNT, "platform": "linkedin"}],
            "2026-04-07T09:00:00+02:00",
            "waits for Tue 2026-04-07 09:00 +02:00, then goes public",
            Gravity.PUBLIC,
        ),
        (
            [{**ACCOUNT, "posting_method": "manual"}],
            None,
            "becomes a draft that goes out on its schedule",
            Gravity.PUBLIC,
        ),
    ],
)
async def test_what_a_yes_to_a_blog_post_does(
    accounts: list[Any], scheduled_for: str | None, text: str, gravity: Gravity
) -> None:
    network = Network().on("GET", f"{ROOT}/approvals", pending([{**BLOG, "scheduled_for": scheduled_for}]))
    network.on("GET", ACCOUNTS, {"data": accounts})
    (one,) = await approvals(network)
    assert (one.consequence.text, one.consequence.gravity) == (text, gravity)
    assert (one.kind, one.ready) == (ApprovalKind.POST, True)
    assert one.verbs == {Verb.APPROVE, Verb.EDIT, Verb.DELETE}


async def test_where_the_accounts_are_not_known_the_worst_is_told() -> None:
    network = (
        Network().on("GET", f"{ROOT}/approvals", pending([BLOG])).on("GET", ACCOUNTS, {"error": "no"}, 403)
    )
    (one,) = await approvals(network)
    assert one.consequence.text.startswith("may publish NOW")
    assert one.consequence.gravity is Gravity.FINAL


async def test_the_accounts_are_asked_for_once_a_minute() -> None:
    clock = [100.0]
    network = Network()
    for _ in range(3):
        network.on("GET", f"{ROOT}/approvals", pending([BLOG]))
    network.on("GET", ACCOUNTS, {"data": [ACCOUNT]}).on("GET", ACCOUNTS, {"data": []})
    way = Transport("acme", "https://repostra.test/api/v1", x_api_key(key), transport=network.transport)
    platform = RepostraPlatform(way, lambda: NOW, monotonic=lambda: clock[0])
    first = await platform.approvals()
    clock[0] += 59
    assert (await platform.approvals())[0].consequence == first[0].consequence
    clock[0] += 1
    assert (await platform.approvals())[0].consequence != first[0].consequence
    await platform.close()
    network.done()


async def test_what_is_being_written_is_not_ready() -> None:
    silent = {**BLOG, "ai_generated_at": None}
    network = Network().on(
        "GET",
        f"{ROOT}/approvals",
        pending(
            [
                {**BLOG, "status": "generating"},
                {**BLOG, "id": 43, "status": "planned", "ai_generated_at": None},
                {**silent, "id": 44},
                {**silent, "id": 45},
            ],
            [{**SOCIAL, "status": "generating"}],
        ),
    )
    network.on("GET", ACCOUNTS, {"data": []})
    network.on("GET", f"{ROOT}/content/44", {"data": {**CONTENT, "id": 44, "content": '{"blocks": []}'}})
    network.on("GET", f"{ROOT}/content/45", {"data": {**WHOLE, "id": 45}})
    found = await approvals(network)
    assert [(one.ref.id, one.ready) for one in found] == [
        ("42", False),
        ("43", False),
        ("44", False),
        ("45", True),
        ("105", False),
    ]
    assert all(Verb.APPROVE not in one.verbs for one in found if not one.ready)
    platform = opened(Network(), "repostra")
    with pytest.raises(Conflict, match="still writing"):
        await platform.approve(found[0])


@pytest.mark.parametrize(
    ("change", "kind", "text", "consequence"),
    [
        (
            {},
            ApprovalKind.TOPIC,
            SOCIAL["topic"],
            "starts the writing; the text comes back here for your yes",
        ),
        (
            {"content": " \n"},
            ApprovalKind.TOPIC,
            SOCIAL["topic"],
            "starts the writing; the text comes back here for your yes",
        ),
        ({"content": "Hi!"}, ApprovalKind.TEXT, "Hi!", "goes out Wed 2026-04-08 14:00 UTC"),
        ({"content": "Hi!", "scheduled_for": None}, ApprovalKind.TEXT, "Hi!", "is ready to go out"),
        (
            {"content": "Hi!", "status": "manual_posting"},
            ApprovalKind.TEXT,
            "Hi!",
            "is marked as published; you post it by hand",
        ),
    ],
)
async def test_social_posts(change: dict[str, Any], kind: ApprovalKind, text: str, consequence: str) -> None:
    (one,) = await approvals(Network().on("GET", f"{ROOT}/approvals", pending(social=[{**SOCIAL, **change}])))
    assert (one.kind, one.text, one.consequence.text) == (kind, text, consequence)
    assert one.ref == ItemRef("acme", ItemKind.SOCIAL, "105")
    assert one.parent == ItemRef("acme", ItemKind.POST, "42")
    assert (one.content_type, one.title) == ("linkedin", SOCIAL["topic"])
    assert one.verbs == {Verb.APPROVE, Verb.EDIT}


async def test_a_text_that_had_its_yes_does_not_wait() -> None:
    done = {**SOCIAL, "content": "Hi!", "status": "ready"}
    assert await approvals(Network().on("GET", f"{ROOT}/approvals", pending(social=[done]))) == ()


async def test_a_yes_to_a_topic_and_to_a_text() -> None:
    texts = [
        SOCIAL,
        {**SOCIAL, "id": 106, "content": "Hi!"},
        {**SOCIAL, "id": 107, "content": "Hi!", "status": "manual_posting"},
    ]
    network = Network().on("GET", f"{ROOT}/approvals", pending(social=texts))
    for _ in range(2):
        network.on("POST", f"{ROOT}/approvals/social/105/approve-topic", {})
    network.on("POST", f"{ROOT}/approvals/social/106/approve-content", {})
    network.on("POST", f"{ROOT}/approvals/social/107/approve-content", {})
    platform = opened(network, "repostra")
    topic, text, by_hand = await platform.approvals()
    assert "being written" in (await platform.approve(topic)).text
    await platform.approve(topic, "Edited")
    assert (await platform.approve(text, "Hi, all!")).text == "goes out Wed 2026-04-08 14:00 UTC"
    assert (await platform.approve(by_hand)).text == "marked as published; post it by hand"
    with pytest.raises(Invalid, match="empty"):
        await platform.approve(text, "  ")
    await platform.close()
    assert [sent.body for sent in network.seen[1:]] == [
        {"topic": SOCIAL["topic"]},
        {"topic": "Edited"},
        {"content": "Hi, all!"},
        {"content": "Hi!"},
    ]


async def test_a_yes_to_a_blog_post_reads_it_first_and_afterwards() -> None:
    network = (
        Network().on("GET", f"{ROOT}/approvals", pending([BLOG])).on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    )
    network.on("GET", ONE, {"data": WHOLE}).on("POST", f"{ROOT}/approvals/blog/42/approve", {})
    network.on("GET", ONE, {"data": {**WHOLE, "status": "published", "published_url": "https://x.test"}})
    network.on("GET", ONE, {"data": {**WHOLE, "content": None}})
    platform = opened(network, "repostra")
    (one,) = await platform.approvals()
    assert (await platform.approve(one)).url == "https://x.test"
    with pytest.raises(Conflict, match="no text"):
        await platform.approve(one)
    await platform.close()
    network.done()


async def test_a_lost_answer_to_a_yes_stays_unknown() -> None:
    network = (
        Network().on("GET", f"{ROOT}/approvals", pending([BLOG])).on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    )
    network.on("GET", ONE, {"data": WHOLE})
    network.on("POST", f"{ROOT}/approvals/blog/42/approve", status=504)
    platform = opened(network, "repostra")
    (one,) = await platform.approvals()
    with pytest.raises(OutcomeUnknown):
        await platform.approve(one)
    await platform.close()


@pytest.mark.parametrize(
    ("word", "state", "post_id"),
    [
        ("planned", JobState.QUEUED, None),
        ("generating", JobState.RUNNING, None),
        ("draft", JobState.DONE, "42"),
        ("scheduled", JobState.DONE, "42"),
        ("published", JobState.DONE, "42"),
        ("failed", JobState.FAILED, None),
        ("odd", JobState.UNKNOWN, None),
    ],
)
async def test_a_generation_is_its_content(word: str, state: JobState, post_id: str | None) -> None:
    network = Network().on("POST", f"{ROOT}/content", {"data": {**CONTENT, "status": "planned"}}, 201)
    network.on("GET", ONE, {"data": {**WHOLE, "status": word}})
    platform = opened(network, "repostra")
    queued = await platform.generate(TopicRequest("10 Tips", keywords=("seo", "x"), description="D"))
    job = await platform.job(queued.ref.id)
    await platform.close()
    assert network.seen[0].body == {"title": "10 Tips", "description": "D", "keyword": "seo"}
    assert (queued.state, queued.ref.id) == (JobState.QUEUED, "42")
    assert (job.state, job.post_id) == (state, post_id)
    assert job.what == "blog post · 10 Tips for Better SEO"


async def test_what_repostra_does_not_do() -> None:
    network = Network().on("DELETE", ONE, status=204)
    platform = opened(network, "repostra")
    await platform.delete("42")
    for call in (
        platform.create(NewPost("T", "x")),
        platform.unpublish("42"),
        platform.generate(GitRequest("changelog")),
    ):
        with pytest.raises(NotSupported):
            await call
    for id in ("x", "../42", "4.2"):
        with pytest.raises(NotFound):
            await platform.post(id)
    with pytest.raises(Invalid):
        await platform.generate(TopicRequest(""))
    assert await platform.generation_sources() == ()
    await platform.close()
    assert len(network.seen) == 1
