"""Giving a post on the calendar a slot, or a time that is typed: it is read first, where no list has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work

from tui.domain.calendar.items import Kind
from tui.domain.errors import CopydeskError
from tui.presentation.bars import Tone
from tui.screens import asking
from tui.screens.calendar_moving import CalendarMoving

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef
    from tui.screens.dialogs.waiting import Waiting


class CalendarTiming(CalendarMoving):
    """A calendar whose posts can be given a time by words."""

    def action_post_slot(self) -> None:
        """Offer the post under the cursor its next free slots."""
        self._with_post(super().action_post_slot)

    def action_post_schedule(self, written: str = "") -> None:
        """Say when the post under the cursor goes out."""
        ask = super().action_post_schedule
        self._with_post(lambda: ask(written))

    def _with_post(self, ask: Callable[[], None]) -> None:
        """Ask about the item under the cursor as soon as it is read; say why it takes no time."""
        item = self.item
        if item is None:
            self.note("Nothing stands on this day that could be given a time")
        elif item.kind is not Kind.POST or item.on_its_way or self.current_item is None:
            why = self._unmoved(item) or "is not known any more: it is asked for anew"
            self.note(f"{item.title} {why}", Tone.BAD)
        elif self._read_item is None and self.read_only(item.ref) is None:
            if not self.too_soon():
                self._read_then(item.ref, item.title, ask, asking.wait(self.app, "reading it"))
        else:
            ask()

    @work(group="reading first", exclusive=True, exit_on_error=False)
    async def _read_then(self, ref: ItemRef, title: str, ask: Callable[[], None], waiting: Waiting) -> None:
        read: Post | None = None
        try:
            read = await self.services.posts.read(ref)
        except CopydeskError as error:
            self.note(f"not scheduled: {title}: {error.sentence}", Tone.BAD)
        if not waiting.is_current:
            return  # the person has left
        waiting.dismiss(None)
        if read is not None:
            self.keep_body(read)
            ask()
