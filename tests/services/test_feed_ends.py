"""A list with two ends: read from its head down and from its end up, until the ends meet."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.items import NOON, a_post
from tests.fakes.platform import Call, FakePlatform
from tests.services.test_feed import a_feed, ids, posts_of
from tui.domain.errors import Unreachable
from tui.domain.posts import Post, PostFilter, PostPage
from tui.domain.refs import ItemRef
from tui.domain.sparse import Missing, SparseRows, Want
from tui.services import feed as feeds
from tui.services import stretch as stretches
from tui.services.feed import PostsFeed

a_patient_feed = partial(a_feed, patience=30)


def made(connection: str, times: Sequence[datetime]) -> list[Post]:
    return [a_post(f"{connection}-{n}", connection, created_at=time) for n, time in enumerate(times)]


def long_list(connection: str = "acme", count: int = 100, page_size: int = 7) -> FakePlatform:
    return FakePlatform(connection, page_size=page_size).with_posts(
        *posts_of(connection, *range(1, count + 1))
    )


async def look_at(feed: PostsFeed, first: int, last: int) -> SparseRows[Post]:
    """Read until all the rows from `first` to `last` are there."""
    for _ in range(300):
        rows = feed.rows()
        want = rows.wanted(first, last)
        if want is None:
            return rows
        await feed.fill(want)
    raise AssertionError(f"rows {first} to {last} never came: {list(feed.rows())}")


def shown(rows: SparseRows[Post], first: int, last: int) -> list[str]:
    return [row.ref.id if isinstance(row, Post) else "…" for row in rows[first : last + 1]]


async def test_the_end_is_read_without_what_stands_before_it() -> None:
    acme, blog = long_list(), FakePlatform("blog", page_size=7).with_posts(*posts_of("blog", 1.5, 99.5))
    feed = await a_patient_feed(acme, blog)
    await feed.more(5)
    rows = feed.rows()
    assert len(rows) == 102
    assert shown(rows, 4, 6) == ["acme-4", "…", "…"]
    asked = acme.called("posts")
    rows = await look_at(feed, 96, 101)
    assert shown(rows, 97, 101) == ["acme-97", "acme-98", "acme-99", "blog-99.5", "acme-100"]
    assert acme.called("posts") == asked + 2, "its last pages alone"
    assert isinstance(rows[50], Missing)
    rows = await look_at(feed, 0, 101)
    assert rows.complete
    assert len({post.ref for post in rows}) == len(list(rows)) == 102
    assert (await feed.more()).total == 102


async def test_where_the_end_cannot_be_read_alone_the_list_is_read_on_downwards() -> None:
    acme = long_list(count=30)
    acme.reads_backwards = False
    acme.tells_total = False
    feed = await a_patient_feed(acme)
    await feed.more(5)
    rows = feed.rows()
    assert (len(rows), shown(rows, 5, 5)) == (6, ["…"])
    assert rows.wanted(3, 8) == Want(1, True, 6)
    rows = await look_at(feed, 0, 40)
    assert len(rows) == 30


async def test_what_copydesk_sorts_out_itself_has_two_ends_and_a_total_once_it_was_read() -> None:
    feed = await a_patient_feed(long_list(), keeps=lambda post: post.ref.id.endswith("0"))
    more = await feed.more(2)
    assert (ids(more.posts), more.total) == (["acme-10", "acme-20"], None)
    rows = feed.rows()
    assert len(rows) == 3
    await feed.fill(Want(1, False, 1))
    await feed.fill(Want(1, False, 1))
    rows = feed.rows()
    assert shown(rows, 0, 9) == ["acme-10", "acme-20", "…", "acme-90", "acme-100"]
    assert rows.place_of(Missing(2, 0)) == 4, "the end stays the end"
    rows = await look_at(feed, 0, 50)
    assert shown(rows, 0, 20) == [f"acme-{number}0" for number in range(1, 11)]
    assert (await feed.more()).total == 10


async def test_a_connection_that_fails_at_the_end_is_told_and_asked_again() -> None:
    acme = long_list()
    feed = await a_patient_feed(acme)
    await feed.more(5)
    acme.fail("posts", Unreachable("down"), times=1)
    want = feed.rows().wanted(95, 99)
    assert want is not None
    more = await feed.fill(want)
    assert [each.connection for each in more.failures] == ["acme"]
    assert isinstance(feed.rows()[99], Missing)
    assert shown(await look_at(feed, 98, 99), 98, 99) == ["acme-99", "acme-100"]


async def test_no_more_is_held_than_a_person_looks_at_and_the_rest_is_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed = await a_patient_feed(long_list(), long_list("blog", 40, 3))
    truth = [post.ref.id for post in await everything()]
    monkeypatch.setattr(stretches, "MOST_ROWS", 20)
    monkeypatch.setattr(stretches, "DROPPED_AT_ONCE", 3)
    await feed.more(10)
    for first in (*range(0, 130, 9), *range(130, -1, -11), 60, 20, 90, 0, 130):
        rows = await look_at(feed, first, first + 8)
        assert shown(rows, first, first + 8) == truth[first : first + 9]
        assert len(rows.there) <= 3 * (20 + 3)
        assert len(rows) == 140
        for place, row in enumerate(rows[:]):
            assert isinstance(row, Missing) or row.ref.id == truth[place]


async def everything() -> Sequence[Post]:
    return (await (await a_patient_feed(long_list(), long_list("blog", 40, 3))).more(500)).posts


async def test_a_list_is_read_again_around_where_its_reader_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    acme, blog = long_list(), long_list("blog", 40, 3)
    old = await a_patient_feed(acme, blog)
    await old.more(10)
    row = (await look_at(old, 60, 139))[85]
    assert isinstance(row, Post)
    acme.posts_by_id = {"new": a_post("new", created_at=NOON)} | acme.posts_by_id
    for gone in ("acme-3", "acme-47", "acme-83"):
        del acme.posts_by_id[gone]
    feed = await a_patient_feed(acme, blog)
    await feed.more(10)
    asked = acme.called("posts")
    monkeypatch.setattr(feeds, "NEAR_HEAD", 20)
    more = await feed.resume(old, row.ref, above=5, below=5)
    assert not more.failures
    assert acme.called("posts") <= asked + 5
    rows = feed.rows()
    place = rows.place_of(row.ref)
    assert place is not None
    truth = (await (await a_patient_feed(acme, blog)).more(500)).posts
    assert shown(rows, place - 5, place + 5) == [post.ref.id for post in truth[place - 5 : place + 6]]


moments = st.integers(0, 30).map(lambda minutes: NOON - timedelta(minutes=minutes))
shelves = st.dictionaries(
    st.sampled_from(["acme", "blog", "desk"]), st.lists(moments, max_size=25), min_size=1
)
looks = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 9)), max_size=8)


@given(
    shelves=shelves,
    page_size=st.integers(1, 6),
    looks=looks,
    newest=st.booleans(),
    most=st.sampled_from([12, 2000]),
)
def test_wherever_it_is_looked_at_each_post_stands_in_its_place(
    shelves: dict[str, list[datetime]],
    page_size: int,
    looks: list[tuple[float, int]],
    newest: bool,
    most: int,
) -> None:
    platforms = [
        FakePlatform(name, page_size=page_size).with_posts(*made(name, sorted(times, reverse=True)))
        for name, times in shelves.items()
    ]

    async def read() -> None:
        wanted = PostFilter(newest_first=newest)
        stretches.MOST_ROWS, stretches.DROPPED_AT_ONCE = before
        truth = (await (await a_patient_feed(*platforms, wanted=wanted)).more(100)).posts
        stretches.MOST_ROWS, stretches.DROPPED_AT_ONCE = most, 2
        feed = await a_patient_feed(*platforms, wanted=wanted)
        await feed.more(3)
        for share, count in looks:
            first = int(share * len(truth))
            rows = await look_at(feed, first, first + count)
            assert len(rows) == len(truth)
            for place, row in enumerate(rows[:]):
                assert isinstance(row, Missing) or row == truth[place]

    before = stretches.MOST_ROWS, stretches.DROPPED_AT_ONCE
    try:
        asyncio.run(read())
    finally:
        stretches.MOST_ROWS, stretches.DROPPED_AT_ONCE = before


class Shifting(FakePlatform):
    """Posts are made and deleted between two answers, as it is told."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.changes: list[int | None] = []
        """Before each answer: None nothing, -1 a new post at the head, else the post at that place goes."""
        self.deleted: set[ItemRef] = set()
        self.lasting: set[ItemRef] = set()

    async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
        change = self.changes.pop() if self.changes else None
        if change == -1:
            new = a_post(f"{self.connection}-new-{len(self.changes)}", self.connection, created_at=NOON)
            self.posts_by_id = {new.ref.id: new} | self.posts_by_id
        elif change is not None and change < len(self.posts_by_id):
            gone = self.posts_by_id.pop(list(self.posts_by_id)[change])
            self.deleted.add(gone.ref)
        return await super().posts(wanted, after)


@given(
    counts=st.lists(st.integers(0, 30), min_size=1, max_size=2),
    page_size=st.integers(2, 6),
    changes=st.lists(st.one_of(st.none(), st.integers(-1, 12)), max_size=12),
    looks=looks,
)
def test_pages_that_shift_make_no_duplicates_and_lose_nothing(
    counts: list[int], page_size: int, changes: list[int | None], looks: list[tuple[float, int]]
) -> None:
    names = ["acme", "blog"][: len(counts)]
    platforms = [
        Shifting(name, page_size=page_size).with_posts(*posts_of(name, *range(1, count + 1)))
        for name, count in zip(names, counts, strict=True)
    ]
    were = {post.ref for platform in platforms for post in platform.posts_by_id.values()}

    async def read() -> list[Post]:
        feed = await a_patient_feed(*platforms)
        await feed.more(3)
        for platform in platforms:
            assert isinstance(platform, Shifting)
            platform.changes = list(changes)
        for share, count in looks:
            first = int(share * len(feed.rows()))
            await look_at(feed, first, first + count)
        return (await look_at(feed, 0, 200)).there

    posts = asyncio.run(read())
    deleted = {ref for platform in platforms if isinstance(platform, Shifting) for ref in platform.deleted}
    refs = [post.ref for post in posts]
    assert len(set(refs)) == len(refs)
    assert were - deleted <= set(refs)
    old = [post for post in posts if post.ref in were]
    times = [post.created_at for post in old if post.created_at]
    assert times == sorted(times, reverse=True)


async def test_a_platform_that_gives_its_first_page_whatever_is_asked_is_not_asked_for_ever() -> None:
    acme = long_list(count=7)
    told = await acme.posts(PostFilter())

    async def posts(wanted: PostFilter, after: str | None = None) -> PostPage:
        acme.calls.append(Call("posts", (wanted, after)))
        page = int(after or 0) + 1
        return PostPage(told.posts, str(page), 700, str(page - 2) if page > 1 else None, "99", 7 * (page - 1))

    with patch.object(acme, "posts", posts):
        feed = await a_patient_feed(acme)
        for _ in range(5):
            await feed.more(50)
        assert len(await look_at(feed, 0, 700)) == 7
    assert acme.called("posts") == 4


async def test_pages_that_moved_have_moved_though_there_are_as_many_posts_again() -> None:
    acme = long_list(count=30)
    told, asked = acme.posts, 0

    async def posts(wanted: PostFilter, after: str | None = None) -> PostPage:
        nonlocal asked
        asked += 1
        if asked == 2:
            del acme.posts_by_id["acme-3"]
        elif asked == 3:
            acme.with_posts(*posts_of("acme", 31))
        return await told(wanted, after)

    with patch.object(acme, "posts", posts):
        feed = await a_patient_feed(acme)
        await feed.more(7)
        rows = await look_at(feed, 0, 30)
    assert shown(rows, 6, 8) == ["acme-7", "acme-8", "acme-9"]
