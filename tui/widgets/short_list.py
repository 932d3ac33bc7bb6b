"""A short list in a card, with keys of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size

from tui.widgets.line_list import LineList, RowLook

R = TypeVar("R")


class ShortList(LineList[R]):
    """As tall as its rows, up to a height; Enter and a click choose. Posts the messages of `LineList`."""

    DEFAULT_CSS = """
    ShortList { height: auto; max-height: 10; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", "down", show=False),
        Binding("up,ctrl+p", "step(-1)", "up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("home", "end(-1)", "first", show=False),
        Binding("end", "end(1)", "last", show=False),
        Binding("enter", "choose", "choose", show=False),
    ]
    CLICKS = 1

    def __init__(
        self,
        rows: Sequence[R],
        *,
        row_id: Callable[[R], Hashable],
        draw: Callable[[R, int], Content],
        id: str | None = None,
    ) -> None:
        """Offer `rows`, each named by `row_id` and drawn by `draw` in the cells given."""

        def drawn(row: R, width: int, look: RowLook) -> Content:
            return draw(row, width).truncate(width, ellipsis=True)

        super().__init__(row_id=row_id, draw=drawn, id=id)
        self.set_rows(rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each row (Textual's name)."""
        return max(len(self._rows), 1)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows, in as many lines."""
        before = len(self._rows)
        super().set_rows(rows)
        if self.is_mounted and len(rows) != before:
            self.refresh(layout=True)

    def action_step(self, by: int) -> None:
        """One row down or up."""
        if by > 0:
            self.cursor_down()
        else:
            self.cursor_up()

    def action_page(self, by: int) -> None:
        """As many rows as are shown, down or up."""
        if by > 0:
            self.page_down()
        else:
            self.page_up()

    def action_end(self, by: int) -> None:
        """The last row or the first."""
        if by > 0:
            self.cursor_end()
        else:
            self.cursor_home()

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.cursor_row is not None:
            self.post_message(self.Chosen(self, self.cursor_row))
