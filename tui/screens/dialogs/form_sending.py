"""A form whose content is sent from it: what is said while no answer comes, and how it is left meanwhile."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from textual import work
from textual.timer import Timer

from tui.domain.errors import (
    Conflict,
    CopydeskError,
    CredentialError,
    DeskError,
    Invalid,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unreachable,
)
from tui.presentation import roles
from tui.screens.dialogs.form_saying import FormSaying
from tui.screens.forms_left import FormLeft, FormPlace

if TYPE_CHECKING:
    from tui.domain.forms import Value, Values

Save: TypeAlias = "Callable[[Values], Awaitable[Any]]"
"""Sends what was filled in: all of it for something new, else what is other than before."""
WAIT_STEP_SECONDS = 5.0
"""After so long it is said for how long no answer has come, and then again."""
ON_ITS_WAY = "It is sent once. Esc leaves: it goes on, and what comes of it is told."
AGAIN = "Nothing is lost: ^s sends it again."
LATER = (Conflict, RateLimited, SignInRefused, CredentialError, DeskError)
"""What may be otherwise by and by."""
GIVEN_BACK = "This is what you typed before; it was not taken. ^s sends it."
MAY_BE_DONE = "This is what you typed before. It may be done already: see the list first."


class Ended:
    """How a form ended."""


@dataclass(frozen=True, slots=True)
class Filled(Ended):
    """The platform has taken it."""

    answer: Any
    """What came back."""


class KeptForLater(Ended):
    """It was left, and has been kept."""


@dataclass(frozen=True, slots=True)
class OnItsWay(Ended):
    """The form was left before an answer came."""

    sending: asyncio.Task[Any]
    """Ends with what comes back, or as sending fails."""
    values: Values = field(repr=False)
    """What the form held."""


class FormSending(FormSaying[Ended]):
    """Sends once at a time. With a `place` nothing that was sent, and not taken, is lost by leaving."""

    def __init__(self, save: Save, place: FormPlace | None) -> None:
        """`save` sends; `place` keeps what was not taken."""
        super().__init__()
        self._save = save
        self._place = place
        self._going: asyncio.Task[Any] | None = None
        self._sending = False
        self._waits_for = ("", "")
        self._waited = 0.0
        self._wait_timer: Timer | None = None
        self._tried = False
        """Whether it was sent from here, and not taken."""
        self._unsure = False
        """Whether it may have been done all the same."""
        self._given_back: FormLeft | None = None
        """What it was left with before."""
        self._left_with: Values | None = None
        """What was filled in when it was first asked to be left."""

    @abstractmethod
    def _filled(self) -> dict[str, Value]:
        """What the form holds now."""

    @property
    @abstractmethod
    def _is_changed(self) -> bool:
        """Whether that is other than what it began with."""

    @abstractmethod
    def _refused(self, error: Invalid) -> None:
        """Say at the fields what the platform refused."""

    # Waiting

    def _wait_for(self, what: str, way_out: str) -> None:
        """Say what is awaited, and now and then for how long."""
        self._waited, self._waits_for = 0.0, (what, way_out)
        self._say(what, roles.DIM)
        self._wait_no_more()
        self._wait_timer = self.set_interval(WAIT_STEP_SECONDS, self._still_waiting)

    def _still_waiting(self) -> None:
        # While a question stands before it nothing is on its way.
        if self.is_active:
            self._waited += WAIT_STEP_SECONDS
            what, way_out = self._waits_for
            self._say(f"{what} no answer for {self._waited:.0f} s. {way_out}", roles.DIM)

    def _wait_no_more(self) -> None:
        if self._wait_timer is not None:
            self._wait_timer.stop()
            self._wait_timer = None

    # Sending

    def _begin_to_send(self, values: Values) -> None:
        self._sending = True
        self._wait_for("sending …", ON_ITS_WAY)
        self._send(values)

    @work(group="form", exit_on_error=False)
    async def _send(self, values: Values) -> None:
        # A task of its own: it goes on where the form is left.
        self._going = sending = asyncio.ensure_future(self._save(values))
        try:
            answer = await asyncio.shield(sending)
        except Invalid as error:
            self._not_taken()
            self._refused(error)
        except CopydeskError as error:
            self._not_taken()
            self._unsure = isinstance(error, OutcomeUnknown)
            self._say(_told(error))
        else:
            self._wait_no_more()
            self.answer(Filled(answer))

    def _not_taken(self) -> None:
        self._going, self._sending, self._tried = None, False, True
        self._wait_no_more()

    def say_fault(self, text: str) -> None:
        """Show a fault; it can be sent again."""
        self._not_taken()
        self._say(text)

    # Leaving

    def _is_kept(self, filled: Values) -> bool:
        """Whether what it holds is given back when it is opened again: it was sent and not taken, or it is
        as it was given back.
        """
        as_given = self._given_back is not None and self._given_back.values == filled
        return as_given or (self._tried and self._is_changed and not self._sending)

    def action_leave(self) -> None:
        """Leave. What is on its way goes on, and what was sent and not taken is kept; else what was typed is
        thrown away only by a second Escape with nothing typed between.
        """
        filled = self._filled()
        if self._going is not None:
            self.answer(OnItsWay(self._going, filled))
        elif self._place is not None and self._is_kept(filled):
            self._place.keep(FormLeft(filled, self._unsure))
            self.answer(KeptForLater())
        elif not (self._is_changed or self._sending) or self._left_with == filled:
            super().action_leave()
        else:
            self._left_with = filled
            self._say("Esc again throws away what you typed.", roles.WARNING)


def _told(error: CopydeskError) -> str:
    """What happened, and what to do next in a form."""
    if isinstance(error, Unreachable | PlatformFault):
        return f"{error.happened.rstrip('. ')}. {AGAIN}"
    return f"{error.sentence} {AGAIN}" if isinstance(error, LATER) else error.sentence
