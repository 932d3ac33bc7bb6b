"""What can be done to one post, or to a topic or text, from any list: edit, delete, copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.screen import Screen

from tui.commands import Command
from tui.domain.approvals import Approval, place_of
from tui.domain.editing import DoesNotHold
from tui.domain.errors import CopydeskError
from tui.domain.post_state import PostState
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Verb
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.merging import Merging

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post

Row = TypeVar("Row")


class PostVerbs(Merging[Row]):
    """A screen whose items can be edited, deleted, copied and given a time."""

    @property
    def current_item(self) -> Post | Approval | None:
        """The post under the cursor, as far as the list knows it; None where there is none."""
        raise NotImplementedError

    # Editing

    def edit_post(self, ref: ItemRef, title: str) -> None:
        """Edit a post and save what changed. Keys that are pressed before the editor is there are for it
        and not for the list.
        """
        self._edit_post(ref, asking.wait(self.app, f"reading {title}"))

    @work(group="edits", exit_on_error=False)
    async def _edit_post(self, ref: ItemRef, waiting: Screen[None]) -> None:
        said = "not opened: "
        try:
            post = await self.services.posts.read_or_last(ref)
            if not waiting.is_current:
                return
            with self.file_of(post).held():
                text = await self.text_to_edit(post)
                said = ""
                edited = None if text is None else await self.edited_post(post, text, waiting)
                self._no_longer(waiting)
                if edited is not None:
                    self._save(post, edited)
        except DoesNotHold as error:
            self.note(f"not saved: {error.sentence}", Tone.BAD)
        except CopydeskError as error:
            self.note(f"{said}{error.sentence}", Tone.BAD)
        finally:
            self._no_longer(waiting)
        # What does not hold is kept, and the list says so.
        self.show_current()

    def _no_longer(self, waiting: Screen[None]) -> None:
        """Take the card that waits away, unless the person has left it already."""
        if waiting.is_current:
            waiting.dismiss(None)

    def _save(self, post: Post, edited: str) -> None:
        """Save what changed. The text is kept until the platform has it."""
        try:
            self.save(post, edited)
        except CopydeskError as error:
            opens = f" Your text is kept; {self.key('verdict.edit')} opens it again."
            kept = opens if self.kept(post) is not None else ""
            self.note(f"not saved: {error.sentence}{kept}", Tone.BAD)

    def edit_text(self, approval: Approval) -> None:
        """Edit a topic or a social text: it is kept here and goes to the platform with the yes."""
        self._edit_text(approval, asking.wait(self.app, f"opening {approval.title}"))

    @work(group="edits", exit_on_error=False)
    async def _edit_text(self, approval: Approval, waiting: Screen[None]) -> None:
        try:
            with self.file_of(approval).held():
                text = await self.text_to_edit(approval)
                edited = None if text is None else await self.edited_text(approval, text, waiting)
            if edited is not None:
                self._say_edited(approval)
        except DoesNotHold as error:
            self.note(f"not to be sent like that: {error.sentence}", Tone.BAD)
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
        finally:
            self._no_longer(waiting)
        self.show_current()

    def _say_edited(self, approval: Approval) -> None:
        """Say what becomes of an edited topic or social text."""
        if self.services.edits.get(approval) is None:
            self.note(f"nothing changed: {approval.title}")
        elif self._waits(approval):
            self.note("edited here; approving sends your text", Tone.GOOD)
        else:
            self.note(
                f"{approval.title} waits no longer: your text is kept, and not sent; copydesk edits shows it",
                Tone.BAD,
            )

    def _waits(self, approval: Approval) -> bool:
        """Whether a topic or a text still waits, for all that is known."""
        waiting = (each for part in self.services.inbox.parts for each in part.approvals)
        there = any(place_of(each) == place_of(approval) for each in waiting)
        return there and approval.ref not in self.services.outbox.hidden

    # Giving it a time

    def offers(self, each: Command) -> bool:
        """The foot shows what the item under the cursor can take."""
        if each.id in {"post.schedule", "post.slot"}:
            read = self._read_item
            return read is not None and self._may_be_timed(read)
        return super().offers(each)

    def _may_be_timed(self, read: Post) -> bool:
        """Whether a time is offered: not where it is refused, nor where writing failed and left no text."""
        lost = read.state is PostState.FAILED and read.markdown is not None and not read.words
        able = Verb.SCHEDULE in read.verbs and not lost and self.read_only(read.ref) is None
        return able and self.blocked(read, read) is None

    @property
    def _read_item(self) -> Post | None:
        """The post under the cursor as it was read, or as its list has it."""
        item = self.current_item
        read = self.body(item.ref, item.updated_at) if item is not None else None
        return item if read is None and not isinstance(item, Approval) else read

    def action_post_schedule(self, written: str = "") -> None:
        """Say when the post under the cursor shall go out by itself, where its platform can; `written`: when,
        where that was said already.
        """
        read = self.to_be_timed()
        if read is None:
            return
        try:
            # With the text as it is shown now, whatever comes while the question stands.
            self._ask_when(read, self.saving_first(read, read), written)
        except CopydeskError as error:
            self.note(f"not scheduled: {read.title}: {error.sentence}", Tone.BAD)

    def to_be_timed(self) -> Post | None:
        """The post under the cursor, as it was read, where it can be given a time; says why it cannot."""
        item, read = self.current_item, self._read_item
        if item is None or self.too_soon() or self.is_read_only(item, "scheduled"):
            return None
        if read is None:
            self.note(f"{item.title} has not been read yet", Tone.BAD)
        elif Verb.SCHEDULE not in read.verbs:
            self.note(f"{item.title} {self.takes_no_time(read)}", Tone.BAD)
        elif (why := self.blocked(read, read)) is not None:
            self.note(f"{item.title} {why}", Tone.BAD)
        else:
            return read
        return None

    def takes_no_time(self, post: Post) -> str:
        """Why a post that was read cannot be given a time, for a sentence that begins with its title."""
        name = post.ref.connection
        can = self.services.hub.capabilities(name)
        if can is None or PostState.SCHEDULED in can.states:
            return f"is {post.state_word}: it takes no time now"
        now = f"; {self.key('verdict.approve')} publishes it now" if Verb.PUBLISH in post.verbs else ""
        return f"takes no time: {name} schedules nothing{now}"

    def _ask_when(self, read: Post, first: Sequence[Intent], written: str) -> None:
        def scheduled(at: datetime) -> None:
            self.give_time(read, first, at, typed=True)

        self.ask_time(
            read.title,
            read.ref.connection,
            read.scheduled_at,
            scheduled,
            written,
            needs_yes=read.needs_yes,
        )

    def as_typed(self, at: datetime) -> str:
        """A time as a person types it here."""
        from tui.domain.written_times import typed_text

        return typed_text(at, self.context.zone)

    def give_time(self, read: Post, first: Sequence[Intent], at: datetime, *, typed: bool = False) -> None:
        """Let a post go out at a time, after what has to be saved first and what has to be asked; whoever
        leaves that, or cannot be heard now, comes back to a time that was `typed`.
        """
        from tui.domain.intents import scheduling

        def left() -> None:
            if typed:
                self._ask_when(read, first, self.as_typed(at))

        def go() -> None:
            if not self.decide(intents):
                left()

        intents = (*first, scheduling(read, at))
        self.let_out(intents, go, title=f"Schedule {plain(read.title, 40)}?", left=left)

    def ask_time(
        self,
        what: str,
        where: str,
        at: datetime | None,
        then: Callable[[datetime], object],
        written: str = "",
        *,
        note: str = "",
        needs_yes: bool = False,
    ) -> None:
        """Ask when something goes out by itself, on `where`; `at`: when it does now. A time that is `written`
        already stands there, and is told in full. `note` is said besides; `needs_yes`: a time alone sends it
        nowhere.
        """
        from tui.presentation.slots import time_told

        zone = self.context.zone
        usual = at or self.now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)

        def taken(typed: datetime) -> object:
            return then(typed.astimezone(zone))

        def tell(typed: datetime) -> str:
            return time_told(typed, where, self.now, zone, needs_yes=needs_yes)

        text = written or self.as_typed(usual)
        hint = f"{plain(what, 60)}\n{note}" if note else plain(what, 60)
        title = "Planned for" if needs_yes else "Goes out at"
        asking.ask_time(self.app, title, hint, self.context, tell, taken, text=text)
