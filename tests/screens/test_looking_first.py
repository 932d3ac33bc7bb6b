"""What is set to block stops everything by which something goes public, and not only the choice of sites."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.fakes.items import a_post, ago, an_approval
from tests.fakes.platform import FakePlatform
from tests.fakes.sites import DOCS, MAIN, SitePlatform
from tests.screens.desk import open_app
from tui.domain.posts import Delivery, PostState
from tui.domain.preferences import CheckMode, Checks, Preferences
from tui.domain.verdicts import Verb
from tui.services import publish_checks

DEAD = "See [the plan](https://gone.example/plan).\n"


def blocks(*rules: str) -> Preferences:
    return Preferences(checks=Checks(rules=MappingProxyType(dict.fromkeys(rules, CheckMode.BLOCK))))


async def test_nothing_goes_public_by_any_key_while_a_check_that_blocks_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_checks, "LINK_SECONDS", 600.0)
    timed = frozenset({Verb.EDIT, Verb.PUBLISH, Verb.SCHEDULE})
    acme = FakePlatform("acme").with_posts(
        a_post("p1", title="Draft", markdown=DEAD, verbs=timed), a_post("p3", title="Sound", verbs=timed)
    )
    acme.with_approvals(an_approval("p1", title="Draft"), an_approval("p3", title="Sound"))
    blog = SitePlatform("blog", MAIN, DOCS)
    blog.with_posts(
        a_post(
            "p2",
            "blog",
            title="Out already",
            markdown=DEAD,
            state=PostState.PUBLISHED,
            verbs=frozenset({Verb.EDIT, Verb.DELIVER}),
            published_at=ago(hours=1),
            deliveries=(Delivery("s1", "failed"),),
        )
    )
    answer: asyncio.Future[str | None] = asyncio.Future()

    async def look_at(address: str) -> str | None:
        return await asyncio.shield(answer)

    async with open_app(
        tmp_path, acme, blog, preferences=blocks("links"), look_at=look_at, size=(80, 24)
    ) as screen:
        await screen.shows("Draft", "Out already: failed on Main")
        await screen.until(lambda: acme.called("post") > 0)
        await screen.answered("inbox", "body", "lookout")
        # Nothing runs between the key and its answer, and who leaves sends nothing.
        await screen.press("home", "a")
        await screen.shows("checking Draft before it goes out: links: 0 of 1 looked at", "Esc leaves")
        await screen.press("escape")
        await screen.shows("a → ", gone=("before it goes out", "looked at"))
        # Nor does who leaves type a time twice.
        await screen.press("S", "ctrl+u", *"2025-12-01 09:30", "enter")
        await screen.shows("Enter again takes it.")
        await screen.press("enter")
        await screen.shows("checking Draft before it goes out")
        await screen.press("escape")
        await screen.shows("Goes out at", "2025-12-01 09:30", gone=("before it goes out",))
        await screen.press("escape")
        await screen.shows("a → ", gone=("Goes out at",))
        answer.set_result("answers 404")
        await screen.press("a")
        await screen.shows("not sent: Draft: cannot go out: 1 link is dead")
        await screen.press("S", "ctrl+u", *"2025-12-01 09:30", "enter")
        await screen.shows("Enter again takes it.")
        await screen.press("enter")
        await screen.shows("not sent: Draft: cannot go out: 1 link is dead", gone=("Goes out at",))
        # Of several those go that can; what is kept back is told, and stays marked.
        await screen.press("home", "space", "space")
        await screen.shows("2 marked")
        await screen.press("A")
        await screen.until(lambda: acme.called("approve") == 1)
        await screen.shows("1 marked")
        await screen.press("=")
        await screen.shows("1 not approved, still marked: Draft: cannot go out:")
        await screen.press("escape")
        assert [each.ref.id for each in acme.waiting] == ["p1"]
        await screen.press("V", "7", "R")
        await screen.shows("not sent to Main: Out already: cannot go out: 1 link is dead")
        assert [acme.called(each) for each in ("approve", "save")] == [1, blog.called("publish")] == [1, 0]
        # What was looked at is not told for ever: the next time it is looked at anew.
        answer = asyncio.Future()
        answer.set_result(None)
        await screen.press("R")
        await screen.until(lambda: blog.called("publish") == 1)
        await screen.press("1", "home", "a")
        await screen.until(lambda: acme.called("approve") == 2)


async def test_a_slug_that_is_taken_and_what_a_post_lacks_stop_it_as_well(tmp_path: Path) -> None:
    blog = SitePlatform("blog", MAIN)
    blog.with_posts(
        *(
            a_post(
                f"p{n}",
                "blog",
                title=f"One {n}",
                slug="one" if n < 3 else "three",
                markdown="##\n\nText.\n" if n < 3 else "Text.\n",
                state=PostState.PUBLISHED,
                verbs=frozenset({Verb.EDIT, Verb.DELIVER}),
                published_at=ago(hours=n),
                deliveries=(Delivery("s1", "failed"),),
            )
            for n in (1, 2, 3)
        )
    )
    async with open_app(tmp_path, blog, preferences=blocks("slug_taken")) as screen:
        await screen.press("7")
        await screen.shows("✗ failed", "One 1")
        await screen.press("F")
        # All that are kept back are named before the reasons: a line may be cut.
        await screen.until(lambda: blog.called("publish") == 1)
        await screen.press("=")
        await screen.shows("not sent to Main: One 1, One 2 · One 1: cannot go", "; One 2: cannot go out: ")
    async with open_app(tmp_path, blog, preferences=blocks("headings")) as screen:
        await screen.press("7")
        await screen.shows("✗ failed", "One 1")
        await screen.press("R")
        await screen.shows("not sent to Main: One 1: cannot go out: 1 heading with nothing")
    assert blog.called("publish") == 1
