"""Deleting, by keys: what sites keep is said first, and the text is kept here and can be made a draft of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.fakes.items import a_post, ago
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.fakes.sites import DOCS, MAIN, SitePlatform
from tests.screens.desk import open_app
from tui.domain.errors import Unreachable
from tui.domain.posts import Delivery, Post, PostState
from tui.domain.verdicts import Verb
from tui.presentation.copies import copies_line

OUT = frozenset({Verb.EDIT, Verb.DELETE, Verb.DELIVER})


def out(id: str, *states: tuple[str, str]) -> Post:
    names = {"s1": "Main", "s2": "Docs", "s3": "Old"}
    told = tuple(Delivery(site, state, site_name=names[site]) for site, state in states)
    return a_post(
        id,
        "blog",
        title=f"Post {id}",
        state=PostState.PUBLISHED,
        verbs=OUT,
        deliveries=told,
        updated_at=ago(hours=int(id[1:])),
    )


def test_what_sites_keep_is_said_by_their_deliveries() -> None:
    assert copies_line((a_post(),)) == ""
    assert copies_line((out("p1", ("s1", "delivered"), ("s2", "failed")),)) == "Main keeps its copy."
    several = (
        out("p1", ("s1", "delivered_retry"), ("s2", "retrying")),
        out("p2", ("s2", "pending"), ("s3", "delivered")),
    )
    assert copies_line(several) == (
        "Main, Old keep their copy. It is on its way to Docs, and may come to stand there."
    )
    assert copies_line((out("p1", ("s1", "beamed")),)) == "Main keeps its copy."
    page = a_post(url="https://acme.example/x")
    assert copies_line((page,)) == "What stands at https://acme.example/x may stay there."
    assert "at 2 published addresses may stay" in copies_line((page, page))


async def test_what_is_deleted_is_kept_here_and_made_a_draft_of_again(tmp_path: Path) -> None:
    blog = SitePlatform("blog", MAIN, DOCS)
    blog.with_posts(
        out("p1", ("s1", "delivered"), ("s2", "failed")),
        out("p2", ("s1", "delivered"), ("s2", "delivered")),
        # Of long ago: nobody reads it unasked.
        replace(out("p3", ("s2", "delivered")), published_at=ago(days=90)),
    )
    other = FakePlatform("reader", replace(CAPABLE, creates=False))
    async with open_app(tmp_path, blog, other, size=(80, 24)) as screen:
        await screen.press("2")
        await screen.shows("Post p1", "Post p3")
        await screen.press("home", "d")
        shown = await screen.shows("Delete?", "for good", "Main keeps its copy.", "kept here for 90 days")
        assert "Docs" not in shown.split("Delete?")[1]
        await screen.press("y")
        await screen.shows("deleted: Post p1", gone=("● published   Post p1",))
        # Where it cannot be read, that is said.
        blog.fail("post", Unreachable("blog did not answer", advice="Try again."))
        await screen.press("G", "d")
        await screen.shows("Delete?", "could not be read: blog did not answer")
        await screen.press("n")
        blog.heal("post")
        await screen.press("home", "space", "space", "d")
        await screen.shows("Delete 2?", "Main, Docs keep their copy.", "kept here for 90 days")
        await screen.press("y")
        await screen.shows("2 deleted")
        assert blog.posts_by_id == {}
        # The outbox's history has the text, and makes a new draft of it.
        await screen.press("O")
        await screen.shows("Post p1", "Post p3")
        while "p1" not in screen.under_cursor.title:
            await screen.press("j")
        await screen.press("enter")
        await screen.shows("The body of p1.", "makes a new draft of it")
        await screen.press("escape", "c")
        await screen.shows("Make it again?", "with an id of its own")
        await screen.press("y")
        await screen.until(lambda: blog.called("create") == 1)
        (made,) = blog.posts_by_id.values()
        assert (made.title, made.markdown, made.ref.id != "p1") == ("Post p1", "The body of p1.\n", True)
