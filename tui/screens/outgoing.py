"""What is on its way: told of at the start and when it ends; waited for, or parked, at the end."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work
from textual.app import App
from textual.message import Message

from tui.domain.entry_states import EntryState
from tui.domain.errors import StateError
from tui.presentation.bars import Tone, without_folder
from tui.presentation.outbox import ended_line, parked_line, step_line, unsaved_line, waits_line
from tui.screens.context import Context
from tui.screens.messages import EntryEnded, OutboxChanged, PostsChanged
from tui.screens.steps import Steps
from tui.services.outbox import Ended

if TYPE_CHECKING:
    from tui.domain.outbox import Entry

TOGETHER_SECONDS = 0.3
"""How long the lists wait with asking again for what else ends."""
MOST_WAITS = 10
"""How often they wait once more for what another Copydesk is sending: that may stand still for long."""
WAITING_SECONDS = 30.0
"""How long it is said that something waits, or has no answer."""
LEAVING_SECONDS = 8.0
"""How long a second q is taken as the answer to what the first one was told."""


class Outgoing(App[None]):
    """An App that has an outbox, and is not left in the middle of something without a word."""

    context: Context
    _leaving = False
    _steps: Steps
    _asking: set[str]
    _waits_told: set[tuple[int, EntryState]] | None = None
    """What was said to wait, or to have no answer; None until the start has said what it has to say."""

    @abstractmethod
    def say(
        self, text: str, tone: Tone = Tone.PLAIN, *, where: str = "", stays: bool = False, seconds: float = 0
    ) -> None:
        """Say something on the open screen, as its `note` does."""

    @abstractmethod
    def say_end(self, text: str, tone: Tone, *, where: str) -> None:
        """Say what came of a decision on the open screen, as its `note_end` does."""

    @abstractmethod
    def tell(self, news: Callable[[], Message]) -> None:
        """Give every open screen a message of its own."""

    def listen_to_the_outbox(self) -> Sequence[Callable[[], None]]:
        """Hear from now on of what is on its way; gives what ends that."""
        outbox = self.context.services.outbox
        return (
            outbox.changed.subscribe(lambda _: self._outbox_changed()),
            outbox.ended.subscribe(self.entry_ended),
            outbox.elsewhere.subscribe(self._ended_elsewhere),
        )

    def _outbox_changed(self) -> None:
        self.tell(OutboxChanged)
        self._tell_what_waits()

    def look_into_the_outbox(self) -> None:
        """What was held when Copydesk ended is told of, and not sent; then what else the start has to say.
        Each stands until somebody is there to read it.
        """
        outbox = self.context.services.outbox
        self._asking = set()
        self._steps = Steps()
        outbox.start()
        parked = len({entry.ref for entry in outbox.entries if entry.state is EntryState.PARKED})
        if outbox.trouble is not None:
            self.say(outbox.trouble.sentence, Tone.BAD, stays=True)
        elif parked:
            self.say(parked_line(parked, self.context.keymap), stays=True)
        unsaved = self._unsaved()
        if unsaved:
            self.say(unsaved_line(unsaved, self.context.keymap), stays=True)
        if notices := self.context.all_notices:
            where = f"{self.context.keymap.of('app.connections')} shows all"
            more = f" (1 of {len(notices)}; {where})" if len(notices) > 1 else ""
            self.say(without_folder(notices[0]) + more, where=where, stays=True)
        self._waits_told = set()
        self._tell_what_waits()

    def _unsaved(self) -> int:
        """How many texts a person edited that no platform has, and that nothing on its way brings there."""
        from tui.services.edit_file import EditFile, files_left

        services, folder = self.context.services, self.context.edit_folder
        going = EntryState.HELD, EntryState.SENDING, EntryState.UNKNOWN, EntryState.PARKED
        brought = {entry.intent.place for entry in services.outbox.entries if entry.state in going}
        places = set()
        # What ails the database has been said already.
        with suppress(StateError):
            places = {kept.place for kept in services.edits.all()} - brought
        files = {EditFile(folder, place).path for place in places}
        return len(files.union(files_left(folder)))

    @property
    def _outbox_shows(self) -> str:
        return f"{self.context.keymap.of('go.outbox')} shows all"

    @property
    def _quit_key(self) -> str:
        return self.context.keymap.of("app.quit")

    def entry_ended(self, ended: Ended) -> None:
        """What was decided has its end: said on the open screen, and asked about on all."""
        self._say_ended(ended.entry)
        self.tell(lambda: EntryEnded(ended))
        self._ask_about(ended.entry.ref.connection)

    def _say_ended(self, entry: Entry) -> None:
        """A result is said; of several that were decided on in one go what failed, and at last all."""
        several = self._steps.heard(entry, self.context.services.outbox.entries)
        done = entry.state is EntryState.SENT
        alone = several is not None and len({each.ref for each in several}) == 1
        if several is None and done:
            return
        keys = self.context.keymap
        tone, line = ended_line(entry, keys) if several is None or alone else step_line(several)
        refused = tone is Tone.BAD and entry.state is not EntryState.CHANGED
        self.say_end(line, tone, where=self._outbox_shows if refused else "")

    def _tell_what_waits(self) -> None:
        """Say, once of each, what of this run has left and has no answer, and what is held on because its
        platform could not be asked.
        """
        if self._waits_told is None:
            return
        outbox = self.context.services.outbox
        waits = [
            entry
            for entry in outbox.entries
            if outbox.mine(entry)
            and (entry.state is EntryState.UNKNOWN or (entry.state is EntryState.HELD and entry.answer))
        ]
        for entry in waits:
            if (entry.id, entry.state) not in self._waits_told:
                self._waits_told.add((entry.id, entry.state))
                line = waits_line(entry, undo=outbox.is_latest(entry), keys=self.context.keymap)
                where = self._outbox_shows if entry.state is EntryState.HELD else ""
                self.say(line, seconds=WAITING_SECONDS, where=where)

    def _ended_elsewhere(self, entry: Entry) -> None:
        """What was decided in another Copydesk is said there, and asked about here too."""
        self._ask_about(entry.ref.connection)

    def _ask_about(self, connection: str) -> None:
        """Lists ask again what was changed: once for all that ends at about the same time."""
        if connection in self.context.services.hub.names and connection not in self._asking:
            self._asking.add(connection)
            self.set_timer(TOGETHER_SECONDS, lambda: self._ask_now(connection))

    def _ask_now(self, connection: str, waits: int = MOST_WAITS) -> None:
        outbox = self.context.services.outbox
        leaving = any(
            entry.state is EntryState.SENDING
            and entry.ref.connection == connection
            and (waits > 0 or outbox.mine(entry))
            for entry in outbox.entries
        )
        if leaving:
            self.set_timer(TOGETHER_SECONDS, lambda: self._ask_now(connection, waits - 1))
        else:
            self._asking.discard(connection)
            self.tell(lambda: PostsChanged(connection))

    def action_app_quit(self) -> None:
        """Leave; jobs go on. What has left and has no answer yet is waited for, and what is held, or would be
        lost, is told of, unless `q` is pressed again.
        """
        outbox, lost = self.context.services.outbox, self._lost_by_leaving
        if self._leaving or not (lost or outbox.leaving or outbox.held):
            self.exit()
            return
        self._leaving = True
        held = len({entry.ref for entry in outbox.held})
        if lost:
            besides = f"{held} held · " if held else ""
            self.say(f"{besides}{lost}; {self._quit_key} again leaves all the same")
            self.set_timer(LEAVING_SECONDS, self._stay)
        elif outbox.leaving:
            again = f"{self._quit_key} again ends it now."
            self.say(f"{outbox.leaving} on the way: Copydesk ends with the answer. {again}")
            self._leave_when_answered()
        else:
            again = f"{self._quit_key} again leaves and sends nothing"
            self.say(f"{held} held: {again}; the next start shows what was held.")
            self.set_timer(LEAVING_SECONDS, self._stay)

    @property
    def _lost_by_leaving(self) -> str:
        """What nobody would be shown any more: keys that were made hold, and are told this once."""
        services = self.context.services
        if services.keys_unseen:
            shows = self.context.keymap.of("go.accounts")
            return f"the new keys of {services.keys_unseen[0]} have not been shown yet: {shows} shows them"
        if services.unanswered:
            return f"{services.unanswered} sent, and no answer yet: what comes of it would not be told"
        return ""

    def _stay(self) -> None:
        self._leaving = False

    @work(group="leave", exit_on_error=False)
    async def _leave_when_answered(self) -> None:
        await self.context.services.outbox.settle()
        self.exit()
