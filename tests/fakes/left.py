"""What left a Copydesk, and what it holds, written into a state as it writes them itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.fakes.items import NOON, a_post, an_approval
from tui.domain.intents import approving
from tui.domain.outbox import Entry, EntryState
from tui.state import State

HOSTILE = "Week\x1b[31m 47\u202e\nand more"


def put(state: State, id: str, connection: str = "acme", title: str = HOSTILE) -> Entry:
    """A yes that is held."""
    (intent,) = approving(an_approval(id, connection, title=title), a_post(id, connection, title=title), None)
    (entry,) = state.outbox.put(
        [Entry(0, id, intent, EntryState.HELD, state.outbox.run, NOON, NOON + timedelta(seconds=8))],
        lambda: None,
    )
    return entry


def send(state: State, entry: Entry, answer: str = "published") -> Entry:
    """It left, and was taken."""
    sending = replace(entry, state=EntryState.SENDING, sent_at=NOON, tries=1)
    sent = replace(sending, state=EntryState.SENT, answer=answer, request_id=f"r-{entry.id}")
    assert state.outbox.move(entry, sending)
    assert state.outbox.move(sending, sent)
    state.outbox.put_away(entry.id)
    return sent
