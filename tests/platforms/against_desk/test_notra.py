"""Notra's client against the desk: every endpoint, in both shapes where there are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.work.repositories import make_repository
from tests.platforms.against_desk.doors import Doors, ended
from tui.domain.errors import Forbidden, Invalid, NotFound, SignInRefused
from tui.domain.generation import GitRequest
from tui.domain.jobs import JobState
from tui.domain.posts import PostChanges, PostFilter, PostState
from tui.domain.secrets import Secret
from tui.domain.verdicts import Verb
from tui.platforms.auth import bearer
from tui.platforms.notra.client import NotraClient
from tui.platforms.notra.wire import PostsQuery, PostUpdate
from tui.platforms.transport import Transport


async def test_lists_are_the_same_in_both_shapes(doors: Doors) -> None:
    short = await doors.notra.posts(PostFilter())
    long = await doors.notra_of_organization.posts(PostFilter())
    assert short == long
    assert short.total == len(short.posts) > 3
    assert {post.state for post in short.posts} == {PostState.DRAFT, PostState.PUBLISHED}
    drafts = PostFilter(frozenset({PostState.DRAFT}), frozenset({"changelog", "blog_post"}))
    for platform in (doors.notra, doors.notra_of_organization):
        page = await platform.posts(drafts)
        assert page.posts
        assert {post.content_type for post in page.posts} <= {"changelog", "blog_post"}
        assert {post.state for post in page.posts} == {PostState.DRAFT}


async def test_pages_join_without_a_gap(doors: Doors) -> None:
    for client in (doors.notra_client, doors.notra_organization_client):
        ids: list[str] = []
        number: int | None = 1
        while number is not None:
            query = PostsQuery(statuses=("draft", "published"), page=number, limit=2, sort="asc")
            page = await client.list_posts(query)
            ids += [post.id for post in page.posts]
            number = page.pagination.next_page
        assert len(set(ids)) == len(ids) == page.pagination.total_items


async def test_a_draft_is_read_changed_published_and_taken_back(doors: Doors) -> None:
    approvals = await doors.notra.approvals()
    one = next(each for each in approvals if each.content_type == "changelog")
    assert one.verbs == {Verb.APPROVE, Verb.EDIT, Verb.DELETE}
    for platform in (doors.notra, doors.notra_of_organization):
        post = await platform.post(one.ref.id)
        assert post.state is PostState.DRAFT
        assert post.markdown
        assert post.locked is None
    saved = await doors.notra.save(one.ref.id, PostChanges("New title", "# New\n\n- *text*"))
    assert (saved.title, saved.markdown) == ("New title", "# New\n\n- *text*")
    assert (await doors.notra_of_organization.approve(one)).text == "published"
    assert (await doors.notra.post(one.ref.id)).verbs == {Verb.EDIT, Verb.DELETE, Verb.UNPUBLISH}
    assert (await doors.notra.unpublish(one.ref.id)).state is PostState.DRAFT
    assert (await doors.notra.publish(one.ref.id)).text == "published"


async def test_a_post_is_deleted(doors: Doors) -> None:
    one = (await doors.notra.approvals())[-1]
    await doors.notra.delete(one.ref.id)
    for platform in (doors.notra, doors.notra_of_organization):
        with pytest.raises(NotFound):
            await platform.post(one.ref.id)
    with pytest.raises(NotFound):
        await doors.notra.delete(one.ref.id)
    with pytest.raises(NotFound):
        await doors.notra.publish(one.ref.id)


async def test_a_changelog_is_generated_from_a_checkout(doors: Doors, checkout: Path) -> None:
    await doors.desk.register_repository(str(checkout))
    await doors.desk.register_repository(str(checkout))
    sources = await doors.notra.generation_sources()
    source = next(each for each in sources if "widgets" in each.name)
    request = GitRequest("changelog", "last_7_days", (source.id,), (source.name,))
    queued = await doors.notra.generate(request)
    assert queued.what == f"changelog · last 7 days · {source.name}"
    done = await ended(doors.notra, queued)
    assert (done.state, done.reason) == (JobState.DONE, None)
    assert done.what == queued.what
    assert {event.type for event in done.events} >= {"queued", "post_created", "completed"}
    assert done.post is not None
    post = await doors.notra.post(done.post.id)
    assert post.markdown
    assert "widgets" in post.markdown
    assert {each.kind for each in post.sources} == {"commit", "repository", "window"}
    commit = next(each for each in post.sources if each.kind == "commit")
    assert commit.author
    assert commit.at is not None
    assert post.answer is not None
    assert '"sourceMetadata": {' in post.answer
    assert any("weigh widgets" in each.label for each in post.sources)


async def test_an_empty_window_is_skipped_with_its_reason(doors: Doors, tmp_path: Path) -> None:
    id = await doors.desk.register_repository(str(make_repository(tmp_path / "empty", ())))
    job = await ended(doors.notra, await doors.notra.generate(GitRequest("blog_post", "yesterday", (id,))))
    assert job.state is JobState.SKIPPED
    assert job.reason
    assert job.post is None


async def test_refusals(doors: Doors) -> None:
    for id in ("nope", "job_nope"):
        with pytest.raises(NotFound):
            await doors.notra.post(id)
        with pytest.raises(NotFound):
            await doors.notra.job(id)
    with pytest.raises(NotFound, match="integration"):
        await doors.notra.generate(GitRequest("changelog", source_ids=("nope",)))
    with pytest.raises(Invalid):
        await doors.notra_client.list_posts(PostsQuery(statuses=("draft",), content_types=("podcast",)))


async def test_a_wrong_key_and_a_wrong_organization(doors: Doors) -> None:
    async def wrong() -> Secret:
        return Secret("wrong")

    async def right() -> Secret:
        return doors.address.keys.notra_api_key

    way = Transport("acme", doors.address.notra_base_url, bearer(wrong))
    with pytest.raises(SignInRefused, match="acme refused the key"):
        await NotraClient(way).update_post("x", PostUpdate(status="draft"))
    await way.close()
    way = Transport("acme", doors.address.notra_base_url, bearer(right))
    with pytest.raises(Forbidden, match="organization"):
        await NotraClient(way, "org_other").get_post("x")
    await way.close()
