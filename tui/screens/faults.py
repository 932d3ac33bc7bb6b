"""Faults of our own: written down, told in a sentence, and never shown with what was in memory."""

from __future__ import annotations

import logging
import traceback

from rich.text import Text
from textual.app import App
from textual.worker import Worker, WorkerState

_log = logging.getLogger(__name__)


def fault_of(event: Worker.StateChanged) -> str | None:
    """What to say of a worker that ended with a fault of ours, which is logged; None for any other."""
    if event.state is not WorkerState.ERROR:
        return None
    _log.error("The worker %s failed", event.worker.name, exc_info=event.worker.error)
    return f"A fault of Copydesk's own ({type(event.worker.error).__name__}); its log file has the details"


class TellsFaults(App[None]):
    """An App that ends after a fault with a sentence."""

    log_file = ""
    """Where a fault is written down."""
    shows_tracebacks = False

    def _fatal_error(self) -> None:
        # Textual's own way prints a traceback with every variable's value: texts and keys among them.
        error = self._exception
        _log.critical("Copydesk stopped", exc_info=error)
        told = Text(f"Copydesk stopped: a fault of its own ({type(error).__name__}). {self.log_file} has it.")
        if self.shows_tracebacks and error is not None:
            told.append("\n" + "".join(traceback.format_exception(error)))
        self.panic(told)

    def _handle_exception(self, error: Exception) -> None:
        if self._exit:
            # A screen that was only just opening when the end came finds its parts gone.
            _log.warning("While Copydesk was ending", exc_info=error)
        else:
            super()._handle_exception(error)
