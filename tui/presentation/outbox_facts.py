"""What is known of something on its way, or that left, as lines for a preview."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.commands.keymap import USUAL, Keymap
from tui.domain.entry_states import Action, EntryState
from tui.domain.verdicts import Consequence
from tui.presentation import roles
from tui.presentation.facts import consequence_line, lines, refusal_line
from tui.presentation.outbox_rows import entry_look, going_look
from tui.presentation.rows import UNTITLED
from tui.presentation.states import Look
from tui.presentation.text import plain
from tui.presentation.times import clock_seconds, stamp

if TYPE_CHECKING:
    from tui.domain.outbox import Entry, Written
    from tui.domain.posts import PostChanges
    from tui.domain.removed_posts import RemovedPost

LONGEST_FACT = 400
MOST_SHOWN_AT_ONCE = 12
"""Lines of a difference that are shown above the item itself."""
LOST = "Nobody can tell any more whether it was done: look on the platform."
_CHANGES = {
    "title": "title",
    "markdown": "text",
    "raw": "text in its own form",
    "slug": "slug",
    "excerpt": "excerpt",
    "tags": "tags",
    "keyword": "keyword",
    "meta_title": "meta title",
    "meta_description": "meta description",
    "og_image": "picture",
    "scheduled_at": "time",
}


def _fact(name: str, text: str | None, role: str = roles.NORMAL) -> Content:
    shown = plain(text, LONGEST_FACT) if text else ""
    return Content.assemble((f"{name:<10} ", roles.DIM), (shown, role)) if shown else Content("")


def _head(title: str, connection: str, action: Action, look: Look) -> Content:
    return lines(
        Content.styled(plain(title) or UNTITLED, roles.STRONG),
        Content.assemble(
            (f"{plain(connection, 40)} · {action} · ", roles.DIM), (str(look), look.role or roles.DIM)
        ),
    )


def entry_header(entry: Entry, now: datetime, *, mine: bool, lost: bool, reread: bool = False) -> Content:
    """What was decided, what it will do, what was read and what came of it; of what was not sent since it had
    changed, what is other. `mine`: this Copydesk sends it; `lost`: nobody will ever know more of it;
    `reread`: the item is being read again.
    """
    intent = entry.intent
    leaves = "once it has been read again, which is under way" if reread else None
    if entry.state is EntryState.HELD and not reread:
        leaves = clock_seconds(entry.due_at, now)
    tries = "" if entry.tries < 2 else f", for the {entry.tries}. time"
    told = lines(
        _head(intent.title, entry.ref.connection, intent.action, going_look(entry, reread=reread)),
        _fact("decided", stamp(entry.made_at, now)),
        _fact("does", intent.says),
        _fact("changes", _changed_fields(intent.changes)),
        _fact("read", None if intent.read is None else f"fingerprint {intent.read.fingerprint}"),
        _fact("leaves", leaves),
        _fact("left", stamp(entry.sent_at, now) + tries if entry.sent_at else None),
        _fact("answer", entry.answer),
        _fact("request", entry.request_id),
        _fact("sent by", "another Copydesk" if entry.run is not None and not mine else None),
        Content.styled(LOST if lost else "", roles.WARNING),
        Content.styled("Your text is kept." if _keeps_text(entry) else "", roles.DIM),
    )
    changed = entry_difference(entry, now)
    return told if changed is None else Content("\n\n").join([told, changed])


def _keeps_text(entry: Entry) -> bool:
    return entry.intent.text is not None and entry.state is not EntryState.SENT


def _changed_fields(changes: PostChanges | None) -> str | None:
    if changes is None:
        return None
    return ", ".join(name for field, name in _CHANGES.items() if getattr(changes, field) is not None)


def entry_difference(entry: Entry, now: datetime) -> Content | None:
    """What is other than what was read; None where that is not what kept it from being sent."""
    if entry.state is not EntryState.CHANGED:
        return None
    if entry.found is None or entry.intent.read is None:
        return Content("It is no longer there.")
    # Not at the top: matching texts is not for the start.
    from tui.presentation.difference import difference

    what = Content.styled("- as you read it   + as it is now", roles.DIM)
    return Content("\n").join([what, difference(entry.intent.read, entry.found, now)])


def item_notice(
    entry: Entry | None,
    now: datetime,
    *,
    undo: bool = False,
    lost: bool = False,
    ascii: bool = False,
    keys: Keymap = USUAL,
) -> Content:
    """What a person must know of an item on which they decided: what became of that, or why nothing has yet;
    empty: nothing. `undo`: the key for what was decided last takes it back; `lost`: nobody will ever know.
    """
    if entry is None:
        return Content("")
    match entry.state:
        case EntryState.SENDING | EntryState.UNKNOWN:
            look = entry_look(entry.state, ascii=ascii)
            return Content.styled(
                f"{look.glyph} {entry.intent.action} {_unanswered(entry, lost, keys)}", look.role
            )
        case EntryState.HELD if entry.answer:
            look = entry_look(entry.state, ascii=ascii)
            key = keys.of("outbox.undo" if undo else "go.outbox")
            said = f"{entry.intent.action} was not sent yet, and waits ({key} takes it back)"
            return Content.styled(f"{look.glyph} {said}: {plain(entry.answer, LONGEST_FACT)}", roles.WARNING)
        case EntryState.CHANGED:
            changed = entry_difference(entry, now) or Content("")
            shows = f"{keys.of('go.outbox')} shows the difference"
            known = Content.styled(f"≠ changed since you decided; {shows}", roles.BAD)
            return lines(known, changed) if len(changed.split()) <= MOST_SHOWN_AT_ONCE else known
        case EntryState.PARKED:
            said = f"‖ {entry.intent.action} was held when Copydesk ended, and not sent"
            said += f"; {keys.of('go.outbox')} shows it"
            return Content.styled(said, roles.WARNING)
        case EntryState.FAILED:
            said = f"✗ {entry.intent.action} was not done: {plain(entry.answer or '', LONGEST_FACT)}"
            return Content.styled(said, roles.BAD)
        case _:
            return Content("")


def _unanswered(entry: Entry, lost: bool, keys: Keymap) -> str:
    if entry.state is EntryState.SENDING:
        return "is being sent, and has no answer yet"
    if lost:
        return "was sent, and nobody can tell whether it was done: look on the platform"
    shows = f"{keys.of('go.outbox')} shows it"
    return f"was sent, and its answer was lost: it is looked at until it is known; {shows}"


def written_header(
    written: Written, now: datetime, *, deleted: RemovedPost | None = None, copies: str = ""
) -> Content:
    """One time that something left, and what came of it. `deleted`: the post that it deleted, where that is
    kept; `copies`: the key that makes a draft of it.
    """
    no_answer = written.state is EntryState.SENDING
    return lines(
        _head(written.title, written.connection, written.action, entry_look(written.state)),
        _fact("left", stamp(written.at, now)),
        _fact("answered", stamp(written.answered_at, now) if written.answered_at else None),
        _fact("answer", "none was seen" if no_answer else written.answer),
        _fact("item", written.item),
        _fact("read", f"fingerprint {written.fingerprint}" if written.fingerprint else None),
        _fact("request", written.request_id),
        _fact("entry", str(written.entry)),
        _kept_here(deleted, copies, now),
    )


def _kept_here(deleted: RemovedPost | None, copies: str, now: datetime) -> Content:
    """That the text of what was deleted is kept, and what can be done with it."""
    if deleted is None:
        return Content("")
    # Not at the top: the start shows no deletion.
    from tui.domain.removed_posts import KEPT_FOR

    until = stamp(deleted.at + KEPT_FOR, now)
    return _fact("kept", f"as it was, until {until}; {copies} makes a new draft of it")


def entry_consequence(entry: Entry, *, mine: bool, lost: bool, keys: dict[str, str]) -> Content:
    """What can be done about an entry. `keys`: as they are shown, of send, withdraw and put_away."""
    intent = entry.intent
    match entry.state:
        case EntryState.PARKED:
            return consequence_line(keys["send"], Consequence(intent.says, intent.gravity))
        case EntryState.HELD:
            said = "takes it back; nothing is sent"
            return consequence_line(keys["withdraw"], Consequence(said))
        case EntryState.UNKNOWN if not lost:
            return refusal_line("its answer was lost: the item is read until it is known whether it was done")
        case EntryState.SENDING:
            by = "" if mine else " by another Copydesk"
            return refusal_line(f"is being sent{by}; its answer has not come yet")
    kept = "; the audit keeps it" if entry.sent_at is not None else ""
    return consequence_line(keys["put_away"], Consequence(f"shows it here no longer{kept}"))
