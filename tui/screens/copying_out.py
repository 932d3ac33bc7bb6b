"""Taking items out: to the clipboard of whoever looks at the terminal, and to the browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.editing import text_in
from tui.domain.errors import CopydeskError, NotFound
from tui.domain.refs import ItemRef
from tui.domain.terminal import Within
from tui.presentation.bars import Tone
from tui.screens.many import Many
from tui.screens.refused import Refused
from tui.widgets.rule_line import RuleLine

if TYPE_CHECKING:
    from tui.domain.posts import Post

Row = TypeVar("Row")
ADDRESSES = ("https://", "http://")
"""What a browser is given: nothing else is an address, whatever a platform says."""


class CopyingOut(Many[Row]):
    """A list whose items, the marked ones together, are copied out of Copydesk."""

    # What is copied

    def action_copy_title(self) -> None:
        """The titles, one a line."""
        self._copy("title", lambda item, _: " ".join(item.title.split()))

    def action_copy_id(self) -> None:
        """The platform's names, one a line."""
        self._copy("id", lambda item, _: item.ref.id)

    def action_copy_link(self) -> None:
        """The addresses, one a line."""
        self._copy("link", lambda item, _: self._address(item))

    def action_copy_curl(self) -> None:
        """Lines for a shell that read the items; the key is left to its environment."""
        self._copy("curl", lambda item, _: self.services.hub.read_request(item.ref).curl)

    def action_copy_text(self) -> None:
        """The texts, as Markdown."""
        self._copy("text", self._text, "\n\n")

    def action_copy_html(self) -> None:
        """The texts, as HTML."""

        def html(item: Post | Approval, read: Post | None) -> str:
            # Not before it is asked for: it is not for the start.
            from markdown_it import MarkdownIt

            rendered: str = (
                MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(self._text(item, read))
            )
            return rendered.rstrip("\n")

        self._copy("HTML", html, "\n\n")

    def _text(self, item: Post | Approval, read: Post | None) -> str:
        """An item's text as it is shown: the edited one, where one is kept."""
        kept = self.kept(item)
        if isinstance(item, Approval) and item.kind is not ApprovalKind.POST:
            return kept or item.text or item.title
        text = text_in(kept) if kept is not None else None
        text = text if text is not None else read.markdown if read is not None else None
        if text is None:
            raise NotFound("It has no text", advice="")
        return text.strip("\n")

    def _address(self, item: Post | Approval) -> str:
        known = self.known_text(item)
        url = known.url if known is not None else None if isinstance(item, Approval) else item.url
        if not url or not url.startswith(ADDRESSES):
            raise NotFound("It has no address yet", advice="")
        return url

    def _copy(
        self, what: str, part: Callable[[Post | Approval, Post | None], str], between: str = "\n"
    ) -> None:
        items = self.decided_on()

        def then(
            items: Sequence[Post | Approval], read: Mapping[ItemRef, Post], refused: Sequence[Refused]
        ) -> None:
            found: list[str] = []
            left_out = list(refused)
            unread = {each.item.ref for each in refused}
            for item in items:
                if item.ref in unread:
                    continue
                try:
                    found.append(part(item, read.get(item.ref)))
                except CopydeskError as error:
                    left_out.append(Refused(item, error.sentence))
            if not found:
                self.tell_refused("not copied", left_out)
                return
            several = f"{len(found)} of {len(items)} items" if left_out else f"{len(found)} items"
            of = items[0].title if len(found) == len(items) == 1 else several
            first = left_out[0] if left_out else None
            more = f" · {len(left_out)} not: {first.item.title}: {first.why}" if first else ""
            self.copy_out(between.join(found), f"{what} of {of}{more}")

        if not items:
            self.note("nothing here can be copied")
        elif between == "\n":
            then(items, {}, ())
        else:
            self.with_texts(items, then)

    # The clipboard

    def copy_out(self, text: str, what: str) -> bool:
        """Put a text on the clipboard, or into a file where no terminal takes it; says which. Gives whether
        it went to the clipboard.
        """
        from tui.presentation.clipboard import fits, pasteable, to_clipboard

        text = pasteable(text)
        terminal = self.context.terminal
        # The console of a machine and its like have no clipboard to give it to.
        bare = not terminal.links and terminal.within is not Within.SCREEN
        driver = self.app._driver
        if bare or not fits(text) or driver is None:
            self._copy_to_file(text, what, "this terminal takes none" if bare else "too long for a clipboard")
            return False
        # In one piece, and between two frames: nothing is awaited while one is written.
        driver.write(to_clipboard(text, terminal.within))
        self.note(f"copied: {what}", Tone.GOOD)
        return True

    def _copy_to_file(self, text: str, what: str, why: str) -> None:
        from tui.services.text_file import write_over

        path = self.context.edit_folder.parent / "copied.txt"
        try:
            write_over(path, text, own=True)
        except CopydeskError as error:
            self.note(f"not copied: {error.sentence}", Tone.BAD)
        else:
            # The path comes first: it is what is wanted where a line is cut.
            self.note(f"{short_path(path)} has it, {why}: {what}")

    # The browser

    def action_item_browse(self) -> None:
        """Open the address of the item under the cursor, or copy it where there is no browser."""
        row = self.rows.cursor_row
        item = self.item_in(row) if row is not None else None
        if item is None:
            self.note("nothing here has an address")
            return
        try:
            url = self._address(item)
        except CopydeskError as error:
            self.note(f"{item.title}: {error.sentence}", Tone.BAD)
            return
        command = _browser(os.environ)
        if command is not None and _opened(command, url):
            self.note(f"opened in the browser: {url}")
        elif self.copy_out(url, url):
            self._note_address(url)

    def _note_address(self, url: str) -> None:
        self.note(f"no browser here; the address is copied: {url}")
        if self.context.terminal.links:
            self.query_one(RuleLine).link(url)


def short_path(path: Path) -> str:
    """A path as a shell takes it, short where it is in the person's home."""
    with suppress(ValueError, RuntimeError):
        return f"~/{path.relative_to(Path.home())}"
    return str(path)


def _browser(environ: Mapping[str, str]) -> str | None:
    """What opens an address in this person's browser; None where there is no screen for one, or it is on
    another machine than the person.
    """
    import shutil

    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return None
    if sys.platform == "darwin":
        return shutil.which("open")
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return shutil.which("xdg-open")
    return None


def _opened(command: str, url: str) -> bool:
    """Start the browser on its own; False where it cannot be."""
    import subprocess
    from threading import Thread

    nothing = subprocess.DEVNULL
    try:
        browser = subprocess.Popen(
            [command, url], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError:
        return False
    # Some go on until the browser is closed.
    Thread(target=browser.wait, daemon=True).start()
    return True
