"""Moving in a list or a text."""

from __future__ import annotations

from tui.commands.model import GRIDS, Command, Group

MOVING: tuple[Command, ...] = (
    Command("list.down", ("j", "down"), "down", "Next item", Group.MOVE),
    Command("list.up", ("k", "up"), "up", "Previous item", Group.MOVE),
    Command("grid.left", ("h", "left"), "left", "The day, or the site, before", Group.MOVE, GRIDS),
    Command("grid.right", ("l", "right"), "right", "The day, or the site, after", Group.MOVE, GRIDS),
    Command("list.half_down", ("ctrl+d",), "half down", "Half a screen down", Group.MOVE),
    Command("list.half_up", ("ctrl+u",), "half up", "Half a screen up", Group.MOVE),
    Command("list.page_down", ("ctrl+f", "pagedown"), "page down", "A screen down", Group.MOVE),
    Command("list.page_up", ("ctrl+b", "pageup"), "page up", "A screen up", Group.MOVE),
    Command("list.top", ("home", "g g"), "top", "First item", Group.MOVE),
    Command("list.bottom", ("G", "end"), "bottom", "Last item", Group.MOVE),
    Command("preview.down", ("J", "shift+down"), "scroll", "Scroll the text down", Group.MOVE),
    Command("preview.up", ("K", "shift+up"), "scroll up", "Scroll the text up", Group.MOVE),
)
