"""Reading ahead: the texts that a person comes to next are there when the one before is decided on."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on, work

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import CopydeskError
from tui.domain.refs import ItemRef
from tui.domain.urgency import background
from tui.screens.context import Context
from tui.screens.failures import Failures
from tui.widgets.line_list import LineList

AHEAD = 2
"""Texts that are read ahead."""
LOOKED_AT = 8
"""Rows below the cursor among which they are looked for."""


class ReadingAhead(Failures):
    """A queue whose next texts are read before they are wanted, each once, behind all that a person asks."""

    def __init__(self, context: Context) -> None:
        """Begin with nothing read."""
        super().__init__(context)
        self._ahead: tuple[ItemRef, ...] = ()
        self._tried: set[ItemRef] = set()
        self._reads_ahead = False

    @on(LineList.Rested)
    def _look_ahead(self) -> None:
        self._ahead = tuple(self._unread_below())
        if self._ahead and not self._reads_ahead:
            self._reads_ahead = True
            self._read_ahead()

    def _unread_below(self) -> Iterator[ItemRef]:
        place = self.rows.index_of(self.rows.cursor)
        if place is None:
            return
        coming = [
            row for row in self.rows.rows[place + 1 : place + 1 + LOOKED_AT] if isinstance(row, Approval)
        ]
        posts = [each for each in coming if each.kind is ApprovalKind.POST and each.ready]
        for each in posts[:AHEAD]:
            if each.ref not in self._tried and self.body(each.ref, each.updated_at) is None:
                yield each.ref

    @work(group="ahead", exit_on_error=False)
    async def _read_ahead(self) -> None:
        """One after the other; whichever is below the cursor then."""
        try:
            with background():
                while wanted := [ref for ref in self._ahead if ref not in self._tried]:
                    self._tried.add(wanted[0])
                    self.keep_body(await self.services.posts.read(wanted[0]))
        except CopydeskError:
            self._ahead = ()  # it is asked for, and its failure told, when the cursor comes there
        finally:
            self._reads_ahead = False

    def doubt_bodies(self, connection: str | None = None) -> None:
        """Read bodies again when they are wanted (None: all of them)."""
        super().doubt_bodies(connection)
        self._tried = {ref for ref in self._tried if connection is not None and ref.connection != connection}
