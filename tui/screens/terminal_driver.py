"""The terminal's side: Textual's driver, with what a terminal may send taken in good part."""

from __future__ import annotations

import logging
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

_log = logging.getLogger(__name__)


class TerminalDriver(LinuxDriver):
    """Reads on where Textual's own would end the program."""

    def run_input_thread(self) -> None:
        """Read keys until the terminal is left. What is no UTF-8 or no character is passed over."""
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except (ValueError, OverflowError) as error:
                _log.warning("The terminal sent what is no text (%s); it was passed over", error)

    def _sigcont_application(self, *signal: Any) -> None:
        # Somebody may tell a program to continue that had not stopped: its terminal is set up already,
        # and set up again it would be given back as it is now.
        if self._must_signal_resume:
            super()._sigcont_application(*signal)
