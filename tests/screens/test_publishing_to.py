"""Choosing the sites that posts go to, by keys; what is remembered of it; and the checks before."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.fakes.sites import DOCS, MAIN, OLD, SitePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.errors import Unreachable
from tui.domain.posts import Delivery, PostState
from tui.domain.preferences import CheckMode, Checks, Preferences
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.services import publish_checks

FINAL = Consequence("publishes NOW to 2 sites: Main, Docs; cannot be undone", Gravity.FINAL)
OUT = frozenset({Verb.EDIT, Verb.DELETE, Verb.DELIVER})


def a_blog(*tags: tuple[str, ...]) -> SitePlatform:
    """A blog with two active sites and one that is not; a draft for each of these sets of tags."""
    blog = SitePlatform("blog", MAIN, DOCS, OLD)
    blog.with_posts(
        *(
            a_post(f"p{n}", "blog", title=f"Draft {n}", slug=f"draft-{n}", tags=each)
            for n, each in enumerate(tags)
        )
    )
    blog.with_approvals(
        *(
            an_approval(
                f"p{n}", "blog", title=f"Draft {n}", consequence=FINAL, targets=("s1", "s2"), tags=each
            )
            for n, each in enumerate(tags)
        )
    )
    return blog


def published(blog: FakePlatform) -> list[tuple[object, ...]]:
    return [call.args for call in blog.calls if call.method == "publish"]


async def onto(screen: Screen, title: str) -> None:
    """Put the cursor on a row."""
    await screen.press("home")
    for _ in range(len(screen.listed)):
        if screen.under_cursor.title == title:
            return
        await screen.press("j")
    raise AssertionError(f"{title} is not listed")


async def test_sites_are_chosen_once_for_a_tag_and_named_from_then_on(tmp_path: Path) -> None:
    blog = a_blog(("news",), ("news",), ())
    async with open_app(tmp_path, blog) as screen:
        await screen.shows("Draft 0", "asks to which of 2 sites")
        await onto(screen, "Draft 0")
        # Nothing is remembered and two could be meant: a yes asks, and nothing is ticked.
        await screen.press("a")
        shown = await screen.shows("Publish to", "[ ] Main", "https://main.example", "[ ] Docs", " -  Old")
        assert "inactive" in shown
        await screen.press("enter")
        await screen.shows("Choose at least one site")
        await screen.press("end", "space")
        await screen.shows("Old cannot be chosen: it is inactive on its platform")
        await screen.press("a")
        await screen.shows("[x] Main", "[x] Docs", " -  Old")
        await screen.press("home", "space", "enter")
        await screen.shows("Publish?", "publishes NOW to 1 site: Docs; cannot be undone")
        await screen.press("n")
        assert published(blog) == []
        await onto(screen, "Draft 0")
        await screen.press("W")
        # What was not sent is not remembered.
        await screen.shows("[ ] Main", "[ ] Docs")
        await screen.press("j", "space", "enter", "y")
        await screen.shows("published: Draft 0")
        assert published(blog) == [("p0", ("s2",))]
        # The next post of the tag goes there at once, and the line says so.
        await onto(screen, "Draft 1")
        await screen.shows("publishes NOW to 1 site: Docs; cannot be undone")
        await screen.press("a", "y")
        await screen.until(lambda: ("p1", ("s2",)) in published(blog))
        # One without tags has a memory of its own.
        await onto(screen, "Draft 2")
        await screen.shows("asks to which of 2 sites")
        await screen.press("W", "escape")
        blog.at.sites = (MAIN, replace(DOCS, takes=False, state_word="error"))
        await screen.press("W")
        await screen.shows(" -  Docs", "[ ] Main")
        await screen.press("space", "enter", "y")
        await screen.until(lambda: ("p2", ("s1",)) in published(blog))
    assert all(call.args[1] for call in blog.calls if call.method == "publish")


async def test_what_is_marked_is_chosen_for_together_and_what_is_out_is_sent_to_more(tmp_path: Path) -> None:
    blog = a_blog(("news",), ("docs",))
    out = a_post(
        "p8",
        "blog",
        title="Out already",
        state=PostState.PUBLISHED,
        tags=("news",),
        verbs=OUT,
        deliveries=(Delivery("s1", "delivered"), Delivery("s2", "failed")),
    )
    timed = a_post(
        "p9",
        "blog",
        title="At its time",
        state=PostState.SCHEDULED,
        tags=("docs",),
        verbs=frozenset({Verb.EDIT, Verb.PUBLISH, Verb.SCHEDULE}),
    )
    other = FakePlatform("acme").with_posts(a_post("p1", title="Of a whole"))
    blog.with_posts(out, timed)
    async with open_app(tmp_path, blog, other, size=(80, 24)) as screen:
        await screen.press("2")
        await screen.shows("Out already", "Of a whole")
        await onto(screen, "Of a whole")
        await screen.press("W")
        await screen.shows("not published: Of a whole: acme publishes it as a whole")
        await onto(screen, "Out already")
        await screen.shows("W → sends what is published to more sites, or once more")
        await screen.press("W")
        # What failed is ticked: that is what is wanted most likely.
        await screen.shows("Send to sites", "[ ] Main", "delivered", "[x] Docs", "failed")
        await screen.press("enter", "y")
        await screen.until(lambda: ("p8", ("s2",)) in published(blog))
        # A time names no sites: that it goes to all of them is said before it is taken.
        await onto(screen, "At its time")
        await screen.press("S")
        await screen.shows("Goes out at", "no site can be named for a time: blog takes all that are active")
        await screen.press("escape", "escape")
        for title in ("Draft 0", "Draft 1", "At its time"):
            await onto(screen, title)
            await screen.press("space")
        await screen.shows("3 marked")
        await screen.press("W")
        await screen.shows("Publish 3 posts to", "1 of them scheduled: they go out NOW")
        # Sending what was out to one site more says nothing of where the next shall go.
        await screen.shows("[ ] Main", "[ ] Docs")
        await screen.press("space", "enter")
        await screen.shows("Publish 3?", "publishes NOW to 1 site: Main", "Draft 0", "Draft 1", "At its time")
        await screen.press("y")
        await screen.shows("3 published")
        assert sorted(map(str, published(blog)[1:])) == [f"('p{n}', ('s1',))" for n in (0, 1, 9)]
        assert screen.services.sites.remembered("blog", ("docs",)) == ("s1",)


async def test_the_checks_stand_in_the_dialog_and_grow_while_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_checks, "LINK_SECONDS", 600.0)
    blog = a_blog(("news",), ("news",))
    text = "[one](https://a.example/1) [two](https://a.example/2) [gone](https://a.example/3)\n"
    blog.posts_by_id["p0"] = replace(
        blog.posts_by_id["p0"], slug="draft-1", markdown=text, canonical="https://else.example/x"
    )
    answers = {f"https://a.example/{n}": asyncio.Event() for n in (1, 2, 3)}

    async def look_at(address: str) -> str | None:
        await answers[address].wait()
        return "answers 404" if address.endswith("3") else None

    checks = Checks(rules=MappingProxyType({"links": CheckMode.BLOCK, "canonical": CheckMode.WARN}))
    blog.at.error = Unreachable("blog did not answer", advice="Try again.")
    async with open_app(
        tmp_path, blog, preferences=Preferences(checks=checks), look_at=look_at, size=(80, 24)
    ) as screen:
        await screen.shows("Draft 0")
        await onto(screen, "Draft 0")
        await screen.press("W")
        await screen.shows("The sites could not be read: blog did not answer")
        blog.at.error = None
        await screen.press("r")
        await screen.shows("[ ] Main", "links: 0 of 3 looked at", gone=("could not",))
        await screen.press("space")
        await screen.shows("points elsewhere: else.example", "slug is that of")
        answers["https://a.example/1"].set()
        await screen.shows("links: 1 of 3 looked at")
        # What blocks is waited for: nobody is faster than it.
        await screen.press("enter")
        await screen.shows("A moment: its links are still being looked at.")
        answers["https://a.example/3"].set()
        await screen.shows("links: 2 of 3 looked at", "1 link is dead: https://a.example/3")
        await screen.press("enter")
        await screen.shows('the check "links"')
        assert published(blog) == []
        # Of several those go that may; what is kept back is named before the yes, and stays marked.
        await screen.press("escape")
        for title in ("Draft 0", "Draft 1"):
            await onto(screen, title)
            await screen.press("space")
        await screen.shows("2 marked")
        answers["https://a.example/2"].set()
        await screen.press("A")
        await screen.shows("Publish 2 posts to", "links: 3 of 3 looked at")
        await screen.press("space", "enter")
        await screen.shows("Publish?", "1 not published, still marked: Draft 0: cannot go out: 1 link is")
        await screen.press("y")
        await screen.until(lambda: published(blog) == [("p1", ("s1",))])
        await screen.shows("1 marked")


async def test_before_it_is_known_that_a_connection_has_sites_nothing_goes_to_all_of_them(
    tmp_path: Path,
) -> None:
    blog = a_blog(("news",), ("release",))
    unlisted = a_post("p7", "blog", title="Not in the inbox")
    blog.with_posts(unlisted)
    async with open_app(tmp_path, blog) as screen:
        await screen.shows("Draft 0", "The body of")
        await screen.press("2")
        await screen.shows("Draft 0", "The body of")
        await onto(screen, "Not in the inbox")
        await screen.shows("The body of p7")
    opened = asyncio.Event()
    async with open_app(tmp_path, blog, opened=opened) as screen:
        await screen.shows("Draft 0", "as of")
        await screen.press("a")
        await screen.shows("not approved: Draft 0: blog is not open yet")
        await screen.press("2")
        await screen.shows("Draft 0", "as of")
        await onto(screen, "Draft 0")
        await screen.press("a")
        await screen.shows("not published: Draft 0: blog is not open yet")
        await onto(screen, "Not in the inbox")
        await screen.press("a", "y")
        opened.set()
        await screen.shows("Nobody said to which sites of blog it goes")
        await screen.press("a")
        await screen.shows("Publish to", "[ ] Main")
    assert published(blog) == []
