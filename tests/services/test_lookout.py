"""What went out by itself and failed on a site is known without anybody looking at the deliveries."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fakes.clock import FakeClock
from tests.fakes.items import NOON
from tests.fakes.platform import FakePlatform
from tests.fakes.sites import DOCS, MAIN, SitePlatform
from tests.services.test_deliveries import opened, out, reads
from tui.domain.errors import Unreachable
from tui.services.deliveries import DeliveriesService
from tui.services.lookout import LATELY, LONGEST_PAUSE, MOST_READ, Lookout

LONG_AGO = LATELY / timedelta(hours=1) + 1


def lookout(service: DeliveriesService, clock: FakeClock) -> Lookout:
    return Lookout(service, lambda: NOON, clock.monotonic)


def failing(service: DeliveriesService) -> list[str]:
    return [each.failing.title for each in service.failing]


async def test_what_went_out_lately_is_read_a_few_at_a_time_and_what_is_known_is_not(tmp_path: Path) -> None:
    clock = FakeClock()
    blog = SitePlatform("blog", MAIN, DOCS)
    posts = [out(f"p{n}", n, s1="delivered") for n in range(MOST_READ)]
    blog.with_posts(*posts, out("late", 20, s2="failed"), out("old", LONG_AGO, s2="failed"))
    bare, other = SitePlatform("bare"), FakePlatform("acme")
    bare.with_posts(out("b1", 1))
    async with opened(tmp_path, clock, blog, bare, other) as (_, service):
        looking = lookout(service, clock)
        await looking.look()
        assert sorted(map(str, reads(blog))) == sorted(each.ref.id for each in posts)
        assert not service.asked, "whoever opens the deliveries has them asked for"
        await looking.look(every=30)
        assert blog.called("posts") == 1
        await clock.advance(31)
        await looking.look(every=30)
        assert reads(blog)[MOST_READ:] == ["late"], "what arrived is not read again"
        assert failing(service) == ["Post late"]
        # Where there is no site there is nothing to ask for.
        assert (bare.called("posts"), other.called("posts")) == (0, 0)


async def test_what_failed_is_looked_at_again_with_growing_pauses(tmp_path: Path) -> None:
    clock = FakeClock()
    blog = SitePlatform("blog", MAIN, DOCS).with_posts(out("p1", 1, s1="failed"), out("p2", 2, s1="pending"))
    async with opened(tmp_path, clock, blog) as (_, service):
        looking = lookout(service, clock)
        for _ in range(60):
            await looking.look()
            await clock.advance(60)
        assert len(reads(blog)) <= 2 * (60 * 60 / LONGEST_PAUSE + 5)
        assert failing(service) == ["Post p1"]
        # Somebody else sent it again; and the other one failed at last.
        blog.posts_by_id["p1"] = out("p1", 1, s1="delivered")
        blog.posts_by_id["p2"] = out("p2", 2, s1="failed")
        blog.fail("post", Unreachable("blog did not answer"))
        await clock.advance(LONGEST_PAUSE)
        await looking.look()
        blog.heal("post")
        await clock.advance(LONGEST_PAUSE)
        await looking.look()
        assert failing(service) == ["Post p2"]
        # What is gone is gone from there too.
        del blog.posts_by_id["p2"]
        await clock.advance(LONGEST_PAUSE)
        await looking.look()
        assert (failing(service), service.rows[0].ref.id) == ([], "p1")
