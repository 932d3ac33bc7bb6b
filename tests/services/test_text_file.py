"""Files that a person has written: nothing is overwritten unasked, and nothing by half."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.domain.errors import EditorError
from tui.services.text_file import write_new, write_over


def test_a_file_that_is_there_stays_until_it_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    assert write_new(path, "One.\n")
    path.chmod(0o640)
    assert not write_new(path, "Two.\n")
    assert path.read_text() == "One.\n"
    write_over(path, "Three.\n")
    assert path.read_text() == "Three.\n"
    assert path.stat().st_mode & 0o777 == 0o640
    write_over(tmp_path / "own" / "copied.txt", "Mine.", own=True)
    assert (tmp_path / "own" / "copied.txt").stat().st_mode & 0o777 == 0o600
    with pytest.raises(EditorError, match="could not be written"):
        write_new(tmp_path / "none" / "post.md", "x")
    with pytest.raises(EditorError, match="could not be written"):
        write_over(tmp_path, "x")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["own", "post.md"]


def test_what_is_ones_own_is_a_new_file_whatever_stands_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own"
    path = folder / "keys.txt"
    assert write_new(path, "One.", own=True)
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    # Also a link that leads where nothing is.
    away, led = tmp_path / "away.txt", folder / "led.txt"
    led.symlink_to(away)
    assert not write_new(led, "Two.", own=True)
    assert not away.exists()
    with pytest.raises(EditorError, match="could not be written"):
        write_new(path / "keys.txt", "Three.", own=True)

    def full(*args: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tui.services.text_file.os.fdopen", full)
    with pytest.raises(EditorError, match="No space left on device") as told:
        write_new(folder / "half.txt", "Four.", own=True)
    assert "another file" not in told.value.sentence
    assert sorted(each.name for each in folder.iterdir()) == ["keys.txt", "led.txt"]
