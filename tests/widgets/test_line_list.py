"""The list: its cost, its cursor, what it tells."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from textual.widgets import Static

from tests.widgets.hosts import CountingList, Host, Row, clicked, resized, settled, shown, until
from tui.widgets.line_list import LineList


def rows(count: int, start: int = 0) -> list[Row]:
    return [(number, f"row {number}") for number in range(start, start + count)]


def at(lines: CountingList) -> Hashable:
    return lines.cursor


def top(lines: CountingList) -> int:
    return lines.top


def reversed_cells(lines: CountingList, y: int) -> int:
    return sum(len(text) for text, style, _ in lines.render_line(y) if style is not None and style.reverse)


async def test_it_draws_a_screenful_of_100000_rows() -> None:
    lines = CountingList(rows(100_000))
    async with Host(lines).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert lines.draws <= 3 * 40
        lines.cursor_end()
        await settled(pilot)
        lines.cursor_home()
        await settled(pilot)
        assert lines.draws <= 6 * 40
        assert at(lines) == 0


async def test_a_move_repaints_two_lines() -> None:
    lines = CountingList(rows(1000))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        lines.lines_drawn.clear()
        lines.draws = 0
        lines.cursor_down()
        await settled(pilot)
        assert sorted(lines.lines_drawn) == [0, 1]
        assert lines.draws == 2
        assert shown(lines)[1].startswith("▌")


async def test_a_scroll_draws_only_what_is_new() -> None:
    lines = CountingList(rows(1000))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        lines.cursor_down(23)
        await settled(pilot)
        lines.draws = 0
        lines.cursor_down()
        await settled(pilot)
        assert top(lines) == 1
        assert lines.draws == 2
        assert "row 24" in shown(lines)[23]


async def test_the_same_rows_again_repaint_nothing() -> None:
    lines = CountingList(rows(100))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        lines.lines_drawn.clear()
        lines.set_rows(rows(100))
        lines.redraw()
        await settled(pilot)
        assert lines.lines_drawn == []


async def test_the_cursor_stays_on_its_row_and_in_its_line_when_rows_come_above() -> None:
    lines = CountingList(rows(100))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        lines.cursor_down(40)
        await settled(pilot)
        line = next(y for y, text in enumerate(shown(lines)) if text.startswith("▌"))
        lines.set_rows([(1000 + number, "new") for number in range(7)] + rows(100))
        await settled(pilot)
        assert at(lines) == 40
        assert lines.index_of(40) == 47
        assert shown(lines)[line].startswith("▌  40 ")


async def test_when_its_row_goes_the_cursor_takes_the_next_one() -> None:
    lines = CountingList(rows(5))
    app = Host(lines)
    async with app.run_test(size=(80, 24)) as pilot:
        lines.move_to(2)
        lines.set_rows([row for row in rows(5) if row[0] != 2])
        assert at(lines) == 3
        lines.move_to(4)
        lines.set_rows(rows(4))
        assert at(lines) == 3
        lines.set_rows([])
        assert at(lines) is None
        assert lines.cursor_row is None
        await settled(pilot)
        assert "Nothing here. g generates." in shown(lines)[0]
        lines.cursor_down()
        lines.cursor_end()
        lines.page_up()
        lines.set_rows(rows(3))
        assert at(lines) == 0


async def test_rows_that_go_while_scrolled_leave_no_gap() -> None:
    lines = CountingList(rows(1000))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        lines.cursor_end()
        await settled(pilot)
        lines.set_rows(rows(30))
        await settled(pilot)
        assert at(lines) == 29
        assert top(lines) == 6
        assert all(shown(lines))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (10, 3), (3, 1), (1, 1)])
async def test_every_movement_keeps_the_cursor_in_view(size: tuple[int, int]) -> None:
    lines = CountingList(rows(200), selectable=lambda row: row[0] % 10 != 0)
    async with Host(lines).run_test(size=size) as pilot:
        for move in (
            lines.cursor_end,
            lines.page_up,
            lines.half_page_up,
            lines.cursor_up,
            lines.cursor_home,
            lines.page_down,
            lines.half_page_down,
            lines.cursor_down,
        ):
            move()
            await settled(pilot)
            index = lines.index_of(lines.cursor)
            assert index is not None
            assert index % 10 != 0
            assert lines.top <= index < lines.top + size[1]
            assert sum(text.startswith("▌") for text in shown(lines)) == 1


async def test_headings_are_passed_and_shown() -> None:
    lines = CountingList(rows(30), selectable=lambda row: row[0] not in {0, 1, 15, 29})
    async with Host(lines).run_test(size=(80, 10)) as pilot:
        assert at(lines) == 2
        lines.cursor_down(12)
        assert at(lines) == 14
        lines.cursor_down()
        assert at(lines) == 16
        lines.cursor_up(100)
        await settled(pilot)
        assert at(lines) == 2
        assert top(lines) == 0
        assert not lines.move_to(15)
        lines.cursor_end()
        assert (at(lines), top(lines) + lines.size.height) == (28, 30)


async def test_it_tells_of_moves_at_once_and_of_rest_once() -> None:
    lines = CountingList(rows(100))
    app = Host(lines)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.count(LineList.Rested) == 1)
        app.told.clear()
        for _ in range(10):
            lines.cursor_down()
        await settled(pilot)
        assert app.count(LineList.CursorMoved) == 10
        await until(lambda: app.count(LineList.Rested) > 0)
        rested = [message for message in app.told if isinstance(message, LineList.Rested)]
        assert [message.row for message in rested] == [(10, "row 10")]
        lines.cursor_up(10)
        lines.cursor_up()
        await until(lambda: app.count(LineList.Rested) == 2)
        assert app.count(LineList.CursorMoved) == 11


async def test_it_tells_once_that_the_end_is_near() -> None:
    lines = CountingList(rows(100))
    app = Host(lines)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.count(LineList.EndNear) == 0
        lines.cursor_down(76)
        await settled(pilot)
        lines.cursor_end()
        await settled(pilot)
        assert app.count(LineList.EndNear) == 1
        lines.set_rows(rows(200))
        await settled(pilot)
        assert app.count(LineList.EndNear) == 1
        lines.set_rows(rows(10))
        await settled(pilot)
        assert app.count(LineList.EndNear) == 2


async def test_the_mouse_moves_scrolls_and_chooses() -> None:
    lines = CountingList(rows(100), selectable=lambda row: row[0] != 4)
    app = Host(lines)
    async with app.run_test(size=(80, 24)) as pilot:
        await clicked(pilot, offset=(10, 5))
        assert at(lines) == 5
        await clicked(pilot, offset=(10, 4))
        assert at(lines) == 5
        await clicked(pilot, offset=(10, 6), times=2)
        assert [message.row[0] for message in app.told if isinstance(message, LineList.Chosen)] == [6]
        lines._scroll(30)
        await settled(pilot)
        assert at(lines) == 6
        assert top(lines) == 30
        lines.set_rows(rows(100))
        assert top(lines) == 30
        lines.cursor_down()
        assert top(lines) == 7


async def test_the_cursor_is_reverse_only_where_keys_act() -> None:
    lines = CountingList(rows(5))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert reversed_cells(lines, 0)
        other = Static("other")
        other.can_focus = True
        await pilot.app.mount(other)
        other.focus()
        await settled(pilot)
        assert not reversed_cells(lines, 0)
        assert shown(lines)[0].startswith("▌")


async def test_a_new_size_keeps_the_cursor_in_view() -> None:
    lines = CountingList(rows(100))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        lines.cursor_down(20)
        await resized(pilot, 40, 5)
        assert at(lines) == 20
        assert lines.top <= 20 < lines.top + 5
        assert all(lines.render_line(y).cell_length == 40 for y in range(5))


async def test_a_new_theme_draws_anew() -> None:
    lines = CountingList(rows(100))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        before = lines.render_line(0)
        pilot.app.theme = "textual-light"
        await settled(pilot)
        assert lines.render_line(0) != before


async def test_marks_are_a_sign_in_the_gutter_kept_by_id_and_repaint_their_own_lines_alone() -> None:
    lines = CountingList(rows(1000))
    async with Host(lines).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        lines.lines_drawn.clear()
        lines.show_marks({0, 3, 5000})
        await settled(pilot)
        assert sorted(lines.lines_drawn) == [0, 3]
        assert [line[:5] for line in shown(lines)[:4]] == ["▌◆ 0 ", "   1 ", "   2 ", " ◆ 3 "]
        lines.set_rows(rows(1000, start=2))
        await settled(pilot)
        assert [line[:5] for line in shown(lines)[:3]] == ["▌  2 ", " ◆ 3 ", "   4 "]
        lines.show_marks(())
        lines.begin_range()
        lines.lines_drawn.clear()
        lines.cursor_down()
        await settled(pilot)
        assert sorted(lines.lines_drawn) == [0, 1]
        assert [line[:3] for line in shown(lines)[:3]] == [" ◆ ", "▌◆ ", "   "]
        assert [row[0] for row in lines.in_range()] == [2, 3]
        # A row that comes above its beginning is not in it; where its beginning goes, it ends.
        lines.set_rows(rows(1000))
        assert [row[0] for row in lines.in_range()] == [2, 3]
        lines.set_rows(rows(1000, start=3))
        assert not lines.ranging
        assert lines.in_range() == []
