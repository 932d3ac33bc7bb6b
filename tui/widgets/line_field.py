"""A field of a form for one line of text, with its name before it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from tui.widgets.choice_field import LABEL
from tui.widgets.typed_text import Line


class LineField(Horizontal):
    """One line: a name and what is typed behind it."""

    DEFAULT_CSS = """
    LineField { height: 1; width: 1fr; }
    LineField > Static { height: 1; }
    LineField > Line { width: 1fr; }
    """
    line = query_one(Line)

    def __init__(
        self,
        label: str,
        text: str = "",
        *,
        hint: str = "",
        masked: bool = False,
        label_width: int = LABEL,
        id: str | None = None,
    ) -> None:
        """Begin with `text`; `hint` stands where nothing is typed; `masked`: nobody can read what is."""
        super().__init__(id=id)
        self._label = label
        self._text = text
        self._hint = hint
        self._masked = masked
        self._label_width = label_width

    def compose(self) -> ComposeResult:
        """The name and the line."""
        name = Static(self._label, markup=False)
        name.styles.width = self._label_width
        yield name
        yield Line(self._text, placeholder=self._hint, password=self._masked, select_on_focus=False)

    @property
    def value(self) -> str:
        """What is typed, without blanks around it."""
        return self.line.value.strip()

    def call(self, label: str, hint: str) -> None:
        """Give it another name and hint; what is typed stays."""
        self.query_one(Static).update(label)
        self.line.placeholder = hint
