"""The built-in editor, for those who have set neither $VISUAL nor $EDITOR."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from tui.domain.front_matter import MOST_TOLD, Problem
from tui.presentation.text import plain
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.typed_text import Document

DRAFT_SECONDS = 1.0
"""How much of what is typed may be lost with the line."""


class EditText(Dialog[str]):
    """A text to edit; the answer is what it became."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        text: str,
        check: Callable[[str], Sequence[Problem]] = lambda text: (),
        refused: Sequence[Problem] = (),
        keep: Callable[[str], str | None] = lambda text: None,
        draft: Callable[[str], object] = lambda text: None,
    ) -> None:
        """Edit `text`; `check` names the lines that do not hold. `keep` keeps a text that is saved, whether
        it holds or not, and gives the reason where it could not. `draft` is given what is typed, now and
        then: a line may drop. `refused`: lines that hold here, and did not where they were sent.
        """
        super().__init__(classes="-tall")
        self._title = title
        self._text = text
        self._check = check
        self._refused = refused
        self._keep = keep
        self._draft = draft
        self._drafted = text
        self._warned = False

    def compose(self) -> ComposeResult:
        """The text, and the two keys."""
        with Vertical(id="card", classes="-wide") as card:
            card.border_title = Content(self._title)
            yield Document(self._text, soft_wrap=True, show_line_numbers=False)
            yield Static("", id="error", markup=False)
            yield Static(
                "^s saves    Esc leaves it as it was    ($EDITOR is not set)", id="hint", markup=False
            )

    def on_mount(self) -> None:
        """A text that was kept may not hold."""
        self.set_interval(DRAFT_SECONDS, self._draft_now)
        if self._holds(self._text):
            self._say(self._refused)

    def _draft_now(self) -> None:
        text = self.query_one(TextArea).text
        if text != self._drafted:
            self._drafted = text
            self._draft(text)

    def _holds(self, text: str) -> bool:
        """Whether every line holds; if not it is said, with the cursor on the first that does not."""
        problems = sorted(self._check(text))
        if not problems:
            return True
        self._say(problems)
        return False

    def _say(self, problems: Sequence[Problem]) -> None:
        if not problems:
            return
        said = [f"Line {line}: {plain(why, 200)}" for line, why in problems[:MOST_TOLD]]
        self.query_one("#error", Static).update(Content("\n".join(said)))
        self.query_one(TextArea).move_cursor((problems[0][0] - 1, 0))

    def action_leave(self) -> None:
        """Leave; a text that was changed is not thrown away by one key."""
        changed = self.query_one(TextArea).text != self._text
        if changed and not self._warned:
            self._warned = True
            self.query_one("#error", Static).update(
                "The text was changed. Esc again throws it away, ^s saves."
            )
        else:
            super().action_leave()

    def action_save(self) -> None:
        """Answer with the text as it stands, if it holds."""
        text = self.query_one(TextArea).text
        self._warned = False
        reason = self._keep(text)
        if reason is not None:
            self.query_one("#error", Static).update(plain(f"Not saved, and not kept: {reason}"))
            return
        # It is kept as it stands: leaving throws nothing away.
        self._text = text
        if self._holds(text):
            self.answer(text)
