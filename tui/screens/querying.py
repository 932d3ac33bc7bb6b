"""Asking for what is listed: a query is typed in a line above the list, which narrows meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

from tui.presentation.bars import Tone
from tui.screens.list_screen import ListScreen
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from tui.domain.approvals import Approval
    from tui.domain.posts import Post
    from tui.domain.query import Query, Subject, Words
    from tui.widgets.query_line import QueryLine

Row = TypeVar("Row")
KEYS = (("enter", "asks"), ("tab", "takes what is offered"), ("esc", "leaves"), ("↑↓", "earlier ones"))
CLASS = "-asking"


class Querying(ListScreen[Row], Generic[Row]):
    """A screen that lists what a query takes."""

    in_force: Query | None = None
    """The query that the list answers; None: everything."""
    query_text = ""
    """The same as it is written; empty: everything."""
    typed: Query | None = None
    """What is typed so far; None: nobody is typing one."""
    _earlier: tuple[str, ...] = ()
    _stood_on: Hashable | None = None
    """The row under the cursor as the typing began."""

    # What a screen says and does

    def known_words(self) -> Words:
        """The values that a query can name here."""
        raise NotImplementedError

    def facts_of(self, item: Post | Approval) -> Collection[str]:
        """What `is:` finds an item to be that only the screen knows."""
        return ()

    def query_help(self, query: Query) -> str:
        """What is to be said of a query while it is typed; empty: nothing."""
        return ""

    def ask_for(self, query: Query) -> None:
        """List what this query takes."""
        from tui.domain.query import text_of

        self.in_force, self.query_text = query, text_of(query)
        self.show_typed()

    def show_typed(self) -> None:
        """List what `takes` takes of what is at hand."""
        raise NotImplementedError

    def takes(self, item: Post | Approval | Subject) -> bool:
        """Whether the query takes an item: the one that is typed, else the one in force."""
        query = self.in_force if self.typed is None else self.typed
        if not query:
            return True
        return self.fits(query, item)

    def fits(self, query: Query, item: Post | Approval | Subject) -> bool:
        """Whether a query takes an item."""
        from tui.domain.query import Key, Subject, takes

        # What the screen alone knows is looked up where it is asked for, and for no other row.
        if isinstance(item, Subject) or not query.asks(Key.IS):
            return takes(query, item, self.now)
        return takes(query, item, self.now, self.facts_of(item))

    def action_filter_clear(self) -> None:
        """List everything."""
        from tui.domain.query import Query

        self.ask_for(Query())

    # The line

    @property
    def typing(self) -> bool:
        """Whether a query is being typed."""
        return self.has_class(CLASS)

    async def action_filter_edit(self, text: str = "") -> None:
        """Type a query; or list what this one takes."""
        if text:
            self._ask_said(text)
            return
        if self.typing:
            return
        # Imported when it is first needed: it does not belong to the start.
        from tui.widgets.query_line import QueryLine

        line = QueryLine(
            f"{self.query_text} ".lstrip(),
            words=self.known_words,
            help=self.query_help,
            earlier=self._earlier,
            ascii=self.ascii,
        )
        self._stood_on = self.rows.cursor
        self.show_list()
        self.add_class(CLASS)
        # It is there when this returns: the very next key is its own.
        await self.mount(line, before="#body")
        self.set_focus(line.input)
        self.refresh_keys()

    def _ask_said(self, text: str) -> None:
        from tui.domain.query import parse

        query, slips = parse(text, self.known_words())
        if slips:
            self.note(slips[0].sentence, Tone.BAD)
        else:
            self._remember(query)
            self.ask_for(query.spelled(self.known_words()))

    def _remember(self, query: Query) -> None:
        from tui.domain.query import text_of

        text = text_of(query)
        self._earlier = (*(each for each in self._earlier if each != text), *((text,) if text else ()))

    async def _close_line(self) -> None:
        self.typed = None
        self.remove_class(CLASS)
        self.set_focus(self.rows)
        await self.query("#query").remove()
        self.refresh_keys()

    # By their names: the line is imported when it is first needed.

    def on_query_line_typed(self, message: QueryLine.Typed) -> None:
        """List what is typed, of what is at hand: nobody is asked for each letter."""
        if self.typing:
            self.typed = message.query
            self.show_typed()

    async def on_query_line_taken(self, message: QueryLine.Taken) -> None:
        """Ask for what was typed."""
        if self.typing:
            self._remember(message.query)
            await self._close_line()
            self.ask_for(message.query)

    async def on_query_line_left(self) -> None:
        """List again what was listed before, with the cursor where it was."""
        if self.typing:
            await self._close_line()
            self.show_typed()
            if self._stood_on is not None:
                self.rows.move_to(self._stood_on)

    def refresh_keys(self) -> None:
        """Draw the keys that act here, or in the line."""
        if self.typing:
            self.query_one(KeyBar).show_keys(KEYS, "")
        else:
            super().refresh_keys()
