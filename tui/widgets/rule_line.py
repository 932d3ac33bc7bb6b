"""A thin rule above the line of consequences; the last result stands in it, and how old the list is."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style

from tui.presentation import roles
from tui.presentation.bars import Tone
from tui.presentation.links import link_of
from tui.presentation.text import ELLIPSIS, cells, plain
from tui.widgets.lines import Bar

LEAST_OF_LINK = 12
"""So much of an address must be there for it to be one."""


class RuleLine(Bar):
    """One line: a rule, and in it what came of the last verdict, until `clear_note`."""

    DEFAULT_CSS = """
    RuleLine { color: $foreground 50%; }
    """

    def __init__(self, *, ascii: bool = False, id: str | None = None) -> None:
        """Start as a bare rule; `ascii`: signs that every font has."""
        super().__init__(id=id)
        self.ascii = ascii
        self._note: tuple[Tone, str] | None = None
        self._where = ""
        self._link = ""
        self._age = ""

    @property
    def said(self) -> str | None:
        """The result that stands in it."""
        return self._note[1] if self._note is not None else None

    def note(self, tone: Tone, text: str, where: str = "") -> None:
        """Show a result; text may come from outside. `where`: what shows all of it, said where it is cut."""
        self._note = (tone, text)
        self._where = where
        self._link = ""
        self.repaint_changed()

    def link(self, address: str) -> None:
        """Let the address in the result be a link, also where it is cut; for terminals that know such."""
        self._link = link_of(address) or ""
        self.repaint_changed()

    def clear_note(self) -> None:
        """Be a bare rule again."""
        self._note = None
        self.repaint_changed()

    def show_age(self, age: str) -> None:
        """Tell at the right end how old what is listed is, where a result leaves room; empty: it is not."""
        if age != self._age:
            self._age = age
            self.repaint_changed()

    def content_at(self, width: int) -> Content:
        """The rule, with the result near its left end and the age near its right."""
        dash = "-" if self.ascii else "─"
        left, right = Content(""), Content("")
        if self._note is not None:
            tone, text = self._note
            glyph, letter, role = tone.value
            mark = (letter if self.ascii else glyph) + " " if glyph else ""
            room = max(width - 4, 0)
            said = plain(mark + text, room)
            if self._where and said.endswith(ELLIPSIS):
                left_of_it = room - cells(self._where) - 1
                said = f"{plain(mark + text, left_of_it)} {self._where}" if left_of_it > 1 else said
            left = Content.assemble(
                dash * 2, " ", self._linked(Content.styled(said, role or roles.STRONG)), " "
            )
        if self._age:
            right = Content(f" {plain(self._age, max(width - 4, 0))} {dash * 2}")
        if left and left.cell_length + right.cell_length > width:
            right = Content("")
        filled = max(width - left.cell_length - right.cell_length, 0)
        return Content.assemble(left, dash * filled, right)

    def _linked(self, said: Content) -> Content:
        """A result with its address as a link."""
        start = said.plain.find(self._link[:LEAST_OF_LINK]) if self._link else -1
        if start < 0:
            return said
        end = said.plain.find(" ", start)
        return said.stylize(Style(link=self._link), start, end if end >= 0 else None)
