"""Repostra's client against the desk: every endpoint."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.desk.work.receiver import Receiver
from tests.platforms.against_desk.doors import Doors, ended, until
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import Conflict, Invalid, NotFound
from tui.domain.generation import TopicRequest
from tui.domain.jobs import JobState
from tui.domain.posts import NewPost, PostChanges, PostFilter, PostState
from tui.domain.refs import ItemKind
from tui.domain.secrets import Secret
from tui.domain.verdicts import Gravity, Verb
from tui.platforms.repostra.wire import (
    AccountUpdate,
    ContentQuery,
    ContentUpdate,
    NewAccount,
    NewContent,
    NewSchedule,
    ScheduleUpdate,
)


async def test_accounts_and_schedules(doors: Doors) -> None:
    client = doors.repostra_client
    new = NewAccount(
        platform="linkedin",
        account_name="Team",
        posting_method="manual",
        signing_secret=Secret("hush-hush-1"),
    )
    account = await client.create_account(new)
    assert (account.platform, account.account_name, account.is_active) == ("linkedin", "Team", True)
    assert (await client.get_account(account.id)) == account
    assert account.id in {each.id for each in await client.list_accounts()}
    changed = await client.update_account(account.id, AccountUpdate(account_name="Crew"))
    assert (changed.account_name, changed.posting_method) == ("Crew", "manual")
    slot = await client.create_schedule(
        NewSchedule(
            account_id=account.id,
            platform="linkedin",
            day_of_week="monday",
            time="09:00",
            content_type="text",
        )
    )
    assert slot.account is not None
    assert (slot.account.account_name, slot.time, slot.is_active) == ("Crew", "09:00", True)
    assert (await client.update_schedule(slot.id, ScheduleUpdate(time="10:30"))).time == "10:30"
    assert slot.id in {each.id for each in await client.list_schedules()}
    with pytest.raises(Conflict):
        await client.delete_account(account.id)
    await client.delete_schedule(slot.id)
    await client.delete_account(account.id)
    with pytest.raises(NotFound):
        await client.get_account(account.id)


async def test_content_by_page_and_status(doors: Doors) -> None:
    page = await doors.repostra_client.list_content(ContentQuery(per_page=2))
    assert len(page.contents) == 2
    assert page.meta.total is not None
    every = await doors.repostra.posts(PostFilter())
    assert every.total == len(every.posts) == page.meta.total
    states = {post.state for post in every.posts}
    alone = await doors.repostra.posts(PostFilter(frozenset({PostState.DRAFT})))
    assert {post.state for post in alone.posts} == {PostState.DRAFT}
    some = frozenset({PostState.DRAFT, PostState.PUBLISHED})
    both = await doors.repostra.posts(PostFilter(some))
    assert {post.state for post in both.posts} == some & states


async def test_a_content_is_planned_written_edited_and_deleted(doors: Doors) -> None:
    job = await doors.repostra.generate(
        TopicRequest("Weighing widgets", description="How and why", keywords=("widgets",))
    )
    assert job.state in {JobState.QUEUED, JobState.RUNNING}
    done = await ended(doors.repostra, job)
    assert done.state is JobState.DONE
    assert done.post is not None
    post = await doors.repostra.post(done.post.id)
    assert (post.state, post.locked, post.title) == (PostState.DRAFT, None, "Weighing widgets")
    assert post.markdown
    assert post.verbs == {Verb.EDIT, Verb.SCHEDULE, Verb.DELETE, Verb.PUBLISH}
    saved = await doors.repostra.save(
        post.ref.id, PostChanges("Weighed", f"{post.markdown}\n\nA **new** point.")
    )
    assert saved.title == "Weighed"
    assert saved.markdown == f"{post.markdown}\n\nA **new** point."
    untouched = await doors.repostra.save(post.ref.id, PostChanges(markdown=saved.markdown))
    assert untouched.markdown == saved.markdown
    await doors.repostra.delete(post.ref.id)
    with pytest.raises(NotFound):
        await doors.repostra.post(post.ref.id)


async def test_content_endpoints_on_the_wire(doors: Doors) -> None:
    client = doors.repostra_client
    when = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)
    made = await client.create_content(NewContent(title="Far ahead", scheduled_for=when))
    assert made.scheduled_for == when
    body = json.dumps(
        {"time": 1, "blocks": [{"type": "paragraph", "data": {"text": "By hand"}}], "version": "2.30"}
    )

    async def look() -> PostState:
        return PostState.of((await client.get_content(made.id)).status)

    await until(look, lambda state: state is PostState.DRAFT, "the content is written")
    changed = await client.update_content(made.id, ContentUpdate(content=body, keyword="k"))
    assert (changed.keyword, changed.scheduled_for) == ("k", when)
    assert json.loads((await client.get_content(made.id)).content)["blocks"][0]["data"]["text"] == "By hand"
    await client.delete_content(made.id)


async def test_a_text_that_is_planned_is_the_one_that_waits(doors: Doors) -> None:
    text = "## Why\n\nSince it is *ours*."
    made = [await doors.repostra.create(NewPost(f"Brought along {n}", text)) for n in range(5)]

    async def look() -> set[PostState]:
        return {(await doors.repostra.post(each.ref.id)).state for each in made}

    await until(look, lambda states: states == {PostState.DRAFT}, "the planned posts are drafts")
    # Whether the desk writes before the text comes, behind it or at the same time.
    assert {(await doors.repostra.post(each.ref.id)).markdown for each in made} == {text}
    waiting = {one.ref for one in await pending(doors, ApprovalKind.POST) if one.ready}
    assert {each.ref for each in made} <= waiting
    for each in made:
        await doors.repostra.delete(each.ref.id)


async def pending(doors: Doors, kind: ApprovalKind) -> list[Approval]:
    return [one for one in await doors.repostra.approvals() if one.kind is kind]


async def test_a_topic_becomes_a_text_that_comes_back(doors: Doors) -> None:
    topic = next(one for one in await pending(doors, ApprovalKind.TOPIC) if one.ready)
    assert topic.consequence.text.startswith("starts the writing")
    await doors.repostra.approve(topic, "Widgets, weighed anew")

    async def look() -> list[Approval]:
        return [one for one in await doors.repostra.approvals() if one.ref == topic.ref]

    found = await until(
        look, lambda each: bool(each) and each[0].kind is ApprovalKind.TEXT and each[0].ready, "the text"
    )
    text = found[0]
    assert text.text
    assert text.title == "Widgets, weighed anew"
    outcome = await doors.repostra.approve(text, "Edited: widgets!")
    assert outcome.text
    assert text.ref not in {one.ref for one in await doors.repostra.approvals()}
    with pytest.raises((Conflict, NotFound, Invalid)):
        await doors.repostra.approve(text)


async def test_a_yes_to_a_blog_post_without_a_website_waits(doors: Doors) -> None:
    job = await ended(doors.repostra, await doors.repostra.generate(TopicRequest("Slow news")))
    (one,) = [
        each for each in await doors.repostra.approvals() if each.ref == replace(job.ref, kind=ItemKind.POST)
    ]
    assert one.ready
    assert one.consequence.gravity is not Gravity.FINAL
    outcome = await doors.repostra.approve(one)
    assert "publish" not in outcome.text
    post = await doors.repostra.post(one.ref.id)
    assert post.state in {PostState.DRAFT, PostState.SCHEDULED}
    assert Verb.PUBLISH not in post.verbs
    assert one.ref not in {each.ref for each in await doors.repostra.approvals()}


async def test_a_yes_to_a_blog_post_with_a_webhook_goes_out(doors: Doors, receiver: Receiver) -> None:
    client = doors.repostra_client
    site = await client.create_account(
        NewAccount(
            platform="website",
            account_name="My Blog",
            posting_method="webhook",
            webhook_url=receiver.url,
            signing_secret=Secret("hush-hush-2"),
        )
    )
    try:
        first = await ended(doors.repostra, await doors.repostra.generate(TopicRequest("Hot news")))
        second = await ended(doors.repostra, await doors.repostra.generate(TopicRequest("More news")))
        (one,) = [
            each
            for each in await doors.repostra.approvals()
            if each.ref == replace(first.ref, kind=ItemKind.POST)
        ]
        assert one.consequence.text == "may publish NOW to My Blog (webhook), cannot be undone"
        assert one.consequence.gravity is Gravity.FINAL
        await doors.repostra.approve(one)
        await doors.repostra.publish(second.ref.id)

        async def look() -> list[PostState]:
            return [(await doors.repostra.post(job.ref.id)).state for job in (first, second)]

        await until(look, lambda states: states == [PostState.PUBLISHED] * 2, "both are published")
        assert sorted(each.json["title"] for each in receiver.received) == ["Hot news", "More news"]
        post = await doors.repostra.post(first.ref.id)
        assert post.verbs == {Verb.DELETE}
        with pytest.raises((Invalid, Conflict)):
            await doors.repostra.save(post.ref.id, PostChanges(title="Too late"))
    finally:
        await client.delete_account(site.id)


async def test_a_website_that_became_active_since_the_look_stops_a_yes(
    doors: Doors, receiver: Receiver
) -> None:
    job = await ended(doors.repostra, await doors.repostra.generate(TopicRequest("Quiet news")))
    (one,) = [
        each for each in await doors.repostra.approvals() if each.ref == replace(job.ref, kind=ItemKind.POST)
    ]
    assert one.consequence.gravity is Gravity.PUBLIC
    client = doors.repostra_client
    site = await client.create_account(
        NewAccount(
            platform="website", account_name="Blog", posting_method="webhook", webhook_url=receiver.url
        )
    )
    try:
        with pytest.raises(Conflict, match=r"may publish NOW to Blog \(webhook\)"):
            await doors.repostra.approve(one)
        (now,) = [each for each in await doors.repostra.approvals() if each.ref == one.ref]
        assert now.consequence.gravity is Gravity.FINAL
        assert not receiver.received
    finally:
        await client.delete_account(site.id)


async def test_refusals(doors: Doors) -> None:
    for id in ("999999", "nope"):
        with pytest.raises(NotFound):
            await doors.repostra.post(id)
    with pytest.raises(Invalid) as found:
        await doors.repostra_client.create_account(NewAccount(platform="website", webhook_url="no address"))
    assert found.value.fields
