"""What the screens share: a list, a text beside or behind it, and the four lines around them."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from time import monotonic
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.worker import Worker

from tui.commands import Area
from tui.domain.jobs import JobState
from tui.domain.preferences import Preferences
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.screens.command_line import Commanding
from tui.screens.context import Context
from tui.screens.faults import fault_of
from tui.screens.generating import Generating
from tui.screens.messages import (
    BoardChanged,
    DeliveriesChanged,
    HealthChanged,
    InboxChanged,
    JobEnded,
    OutboxChanged,
)
from tui.screens.noting import Noting
from tui.screens.pinning import Pinning
from tui.screens.placed import Placed
from tui.screens.preferring import Preferring
from tui.screens.protecting import Protecting
from tui.screens.tabs import tabs_of
from tui.widgets.consequence_bar import ConsequenceBar
from tui.widgets.head_bar import HeadBar
from tui.widgets.heading import Heading
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_list import LineList
from tui.widgets.lines import Bar
from tui.widgets.preview import Preview
from tui.widgets.rule_line import RuleLine

Row = TypeVar("Row")

WIDE = 100
"""Cells from which on the text stands beside the list."""
HIGH = 34
"""Lines from which on it stands below the list, where there is no room beside it."""
CLOCK_SECONDS = 30.0
SLOW_CLOCK_SECONDS = 60.0
"""How often ages and due times are drawn anew."""


class ListScreen(Noting, Commanding, Protecting, Pinning, Placed, Generating, Preferring, Generic[Row]):
    """A screen of one list. Its rows are state of the screen, bound down to the list."""

    opened_from: Area | None = None
    """The screen on which it was asked for what was opened here last; None: nowhere else."""

    def __init__(self, context: Context) -> None:
        """Show what the context's services know."""
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]
        self.context = context
        self.services = context.services
        self.ascii = context.ascii
        self._seen_since = 0.0

    def compose(self) -> ComposeResult:
        """Head, list and text, rule, consequence, keys."""
        # Textual puts the class on with the first size that it tells: all would be laid out twice.
        width, height = self.app.size
        self.add_class("-wide" if width >= WIDE else "-narrow", "-high" if height >= HIGH else "-low")
        yield HeadBar(ascii=self.ascii, id="head")
        yield from self.compose_above()
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Heading(self.heading, id="heading")
                yield self.make_list()
            yield Preview(id="preview")
        yield RuleLine(ascii=self.ascii, id="rule")
        yield ConsequenceBar(self.pinned, id="consequence")
        yield KeyBar(id="keys")

    def compose_above(self) -> ComposeResult:
        """What stands between the head and the list: nothing, unless a screen says so."""
        yield from ()

    @property
    def no_connection(self) -> str | None:
        """Why there is no connection to ask; None where there is one."""
        if self.services.hub.names:
            return None
        return self.context.notices[0] if self.context.notices else "The config file names none."

    @abstractmethod
    def heading(self, width: int) -> Content:
        """The names of the list's columns, in so many cells."""

    @abstractmethod
    def make_list(self) -> LineList[Row]:
        """The list, with the id "list"."""

    @property
    def shows_text(self) -> bool:
        """Whether the text is seen besides the list."""
        width, height = self.app.size
        return width >= WIDE or height >= HIGH

    def open_item(self, ref: ItemRef) -> object:
        """Show one item, where the screen has such."""

    @property
    def now(self) -> datetime:
        """The time in the person's zone."""
        return self.context.now()

    def on_mount(self) -> None:
        """Draw the four lines; times are drawn anew now and then."""
        self.refresh_head()
        self.refresh_keys()
        self.set_interval(SLOW_CLOCK_SECONDS if self.context.slow else CLOCK_SECONDS, self._tick)

    def preferences_changed(self, old: Preferences, new: Preferences) -> None:
        """Draw all of it anew."""
        super().preferences_changed(old, new)
        self.ascii = self.context.ascii
        if self.is_mounted:
            self.query_one(HeadBar).ascii = self.query_one(RuleLine).ascii = self.ascii
            self.rows.take_signs(ascii=self.ascii)
            self.refresh_head()
            self.refresh_keys()
            self.refresh_consequence()
            self.rows.redraw()
            self.refresh()
            self.name_keys()

    def name_keys(self) -> None:
        """Keys are others now: say them where sentences that stand on the screen name some."""

    def on_screen_resume(self) -> None:
        """The screen is open again: what it missed is drawn."""
        self.refresh_head()
        self.rows.refresh()

    def _tick(self) -> None:
        if self.is_current:
            self.rows.redraw()
            self.refresh_age()
            self.refresh_consequence()

    # The four lines

    def refresh_head(self) -> None:
        """Draw the screens with their counts, and how the connections fare."""
        head = self.query_one(HeadBar)
        head.show_screens(tabs_of(self.services, self.keymap, self.AREA, ascii=self.ascii), self.AREA)
        head.show_healths(tuple(self.services.hub.health.values()))

    def refresh_consequence(self) -> None:
        """Draw what the decision would do to the item under the cursor."""
        self.query_one("#consequence", Bar).show(self.consequence())

    def consequence(self) -> Content:
        """What the decision would do to the item under the cursor, in a line; empty: nothing to say."""
        return Content("")

    def refresh_age(self) -> None:
        """Tell how old what is listed is."""
        self.query_one(RuleLine).show_age(self.ages())

    def ages(self) -> str:
        """How old what is listed is, where connections have not answered; empty: it is not."""
        return ""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that ends with a fault of ours says so: nothing fails in silence, nothing takes the
        screen away.
        """
        fault = fault_of(event)
        if fault is not None:
            self.note(fault, Tone.BAD)

    @on(HealthChanged)
    def _health_changed(self) -> None:
        self.refresh_head()
        # One that is only read from now on takes no verdicts.
        self.refresh_consequence()
        self.refresh_keys()

    @on(JobEnded)
    def _job_ended_note(self, message: JobEnded) -> None:
        job = message.job
        if job.state is JobState.DONE:
            jobs, opens = self.key("go.jobs"), self.key("item.open")
            self.note(f"written: {job.what} · {jobs} shows the job, {opens} there opens the draft", Tone.GOOD)
        else:
            why = job.reason or "no reason given"
            self.note(f"{job.state}: {job.what}: {why}", Tone.BAD, where=f"{self.key('go.jobs')} shows all")

    @on(BoardChanged)
    @on(InboxChanged)
    @on(OutboxChanged)
    @on(DeliveriesChanged)
    def _counts_changed(self) -> None:
        self.refresh_head()

    @on(LineList.CursorMoved)
    def _cursor_moved(self) -> None:
        self.seen_anew()

    def seen_anew(self) -> None:
        """What is under the cursor came there now, or is not what it was: the grace begins."""
        self._seen_since = monotonic()

    @on(LineList.Rested)
    def _cursor_rested(self) -> None:
        # Not at each step: while a key repeats only the list's two lines are drawn. A decision key is
        # deaf for longer than the cursor needs to rest.
        self.refresh_consequence()
        self.refresh_keys()

    def too_soon(self) -> bool:
        """Whether the item under the cursor came there just now: then a decision key is deaf, since what
        was typed ahead must not decide on what was not seen. Says so.
        """
        soon = self.in_grace
        if soon:
            self.note("That was quick: the item has only just come. Press the key again.")
        return soon

    @property
    def in_grace(self) -> bool:
        """Whether the item came under the cursor less than the grace ago."""
        return monotonic() - self._seen_since < self.context.grace_seconds

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_item_open()

    def action_item_open(self) -> None:
        """Give the text the whole width."""
        if self.rows.cursor_row is not None:
            self.add_class("-reading")
            self.refresh_keys()

    def action_item_close(self) -> None:
        """Show the list again; where it is shown, a result that still stands goes. What was opened from
        another screen leads back there.
        """
        back = self.opened_from
        if self.reading:
            self.show_list()
        elif back is None:
            self._forget_note()
        if back is not None:
            self.app.switch_mode(back.value)

    def show_list(self) -> None:
        """Give the list its place again."""
        self.remove_class("-reading")
        self.refresh_keys()
