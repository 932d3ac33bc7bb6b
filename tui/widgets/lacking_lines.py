"""Lines of which some are not there yet: it is told when such come into view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from textual.message import Message

from tui.domain.sparse import SparseRows, Want
from tui.widgets.cursor_lines import CursorLines

R = TypeVar("R")


class LackingLines(CursorLines[R]):
    """Lines that may be given `SparseRows`."""

    class Lacking(Message, namespace="line_list"):
        """Rows in view, or less than a screenful away, are not there yet. Posted once for each view of
        each list of rows.
        """

        def __init__(self, line_list: LackingLines[Any]) -> None:
            """Take the list."""
            super().__init__()
            self.line_list = line_list

        @property
        def control(self) -> LackingLines[Any]:
            """The list, for `@on` with a selector."""
            return self.line_list

    _lacked: tuple[Sequence[Any], int] | None = None

    @property
    def wanted(self) -> Want | None:
        """What to read so that the rows in view are there, and a screenful around them; None where they
        are.
        """
        rows, height = self._rows.rows, self.size.height
        if not height or not isinstance(rows, SparseRows):
            return None
        return rows.wanted(self._top - height, self._top + 2 * height - 1)

    def _tell_end(self) -> None:
        super()._tell_end()
        rows, height, lacked = self._rows.rows, self.size.height, self._lacked
        if not height or not isinstance(rows, SparseRows):
            return
        if lacked is not None and lacked[0] is rows and lacked[1] == self._top:
            return
        if rows.lacks(self._top - height, self._top + 2 * height - 1):
            self._lacked = rows, self._top
            self.post_message(self.Lacking(self))
