"""What the inbox is narrowed to, as a line."""

from __future__ import annotations

from textual.content import Content

from tui.commands.keymap import USUAL, Keymap
from tui.presentation import roles
from tui.presentation.text import plain

MOST_CELLS = 40


def words_line(words: str, shown: int, keys: Keymap = USUAL) -> Content:
    """What the inbox is narrowed to: "/ seo tips   2 shown   F shows all"; empty where it is not."""
    if not words:
        return Content("")
    told = f"   {shown} shown   {keys.of('filter.clear')} shows all"
    sign = f"   {keys.of('filter.edit')} "
    return Content.assemble(sign, (plain(words, MOST_CELLS), roles.STRONG), (told, roles.DIM))
