"""The file that an editor has: an item's own, its owner's alone, and found again after a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.items import a_post, an_approval
from tui.domain.approvals import ApprovalKind, place_of
from tui.domain.errors import EditorError
from tui.services import edit_file
from tui.services.edit_file import EditFile, files_left
from tui.services.editor import run_editor
from tui.services.edits import Item

TEXT = "one\r\ntwo \ud800 [/]\x1b[0m\n"
PLACE = a_post().ref


def test_each_item_has_a_file_of_its_own(tmp_path: Path) -> None:
    items: list[Item] = [
        a_post("a/b"),
        a_post("a-b"),
        a_post("../../x"),
        a_post("x" * 500),
        a_post("x" * 501),
        an_approval("s1", kind=ApprovalKind.TOPIC),
        an_approval("s1", kind=ApprovalKind.TEXT),
    ]
    files = [EditFile(tmp_path, place_of(item)) for item in items]
    assert len({file.path for file in files}) == len(items)
    assert [file.path for file in files] == [EditFile(tmp_path, place_of(item)).path for item in items]
    for file in files:
        assert file.path.parent == tmp_path
        file.lay_out("text")


def test_an_editor_is_given_the_text_for_its_owner_alone_and_gives_it_back(tmp_path: Path) -> None:
    file = EditFile(tmp_path / "edits", PLACE)
    with file.held():
        file.lay_out(TEXT, "begun on")
        for path in file.path.parent.iterdir():
            assert path.stat().st_mode & 0o777 == 0o600
        assert file.path.parent.stat().st_mode & 0o077 == 0
        assert run_editor(["true"], file.path) == TEXT.replace("\r\n", "\n")
        file.take_away()
    assert list(file.path.parent.iterdir()) == []
    file.take_away()


def test_what_cannot_be_read_is_never_written_over(tmp_path: Path) -> None:
    file = EditFile(tmp_path, PLACE)
    file.path.write_bytes(b"caf\xe9, two hours of work")
    file.lay_out("the platform's")
    assert file.path.read_bytes() == b"caf\xe9, two hours of work"
    with pytest.raises(EditorError, match="not UTF-8"):
        run_editor(["true"], file.path)
    file.path.write_bytes(b"")
    file.lay_out("the platform's")
    assert file.path.read_bytes() == b"the platform's"


def test_a_text_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    (tmp_path / "edits").write_text("no folder")
    file = EditFile(tmp_path / "edits", PLACE)
    with pytest.raises(EditorError, match=r"edits/acme-post-p1-.*\.md") as told:
        file.lay_out("text")
    assert "permissions" in told.value.advice
    with pytest.raises(EditorError, match="could not be written"), file.held():
        pass


def test_what_was_left_behind_is_found_with_what_it_was_begun_on(tmp_path: Path) -> None:
    file = EditFile(tmp_path, PLACE)
    assert file.left_behind() is None
    file.lay_out("a document", "a document")
    assert file.left_behind() is None, "nothing was written into it"
    file.path.write_text("two hours of work")
    assert file.left_behind() == ("two hours of work", "a document")
    file.path.write_text(" \n")
    assert file.left_behind() is None


def test_a_file_that_another_has_open_is_not_taken(tmp_path: Path) -> None:
    file = EditFile(tmp_path, PLACE)
    with file.held(), pytest.raises(EditorError, match="Another Copydesk"), EditFile(tmp_path, PLACE).held():
        pass
    with EditFile(tmp_path, PLACE).held():
        pass


def test_a_lock_that_was_removed_while_it_was_opened_locks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = EditFile(tmp_path, PLACE), EditFile(tmp_path, PLACE)
    take, left_in_between = edit_file._taken, [True]

    def taken(lock: int) -> bool:
        if left_in_between:
            # Between the opening and the taking another one leaves, and removes what was opened.
            left_in_between.clear()
            file.path.with_suffix(".lock").unlink()
        return take(lock)

    monkeypatch.setattr(edit_file, "_taken", taken)
    with file.held(), pytest.raises(EditorError, match="Another Copydesk"), other.held():
        pass


def test_what_is_set_aside_is_found_and_opened_no_more(tmp_path: Path) -> None:
    file = EditFile(tmp_path, PLACE)
    asides = []
    for text in ("first", "second"):
        file.lay_out("a text", "a document")
        assert file.begun_with() == "a text"
        file.path.write_text(text)
        asides.append(file.set_aside())
    assert [path.read_text() for path in asides] == ["first", "second"]
    assert file.left_behind() is None
    assert file.begun_with() is None
    assert set(files_left(tmp_path)) == set(asides) == set(tmp_path.iterdir())


def test_a_killed_copydesk_lets_go_of_its_file(tmp_path: Path) -> None:
    code = f"""
import pathlib, sys, time
from tui.domain.refs import ItemKind, ItemRef
from tui.services.edit_file import EditFile
file = EditFile(pathlib.Path({str(tmp_path)!r}), ItemRef("acme", ItemKind.POST, "p1"))
with file.held():
    file.lay_out("a document", "a document")
    file.path.write_text("two hours of work")
    print("held", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        file = EditFile(tmp_path, PLACE)
        with pytest.raises(EditorError), file.held():
            pass
        other.kill()
        other.wait()
    with file.held():
        assert file.left_behind() == ("two hours of work", "a document")
