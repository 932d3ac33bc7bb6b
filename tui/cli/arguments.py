"""What the copydesk command understands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tui.cli.exits import NOT_UNDERSTOOD


class Arguments(NamedTuple):
    """What was asked for."""

    verb: str | None = None
    """desk, audit, outbox, edits, deleted or state; None: open the application."""
    desk_verb: str = ""
    """serve, start, status, stop or keys."""
    config: Path | None = None
    debug: bool = False
    json: bool = False
    host: str = "127.0.0.1"
    port: int | None = None
    """None: the one that this data folder's desk always has."""
    database: str | None = None
    idle_minutes: float | None = None
    stage_seconds: float | None = None
    retry_delays: tuple[float, ...] | None = None
    samples: bool = True
    limits: bool = True
    zone: str | None = None
    """The zone that the clock of the desk's schedules goes by; None: the machine's."""
    site_keys: bool = False
    limit: int | None = None
    """At most so many; None: all."""
    connection: str | None = None
    edits_verb: str | None = None
    """show or drop; None: list them."""
    deleted_verb: str | None = None
    """show; None: list them."""
    item: str = ""
    """An item as CONNECTION/KIND/ID."""
    yes: bool = False
    """Whether it is done without a question."""
    state_verb: str = ""
    """path or clear."""
    all: bool = False
    """Whether everything is meant, and not only what is remembered."""


def understand(argv: Sequence[str] | None) -> Arguments | int:
    """What `argv` asks for, or the exit code where that is all: help, version, or not understood."""
    if not (sys.argv[1:] if argv is None else argv):
        return Arguments()
    # Not at the top: the application starts without arguments, and without a parser.
    from tui.cli.parser import parser

    try:
        told = parser().parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else NOT_UNDERSTOOD
    return Arguments(**vars(told))
