"""The person's own editor: which one, on which file, and what becomes of a text when it goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.items import a_post, an_approval
from tui.domain.approvals import ApprovalKind, place_of
from tui.domain.errors import EditorError
from tui.services.editor import editor_command, file_of, lay_out, run_editor, take_away
from tui.services.edits import Item

TEXT = "one\r\ntwo \ud800 [/]\x1b[0m\n"


def test_the_configured_editor_goes_before_the_variables() -> None:
    variables = {"VISUAL": "code --wait", "EDITOR": "vi"}
    assert editor_command(variables, "vim -n") == ["vim", "-n"]
    assert editor_command(variables) == ["code", "--wait"]
    assert editor_command({"VISUAL": " ", "EDITOR": "vi"}) == ["vi"]
    assert editor_command({}) is None
    with pytest.raises(EditorError, match="could not be read"):
        editor_command({"EDITOR": "vi 'x"})


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
    files = [file_of(tmp_path, place_of(item)) for item in items]
    assert len(set(files)) == len(items)
    assert files == [file_of(tmp_path, place_of(item)) for item in items]
    for file in files:
        assert file.parent == tmp_path
        lay_out(file, "text")


def test_an_editor_is_given_the_text_for_its_owner_alone_and_gives_it_back(tmp_path: Path) -> None:
    file = tmp_path / "edits" / "p1.md"
    lay_out(file, TEXT)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o077 == 0
    assert run_editor(["true"], file) == TEXT.replace("\r\n", "\n")
    take_away(file)
    assert list(file.parent.iterdir()) == []
    take_away(file)


def test_what_an_editor_left_behind_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "p1.md"
    file.write_bytes(b"caf\xe9, two hours of work")
    lay_out(file, "the platform's")
    assert file.read_bytes() == b"caf\xe9, two hours of work"
    with pytest.raises(EditorError, match="not UTF-8"):
        run_editor(["true"], file)
    file.write_bytes(b"")
    lay_out(file, "the platform's")
    assert file.read_bytes() == b"the platform's"


def test_a_text_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    (tmp_path / "edits").write_text("no folder")
    with pytest.raises(EditorError, match=r"edits/p1\.md") as told:
        lay_out(tmp_path / "edits" / "p1.md", "text")
    assert "permissions" in told.value.advice


def test_an_editor_that_is_missing_or_fails_leaves_the_text(tmp_path: Path) -> None:
    file = tmp_path / "p1.md"
    lay_out(file, "text")
    with pytest.raises(EditorError, match="could not be started"):
        run_editor(["no-such-editor-here"], file)
    with pytest.raises(EditorError, match="status 1"):
        run_editor(["false"], file)
    assert file.read_text() == "text"


def test_an_editor_that_takes_a_line_begins_there(tmp_path: Path) -> None:
    file = tmp_path / "p1.md"
    for name in ("vim", "unheard-of"):
        told = tmp_path / f"{name}.told"
        editor = tmp_path / name
        editor.write_text(f'#!/bin/sh\nprintf "%s " "$@" > {told}\n')
        editor.chmod(0o700)
        lay_out(file, "text")
        run_editor([str(editor), "-n"], file, 7)
        assert told.read_text() == f"-n {'+7 ' if name == 'vim' else ''}{file} "
    run_editor([str(tmp_path / "vim")], file)
    assert (tmp_path / "vim.told").read_text() == f"{file} "
