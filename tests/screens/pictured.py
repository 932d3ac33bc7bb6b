"""The screen as a picture that can be read and compared: its lines, and the style of each part of them."""

from __future__ import annotations

import difflib
import os
import string
from pathlib import Path

from textual.app import App
from textual.strip import Strip

from tui.presentation.text import cells

FOLDER = Path(__file__).parents[1] / "snapshots"
WRITE = "WRITE_SNAPSHOTS"
"""Set in the environment, snapshots are written anew: look at what `git diff` says of them."""


def lines_of(app: App[None]) -> list[Strip]:
    """The lines that stand on the screen, as the terminal gets them."""
    return app.screen._compositor.render_strips()


def drawn(strips: list[Strip]) -> str:
    """The lines alone, each between bars."""
    return "\n".join(f"|{strip.text}|" for strip in strips)


def styled(strips: list[Strip]) -> str:
    """Which cells of each line stand in which style, such as "3a 40b 77a", and what each letter is."""
    letters: dict[str, str] = {}
    lines = []
    for number, strip in enumerate(strips, 1):
        runs: list[tuple[str, int]] = []
        for text, style, _ in strip:
            letter = letters.setdefault(str(style), string.ascii_letters[len(letters) % 52])
            if runs and runs[-1][0] == letter:
                runs[-1] = (letter, runs[-1][1] + cells(text))
            elif text:
                runs.append((letter, cells(text)))
        lines.append(f"{number:>2}  " + " ".join(f"{count}{letter}" for letter, count in runs))
    legend = [f"  {letter}  {said}" for said, letter in letters.items()]
    return "\n".join([*legend, *lines])


def compare(name: str, picture: str) -> None:
    """See that a picture is the one that is kept under that name."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get(WRITE):
        path.parent.mkdir(exist_ok=True)
        path.write_text(picture, encoding="utf-8")
        return
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    said = difflib.unified_diff(
        kept.splitlines(), picture.splitlines(), f"kept: {path.name}", "now", lineterm=""
    )
    assert kept == picture, "\n".join(said) + f"\nIf that is how it shall look: {WRITE}=1 make pytest"
