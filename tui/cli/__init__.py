"""The copydesk command. Light at the start: what a verb needs is imported when it runs."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from tui.cli.exits import FAILED, INTERRUPTED
from tui.cli.saying import complain
from tui.domain.errors import CopydeskError

if TYPE_CHECKING:
    from tui.cli.arguments import Arguments
    from tui.config.paths import Paths


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with `argv` (without the program's name; None: the process's own).

    Gives the exit code: 0 done, 1 failed with a sentence on the error output, 2 not understood,
    130 interrupted.
    """
    from tui.cli.arguments import understand

    arguments = understand(argv)
    if isinstance(arguments, int):
        return arguments
    try:
        code = _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        code = FAILED
    return code if _flushed(sys.stdout) and _flushed(sys.stderr) else FAILED


def _flushed(stream: TextIO) -> bool:
    """Write out what a stream still holds; False where its reader had enough. A terminal that is gone is
    no failure of what was done. Either way Python must not find it out again at its end.
    """
    try:
        stream.flush()
    except OSError as error:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return error.errno == errno.EIO
    return True


def _run(arguments: Arguments) -> int:
    from tui.config.paths import find_paths

    paths = find_paths(config_file=arguments.config)
    try:
        return _verb(arguments, paths)
    except CopydeskError as error:
        if arguments.debug:
            raise
        return _say(error.sentence)
    except Exception as error:
        if arguments.debug:
            raise
        return _say(_unexpected(error, paths))


def _verb(arguments: Arguments, paths: Paths) -> int:
    if arguments.verb == "desk":
        from tui.cli.desk import desk

        return desk(arguments, paths)
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        return _say(
            "Copydesk opens in a terminal, and this is none. copydesk --help names the scripts' verbs."
        )
    from tui.config.log_file import start_log, stop_log

    start_log(paths.log_file, debug=arguments.debug)
    try:
        from tui.bootstrap import run

        return run(paths, debug=arguments.debug)
    finally:
        stop_log()


def _say(sentence: str) -> int:
    complain(sentence)
    return FAILED


def _unexpected(error: Exception, paths: Paths) -> str:
    import logging

    from tui.config.log_file import SECRETS, start_log, stop_log

    start_log(paths.log_file)
    logging.getLogger(__name__).error("the command failed", exc_info=error)
    stop_log()
    said = SECRETS.clean(" ".join(str(error).split()))[:200]
    return (
        f"Something went wrong inside Copydesk ({type(error).__name__}: {said}). "
        f"The details are in {paths.log_file}; --debug shows them here."
    )
