"""The posts in views: each a query, an order and columns, and where the person was in it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from tui.commands import Command
from tui.domain.approvals import Approval
from tui.domain.places import Place
from tui.domain.posts import Post
from tui.domain.preferences import Preferences, Sort, View
from tui.domain.query import Query, Words, parse, text_of
from tui.domain.query.asking import Able, filter_of, keeper, own_terms, unable
from tui.presentation import empty
from tui.presentation.bars import Tone
from tui.presentation.post_rows import USUAL, PostColumn, columns_named, wrong_columns
from tui.presentation.queries import NOTHING_AT_HAND, own_line, query_content
from tui.presentation.views import ViewTab, count_text
from tui.screens.context import Context
from tui.screens.filter_steps import FilterSteps
from tui.screens.post_list import PostList
from tui.screens.query_words import words_of
from tui.widgets.heading import Heading
from tui.widgets.view_bar import ViewBar

EVERYTHING = View("all")


@dataclass(slots=True)
class OpenView:
    """A view, as the person left it."""

    view: View
    own: Query
    """The query that the view has by itself."""
    asked: Query
    """What it is asked for now."""
    newest_first: bool
    columns: tuple[PostColumn, ...] = USUAL
    row: Hashable | None = None
    """The row on which the cursor was."""
    index: int = 0
    counts: dict[str, int | None] = field(default_factory=dict)
    """How many posts each connection says that there are; None: it does not say."""
    seen: str = ""
    """How many it had as it was shown last."""

    @property
    def changed(self) -> bool:
        """Whether it is asked for something else than its own query."""
        return self.asked != self.own


class Views(FilterSteps, PostList):
    """A list of posts with tabs: one query is in force, that of the view which is open."""

    views: Sequence[OpenView] = ()
    view_at = 0
    _listed_query = Query()
    """The query for which was told what is listed."""
    _at_the_top = False
    """Whether the cursor is to stand on the first row of what comes."""

    def __init__(self, context: Context) -> None:
        """Have the views that the person set."""
        super().__init__(context)
        self.take_views()

    @property
    def view(self) -> OpenView:
        """The view that is open."""
        return self.views[self.view_at]

    def take_views(self) -> None:
        """Have the views that the person set; what is wrong in one is said, and the rest of it holds."""
        wanted = self.context.preferences.views or (EVERYTHING,)
        open_name = self.view.view.name if self.views else ""
        known = {each.view: each for each in self.views}
        self.views = [known.get(view) or self._made_of(view) for view in wanted]
        wrong = [
            f"the view {view.name}: {each}" for view in wanted if view not in known for each in _wrong(view)
        ]
        if wrong:
            # One line has to do: of several, what is wrong goes before what was meant.
            brief = [each.partition(";")[0] for each in wrong]
            self.note(" · ".join(brief if len(wrong) > 1 else wrong), Tone.BAD)
        names = [view.name for view in wanted]
        self.view_at = names.index(open_name) if open_name in names else 0
        self._ask_as(self.view)

    def preferences_changed(self, old: Preferences, new: Preferences) -> None:
        """Have other views where the person set others; those that stay are as they were left."""
        super().preferences_changed(old, new)
        if old.views != new.views:
            self.take_views()
            if self.is_mounted:
                self._ask_view()
                self.refresh_columns()

    def name_keys(self) -> None:
        """In the sentence of an empty list; the line of views may have other signs."""
        super().name_keys()
        self.query_one("#filter", ViewBar).ascii = self.ascii
        self._show_rows()

    def _made_of(self, view: View) -> OpenView:
        own = parse(view.query).query
        return OpenView(view, own, own, view.sort is Sort.NEWEST, columns_named(view.columns))

    # What is asked for

    @property
    def able(self) -> Able:
        """The connections, and what each can."""
        hub = self.services.hub
        return {name: hub.capabilities(name) for name in hub.names}

    def _ask_as(self, view: OpenView) -> None:
        """Take on a view's query and order."""
        self.in_force, self.query_text = view.asked, text_of(view.asked)
        self.newest_first = view.newest_first
        self.filter = filter_of(view.asked, self.able, newest_first=view.newest_first)
        own = own_terms(view.asked, self.able)
        self.keeps = keeper(view.asked, lambda: self.able, lambda: self.now, self.facts_of) if own else None

    def _ask_view(self) -> None:
        self._ask_as(self.view)
        self.set_filter(self.filter, self.keeps)

    def set_query(self, query: Query, *, newest_first: bool) -> None:
        """List what this query takes, in this order."""
        if (query, newest_first) != (self.view.asked, self.view.newest_first):
            self.view.asked, self.view.newest_first = query, newest_first
            self.view.counts.clear()
            self._ask_view()

    def ask_for(self, query: Query) -> None:
        """List what this query takes; what Copydesk looks at itself is said."""
        self.set_query(query, newest_first=self.newest_first)
        self.show_typed()
        said = self.query_help(query)
        if said:
            self.note(said)

    def action_filter_clear(self) -> None:
        """Back to the view's own query."""
        self.set_query(self.view.own, newest_first=self.newest_first)

    # Typing

    def known_words(self) -> Words:
        """What the connections can name, and what the posts at hand have."""
        return words_of(self.services.hub, self.posts)

    def facts_of(self, item: Post | Approval) -> Collection[str]:
        """What `is:` finds a post to be."""
        return ("edited",) if self.kept(item) is not None else ()

    def query_help(self, query: Query) -> str:
        """What no platform answers, and whom it would be asked of."""
        own = own_terms(query, self.able)
        names = dict.fromkeys(name for term in own for name in unable(term, query, self.able))
        return own_line(own, tuple(names), all=len(names) == len(self.able))

    def show_typed(self) -> None:
        """List what fits of what is at hand."""
        self.narrowed = self.typed is not None
        self._show_rows()

    def listed(self) -> tuple[Post, ...]:
        """What was told; of it what the query takes, where it was told for another."""
        rows = super().listed()
        wanted = self.view.asked if self.typed is None else self.typed
        # What was asked for is there: how a platform compares words is its own matter.
        left = Query(tuple(term for term in wanted.terms if term not in self._listed_query.terms))
        if not left:
            return rows
        return tuple(post for post in rows if self.fits(left, post))

    def _show_rows(self) -> None:
        if self._listed is self._feed or self._listed is None:
            self._listed_query = self.view.asked
        super()._show_rows()
        if self.narrowed:
            self.rows.set_empty(NOTHING_AT_HAND)
        elif self.asked and not self._failed and self.view.own and not self.view.changed:
            self.rows.set_empty(empty.view(self.view.view.name, self.keymap))
        self._stand_at_the_top()

    def _stand_at_the_top(self) -> None:
        """A view that is open for the first time begins at its beginning, when that has come."""
        if self._at_the_top:
            self.rows.cursor_home()
            self._at_the_top = self._listed is not self._feed

    def on_key(self) -> None:
        """Somebody moves, or decides: the cursor is theirs."""
        self._at_the_top = False

    def show_asked(self, shown: int, total: int | None) -> None:
        """Draw the tabs, what the open view asks for, and the order."""
        exact = total if total is not None and total >= shown else None
        if self.typed is None and self._listed is self._feed:
            more = exact is None and not self._exhausted
            self.view.seen = count_text(shown if exact is None else exact, exact=not more)
        self.show_views()

    def show_views(self) -> None:
        """Draw the line of views."""
        tabs = [ViewTab(each.view.name, each.seen, each.changed) for each in self.views]
        own = own_terms(self.view.asked, self.able)
        order = "newest first" if self.newest_first else "oldest first"
        place = "" if self.narrowed else self.place_words
        bar = self.query_one("#filter", ViewBar)
        bar.show_views(tabs, self.view_at, query_content(self.view.asked, own), place, order)

    # Going round

    def action_view_next(self) -> None:
        """The next view; after the last the first."""
        self._open_view((self.view_at + 1) % len(self.views))

    def action_view_previous(self) -> None:
        """The view before; before the first the last."""
        self._open_view((self.view_at - 1) % len(self.views))

    def action_view_show(self, name: str) -> None:
        """The view of that name."""
        names = [each.view.name for each in self.views]
        folded = [each.casefold() for each in names]
        wanted = name.casefold()
        beginning = [at for at, each in enumerate(folded) if each.startswith(wanted)]
        if wanted in folded or len(beginning) == 1:
            self._open_view(folded.index(wanted) if wanted in folded else beginning[0])
            return
        near = get_close_matches(name.casefold(), folded, n=1)
        meant = f"did you mean {names[folded.index(near[0])]}?" if near else f"there are {', '.join(names)}"
        self.note(f"There is no view {name}; {meant}", Tone.BAD)

    def _open_view(self, at: int) -> None:
        if at == self.view_at:
            return
        self.view.row, self.view.index = self.rows.cursor, self.rows.cursor_index or 0
        self.view_at = at
        self.show_list()
        self._ask_view()
        self._at_the_top = self.view.row is None
        if self.view.row is not None:
            self.rows.wait_for(self.view.row, self.view.index, 0)
        self._stand_at_the_top()
        self.refresh_columns()

    def argument_values(self, command: Command) -> Sequence[str]:
        """The names of views besides."""
        if command.id == "view.show":
            return [each.view.name for each in self.views]
        return super().argument_values(command)

    @property
    def columns(self) -> tuple[PostColumn, ...]:
        """The columns of the view that is open."""
        return self.view.columns

    def refresh_columns(self) -> None:
        """Draw the columns of the view that is open."""
        self.query_one(Heading).repaint_changed()
        self.rows.redraw()

    # Coming back

    def place(self) -> dict[str, Any]:
        """Where the person is: view and query besides."""
        asked = {"view": self.view.view.name, "query": self.query_text, "newest": self.newest_first}
        return {**super().place(), **asked}

    def resume(self, place: Place) -> None:
        """Come back to a view and its query."""
        super().resume(place)
        names = [each.view.name for each in self.views]
        if place.get("view") not in names:
            return
        self.view_at = names.index(place["view"])
        self.set_query(parse(str(place["query"])).query, newest_first=bool(place["newest"]))
        self.refresh_columns()


def _wrong(view: View) -> list[str]:
    """What of a view cannot be read; the rest of it holds."""
    slips = [slip.sentence for slip in parse(view.query).slips]
    column = wrong_columns(view.columns)
    return [*slips, *([column] if column else [])]
