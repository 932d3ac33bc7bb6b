"""How each connection fares, what is wrong with it, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.commands import Area
from tui.domain.connections import Health, Reach
from tui.presentation.states import reach_look
from tui.presentation.text import plain
from tui.screens.dialogs.help import Help

NAME_COLUMN = 16


def health_text(health: Mapping[str, Health], notices: Sequence[str]) -> Content:
    """A paragraph for each connection, then what Copydesk has to say of its config file."""
    lines: list[Content] = []
    for each in health.values():
        look = reach_look(each.reach)
        lines.append(
            Content.assemble(
                (f"{plain(each.connection, NAME_COLUMN):<{NAME_COLUMN}} ", "bold"), (str(look), look.role)
            )
        )
        if each.reach not in {Reach.UP, Reach.CONNECTING}:
            lines += [Content(f"  {plain(text)}") for text in (each.reason, each.advice) if text]
    if not health:
        lines.append(Content("No connection is set up."))
    for notice in notices:
        lines += [Content(""), Content(plain(notice))]
    return Content("\n").join(lines)


class Connections(Help):
    """Scrolls and leaves as the help does."""

    def __init__(self, health: Mapping[str, Health], notices: Sequence[str]) -> None:
        """Show `health` and `notices` as they stand now."""
        super().__init__(Area.ANYWHERE)
        self._health = health
        self._notices = notices

    def compose(self) -> ComposeResult:
        """The connections, in a card that scrolls."""
        with Vertical(id="card", classes="-wide") as card:
            card.border_title = "Connections"
            with VerticalScroll(id="scroll"):
                yield Static(health_text(self._health, self._notices), markup=False)
            yield Static("r on a screen asks them again    Esc leaves", id="hint", markup=False)
