"""What is known for the calendar, over all connections: what was kept, what they tell, what is on its way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform, opener
from tests.fakes.schedules import a_slot, scheduling
from tui.domain.errors import Unreachable
from tui.domain.holds import Holds
from tui.domain.intents import deleting
from tui.domain.intents import scheduling as schedule
from tui.domain.posts import Post, PostFilter, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Verb
from tui.services import Services
from tui.state import open_state

LATER = NOON + timedelta(days=2)
SCHEDULES = replace(CAPABLE, states=tuple(PostState)[:-1])


def planned(id: str, connection: str = "agency") -> Post:
    verbs = frozenset({Verb.SCHEDULE, Verb.DELETE})
    return a_post(id, connection, state=PostState.SCHEDULED, scheduled_at=LATER, verbs=verbs)


@asynccontextmanager
async def serving(folder: Path, *platforms: FakePlatform) -> AsyncIterator[Services]:
    state = open_state(folder / "state.db")
    names = [each.connection for each in platforms]
    services = Services.make(names, opener(platforms), state, lambda: NOON, Holds(0, 0, 0))
    await services.hub.connect()
    services.outbox.start()
    try:
        yield services
    finally:
        await services.close()
        state.close()


async def test_each_connection_is_asked_for_what_has_a_time_and_one_that_fails_costs_the_others_nothing(
    tmp_path: Path,
) -> None:
    agency, slots = scheduling("agency", a_slot())
    agency.capabilities = replace(SCHEDULES, schedules=agency.capabilities.schedules)
    agency.with_posts(planned("p1"), a_post("p2", "agency", state=PostState.PUBLISHED, published_at=NOON))
    agency.with_approvals(an_approval("t", "agency", due=LATER))
    acme = FakePlatform("acme", replace(CAPABLE, states=(PostState.DRAFT, PostState.PUBLISHED)))
    blog = FakePlatform("blog", SCHEDULES, page_size=1)
    blog.with_posts(*(planned(str(number), "blog") for number in range(8)))
    down = FakePlatform("down")
    for method in ("posts", "approvals"):
        down.fail(method, Unreachable("down did not answer"))
    async with serving(tmp_path, agency, acme, blog, down) as services:
        calendar = services.calendar
        assert list(calendar.awaited) == ["agency", "acme", "blog", "down"]
        told: list[str] = []
        calendar.changed.subscribe(told.append)
        await calendar.refresh()
        known = calendar.known()
        assert {each.ref.id for each in known.posts if each.ref.connection == "agency"} == {"p1", "p2"}
        assert ([each.title for each in known.approvals], len(known.schedules)) == (["Post t"], 1)
        assert set(told) == {"agency", "acme", "blog", "down"}
        assert [each.connection for each in calendar.failures] == ["down"]
        assert known.untold == {"down"}
        assert dict(calendar.told) == dict.fromkeys(("agency", "acme", "blog"), NOON)
        # A platform where nothing is scheduled is asked for what was published alone; a long list is not
        # read to its end, and that is known.
        assert [call.args[0] for call in acme.calls if call.method == "posts"] == [
            PostFilter(states=frozenset({PostState.PUBLISHED}))
        ]
        assert list(calendar.cut) == ["blog"]
        # What is known stays where a connection fails later; known schedules are not asked for again.
        agency.fail("posts", Unreachable("agency did not answer"))
        await calendar.refresh(all=False)
        assert len(slots.sent("all")) == 1
        assert [each.connection for each in calendar.failures] == ["agency", "down"]
        assert len(calendar.known().posts) == len(known.posts)


async def test_what_was_kept_is_known_before_anything_is_asked(tmp_path: Path) -> None:
    blog = FakePlatform("blog", SCHEDULES).with_posts(planned("p1", "blog"))
    async with serving(tmp_path, blog) as services:
        await services.posts.open(PostFilter()).more(10)
    blog = FakePlatform("blog", SCHEDULES)
    async with serving(tmp_path, blog) as services:
        await services.calendar.recall()
        assert [each.ref.id for each in services.calendar.known().posts] == ["p1"]
        assert services.calendar.told["blog"] == NOON
        # While it is asked nobody knows yet that nothing stands there.
        gate = blog.hold("posts")
        looking = asyncio.create_task(services.calendar.refresh())
        for _ in range(9):
            await asyncio.sleep(0)
        assert blog.called("posts")
        assert list(services.calendar.awaited) == ["blog"]
        gate.set()
        await looking
        assert not services.calendar.awaited
        assert not services.calendar.known().posts


async def test_what_is_on_its_way_and_what_came_of_it_is_known_at_once(tmp_path: Path) -> None:
    agency = FakePlatform("agency", SCHEDULES).with_posts(planned("p1"), planned("p2"))
    one, two = (ItemRef("agency", ItemKind.POST, id) for id in ("p1", "p2"))
    async with serving(tmp_path, agency) as services:
        calendar = services.calendar
        await calendar.refresh()
        # An answer of before a decision does not undo what is known of it.
        gate = agency.hold("posts")
        looking = asyncio.create_task(calendar.refresh())
        there = LATER + timedelta(hours=3)
        (entry,) = services.outbox.put([schedule(await services.posts.read(one), there)])
        assert calendar.known().deciding == {one: there}
        await services.outbox.answer(entry)
        assert not calendar.known().deciding
        gate.set()
        await looking
        post = calendar.post(one)
        assert post is not None
        assert post.scheduled_at == there
        (entry,) = services.outbox.put([deleting(await services.posts.read(two))])
        await services.outbox.answer(entry)
        assert calendar.post(two) is None
