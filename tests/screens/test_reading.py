"""Reading an item in its modes, by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.editing import document
from tui.domain.fields import MARKDOWN, Field
from tui.domain.posts import Source
from tui.domain.preferences import CheckMode, Checks, Preferences
from tui.screens import reading_modes

FIELDS = (Field("title", "title", most=120, emptied=False), Field("slug", "slug"), MARKDOWN)
SOURCES = (
    Source("commit", "0123456 Keep an index for search"),
    Source("commit", "89abcde Drop the old cache"),
)
BODY = "# Notes\n\nSearch keeps an **index** and is 4× faster.\n"
SOCIAL = "Read https://example.com/a/long/address/indeed now. " + "More words here. " * 20


def platform() -> FakePlatform:
    post = a_post("p1", title="Ship notes", markdown=BODY, sources=SOURCES, answer='{\n  "id": "p1"\n}')
    acme = FakePlatform("acme", replace(CAPABLE, fields=FIELDS)).with_posts(
        post, a_post("p2", markdown="Second.")
    )
    return acme.with_approvals(
        an_approval("p1", title="Ship notes"),
        an_approval("p2"),
        an_approval("s1", kind=ApprovalKind.TEXT, title="Thread", content_type="twitter", text=SOCIAL),
    )


async def test_an_item_is_read_in_every_mode_and_the_mode_stays(tmp_path: Path) -> None:
    async with open_app(tmp_path, platform()) as desk:
        await desk.shows(
            "▌text▐", "Search keeps an index", "title 10/120 ✓", "slug ✓", "1 number in no commit: 4×"
        )
        await desk.press("p")
        await desk.shows("▌source▐", "is 4× faster", "**index**")
        await desk.press("p")
        await desk.shows("▌facts▐", "meta title", "0123456 Keep an index")
        await desk.press("p")
        await desk.shows("▌social▐", "In a search", "acme › post-p1")
        await desk.press("p")
        await desk.shows("▌changes▐", "You have looked at no other text of it")
        await desk.press("p")
        await desk.shows("▌history▐", "  1  ", "words")
        await desk.press("p")
        await desk.shows("▌evidence▐", "← 0123456 Keep an index for search", "in no source: 4×")
        await desk.press("p")
        await desk.shows("▌raw▐", '"id": "p1"')
        await desk.press("j")
        await desk.shows("▌raw▐", "What the platform answered")
        await desk.press("p", "P", "P", "j")
        await desk.shows("▌evidence▐", "tells no commits")
        await desk.press("P", "P", "P")
        await desk.shows(
            "▌social▐", "On X, in 2 posts", "example.com/a/long/address/in…", "of 280 as X counts ✗", "X 3"
        )


async def test_tab_shows_what_changed_since_a_look_and_rows_say_that_something_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_modes, "LOOK_SECONDS", 0.01)
    acme = platform()
    async with open_app(tmp_path, acme) as desk:
        await desk.shows("Search keeps an index")
        looks = desk.services.looking
        ref = desk.under_cursor.ref
        await desk.until(lambda: not looks.load() and looks.is_news(ref, NOON + timedelta(days=1)))
        later = NOON + timedelta(minutes=5)
        changed = replace(acme.posts_by_id["p1"], markdown=BODY.replace("4×", "5×"), updated_at=later)
        acme.with_posts(changed)
        acme.waiting[0] = replace(acme.waiting[0], updated_at=later)
        await desk.press("r")
        await desk.shows("△ Ship notes", "5×", "▌text▐")
        await desk.press("tab")
        await desk.shows(
            "▌changes▐", "Since you looked at it", "- Search keeps", "4×", "+ Search keeps", "5×"
        )
        await desk.press("tab")
        await desk.shows("▌text▐")
        await desk.press("p", "p", "p", "p", "p")
        await desk.shows("▌history▐", "  2  ", "· +1", "  1  ")
        await desk.press("colon", *"restore 2", "enter")
        await desk.shows("text 2 is what acme has: there is nothing to restore")
        assert desk.services.edits.get(changed) is None
        await desk.press("colon", *"restore 1", "enter")
        await desk.shows("text 1 is your edit of it now", "✎ △ Ship notes")
        kept = desk.services.edits.get(changed)
        assert kept == document(replace(changed, markdown=BODY), FIELDS)
        desk.services.edits.keep(changed, document(changed, FIELDS).replace("Ship notes", "Ship everything"))
        await desk.press("j", "k", "P")
        await desk.shows(
            "▌changes▐", "your edit, against what acme has", '- title: "Ship notes"', "title 15/120 ✓"
        )


@pytest.mark.parametrize("size", [(80, 24)])
async def test_a_narrow_terminal_folds_the_modes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, platform(), size=size) as desk:
        await desk.shows("Ship notes")
        await desk.press("p")
        await desk.shows("▌text▐ source  facts  social  changes  history  evidence  raw", "Search keeps")
        await desk.press("escape")
        await desk.shows("Thread", gone=("▌text▐",))
        await desk.press("tab")
        await desk.shows("▌changes▐", "no other text")
        await desk.press("tab")
        await desk.shows("▌text▐")


async def test_a_check_that_blocks_leaves_no_yes_until_it_is_kept(tmp_path: Path) -> None:
    block = Preferences(
        checks=Checks(
            rules=MappingProxyType(
                {"x": CheckMode.BLOCK, "title": CheckMode.OFF, "evidence": CheckMode.BLOCK}
            )
        )
    )
    acme = platform()
    async with open_app(tmp_path, acme, preferences=block) as desk:
        await desk.shows("slug ✓", "cannot be approved: 1 number in no commit: 4×", gone=("title 10/120",))
        await desk.press("j")
        await desk.shows("a → publishes on acme")
        await desk.press("G")
        await desk.shows("X 373/280 is longer than it takes", 'set the check "x" to "warn"', "X 373/280 ✗")
        await desk.press("a")
        await desk.shows("Thread: cannot be approved: X 373/280")
        assert not acme.called("approve")
        await desk.press("A")
        acme.waiting[2] = replace(acme.waiting[2], text="Short.")
        await desk.press("escape", "r")
        await desk.shows("X 6/280 ✓", "a → publishes on acme")
        await desk.press("a")
        await desk.until(lambda: acme.called("approve") == 1)
