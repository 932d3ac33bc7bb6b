from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.domain.errors import EditorError
from tui.services.merging import merged, unsettled

BASE = "---\ntitle: One\n---\n\nFirst.\n\nSecond.\n\nThird.\n"


def test_what_each_changed_alone_is_taken_from_both(tmp_path: Path) -> None:
    mine = BASE.replace("First.", "First, mine.")
    theirs = BASE.replace("title: One", "title: Two").replace("Third.", "Third, théirs. 🎉")
    both = merged(mine, BASE, theirs, tmp_path / "edits")
    assert both.conflicts == 0
    assert both.text == theirs.replace("First.", "First, mine.")
    assert unsettled(both.text) == ()
    assert list((tmp_path / "edits").iterdir()) == [], "nothing of it stays behind"


def test_what_both_changed_stands_between_marks(tmp_path: Path) -> None:
    mine, theirs = BASE.replace("Second.", "Mine."), BASE.replace("Second.", "Theirs.")
    both = merged(mine, BASE, theirs, tmp_path)
    assert both.conflicts == 1
    assert "Mine." in both.text
    assert "Theirs." in both.text
    assert [line for line, _ in unsettled(both.text)] == [7, 9, 11, 13]
    settled = "".join(
        line for number, line in enumerate(both.text.splitlines(True), 1) if not 7 <= number <= 13
    )
    assert unsettled(settled) == ()


def test_marks_of_ones_own_are_text(tmp_path: Path) -> None:
    assert unsettled("A heading\n=========\n\n======= and more\n<<<<<<<\n") == ()


def test_as_many_marks_as_the_item_has_are_its_own(tmp_path: Path) -> None:
    own = "As git shows it:\n<<<<<<< yours\na\n=======\nb\n>>>>>>> theirs\n"
    assert unsettled(own, own) == ()
    assert [line for line, _ in unsettled(own)] == [2, 4, 6]
    both = merged(f"mine\n{own}", f"before\n{own}", f"theirs\n{own}", tmp_path)
    assert {1, 3, 7} <= {line for line, _ in unsettled(both.text, own)}
    assert unsettled(f"Heading\n=======\n\n{own}", own) == ()
    assert unsettled("Heading\n=======\n") == (), "it underlines"
    assert [line for line, _ in unsettled("A left one\n=======\n")] == [2]


def test_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EditorError, match="git could not be run"):
        merged("a\n", "b\n", "c\n", tmp_path)


LINES = st.lists(st.sampled_from(["a", "b", "c", "", "=======", "🎉", "\u202e"]), max_size=8)


@settings(max_examples=25)
@given(LINES, LINES)
def test_where_only_one_changed_it_theirs_or_mine_is_what_comes_out(
    tmp_path_factory: pytest.TempPathFactory, base: list[str], changed: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    old, new = "".join(f"{line}\n" for line in base), "".join(f"{line}\n" for line in changed)
    assert merged(old, old, new, folder).text == new
    assert merged(new, old, old, folder).text == new
    assert merged(new, old, new, folder).text == new
