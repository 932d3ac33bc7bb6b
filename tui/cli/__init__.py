"""The copydesk command. Light at the start: what a verb needs is imported when it runs."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from tui.cli.exits import FAILED, INTERRUPTED, PIPE_CLOSED
from tui.cli.saying import complain
from tui.domain.errors import CopydeskError

if TYPE_CHECKING:
    from tui.cli.arguments import Arguments
    from tui.config.paths import Paths


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with `argv` (without the program's name; None: the process's own).

    Gives the exit code: 0 done, 1 failed with a sentence on the error output, 2 not understood,
    130 interrupted, 141 where nobody reads the output any more.
    """
    from tui.cli.arguments import understand

    try:
        arguments = understand(argv)
        code = arguments if isinstance(arguments, int) else _run(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = PIPE_CLOSED
    return _flushed(sys.stderr, _flushed(sys.stdout, code))


def _flushed(stream: TextIO | None, code: int) -> int:
    """Write out what a stream still holds; gives the exit code, which is `code` unless that fails. A
    terminal that is gone is no failure of what was done. Either way Python must not find it out again at
    its end.
    """
    if stream is None:
        return code
    try:
        stream.flush()
    except OSError as error:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if error.errno == errno.EPIPE:
            return PIPE_CLOSED
        return code if error.errno == errno.EIO else code or FAILED
    return code


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
        if isinstance(error, BrokenPipeError) and arguments.verb is not None:
            # A verb's only pipe is its output; the application has others.
            return PIPE_CLOSED
        if arguments.debug:
            raise
        return _say(_unexpected(error, paths))


def _verb(arguments: Arguments, paths: Paths) -> int:
    if arguments.verb == "desk":
        from tui.cli.desk import desk

        return desk(arguments, paths)
    if arguments.verb is not None:
        from tui.cli.kept import kept

        return kept(arguments, paths)
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
