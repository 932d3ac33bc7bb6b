"""Lists are read from both ends, against the desk."""

from __future__ import annotations

import pytest

from tests.platforms.against_desk.doors import Doors
from tui.domain.posts import Post, PostFilter, PostPage, PostState
from tui.platforms.blogree import platform as blogree
from tui.platforms.notra import platform as notra
from tui.platforms.repostra import platform as repostra

ALL = PostFilter()


@pytest.mark.parametrize("name", ["notra", "repostra", "blogree"])
async def test_a_list_is_the_same_from_its_end_upwards(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for module in (notra, repostra, blogree):
        monkeypatch.setattr(module, "PER_PAGE", 2)
    platform = getattr(doors, name)
    down: list[Post] = []
    after, page = None, PostPage((), "")
    while page.next is not None:
        page = await platform.posts(ALL, after)
        assert page.first == len(down)
        down += page.posts
        after = page.next
    assert len(down) == page.total
    up: list[Post] = []
    before = page.last
    while before is not None:
        page = await platform.posts(ALL, before)
        up = [*page.posts, *up]
        before = page.previous
    assert up == down


@pytest.mark.parametrize("name", ["repostra", "blogree"])
async def test_a_filter_that_is_applied_here_is_read_forward_alone(doors: Doors, name: str) -> None:
    wanted = PostFilter(states=frozenset({PostState.DRAFT, PostState.PUBLISHED}))
    page = await getattr(doors, name).posts(wanted)
    assert page.posts
    assert (page.previous, page.last, page.first, page.total) == (None, None, None, None)


@pytest.mark.parametrize("name", ["notra", "repostra", "blogree"])
async def test_a_page_beyond_the_end_is_empty_and_leads_back(doors: Doors, name: str) -> None:
    page = await getattr(doors, name).posts(ALL, "9")
    assert (page.posts, page.next, page.previous, page.last) == ((), None, "1", "1")
