"""A list of any length, by keys: it is as long as it is at once, and the reader stays where they stand."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.items import a_post
from tests.screens.desk import open_app
from tests.screens.test_posts import library
from tui.domain.sparse import Missing
from tui.widgets.line_list import LineList


async def test_the_end_is_there_at_once_and_fills_and_a_refresh_stays_deep_in_the_list(
    tmp_path: Path,
) -> None:
    platform = library(2000)
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("acme 0", "1 of 2,000")
        await screen.answered("rows", "posts", "view counts")
        gate = platform.hold("posts")
        await screen.press("G")
        await screen.shows("▌  …", gone=("acme 0 ",))
        standing = screen.under_cursor
        assert isinstance(standing, Missing)
        await screen.press("a", "e", "d", "enter", "space")
        await screen.shows("▌  …")
        gate.set()
        platform.release("posts")
        await screen.shows("acme 1999", "2,000 of 2,000")
        asked = platform.called("posts")
        assert asked < 20, "what stands between is not read"

        await screen.press("ctrl+b", "ctrl+b", "k", "k")
        rows = screen.app.screen.query_one(LineList)
        under, place = screen.under_cursor, rows.cursor_index
        assert place is not None
        line = place - rows.top
        platform.posts_by_id = {"new": a_post("new", title="A newer one")} | platform.posts_by_id
        del platform.posts_by_id["p7"], platform.posts_by_id["p8"]
        await screen.press("r")
        await screen.until(lambda: len(screen.listed) == 1999)
        assert screen.under_cursor.ref == under.ref
        assert (rows.cursor_index, place - 1 - rows.top) == (place - 1, line)
        await screen.press("g", "g")
        await screen.shows("A newer one", "1 of 1,999")
        # What nobody but Copydesk can find in so many is not looked for on and on without a word.
        await screen.press("slash", *"-widgets nowhere", "enter")
        await screen.shows("nothing so far in what was looked at; G looks further")
