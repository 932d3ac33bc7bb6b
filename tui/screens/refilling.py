"""Asking the connections what waits: at the start, at a key, by itself, and where something happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on, work
from textual.message import Message
from textual.timer import Timer

from tui.domain.failures import ConnectionFailed
from tui.domain.urgency import background
from tui.screens.approving import Approving
from tui.screens.context import Context
from tui.screens.messages import EntryEnded, InboxChanged, JobEnded, PostsChanged

TEXT_SECONDS = (5.0, 10.0, 20.0, 30.0, 60.0)
"""After how long it is asked whether a text is there, one wait after the other."""
FAILED_SECONDS = 30.0
"""How often at most a connection is asked for the posts that it calls failed."""


class Refilling(Approving):
    """A queue that is filled by asking."""

    @dataclass
    class Refreshed(Message):
        """Those that were asked have answered, or failed; `all`: every connection was asked."""

        failures: tuple[ConnectionFailed, ...]
        all: bool

    asked = False
    """Whether the connections have been asked at all."""

    def __init__(self, context: Context) -> None:
        """Begin with no text awaited."""
        super().__init__(context)
        self._awaiting: dict[str, Timer] = {}

    @on(InboxChanged)
    def _changed(self) -> None:
        self.show_rows()
        self.show_anew()

    @on(Refreshed)
    def _refreshed(self, message: Refreshed) -> None:
        self.asked = self.asked or message.all
        self.show_rows()
        self.show_anew()
        for failure in message.failures:
            self.note_failure(failure)

    @on(JobEnded)
    def _job_ended(self, message: JobEnded) -> None:
        self.ask_again(message.job.ref.connection)

    @on(EntryEnded)
    def _text_is_written(self, message: EntryEnded) -> None:
        """A topic had its yes: its text will not be long, and is asked for sooner than by the usual turn."""
        connection = message.ended.entry.ref.connection
        if self.services.inbox.writes(connection):
            self._await_text(connection)

    def _await_text(self, connection: str, looks: int = 0) -> None:
        """Ask again in a while, a few times, for as long as a text is awaited."""
        if connection in self._awaiting:
            self._awaiting.pop(connection).stop()
        if looks < len(TEXT_SECONDS) and self.services.inbox.writes(connection):
            wait = TEXT_SECONDS[looks]
            self._awaiting[connection] = self.set_timer(wait, lambda: self._look_for_text(connection, looks))

    def _look_for_text(self, connection: str, looks: int) -> None:
        self.ask_again(connection)
        self._await_text(connection, looks + 1)

    @on(PostsChanged)
    def _posts_changed(self, message: PostsChanged) -> None:
        self.doubt_bodies(message.connection)
        self.ask_again(message.connection)

    def action_screen_refresh(self) -> None:
        """Ask all connections; a result that still stands is of before, and goes."""
        if self.may_ask("inbox"):
            self._forget_note()
            self.doubt_bodies()
            self.show_current()
            self.ask_all(refused=True)

    @property
    def unanswered(self) -> Sequence[str]:
        """The connections that did not answer when they were asked last."""
        return [each.connection for each in self.services.inbox.failures]

    def ask_by_itself(self) -> None:
        """Ask all connections, unless that is under way: it would never come to its end."""
        if self.may_ask("inbox", by_itself=True):
            self.ask_all(by_itself=True)

    @work(group="inbox", exclusive=True, exit_on_error=False)
    async def ask_all(self, *, refused: bool = False, by_itself: bool = False) -> None:
        """Ask all connections; what is down is opened anew first, and so is what was `refused`."""
        with background(by_itself):
            await self.services.hub.revive(refused=refused)
            await self._ask(None, failed_every=0 if refused else FAILED_SECONDS)

    # Not exclusive: news of one connection must not cut off the question to the others.
    @work(group="inbox of one", exit_on_error=False)
    async def ask_again(self, name: str) -> None:
        """Ask one connection what waits there now, since something happened there."""
        with background():
            await self._ask((name,))

    async def _ask(self, names: tuple[str, ...] | None, *, failed_every: float = FAILED_SECONDS) -> None:
        answers = [each async for each in self.services.inbox.refresh(names)]
        failures = tuple(each for each in answers if isinstance(each, ConnectionFailed))
        self.post_message(self.Refreshed(failures, all=names is None))
        with background():
            await self.services.inbox.refresh_failed(names, every=failed_every)
        if names is None:
            self._look_out(failed_every)

    # Of its own: it takes its time, and what waits is asked for all the same.
    @work(group="lookout", exit_on_error=False)
    async def _look_out(self, every: float) -> None:
        """See whether what went out lately got to its sites: what failed there stands in the queue."""
        with background():
            await self.services.lookout.look(every=every)
