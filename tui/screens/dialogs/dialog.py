"""What all dialogs share: a card in the middle, Escape leaves, nothing behind them hears a key."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.worker import Worker

from tui.screens.faults import fault_of

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A question in a card of at most the terminal's size; answered None when it is left."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]
    _awaits_turn: tuple[Answer | None] | None = None
    """What it is to be dismissed with, as soon as nothing stands before it."""
    _dismissed = False

    @property
    def focus_chain(self) -> list[Widget]:
        """What takes keys, in the order in which it was made. Textual's own goes by the places on the screen:
        what is shown since a moment ago has none yet, and would come before all others.
        """
        return [each for each in self.query(Widget) if each.focusable and _is_shown(each)]

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Take it away, once, with what it is answered. Textual takes away whatever is on top: where that is
        another dialog, this one goes after it.
        """
        if self._dismissed:
            return AwaitComplete()
        if not self.is_active:
            self._awaits_turn = self._awaits_turn or (result,)
            return AwaitComplete()
        self._dismissed = True
        return super().dismiss(result)

    def on_screen_resume(self) -> None:
        """Nothing stands before it any more."""
        if self._awaits_turn is not None and self.is_active:
            self.dismiss(self._awaits_turn[0])

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that ends with a fault of ours says so."""
        fault = fault_of(event)
        if fault is not None:
            self.say_fault(fault)

    def say_fault(self, text: str) -> None:
        """Show a fault; a dialog without workers has no place for one."""

    def answer(self, value: Answer) -> None:
        """Answer, once: a second Enter of an impatient hand must not answer the next question."""
        self.dismiss(value)


def _is_shown(widget: Widget) -> bool:
    """Whether a widget is displayed, with all that it stands in."""
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))
