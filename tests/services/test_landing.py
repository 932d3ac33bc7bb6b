"""Whether posts are where they were sent to; and what that settles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.items import a_post, ago
from tests.fakes.pages import FakePages
from tests.fakes.platform import FakePlatform
from tests.fakes.sites import DOCS, MAIN, SitePlatform
from tests.services.outbox_desk import Terminal
from tui.domain.entry_states import EntryState
from tui.domain.errors import Conflict, NotSupported, OutcomeUnknown, StateError
from tui.domain.holds import Holds
from tui.domain.intents import delivering, publishing
from tui.domain.landing import Landing, Page, Seen, Verdict, Way
from tui.domain.outbox import Intent
from tui.domain.posts import Delivery, Post, PostState
from tui.domain.sites import Pulled, Site
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.services.landing import KEPT_FOR, LandingService
from tui.services.sites import SitesService

LOST = OutcomeUnknown("blog was asked, and its answer was lost")
FINAL = Consequence("publishes NOW, cannot be undone", Gravity.FINAL)
TEXT = "It weighs less than it did. And it fits."
NOWHERE = Site("s9", "Nowhere", None, "active")
POST = a_post(
    "p1",
    "blog",
    title="Lighter",
    slug="lighter",
    markdown=TEXT,
    state=PostState.PUBLISHED,
    verbs=frozenset({Verb.DELIVER}),
    deliveries=(Delivery("s1", "pending"), Delivery("s2", "delivered", ago(hours=1))),
)
AT_MAIN, AT_DOCS = "https://main.example/lighter", "https://docs.example/blog/lighter/"


@dataclass
class Looking:
    """A connection with two sites, and what looks at them."""

    terminal: Terminal
    platform: SitePlatform
    pages: FakePages
    landing: LandingService

    async def look(self, post: Post = POST) -> dict[str, Landing]:
        return {each.site: each for each in await self.landing.look(post)}

    async def lost(self, intent: Intent) -> None:
        """What was decided left, and its answer was lost."""
        self.platform.fail("publish", LOST)
        self.terminal.put(intent)
        await self.terminal.pass_time(2)
        assert self.terminal.states() == [EntryState.UNKNOWN]


@pytest.fixture
async def looking(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Looking]:
    platform = SitePlatform("blog", MAIN, DOCS, NOWHERE)
    platform.with_posts(POST)
    holds = Holds(0, 0, 0)
    terminal = await Terminal.open(tmp_path, clock, platform, FakePlatform("acme"), holds=holds)
    sites = SitesService(terminal.hub, terminal.state, clock.now)
    pages = FakePages()
    landing = LandingService(terminal.hub, sites, terminal.outbox, terminal.state, clock.now, pages)
    terminal.hub.taken.subscribe(landing.connections_taken)
    yield Looking(terminal, platform, pages, landing)
    await sites.close()
    await terminal.close()


async def test_each_site_is_looked_at_by_its_usual_addresses(looking: Looking, clock: FakeClock) -> None:
    looking.pages.shows(AT_MAIN, f"Home {TEXT}", "Lighter | Main")
    # A site may answer every address with some page.
    looking.pages.shows("https://docs.example/lighter", "Home. Older posts.", "Docs")
    looking.pages.shows(AT_DOCS, "It weighs less than it did.", "Lighter")
    told: list[object] = []
    looking.landing.changed.subscribe(told.append)
    found = await looking.look()
    main, docs = found["s1"], found["s2"]
    assert (main.verdict, main.guessed, main.address, main.site_name) == (
        Verdict.LANDED,
        True,
        AT_MAIN,
        "Main",
    )
    assert (docs.verdict, docs.address, docs.share) == (Verdict.DIFFERS, AT_DOCS, 0.5)
    assert looking.pages.asked.count(AT_MAIN) == 1
    assert [each for each in looking.pages.asked if "docs" in each] == [
        "https://docs.example/lighter",
        "https://docs.example/lighter/",
        "https://docs.example/blog/lighter",
        AT_DOCS,
    ]
    assert main.settles(POST.deliveries[0])
    assert (looking.landing.of(POST.ref, "s1"), told) == (main, [POST.ref])
    assert looking.landing.seen_at(POST) == AT_MAIN
    assert looking.landing.seen_at(a_post("p9", "blog")) is None
    # The newest is what is known, also by the next Copydesk.
    del looking.pages.pages[AT_MAIN]
    missing = (await looking.look())["s1"]
    assert (missing.verdict, "none of 6 usual addresses" in missing.why) == (Verdict.MISSING, True)
    again = LandingService(
        looking.terminal.hub,
        looking.landing._sites,
        looking.terminal.outbox,
        looking.terminal.state,
        clock.now,
    )
    assert (again.of(POST.ref, "s1"), again.of(POST.ref, "s2")) == (
        missing,
        looking.landing.of(POST.ref, "s2"),
    )
    assert again.of(POST.ref) is None
    kept = looking.terminal.state.landings
    looking.terminal.hub.take(["blog", "acme"], anew=["acme"])
    assert len(kept.landings()) == 2
    looking.terminal.hub.take(["blog", "acme"], anew=["blog"])
    assert not kept.landings(), "another connection has that name now"
    assert looking.landing.of(POST.ref, "s1") is None
    kept.keep(missing)
    kept.tidy(clock.now() + KEPT_FOR)
    assert not kept.landings()


async def test_a_post_is_found_where_the_first_page_of_its_site_leads(looking: Looking) -> None:
    front, linked, shown = (
        "https://main.example",
        "https://main.example/2026/lighter.html",
        looking.pages.pages,
    )
    shown[front] = Page(Seen.SHOWN, (front,), links=(f"{front}/about", linked))
    for each in ("https://main.example/lighter", "https://main.example/lighter/"):
        looking.pages.shows(
            each, "It weighs less than it did. Nothing else is like in this extract.", "Tagged"
        )
    looking.pages.shows(linked, TEXT, "Lighter")
    found = (await looking.look())["s1"]
    assert (found.verdict, found.address, found.guessed) == (Verdict.LANDED, linked, False)
    assert "first page of the site leads there" in found.why
    # Where it leads nowhere, what showed some of it is told.
    shown[front] = Page(Seen.SHOWN, (front,), links=(f"{front}/about",))
    found = (await looking.look())["s1"]
    assert (found.verdict, found.address, found.guessed) == (Verdict.DIFFERS, AT_MAIN, True)
    # What no look shows says nothing else.
    shown[AT_MAIN] = Page(Seen.SHOWN, (AT_MAIN,), title="Lighter", hidden="it asks for a password")
    del shown[f"{AT_MAIN}/"]
    found = (await looking.look())["s1"]
    assert (found.verdict, found.why) == (Verdict.REFUSED, "it asks for a password")
    # Who does not answer is not asked on and on.
    shown[AT_MAIN] = Page(Seen.UNREACHABLE, (AT_MAIN,), "it answered 503: the site has a fault")
    looking.pages.asked.clear()
    assert (await looking.look())["s1"].verdict is Verdict.UNREACHABLE
    assert len([each for each in looking.pages.asked if "main" in each]) == 1


async def test_what_a_site_pulls_is_asked_for_where_no_page_shows_it(
    looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking.platform.at.held["p1", "s1"] = Pulled("Lighter", f"<p>{TEXT}</p>", "lighter", version=3)
    found = await looking.look()
    assert (found["s1"].verdict, found["s1"].way, found["s1"].version) == (Verdict.LANDED, Way.PULL, 3)
    assert "none of 6 usual addresses" in found["s1"].why
    looking.pages.shows(AT_MAIN, TEXT, "Lighter")
    assert (await looking.look())["s1"].way is Way.PAGE
    del looking.pages.pages[AT_MAIN]

    async def refuses(post: Post, site: str) -> None:
        raise Conflict("blog does not let the site pull its posts")

    monkeypatch.setattr(looking.platform.at, "pulled", refuses)
    found = await looking.look()
    assert (found["s1"].verdict, found["s1"].way) == (Verdict.MISSING, Way.PAGE)
    assert "does not let the site pull" in found["s1"].why


async def test_the_posts_own_address_and_sites_that_nobody_knows(looking: Looking) -> None:
    own = "https://acme.example/lighter"
    looking.pages.shows(own, TEXT, "Lighter")
    published = a_post("p2", "acme", title="Lighter", markdown=TEXT, url=own)
    assert {site: each.verdict for site, each in (await looking.look(published)).items()} == {
        "": Verdict.LANDED
    }
    moved = replace(POST, deliveries=(Delivery("s9", "pending"), Delivery("gone", "failed", site_name="Old")))
    found = await looking.look(moved)
    assert {each.verdict for each in found.values()} == {Verdict.UNREACHABLE}
    assert [each.site_name for each in found.values()] == ["Nowhere", "Old"]
    assert (await looking.look(replace(moved, slug=None)))["s9"].why == "no address of the site is known"
    slow = Page(Seen.UNREACHABLE, (AT_MAIN,), "main.example took longer than 10 s")
    looking.pages.pages[AT_MAIN] = slow
    asked = len(looking.pages.asked)
    (only,) = await looking.landing.look(POST, ["s1"])
    assert (only.verdict, only.why, len(looking.pages.asked)) == (Verdict.UNREACHABLE, slow.why, asked + 1)
    with pytest.raises(NotSupported, match="not published yet"):
        await looking.look(a_post("p3", "acme"))
    with pytest.raises(NotSupported, match="no published address"):
        await looking.look(a_post("p3", "acme", state=PostState.PUBLISHED))
    looking.landing.pages = None
    with pytest.raises(NotSupported, match="No page can be looked at"):
        await looking.look()


@pytest.mark.parametrize("first", [True, False], ids=["publish", "deliver"])
async def test_a_page_that_shows_the_text_settles_what_had_no_answer(looking: Looking, first: bool) -> None:
    before = replace(POST, state=PostState.DRAFT, verbs=frozenset({Verb.PUBLISH}), deliveries=())
    read = before if first else replace(POST, deliveries=(Delivery("s2", "retrying"),))
    looking.platform.with_posts(read)
    wanted = ["s1", "s2"]
    await looking.lost(publishing(read, FINAL, wanted) if first else delivering(read, wanted, FINAL))
    await looking.look(read)
    assert looking.terminal.states() == [EntryState.UNKNOWN], "by absence nothing is settled"
    looking.pages.shows(AT_MAIN, "Something else. It weighs more than it did.", "Lighter")
    await looking.look(read)
    assert looking.terminal.states() == [EntryState.UNKNOWN], "another text settles nothing"
    looking.pages.shows(AT_MAIN, TEXT, "Lighter")
    await looking.look(read)
    if not first:
        looking.platform.at.held["p1", "s2"] = Pulled("Lighter", TEXT, "lighter")
        await looking.look(read)
        assert looking.terminal.states() == [EntryState.UNKNOWN], "on one of them it may stand since before"
        looking.pages.shows(AT_DOCS, TEXT, "Lighter")
        await looking.look(read)
    await looking.terminal.pass_time(120)
    assert looking.terminal.words() == [(EntryState.SENT, f"found on {AT_MAIN}")]
    assert looking.platform.called("publish") == 1
    assert not looking.terminal.outbox.entries
    (told,) = looking.terminal.outbox.audit()
    assert (told.state, told.answer) == (EntryState.SENT, f"found on {AT_MAIN}")


@pytest.mark.parametrize("first", [True, False], ids=["publish", "deliver"])
async def test_where_it_had_arrived_before_a_page_settles_nothing(looking: Looking, first: bool) -> None:
    """It may be a draft again, or have been edited since by a word that nobody sees missing."""
    verbs = frozenset({Verb.PUBLISH if first else Verb.DELIVER})
    state = PostState.DRAFT if first else PostState.PUBLISHED
    read = replace(POST, state=state, verbs=verbs, deliveries=(Delivery("s1", "delivered", ago(days=2)),))
    looking.platform.with_posts(read)
    sites = ["s1"]
    await looking.lost(publishing(read, FINAL, sites) if first else delivering(read, sites, FINAL))
    looking.pages.shows(AT_MAIN, TEXT, "Lighter")
    await looking.look(read)
    assert looking.terminal.states() == [EntryState.UNKNOWN]


async def test_what_was_seen_before_it_left_settles_nothing(looking: Looking, clock: FakeClock) -> None:
    looking.pages.shows(AT_MAIN, TEXT, "Lighter")
    await looking.look()
    await clock.advance(timedelta(minutes=1).total_seconds())
    read = replace(POST, deliveries=(Delivery("s1", "retrying"),))
    looking.platform.with_posts(read)
    await looking.lost(delivering(read, ["s1"], FINAL))
    looking.pages.pages.clear()
    await looking.look(read)
    assert looking.terminal.states() == [EntryState.UNKNOWN]


async def test_what_cannot_be_kept_is_told_all_the_same(
    looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def landings(self) -> None:
            raise StateError("The state database cannot be used")

        keep = tidy = lambda self, *given: self.landings()

    monkeypatch.setattr(type(looking.terminal.state), "landings", property(lambda state: Broken()))
    looking.pages.shows(AT_MAIN, TEXT, "Lighter")
    assert (await looking.look())["s1"].verdict is Verdict.LANDED
    assert looking.landing.of(POST.ref, "s1") is not None
