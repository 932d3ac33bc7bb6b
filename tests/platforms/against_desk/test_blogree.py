"""Blogree's client against the desk: every endpoint."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.desk.work.receiver import Receiver
from tests.platforms.against_desk.doors import Doors, ended, giving, until
from tui.domain.errors import Conflict, Invalid, NotFound, SignInRefused
from tui.domain.generation import TopicRequest
from tui.domain.jobs import JobState
from tui.domain.posts import NewPost, Post, PostChanges, PostFilter, PostState
from tui.domain.secrets import Secret
from tui.domain.verdicts import Gravity, Verb
from tui.platforms.blogree.wire import PostsQuery
from tui.platforms.opening import PlatformWanted, open_platform


async def arrived(doors: Doors) -> None:
    """Wait until nothing is on its way to any site."""

    async def deliveries() -> set[str]:
        posts = (await doors.blogree.posts(PostFilter(frozenset({PostState.PUBLISHED})))).posts
        whole = [await doors.blogree.post(each.ref.id) for each in posts]
        return {one.state for each in whole for one in each.deliveries}

    await until(deliveries, lambda states: "pending" not in states, "all is delivered")


@pytest_asyncio.fixture
async def site(doors: Doors, receiver: Receiver) -> AsyncIterator[dict[str, str]]:
    """A connected site, as its making answered: with its secret."""
    new = {"name": "My Site", "url": "https://site.test", "webhook_url": receiver.url}
    made = await doors.blogree_transport.request("POST", "/sites", body=new)
    yield made
    # What is on its way to a site that goes is a failure, which the desk says.
    await arrived(doors)
    await doors.blogree_transport.request("DELETE", f"/sites/{made['id']}")


async def test_lists(doors: Doors) -> None:
    every = await doors.blogree.posts(PostFilter())
    assert every.total == len(every.posts) > 3
    for state in (PostState.DRAFT, PostState.SCHEDULED, PostState.PUBLISHED):
        page = await doors.blogree.posts(PostFilter(frozenset({state})))
        assert {post.state for post in page.posts} == {state}
    page = await doors.blogree.posts(PostFilter(frozenset({PostState.DRAFT, PostState.SCHEDULED})))
    assert {post.state for post in page.posts} == {PostState.DRAFT, PostState.SCHEDULED}
    tagged = await doors.blogree_client.list_posts(PostsQuery(tag="sample", search="terminal", limit=1))
    assert len(tagged.posts) == 1
    assert tagged.pagination.total is not None
    sample = frozenset({"sample"})
    found = await doors.blogree.posts(PostFilter(search="Terminal", tags=sample))
    assert 0 < len(found.posts) == (found.total or 0) < len(every.posts)
    assert all("terminal" in f"{post.title} {post.markdown}".lower() for post in found.posts)
    assert all("sample" in post.tags for post in found.posts)
    either = await doors.blogree.posts(PostFilter(tags=sample | {"none"}))
    assert {post.ref for post in either.posts} >= {post.ref for post in found.posts}
    assert either.total is None
    counted = await doors.blogree.posts(PostFilter(frozenset({PostState.DRAFT}), counted=True))
    assert len(counted.posts) == 1 < (counted.total or 0)


async def test_a_post_is_made_changed_and_deleted(doors: Doors) -> None:
    made = await doors.blogree.create(NewPost("Fresh", "# Fresh\n\na **b**", ("one", "two")))
    assert (made.state, made.version, made.tags) == (PostState.DRAFT, 1, ("one", "two"))
    saved = await doors.blogree.save(made.ref.id, PostChanges(markdown="c *d* <b>e</b>"))
    assert (saved.title, saved.markdown, saved.version) == ("Fresh", "c *d* <b>e</b>", 2)
    wire = await doors.blogree_client.get_post(made.ref.id)
    assert wire.body is not None
    assert wire.body.html is not None
    assert "<em>d</em>" in wire.body.html
    assert "<b>" not in wire.body.html
    await doors.blogree.delete(made.ref.id)
    with pytest.raises(NotFound):
        await doors.blogree.post(made.ref.id)


async def test_without_a_site_nothing_is_published(doors: Doors) -> None:
    one = (await doors.blogree.approvals())[0]
    assert one.consequence.text == "publishes nowhere: no active site is connected"
    assert Verb.APPROVE not in one.verbs
    with pytest.raises(Conflict):
        await doors.blogree.publish(one.ref.id)


async def test_a_draft_is_approved_and_delivered_signed(
    doors: Doors, receiver: Receiver, site: dict[str, str]
) -> None:
    made = await doors.blogree.create(NewPost("Out it goes", "text"))
    (one,) = [each for each in await doors.blogree.approvals() if each.ref == made.ref]
    assert one.consequence.text == "publishes NOW to 1 site: My Site; cannot be undone"
    assert one.consequence.gravity is Gravity.FINAL
    assert one.targets == (site["id"],)
    assert (await doors.blogree.approve(one)).text == "on its way to 1 site: My Site"

    async def look() -> Post:
        return await doors.blogree.post(made.ref.id)

    post = await until(
        look, lambda each: [one.state for one in each.deliveries] == ["delivered"], "it is delivered"
    )
    assert (post.state, post.deliveries[0].site_name) == (PostState.PUBLISHED, "My Site")
    (parcel,) = receiver.received
    wanted = hmac.new(site["webhook_secret"].encode(), parcel.body, hashlib.sha256).hexdigest()
    assert parcel.headers["x-blogree-signature"] == f"sha256={wanted}"
    assert parcel.json["post"]["title"] == "Out it goes"
    assert made.ref not in {each.ref for each in await doors.blogree.approvals()}
    assert (await doors.blogree.publish(made.ref.id)).text == "on its way to 1 site: My Site"


async def test_a_yes_does_not_reach_a_site_that_came_later(
    doors: Doors, receiver: Receiver, site: dict[str, str]
) -> None:
    made = await doors.blogree.create(NewPost("Only there", "text"))
    (one,) = [each for each in await doors.blogree.approvals() if each.ref == made.ref]
    new = {"name": "Late", "url": "https://late.test", "webhook_url": receiver.url}
    late = await doors.blogree_transport.request("POST", "/sites", body=new)
    try:
        await doors.blogree.approve(one)
        found = await doors.blogree_client.get_post(made.ref.id)
        assert [each.site_id for each in found.deliveries] == [site["id"]]
    finally:
        await arrived(doors)
        await doors.blogree_transport.request("DELETE", f"/sites/{late['id']}")


async def test_a_post_is_generated_from_a_topic(doors: Doors, site: dict[str, str]) -> None:
    (source,) = await doors.blogree.generation_sources()
    request = TopicRequest("Widgets", "short", "casual", True, ("weight",), source.id)
    job = await doors.blogree.generate(request)
    assert job.state is JobState.RUNNING
    assert job.estimated_seconds
    done = await ended(doors.blogree, job)
    assert (done.state, done.reason) == (JobState.DONE, None)
    assert done.post is not None
    post = await doors.blogree.post(done.post.id)
    assert (post.state, bool(post.markdown), post.locked) == (PostState.DRAFT, True, None)


async def test_sites_come_without_secrets(doors: Doors, site: dict[str, str]) -> None:
    sites = await doors.blogree_client.list_sites()
    assert [(each.id, each.name, each.status) for each in sites] == [(site["id"], "My Site", "active")]
    assert site["webhook_secret"] not in repr(sites)


async def test_refusals(doors: Doors) -> None:
    with pytest.raises(NotFound):
        await doors.blogree.post("post_nope")
    with pytest.raises(NotFound):
        await doors.blogree.job("gen_job_nope")
    with pytest.raises(NotFound, match="Site"):
        await doors.blogree.generate(TopicRequest("x", site_id="site_nope"))
    with pytest.raises(Invalid) as found:
        await doors.blogree_transport.request("POST", "/posts", body={"body": {}})
    assert "title" in found.value.fields


async def test_a_wrong_password(doors: Doors) -> None:
    keys = doors.address.keys
    wanted = PlatformWanted("blog", "blogree", doors.address.blogree_base_url, email=keys.blogree_email)
    blog = open_platform(wanted, giving(Secret("wrong")))
    with pytest.raises(SignInRefused, match="Invalid email or password"):
        await blog.approvals()
    await blog.close()
