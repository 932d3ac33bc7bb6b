"""How the arguments of the verbs over what Copydesk keeps are read, and what their help says."""

from __future__ import annotations

import argparse
from typing import Any

JSON_LINES = "as one JSON object a line, for scripts"
AUDIT = """\
Everything that left Copydesk for a platform, the latest first: when, what, on which item, and the answer.

The keys of --json: at, connection, action, item, title, fingerprint (of what was read), state (sent, failed,
changed, unknown; sending where no answer was ever seen), answer, request_id, answered_at, entry.
"""
EDITS = """\
The texts that were edited here and that no platform has taken yet, and the files that an editor left when
it or Copydesk came to a bad end. Without a verb they are listed.
"""
DELETED = """\
The posts that were deleted from here, as they were right before: each is kept for 90 days. Without a verb
they are listed.

The keys of --json: connection, item, title, deleted_at, slug, tags, markdown, answer (what its platform told
of it).
"""
OUTBOX = """\
What was decided and is on its way: held, sending, or unknown (its answer was lost, and the item is read
until it is known). Parked is what was still held when Copydesk ended: only a person sends it on. What was
not sent, failed or changed, stays until it is put away in Copydesk.
"""
STATE = "The state database: jobs, edits, the outbox, the audit, and the lists and texts that were read last."
CLEAR = """\
Forget what is only remembered: the lists and texts that were read, and jobs that have ended. With --all
everything goes, also what no platform has: it is named, and asked about, first.
"""

Verbs = Any
"""What argparse gives for verbs: its type has no public name."""


def add_kept_verbs(verbs: Verbs, everywhere: argparse.ArgumentParser) -> None:
    """Add audit, outbox, edits, deleted and state to the command's verbs; `everywhere`: what each of them
    takes.
    """

    def verb(into: Verbs, name: str, help: str, description: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = into.add_parser(
            name,
            help=help,
            description=description,
            parents=[everywhere],
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        return made

    audit = verb(verbs, "audit", "tell what left, and what came of it", AUDIT)
    audit.add_argument("--limit", metavar="N", type=_number, help="the latest N alone")
    audit.add_argument("--connection", metavar="NAME", help="of that connection alone")
    outbox = verb(verbs, "outbox", "tell what is on its way, was parked or was not sent", OUTBOX)
    edits = verb(verbs, "edits", "list, print and drop the edited texts that are kept", EDITS)
    deleted = verb(verbs, "deleted", "list and print the posts that were deleted here", DELETED)
    for one in (audit, outbox, edits, deleted):
        one.add_argument("--json", action="store_true", help=JSON_LINES)
    edits_verbs = edits.add_subparsers(dest="edits_verb", metavar="VERB", title="verbs")
    show = verb(edits_verbs, "show", "print one, byte for byte", "Print one text, byte for byte.")
    drop = verb(edits_verbs, "drop", "keep one no longer", "Keep one text no longer, after a question.")
    for one in (show, drop):
        one.add_argument("item", metavar="CONNECTION/KIND/ID", help="the item, as copydesk edits names it")
    deleted_verbs = deleted.add_subparsers(dest="deleted_verb", metavar="VERB", title="verbs")
    print_one = verb(deleted_verbs, "show", "print one, byte for byte", "Print one text, byte for byte.")
    print_one.add_argument("item", metavar="CONNECTION/KIND/ID", help="as copydesk deleted names it")
    state = verb(verbs, "state", "find or clear the state database", STATE)
    state_verbs = state.add_subparsers(dest="state_verb", metavar="VERB", title="verbs", required=True)
    verb(state_verbs, "path", "print where it is", "Print the path of the state database.")
    clear = verb(state_verbs, "clear", "forget what is only remembered", CLEAR)
    clear.add_argument("--all", action="store_true", help="everything; refused while a Copydesk runs")
    for one in (drop, clear):
        one.add_argument("--yes", action="store_true", help="without a question")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:12]) <= 10**9:
        raise argparse.ArgumentTypeError("it is a whole number from 1")
    return int(text)
