"""What the person meant, and what came of it: each entry of the outbox, followed over restarts."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faulty.server import Write
from tests.faulty.wire import Asked
from tests.soak.copydesk import NAMES, Copydesk
from tui.domain.approvals import ApprovalKind
from tui.domain.entry_states import Action, EntryState
from tui.domain.outbox import Entry, Intent

Deed = tuple[str, str, str, str]
"""What a write does: platform, what, item, and of what the person wrote the mark in it."""

MARK = re.compile(r"edit\d{6}")


def newest_mark(text: str) -> str:
    """The last mark that a person's edit left in a text; empty where there is none."""
    return max(MARK.findall(text), default="")


def deed_of_intent(intent: Intent) -> Deed:
    """What sending an intent does."""
    platform, id = NAMES[intent.ref.connection], intent.ref.id
    match intent.action:
        case Action.APPROVE if intent.approval is not None and intent.approval.kind is not ApprovalKind.POST:
            words = intent.text if intent.text is not None else intent.approval.text or intent.title
            return platform, intent.approval.kind, id, words
        case Action.APPROVE | Action.PUBLISH:
            return platform, "publish", id, ""
        case Action.UNPUBLISH:
            return platform, "unpublish", id, ""
        case Action.DELETE:
            return platform, "delete", id, ""
        case Action.SAVE:
            return platform, "save", id, newest_mark(intent.text or "")
        case Action.SCHEDULE:
            assert intent.changes is not None
            assert intent.changes.scheduled_at is not None
            return platform, "schedule", id, intent.changes.scheduled_at.isoformat()[:16]
        case Action.CREATE:
            return platform, "create", "", intent.title
        case _:
            what = intent.git.lookback if intent.git else intent.title
            return platform, "generate", "", what


def deed_of_write(asked: Asked) -> Deed:
    """What a request does that reached the desk."""
    body: Any = asked.json or {}
    parts = asked.path.strip("/").split("/")
    text = json.dumps(body, ensure_ascii=False)
    match asked.platform:
        case "notra":
            return _of_notra(asked.method, parts[3:], body, text)
        case "repostra":
            return _of_repostra(asked.method, parts[3:], body, text)
        case _:
            return _of_blogree(asked.method, parts[3:], body, text)


def _of_notra(method: str, parts: list[str], body: Any, text: str) -> Deed:
    if parts[0] == "generate":
        return "notra", "generate", "", body["lookbackWindow"]
    if method == "DELETE":
        return "notra", "delete", parts[0], ""
    if body.get("status"):
        return "notra", "publish" if body["status"] == "published" else "unpublish", parts[0], ""
    return "notra", "save", parts[0], newest_mark(text)


def _of_repostra(method: str, parts: list[str], body: Any, text: str) -> Deed:
    match [method, *parts]:
        case ["POST", "content"]:
            return "repostra", "generate", "", body["title"]
        case ["DELETE", "content", id]:
            return "repostra", "delete", id, ""
        case ["PUT", "content", id] if body.get("scheduled_for") and not newest_mark(text):
            return "repostra", "schedule", id, body["scheduled_for"][:16]
        case ["PUT", "content", id]:
            return "repostra", "save", id, newest_mark(text)
        case ["POST", "content", id, "approve"] | ["POST", "approvals", "blog", id, "approve"]:
            return "repostra", "publish", id, ""
        case ["POST", "approvals", "social", id, "approve-topic"]:
            return "repostra", "topic", id, body["topic"]
        case ["POST", "approvals", "social", id, "approve-content"]:
            return "repostra", "text", id, body["content"]
        case _:
            return "repostra", f"{method} {'/'.join(parts)}", "", ""


def _of_blogree(method: str, parts: list[str], body: Any, text: str) -> Deed:
    match [method, *parts]:
        case ["POST"]:
            return "blogree", "create", "", body["title"]
        case ["POST", "generate"]:
            return "blogree", "generate", "", body["topic"]
        case ["POST", id, "publish"]:
            return "blogree", "publish", id, ""
        case ["DELETE", id]:
            return "blogree", "delete", id, ""
        case ["PATCH", id] if body.get("scheduled_at") and not newest_mark(text):
            return "blogree", "schedule", id, body["scheduled_at"][:16]
        case ["PATCH", id]:
            return "blogree", "save", id, newest_mark(text)
        case _:
            return "blogree", f"{method} {'/'.join(parts)}", "", ""


@dataclass
class Meant:
    """One entry: what it was to do, and how it stands."""

    entry: Entry
    deed: Deed
    state: EntryState
    told: list[str] = field(default_factory=list)
    """Each state that was seen, in order."""

    @property
    def spared(self) -> bool:
        """Whether nothing of it was left to do: the save that was put before it had brought its text. It
        has left never, or not for this, and is no write.
        """
        return self.state is EntryState.SENT and "nothing was left to change" in self.told[-1]

    def __str__(self) -> str:
        """For a report."""
        return f"#{self.entry.id} {' '.join(self.deed)}: {' → '.join(self.told)}"


class Ledger:
    """Follows every entry of one state database, whichever Copydesk carries it."""

    def __init__(self, state_file: Path) -> None:
        self.meant: dict[int, Meant] = {}
        self._file = state_file

    def follow(self, desk: Copydesk) -> None:
        """Listen to a Copydesk."""
        desk.outbox.changed.subscribe(lambda _: self.look())

    def note(self, entries: Iterable[Entry]) -> None:
        """These were put into the outbox."""
        for entry in entries:
            self.meant[entry.id] = Meant(entry, deed_of_intent(entry.intent), entry.state)
        self.look()

    def look(self) -> None:
        """See how every entry stands: what was put away is read too."""
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as database:
            for id, state, answer in database.execute("SELECT id, state, answer FROM outbox"):
                if id in self.meant:
                    one = self.meant[id]
                    one.state = EntryState(state)
                    line = f"{state} ({answer})" if answer else state
                    if not one.told or one.told[-1] != line:
                        one.told.append(line)

    def count(self, *states: EntryState) -> Counter[Deed]:
        """How many entries stand so, by what they were to do; not what an earlier one had done already."""
        return Counter(each.deed for each in self.meant.values() if each.state in states and not each.spared)

    def doubtful(self) -> Counter[Deed]:
        """How many nobody can tell of whether they were done, and say so: those that are lost, and those
        whose item was changed by someone else as well before it could be told.
        """
        return Counter(
            each.deed
            for each in self.meant.values()
            if each.state is EntryState.UNKNOWN
            or (each.state is EntryState.CHANGED and "answer was lost" in each.told[-1])
        )

    def of(self, deed: Deed) -> list[Meant]:
        """The entries that were to do that."""
        return [each for each in self.meant.values() if each.deed == deed]


def effects(writes: Iterable[Write]) -> Counter[Deed]:
    """What was done, and how often."""
    return Counter(deed_of_write(write.asked) for write in writes if write.done)
