"""Which post is on which site: the table, by keys, and sending again what did not arrive."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.fakes.items import a_post, ago
from tests.fakes.sites import DOCS, MAIN, OLD, SitePlatform
from tests.screens.desk import open_app
from tui.domain.connections import Reach
from tui.domain.errors import Invalid, Unreachable
from tui.domain.posts import Delivery, Post, PostState
from tui.domain.verdicts import Verb
from tui.screens import asking, sending_again
from tui.services import deliveries

OUT = frozenset({Verb.EDIT, Verb.DELETE, Verb.DELIVER})


def out(id: str, *states: tuple[str, str], hours: float = 1) -> Post:
    """A published post with these deliveries: a site, and the platform's word."""
    return a_post(
        id,
        "blog",
        title=f"Post {id}",
        state=PostState.PUBLISHED,
        verbs=OUT,
        published_at=ago(hours=hours),
        deliveries=tuple(
            Delivery(site, state, tries=3, answer="502", changed_at=ago(minutes=5)) for site, state in states
        ),
    )


def a_blog() -> SitePlatform:
    blog = SitePlatform("blog", MAIN, DOCS, OLD)
    blog.with_posts(
        out("p1", ("s1", "delivered"), ("s2", "failed"), hours=1),
        out("p2", ("s1", "pending"), ("s2", "failed"), hours=2),
        out("p3", ("s1", "teleported"), hours=3),
        a_post("d1", "blog", title="A draft"),
    )
    return blog


def sent(blog: SitePlatform) -> list[tuple[object, ...]]:
    return [call.args for call in blog.calls if call.method == "publish"]


async def test_what_did_not_arrive_is_sent_again_cell_by_cell_marked_or_by_site(tmp_path: Path) -> None:
    blog = a_blog()
    blog.outcomes = {"s2": "failed"}
    async with open_app(tmp_path, blog) as screen:
        await screen.press("7")
        shown = await screen.shows("[Main", "Docs", "Old", "✗ failed", "◌ pending", "· teleported")
        assert "A draft" not in shown
        # The head counts what failed, on every screen.
        await screen.shows("7 Deliveries ✗2")
        # A word that nobody knows is shown as it came; a site that it was not sent to says so.
        await screen.shows("[✓ delivered]", "tries        3", "answer       502", "since")
        # What failed wants a person: it stands in the inbox, and leads to its cell.
        await screen.press("1")
        await screen.shows(
            "fails", "Post p1: failed on Docs", "failed on Docs (502)", "enter → the deliveries"
        )
        await screen.press("g", "g", "enter")
        await screen.shows("[✗ failed]", "site         Docs", "! failures")
        # Only what failed, and where.
        await screen.press("!")
        await screen.shows("only what failed somewhere", "Docs", gone=("Main", "Old", "teleported"))
        await screen.press("!")
        await screen.shows("all posts again", "Main", "Old")
        await screen.press("g", "g")
        await screen.shows("[✗ failed]", "R → sends it to Docs again")
        await screen.press("R")
        await screen.shows("sent again: Post p1")
        assert sent(blog) == [("p1", ("s2",))]
        await screen.shows("[✗ failed]")
        # What may be there already is looked for first, and asked about.
        await screen.press("j", "h")
        await screen.shows("[◌ pending]", "it may be there already")
        await screen.press("R")
        await screen.shows("Send again?", "Main (pending): ")
        await screen.press("n")
        assert len(sent(blog)) == 1
        # To a site that has never had it, it is for the public for good.
        await screen.press("j", "l")
        await screen.shows("was not sent there", "sends it to Docs for the first time; cannot be undone")
        await screen.press("l")
        await screen.shows("Old cannot be chosen: it is inactive")
        await screen.press("R")
        await screen.shows("not sent to Old: Post p3: Old cannot be chosen")
        # Marked cells go in one step, each post with a result of its own.
        blog.outcomes = {}
        await screen.press("home", "h", "space", "space")
        await screen.shows("2 marked", "◆✗ failed", "R → sends 2 posts to Docs again")
        await screen.press("!")
        await screen.shows("only what failed somewhere", gone=("Post p3",))
        await screen.press("R")
        await screen.shows("2 sent again")
        await screen.shows("Nothing failed, of all that has been read", gone=("2 marked", "✗2"))
        assert sorted(sent(blog)[1:], key=str) == [("p1", ("s2",)), ("p2", ("s2",))]
        await screen.press("!", "home", "enter")
        await screen.shows("▌2 Posts▐", "Post p1", "esc back")
        # Escape leads back to where it was opened, and the posts show their list again.
        await screen.press("escape")
        await screen.shows("▌7 Deliveries▐")
        await screen.press("2")
        await screen.shows("▌2 Posts▐", "Post p1", gone=("esc back",))


async def test_all_that_failed_on_a_site_is_sent_again_and_what_is_refused_stays_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog, opened = a_blog(), asyncio.Event()
    async with open_app(tmp_path, blog, size=(60, 16), opened=opened) as screen:
        await screen.press("7")
        await screen.shows("Asking the connections")
        opened.set()
        await screen.shows("[Main›", "pending")
        await screen.press("l")
        # One site at a time has room: its name stands above, and h and l lead to the others.
        shown = await screen.shows("‹Docs›", "✗ failed")
        assert "Main" not in shown.split("Docs")[0]
        blog.fail("publish", Invalid("blog wants a slug"), times=1)
        # Of many it is asked once.
        monkeypatch.setattr(sending_again, "UNASKED", 1)
        await screen.press("F")
        await screen.shows("Send again?", "sends 2 posts to Docs again")
        assert not sent(blog)
        await screen.press("y")
        await screen.shows("1 sent again, 1 refused")
        await screen.shows("✓ delivered")
        assert {args[0] for args in sent(blog)} == {"p1", "p2"}
        await screen.press("F")
        await screen.until(lambda: len(sent(blog)) == 3)
        await screen.shows("✓ delivered", gone=("✗ failed",))
        await screen.press("F")
        await screen.shows("nothing failed on Docs")


async def test_many_that_failed_on_a_site_are_one_row_of_the_inbox_and_lead_to_them(tmp_path: Path) -> None:
    blog = a_blog()
    lost = [out(f"q{n}", ("s1", "delivered"), ("s2", "failed"), hours=n) for n in range(4, 8)]
    blog.with_posts(*lost, out("p9", ("s1", "failed"), hours=9))
    async with open_app(tmp_path, blog, size=(80, 24)) as screen:
        # Nobody looked at the deliveries: what failed is known all the same.
        await screen.shows("✗7")
        await screen.press("/", *"kind:fails", "enter")
        shown = await screen.shows(
            "fails", "Docs: 6 posts failed (502)", "Post p9: failed on Main", "Inbox 2"
        )
        assert "Post q4" not in shown
        # A title finds the row that tells of it.
        await screen.press("/", "ctrl+u", *"kind:fails q5", "enter")
        await screen.shows("Docs: 6 posts failed", gone=("Post p9",))
        await screen.press("home", "p")
        await screen.shows("enter → all of them · x → puts it away here until it changes")
        # It is put away, and comes back, as one.
        await screen.press("x", "u")
        await screen.shows("waits again: Docs", "Docs: 6 posts failed")
        await screen.press("enter")
        shown = await screen.shows("only what failed on Docs: ! shows all", "[✗ failed]", "Post q7")
        assert "Post p9" not in shown
        await screen.press("F")
        await screen.shows("6 sent again")
        await screen.shows("Nothing failed, of all that has been read. ! shows all")
        assert sorted(map(str, sent(blog))) == [
            f"('{id}', ('s2',))" for id in ("p1", "p2", "q4", "q5", "q6", "q7")
        ]
        await screen.press("!")
        await screen.shows("all posts again", "Post p9")


async def test_a_platform_that_does_not_answer_is_not_one_without_sites(tmp_path: Path) -> None:
    blog = a_blog()
    async with open_app(tmp_path, blog) as screen:
        blog.fail("posts", Unreachable("blog is down"))
        await screen.press("2")
        await screen.shows("blog did not answer. i says why, r asks again.")
        await screen.press("7")
        await screen.shows("blog did not answer. i says why, r asks again.")
        await screen.press("1")
        await screen.shows("▌1 Inbox")
        blog.heal("posts")
        # Whoever comes back to it need not ask; whoever asks is answered. Nor does what was opened anew
        # elsewhere leave a list saying that it does not answer.
        await screen.press("7")
        await screen.shows("✓ delivered", gone=("did not answer",))
        await screen.press("2")
        await screen.shows("● published", gone=("did not answer",))
        await screen.press("7")
        await screen.shows("✓ delivered")
        blog.fail("posts", Unreachable("blog is down"))
        await screen.press("r")
        await screen.until(lambda: screen.services.hub.health["blog"].reach is Reach.DOWN)
        blog.heal("posts")
        await screen.press("r")
        await screen.until(lambda: screen.services.hub.health["blog"].reach is Reach.UP)


async def test_what_arrived_while_nobody_looked_is_not_sent_again_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.domain.deliveries.FIRST_PAUSE", 600.0)
    monkeypatch.setattr("tui.domain.deliveries.LONGEST_PAUSE", 600.0)
    blog = a_blog()
    async with open_app(tmp_path, blog) as screen:
        await screen.press("7", "j")
        # All of it was read; what goes on is not looked at again before a key asks for it.
        await screen.until(lambda: not screen.services.deliveries.unread)
        await screen.shows("[◌ pending]")
        blog.posts_by_id["p2"] = out("p2", ("s1", "delivered_retry"), ("s2", "failed"), hours=2)
        await screen.press("R")
        await screen.shows("not sent to Main: Post p2: it is there by now", "[✓ delivered]")
        # Seen to be there, it is sent once more by whoever wants that.
        await screen.press("R")
        await screen.until(lambda: sent(blog) == [("p2", ("s1",))])
        # A mark is bound to what was shown when it was set.
        await screen.press("home", "l", "space", "space")
        await screen.shows("2 marked")
        blog.posts_by_id["p1"] = out("p1", ("s1", "delivered"), ("s2", "delivered"), hours=1)
        await screen.press("r")
        await screen.shows("◆✓ delivered")
        await screen.press("R")
        await screen.until(lambda: len(sent(blog)) > 1)
        await screen.shows("1 marked")
        await screen.press("R")
        await screen.shows("not sent to Docs: Post p1: it is there by now")
        assert sent(blog)[1:] == [("p2", ("s2",))]


async def test_what_goes_on_is_looked_at_again_while_the_screen_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.domain.deliveries.FIRST_PAUSE", 0.01)
    monkeypatch.setattr(deliveries, "TICK_SECONDS", 0.01)
    blog = a_blog()

    def reads(id: str) -> int:
        return sum(call.method == "post" and call.args == (id,) for call in blog.calls)

    async with open_app(tmp_path, blog, size=(80, 24)) as screen:
        await screen.answered("lookout")
        await screen.press("7")
        await screen.shows("◌ pending")
        await screen.until(lambda: reads("p2") > 3)
        once, often = reads("p3"), reads("p2")
        await screen.until(lambda: reads("p2") > often + 3)
        assert reads("p3") == once, "what does not go on is not read again"
        blog.posts_by_id["p2"] = out("p2", ("s1", "delivered_retry"), ("s2", "failed"), hours=2)
        await screen.shows("✓ delivered", gone=("pending",))
        # Behind another screen nothing is asked.
        blog.posts_by_id["p2"] = out("p2", ("s1", "retrying"), ("s2", "failed"), hours=2)
        await screen.press("r")
        await screen.shows("◔ retrying")
        await screen.press("3")
        before = reads("p2")
        for _ in range(20):
            await screen.idle()
        assert reads("p2") <= before + 1
        # A card that goes as soon as it has come ends no watching.
        await screen.press("7")
        asking.wait(screen.app, "a moment").dismiss(None)
        await screen.idle()
        before = reads("p2")
        await screen.until(lambda: reads("p2") > before + 3)
