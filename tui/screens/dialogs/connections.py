"""How each connection fares, what is wrong with it, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.commands import Area
from tui.domain.connections import Health, Left, Reach
from tui.presentation.states import health_look
from tui.presentation.text import plain
from tui.screens.dialogs.help import Help

NAME_COLUMN = 16


def left_text(left: Sequence[Left]) -> str:
    """What a connection could send at once: "left this minute: 5 of 10 generations, 54 of 55 changes"."""
    return "left this minute: " + ", ".join(f"{each.left} of {each.most} {plain(each.what)}" for each in left)


def health_text(
    health: Mapping[str, Health],
    notices: Sequence[str],
    left: Callable[[str], Sequence[Left]] = lambda connection: (),
) -> Content:
    """A paragraph for each connection, then what Copydesk has to say of its config file."""
    lines: list[Content] = []
    for each in health.values():
        look = health_look(each)
        lines.append(
            Content.assemble(
                (f"{plain(each.connection, NAME_COLUMN):<{NAME_COLUMN}} ", "bold"), (str(look), look.role)
            )
        )
        if each.reach not in {Reach.UP, Reach.CONNECTING}:
            lines += [Content(f"  {plain(text)}") for text in (each.reason, each.advice) if text]
        if each.read_only is not None:
            lines.append(Content(f"  read-only: {plain(each.read_only)}"))
        if each.reach in {Reach.UP, Reach.SLOWED} and left(each.connection):
            lines.append(Content(f"  {left_text(left(each.connection))}"))
    if not health:
        lines.append(Content("No connection is set up."))
    for notice in notices:
        lines += [Content(""), Content(plain(notice))]
    return Content("\n").join(lines)


class Connections(Help):
    """Scrolls and leaves as the help does."""

    def __init__(
        self,
        health: Mapping[str, Health],
        notices: Sequence[str],
        left: Callable[[str], Sequence[Left]] = lambda connection: (),
    ) -> None:
        """Show `health`, `notices` and what is `left` of the limits, as they stand now."""
        super().__init__(Area.ANYWHERE)
        self._health = health
        self._notices = notices
        self._left = left

    def compose(self) -> ComposeResult:
        """The connections, in a card that scrolls."""
        with Vertical(id="card", classes="-wide") as card:
            card.border_title = "Connections"
            with VerticalScroll(id="scroll"):
                yield Static(health_text(self._health, self._notices, self._left), markup=False)
            yield Static("r on a screen asks them again    Esc leaves", id="hint", markup=False)
