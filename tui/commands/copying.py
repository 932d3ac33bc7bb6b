"""Taking items out of Copydesk: to the clipboard, into a file, to the browser."""

from __future__ import annotations

from tui.commands.model import LISTS, Command, Group

COPYING: tuple[Command, ...] = (
    Command(
        "copy.title",
        ("y t",),
        "copy title",
        "Copy the title, or the marked ones', one a line",
        Group.SHOW,
        LISTS,
    ),
    Command("copy.text", ("y y",), "copy text", "Copy the text, as Markdown", Group.SHOW, LISTS),
    Command("copy.html", ("y h",), "copy HTML", "Copy the text, as HTML", Group.SHOW, LISTS),
    Command("copy.link", ("y l",), "copy link", "Copy the address where it is published", Group.SHOW, LISTS),
    Command("copy.id", ("y i",), "copy id", "Copy its platform's name of it", Group.SHOW, LISTS),
    Command(
        "copy.curl",
        ("y c",),
        "copy curl",
        "Copy a curl line that reads it; the key goes into $COPYDESK_KEY",
        Group.SHOW,
        LISTS,
    ),
    Command(
        "item.browse", ("b",), "browser", "Open its address in the browser, or copy it", Group.SHOW, LISTS
    ),
    Command(
        "item.save_file",
        ("w",),
        "save as file",
        "Save it as a file, with its fields above the Markdown",
        Group.SHOW,
        LISTS,
    ),
)
