"""Asking for posts: the query line, what it offers and marks, and views with their counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.fakes.items import a_post, ago
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.errors import Unreachable
from tui.domain.posts import PostFilter, PostState
from tui.domain.preferences import Preferences, Sort, View
from tui.screens.messages import PostsChanged

SEARCHING = replace(CAPABLE, searches=True, tags=True)


def blog() -> FakePlatform:
    """A platform that searches: three drafts, of which two are tagged, and a post that is out."""
    posts = [
        a_post(
            f"b{number}",
            "blog",
            title=f"Blog {number}",
            content_type="blog_post",
            tags=("Cli", "tui")[: number % 3],
            updated_at=ago(days=10 * number),
            created_at=ago(days=10 * number),
            state=PostState.PUBLISHED if number == 3 else PostState.DRAFT,
        )
        for number in range(4)
    ]
    return FakePlatform("blog", SEARCHING).with_posts(*posts)


def acme() -> FakePlatform:
    """A platform that does not: a draft and a post that is out."""
    return FakePlatform("acme").with_posts(
        a_post("a0", title="Acme 0", created_at=ago(hours=1)),
        a_post("a1", title="Acme 1", created_at=ago(hours=2), state=PostState.PUBLISHED),
    )


def listed(screen: Screen) -> list[str]:
    """The titles in the list."""
    return [post.title for post in screen.listed]


def asked(platform: FakePlatform) -> list[PostFilter]:
    """What lists of posts the platform was asked for."""
    wanted = [call.args[0] for call in platform.calls if call.method == "posts"]
    return [each for each in wanted if isinstance(each, PostFilter) and not each.counted]


async def test_a_query_is_typed_completed_narrows_at_once_and_is_asked_on_enter(tmp_path: Path) -> None:
    searching, plain = blog(), acme()
    async with open_app(tmp_path, searching, plain) as screen:
        await screen.press("2")
        await screen.until(lambda: len(screen.listed) == 6)
        await screen.press(*"jjjjj")
        before, stood = len(asked(searching)), screen.under_cursor
        await screen.press("slash", *"st")
        await screen.shows(" / st", "status:")
        assert len(screen.listed) == 6  # it may become a key
        await screen.press("tab", *"dr")
        await screen.until(lambda: len(screen.listed) == 4)
        await screen.press("tab")
        await screen.shows("/ status:draft")
        # A word narrows as it is; no letter asks anybody.
        await screen.press(*" blog")
        await screen.until(lambda: listed(screen) == ["Blog 0", "Blog 1", "Blog 2"])
        await screen.shows("~blog Copydesk looks at what comes: acme cannot be asked")
        assert screen.under_cursor != stood
        await screen.press("escape")
        await screen.until(lambda: len(screen.listed) == 6)
        assert len(asked(searching)) == before
        assert screen.under_cursor == stood

        await screen.press("slash", *"tag:c", "tab", *" 2,1 -0", "enter")
        await screen.shows("▌all* ", "tag:Cli", "~2,1 ~-0")
        await screen.until(lambda: listed(screen) == ["Blog 1", "Blog 2"])
        assert asked(searching)[-1] == PostFilter(tags=frozenset({"Cli"}))
        await screen.press("slash")
        await screen.press("ctrl+u", *"blog faster", "enter")
        await screen.shows("~blog ~faster", "No post fits")
        assert asked(searching)[-1].search == "blog faster"
        await screen.press("F")
        await screen.until(lambda: len(screen.listed) == 6)


async def test_what_was_kept_is_narrowed_as_what_is_told(tmp_path: Path) -> None:
    platform = blog()
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.until(lambda: len(screen.listed) == 4)
        await screen.press("]", "]")
        await screen.shows("▌this week 1▐")
    platform.fail("posts", Unreachable("blog did not answer"))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.until(lambda: len(screen.listed) == 4)
        await screen.press("]", "]")
        await screen.shows("~age:<7d", "as of")
        assert listed(screen) == ["Blog 0"]


async def test_a_wrong_query_stays_in_the_line_and_earlier_ones_come_back(tmp_path: Path) -> None:
    async with open_app(tmp_path, blog(), size=(80, 24)) as screen:
        await screen.press("2")
        await screen.until(lambda: len(screen.listed) == 4)
        await screen.press("slash", *"conn:blog status:drafty", "enter")
        await screen.shows("✗ There is no state drafty; did you mean draft?", "Blog 0", "enter asks")
        await screen.press("backspace", "enter")
        await screen.shows(
            "▌all* 3▐ drafts 3  this week 1  failed 0    conn:blog status:draft", gone=("enter asks",)
        )
        await screen.press("n")
        await screen.shows("conn:blog status:published")
        await screen.until(lambda: listed(screen) == ["Blog 3"])
        await screen.press("slash", "up")
        await screen.shows("/ conn:blog status:draft")
        await screen.press("down", "ctrl+u", "enter")
        await screen.until(lambda: len(screen.listed) == 4)


VIEWS = (
    View("all"),
    View("drafts", "status:draft", columns=("state", "tags", "created"), sort=Sort.OLDEST),
    View("old", "age:>5d"),
    View("failed", "status:failed"),
    View("bad", "status:nope x", columns=("titel",)),
)


async def test_views_are_tabs_with_counts_and_each_keeps_its_row(tmp_path: Path) -> None:
    preferences = Preferences(views=VIEWS)
    changing = acme()
    async with open_app(tmp_path, blog(), changing, preferences=preferences) as screen:
        await screen.press("2")
        await screen.shows(
            "▌all 6▐ drafts 4  old 3  failed 0 ", "the view bad: There is no state nope", "no column titel"
        )
        await screen.press("j")
        below = screen.under_cursor.title
        await screen.press("right_square_bracket")
        await screen.shows("▌drafts 4▐", "status:draft", "oldest first", "tags", gone=("where",))
        await screen.until(lambda: listed(screen)[:2] == ["Blog 2", "Blog 1"])
        assert screen.under_cursor.title == "Blog 2"
        await screen.press("G", "right_square_bracket")
        await screen.shows("▌old 3▐", "~age:>5d", "where")
        await screen.press("left_square_bracket")
        await screen.until(lambda: len(screen.listed) == 4)
        assert screen.under_cursor.title == "Blog 0"
        await screen.press("f")
        await screen.shows("▌drafts* 3▐", "status:draft conn:blog")
        await screen.press("F")
        await screen.shows("▌drafts 4▐", "oldest first")
        await screen.press("left_square_bracket")
        await screen.until(lambda: screen.under_cursor is not None and screen.under_cursor.title == below)
        await screen.press("left_square_bracket")
        await screen.shows("▌bad", gone=("▌all",))
        del changing.posts_by_id["a1"]
        screen.app.tell(lambda: PostsChanged("acme"))
        await screen.shows(" all 5  drafts 4")
        await screen.press("colon", *"view dra", "enter")
        await screen.shows("▌drafts 4▐")
        await screen.press("colon", *"view drats", "enter")
        await screen.shows("There is no view drats; did you mean drafts?")
        await screen.press("colon", *"filter status:draft conn:blog tag:cli", "enter")
        await screen.shows("▌drafts* 2▐", "tag:Cli")
