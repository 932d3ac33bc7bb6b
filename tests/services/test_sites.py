"""The sites of connections: asked for when they are up, and again when what waits names others."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.clock import settle
from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.platform import FakePlatform, opener
from tests.fakes.sites import DOCS, MAIN, SitePlatform
from tui.domain.accounts import AccountKind
from tui.domain.errors import NotSupported, StateError, Unreachable
from tui.domain.posts import Post
from tui.domain.rules.publishing import DeadLink
from tui.domain.sites import Site
from tui.services import Services, publish_checks
from tui.services.publish_checks import PublishChecks
from tui.state import open_state
from tui.state.site_choices import SiteChoices


async def test_sites_are_known_and_asked_for_anew_when_others_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog = SitePlatform("blog")
    blog.at.error = Unreachable("blog did not answer")
    state = open_state(tmp_path / "state.db")
    services = Services.make(["blog", "acme"], opener([blog, FakePlatform("acme")]), state, lambda: NOON)
    told: list[str] = []
    services.sites.changed.subscribe(told.append)
    try:
        await services.hub.connect()
        await settle()
        assert (services.sites.connections, services.sites.known("blog")) == (("blog",), None)
        assert services.sites.going("blog", ()) is None
        blog.at.error, blog.at.sites = None, (MAIN,)
        assert await services.sites.read("blog") == (MAIN,)
        assert told == ["blog"]
        with pytest.raises(NotSupported):
            await services.sites.read("acme")
        # Another site was connected meanwhile: what waits names it.
        blog.at.sites = (MAIN, DOCS)
        blog.with_approvals(an_approval("p1", "blog", targets=("s1", "s2")))
        async for _ in services.inbox.refresh(("blog",)):
            pass
        await settle()
        assert services.sites.known("blog") == (MAIN, DOCS)
        asked = blog.at.asked
        async for _ in services.inbox.refresh(("blog",)):
            pass
        await settle()
        assert blog.at.asked == asked, "what is known is not asked for again"
        services.sites.choose("blog", ("news",), ("s2",))
        going = services.sites.going("blog", ("news",))
        assert going is not None
        assert going.ids == ("s2",)

        def broken(*_: object) -> None:
            raise StateError("The disk is full", advice="")

        monkeypatch.setattr(SiteChoices, "keep", broken)
        monkeypatch.setattr(SiteChoices, "choices", broken)
        services.sites.choose("blog", (), ("s1",))
        assert services.sites.remembered("blog", ("news",)) == (), "it is asked, then, and nothing fails"
    finally:
        await services.close()
        state.close()


async def test_a_site_that_takes_posts_and_is_not_named_is_asked_about_once(tmp_path: Path) -> None:
    blog = SitePlatform("blog", MAIN, DOCS)
    state = open_state(tmp_path / "state.db")
    services = Services.make(["blog"], opener([blog]), state, lambda: NOON)
    try:
        await services.hub.connect()
        await settle()
        asked = blog.at.asked
        # One in trouble, say; each answer names the same.
        blog.with_approvals(an_approval("p1", "blog", targets=("s1",)))
        for _ in range(3):
            async for _ in services.inbox.refresh(("blog",)):
                pass
            await settle()
        assert blog.at.asked == asked + 1
    finally:
        await services.close()
        state.close()


async def test_where_others_take_something_what_waits_is_asked_anew(tmp_path: Path) -> None:
    blog = SitePlatform("blog", MAIN)
    blog.capabilities = replace(blog.capabilities, accounts=(AccountKind.SITE,))
    state = open_state(tmp_path / "state.db")
    services = Services.make(["blog"], opener([blog]), state, lambda: NOON)
    try:
        await services.hub.connect()
        await services.sites.read("blog")
        await settle()
        # Whoever reads them finds another one: what a yes to what waits leads to is asked for anew.
        looked: list[str] = []
        services.inbox.answered.subscribe(lambda part: looked.append(part.connection))
        blog.at.sites = (MAIN, replace(DOCS, name=MAIN.name), replace(MAIN, id="s3", address=None))
        names = [site.name for site in await services.sites.read("blog")]
        assert names == ["Main (main.example)", "Main (docs.example)", "Main (s3)"], "they are told apart"
        await settle()
        assert looked == ["blog"]
        services.accounts.written.publish("blog")
        await settle()
        assert looked == ["blog", "blog"], "and when something was set up"
        blog.at.sites = (MAIN, DOCS)
        await services.sites.read("blog")
        assert services.sites.name("blog", "s3") == "Main (s3)", "what is no more has its name still"
    finally:
        await services.close()
        state.close()


async def test_what_was_asked_before_something_was_set_up_tells_nothing_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog, other = SitePlatform("blog", MAIN), SitePlatform("blog", DOCS)
    state = open_state(tmp_path / "state.db")
    services = Services.make(["blog"], opener([blog]), state, lambda: NOON)
    gates: list[asyncio.Event] = []

    async def slowly() -> tuple[Site, ...]:
        told = blog.at.sites
        gates.append(asyncio.Event())
        await gates[-1].wait()
        return told

    monkeypatch.setattr(blog.at, "all", slowly)
    try:
        await services.hub.connect()
        services.sites.look_soon("blog")
        await settle()
        # It was switched off while they were being asked for: they are asked for once more.
        blog.at.sites = (replace(MAIN, takes=False),)
        services.sites.look_soon("blog")
        gates[0].set()
        await settle()
        gates[1].set()
        await settle()
        assert services.sites.known("blog") == blog.at.sites
        # A slow answer comes behind the one to a later question.
        late = asyncio.create_task(services.sites.read("blog"))
        await settle()
        blog.at.sites = (MAIN,)
        now = asyncio.create_task(services.sites.read("blog"))
        await settle()
        gates[3].set()
        gates[2].set()
        assert (await now, await late) == ((MAIN,), (replace(MAIN, takes=False),))
        assert services.sites.known("blog") == (MAIN,)
        # Another account has its name by now.
        services.sites.look_soon("blog")
        await settle()
        monkeypatch.setattr(services.hub, "_open_platform", opener([other]))
        services.hub.take(["blog"], anew=["blog"])
        await services.hub.connect()
        gates[4].set()
        await settle()
        assert services.sites.known("blog") == (DOCS,)
    finally:
        await services.close()
        state.close()


async def test_links_are_looked_at_few_at_once_and_none_is_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_checks, "LINK_SECONDS", 90.0)
    most, now = 0, 0

    async def look_at(address: str) -> str | None:
        nonlocal most, now
        assert "127.0.0.1" not in address
        now += 1
        most = max(most, now)
        try:
            # They begin in order, and only the one that never answers has little time.
            if address.endswith("/6"):
                monkeypatch.setattr(publish_checks, "LINK_SECONDS", 0.01)
            if address.endswith("/7"):
                monkeypatch.setattr(publish_checks, "LINK_SECONDS", 90.0)
                await asyncio.Event().wait()
            await asyncio.sleep(0)
            return "answered 404" if address.endswith("/3") else None
        finally:
            now -= 1

    text = "\n".join(f"[{n}](https://a.example/{n})" for n in range(19))
    text += " http://127.0.0.1/shutdown " + " ".join(f"https://b.example/{n}" for n in range(5))
    post = a_post("p1", "blog", markdown=text, slug="same-words")
    namesake = a_post("p2", "blog", slug="same-words", title="The same words")
    blog = SitePlatform("blog", MAIN)
    blog.with_posts(post, namesake)
    state = open_state(tmp_path / "state.db")
    services = Services.make(["blog"], opener([blog]), state, lambda: NOON)
    grown = 0

    def changed() -> None:
        nonlocal grown
        grown += 1

    try:
        await services.hub.connect()
        checks = PublishChecks((post,), services.hub, services.posts, look_at)
        assert checks.links.said == "links: 0 of 20 looked at, 5 more are not"
        await checks.run(changed)
        assert (most, grown) == (4, 21)
        assert checks.links.said == "links: 20 of 20 looked at, 5 more are not"
        assert set(checks.links.dead) == {
            DeadLink("https://a.example/3", "answered 404"),
            DeadLink("https://a.example/7", "has not answered in 90 s"),
            DeadLink("http://127.0.0.1/shutdown", "is on your own network"),
        }
        (taken,) = checks.of(post, (MAIN,))
        assert taken.rule == "slug_taken"
        # Without anybody to look, and without an answer, nothing is said and nothing fails.
        blog.fail("posts", Unreachable("blog did not answer"))
        bare: Post = replace(post, canonical="https://main.example/x")
        alone = PublishChecks((bare,), services.hub, services.posts, None)
        await alone.run(changed)
        assert alone.links.said == ""
        assert [each.rule for each in alone.of(bare, (MAIN,))] == ["canonical"]
    finally:
        await services.close()
        state.close()


async def test_slugs_are_asked_for_few_at_once_however_many_posts_go_out_together(tmp_path: Path) -> None:
    blog = SitePlatform("blog", MAIN)
    state = open_state(tmp_path / "state.db")
    services = Services.make(["blog"], opener([blog]), state, lambda: NOON)
    try:
        await services.hub.connect()
        several = tuple(a_post(f"m{n}", "blog", slug=f"m-{n}") for n in range(9))
        checks = PublishChecks(several, services.hub, services.posts, None)
        gate = blog.hold("posts")
        running = asyncio.create_task(checks.run(lambda: None))
        await settle()
        assert (blog.called("posts"), checks.slugs_asked) == (4, False)
        gate.set()
        await running
        assert checks.slugs_asked
    finally:
        await services.close()
        state.close()
