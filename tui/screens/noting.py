"""What is said in the rule: results, each for its time, and what stands there until somebody has come."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from textual.screen import Screen
from textual.timer import Timer

from tui.domain.connections import Reach
from tui.domain.errors import CopydeskError
from tui.domain.failures import ConnectionFailed
from tui.presentation.bars import Tone
from tui.screens import asking
from tui.screens.context import Context
from tui.widgets.rule_line import RuleLine

NOTE_SECONDS = 8.0
"""How long a result stays in the rule."""
FAILURE_SECONDS = 30.0
"""How long a failure does."""
MOST_KEPT = 10
"""Results that can be read again."""


class _Note(NamedTuple):
    text: str
    tone: Tone
    seconds: float | None
    where: str
    stays: bool


class Noting(Screen[None]):
    """A screen with a rule in which is said what came of things."""

    context: Context
    _noted: _Note | None = None
    _notes_to_come: tuple[_Note, ...] = ()
    _note_timer: Timer | None = None

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__()
        self._failures_told: dict[str, CopydeskError] = {}
        self._said_last: deque[tuple[Tone, str]] = deque(maxlen=MOST_KEPT)

    def on_mount(self) -> None:
        """Say what was to be said before anything was drawn."""
        if self._notes_to_come:
            self._forget_note()

    def on_key(self) -> None:
        """Somebody is there: what stood until then has been seen, and has its time like any other."""
        if self._standing is not None:
            self._show_note(self._standing._replace(stays=False))

    @property
    def _tells_of_a_fault(self) -> bool:
        return self._noted is not None and self._noted.tone is Tone.BAD

    @property
    def _standing(self) -> _Note | None:
        return self._noted if self._noted is not None and self._noted.stays else None

    def note(
        self,
        text: str,
        tone: Tone = Tone.PLAIN,
        *,
        seconds: float | None = None,
        where: str = "",
        stays: bool = False,
    ) -> None:
        """Say what came of something, for so long; `text` may hold words from outside. `where`: what shows
        all of it, said where it is cut. A screen that is not drawn yet says it then.

        `stays`: it needs a person, and stands until a key is pressed; what else is said meanwhile comes
        after it.
        """
        note = _Note(text, tone, seconds, where, stays)
        if not self.query(RuleLine) or (self._standing and (stays or self.is_current)):
            calls = [each for each in self._notes_to_come if each.stays]
            results = [each for each in self._notes_to_come if not each.stays]
            self._notes_to_come = (*calls, note, *results) if stays else (*calls, note)
            return
        if self._standing is not None:
            # A dialog is before the list: what comes of it is for now.
            self._notes_to_come = (self._standing, *self._notes_to_come)
        self._show_note(note)

    def unsay(self, text: str) -> None:
        """What was said, or was to be said, is true no longer."""
        self._notes_to_come = tuple(each for each in self._notes_to_come if each.text != text)
        if self._noted is not None and self._noted.text == text and self.is_mounted:
            self._forget_note()

    def note_end(self, text: str, tone: Tone, *, where: str = "") -> None:
        """Say what came of a decision that left."""
        self.note(text, tone, where=where)

    def note_failure(self, failure: ConnectionFailed) -> None:
        """Say that a connection failed, naming it once. A refusal that stands is said once, on whichever
        screen: it comes again, the same, with each question that was not asked because of it.
        """
        everywhere = self.context.failures_told
        if any(told.get(failure.connection) is failure.error for told in (everywhere, self._failures_told)):
            return
        self._failures_told[failure.connection] = failure.error
        if self in self.app.screen_stack:
            # Else it is behind another screen, and perhaps nobody ever sees it.
            everywhere[failure.connection] = failure.error
        said = failure.error.sentence
        name = failure.connection
        health = self.context.services.hub.health.get(name)
        known = health is not None and health.reach not in {Reach.UP, Reach.CONNECTING}
        line = said if said.startswith(name) else f"{name}: {said}"
        shows = f"{self.context.keymap.of('app.connections')} shows all"
        self.note(line, Tone.BAD, where=shows if known else "")

    def _show_note(self, note: _Note) -> None:
        self._noted = note
        self.remember(note.tone, note.text)
        # Of what was refused the end says what to do next.
        shows_all = f"{self.context.keymap.of('note.read')} all" if note.tone is Tone.BAD else ""
        self.query_one(RuleLine).note(note.tone, note.text, note.where or shows_all)
        if self._note_timer is not None:
            self._note_timer.stop()
            self._note_timer = None
        if not note.stays:
            usual = FAILURE_SECONDS if note.tone is Tone.BAD else NOTE_SECONDS
            seconds = usual if note.seconds is None else max(note.seconds, usual)
            self._note_timer = self.set_timer(seconds, self._forget_note)

    def remember(self, tone: Tone, text: str) -> None:
        """Let it be read again, as what was said last."""
        said = (tone, text)
        if said in self._said_last:
            self._said_last.remove(said)
        self._said_last.append(said)

    def action_note_read(self) -> None:
        """Show whole what was said last."""
        asking.said(self.app, tuple(self._said_last), ascii=self.context.ascii)

    def _forget_note(self) -> None:
        """What is said has been read, or is true no longer: what was to come after it comes."""
        if self._notes_to_come:
            note, *others = self._notes_to_come
            self._notes_to_come = tuple(others)
            self._show_note(note)
        else:
            self._noted = None
            self.query_one(RuleLine).clear_note()
