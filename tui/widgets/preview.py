"""The preview: a head of facts and a text below it, drawn as far as it is seen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.strip import Strip

from tui.widgets.lines import Lines, strip_of

if TYPE_CHECKING:
    from tui.presentation.markdown_inline import Block

MARGIN = 1
WHEEL_LINES = 3
PLACES_KEPT = 64
"""Items whose place in their text is remembered."""


class Preview(Lines, can_focus=True):
    """A text to read, scrolled by its methods; it binds no keys. Nothing is read or wrapped before it
    comes into view, and Markdown is not even imported before the first text is shown.
    """

    DEFAULT_CSS = """
    Preview { height: 1fr; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id, classes=classes)
        self._key: Hashable | None = None
        self._lead: Block | None = None
        self._header = Content("")
        self._body: tuple[str, bool] | list[Block] | None = None
        self._blocks: Sequence[Block] | None = None
        self._next = 0
        self._laid: list[Content] = []
        self._strips: dict[int, Strip] = {}
        self._top = 0
        self._places: dict[Hashable, int] = {}

    # What it shows

    @property
    def key(self) -> Hashable | None:
        """What is shown, as it was named; None for a message."""
        return self._key

    @property
    def top(self) -> int:
        """The topmost line shown, from 0."""
        return self._top

    def show(self, key: Hashable, header: Content, markdown: str | None) -> None:
        """Show an item: its head, and its text as Markdown (None: the head alone). The place in the
        text is kept when the same `key` is shown again.
        """
        self._put(key, header, None if markdown is None else (markdown, True))

    def show_text(self, key: Hashable, header: Content, text: str) -> None:
        """Show an item whose text is not Markdown: as it is written, wrapped."""
        self._put(key, header, (text, False))

    def show_blocks(self, key: Hashable, header: Content, blocks: list[Block]) -> None:
        """Show an item in a form of its own; each block is drawn when it comes into view."""
        self._put(key, header, blocks)

    def show_message(self, message: Content) -> None:
        """Show a sentence in place of an item."""
        self._put(None, message, None)

    def set_lead(self, lead: Block | None) -> None:
        """What stands above the head of each item that is shown from now on; None: nothing."""
        self._lead = lead

    def _put(
        self, key: Hashable | None, header: Content, body: tuple[str, bool] | list[Block] | None
    ) -> None:
        if self._key is not None:
            self._places.pop(self._key, None)
            self._places[self._key] = self._top
            if len(self._places) > PLACES_KEPT:
                del self._places[next(iter(self._places))]
        if body != self._body:
            self._blocks = None
        self._key, self._header, self._body = key, header, body
        self._top = self._places.get(key, 0)
        self._lay_out_anew()
        self._go(self._top)

    # Moving

    def down(self, lines: int = 1) -> None:
        """Scroll down by so many lines."""
        self._go(self._top + lines)

    def up(self, lines: int = 1) -> None:
        """Scroll up by so many lines."""
        self._go(self._top - lines)

    def page_down(self) -> None:
        """Scroll down by a screenful."""
        self.down(max(self.size.height - 1, 1))

    def page_up(self) -> None:
        """Scroll up by a screenful."""
        self.up(max(self.size.height - 1, 1))

    def half_page_down(self) -> None:
        """Scroll down by half a screenful."""
        self.down(max(self.size.height // 2, 1))

    def half_page_up(self) -> None:
        """Scroll up by half a screenful."""
        self.up(max(self.size.height // 2, 1))

    def home(self) -> None:
        """Scroll to the beginning."""
        self._go(0)

    def end(self) -> None:
        """Scroll to the end; this lays out the whole text."""
        self._lay_out(None)
        self._go(len(self._laid))

    def _go(self, top: int) -> None:
        height = self.size.height
        if height:
            self._lay_out(top + height)
            top = min(top, len(self._laid) - height)
        self._top = max(top, 0)
        self.repaint_changed()

    # Drawing

    def _lay_out_anew(self) -> None:
        self._laid = []
        self._next = -1
        self._strips.clear()

    def _lay_out(self, wanted: int | None) -> None:
        """Wrap as many blocks as make `wanted` lines (None: all of them)."""
        width = max(self.size.width - 2 * MARGIN, 1)
        while wanted is None or len(self._laid) < wanted:
            if self._next < 0:
                if self._lead is not None and self._key is not None:
                    self._laid += self._lead(width)
                for line in self._header.split(allow_blank=True):
                    self._laid += line.wrap(width)
                if self._body is not None:
                    self._laid.append(Content(""))
            elif self._body is None or self._next >= len(self._read()):
                return
            else:
                self._laid += self._read()[self._next](width)
            self._next += 1

    def _read(self) -> Sequence[Block]:
        """The blocks of the body."""
        if self._blocks is None:
            if isinstance(self._body, list):
                self._blocks = self._body
                return self._blocks
            # Not at the top: the application starts without Markdown.
            from tui.presentation.markdown import MarkdownBlocks, text_blocks

            text, is_markdown = self._body or ("", False)
            self._blocks = MarkdownBlocks(text).blocks if is_markdown else text_blocks(text)
        return self._blocks

    def line_at(self, y: int) -> Strip:
        """One line of what is in view."""
        at = self._top + y
        strip = self._strips.get(at)
        if strip is None:
            self._lay_out(at + 1)
            line = Content(" " * MARGIN) + self._laid[at] if at < len(self._laid) else Content("")
            strip = strip_of(line, self.size.width, self.visual_style)
            if len(self._strips) > 4 * self.size.height:
                self._strips.clear()
            self._strips[at] = strip
        return strip

    def forget_drawn(self) -> None:
        """Draw every line anew: the theme changed."""
        self._strips.clear()

    # Events

    def on_resize(self) -> None:
        """Wrap anew at the new size."""
        self._lay_out_anew()
        self._go(self._top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by some lines."""
        event.stop()
        self.down(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by some lines."""
        event.stop()
        self.up(WHEEL_LINES)
