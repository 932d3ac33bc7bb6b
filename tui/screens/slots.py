"""Giving posts the next free slot of their schedules."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from textual import work

from tui.domain.errors import CopydeskError
from tui.domain.preferences import Preferences
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.marks import question
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.deleting import Deleting
from tui.screens.many_verbs import Making
from tui.screens.messages import ConfigWritten

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post
    from tui.screens.dialogs.slots import Slots
    from tui.screens.dialogs.waiting import Waiting

Row = TypeVar("Row")
MOST_LINES = 8
"""So many posts with their times stand in a question."""


class GivingSlots(Deleting[Row]):
    """A list of which one post is given a free slot, or each of those that are marked its own."""

    _slots: Slots | None = None
    """The dialog that is open."""

    def action_post_slot(self) -> None:
        """Offer the post under the cursor its next free slots; give each that is marked its own."""
        if self.marked:
            if not self.too_soon():
                self.each_read("given a slot", self.cannot_schedule, self._share_out)
            return
        read = self.to_be_timed()
        if read is None:
            return
        try:
            # With the text as it is shown now, whatever comes while the dialog stands.
            self.ask_slot(read, self.saving_first(read, read))
        except CopydeskError as error:
            self.note(f"not scheduled: {read.title}: {error.sentence}", Tone.BAD)

    # One

    def ask_slot(self, read: Post, first: Sequence[Intent] = ()) -> None:
        """Offer a post its next free slots, or a time that is typed; `first`: what is saved before it."""
        connection = read.ref.connection

        def taken(at: datetime) -> None:
            self.give_time(read, first, at.astimezone(self.context.zone), typed=True)

        if not self.services.slots.has_slots(connection):
            note = f"{plain(connection, 40)} has no slots: say when it goes out"
            self.ask_time(
                read.title, connection, read.scheduled_at, taken, note=note, needs_yes=read.needs_yes
            )
            return
        service = self.services.slots

        def look() -> None:
            service.expire(connection)
            if self._slots is not None:
                self._look_at_slots(connection, self._slots)

        # Before the dialog is there: what was true when it was open last is not taken.
        service.expire(connection)
        self._slots = asking.slots(
            self.app,
            read,
            lambda: service.offer((read,)),
            self.context,
            look,
            lambda: self._ask_zone(connection),
            taken,
        )
        look()

    @work(group="slots", exclusive=True, exit_on_error=False)
    async def _look_at_slots(self, connection: str, dialog: Slots) -> None:
        await self.services.slots.look(connection)
        dialog.offer_changed(self.context)

    # Whose clock

    def _ask_zone(self, connection: str) -> None:
        """Ask, once, in which zone a connection's clock goes, and keep it in the config file."""
        from tui.domain.zones import EXAMPLE, name_of, zone_meant, zone_named

        if self.context.setups is None:
            self.note(f"there is no config file here that could keep the zone of {connection}", Tone.BAD)
            return
        own = name_of(self.context.zone)
        yours = f"; yours is {own}" if own is not None else ""

        def wrong(zone: str) -> str | None:
            if zone_named(zone) is not None:
                return None
            meant = zone_meant(zone)
            return f"There is no such zone{f': did you mean {meant}?' if meant else '.'}"

        asking.ask_line(
            self.app,
            f"Whose clock does {plain(connection, 40)} go by?",
            f"Its platform does not say: its settings there may. A zone by its IANA name, such as {EXAMPLE}"
            f"{yours}.\nIt is written into the config file, as zone of this connection.",
            lambda zone: self._keep_zone(connection, zone),
            check=wrong,
        )

    @work(group="zone", exit_on_error=False)
    async def _keep_zone(self, connection: str, zone: str) -> None:
        if self.context.setups is None:
            return
        try:
            await asyncio.to_thread(self.context.setups.set_zone, connection, zone)
        except CopydeskError as error:
            self._say_of_zone(f"not kept: {error.sentence}")
        else:
            self.app.post_message(ConfigWritten(f"{connection} goes by the clock of {zone}"))

    def _say_of_zone(self, said: str) -> None:
        self.note(said, Tone.BAD)
        if self._slots is not None:
            self._slots.say(said)

    def preferences_changed(self, old: Preferences, new: Preferences) -> None:
        """With its zone the slots of a connection are instants."""
        super().preferences_changed(old, new)
        if self._slots is not None:
            self._slots.offer_changed(self.context)

    # Several, each its own

    def _share_out(self, posts: Sequence[Post], go: Callable[[Making], None]) -> None:
        names = dict.fromkeys(each.ref.connection for each in posts)
        waiting = asking.wait(self.app, "asking which slots are free")
        self._look_for_all(posts, tuple(names), go, waiting)

    @work(group="slots", exclusive=True, exit_on_error=False)
    async def _look_for_all(
        self,
        posts: Sequence[Post],
        names: Sequence[str],
        go: Callable[[Making], None],
        waiting: Waiting,
    ) -> None:
        service = self.services.slots
        await asyncio.gather(*(service.look(name) for name in names if service.has_slots(name)))
        if not waiting.is_current:
            return  # the person has left
        waiting.dismiss(None)
        given: dict[ItemRef, datetime] = {}
        refused: dict[ItemRef, str] = {}
        for name in names:
            self._give_each([each for each in posts if each.ref.connection == name], given, refused)
        self._ask_all(posts, given, refused, go)

    def _give_each(
        self, posts: Sequence[Post], given: dict[ItemRef, datetime], refused: dict[ItemRef, str]
    ) -> None:
        """The times of posts of one connection, or why one has none."""
        name = posts[0].ref.connection
        service = self.services.slots
        offer = service.offer(posts, count=len(posts))
        why = None
        if not service.has_slots(name):
            why = f"{name} has no slots"
        elif offer.failure is not None:
            why = f"{name} does not tell what is taken"
        elif offer.zone is None:
            why = f"the zone of {name} is not known: {self.key('post.slot')} on one post asks for it"
        for place, post in enumerate(posts):
            slot = offer.slots[place] if why is None and place < len(offer.slots) else None
            if slot is not None and slot.at is not None:
                given[post.ref] = slot.at
            else:
                refused[post.ref] = why or f"{name} has no free slot left for it"

    def _ask_all(
        self,
        posts: Sequence[Post],
        given: Mapping[ItemRef, datetime],
        refused: Mapping[ItemRef, str],
        go: Callable[[Making], None],
    ) -> None:
        from tui.domain.intents import scheduling
        from tui.presentation.slots import after_a_yes, shared_lines
        from tui.services.slots import OLD

        def making(post: Post) -> Sequence[Intent]:
            if post.ref not in given:
                raise CopydeskError(refused[post.ref], advice="")
            at = given[post.ref].astimezone(self.context.zone)
            # With the text as it is shown now, where one is kept.
            return (*self.saving_first(post, post), scheduling(post, at))

        able = [each for each in posts if each.ref in given]
        if not able:
            go(making)  # says why there is none
            return
        names = dict.fromkeys(each.ref.connection for each in able)
        cut = [
            f"{plain(name, 40)} has more posts than were read: one may be in a slot"
            for name in names
            if not self.services.slots.reads_all(name)
        ]
        yes = after_a_yes(sum(each.needs_yes for each in able), len(able))
        cut += [yes] if yes else []
        lines = shared_lines(
            [(each.title, given[each.ref]) for each in able],
            self.context.zone,
            [each.ref.connection for each in able],
            most=MOST_LINES,
        )
        left = [f"not: {plain(each.title, 40)}: {refused[each.ref]}" for each in posts if each.ref in refused]
        count = len(able)
        asked = self.now

        def given_now() -> None:
            if self.now - asked > OLD:
                again = f"{self.key('post.slot')} asks anew"
                self.note(f"not scheduled: it was told a while ago which slots are free; {again}", Tone.BAD)
            else:
                go(making)

        asking.confirm(
            self.app,
            f"Give {count} {'post its slot' if count == 1 else 'posts their slots'}?",
            question([*lines, *cut, *left[:2]], (), f"and {len(left) - 2} more not" if len(left) > 2 else ""),
            "schedule it" if count == 1 else f"schedule all {count}",
            given_now,
        )
