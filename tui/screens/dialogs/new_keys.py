"""Keys that were made just now: shown this once, and copied from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from tui.domain.accounts import NewKeys
from tui.domain.errors import CopydeskError
from tui.presentation import roles
from tui.presentation.text import plain
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.short_list import ShortList

Copy: TypeAlias = Callable[[str], str | None]
"""Puts a text on the clipboard; gives the reason where it could not."""
KEYS = "y or 1-9 copies  f puts into a file  Esc closes"
Save: TypeAlias = Callable[[str], str]
"""Puts a text into a file that only this person can read; gives its path. Raises a CopydeskError."""
Named: TypeAlias = tuple[int, str]


class ShowKeys(Dialog[bool]):
    """The keys, each copied by its digit or by y under the cursor, or all put into a file. It is not left by
    one key before each of them was. Answered with whether each was.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "step(1)", "down", show=False),
        Binding("k", "step(-1)", "up", show=False),
        Binding("y,c", "copy", "copy", show=False),
        Binding("f", "save", "into a file", show=False),
        *(Binding(str(digit), f"copy({digit})", str(digit), show=False) for digit in range(1, 10)),
        Binding("q,enter", "leave", "leave", show=False),
    ]

    def __init__(self, keys: NewKeys, copy: Copy, save: Save, again: str) -> None:
        """Show `keys`; `copy` puts one on the clipboard, `save` all into a file; `again` is the key of the
        list that has new ones made.
        """
        super().__init__()
        self._keys = keys
        self._copy = copy
        self._save = save
        self._again = again
        self._copied: set[int] = set()
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Each key whole under its label, and what to know of them."""
        with Vertical(id="card") as card:
            card.border_title = Content(f"New keys of {plain(self._keys.of, 40)}")
            with Vertical(id="fields"):
                yield ShortList[Named](
                    [(at, label) for at, (label, _) in enumerate(self._keys.keys, 1)],
                    row_id=lambda named: named[0],
                    draw=self._named,
                )
                for label, key in self._keys.keys:
                    yield Static(Content(plain(label, 40)), classes="label")
                    yield Static(Content(plain(key.reveal())))
                if self._keys.warning:
                    yield Static(Content.styled(plain(self._keys.warning, 300), roles.WARNING), id="over")
            yield Static(
                Content.styled(
                    "They are shown this once, and Copydesk keeps them nowhere. "
                    f"Where they are lost, {self._again} makes new ones.",
                    roles.WARNING,
                ),
                id="said",
                markup=False,
            )
            yield Static(KEYS, id="hint", markup=False)

    def _named(self, named: Named, width: int) -> Content:
        at, label = named
        copied = ("  copied", roles.GOOD) if at in self._copied else ""
        return Content.assemble((f"{at} ", roles.DIM), plain(label, 40), copied)

    def on_key(self, event: Key) -> None:
        """Whoever presses another key goes on."""
        self._leaving = self._leaving and event.key in {"escape", "q", "enter"}

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(ShortList).action_step(by)

    def action_copy(self, at: int = 0) -> None:
        """Copy one, by its number or under the cursor."""
        chosen = at or self.query_one(ShortList).cursor
        if not isinstance(chosen, int) or chosen > len(self._keys.keys):
            return
        label, key = self._keys.keys[chosen - 1]
        why = self._copy(key.reveal())
        if why is None:
            self._copied.add(chosen)
            self._leaving = False
            self.query_one(ShortList).redraw()
            self._say(f"copied: {label}. Not every terminal takes it: paste it before you leave.", roles.GOOD)
        else:
            self._say(f"Not copied: {why}", roles.BAD)

    def action_save(self) -> None:
        """Put all of them into a file."""
        try:
            path = self._save("".join(f"{label}: {key.reveal()}\n" for label, key in self._keys.keys))
        except CopydeskError as error:
            self._say(f"Not saved: {error.sentence}", roles.BAD)
        else:
            self._copied = set(range(1, len(self._keys.keys) + 1))
            self._leaving = False
            self._say(f"{path} has them; nobody but you can read it.", roles.GOOD)

    def action_leave(self) -> None:
        """Leave; while one of them was not copied only by a second key."""
        left = [label for at, (label, _) in enumerate(self._keys.keys, 1) if at not in self._copied]
        if self._leaving or not left:
            self.answer(not left)
        else:
            self._leaving = True
            what = "Nothing was copied" if not self._copied else f"{', '.join(left)}: not copied"
            self._say(f"{what}, and they are not shown again. Esc again closes.", roles.WARNING)

    def _say(self, text: str, role: str) -> None:
        self.query_one("#said", Static).update(Content.styled(plain(text, 200), role))
