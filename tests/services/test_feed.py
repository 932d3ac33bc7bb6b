from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import settle, until
from tests.fakes.items import NOON, a_post, ago
from tests.fakes.platform import FakePlatform, opener
from tui.domain.errors import CredentialError, PlatformFault, Unreachable
from tui.domain.posts import Post, PostFilter, PostPage, PostState
from tui.services.feed import PostsFeed
from tui.services.hub import Hub

ALL = PostFilter()


def posts_of(connection: str, *hours: float) -> list[Post]:
    return [a_post(f"{connection}-{age}", connection, created_at=ago(hours=age)) for age in hours]


def platform_with(connection: str, *hours: float, page_size: int = 20) -> FakePlatform:
    return FakePlatform(connection, page_size=page_size).with_posts(*posts_of(connection, *hours))


async def a_feed(
    *platforms: FakePlatform,
    wanted: PostFilter = ALL,
    keeps: Callable[[Post], bool] | None = None,
    patience: float = 0,
) -> PostsFeed:
    hub = Hub([platform.connection for platform in platforms], opener(platforms))
    await hub.connect()
    return PostsFeed(hub, wanted, keeps=keeps, patience=patience)


def ids(posts: tuple[Post, ...]) -> list[str]:
    return [post.ref.id for post in posts]


async def all_of(feed: PostsFeed, count: int = 50) -> list[Post]:
    everything: list[Post] = []
    for _ in range(500):
        more = await feed.more(count)
        everything += more.posts
        if more.exhausted:
            return everything
    raise AssertionError("the feed never ended")


async def test_the_connections_posts_come_in_one_order_page_by_page() -> None:
    feed = await a_feed(platform_with("acme", 1, 4, 5, page_size=2), platform_with("blog", 2, 3, 6))
    first = await feed.more(4)
    assert ids(first.posts) == ["acme-1", "blog-2", "blog-3", "acme-4"]
    assert (first.exhausted, first.total, first.failures) == (False, 6, ())
    rest = await feed.more(4)
    assert ids(rest.posts) == ["acme-5", "blog-6"]
    assert rest.exhausted
    assert (await feed.more()).posts == ()


async def test_oldest_first() -> None:
    feed = await a_feed(
        platform_with("acme", 1, 4, page_size=1),
        platform_with("blog", 2, 3),
        wanted=PostFilter(newest_first=False),
    )
    assert ids((await feed.more()).posts) == ["acme-4", "blog-3", "blog-2", "acme-1"]


async def test_the_filter_reaches_the_platforms_and_chooses_connections() -> None:
    acme = platform_with("acme", 1).with_posts(a_post("out", state=PostState.PUBLISHED))
    blog = platform_with("blog", 2)
    wanted = PostFilter(states=frozenset({PostState.DRAFT}), connections=frozenset({"acme"}))
    feed = await a_feed(acme, blog, wanted=wanted)
    assert ids((await feed.more()).posts) == ["acme-1"]
    assert acme.calls[0].args == (wanted, None)
    assert blog.calls == []


async def test_nothing_is_asked_for_that_is_not_needed() -> None:
    acme = platform_with("acme", *range(1, 11), page_size=2)
    feed = await a_feed(acme)
    await feed.more(2)
    assert acme.called("posts") == 1
    await feed.more(3)
    assert acme.called("posts") == 3


async def test_a_failing_connection_is_told_holds_nobody_and_is_asked_again() -> None:
    acme, blog = platform_with("acme", 1, 3), platform_with("blog", 2, 4)
    blog.fail("posts", Unreachable("blog did not answer"), times=1)
    feed = await a_feed(acme, blog)
    first = await feed.more(1)
    assert ids(first.posts) == ["acme-1"]
    assert [failed.connection for failed in first.failures] == ["blog"]
    assert first.total is None
    assert not first.exhausted
    rest = await feed.more()
    assert ids(rest.posts) == ["blog-2", "acme-3", "blog-4"]
    assert rest.failures == ()
    assert rest.total == 4


async def test_a_connection_that_fails_further_down_goes_on_where_it_was() -> None:
    acme = platform_with("acme", 1, 2, 3, page_size=1)
    feed = await a_feed(acme)
    assert ids((await feed.more(1)).posts) == ["acme-1"]
    acme.fail("posts", PlatformFault("502"), times=1)
    broken = await feed.more()
    assert (broken.posts, broken.exhausted) == ((), False)
    assert ids((await feed.more()).posts) == ["acme-2", "acme-3"]


async def test_a_connection_that_could_not_be_opened_is_told_once_and_ends() -> None:
    hub = Hub(["acme", "gone"], opener([platform_with("acme", 1)], {"gone": CredentialError("no key")}))
    await hub.connect()
    feed = PostsFeed(hub, ALL)
    more = await feed.more()
    assert [failed.connection for failed in more.failures] == ["gone"]
    assert more.exhausted


async def test_a_slow_connection_holds_the_others_only_so_long_and_joins_later() -> None:
    acme, blog = platform_with("acme", 1, 3), platform_with("blog", 2)
    gate = blog.hold("posts")
    feed = await a_feed(acme, blog)
    first = await feed.more()
    assert ids(first.posts) == ["acme-1", "acme-3"]
    assert "not answered yet" in first.failures[0].error.sentence
    assert not first.exhausted
    gate.set()
    await settle()
    rest = await feed.more()
    assert ids(rest.posts) == ["blog-2"]
    assert rest.exhausted
    assert blog.called("posts") == 1


async def test_while_nothing_is_there_to_show_a_slow_connection_is_waited_for() -> None:
    acme, blog = platform_with("acme"), platform_with("blog", 2)
    gate = blog.hold("posts")
    feed = await a_feed(acme, blog)
    asking = asyncio.create_task(feed.more())
    await settle()
    assert not asking.done()
    gate.set()
    assert ids((await asking).posts) == ["blog-2"]


async def test_a_cancelled_call_loses_no_post() -> None:
    acme = platform_with("acme", 1, 2, 3, page_size=1)
    feed = await a_feed(acme)
    await feed.more(1)
    gate = acme.hold("posts")
    asking = asyncio.create_task(feed.more())
    await until(lambda: acme.called("posts") == 2)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    gate.set()
    assert ids((await feed.more()).posts) == ["acme-2", "acme-3"]
    assert acme.called("posts") == 3


async def test_two_calls_at_once_share_the_list() -> None:
    feed = await a_feed(platform_with("acme", 1, 2, 3, 4))
    one, two = await asyncio.gather(feed.more(2), feed.more(2))
    assert ids(one.posts) + ids(two.posts) == ["acme-1", "acme-2", "acme-3", "acme-4"]


async def test_a_closed_feed_stops_reading() -> None:
    acme = platform_with("acme", 1)
    acme.hold("posts")
    feed = await a_feed(acme)
    asking = asyncio.create_task(feed.more())
    await until(lambda: acme.called("posts") == 1)
    feed.close()
    assert (await asking).posts == ()
    assert (await feed.more()).exhausted


async def test_pages_that_shift_repeat_no_post() -> None:
    acme = platform_with("acme", 1, 2, 3, page_size=2)
    feed = await a_feed(acme)
    await feed.more(2)
    acme.posts_by_id = {"new": a_post("new", created_at=NOON)} | acme.posts_by_id
    assert ids((await feed.more()).posts) == ["acme-3"]


async def test_a_platform_that_gives_the_same_page_for_ever_comes_to_an_end() -> None:
    class Circling(FakePlatform):
        async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
            return PostPage((a_post(),), "again")

    assert [post.ref.id for post in await all_of(await a_feed(Circling()))] == ["p1"]


def made(connection: str, times: Sequence[datetime | None]) -> list[Post]:
    return [a_post(f"{connection}-{n}", connection, created_at=time) for n, time in enumerate(times)]


moments = st.integers(0, 50).map(lambda minutes: NOON - timedelta(minutes=minutes))
shelves = st.dictionaries(
    st.sampled_from(["acme", "blog", "desk"]), st.lists(moments, max_size=9), min_size=1
)


@given(shelves=shelves, page_size=st.integers(1, 4), count=st.integers(1, 7), newest=st.booleans())
def test_every_post_comes_once_and_in_order(
    shelves: dict[str, list[datetime]], page_size: int, count: int, newest: bool
) -> None:
    platforms = [
        FakePlatform(name, page_size=page_size).with_posts(*made(name, sorted(times, reverse=True)))
        for name, times in shelves.items()
    ]

    async def read() -> list[Post]:
        return await all_of(await a_feed(*platforms, wanted=PostFilter(newest_first=newest)), count)

    posts = asyncio.run(read())
    assert len({post.ref for post in posts}) == len(posts) == sum(map(len, shelves.values()))
    times = [post.created_at for post in posts if post.created_at]
    assert times == sorted(times, reverse=newest)


@given(
    shelves=st.dictionaries(
        st.sampled_from(["acme", "blog"]), st.lists(st.none() | moments, max_size=8), min_size=1
    ),
    failing=st.sets(st.integers(0, 6)),
)
def test_whatever_order_and_failures_each_platforms_own_order_stands(
    shelves: dict[str, list[datetime | None]], failing: set[int]
) -> None:
    class Failing(FakePlatform):
        async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
            if len(self.calls) in failing:
                self.fail("posts", Unreachable("down"), times=1)
            return await super().posts(wanted, after)

    platforms = [Failing(name, page_size=2).with_posts(*made(name, times)) for name, times in shelves.items()]

    async def read() -> list[Post]:
        return await all_of(await a_feed(*platforms), 3)

    posts = asyncio.run(read())
    for name, times in shelves.items():
        own = [post.ref.id for post in posts if post.ref.connection == name]
        assert own == [f"{name}-{n}" for n in range(len(times))]
