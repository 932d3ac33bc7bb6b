from __future__ import annotations

from pathlib import Path

from tests.fakes.items import NOON, a_job, a_post, an_approval
from tests.fakes.platform import FakePlatform, opener
from tui.domain.connections import Reach
from tui.domain.posts import PostFilter
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
