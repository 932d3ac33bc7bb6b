"""A line for a time as people type it; what is read is told below it while it is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, tzinfo

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.domain.instants import instant
from tui.presentation import roles
from tui.presentation.text import plain
from tui.services.typed_times import get_ready, is_ready, typed_time
from tui.widgets.typed_text import Line

MOMENT = "a moment …"


class TimeLine(Vertical):
    """The line, and below it what it says in full. Enter gives a time that has been told there, and none
    that has not.
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

    @on(Input.Changed, "#time")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._look(event.value)

    def _look(self, text: str) -> None:
        at: datetime | None = None
        said = Content("")
        other = self._other(text.strip())
        if other is not None:
            said = Content(other)
        elif text.strip() and not is_ready(text):
            said = Content(MOMENT)
        elif text.strip():
            try:
                at = typed_time(text, self._now(), self._zone)
                said = Content(self._tell(at))
            except ValueError as error:
                said = Content.styled(f"Not yet: {plain(str(error), 200)}.", roles.WARNING)
        self._read = text, at
        self.query_one("#read", Static).update(said)

    @on(Input.Submitted, "#time")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._other(event.value.strip()) is not None:
            self.post_message(self.Other(event.value.strip()))
            return
        text, at = self._read
        if at is None or text != event.value:
            self._look(event.value)
        elif instant(at) > instant(self._now()):
            self.post_message(self.Typed(at))
        else:
            self._look(event.value)
