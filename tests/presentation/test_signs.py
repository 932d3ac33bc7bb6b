"""Plain signs: each of ours has one, in one cell, wherever it is drawn."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tui.presentation.signs import in_plain
from tui.presentation.text import cells

TUI = Path(__file__).parents[2] / "tui"
DRAWN = ("app.py", "presentation", "screens", "widgets", "commands", "services")
BORDERS = "─│╭╮╰╯┌┐└┘━┃┏┓┗┛═║╔╗╚╝▁▂▃▄▅▆▇█▔▕▏▎▍▌▋▊▉"
"""What Textual draws of its own: borders and bars."""


def files() -> Iterator[Path]:
    for name in DRAWN:
        yield from [TUI / name] if name.endswith(".py") else (TUI / name).rglob("*.py")


def signs_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    )
    return {sign for text in texts for sign in text if not sign.isascii()}


def test_every_sign_that_is_drawn_has_a_plain_one_in_as_many_cells() -> None:
    drawn = {sign: file for file in files() if file.name != "signs.py" for sign in signs_in(file)}
    assert len(drawn) > 20, "the files were found"
    for sign in (*drawn, *BORDERS):
        plain = in_plain(sign)
        assert plain.isascii(), f"{sign!r} of {drawn.get(sign)}"
        assert cells(plain) == cells(sign), sign


def test_letters_of_any_script_stay() -> None:
    assert in_plain("Ægir → 漢字 … é") == "Ægir > 漢字 ~ é"
