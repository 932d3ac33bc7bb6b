from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.fakes.items import NOON, a_job, a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform, opener
from tui.domain.connections import Reach
from tui.domain.landing import Landing, Verdict
from tui.domain.posts import PostFilter
from tui.domain.refs import ItemKind, ItemRef
from tui.services import Services
from tui.state import open_state


async def test_services_are_made_before_anything_is_opened_and_work_once_it_is(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    state.keep_job(a_job())
    acme = FakePlatform().with_posts(a_post()).with_approvals(an_approval())
    services = Services.make(["acme"], opener([acme]), state, lambda: NOON)
    services.jobs.start()
    assert len(services.jobs.board) == 1
    services.edits.keep(a_post(), "kept")
    await services.hub.connect()
    assert [told.connection async for told in services.inbox.refresh()] == ["acme"]
    assert (await services.posts.open(PostFilter()).more()).total == 1
    assert services.hub.health["acme"].reach is Reach.UP
    await services.hub.close()
    state.close()
    assert acme.closed


async def test_what_came_of_posts_and_where_they_are_is_kept_before_anybody_asks(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    post = ItemRef("acme", ItemKind.POST, "p1")
    state.landings.keep(Landing(post, "s1", Verdict.LANDED, NOON))
    acme = FakePlatform("acme", capabilities=replace(CAPABLE, stories=True))
    acme.with_approvals(an_approval("1", "acme", parent=post))
    services = Services.make(["acme"], opener([acme]), state, lambda: NOON)
    await services.hub.connect()
    assert [told.connection async for told in services.inbox.refresh()] == ["acme"]
    assert [came.of for came in state.stories.came()] == [post]
    services.hub.take(["acme"], anew=["acme"])
    assert not state.landings.landings(), "another connection has that name now"
    await services.close()
    state.close()
