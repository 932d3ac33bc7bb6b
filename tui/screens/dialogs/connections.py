"""How each connection fares, what is wrong with it, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

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


def health_texts(
    health: Mapping[str, Health],
    notices: Sequence[str],
    left: Callable[[str], Sequence[Left]] = lambda connection: (),
) -> Iterator[tuple[Content, bool]]:
    """A paragraph for each connection, then what Copydesk has to say of its config file besides. With each
    whether it belongs to the one above it.
    """
    told: set[str] = set()
    for each in health.values():
        look = health_look(each)
        name = f"{plain(each.connection, NAME_COLUMN):<{NAME_COLUMN}} "
        yield Content.assemble((name, "bold"), (str(look), look.role)), False
        if each.reach not in {Reach.UP, Reach.CONNECTING}:
            reasons = [text for text in (each.reason, each.advice) if text]
            told.update(reasons)
            yield from ((Content(plain(text)), True) for text in reasons)
        if each.read_only is not None:
            yield Content(f"read-only: {plain(each.read_only)}"), True
        if each.reach in {Reach.UP, Reach.SLOWED} and left(each.connection):
            yield Content(left_text(left(each.connection))), True
    if not health:
        yield Content("No connection is set up."), False
    for notice in notices:
        if notice not in told:
            yield Content(f"\n{plain(notice)}"), False


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
                for text, belongs in health_texts(self._health, self._notices, self._left):
                    yield Static(text, classes="inset" if belongs else "", markup=False)
            yield Static("r on a screen asks them again    Esc leaves", id="hint", markup=False)
