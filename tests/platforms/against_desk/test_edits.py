"""Documents against the desk: every field that can be edited is, over HTTP, and is read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.platforms.against_desk.doors import Doors, ended
from tui.domain.editing import changes, document, parse
from tui.domain.errors import Conflict, Invalid, NotSupported
from tui.domain.fields import editable
from tui.domain.generation import TopicRequest
from tui.domain.marking import lines_of_fields
from tui.domain.ports import Platform
from tui.domain.posts import NewPost, Post, PostChanges, PostState
from tui.services.settling import holds

AHEAD = (datetime.now(UTC) + timedelta(days=30)).replace(second=0, microsecond=0)
WHEN = AHEAD.isoformat(sep=" ", timespec="minutes")
LINES = {
    "title": "Anew: 'it' # \"is\" 🙂",
    "slug": "anew-it-is",
    "excerpt": '"Two\\nlines: שלום"',
    "description": "What it is about: all",
    "keyword": "widgets, weighed",
    "tags": '["a, b", c]',
    "meta.title": "For the head",
    "meta.description": "For the search",
    "meta.og_image": "https://img.test/a.png?b=c",
    "scheduled_for": WHEN,
}


async def edited(platform: Platform, post: Post, lines: dict[str, str]) -> tuple[PostChanges, Post]:
    """A post after its document came back with these lines, saved and read anew."""
    fields = platform.capabilities.fields
    text = "\n".join(
        f"{key}: {lines[key]}" if (key := line.split(":")[0]) in lines else line
        for line in document(post, fields).split("\n")
    )
    wanted = changes(post, parse(text), fields, now=datetime.now(UTC))
    saved = await platform.save(post.ref.id, wanted)
    assert holds(saved, wanted)
    read = await platform.post(post.ref.id)
    assert holds(read, wanted)
    return wanted, read


async def every_field(platform: Platform, post: Post) -> Post:
    """Edit each field, one save for all; gives the post as it is read then."""
    fields = platform.capabilities.fields
    assert editable(post, fields) == fields
    wanted, read = await edited(platform, post, LINES)
    for field in fields:
        given = getattr(wanted, field.name)
        assert (given is None) == (field.key == "text"), field.key
        if given is not None:
            assert getattr(read, field.name) == given
    assert read.markdown == post.markdown, "what was not edited stays"
    assert changes(read, parse(document(read, fields)), fields).empty
    return read


async def emptied(platform: Platform, post: Post, keys: set[str]) -> Post:
    can = {one.key for one in platform.capabilities.fields if one.emptied and one.key != "text"}
    assert can == keys
    wanted, read = await edited(platform, post, dict.fromkeys(keys, ""))
    assert wanted.title is None
    for field in platform.capabilities.fields:
        if field.key in keys - {"scheduled_for"}:
            assert not getattr(read, field.name)
    return read


async def test_every_field_of_notras(doors: Doors) -> None:
    drafts = (await doors.notra.approvals())[:2]
    first, other = [await doors.notra.post(one.ref.id) for one in drafts]
    read = await every_field(doors.notra, first)
    with pytest.raises(Invalid, match="another post with this slug") as told:
        await doors.notra.save(other.ref.id, PostChanges(slug=LINES["slug"]))
    fields = doors.notra.capabilities.fields
    ((line, why),) = lines_of_fields(document(other, fields), told.value.fields, fields)
    assert (line, "anew-it-is-2 may be free" in why) == (3, True)
    assert (await emptied(doors.notra, read, {"slug"})).slug is None


async def test_every_field_of_repostras(doors: Doors) -> None:
    job = await ended(doors.repostra, await doors.repostra.generate(TopicRequest("Edited through")))
    read = await every_field(doors.repostra, await doors.repostra.post(job.ref.id))
    later = AHEAD + timedelta(days=1)
    moved = await doors.repostra.save(read.ref.id, PostChanges(scheduled_at=later))
    assert moved.scheduled_at == later
    with pytest.raises(NotSupported):
        await doors.repostra.save(read.ref.id, PostChanges(unscheduled=True))
    read = await emptied(doors.repostra, moved, {"description", "keyword"})
    assert read.scheduled_at == later
    with pytest.raises(Invalid) as told:
        await doors.repostra.save(read.ref.id, PostChanges(keyword="k" * 256))
    fields = doors.repostra.capabilities.fields
    ((line, why),) = lines_of_fields(document(read, fields), told.value.fields, fields)
    assert document(read, fields).split("\n")[line - 1].startswith("keyword:")
    assert why
    await doors.repostra.delete(read.ref.id)


async def test_every_field_of_blogrees(doors: Doors) -> None:
    made = await doors.blogree.create(NewPost("To be edited", "# Text\n\nwith *words*", ("old",)))
    read = await every_field(doors.blogree, made)
    assert (read.state, read.version) == (PostState.SCHEDULED, 2)
    later = AHEAD + timedelta(hours=1)
    moved = await doors.blogree.save(read.ref.id, PostChanges(scheduled_at=later))
    assert (moved.state, moved.scheduled_at) == (PostState.SCHEDULED, later)
    keys = {"excerpt", "tags", "meta.title", "meta.description", "meta.og_image", "scheduled_for"}
    read = await emptied(doors.blogree, moved, keys)
    assert (read.state, read.scheduled_at) == (PostState.DRAFT, None)
    alone = await doors.blogree.save(read.ref.id, PostChanges(meta_description="One of the three"))
    assert (alone.meta_title, alone.meta_description) == (None, "One of the three")
    fields = doors.blogree.capabilities.fields
    for wanted, key in (
        (PostChanges(slug="Über_uns"), "slug"),
        (PostChanges(meta_title="x" * 501), "meta.title"),
        (PostChanges(og_image="http://"), "meta.og_image"),
        (PostChanges(tags=("x" * 201,)), "tags"),
    ):
        with pytest.raises(Invalid) as told:
            await doors.blogree.save(read.ref.id, wanted)
        ((line, _),) = lines_of_fields(document(read, fields), told.value.fields, fields)
        assert document(read, fields).split("\n")[line - 1].startswith(f"{key}:")
    with pytest.raises(Conflict, match="is over"):
        await doors.blogree.save(read.ref.id, PostChanges(scheduled_at=datetime(2020, 1, 1, tzinfo=UTC)))
    await doors.blogree.delete(read.ref.id)
