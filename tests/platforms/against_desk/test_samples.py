"""What the desk holds from the start is read in full by every client."""

from __future__ import annotations

import pytest

from tests.platforms.against_desk.doors import Doors
from tui.domain.ports import Platform
from tui.domain.posts import PostChanges, PostFilter, PostState
from tui.domain.verdicts import Verb


@pytest.mark.parametrize("name", ["notra", "repostra", "blogree"])
async def test_every_post_is_readable_and_of_a_known_state(doors: Doors, name: str) -> None:
    platform: Platform = getattr(doors, name)
    page = await platform.posts(PostFilter())
    assert page.posts
    for listed in page.posts:
        post = await platform.post(listed.ref.id)
        assert post.state is not PostState.UNKNOWN
        assert post.created_at is not None
        assert post.verbs
        assert post.locked is None or Verb.EDIT not in post.verbs


async def test_saving_an_untouched_text_changes_nothing(doors: Doors) -> None:
    page = await doors.repostra.posts(PostFilter(frozenset({PostState.DRAFT})))
    post = await doors.repostra.post(page.posts[0].ref.id)
    before = (await doors.repostra_client.get_content(int(post.ref.id))).content
    await doors.repostra.save(post.ref.id, PostChanges(markdown=post.markdown))
    assert (await doors.repostra_client.get_content(int(post.ref.id))).content == before
