"""How the copydesk command's arguments are read, and what its help says."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from tui import __version__
from tui.cli.kept_parser import add_kept_verbs

DESCRIPTION = """\
Read, correct, approve and send out what your platforms wrote, by keyboard.

Without a verb it opens the application. With no config file it opens on the local desk: a server on
this machine that needs no account and no network.
"""
PLACES = """\
places:
  the config file      $COPYDESK_CONFIG, or config.toml in the system's config folder for copydesk
  state and the log    $COPYDESK_STATE_DIR, or the system's state folder
  the local desk       $COPYDESK_DATA_DIR, or the system's data folder

exit codes: 0 done, 1 failed (a sentence on the error output says why), 2 not understood, 130 interrupted,
141 nobody reads its output any more
"""
DESK_DESCRIPTION = """\
The local desk is a server that speaks the APIs of Notra, Repostra and Blogree over a database of your
own. The application starts it when a connection wants it; it ends by itself when it has been idle.
"""


def parser() -> argparse.ArgumentParser:
    """What reads the arguments, with the help it gives."""
    everywhere = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument(
        "--config", metavar="FILE", type=Path, help="the config file (instead of $COPYDESK_CONFIG)"
    )
    everywhere.add_argument(
        "--debug", action="store_true", help="log everything, and show tracebacks instead of sentences"
    )
    whole = argparse.ArgumentParser(
        prog="copydesk",
        description=DESCRIPTION,
        epilog=PLACES,
        parents=[everywhere],
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"copydesk {__version__}")
    verbs = whole.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    desk = verbs.add_parser(
        "desk",
        help="run, find and stop the local desk",
        description=DESK_DESCRIPTION,
        allow_abbrev=False,
        parents=[everywhere],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    desk_verbs = desk.add_subparsers(dest="desk_verb", metavar="VERB", title="verbs", required=True)

    def verb(name: str, help: str, more: str = "") -> argparse.ArgumentParser:
        return desk_verbs.add_parser(
            name,
            help=help,
            description=f"{help[0].upper()}{help[1:]}. {more}".rstrip(),
            parents=[everywhere],
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS,
        )

    _serve_options(
        verb(
            "serve",
            "run the desk here, until Ctrl-C, stop, or its idle time is over",
            "The exit code is 3 where a desk of the same data folder runs already.",
        )
    )
    start = verb(
        "start", "start the desk in the background, if it does not run", "It outlives this terminal."
    )
    status = verb("status", "say whether the desk runs, and where", "The exit code is 1 where none runs.")
    verb("stop", "end the desk", "Work under way goes on when it starts again.")
    keys = verb("keys", "show the desk's addresses and keys, running or not", "Keep them to yourself.")
    for one in (start, status, keys):
        one.add_argument("--json", action="store_true", help="as one JSON object, for scripts")
    add_kept_verbs(verbs, everywhere)
    return whole


def _serve_options(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--host",
        metavar="ADDRESS",
        help="the address to listen at (127.0.0.1: this machine alone; else whoever has a key)",
    )
    serve.add_argument(
        "--port",
        metavar="N",
        type=_port,
        help="the port to listen at, and no other; 0 takes any (without it: the one that this desk had "
        "before, if free)",
    )
    serve.add_argument(
        "--database",
        metavar="URL",
        help="postgresql://user@host/name, or sqlite:///file (without it: a SQLite file in the data folder)",
    )
    serve.add_argument(
        "--idle-minutes",
        metavar="M",
        type=_amount,
        help="end after M idle minutes without work; 0 never ends",
    )
    serve.add_argument(
        "--stage-seconds",
        metavar="S",
        type=_amount,
        help="let each stage of a generation take S seconds at least, to watch it",
    )
    serve.add_argument(
        "--retry-delays",
        metavar="30,300,1800",
        type=_delays,
        help="seconds before each new try of a delivery that failed",
    )
    serve.add_argument(
        "--no-samples", dest="samples", action="store_false", help="begin without sample posts"
    )
    serve.add_argument(
        "--zone",
        metavar="NAME",
        help="the time zone of schedules; it is kept (default: the one kept, else this machine's)",
    )
    serve.add_argument(
        "--site-keys",
        action="store_true",
        help="show the keys of Blogree's sites in its lists",
    )
    serve.add_argument("--no-limits", dest="limits", action="store_false", help="keep no rate limits")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:6]) > 65_535:
        raise argparse.ArgumentTypeError("a port is a whole number from 0 to 65535")
    return int(text)


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not 0 <= amount < math.inf:
        raise argparse.ArgumentTypeError("it is a number from 0")
    return amount


def _delays(text: str) -> tuple[float, ...]:
    try:
        return tuple(_amount(one) for one in text.split(",") if one.strip())
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError("it is a list of seconds: 30,300,1800") from None
