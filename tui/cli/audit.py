"""copydesk audit and copydesk outbox: what left, and what is on its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tui.cli.arguments import Arguments
from tui.cli.exits import NOT_UNDERSTOOD, OK
from tui.cli.records import records, say_nothing_yet
from tui.cli.saying import complain
from tui.cli.table import iso, local, print_objects, print_table, say
from tui.config.paths import Paths
from tui.presentation.text import plain

if TYPE_CHECKING:
    from tui.domain.outbox import Entry, Written


def audit(arguments: Arguments, paths: Paths) -> int:
    """Tell what left, the latest first; gives the exit code. Raises CopydeskError."""
    name = arguments.connection
    with records(paths) as kept:
        written = kept.audit(arguments.limit, name) if kept is not None else ()
        audited = kept.audited() if kept is not None and name is not None else ()
    if name is not None and not written and _is_unknown(name, audited, paths):
        return NOT_UNDERSTOOD
    if kept is None:
        say_nothing_yet(paths, json=arguments.json)
    elif arguments.json:
        print_objects(written_object(each) for each in written)
    elif not written:
        say(f"Nothing has left for {plain(name)} yet." if name else "Nothing has left yet.")
    else:
        print_table(
            ("at", "state", "what", "connection", "title", "answer"),
            (
                (local(each.at), each.state, each.action, each.connection, each.title, each.answer or "")
                for each in written
            ),
            (25, 10, 10, 24, 60, 200),
        )
    return OK


def _is_unknown(name: str, audited: Iterable[str], paths: Paths) -> bool:
    """Whether nobody knows of a connection, which is said then, with those there are."""
    # Not at the top: nearly always it is known.
    from tui.config.load import connection_names
    from tui.config.wording import listed, shown

    configured = connection_names(paths.config_file)
    if configured is None and paths.config_file.exists():
        complain(f"{paths.config_file} cannot be read: whether there is a {shown(name)} is not known")
        return False
    names = sorted({*(configured or ()), *audited})
    if name in names:
        return False
    there = f"Copydesk knows {listed(map(shown, names), 'and')}." if names else "It knows none."
    complain(f"There is no connection {shown(name)}, in the config file or in the audit. {there}")
    return True


def written_object(written: Written) -> Mapping[str, object]:
    """A line of the audit, for scripts."""
    return {
        "at": iso(written.at),
        "connection": written.connection,
        "action": written.action,
        "item": written.item,
        "title": written.title,
        "fingerprint": written.fingerprint,
        "state": written.state,
        "answer": written.answer,
        "request_id": written.request_id,
        "answered_at": iso(written.answered_at),
        "entry": written.entry,
    }


def outbox(arguments: Arguments, paths: Paths) -> int:
    """Tell what is on its way, was parked or was not sent; gives the exit code. Raises CopydeskError."""
    with records(paths) as kept:
        if kept is None:
            say_nothing_yet(paths, json=arguments.json)
            return OK
        entries = kept.entries()
    if arguments.json:
        print_objects(entry_object(each) for each in entries)
    elif not entries:
        say("Nothing is on its way.")
    else:
        print_table(
            ("decided", "state", "what", "connection", "title", "answer"),
            (
                (
                    local(each.made_at),
                    each.state,
                    each.intent.action,
                    each.ref.connection,
                    each.intent.title,
                    each.answer or each.intent.says,
                )
                for each in entries
            ),
            (25, 10, 10, 24, 60, 200),
        )
    return OK


def entry_object(entry: Entry) -> Mapping[str, object]:
    """Something on its way, for scripts."""
    read = entry.intent.read
    return {
        "entry": entry.id,
        "state": entry.state,
        "connection": entry.ref.connection,
        "action": entry.intent.action,
        "item": f"{entry.ref.kind}/{entry.ref.id}",
        "title": entry.intent.title,
        "says": entry.intent.says,
        "fingerprint": read.fingerprint if read else None,
        "made_at": iso(entry.made_at),
        "due_at": iso(entry.due_at),
        "sent_at": iso(entry.sent_at),
        "tries": entry.tries,
        "answer": entry.answer,
        "request_id": entry.request_id,
    }
