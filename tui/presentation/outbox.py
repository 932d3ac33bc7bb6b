"""What is on its way, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.commands.keymap import USUAL, Keymap
from tui.domain.entry_states import Action, EntryState
from tui.domain.said_times import OTHER_TIME, shortly
from tui.presentation.bars import Tone

if TYPE_CHECKING:
    from tui.domain.outbox import Entry
    from tui.domain.refs import ItemRef

DOING = {
    Action.APPROVE: ("approving", "approved", "not approved"),
    Action.PUBLISH: ("publishing", "published", "not published"),
    Action.DELIVER: ("delivering", "sent again", "not delivered"),
    Action.UNPUBLISH: ("taking back", "a draft again", "not taken back"),
    Action.DELETE: ("deleting", "deleted", "not deleted"),
    Action.SCHEDULE: ("scheduling", "scheduled", "not scheduled"),
    Action.SAVE: ("saving", "saved", "not saved"),
    Action.CREATE: ("copying", "copied", "not copied"),
    Action.GENERATE: ("asking for", "queued", "not queued"),
}
"""While it is on its way, once it was done, and where it was not."""
_STANDS = {
    EntryState.SENDING: "it is being sent",
    EntryState.UNKNOWN: "its answer was lost",
    EntryState.SENT: "it was sent",
    EntryState.FAILED: "it failed",
    EntryState.CHANGED: "it had changed and was not sent",
    EntryState.WITHDRAWN: "it was taken back",
}


def held_line(entries: Sequence[Entry], seconds: float, held: int, keys: Keymap = USUAL) -> str:
    """What was decided just now and can be taken back for so many seconds; `held`: how many can in all."""
    first = entries[0]
    doing = DOING[_main(entries).intent.action][0]
    items = len({entry.ref for entry in entries})
    what = first.intent.title if items == 1 else f"{items} items"
    if seconds < 1:
        return f"{doing}: {what}"
    more = f" ({held} held)" if held > items else ""
    back = f"{keys.of('outbox.undo')} takes it back{more}"
    return f"{doing} in {seconds:.0f} s{_when(entries)} · {back}: {what}"


def _when(entries: Sequence[Entry]) -> str:
    """The time that all that is scheduled is given, by the clock that it was decided by; empty where they are
    several, or none.
    """
    changes = (each.intent.changes for each in entries if each.intent.action is Action.SCHEDULE)
    times = {one.scheduled_at for one in changes if one is not None and one.scheduled_at is not None}
    return f" for {shortly(times.pop(), None, utc=False)}" if len(times) == 1 else ""


def waits_line(entry: Entry, *, undo: bool, keys: Keymap = USUAL) -> str:
    """Why what was decided is not done yet: its answer was lost, or it waits. `undo`: the key for what was
    decided last takes it back.
    """
    doing, title = DOING[entry.intent.action][0], entry.intent.title
    if entry.state is EntryState.UNKNOWN:
        return f"{doing}: no answer yet; it is looked at ({keys.of('go.outbox')}): {title}"
    back = keys.of("outbox.undo" if undo else "go.outbox")
    return f"{doing} waits · {back} takes it back: {title}: {entry.answer or ''}"


def _main(entries: Sequence[Entry]) -> Entry:
    """What a step is about: an edit that is saved on the way is not."""
    return next((each for each in entries if each.intent.action is not Action.SAVE), entries[0])


def taken_back_line(entries: Sequence[Entry]) -> str:
    """What was taken back."""
    items = {entry.ref: entry.intent.title for entry in entries}
    what = next(iter(items.values())) if len(items) == 1 else f"{len(items)} items"
    return f"taken back, nothing was sent: {what}"


def ended_line(entry: Entry, keys: Keymap = USUAL) -> tuple[Tone, str]:
    """What came of an entry, with what to do next."""
    _, done, undone = DOING[entry.intent.action]
    title, answer = entry.intent.title, (entry.answer or "").strip()
    if came_otherwise(entry):
        return Tone.BAD, f"{done}, {answer}: {title}"
    if entry.state is EntryState.SENT:
        more = f" · {answer}" if answer and answer != done else ""
        return Tone.GOOD, f"{done}: {title}{more}"
    if entry.state is EntryState.CHANGED:
        return Tone.BAD, f"{undone}, {_other_now(entry, keys)}: {title}"
    if entry.state is EntryState.UNKNOWN:
        return (
            Tone.BAD,
            f"{title}: nobody can tell whether it was taken: {answer} {keys.of('go.outbox')} shows it.",
        )
    kept = ""
    if entry.intent.text is not None:
        stop = "." if answer and answer[-1] not in ".!?)" else ""
        kept = f"{stop} Your text is kept; {keys.of('verdict.edit')} opens it again."
    return Tone.BAD, f"{undone}: {title}: {answer}{kept}"


def came_otherwise(entry: Entry) -> bool:
    """Whether its platform took it, and gave it another time than was sent."""
    return entry.state is EntryState.SENT and (entry.answer or "").startswith(OTHER_TIME)


def step_line(entries: Sequence[Entry]) -> tuple[Tone, str]:
    """What came of each item that was decided on in one go: "7 approved, 1 changed since it was read,
    1 refused: TITLE: why".
    """
    told: Counter[str] = Counter()
    failed: Entry | None = None
    by_item: dict[ItemRef, list[Entry]] = {}
    for entry in entries:
        by_item.setdefault(entry.ref, []).append(entry)
    for several in by_item.values():
        bad = next((each for each in several if each.state is not EntryState.SENT), None)
        if bad is None:
            told[DOING[_main(several).intent.action][1]] += 1
        else:
            told[_failing(bad)] += 1
            failed = failed or bad
    line = ", ".join(f"{count} {what}" for what, count in sorted(told.items(), key=_last_what_failed))
    other = [entry for entry in entries if came_otherwise(entry)]
    if other:
        line += f"; {len(other)} {other[0].answer}: {other[0].intent.title}"
    if failed is None:
        return (Tone.BAD if other else Tone.GOOD), line
    why = f": {failed.answer}" if failed.answer and failed.state is EntryState.FAILED else ""
    return Tone.BAD, f"{line}: {failed.intent.title}{why}"


_FAILURES = _CHANGED, _GONE, _LOST, _REFUSED = (
    "changed since it was read",
    "gone",
    "without an answer",
    "refused",
)


def _failing(entry: Entry) -> str:
    if entry.state is EntryState.CHANGED:
        return _CHANGED if entry.found is not None else _GONE
    return _LOST if entry.state is EntryState.UNKNOWN else _REFUSED


def _last_what_failed(told: tuple[str, int]) -> int:
    return _FAILURES.index(told[0]) + 1 if told[0] in _FAILURES else 0


def _other_now(entry: Entry, keys: Keymap) -> str:
    """What of an item is not as it was, with what to do about it."""
    if entry.found is None:
        return "it is not there (any more)"
    if entry.intent.action is Action.SAVE:
        return f"somebody changed it ({keys.of('verdict.edit')} brings both together)"
    return f"it changed since you read it ({keys.of('go.outbox')} shows how)"


def how_it_stands(state: EntryState) -> str:
    """How far an entry is, for the end of a sentence about it."""
    return _STANDS.get(state, f"it is {state}")


def parked_line(parked: int, keys: Keymap = USUAL) -> str:
    """What was still held when Copydesk ended."""
    what, it = ("1 decision was", "it") if parked == 1 else (f"{parked} decisions were", "them")
    return f"{what} still held when Copydesk ended, and not sent: {keys.of('go.outbox')} shows {it}"


def unsaved_line(texts: int, keys: Keymap = USUAL) -> str:
    """What was edited and did not come to a platform before Copydesk ended."""
    what = "1 text that you edited was" if texts == 1 else f"{texts} texts that you edited were"
    edit = keys.of("verdict.edit")
    return f"{what} not saved: {edit} on the item opens it again, copydesk edits tells which"


def under_way(entry: Entry, keys: Keymap = USUAL) -> str:
    """Why an item cannot be decided on again, for a line that begins with its title."""
    doing = DOING[entry.intent.action][0]
    if entry.state is EntryState.HELD:
        why = f": {entry.answer}" if entry.answer else ""
        return f"is held ({doing}); {keys.of('outbox.undo')} takes it back{why}"
    if entry.state is EntryState.UNKNOWN:
        return f"is being looked at: the answer to {doing} it was lost"
    return f"is on its way ({doing})"
