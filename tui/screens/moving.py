"""Moving in the list, or in the text where that has the whole width."""

from __future__ import annotations

from textual.getters import query_one
from textual.screen import Screen

from tui.widgets.line_list import LineList
from tui.widgets.preview import Preview


class Moving(Screen[None]):
    """A screen with a list and a text: the same keys move in whichever the person looks at."""

    rows = query_one("#list", LineList)
    preview = query_one("#preview", Preview)

    @property
    def reading(self) -> bool:
        """Whether the text has the whole width, and the keys that move scroll it."""
        return self.has_class("-reading")

    def action_list_down(self) -> None:
        """The next row, or a line of the text."""
        if self.reading:
            self.preview.down()
        else:
            self.rows.cursor_down()

    def action_list_up(self) -> None:
        """The previous row, or a line of the text."""
        if self.reading:
            self.preview.up()
        else:
            self.rows.cursor_up()

    def action_list_half_down(self) -> None:
        """Half a screen down."""
        if self.reading:
            self.preview.half_page_down()
        else:
            self.rows.half_page_down()

    def action_list_half_up(self) -> None:
        """Half a screen up."""
        if self.reading:
            self.preview.half_page_up()
        else:
            self.rows.half_page_up()

    def action_list_page_down(self) -> None:
        """A screen down."""
        if self.reading:
            self.preview.page_down()
        else:
            self.rows.page_down()

    def action_list_page_up(self) -> None:
        """A screen up."""
        if self.reading:
            self.preview.page_up()
        else:
            self.rows.page_up()

    def action_list_top(self) -> None:
        """The first row, or the text's beginning."""
        if self.reading:
            self.preview.home()
        else:
            self.rows.cursor_home()

    def action_list_bottom(self) -> None:
        """The last row, or the text's end."""
        if self.reading:
            self.preview.end()
        else:
            self.rows.cursor_end()

    def action_preview_down(self) -> None:
        """Scroll the text down, by half a screen."""
        self.preview.half_page_down()

    def action_preview_up(self) -> None:
        """Scroll the text up, by half a screen."""
        self.preview.half_page_up()
