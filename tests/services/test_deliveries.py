"""The deliveries of published posts: what is read when, and what is known of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from tests.fakes.clock import FakeClock, settle
from tests.fakes.items import a_post, ago, an_approval
from tests.fakes.platform import FakePlatform, opener
from tests.fakes.sites import DOCS, MAIN, SitePlatform
from tui.domain.deliveries import Place, Reached, columns, pause_after
from tui.domain.entry_states import EntryState
from tui.domain.errors import Unreachable
from tui.domain.intents import approving, delivering, publishing
from tui.domain.posts import Delivery, Post, PostState
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.services import Services
from tui.services.deliveries import SWEEP_SECONDS, DeliveriesService
from tui.services.outbox import Ended
from tui.state import open_state

PUBLIC = Consequence("sends it to Docs again", Gravity.PUBLIC)
OUT = frozenset({Verb.EDIT, Verb.DELETE, Verb.DELIVER})


def out(id: str, hours: float, **states: str) -> Post:
    told = tuple(Delivery(site, state) for site, state in states.items())
    return a_post(
        id,
        "blog",
        state=PostState.PUBLISHED,
        verbs=OUT,
        published_at=ago(hours=hours),
        deliveries=told,
    )


@asynccontextmanager
async def opened(
    folder: Path, clock: FakeClock, *platforms: FakePlatform
) -> AsyncIterator[tuple[Services, DeliveriesService]]:
    state = open_state(folder / "state.db", clock.now)
    names = [each.connection for each in platforms]
    services = Services.make(names, opener(platforms), state, clock.now)
    # The one that there is, on the test's clock: beside another one it would ask too, by the machine's clock.
    service = services.deliveries
    service._monotonic, service._sleep = clock.monotonic, clock.sleep
    await services.hub.connect()
    await settle()
    try:
        yield services, service
    finally:
        await services.close()
        state.close()


def reads(blog: FakePlatform) -> list[object]:
    return [call.args[0] for call in blog.calls if call.method == "post"]


async def test_what_is_looked_at_is_read_first_what_goes_on_again_and_the_rest_slowly(tmp_path: Path) -> None:
    clock = FakeClock()
    blog = SitePlatform("blog", MAIN, DOCS)
    posts = [out(f"p{n}", n, s1="delivered") for n in range(5)]
    blog.with_posts(*posts[:2], out("p2", 2, s1="delivered", s2="retrying"), *posts[3:])
    async with opened(tmp_path, clock, blog, FakePlatform("acme")) as (_, service):
        assert await service.refresh() == ()
        assert [row.ref.id for row in service.rows] == ["p0", "p1", "p2", "p3", "p4"]
        assert {row.cell("s1").reached for row in service.rows} == {Reached.UNREAD}
        visible = [posts[1].ref, ItemRef("blog", posts[0].ref.kind, "p2")]
        watching = asyncio.create_task(service.watch(lambda: visible))
        await settle()
        assert sorted(map(str, reads(blog))) == ["p0", "p1", "p2"], "one of the others goes along"
        for _ in range(int(SWEEP_SECONDS * 4) + 4):
            await clock.advance(0.5)
        assert {"p3", "p4"} <= set(reads(blog))
        assert reads(blog).count("p1") == 1
        before = reads(blog).count("p2")
        assert before > 1
        for _ in range(240):
            await clock.advance(0.5)
        # With growing pauses: in two minutes a few times only.
        assert 1 <= reads(blog).count("p2") - before <= 6
        blog.fail("post", Unreachable("blog did not answer"))
        for _ in range(200):
            await clock.advance(0.5)
        blog.heal("post")
        blog.posts_by_id["p2"] = out("p2", 2, s1="delivered", s2="failed")
        for _ in range(200):
            await clock.advance(0.5)
        assert service.failed == 1
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def test_what_is_sent_is_shown_on_its_way_and_looked_at_then(tmp_path: Path) -> None:
    clock = FakeClock()
    blog = SitePlatform("blog", MAIN, DOCS)
    draft = a_post("d1", "blog", title="New")
    blog.with_posts(out("p1", 1, s2="failed"), draft).with_approvals(an_approval("d1", "blog"))
    async with opened(tmp_path, clock, blog) as (services, service):
        await service.refresh()
        read = await service.read(out("p1", 1).ref)
        assert service.failed == 1
        services.outbox.start()
        services.outbox.put((delivering(read, ("s2",), PUBLIC), publishing(draft, PUBLIC, ("s1",))))
        rows = {row.ref.id: row for row in service.rows}
        assert next(row.ref.id for row in service.rows) == "d1", "what is about to be public stands on top"
        assert rows["p1"].cell("s2").sending == "held"
        assert (rows["d1"].cell("s1").sending, rows["d1"].post.title) == ("held", "New")
        assert rows["p1"].cell("s1").sending == ""


async def test_how_it_ended_is_known_without_anybody_looking(tmp_path: Path) -> None:
    clock = FakeClock()
    blog = SitePlatform("blog", MAIN, DOCS).with_posts(out("p1", 1, s1="delivered", s2="pending"))
    async with opened(tmp_path, clock, blog) as (services, service):
        (entry,) = services.outbox.put((delivering(out("p1", 1, s2="failed"), ("s2",), PUBLIC),))
        services.outbox.take_back()
        services.outbox.ended.publish(Ended(replace(entry, state=EntryState.SENT)))
        (row,) = service.rows
        assert (row.cell("s2").sending, service.failed) == ("sent", 0), "what failed before is of before"
        await settle()
        before = reads(blog).count("p1")
        assert service.rows[0].cell("s2").reached is Reached.PENDING
        assert (before > 0, service.failing) == (True, ())
        blog.fail("post", Unreachable("blog did not answer"))
        await clock.advance(60)
        blog.heal("post")
        blog.posts_by_id["p1"] = out("p1", 1, s1="delivered", s2="failed")
        await clock.advance(60)
        assert [each.failing.why for each in service.failing] == ["failed on Docs"]
        asked = len(reads(blog))
        await clock.advance(600)
        assert len(reads(blog)) == asked, "what ended is not looked at again"
        services.outbox.ended.publish(Ended(replace(entry, state=EntryState.CHANGED)))
        assert (service.rows, service.failing) == ((), ()), "nor is what is there no more"
        await service.close()


async def test_a_yes_to_a_post_that_goes_to_no_sites_is_no_delivery(tmp_path: Path) -> None:
    clock = FakeClock()
    acme = FakePlatform("acme").with_posts(a_post("p1"))
    acme.with_approvals(waits := an_approval("p1", targets=("Our blog",)))
    async with opened(tmp_path, clock, SitePlatform("blog", MAIN), acme) as (services, service):
        services.outbox.start()
        (entry,) = services.outbox.put(approving(waits, a_post("p1"), None))
        assert service.rows == ()
        services.outbox.send_now([entry.id])
        sent = replace(entry, state=EntryState.SENT)
        services.outbox.ended.publish(Ended(sent))
        watching = asyncio.create_task(service.watch(lambda: ()))
        await settle()
        before = len(reads(acme))
        for _ in range(int(SWEEP_SECONDS * 10)):
            await clock.advance(0.5)
        assert len(reads(acme)) == before, "nobody asks for it again and again"
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def test_what_was_read_before_this_run_and_on_other_screens_is_known(tmp_path: Path) -> None:
    clock = FakeClock()
    blog = SitePlatform("blog", MAIN)
    blog.with_posts(out("p1", 1, s1="failed"), out("p2", 2, gone="delivered"))
    async with opened(tmp_path, clock, blog) as (services, service):
        await services.posts.read(out("p1", 1).ref)
        assert service.failed == 1, "whoever reads a post tells its deliveries"
        assert [service.fails_on(Place("blog", each)) for each in ("s1", "gone")] == [True, False]
        await services.posts.read(out("p2", 2).ref)
        places = columns([("blog", (MAIN,))], service.rows)
        assert [(site.id, site.takes) for _, site in places] == [("s1", True), ("gone", False)]
    async with opened(tmp_path, clock, blog) as (_, service):
        await service.refresh()
        (row, _other) = service.rows
        assert row.cell("s1").reached is Reached.FAILED
        assert row.read_at is not None
        assert service.read_post(row.ref) is None, "it is read anew before anything is sent"


def test_pauses_grow_up_to_a_minute() -> None:
    pauses: Sequence[float] = [pause_after(looks) for looks in range(8)]
    assert pauses[:3] == [2, 4, 8]
    assert pauses[-1] == 60
