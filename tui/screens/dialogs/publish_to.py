"""Choose the sites that posts go to. What is known of the posts stands below, and grows meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.domain.errors import CopydeskError
from tui.domain.sites import Site
from tui.presentation.sites import closed_why, site_line
from tui.presentation.text import plain
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.tick_list import Tick, TickList


class Offered(NamedTuple):
    """A site that can be chosen, of whichever connection."""

    connection: str
    site: Site
    note: str = ""
    """What else is known of it: that it has the post."""


Chosen = dict[str, tuple[str, ...]]
"""The ids of the sites, by connection."""
Find = Callable[[], Awaitable[Sequence[Offered]]]


@dataclass(frozen=True)
class Asked:
    """What is asked."""

    title: str
    said: Content
    """What goes there, in a line or two."""
    known: Sequence[Offered]
    """The sites as they were told last."""
    chosen: frozenset[tuple[str, str]]
    """Connections and ids that are ticked at first."""
    several: bool
    """Whether there are sites of several connections."""
    add: str = "Esc leaves."
    """What to do where there is no site, or none that takes anything."""


class Looking:
    """What is found of the posts meanwhile."""

    async def run(self, changed: Callable[[], object]) -> None:
        """Find it out; `changed` is called with each thing that is known then."""

    def lines(self, sites: Sequence[Offered]) -> Content:
        """What is known so far, as they would go to these sites."""
        raise NotImplementedError

    def refusal(self, sites: Sequence[Offered]) -> str | None:
        """Why they cannot go there; None where they can, for all that is known so far."""
        raise NotImplementedError

    def missing(self, chosen: Chosen) -> str | None:
        """What has to be chosen besides; None: nothing."""
        raise NotImplementedError


class PublishTo(Dialog[Chosen]):
    """Space ticks a site, `a` all that are active, Enter goes on. Nothing is sent from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "step(1)", "down", show=False),
        Binding("k", "step(-1)", "up", show=False),
        Binding("space", "turn", "tick", show=False),
        Binding("a", "all", "all", show=False),
        Binding("r", "ask", "ask again", show=False),
        Binding("enter", "go", "go on", show=False),
        Binding("q", "leave", "leave", show=False),
    ]

    @dataclass
    class Found(Message, bubble=False):
        """The sites as they are now."""

        offered: Sequence[Offered]

    @dataclass
    class Failed(Message, bubble=False):
        """The sites could not be read."""

        sentence: str

    class Grown(Message, bubble=False):
        """More is known of the posts."""

    def __init__(self, asked: Asked, find: Find, looking: Looking) -> None:
        """Ask; `find` reads the sites as they are now."""
        super().__init__()
        self._asked = asked
        self._find = find
        self._looking = looking
        self._offered: Sequence[Offered] = ()

    def compose(self) -> ComposeResult:
        """What goes there, the sites, what the checks say, and the keys."""
        with Vertical(id="card") as card:
            card.border_title = Content(self._asked.title)
            yield Static(self._asked.said, markup=False)
            yield TickList(id="sites")
            yield Static("", id="checks", markup=False)
            yield Static("", id="error", markup=False)
            yield Static(
                "space ticks    a all active    Enter goes on    Esc leaves", id="hint", markup=False
            )

    def on_mount(self) -> None:
        """Show what is known, and ask."""
        self._say("")
        self._offer(self._asked.known)
        self.query_one(TickList).focus()
        self.action_ask()
        self._look()

    # The sites

    def action_ask(self) -> None:
        """Ask for the sites as they are now."""
        if not self._offered:
            self._say("asking for the sites …")
        self._ask()

    @work(group="sites", exclusive=True, exit_on_error=False)
    async def _ask(self) -> None:
        try:
            self.post_message(self.Found(await self._find()))
        except CopydeskError as error:
            self.post_message(self.Failed(error.sentence))

    @on(Found)
    def _found(self, message: Found) -> None:
        none = "" if any(each.site.takes for each in message.offered) else "No site takes posts now."
        none = none if message.offered else "There is no site to publish to."
        self._say(f"{none} {self._asked.add}" if none else "")
        self._offer(message.offered)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        old = " They are shown as they were told last." if self._offered else ""
        self._say(f"The sites could not be read: {plain(message.sentence, 200)}{old} r asks again.")

    def _offer(self, offered: Sequence[Offered]) -> None:
        self._offered = offered
        several = self._asked.several
        self.query_one(TickList).offer(
            [
                Tick(
                    (each.connection, each.site.id),
                    site_line(each.site, note=each.note, of=each.connection if several else ""),
                    closed_why(each.site),
                )
                for each in offered
            ],
            self._asked.chosen,
        )
        self._draw()

    @property
    def _chosen(self) -> list[Offered]:
        chosen = set(self.query_one(TickList).chosen)
        return [each for each in self._offered if (each.connection, each.site.id) in chosen]

    # What is known of the posts

    @work(group="checks", exit_on_error=False)
    async def _look(self) -> None:
        await self._looking.run(lambda: self.post_message(self.Grown()))

    @on(Grown)
    @on(TickList.Changed)
    def _draw(self) -> None:
        chosen = self._chosen
        self.query_one("#checks", Static).update(self._looking.lines(chosen))
        told = f"{len(chosen)} of {len(self._offered)} ticked" if self._offered else ""
        self.query_one("#card").border_subtitle = told

    def _say(self, text: str) -> None:
        line = self.query_one("#error", Static)
        line.update(text)
        line.display = bool(text)

    def say_fault(self, text: str) -> None:
        """Show a fault."""
        self._say(text)

    # The keys

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(TickList).action_step(by)

    @on(TickList.Chosen)
    def action_turn(self) -> None:
        """Tick the site under the cursor, or take its tick away."""
        self._say(self.query_one(TickList).turn())

    def action_all(self) -> None:
        """Tick all that are active; each of them is named when it is sent."""
        self._say("")
        self.query_one(TickList).choose_all()

    @on(TickList.Done)
    def action_go(self) -> None:
        """Go on with what is ticked."""
        sites = self._chosen
        chosen: Chosen = {}
        for each in sites:
            chosen[each.connection] = (*chosen.get(each.connection, ()), each.site.id)
        why = self._looking.missing(chosen) or self._looking.refusal(sites)
        if why is not None:
            self._say(why)
        else:
            self.answer(chosen)
