"""Repostra as a platform."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.platforms.harness import Network, opened
from tests.platforms.repostra.test_client import CONTENT, META, ROOT
from tui.domain.errors import Invalid, NotFound, NotSupported
from tui.domain.generation import GitRequest, TopicRequest
from tui.domain.jobs import JobState
from tui.domain.posts import NewPost, PostChanges, PostFilter, PostState
from tui.domain.verdicts import Verb

BODY = json.dumps(
    {"time": 1, "blocks": [{"id": "a", "type": "paragraph", "data": {"text": "Hi"}}], "version": "2"}
)
WHOLE = {**CONTENT, "content": BODY}
ONE = f"{ROOT}/content/42"


def listed(page: int, status: str | None = None) -> str:
    return f"{ROOT}/content?{f'status={status}&' if status else ''}per_page=100&page={page}"


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
        ({"status": "planned"}, {Verb.EDIT, Verb.SCHEDULE, Verb.DELETE}),
        ({"status": "generating"}, {Verb.DELETE}),
        ({"status": "draft"}, {Verb.EDIT, Verb.SCHEDULE, Verb.DELETE, Verb.PUBLISH}),
        ({"status": "draft", "content": None}, {Verb.EDIT, Verb.SCHEDULE, Verb.DELETE}),
        (
            {"status": "draft", "approved_at": "2026-04-01T08:00:00+00:00"},
            {Verb.EDIT, Verb.SCHEDULE, Verb.DELETE},
        ),
        ({"status": "published"}, {Verb.DELETE}),
        ({"status": "failed"}, {Verb.EDIT, Verb.SCHEDULE, Verb.DELETE, Verb.PUBLISH}),
        ({"status": "paused"}, set()),
    ],
)
async def test_what_may_be_done(change: dict[str, Any], verbs: set[Verb]) -> None:
    network = Network().on("GET", ONE, {"data": {**WHOLE, **change}})
    platform = opened(network, "repostra")
    post = await platform.post("42")
    await platform.close()
    assert post.verbs == verbs
    # A time alone publishes nothing that is yet to be approved.
    assert post.needs_yes is (
        (Verb.SCHEDULE in verbs and "approved_at" not in change) or post.state is PostState.GENERATING
    )
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
        ({"status": "scheduled"}, "waits for Tue 7 Apr 2026 09:00 UTC", None),
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


async def test_a_copy_is_planned_with_its_text_or_not_at_all() -> None:
    planned = {"data": {"id": 42, "title": "Notes", "status": "planned"}}
    network = Network().on("POST", "/api/v1/content", planned, status=201)
    network.on("PUT", ONE, planned).on("DELETE", ONE, status=204)
    platform = opened(network, "repostra")
    made = await platform.create(NewPost("Notes", "# Head\n\nWords.\n", ("a",), "In short", "notes"))
    assert made.state is PostState.PLANNED
    first, second = (each.body for each in network.seen)
    assert first == {"title": "Notes", "description": "In short", "keyword": "notes"}
    blocks = json.loads(second["content"])["blocks"]
    assert [block["data"]["text"] for block in blocks] == ["Head", "Words."]
    network.on("POST", "/api/v1/content", planned, status=201)
    network.on("PUT", ONE, {"error": "validation", "message": "Too long."}, status=422)
    with pytest.raises(Invalid):
        await platform.create(NewPost("Notes", "Words."))
    assert [each.method for each in network.seen[2:]] == ["POST", "PUT", "DELETE"]
