"""copydesk edits, as a process of its own."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress

from tests.cli.conftest import Command
from tests.cli.kept import a_copydesk, files
from tests.fakes.items import a_post, an_approval
from tui.domain.approvals import ApprovalKind, place_of
from tui.services.edit_file import EditFile

DOCUMENT = '---\ntitle: "Told in the text"\n---\n\n\x1b[2JA body.\r\nNo line feed at its end'


def whole(terminal: int) -> bytes:
    """All that was written to a terminal that nobody has open any more: it comes in pieces."""
    pieces = []
    with suppress(OSError):
        while piece := os.read(terminal, 10_000):
            pieces.append(piece)
    return b"".join(pieces)


def test_texts_are_listed_with_what_they_are_called(command: Command) -> None:
    topic = place_of(an_approval("t1", kind=ApprovalKind.TOPIC))
    with a_copydesk(command) as state:
        state.keep_edit(a_post("p1").ref, DOCUMENT, title="Week\x1b[31m 47")
        state.keep_edit(a_post("p2").ref, DOCUMENT)
        state.keep_edit(topic, "A topic\nof two lines")
        said = command("edits")
        told = [json.loads(line) for line in command("edits", "--json").stdout.splitlines()]
    assert (said.returncode, said.stderr) == (0, "")
    for wanted in ("acme/post/p1", "Week 47", "acme/post/p2", "Told in the text", "acme/social/t1#topic"):
        assert wanted in said.stdout
    assert "A topic of two lines" in said.stdout
    assert "\x1b" not in said.stdout
    assert {each["item"]: each["bytes"] for each in told}["acme/post/p1"] == len(DOCUMENT)
    assert set(told[0]) == {"connection", "item", "title", "kept_at", "bytes"}


def test_one_is_printed_byte_for_byte(command: Command) -> None:
    text = DOCUMENT + " é\ud800"
    with a_copydesk(command) as state:
        state.keep_edit(a_post("a/b").ref, text)
    said = subprocess.run(
        [sys.executable, "-m", "tui", "edits", "show", "acme/post/a/b"],
        env=command.environ,
        capture_output=True,
        check=True,
        timeout=90,
    )
    assert said.stdout == text.encode("utf-8", "surrogatepass")
    assert said.stderr == b""


def test_a_terminal_is_shown_what_it_does_not_obey(command: Command) -> None:
    with a_copydesk(command) as state:
        state.keep_edit(a_post("p1").ref, DOCUMENT)
    ours, theirs = pty.openpty()
    said = command.writing_to(theirs, "edits", "show", "acme/post/p1")
    os.close(theirs)
    shown = whole(ours)
    os.close(ours)
    assert said.returncode == 0
    assert b"A body." in shown
    assert b"\x1b" not in shown


def test_one_is_dropped_when_it_is_wanted(command: Command) -> None:
    with a_copydesk(command) as state:
        state.keep_edit(a_post("p1").ref, DOCUMENT, title="Week 47")
    asked = command("edits", "drop", "acme/post/p1")
    assert asked.returncode == 1
    assert "Nobody can be asked" in asked.stderr
    for answer, code, left in (("n", 1, DOCUMENT), ("y", 0, None)):
        ours, theirs = pty.openpty()
        os.write(ours, f"{answer}\n".encode())
        said = command("edits", "drop", "acme/post/p1", stdin=theirs)
        os.close(theirs)
        os.close(ours)
        assert said.returncode == code
        assert "Drop the text of Week 47" in said.stdout
        with a_copydesk(command) as state:
            kept = state.edit(a_post("p1").ref)
            assert (kept.text if kept else None) == left
    again = command("edits", "drop", "acme/post/p1", "--yes")
    assert again.returncode == 1
    assert "No edited text is kept for acme/post/p1" in again.stderr


def test_what_is_no_item_is_not_found(command: Command) -> None:
    with a_copydesk(command):
        pass
    for item in ("nothing", "acme/post", "acme/poem/p1", "acme/post/"):
        assert command("edits", "show", item).returncode == 1
    assert command("edits").stdout.startswith("No edited text is kept")


def test_files_that_an_editor_left_are_listed(command: Command) -> None:
    folder = command.paths.state_dir / "edits"
    left, untouched, opened = (EditFile(folder, a_post(id).ref) for id in ("p1", "p2", "p3"))
    for file in (left, untouched, opened):
        file.lay_out("as it was", "as it was")
    left.path.write_text("half of a sentence")
    opened.path.write_text("being typed")
    with opened.held():
        before = files(command.home)
        said = command("edits")
        told = [json.loads(line) for line in command("edits", "--json").stdout.splitlines()]
        assert files(command.home) == before, "no state is made"
    assert said.returncode == 0
    assert str(left.path) in said.stdout
    assert str(untouched.path) not in said.stdout
    assert str(opened.path) not in said.stdout
    assert [each["file"] for each in told] == [str(left.path)]
