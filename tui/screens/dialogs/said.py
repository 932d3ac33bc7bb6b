"""What was said in the rule, whole: there it is cut where there is little room, and goes after a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens.dialogs.scrolling import Scrolling

LONGEST = 4000


class Said(Scrolling):
    """The last of it first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("equals_sign", "leave", "leave", show=False)]

    def __init__(self, said: Sequence[tuple[Tone, str]], *, ascii: bool) -> None:
        """Show `said`, the newest last, which may hold words from outside; `ascii`: as in the rule."""
        super().__init__()
        self._texts = [self._shown(tone, text, ascii=ascii) for tone, text in reversed(said)]

    @staticmethod
    def _shown(tone: Tone, text: str, *, ascii: bool) -> Content:
        glyph, letter, role = tone.value
        mark = f"{letter if ascii else glyph} " if glyph else ""
        return Content.assemble((mark, role), plain(text, LONGEST))

    def compose(self) -> ComposeResult:
        """Each with a blank line after it, and the keys."""
        with Vertical(id="card") as card:
            card.border_title = "What was said"
            with VerticalScroll(id="scroll"):
                yield Static(Content("\n\n").join(self._texts or [Content("Nothing yet.")]), markup=False)
            yield Static("j k scroll    Esc leaves", id="hint", markup=False)
