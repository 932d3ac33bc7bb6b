"""What a save sends to each platform: what changed, by the platform's names, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.platforms.blogree.test_client import POST as BLOGREE_POST
from tests.platforms.blogree.test_platform import ONE as BLOGREE_ONE
from tests.platforms.blogree.test_platform import opened as blogree
from tests.platforms.harness import NOW, Network, opened
from tests.platforms.repostra.test_platform import ONE as REPOSTRA_ONE
from tests.platforms.repostra.test_platform import WHOLE as REPOSTRA_POST
from tui.domain.connections import Capabilities
from tui.domain.errors import Conflict, Invalid, NotSupported
from tui.domain.fields import FieldKind
from tui.domain.posts import Post, PostChanges
from tui.platforms.blogree.platform import CAPABILITIES as BLOGREE
from tui.platforms.notra.platform import CAPABILITIES as NOTRA
from tui.platforms.repostra.platform import CAPABILITIES as REPOSTRA

NOTRA_ONE = "/v1/posts/p1"
NOTRA_POST = {
    "id": "p1",
    "title": "T",
    "slug": "s",
    "markdown": "x",
    "status": "draft",
    "contentType": "image",
}
SOON = NOW + timedelta(days=1)
BERLIN = "2026-12-01T09:00:00+01:00"
DRAFT = {**BLOGREE_POST, "status": "draft", "scheduled_at": None, "deliveries": []}


@pytest.mark.parametrize("can", [NOTRA, REPOSTRA, BLOGREE])
def test_a_field_is_one_of_a_post_and_of_its_changes(can: Capabilities) -> None:
    keys = [one.key for one in can.fields]
    assert keys[0] == "title"
    assert len(set(keys)) == len(keys)
    assert [one.kind for one in can.fields].count(FieldKind.BODY) == 1
    for one in can.fields:
        assert one.name in Post.__dataclass_fields__
        assert one.name in PostChanges.__dataclass_fields__


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        (PostChanges(slug="new-slug"), {"slug": "new-slug"}),
        (PostChanges(slug=""), {"slug": None}),
        (PostChanges(title="T", markdown="x"), {"title": "T", "markdown": "x"}),
    ],
)
async def test_notra_takes_title_slug_and_text(changes: PostChanges, body: dict[str, Any]) -> None:
    network = Network().on("PATCH", NOTRA_ONE, {"post": NOTRA_POST})
    platform = opened(network, "notra")
    await platform.save("p1", changes)
    await platform.close()
    assert network.seen[0].body == body


async def test_a_slug_that_is_taken_is_named() -> None:
    network = Network().on("PATCH", NOTRA_ONE, {"error": "Post slug already exists"}, 409)
    network.on("PATCH", NOTRA_ONE, {"error": "Something else"}, 409)
    platform = opened(network, "notra")
    with pytest.raises(Invalid, match="another post with this slug") as told:
        await platform.save("p1", PostChanges(slug="mine"))
    with pytest.raises(Conflict):
        await platform.save("p1", PostChanges(title="mine"))
    await platform.close()
    assert told.value.fields == {"slug": "another post has it; mine-2 may be free"}


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        (PostChanges(excerpt="D", keyword="k"), {"description": "D", "keyword": "k"}),
        (PostChanges(excerpt="", keyword=""), {"description": "", "keyword": ""}),
        (PostChanges(scheduled_at=datetime.fromisoformat(BERLIN)), {"scheduled_for": BERLIN}),
    ],
)
async def test_repostra_takes_description_keyword_and_time(
    changes: PostChanges, body: dict[str, Any]
) -> None:
    network = Network().on("PUT", REPOSTRA_ONE, {"data": REPOSTRA_POST})
    platform = opened(network, "repostra")
    saved = await platform.save("42", changes)
    await platform.close()
    assert network.seen[0].body == body
    assert saved.keyword == REPOSTRA_POST["keyword"]


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        (
            PostChanges(slug="a", excerpt="E", tags=("x", "y")),
            {"slug": "a", "excerpt": "E", "tags": ["x", "y"]},
        ),
        (PostChanges(excerpt="", tags=()), {"excerpt": None, "tags": []}),
        (PostChanges(meta_description="D"), {"meta": {"description": "D"}}),
        (
            PostChanges(meta_title="T", meta_description="", og_image=""),
            {"meta": {"title": "T", "description": None, "og_image": None}},
        ),
        (
            PostChanges(scheduled_at=datetime.fromisoformat(BERLIN)),
            {"status": "scheduled", "scheduled_at": "2026-12-01T08:00:00+00:00"},
        ),
        (PostChanges(unscheduled=True), {"status": "draft", "scheduled_at": None}),
    ],
)
async def test_blogree_takes_every_field(changes: PostChanges, body: dict[str, Any]) -> None:
    network = Network().on("PATCH", BLOGREE_ONE, DRAFT)
    platform = blogree(network)
    saved = await platform.save("post_xyz789", changes)
    await platform.close()
    assert network.seen[0].body == body
    head = BLOGREE_POST["meta"]
    assert (saved.meta_title, saved.meta_description, saved.og_image) == tuple(head.values())


async def test_a_time_that_stays_is_told() -> None:
    scheduled = {**DRAFT, "status": "scheduled", "scheduled_at": SOON.isoformat()}
    network = Network().on("PATCH", BLOGREE_ONE, scheduled)
    platform = blogree(network)
    with pytest.raises(Conflict, match="keeps it scheduled"):
        await platform.save("post_xyz789", PostChanges(unscheduled=True))
    await platform.close()


async def test_what_a_platform_does_not_have_is_never_left_out_in_silence() -> None:
    network = Network()
    notra, repostra, other = opened(network, "notra"), opened(network, "repostra"), blogree(network)
    for platform, changes in [
        (notra, PostChanges(title="T", excerpt="E")),
        (notra, PostChanges(scheduled_at=SOON)),
        (notra, PostChanges(unscheduled=True)),
        (repostra, PostChanges(slug="s")),
        (repostra, PostChanges(unscheduled=True)),
        (other, PostChanges(keyword="k")),
    ]:
        with pytest.raises(NotSupported):
            await platform.save("42", changes)
    for platform in (repostra, other):
        with pytest.raises(Conflict, match="is over"):
            await platform.save("42", PostChanges(scheduled_at=datetime(2020, 1, 1, tzinfo=UTC)))
        await platform.close()
    await notra.close()
    assert network.seen == []
