"""Copydesk's log: owner-only, of limited size, and without secrets."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from tui.config import owner_only
from tui.domain.secrets import Secret

LARGEST_BYTES = 1_000_000
KEPT_FILES = 3
LONGEST_MESSAGE = 20_000
"""Characters of a message that are kept."""
SHORTEST_HIDDEN = 4
"""Characters a secret must have to be searched for: a shorter one would take words apart."""
HIDDEN = "[hidden]"
# Patterns as text: `re` compiles them at the first record, which the start does without.
SCHEMES = r"(?i)\b(bearer|basic|digest|token)(\s+)[A-Za-z0-9._~+/=-]{6,}"
NAMED = r"""(?ix)
    ((?:authorization|x-[\w-]{0,40}(?:key|token|signature|secret)|api[_-]?key|passw(?:or)?d
        |secret|access[_-]?token|refresh[_-]?token|cookie)["']?
     \s*[:=,]\s*)                     # a header, a JSON member, a query, a tuple of name and value
    (?: b?"[^"]*" | b?'[^']*' | (?:bearer|basic)\s+\S+ | [^\s,;&)}\]]+ )
    """
ADDRESS_SIGN_IN = r"(?i)\b([a-z][a-z0-9+.-]{0,20}://)[^\s/@:]*:[^\s/@]*@"


class SecretFilter(logging.Filter):
    """Takes every secret that it knows, and whatever looks like one, out of what is logged."""

    def __init__(self) -> None:
        """Begin with no secret known."""
        super().__init__()
        self._known: set[str] = set()

    def add(self, secret: Secret) -> None:
        """Know one more secret."""
        text = secret.reveal()
        if len(text) >= SHORTEST_HIDDEN:
            self._known.add(text)

    def clean(self, text: str) -> str:
        """The text without secrets."""
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        text = re.sub(SCHEMES, rf"\1\2{HIDDEN}", text)
        text = re.sub(ADDRESS_SIGN_IN, rf"\1{HIDDEN}@", text)
        return re.sub(NAMED, rf"\1{HIDDEN}", text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean a record, its traceback included; none is dropped."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = f"{record.msg} (its arguments do not fit)"
        record.msg, record.args = self.clean(message[:LONGEST_MESSAGE]), None
        if record.exc_info:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True


class _OneLineFormatter(logging.Formatter):
    """A record a line, whatever escape codes it carries; a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return "".join(char if char.isprintable() or char == "\n" else "�" for char in text)


class _OwnerOnlyFile(RotatingFileHandler):
    def emit(self, record: logging.LogRecord) -> None:
        # A full disk is no reason to write a traceback over the screen, as the class above would.
        with contextlib.suppress(OSError, ValueError):
            if self.shouldRollover(record):
                self.doRollover()
            if self.stream is None:
                self.stream = self._open()
            self.stream.write(self.format(record) + self.terminator)
            self.flush()

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, owner_only.FILE_MODE)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding, errors=self.errors)


HANDLER_NAME = "copydesk-log"
CHATTY = ("markdown_it",)
"""Libraries that say each step of each text at debug level: nothing else would be found among that."""
SECRETS = SecretFilter()
"""What the log of this process must not show."""


def start_log(file: Path, *, debug: bool = False) -> None:
    """Send the log of this process to `file`: warnings and Copydesk's own news, with `debug` everything.

    Where the file cannot be written the log goes nowhere: no log is a reason not to open.
    """
    try:
        owner_only.make_private_folder(file.parent)
        if file.exists():
            owner_only.close_to_others(file)
        handler: logging.Handler = _OwnerOnlyFile(
            file, maxBytes=LARGEST_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        handler = logging.NullHandler()
    _use(handler, debug)


def start_console_log(*, debug: bool = False) -> None:
    """Send the log of this process to its error output, for a server whose output is kept."""
    _use(logging.StreamHandler(), debug)


def _use(handler: logging.Handler, debug: bool) -> None:
    stop_log()
    root = logging.getLogger()
    handler.addFilter(SECRETS)
    handler.setFormatter(_OneLineFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.set_name(HANDLER_NAME)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.WARNING)
    for library in CHATTY:
        logging.getLogger(library).setLevel(logging.INFO)
    for ours in ("tui", "copydesk"):
        logging.getLogger(ours).setLevel(logging.DEBUG if debug else logging.INFO)


def stop_log() -> None:
    """Close the log that was started, if any."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if one.get_name() == HANDLER_NAME]:
        root.removeHandler(handler)
        handler.close()
