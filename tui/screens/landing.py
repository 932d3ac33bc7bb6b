"""Did it land: a key looks at a post's pages; what was found is told, and shown in place of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.content import Content

from tui.commands import Command
from tui.domain.entry_states import EntryState
from tui.domain.errors import CopydeskError
from tui.domain.post_state import PostState
from tui.domain.posts import Post
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.facts import lines
from tui.presentation.reading import title_line
from tui.screens.context import Context
from tui.screens.list_screen import ListScreen
from tui.screens.reading_modes import ReadingModes

if TYPE_CHECKING:
    from tui.domain.landing import Landing
    from tui.presentation.reading import Mode
    from tui.screens.bodies import Shown

Row = TypeVar("Row")


class DidItLand(ListScreen[Row]):
    """A list of posts, or of where they were sent to, whose pages can be looked at."""

    @property
    def to_land(self) -> tuple[ItemRef, tuple[str, ...] | None] | None:
        """The post under the cursor, and the ids of the sites to look at (None: wherever it is); None where
        there is none.
        """
        raise NotImplementedError

    def action_post_landed(self) -> None:
        """Look at its pages, and tell what is there."""
        here = self.to_land
        if here is None:
            return
        self.note("looking whether it landed …", stays=False)
        self._look_whether_it_landed(*here)

    @work(group="landing", exclusive=True, exit_on_error=False)
    async def _look_whether_it_landed(self, ref: ItemRef, sites: tuple[str, ...] | None) -> None:
        # Not at the top: pages are compared for who asks.
        from tui.presentation.landing import landing_line

        try:
            # As it is on its platform now: of another text its page would be another.
            post = await self.services.posts.read(ref)
            found = await self.services.landing.look(post, sites)
        except CopydeskError as error:
            self.note(f"not looked at: {error.sentence}", Tone.BAD)
            return
        tone, line = landing_line(post.title, found)
        self.note(line, tone)
        if self.to_land is not None and self.to_land[0] == ref:
            self.landed(ref, found)

    def landed(self, ref: ItemRef, found: tuple[Landing, ...]) -> None:
        """Show what was found of the post under the cursor."""
        self.show_current()

    def show_current(self) -> None:
        """Draw what is under the cursor."""
        raise NotImplementedError


class PostLandings(DidItLand[Post], ReadingModes[Post]):
    """A list of posts that shows what was found in place of a text, until the cursor moves or another way
    of reading is asked for.
    """

    def __init__(self, context: Context) -> None:
        """Start with nothing found."""
        super().__init__(context)
        self._landed: tuple[ItemRef, tuple[Landing, ...]] | None = None

    @property
    def current(self) -> Post | None:
        """The post under the cursor."""
        raise NotImplementedError

    @property
    def to_land(self) -> tuple[ItemRef, tuple[str, ...] | None] | None:
        """The post under the cursor, wherever it is."""
        return None if self.current is None else (self.current.ref, None)

    def offers(self, each: Command) -> bool:
        """What was never out is nowhere to be looked for; what had no answer may be out."""
        post = self.current
        if each.id == "post.landed":
            entry = self.services.outbox.of(post.ref) if post is not None else None
            unknown = entry is not None and entry.state is EntryState.UNKNOWN
            out = post is not None and (post.state is PostState.PUBLISHED or post.url is not None)
            return (out or unknown) and super().offers(each)
        return super().offers(each)

    def landed(self, ref: ItemRef, found: tuple[Landing, ...]) -> None:
        """In place of the text."""
        self._landed = ref, found
        if not self.preview.display:
            # The list has all the room: whoever asks wants to read the answer.
            self.action_item_open()
        self.show_current()

    def draw_item(self, shown: Shown) -> None:
        """What was found, while that is looked at."""
        if self._landed is not None and self._landed[0] != shown.item.ref:
            self._landed = None
        if self._landed is None:
            super().draw_item(shown)
            return
        from tui.presentation.landing import landing_blocks

        key = self.key("preview.next")
        title = self.with_notice(shown.item.ref, title_line(shown.item))
        header = lines(title, Content.styled(f"did it land? · {key} goes back to the text", "dim"))
        blocks = landing_blocks(self._landed[1], self.now, ascii=self.ascii)
        self.preview.show_blocks((shown.item.ref, "landed"), header, blocks)

    def _set_mode(self, mode: Mode) -> None:
        """The first key that asks for another way of reading leads back to the one in hand."""
        if self._landed is None:
            super()._set_mode(mode)
        else:
            self._landed = None
            super()._set_mode(self.mode)
