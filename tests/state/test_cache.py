from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.items import NOON, a_post, ago, an_approval
from tui.domain.approvals import Approval, ApprovalKind, InboxPart
from tui.domain.kept import KeptPost, KeptPosts
from tui.domain.ports import CacheStore
from tui.domain.posts import Delivery, Post, Source
from tui.domain.refs import ItemKind, ItemRef
from tui.state import State, cache, open_state

FULL_POST = a_post(
    "full",
    raw='{"blocks": []}',
    answer='{"id": "full"}',
    needs_yes=True,
    scheduled_at=ago(hours=-5),
    published_at=ago(days=2),
    excerpt="\x1b[2J[/] \ud800",
    tags=("a", "b"),
    version=3,
    url="https://example.org/full",
    canonical="https://example.org/first",
    slot="7",
    deliveries=(Delivery("site-1", "retrying", NOON, "A site", 2, "502", NOON),),
    sources=(Source("commit", "abc1234", "https://example.org/abc"),),
    locked="It holds a table",
    meta_title="meta",
    meta_description="more",
    og_image="https://example.org/a.png",
    keyword="word",
)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = open_state(tmp_path / "state.db")
    yield state
    state.close()


def test_lists_and_bodies_are_there_after_a_restart(tmp_path: Path) -> None:
    assert all(getattr(FULL_POST, each.name) for each in fields(Post)), "every field is tried"
    path = tmp_path / "state.db"
    text = an_approval("t1", kind=ApprovalKind.TEXT, due=ago(hours=-3), parent=FULL_POST.ref, targets=("s1",))
    state = open_state(path)
    store: CacheStore = state.cache
    assert (store.inbox(), asyncio.run(store.posts()), store.body(FULL_POST.ref)) == ((), (), None)
    asyncio.run(store.keep_inbox(InboxPart("acme", (an_approval(), text)), ago(minutes=5)))
    asyncio.run(store.keep_inbox(InboxPart("blog", ()), NOON))
    asyncio.run(store.keep_posts(KeptPosts("acme", (FULL_POST, a_post()), ago(minutes=4))))
    asyncio.run(store.keep_body(KeptPost(FULL_POST, ago(minutes=3))))
    state.close()
    state = open_state(path)
    assert state.cache.inbox() == (
        InboxPart("acme", (an_approval(), text), ago(minutes=5)),
        InboxPart("blog", (), NOON),
    )
    bare = (replace(FULL_POST, markdown=None, raw=None, answer=None), a_post(markdown=None))
    assert asyncio.run(state.cache.posts()) == (KeptPosts("acme", bare, ago(minutes=4)),)
    assert state.cache.body(FULL_POST.ref) == KeptPost(FULL_POST, ago(minutes=3))
    assert state.cache.body(replace(FULL_POST.ref, kind=ItemKind.SOCIAL)) is None
    state.cache.clear()
    assert (state.cache.inbox(), asyncio.run(state.cache.posts())) == ((), ())
    assert state.cache.body(FULL_POST.ref) is None
    state.close()


anything = st.text(st.characters(), max_size=20)


@given(title=anything, text=st.none() | anything, when=st.none() | st.datetimes(timezones=st.timezones()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_whatever_a_platform_says_is_kept(state: State, title: str, text: str | None, when: object) -> None:
    approval = an_approval(title=title, text=text, due=when)
    post = a_post(title=title, markdown=text, created_at=when)
    asyncio.run(state.cache.keep_inbox(InboxPart("acme", (approval,)), NOON))
    asyncio.run(state.cache.keep_body(KeptPost(post, NOON)))
    assert state.cache.inbox() == (InboxPart("acme", (approval,), NOON),)
    assert state.cache.body(post.ref) == KeptPost(post, NOON)


def test_the_same_list_is_only_dated_anew(state: State, tmp_path: Path) -> None:
    part = InboxPart("acme", (an_approval(),))
    asyncio.run(state.cache.keep_inbox(part, ago(minutes=5)))
    with sqlite3.connect(tmp_path / "state.db") as other:
        other.execute(
            "CREATE TRIGGER no_new BEFORE INSERT ON lists BEGIN SELECT RAISE(ABORT, 'written'); END"
        )
    other.close()
    asyncio.run(state.cache.keep_inbox(part, NOON))
    assert state.cache.inbox() == (replace(part, as_of=NOON),)


def test_what_another_copydesk_wrote_meanwhile_is_not_dated_as_ours(state: State, tmp_path: Path) -> None:
    ours, theirs = (InboxPart("acme", (an_approval(title=title),)) for title in ("ours", "theirs"))
    other = open_state(tmp_path / "state.db")
    asyncio.run(state.cache.keep_inbox(ours, ago(minutes=5)))
    asyncio.run(other.cache.keep_inbox(theirs, ago(minutes=3)))
    asyncio.run(state.cache.keep_inbox(ours, NOON))
    assert other.cache.inbox() == (replace(ours, as_of=NOON),)
    other.close()


async def test_the_later_of_two_long_lists_stays(state: State) -> None:
    long, short = (tuple(a_post(f"p{n}", markdown=None) for n in range(count)) for count in (400, 2))
    first = asyncio.create_task(state.cache.keep_posts(KeptPosts("acme", long, ago(minutes=1))))
    await asyncio.sleep(0)
    await state.cache.keep_posts(KeptPosts("acme", short, NOON))
    await first
    assert await state.cache.posts() == (KeptPosts("acme", short, NOON),)


async def test_a_list_without_end_is_kept_as_far_as_it_is_read(state: State) -> None:
    many = tuple(a_post(f"p{n}", markdown=None) for n in range(cache.MOST_ROWS + 20))
    await state.cache.keep_posts(KeptPosts("acme", many, NOON))
    (kept,) = await state.cache.posts()
    assert kept.posts == many[: cache.MOST_ROWS]


def corrupt(path: Path, table: str, content: object, as_of: str = "2025-11-21T12:00:00+00:00") -> None:
    with sqlite3.connect(path) as database:
        database.execute(f"UPDATE {table} SET content = ?, as_of = ?", (content, as_of))  # table: ours
    database.close()


@pytest.mark.parametrize(
    ("content", "as_of"),
    [
        (b"", "2025-11-21T12:00:00+00:00"),
        (b"\xff\xfe", "2025-11-21T12:00:00+00:00"),
        ("{", "2025-11-21T12:00:00+00:00"),
        ("[1]", "2025-11-21T12:00:00+00:00"),
        ('{"title": "half"}', "2025-11-21T12:00:00+00:00"),
        ("[[[]]]", "2025-11-21T12:00:00+00:00"),
        ("[" * 100_000, "2025-11-21T12:00:00+00:00"),
        ("[]", "yesterday"),
    ],
)
def test_what_cannot_be_read_is_dropped(state: State, tmp_path: Path, content: object, as_of: str) -> None:
    post = a_post()
    asyncio.run(state.cache.keep_inbox(InboxPart("acme", (an_approval(),)), NOON))
    asyncio.run(state.cache.keep_posts(KeptPosts("acme", (post,), NOON)))
    asyncio.run(state.cache.keep_body(KeptPost(post, NOON)))
    corrupt(tmp_path / "state.db", "lists", content, as_of)
    corrupt(tmp_path / "state.db", "bodies", content, as_of)
    assert (state.cache.inbox(), asyncio.run(state.cache.posts()), state.cache.body(post.ref)) == (
        (),
        (),
        None,
    )
    with sqlite3.connect(tmp_path / "state.db") as database:
        left = database.execute("SELECT count(*) FROM lists UNION ALL SELECT count(*) FROM bodies").fetchall()
    database.close()
    assert left == [(0,), (0,)]


def test_one_that_cannot_be_read_takes_no_other_with_it(state: State, tmp_path: Path) -> None:
    asyncio.run(state.cache.keep_inbox(InboxPart("acme", (an_approval(),)), NOON))
    corrupt(tmp_path / "state.db", "lists", "{")
    blog = InboxPart("blog", (an_approval(connection="blog"),))
    asyncio.run(state.cache.keep_inbox(blog, NOON))
    assert state.cache.inbox() == (replace(blog, as_of=NOON),)


def test_a_row_of_a_newer_copydesk_is_read_as_far_as_it_is_known(state: State, tmp_path: Path) -> None:
    ref = '{"connection": "acme", "kind": "post", "id": "p1", "shard": 4}'
    corrupt_free = (
        f'[{{"ref": {ref}, "kind": "post", "title": "T", "state_word": "draft", "mood": "good",'
        ' "consequence": {"text": "publishes"}}]'
    )
    asyncio.run(state.cache.keep_inbox(InboxPart("acme", ()), NOON))
    corrupt(tmp_path / "state.db", "lists", corrupt_free)
    ((approval,),) = (part.approvals for part in state.cache.inbox())
    assert isinstance(approval, Approval)
    assert (approval.ref, approval.title) == (ItemRef("acme", ItemKind.POST, "p1"), "T")


def test_the_oldest_bodies_make_room(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BODIES", 5)
    posts = [a_post(f"p{n}") for n in range(8)]
    for n, post in enumerate(posts):
        asyncio.run(state.cache.keep_body(KeptPost(post, NOON + timedelta(seconds=n))))
    # Read again: it is not among the oldest any more.
    asyncio.run(state.cache.keep_body(KeptPost(posts[0], NOON + timedelta(seconds=10))))
    state.cache.keep_only(["acme"])
    assert [state.cache.body(post.ref) is not None for post in posts] == [True] + [False] * 3 + [True] * 4
    monkeypatch.setattr(cache, "MOST_BYTES", 1)
    monkeypatch.setattr(cache, "BODIES_TO_TIDY", 1)
    asyncio.run(state.cache.keep_body(KeptPost(posts[1], NOON + timedelta(seconds=20))))
    assert not any(state.cache.body(post.ref) for post in posts), "nor is one kept that is too much alone"


def test_a_huge_body_is_not_kept_and_the_one_before_it_goes(state: State) -> None:
    post = a_post()
    for huge in ("x" * (cache.LARGEST_BODY + 1), "\x00" * (cache.LARGEST_BODY // 3)):
        asyncio.run(state.cache.keep_body(KeptPost(post, NOON)))
        assert state.cache.body(post.ref)
        asyncio.run(state.cache.keep_body(KeptPost(replace(post, markdown=huge), NOON)))
        assert state.cache.body(post.ref) is None
    long = replace(post, markdown="x" * (cache.LARGEST_BODY - 2000))
    asyncio.run(state.cache.keep_body(KeptPost(long, NOON)))
    assert state.cache.body(post.ref) == KeptPost(long, NOON)


def test_connections_that_are_there_no_longer_are_forgotten(state: State) -> None:
    for name in ("acme", "gone"):
        asyncio.run(state.cache.keep_inbox(InboxPart(name, ()), NOON))
        asyncio.run(state.cache.keep_posts(KeptPosts(name, (), NOON)))
        asyncio.run(state.cache.keep_body(KeptPost(a_post(connection=name), NOON)))
    state.cache.keep_only(["acme"])
    assert [part.connection for part in state.cache.inbox()] == ["acme"]
    assert [kept.connection for kept in asyncio.run(state.cache.posts())] == ["acme"]
    assert state.cache.body(a_post(connection="acme").ref)
    assert state.cache.body(a_post(connection="gone").ref) is None
