"""Whether the checks of a run see what goes wrong. The runs themselves: `make soak`."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.items import a_post
from tests.faulty.server import Record, Write
from tests.faulty.wire import Answer, Asked
from tests.soak import check
from tests.soak.terminal import leaks, shown
from tests.soak.terminal.elsewhere import Changed, unread
from tests.soak.terminal.history import History, begin
from tui.domain.entry_states import EntryState
from tui.domain.intents import deleting, saving, unpublishing
from tui.domain.outbox import Intent
from tui.domain.posts import PostChanges
from tui.domain.refs import ItemKind, ItemRef
from tui.state.codec import text_of

SENDING, UNKNOWN, HELD, SENT = EntryState.SENDING, EntryState.UNKNOWN, EntryState.HELD, EntryState.SENT
WITHDRAWN, PARKED, FAILED = EntryState.WITHDRAWN, EntryState.PARKED, EntryState.FAILED


@pytest.fixture
def state_file(tmp_path: Path) -> Path:
    file = tmp_path / "state.db"
    begin(file)
    return file


class Outbox:
    """Writes what a Copydesk would, or never should."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def _run(self, statement: str, *values: object) -> int:
        with closing(sqlite3.connect(self.file)) as database:
            done = database.execute(statement, values)
            database.commit()
            return done.lastrowid or 0

    def put(self, number: int, run: str = "mine", *, deciding: bool = False) -> int:
        post = a_post(f"p{number}", title=f"Post {number}")
        return self.put_intent(deleting(post) if deciding else unpublishing(post), run)

    def put_intent(self, intent: Intent, run: str = "mine") -> int:
        return self._run(
            "INSERT INTO outbox (step, run, state, connection, kind, item, decides, intent, made_at, due_at)"
            " VALUES ('step', ?, 'held', 'acme', 'post', ?, 0, ?, '', '')",
            run,
            intent.ref.id,
            text_of(intent),
        )

    def move(self, id: int, *states: EntryState, run: str = "mine", answer: str | None = None) -> None:
        for state in states:
            self._run(
                "UPDATE outbox SET state = ?, run = ?, answer = ? WHERE id = ?", str(state), run, answer, id
            )

    def tell(self, id: int, *states: EntryState) -> None:
        for state in states:
            self._run(
                "INSERT INTO audit (entry, at, connection, action, item, title, state)"
                " VALUES (?, '', '', '', '', '', ?)",
                id,
                str(state),
            )

    def tidy(self) -> None:
        self._run("DELETE FROM outbox")


@pytest.fixture
def outbox(state_file: Path) -> Outbox:
    return Outbox(state_file)


def test_what_goes_as_it_may_is_no_problem(outbox: Outbox) -> None:
    outbox.put(1)
    outbox.move(1, SENDING, UNKNOWN, HELD, SENDING, SENT)
    outbox.tell(1, FAILED, SENT)
    outbox.put(2)
    outbox.move(2, WITHDRAWN)
    outbox.put(3)
    outbox.move(3, PARKED)
    outbox.tidy()
    history = History(outbox.file)
    assert not list(history.problems())
    assert [str(one.state) for one in history.ledger.meant.values()] == ["sent", "withdrawn", "parked"]
    told = next(iter(history.ledger.meant.values())).told
    assert told == ["held", "sending", "unknown", "held", "sending", "sent"]


def test_what_goes_otherwise_is_seen(outbox: Outbox) -> None:
    outbox.put(1)
    outbox.put(2)
    outbox.move(2, WITHDRAWN, SENDING)
    outbox.put(3)
    outbox.move(3, SENDING, run="another")
    outbox.put(4)
    outbox.move(4, SENDING, SENT)
    outbox.put(5)
    outbox.move(5, SENDING, SENT)
    outbox.tell(5, UNKNOWN)
    outbox.put(6)
    outbox.move(6, HELD, run="another")
    problems = "\n".join(History(outbox.file).problems())
    assert "it never came to an end: #1 notra unpublish p1" in problems
    assert "it went on after its end: #2" in problems
    assert "another sent what mine had: #3" in problems
    assert "another went on with what mine held: #6" in problems
    assert "it left 1 times, and the audit has []: #4" in problems
    assert "the audit says ['unknown']: #5" in problems


def test_a_save_of_what_is_saved_already_is_no_write(outbox: Outbox) -> None:
    for mark in ("edit000001", "edit000001", "edit000002"):
        text = f"It was so. Also {mark}."
        id = outbox.put_intent(saving(a_post("p1"), text, PostChanges(markdown=text)))
        if id == 1:
            outbox.move(id, SENDING, SENT, answer="saved")
            outbox.tell(id, SENT)
        else:
            outbox.move(id, SENT, answer="nothing was left to change")
    history = History(outbox.file)
    assert not list(history.problems())
    body = b'{"markdown": "It was so. Also edit000001."}'
    wrote = Write(Asked("PATCH", "/notra/v1/posts/p1", (), body), Answer(200), 0.0)
    (found,) = check.deeds(history.ledger, Record(writes=[wrote]))
    assert found.startswith("nothing had done it before: #3 notra save p1 edit000002")
    twice = next(check.deeds(history.ledger, Record(writes=[wrote, wrote])))
    assert twice.startswith("notra save p1 edit000001: done 2 times, and meant 1")


def test_a_yes_to_what_was_never_read_is_seen(outbox: Outbox) -> None:
    for number in (1, 2):
        outbox.put(number, deciding=True)
        outbox.move(number, SENDING, SENT)
    history = History(outbox.file)
    changes = [
        Changed(ItemRef("acme", ItemKind.POST, "p1"), "Another", time.time() - 60),
        Changed(ItemRef("acme", ItemKind.POST, "p2"), "Another", time.time() + 60),
    ]
    (found,) = unread(history, changes)
    assert found.startswith("it was read as 'Post 1', and was 'Another': #1")


def test_what_a_screen_says_is_held_against_what_was_done(outbox: Outbox) -> None:
    outbox.put(1)
    outbox.move(1, SENDING, SENT)
    outbox.put(2)
    outbox.move(2, WITHDRAWN)
    meant = History(outbox.file).ledger.meant.values()
    true = ["── ✓ a draft again: Post 1 ───", "── taken back, nothing was sent: Post 2 ──"]
    assert not list(shown.untrue(true, meant))
    untrue = ["── ✓ a draft again: Post 2 ──", "── taken back, nothing was sent: Post 1 ──"]
    assert len(list(shown.untrue(untrue, meant))) == 2
    assert list(shown.faults(["all well", "x\n  Traceback (most recent call last)"]))


def test_a_secret_is_found_wherever_it_stands(tmp_path: Path) -> None:
    asked = [Asked("GET", "/blogree/api/posts", (("Authorization", "Bearer abc.def-ghi"),))]
    secrets = leaks.known(asked, tmp_path / "tokens.json")
    assert b"abc.def-ghi" in secrets
    (tmp_path / "tokens.json").write_text('"abc.def-ghi"')
    assert not list(leaks.told(secrets, [tmp_path]))
    (tmp_path / "copydesk.log").write_text("DEBUG Authorization: Bearer abc.def-ghi")
    (found,) = leaks.told(secrets, [tmp_path])
    assert "stands in copydesk.log" in found
    assert "abc.def-ghi" not in found
