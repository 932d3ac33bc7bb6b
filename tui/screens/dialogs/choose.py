"""Choose one of a few things: by its digit, or with j, k and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.screens.dialogs.dialog import Dialog
from tui.widgets.short_list import ShortList

Numbered = tuple[int, str, Content]
"""An option: its digit, its id, and how it is shown."""


class Choose(Dialog[str]):
    """A short list; the answer is the id of what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "step(1)", "down", show=False),
        Binding("k", "step(-1)", "up", show=False),
        *(Binding(str(digit), f"pick({digit - 1})", str(digit), show=False) for digit in range(1, 10)),
        Binding("q", "leave", "leave", show=False),
    ]

    def __init__(self, title: str, options: Sequence[tuple[str, Content]]) -> None:
        """Offer `options`: pairs of an id and how it is shown; at least one."""
        super().__init__()
        self._title = title
        self._options = options

    def compose(self) -> ComposeResult:
        """The list with its digits."""
        with Vertical(id="card") as card:
            card.border_title = Content(self._title)
            yield ShortList[Numbered](
                [(digit, id, shown) for digit, (id, shown) in enumerate(self._options, 1)],
                row_id=lambda option: option[0],
                draw=lambda option, width: Content.assemble((f"{option[0]} ", "dim"), option[2]),
            )
            yield Static("1-9 or j k and Enter choose    Esc leaves", id="hint", markup=False)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(ShortList).action_step(by)

    def action_pick(self, place: int) -> None:
        """Choose by digit."""
        if place < len(self._options):
            self.answer(self._options[place][0])

    @on(ShortList.Chosen)
    def _chosen(self, event: ShortList.Chosen) -> None:
        self.answer(event.row[1])
