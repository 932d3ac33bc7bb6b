"""Did it land: a key looks at the pages of a post, on the screen of the posts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.fakes.items import a_post
from tests.fakes.pages import FakePages
from tests.fakes.sites import DOCS, MAIN, SitePlatform
from tests.screens.desk import open_app
from tui.domain.errors import Unreachable
from tui.domain.intents import deleting, delivering
from tui.domain.posts import Delivery, PostState
from tui.domain.verdicts import Consequence, Gravity, Verb

AGAIN = Consequence("sends it to Main again", Gravity.PUBLIC)
TEXT = "It weighs less than it did. And it fits.\n"
OUT = a_post(
    "p1",
    "blog",
    title="Lighter",
    slug="lighter",
    markdown=TEXT,
    state=PostState.PUBLISHED,
    verbs=frozenset({Verb.EDIT, Verb.DELIVER}),
    deliveries=(Delivery("s1", "pending", site_name="Main"), Delivery("s2", "delivered", site_name="Docs")),
)


async def test_a_key_tells_whether_a_post_landed(tmp_path: Path) -> None:
    platform = SitePlatform("blog", MAIN, DOCS)
    platform.with_posts(OUT, a_post("p2", "blog", title="Draft", slug="draft"))
    pages = FakePages()
    pages.shows("https://main.example/lighter", f"Home {TEXT}", "Lighter | Main")
    async with open_app(tmp_path, platform) as screen:
        screen.services.landing.pages = pages
        await screen.press("2")
        await screen.shows("Lighter", "It weighs less")
        await screen.press("L")
        shown = await screen.shows(
            "1 not there (Docs), 1 landed: Lighter", "did it land? ·", gone=("weighs less",)
        )
        assert "Main  ✓ landed" in shown
        assert "looked at https://main.example/lighter" in shown
        assert "100% of its sentences" in shown
        assert "Docs  ✗ not there" in shown
        # It stands while the list is read anew, and goes with the next way of reading.
        await screen.press("r")
        await screen.shows("Docs  ✗ not there")
        await screen.press("p")
        shown = await screen.shows("It weighs less", gone=("did it land? ·",))
        assert "▌text▐" in shown
        await screen.press("L")
        await screen.shows("did it land? ·")
        # Of another post it tells nothing, and comes back with no move.
        await screen.press("j")
        await screen.shows("The body of p2", gone=("did it land? ·",))
        await screen.press("L")
        await screen.shows("not looked at: It is not published yet. There is no page")
        await screen.press("k")
        await screen.shows("It weighs less", gone=("did it land? ·",))
        platform.fail("post", Unreachable("blog gave no answer"), times=1)
        await screen.press("L")
        await screen.shows("not looked at: blog gave no answer")
        platform.with_posts(replace(OUT, markdown="Another text altogether, since."))
        await screen.press("L")
        await screen.shows("1 not there (Docs), 1 says something else (Main): Lighter")
        # What failed by its platform's word, and is there, is not sent again unasked.
        failed = Delivery("s1", "failed", site_name="Main", answer="timed out")
        platform.with_posts(replace(OUT, deliveries=(failed, *OUT.deliveries[1:])))
        await screen.press("7")
        await screen.shows("[✗ failed]")
        await screen.press("L")
        await screen.shows("landed on Main: Lighter")
        await screen.press("R")
        await screen.shows("Send again?", "Main (failed): it is there")
        assert not platform.called("publish")


async def test_on_a_small_screen_the_answer_has_all_the_room(tmp_path: Path) -> None:
    platform = SitePlatform("blog", MAIN)
    platform.with_posts(replace(OUT, deliveries=OUT.deliveries[:1]), a_post("p2", "blog", verbs=OUT.verbs))
    async with open_app(tmp_path, platform, size=(60, 16)) as screen:
        screen.services.landing.pages = FakePages()
        await screen.press("2")
        await screen.shows("Lighter")
        await screen.press("L")
        await screen.shows("Main  ✗ not there")
        # Of what left it can be looked in the outbox too.
        outbox = screen.services.outbox
        outbox.put((delivering(await screen.services.posts.read(OUT.ref), ["s1"], AGAIN),))
        await screen.until(lambda: platform.called("publish") == 1 and not outbox.entries)
        outbox.put((deleting(a_post("p2", "blog")),))
        await screen.until(lambda: platform.called("delete") == 1 and not outbox.entries)
        await screen.press("O")
        await screen.shows("deliver", "delete")
        await screen.press("g", "g", "L")
        await screen.shows("nothing to look for")
        await screen.press("j", "L")
        await screen.shows("not there on Main")
