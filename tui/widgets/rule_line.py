"""A thin rule between the list and the line of consequences; the last result stands in it."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class RuleLine(Widget):
    """One line: a rule, and in it a note that is never in the way of what stands below."""

    DEFAULT_CSS = """
    RuleLine { height: 1; color: $foreground 30%; }
    """

    note: reactive[Content | None] = reactive(None)

    def render(self) -> Content:
        """The rule, with the note near its left end."""
        width = self.size.width
        if self.note is None or not self.note.plain:
            return Content("─" * width)
        shown = self.note.truncate(max(width - 6, 0), ellipsis=True)
        return Content.assemble("── ", shown, " ", "─" * max(width - shown.cell_length - 4, 0))
