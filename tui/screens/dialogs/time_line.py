"""A line for a time as people type it; what is read is told below it while it is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, tzinfo

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, Static

from tui.domain.instants import instant
from tui.presentation import roles
from tui.presentation.text import plain
from tui.services.typed_times import get_ready, is_ready, typed_time
from tui.widgets.typed_text import Line

MOMENT = "a moment …"
AGAIN = "Enter again takes it."


class TimeLine(Vertical):
    """The line, and below it what it says in full. Enter gives what was told there when it was pressed; where
    it came before that, it is told now, and the next Enter gives it.
    """

    DEFAULT_CSS = """
    TimeLine { height: auto; }
    TimeLine #read { height: auto; min-height: 1; margin-top: 1; }
    """

    class Other(Message):
        """Enter on a text that is something else than a time, as it was told."""

        def __init__(self, text: str) -> None:
            """Take what stands in the line."""
            super().__init__()
            self.text = text

    class Typed(Message):
        """A time was taken, as it was told."""

        def __init__(self, at: datetime) -> None:
            """Take the time."""
            super().__init__()
            self.at = at

    def __init__(
        self,
        now: Callable[[], datetime],
        zone: tzinfo,
        tell: Callable[[datetime], str],
        *,
        text: str = "",
        other: Callable[[str], str | None] = lambda text: None,
    ) -> None:
        """`tell`: what a time that was read will do, in a sentence; `other`: what a text does that is to be
        read as no time, None for all that is one.
        """
        super().__init__()
        self._other = other
        self._now = now
        self._zone = zone
        self._tell = tell
        self._text = text
        self._read: tuple[str, datetime | None] = "", None
        """The text that was read last, and the time that it says."""
        self._told: tuple[str, str | None] = "", None
        """The text, and what it was told to be."""
        self._told_at = 0.0
        self._enter_at = 0.0
        """When each of these was, by the clock that events have."""
        self._too_early: str | None = None
        """The text for which Enter came before it was told."""

    def compose(self) -> ComposeResult:
        """The line, and what it says."""
        # What is typed stands in the place of the time that was there; an arrow goes into it.
        yield Line(self._text, select_on_focus=bool(self._text), id="time")
        yield Static("", id="read", markup=False)

    def on_mount(self) -> None:
        """Have the library there by the time that something is typed."""
        self._have_library()

    @work(group="library", exit_on_error=False)
    async def _have_library(self) -> None:
        await asyncio.to_thread(get_ready)
        self.look_anew()

    def look_anew(self) -> None:
        """What stands in the line may say something else now."""
        for line in self.query(Line):
            self._look(line.value)

    def take_next(self) -> None:
        """What stands there was not taken: say that it is taken by the next Enter."""
        self._too_early = self._read[0]
        self.look_anew()

    @on(Input.Changed, "#time")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._look(event.value)

    def on_key(self, event: Key) -> None:
        """Enter counts from when it was pressed: typed ahead it may come much later."""
        if event.key == "enter":
            self._enter_at = event.time

    def _look(self, text: str) -> None:
        at: datetime | None = None
        told = self._other(text.strip())
        said = Content(told or "")
        if told is None and text.strip() and not is_ready(text):
            said = Content(MOMENT)
        elif told is None and text.strip():
            try:
                at = typed_time(text, self._now(), self._zone)
            except ValueError as error:
                said = Content.styled(f"Not yet: {plain(str(error), 200)}.", roles.WARNING)
            else:
                told = self._tell(at)
                said = Content(told)
        self._read = text, at
        # How far ahead a time is may be told in other words: it is the same time.
        sense = text, told and str(at or told)
        if self._told != sense:
            self._told = sense
            self._told_at = Message().time
        if told and text == self._too_early:
            said = Content.assemble(said, "\n", (AGAIN, roles.STRONG))
        self.query_one("#read", Static).update(said)

    @on(Input.Submitted, "#time")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text, at = self._read
        over = at is not None and instant(at) <= instant(self._now())
        if text != event.value or self._told[0] != text or not self._told[1] or over:
            self._too_early = event.value
            self._look(event.value)
        elif self._enter_at < self._told_at:
            # It stands there, and nobody has seen it yet.
            self._too_early = text
            self._look(text)
        elif at is None:
            self.post_message(self.Other(text.strip()))
        else:
            self.post_message(self.Typed(at))
