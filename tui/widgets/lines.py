"""The base of every widget of ours: lines drawn one by one on Textual's line API."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget


def strip_of(content: Content, width: int, style: Style) -> Strip:
    """One line of content as a strip of exactly `width` cells on `style`. It is neither wrapped nor
    read as markup.
    """
    if not content:
        return Strip.blank(max(width, 0), style.rich_style)
    strip = Strip(content.render_segments(style))
    return strip.adjust_cell_length(max(width, 0), style.rich_style)


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Where each run of neighbours in rising numbers begins, and how long it is."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and sum(runs[-1]) == number:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs


class Lines(Widget):
    """A widget that fills its size with lines from `line_at` and repaints only those that changed."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Take Textual's id and classes."""
        super().__init__(id=id, classes=classes)
        self._shown: dict[int, Strip] = {}

    def line_at(self, y: int) -> Strip:
        """The line at `y` (0: the topmost shown), as wide as the widget; quick where nothing changed."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw one line (Textual's line API)."""
        strip = self.line_at(y)
        self._shown[y] = strip
        return strip

    def repaint_changed(self) -> None:
        """Ask for a repaint of the lines that no longer look as they are shown, and of no others."""
        if not self.is_mounted:
            return
        width, height = self.size
        for y in [y for y in self._shown if y >= height]:
            del self._shown[y]
        changed = [y for y in range(height) if self._shown.get(y) != self.line_at(y)]
        if changed:
            # Textual counts these from where the content begins, inside border and padding.
            self.refresh(*(Region(0, y, width, lines) for y, lines in _runs(changed)))

    def forget_drawn(self) -> None:
        """Called when the theme or the size changed: whatever was kept as drawn is of no use."""

    def notify_style_update(self) -> None:
        """Draw anew in the new styles (Textual calls this when they change)."""
        super().notify_style_update()
        self.forget_drawn()

    def on_resize(self) -> None:
        """Draw anew at the new size."""
        self.forget_drawn()
        self.repaint_changed()


class Bar(Lines):
    """One line of content, repainted when it changes."""

    DEFAULT_CSS = """
    Bar { height: 1; width: 1fr; }
    """

    def __init__(
        self, content: Content | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        """Take the first content."""
        super().__init__(id=id, classes=classes)
        self._content = content or Content("")

    @property
    def content(self) -> Content:
        """What is shown."""
        return self._content

    def show(self, content: Content) -> None:
        """Show one line."""
        self._content = content
        self.repaint_changed()

    def content_at(self, width: int) -> Content:
        """What to show in `width` cells."""
        return self._content

    def line_at(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        content = self.content_at(width) if y == 0 else Content("")
        return strip_of(content, width, self.visual_style)
