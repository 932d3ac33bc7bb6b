"""All keys of the screen below, by group; narrowed by what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input, Static

from tui.commands import Area, Command, Group, of_area
from tui.commands.key_names import shown_strokes
from tui.commands.keymap import Keymap
from tui.screens.dialogs.scrolling import Scrolling
from tui.widgets.typed_text import Line

_KEY_COLUMN = 16
_LEAST = 20
"""Cells for what a key does, however small the terminal is."""
_NOTHING = "No key and no command fits."


def room_in_card(width: int) -> int:
    """How wide a text in a card can be that scrolls, in a terminal of so many cells, by dialog.tcss."""
    return min(76, width * 96 // 100) - 8


def _has_key(command: Command, keymap: Keymap, words: str) -> bool:
    return words in {shown_strokes(keys) for keys in keymap.keys[command.id]}


def _fits(command: Command, keymap: Keymap, words: str) -> bool:
    """Whether a command has all of the words in its name or in what is said of it, or such a key."""
    said = f"{command.id} {command.label} {command.help}".lower()
    return _has_key(command, keymap, words) or all(word in said for word in words.lower().split())


def _described(command: Command, keymap: Keymap, width: int) -> Content:
    """A command: its keys, what it does, and its id; in `width` cells, what goes on in another line under its
    beginning.
    """
    beginning = 2 + _KEY_COLUMN
    keys = keymap.all_of(command.id) or keymap.of(command.id)
    text = f"\n{' ' * beginning}".join(wrap(f"{command.help}  {command.id}", max(width - beginning, _LEAST)))
    if len(keys) >= _KEY_COLUMN:
        keys = f"{keys}\n{' ' * beginning}"
    said = text.removesuffix(command.id)
    return Content.assemble((f"  {keys:<{_KEY_COLUMN}}", "bold"), said, (command.id, "dim"))


def _parts(area: Area, keymap: Keymap, words: str) -> Iterator[tuple[str, list[Command]]]:
    """What is shown under which heading: what has that very key first."""
    commands = [each for each in of_area(area) if _fits(each, keymap, words)]
    keyed = [each for each in commands if _has_key(each, keymap, words)]
    if keyed:
        yield f"The key {words}", keyed
    for group in Group:
        found = [each for each in commands if each.group is group and each not in keyed]
        if found:
            yield group.value, found


def help_text(area: Area, keymap: Keymap, width: int, words: str = "") -> Content:
    """The commands of an area that fit the words, under the name of their group."""
    lines: list[Content] = []
    for heading, commands in _parts(area, keymap, words.strip()):
        lines.append(Content.styled(heading, "bold $accent"))
        lines += [_described(each, keymap, width) for each in commands]
        lines.append(Content(""))
    return Content("\n").join(lines[:-1]) if lines else Content(_NOTHING)


class Help(Scrolling):
    """What is typed narrows it; Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "scroll(1)", "down", show=False),
        Binding("ctrl+p", "scroll(-1)", "up", show=False),
    ]

    def __init__(self, area: Area, keymap: Keymap) -> None:
        """Show the keys of `area`."""
        super().__init__()
        self._area = area
        self._keymap = keymap
        self._room = room_in_card(self.app.size.width)
        self._words = ""

    def compose(self) -> ComposeResult:
        """The words, and the keys, in a card that scrolls."""
        with Vertical(id="card") as card:
            card.border_title = f"Keys · {self._area.value}"
            yield Line(placeholder="type a key or words")
            with VerticalScroll(id="scroll", can_focus=False):
                yield Static(help_text(self._area, self._keymap, self._room), id="help", markup=False)
            yield Static("↑ ↓ scroll    ids are for rebinding    Esc leaves", id="hint", markup=False)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._words = event.value
        self._draw()
        self.query_one("#scroll").scroll_home(animate=False)

    @on(Input.Submitted)
    def _read(self) -> None:
        self.action_leave()

    def _draw(self) -> None:
        for keys in self.query("#help").results(Static):
            keys.update(help_text(self._area, self._keymap, self._room, self._words))

    def on_resize(self, event: Resize) -> None:
        """Wrap anew where there is another room (Textual calls this)."""
        room = room_in_card(event.size.width)
        if room != self._room:
            self._room = room
            self._draw()
