"""What covers everything while the terminal is too small."""

from __future__ import annotations

from textual.content import Content
from textual.strip import Strip

from tui.presentation import roles
from tui.presentation.text import cut
from tui.widgets.lines import Lines, strip_of


class Cover(Lines):
    """Says how large the terminal has to be, and how large it is."""

    DEFAULT_CSS = """
    Cover {
        overlay: screen; position: absolute; offset: 0 0; width: 100vw; height: 100vh;
        background: $background;
    }
    """

    def __init__(self, width: int, height: int, leaves: str) -> None:
        """The least size, and the key that leaves."""
        super().__init__()
        self._least = f"{width}×{height}"
        self._leaves = leaves

    def line_at(self, y: int) -> Strip:
        """The word in the middle, in as many lines as it needs."""
        width, height = self.size
        said: tuple[str, ...] = (
            f"Copydesk needs {self._least};",
            f"this is {width}×{height}.",
            f"{self._leaves} leaves.",
        )
        if width >= sum(map(len, said)) + 2:
            said = (" ".join(said),)
        top = max((height - len(said)) // 2, 0)
        line = said[y - top] if top <= y < top + len(said) else ""
        text = cut(line, width)
        content = Content.assemble(" " * ((width - len(text)) // 2), (text, roles.STRONG))
        return strip_of(content, width, self.visual_style)
