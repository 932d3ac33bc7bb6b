"""Reading an item in its modes, and noticing when it was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from tui.domain.approvals import Approval, ApprovalKind, place_of
from tui.domain.places import Place
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.facts import lines
from tui.presentation.reading import Mode, mode_lines, title_line
from tui.screens.bodies import Shown
from tui.screens.checking import Checking
from tui.screens.context import Context

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.presentation.markdown_inline import Block

Row = TypeVar("Row")
LOOK_SECONDS = 1.0
"""How long the cursor rests on an item before it has been looked at."""
_MADE_APART = frozenset({Mode.CHANGES, Mode.HISTORY, Mode.EVIDENCE})
"""What is made off the way of the keys."""


class ReadingModes(Checking[Row]):
    """A list whose items can be read in several ways. The mode stays from item to item."""

    @dataclass
    class Made(Message, bubble=False):
        """What a mode shows of an item was made; dropped where another is shown meanwhile."""

        shown: Shown
        mode: Mode
        blocks: list[Block]

    def __init__(self, context: Context) -> None:
        """Start with the text as it will be read."""
        super().__init__(context)
        self.mode = Mode.TEXT
        self._mode_before = Mode.TEXT
        self._made: tuple[ItemRef, Mode, list[Block]] | None = None
        self._look: Timer | None = None

    def place(self) -> dict[str, Any]:
        """The mode too."""
        return {**super().place(), "mode": self.mode.value}

    def resume(self, place: Place) -> None:
        """In the mode that it had."""
        super().resume(place)
        self.mode = Mode(place.get("mode", self.mode.value))

    # The modes

    def action_preview_next(self) -> None:
        """Read it in the next mode."""
        self._set_mode(self.mode.after(1) if self.preview.display else self.mode)

    def action_preview_previous(self) -> None:
        """Read it in the mode before."""
        self._set_mode(self.mode.after(-1) if self.preview.display else self.mode)

    def action_preview_mode(self, name: str) -> None:
        """Read it in the mode of that name, or that begins so."""
        meant = [each for each in Mode if each.value.startswith(name.lower())]
        if len(meant) == 1:
            self._set_mode(meant[0])
        else:
            self.note(f"there is no mode {name}: {', '.join(Mode)}", Tone.BAD)

    def action_preview_changes(self) -> None:
        """See what changed since it was last looked at, or go back to what was read before."""
        back = self.mode is Mode.CHANGES and self.preview.display
        self._set_mode(self._mode_before if back else Mode.CHANGES)

    def _set_mode(self, mode: Mode) -> None:
        if mode is Mode.CHANGES and self.mode is not Mode.CHANGES:
            self._mode_before = self.mode
        self.mode = mode
        if not self.preview.display:
            # The list has all the room: whoever asks how an item reads wants to read it.
            self.action_item_open()
        if self.in_view is not None and self.preview.key is not None:
            self._show_mode(self.in_view)

    def show_item(self, shown: Shown) -> None:
        """Draw an item in the mode in hand."""
        super().show_item(shown)
        item = shown.theirs
        if isinstance(item, Approval) and item.kind is not ApprovalKind.POST and item.text is not None:
            self.services.looking.came(place_of(item), item.title, item.text)
        if self.services.looking.load():
            self.rows.redraw()
        self._begin_look()

    def draw_item(self, shown: Shown) -> None:
        """Draw it with the modes above it and what its checks say below its facts."""
        self._show_mode(shown)

    def _show_mode(self, shown: Shown) -> None:
        mode, key = self.mode, self.key("preview.next")
        self.preview.set_lead(lambda width: mode_lines(mode, width, key, ascii=self.ascii))
        header = self._header(shown, mode)
        match mode:
            case Mode.TEXT:
                super().draw_item(shown._replace(header=header))
            case _ if mode in _MADE_APART:
                made = self._made
                here = made is not None and made[:2] == (shown.item.ref, mode)
                blocks = made[2] if made is not None and here else []
                self.preview.show_blocks((shown.item.ref, mode), header, blocks)
                self._make(shown, mode)
            case _:
                self.preview.show_blocks((shown.item.ref, mode), header, self._at_once(shown, mode))

    def _header(self, shown: Shown, mode: Mode) -> Content:
        """All facts above the text; above what is seen of it otherwise its title."""
        facts = shown.header
        if mode is not Mode.TEXT:
            facts = self.with_notice(shown.item.ref, title_line(shown.item))
        return lines(facts, self.checks_of(shown))

    def _at_once(self, shown: Shown, mode: Mode) -> list[Block]:
        """What a mode shows that takes no time."""
        from tui.screens import modes_made

        return modes_made.at_once(shown, mode, self.now, ascii=self.ascii)

    @work(group="reading mode", exclusive=True, exit_on_error=False)
    async def _make(self, shown: Shown, mode: Mode) -> None:
        from tui.screens import modes_made

        if mode is Mode.EVIDENCE:
            found = await self.evidence_of(shown)
            blocks = modes_made.evidence(found, ascii=self.ascii)
        else:
            make = modes_made.history if mode is Mode.HISTORY else modes_made.changes
            fields = self.fields_of(shown.item.ref.connection)
            blocks = await make(shown, self.services.looking, self.now, fields)
        self.post_message(self.Made(shown, mode, blocks))

    @on(Made)
    def _mode_made(self, message: Made) -> None:
        shown = message.shown
        self._made = (shown.item.ref, message.mode, message.blocks)
        if shown is self.in_view and message.mode is self.mode and self.preview.key is not None:
            header = self._header(shown, message.mode)
            self.preview.show_blocks((shown.item.ref, message.mode), header, message.blocks)

    # Looking

    def changed_sign(self, item: Post | Approval) -> str:
        """The sign of an item that changed since it was looked at, by its list's word; else nothing."""
        if not self.services.looking.is_news(item.ref, item.updated_at):
            return ""
        return "~" if self.ascii else "△"

    def doubt_bodies(self, connection: str | None = None) -> None:
        """Another Copydesk may have shown some of them meanwhile."""
        super().doubt_bodies(connection)
        self.services.looking.look_anew()

    def _begin_look(self) -> None:
        """The item is looked at once it has stood before the person for a while."""
        if self._look is not None:
            self._look.stop()
            self._look = None
        if self.in_view is not None and self.in_view.their_text is not None and self.preview.display:
            self._look = self.set_timer(LOOK_SECONDS, partial(self._looked_at, self.in_view))

    def _looked_at(self, shown: Shown) -> None:
        text = shown.their_text
        if shown is not self.in_view or not self.is_current or text is None or not self.preview.display:
            return
        place, updated_at = place_of(shown.theirs), shown.theirs.updated_at
        news = self.services.looking.is_news(place, updated_at)
        self.services.looking.looked(place, shown.theirs.title, text)
        if news:
            self.rows.redraw()

    def action_item_open(self) -> None:
        """Give the text the whole width: now it is before the person."""
        super().action_item_open()
        self._begin_look()
