"""The line in which a query is typed, and below it what can stand where it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Input

from tui.domain.query import Query, Words, parse
from tui.domain.query.completing import Offers, offers, settled
from tui.domain.query.parse import OPEN_QUOTE
from tui.presentation import roles
from tui.presentation.queries import EMPTY, offers_line, slip_line
from tui.presentation.text import plain_piece
from tui.widgets.lines import Bar
from tui.widgets.typed_text import Line


class QueryLine(Vertical):
    """Tab takes what is offered, Enter the query, Escape leaves; up and down go through earlier ones. A
    query with a slip stays in the line, and the slip is said.
    """

    DEFAULT_CSS = """
    QueryLine { height: 2; }
    QueryLine Horizontal { height: 1; }
    QueryLine #sign { width: 3; }
    QueryLine Input, QueryLine Input:focus {
        height: 1; width: 1fr; border: none; padding: 0; background: $boost;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete(1)", "take", show=False),
        Binding("shift+tab", "complete(-1)", "take", show=False),
        Binding("up", "earlier(1)", "earlier", show=False),
        Binding("down", "earlier(-1)", "later", show=False),
        Binding("escape", "leave", "leave", show=False),
    ]
    input = query_one(Line)

    @dataclass
    class Typed(Message):
        """The query so far, without what is only begun."""

        query: Query

        def can_replace(self, message: Message) -> bool:
            """A list that takes its time narrows to what was typed last (Textual asks)."""
            return isinstance(message, QueryLine.Typed)

    @dataclass
    class Taken(Message):
        """The query is meant so."""

        query: Query

    class Left(Message):
        """The query that was there before is to stay."""

    def __init__(
        self,
        text: str,
        *,
        words: Callable[[], Words],
        help: Callable[[Query], str] = lambda query: "",
        earlier: Sequence[str] = (),
        ascii: bool = False,
    ) -> None:
        """Begin with a query; `words`: what there is. `help` is said of a query while nothing is offered;
        `earlier`: queries of before, the latest last.
        """
        super().__init__(id="query")
        self._begin = plain_piece(text)
        self._find_words = words
        self._words = Words()
        self._help = help
        self._earlier = [each for each in earlier if each != self._begin]
        self._back = 0
        self._begun = self._begin
        self._ascii = ascii
        self._offers = Offers(0, 0)
        self._chosen: int | None = None
        self._set: tuple[str, int] | None = None
        """The text and cursor that a key of ours made, of which the input has yet to tell."""

    def compose(self) -> ComposeResult:
        """The line, and what is offered."""
        with Horizontal():
            yield Bar(Content.assemble((" / ", roles.DIM)), id="sign")
            yield Line(self._begin, select_on_focus=False)
        yield Bar(id="offers")

    def on_mount(self) -> None:
        """Offer what can stand behind what is there."""
        self._words = self._find_words()
        self._offer()

    # What is typed

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        text, at = event.value, self.input.cursor_position
        if self._set is None or self._set[0] != text:
            self._chosen = None
            self._offer()
        self._set = None
        self.post_message(self.Typed(parse(settled(text, at)).query))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        query, slips = parse(event.value, self._words)
        wrong = [slip for slip in slips if slip.sentence != OPEN_QUOTE]
        if wrong:
            self.input.cursor_position = wrong[0].end
            self._show(slip_line(wrong[0].sentence, ascii=self._ascii))
        else:
            self.post_message(self.Taken(query.spelled(self._words)))

    def action_leave(self) -> None:
        """Leave it as it was."""
        self.post_message(self.Left())

    # What is offered

    def _offer(self) -> None:
        text, at = self.input.value, self.input.cursor_position
        self._offers = offers(text, at, self._words)
        self._show_offers()

    def _show_offers(self) -> None:
        text, at = self.input.value, self.input.cursor_position
        query, slips = parse(text, self._words)
        elsewhere = [slip for slip in slips if not slip.start <= at <= slip.end]
        nothing_fits = not self._offers.fitting and slips
        if elsewhere or nothing_fits:
            self._show(slip_line((elsewhere or list(slips))[0].sentence, ascii=self._ascii))
        elif not text.strip():
            self._show(Content.styled(EMPTY, roles.DIM))
        elif self._help(query) and (text.endswith(" ") or not self._offers.fitting):
            self._show(Content.styled(self._help(query), roles.DIM))
        else:
            chosen = None if self._chosen is None else self._offers.fitting[self._chosen]
            width = max(self.size.width - 4, 10)
            self._show(offers_line(self._offers.fitting, chosen, width))

    def _show(self, content: Content) -> None:
        self.query_one("#offers", Bar).show(Content.assemble("   ", content))

    def action_complete(self, by: int) -> None:
        """Take the first of what is offered; again: the next in its place."""
        if self._chosen is None:
            self._offer()
        fitting = self._offers.fitting
        if not fitting:
            return
        first = 0 if by > 0 else len(fitting) - 1
        self._chosen = first if self._chosen is None else (self._chosen + by) % len(fitting)
        offer = fitting[self._chosen]
        text, at = self._offers.taken(self.input.value, offer)
        self._put(text, at)
        if len(fitting) == 1:
            # There is no other: what comes next is offered at once.
            self._chosen = None
            self._offer()
        else:
            self._offers = self._offers._replace(end=at)
            self._show_offers()

    # Earlier queries

    def action_earlier(self, by: int) -> None:
        """The query before, or after, in the order in which they were asked."""
        back = max(min(self._back + by, len(self._earlier)), 0)
        if back == self._back:
            return
        if not self._back:
            self._begun = self.input.value
        self._back = back
        text = self._earlier[-back] if back else self._begun
        self._chosen = None
        self._put(text, len(text))
        self._offer()

    def _put(self, text: str, at: int) -> None:
        self._set = (text, at)
        self.input.value = text
        self.input.cursor_position = at
