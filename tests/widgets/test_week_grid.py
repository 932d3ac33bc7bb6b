"""The week of slots: what it draws, and how little of it at a move."""

from __future__ import annotations

from textual.strip import Strip

from tests.fakes.schedules import a_slot
from tests.widgets.hosts import Host, clicked, settled, shown
from tui.domain.schedules import Schedule
from tui.domain.week import Week
from tui.presentation.week_grid import WeekLook
from tui.widgets.week_grid import WeekGrid


class CountingGrid(WeekGrid):
    """A week that notes which lines it draws."""

    def __init__(self) -> None:
        self.lines_drawn: list[int] = []
        super().__init__()

    def render_line(self, y: int) -> Strip:
        self.lines_drawn.append(y)
        return super().render_line(y)


class PointedHost(Host):
    """Keeps which slots were pointed at."""

    def __init__(self, grid: WeekGrid) -> None:
        super().__init__(grid)
        self.pointed: list[str] = []

    def on_week_grid_pointed(self, message: WeekGrid.Pointed) -> None:
        self.pointed.append(message.ref.id)


def reversed_text(grid: WeekGrid) -> str:
    strips = (grid.render_line(y) for y in range(grid.size.height))
    return "".join(
        text for strip in strips for text, style, _ in strip if style is not None and style.reverse
    )


def a_week(count: int) -> list[Schedule]:
    """So many slots, each at a time of its own."""
    return [
        a_slot(str(n), n % 7, f"{n // 4:02}:{n % 4 * 15:02}", "2" if n % 2 else "1") for n in range(count)
    ]


async def test_a_move_draws_two_lines_and_one_out_of_view_brings_it_there() -> None:
    slots = a_week(60)
    week = Week.of(slots)
    grid = CountingGrid()
    async with Host(grid).run_test(size=(120, 20)) as pilot:
        grid.show(WeekLook(week, cursor=slots[0].ref))
        await settled(pilot)
        assert shown(grid)[0].split() == ["00:00", "My", "blog"]
        assert reversed_text(grid).split() == ["My", "blog"], "one cell, and no more"
        grid.lines_drawn.clear()
        grid.point(slots[3].ref)
        await settled(pilot)
        assert sorted(grid.lines_drawn) == [0, 3]
        grid.point(slots[40].ref)
        await settled(pilot)
        assert shown(grid)[-1].split()[0] == "10:00"
        assert reversed_text(grid).split() == ["My", "blog"]
        # The same again repaints nothing.
        grid.lines_drawn.clear()
        grid.show(WeekLook(week, cursor=slots[40].ref))
        await settled(pilot)
        assert grid.lines_drawn == []
        grid.show(WeekLook(Week.of(slots[:2]), cursor=slots[1].ref))
        await settled(pilot)
        assert [line for line in shown(grid) if line] == shown(grid)[:2]


async def test_a_click_tells_which_slot_was_meant() -> None:
    slots = [a_slot("1", 0), a_slot("2", 6)]
    grid = CountingGrid()
    host = PointedHost(grid)
    async with host.run_test(size=(120, 20)) as pilot:
        grid.show(WeekLook(Week.of(slots)))
        await settled(pilot)
        for x, y in ((10, 0), (105, 0), (30, 0), (4, 0), (10, 5)):
            await clicked(pilot, grid, offset=(x, y))
        assert host.pointed == ["1", "2"]
