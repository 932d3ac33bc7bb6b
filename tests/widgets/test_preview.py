"""The preview: what it draws, how far it reads, where it stands."""

from __future__ import annotations

import subprocess
import sys

import pytest
from textual.content import Content
from textual.strip import Strip

from tests.presentation.hostile import HOSTILE
from tests.presentation.test_text import assert_safe
from tests.widgets.hosts import Host, resized, settled, shown
from tui.widgets.preview import Preview

LONG = "".join(f"paragraph {number}\n\n" for number in range(500))
HEADER = Content("Title\nfacts")


class CountingPreview(Preview):
    """Counts the lines that are repainted."""

    def __init__(self) -> None:
        self.lines_drawn: list[int] = []
        super().__init__()

    def render_line(self, y: int) -> Strip:
        self.lines_drawn.append(y)
        return super().render_line(y)


def top(preview: Preview) -> int:
    return preview.top


async def test_the_head_stands_over_the_text() -> None:
    preview = Preview()
    async with Host(preview).run_test(size=(80, 24)) as pilot:
        preview.show("a", HEADER, "# Heading\n\ntext with [/]")
        await settled(pilot)
        assert shown(preview)[:6] == [" Title", " facts", "", " Heading", "", " text with [/]"]
        preview.show_text("b", HEADER, "# as it\n  is")
        assert shown(preview)[3:5] == [" # as it", "   is"]
        preview.show_message(Content("Nothing is selected."))
        assert shown(preview)[:2] == [" Nothing is selected.", ""]
        assert preview.key is None
        preview.show("c", HEADER, None)
        assert shown(preview)[:3] == [" Title", " facts", ""]


async def test_it_scrolls_and_stops_at_both_ends() -> None:
    preview = Preview()
    async with Host(preview).run_test(size=(80, 24)) as pilot:
        preview.show("a", HEADER, LONG)
        await settled(pilot)
        preview.up(5)
        assert top(preview) == 0
        preview.down()
        assert top(preview) == 1
        assert shown(preview)[0] == " facts"
        preview.page_down()
        assert top(preview) == 24
        preview.half_page_up()
        preview.half_page_down()
        preview.page_up()
        assert top(preview) == 1
        preview.end()
        assert shown(preview)[-1] == " paragraph 499"
        preview.down(100)
        assert shown(preview)[-1] == " paragraph 499"
        preview.home()
        assert top(preview) == 0


async def test_it_lays_out_only_what_is_seen() -> None:
    preview = Preview()
    async with Host(preview).run_test(size=(80, 24)) as pilot:
        preview.show("a", HEADER, LONG)
        await settled(pilot)
        assert len(preview._laid) < 2 * 24 + 3
        preview.end()
        assert len(preview._laid) == 3 + 999


async def test_it_keeps_the_place_of_each_item() -> None:
    preview = Preview()
    async with Host(preview).run_test(size=(80, 24)) as pilot:
        preview.show("a", HEADER, LONG)
        await settled(pilot)
        preview.down(50)
        preview.show("b", HEADER, LONG)
        assert top(preview) == 0
        preview.show("a", HEADER, LONG)
        assert top(preview) == 50
        preview.show("a", Content("New title\nfacts"), LONG + "more")
        assert top(preview) == 50
        preview.show("a", HEADER, "short")
        assert top(preview) == 0


async def test_the_same_item_again_repaints_nothing() -> None:
    preview = CountingPreview()
    async with Host(preview).run_test(size=(80, 24)) as pilot:
        preview.show("a", HEADER, LONG)
        await settled(pilot)
        preview.lines_drawn.clear()
        preview.show("a", HEADER, LONG)
        await settled(pilot)
        assert preview.lines_drawn == []
        preview.show("a", Content("Other\nfacts"), LONG)
        await settled(pilot)
        assert preview.lines_drawn == [0]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_text(text: str) -> None:
    preview = Preview()
    async with Host(preview).run_test(size=(80, 24)) as pilot:
        preview.show("a", HEADER, f"# {text}\n\n{text}\n\n- {text}\n")
        await settled(pilot)
        for line in shown(preview):
            assert_safe(line)


@pytest.mark.parametrize("size", [(120, 40), (10, 3), (3, 2), (1, 1)])
async def test_every_size(size: tuple[int, int]) -> None:
    preview = Preview()
    async with Host(preview).run_test(size=size) as pilot:
        preview.show("a", HEADER, "| a | b |\n|---|---|\n| cell | cell |\n\n> - deep *text*\n" + LONG[:500])
        preview.page_down()
        preview.end()
        await resized(pilot, size[0] + 20, size[1] + 5)
        assert all(preview.render_line(y).cell_length == size[0] + 20 for y in range(size[1] + 5))


def loaded_by(*modules: str) -> set[str]:
    """Every module that a fresh interpreter has after importing these."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_widgets_load_no_markdown() -> None:
    loaded = loaded_by("tui.widgets.preview", "tui.widgets.line_list", "tui.widgets.head_bar")
    assert not loaded & {"markdown_it", "textual.widgets", "httpx", "pygments"}


def test_presentation_loads_no_widgets() -> None:
    loaded = loaded_by("tui.presentation.rows", "tui.presentation.facts", "tui.presentation.bars")
    assert not loaded & {"markdown_it", "textual.widgets", "textual.app", "httpx"}


async def test_what_changes_inside_a_border_is_repainted_where_it_stands() -> None:
    preview = Preview()
    host = Host(preview)
    async with host.run_test(size=(40, 12)) as pilot:
        preview.styles.border_top = ("solid", "white")
        preview.styles.padding = (2, 1)
        preview.show_message(Content("one\n\nthree\n\nfive"))
        await settled(pilot)
        preview.show_message(Content("1\n\n3\n\n5"))
        await settled(pilot)
        painted = [strip.text.strip() for strip in host.screen._compositor.render_strips()]
        assert [line for line in painted if line and "─" not in line] == ["1", "3", "5"]
