"""The person's own editor: which one, on which file, and what becomes of a text when it goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.domain.errors import EditorError
from tui.services.editor import editor_command, run_editor


def test_the_configured_editor_goes_before_the_variables() -> None:
    variables = {"VISUAL": "code --wait", "EDITOR": "vi"}
    assert editor_command(variables, "vim -n") == ["vim", "-n"]
    assert editor_command(variables) == ["code", "--wait"]
    assert editor_command({"VISUAL": " ", "EDITOR": "vi"}) == ["vi"]
    assert editor_command({}) is None
    with pytest.raises(EditorError, match="could not be read"):
        editor_command({"EDITOR": "vi 'x"})


def test_an_editor_that_is_missing_or_fails_leaves_the_text(tmp_path: Path) -> None:
    file = tmp_path / "p1.md"
    file.write_text("text")
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
        file.write_text("text")
        run_editor([str(editor), "-n"], file, 7)
        assert told.read_text() == f"-n {'+7 ' if name == 'vim' else ''}{file} "
    run_editor([str(tmp_path / "vim")], file)
    assert (tmp_path / "vim.told").read_text() == f"{file} "
