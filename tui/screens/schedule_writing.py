"""Adding, changing, switching and deleting schedules."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable

from textual import work
from textual.content import Content

from tui.domain.errors import CopydeskError
from tui.domain.forms import Form, Values
from tui.domain.refs import ItemRef
from tui.domain.schedules import Schedule, ScheduleKind
from tui.presentation import schedules as words
from tui.presentation.bars import Tone
from tui.presentation.facts import read_only_refusal
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.forms_left import FormPlace
from tui.screens.schedule_list import ScheduleList
from tui.services.schedules import Kept

NOT_AGREED = "Nothing was sent"


class ScheduleWriting(ScheduleList):
    """What is set up is sent at once: nothing of it goes through the outbox."""

    def on_mount(self) -> None:
        """Hear of what fails when its form was left."""
        told = self.services.schedules.missed
        self._hear_no_more = told.subscribe(lambda error: self.note(error.sentence, Tone.BAD))

    def on_unmount(self) -> None:
        """Listen no longer."""
        self._hear_no_more()

    def is_read_only(self, name: str, done: str) -> bool:
        """Whether a connection takes no changes; says so."""
        reason = self.services.hub.read_only(name)
        if reason is not None:
            self.note(f"a schedule {read_only_refusal(done, name, reason)}", Tone.BAD)
        return reason is not None

    def say_kept(self, done: str, kept: Kept) -> None:
        """Say what came of a change, and show it."""
        self._say_done(done, kept)
        self.show_at(kept.schedule.ref)

    def _say_done(self, done: str, kept: Kept) -> None:
        said, as_sent = words.done_note(done, kept.schedule, kept.differs)
        self.note(said, Tone.GOOD if as_sent else Tone.BAD)

    # Forms

    def action_schedule_add(self) -> None:
        """Fill in a form for a new one, on the connection in hand or one that is chosen."""
        able = self.able()
        if not able:
            self.note(
                words.empty_schedules(
                    week=self.shows_week, asked=True, failed=(), able=False, keys=self.keymap
                ).plain,
                Tone.BAD,
            )
            return
        writable = [name for name in able if self.services.hub.read_only(name) is None]
        if not writable:
            self.is_read_only(able[0], "added")
        elif len(writable) == 1:
            self._fill_in_new(writable[0], {})
        else:
            here = self.connection_in_hand
            writable.sort(key=lambda name: name != here)
            options = [(name, Content(plain(name, 40))) for name in writable]
            asking.choose(self.app, "Add it on", options, lambda name: self._fill_in_new(name, {}))

    def fill_in_like(self, schedule: Schedule) -> None:
        """Fill in a form for another one like it."""
        if not self.is_read_only(schedule.ref.connection, "added"):
            self._fill_in_new(schedule.ref.connection, schedule.values)

    def _fill_in_new(self, name: str, values: Values) -> None:
        service = self.services.schedules
        what = "a slot" if self.shows_week else "a schedule"
        self._open_form(
            name,
            values,
            title=f"Add {what} on {name}",
            key=("add", what),
            send=lambda form, filled: service.add(name, form, filled),
        )

    def action_schedule_edit(self) -> None:
        """Change the one under the cursor."""
        each = self.current
        if each is None or self.is_read_only(each.ref.connection, "changed"):
            return
        self._open_form(
            each.ref.connection,
            each.values,
            title=f"Change {each.name}",
            key=each.ref,
            send=lambda form, filled: self.services.schedules.change(each, form, filled),
        )

    def _open_form(
        self,
        name: str,
        values: Values,
        *,
        title: str,
        key: Hashable,
        send: Callable[[Form, Values], Awaitable[Kept]],
    ) -> None:
        found: list[Form] = []
        new = not isinstance(key, ItemRef)

        async def find() -> Form:
            form = await self.services.schedules.form(name)
            adds = f"none yet: {self.key('go.accounts')} adds one"
            found[:] = [form.with_way_out(adds) if self.services.accounts.kinds(name) else form]
            return found[0]

        async def save(filled: Values) -> Kept:
            from tui.domain.schedule_forms import goes_public

            before = {} if new else values
            if goes_public(found[0], before, filled):
                called = str({**values, **filled}.get("name") or "It")
                if not await self.agreed_to_publish(name, called, ""):
                    raise CopydeskError(NOT_AGREED, advice="Without a yes it may not publish by itself.")
            return await send(found[0], filled)

        done = "added" if new else "changed"
        asking.fill_in(
            self.app,
            find,
            values,
            title=title,
            new=new,
            save=save,
            then=lambda kept: self.say_kept(done, kept),
            place=FormPlace(self.context.forms_left, name, key, lambda kept: self._say_done(done, kept)),
        )

    async def agreed_to_publish(self, name: str, called: str, told: str) -> bool:
        """Whether a person agrees that something goes public by itself; of a protected connection its name is
        typed. For workers.
        """
        question = words.public_question(called, told)
        return await self.agree(name, "Publish without your yes?", question, "publish by itself")

    # On and off

    def action_schedule_switch(self) -> None:
        """Switch it on or off; on is asked for where it publishes by itself."""
        each = self.current
        if each is None or self.too_soon() or self.is_read_only(each.ref.connection, "switched"):
            return
        self._switch(each)

    @work(group="switch", exit_on_error=False)
    async def _switch(self, each: Schedule) -> None:
        on = not each.active
        name, told = each.ref.connection, words.when(each)
        if on and each.publishes and not await self.agreed_to_publish(name, each.name, told):
            self.note(f"{each.name} stays off")
            return
        try:
            kept = await self.services.schedules.switch(each, on=on)
        except CopydeskError as error:
            self.note(f"not switched: {each.name}: {error.sentence}", Tone.BAD)
        else:
            self.say_kept("switched on" if on else "switched off", kept)

    # Deleting

    def action_schedule_remove(self) -> None:
        """Delete it, after a question."""
        each = self.current
        if each is None or self.too_soon() or self.is_read_only(each.ref.connection, "deleted"):
            return
        what = "slot" if each.kind is ScheduleKind.SLOTS else "schedule"
        asking.confirm(
            self.app,
            f"Delete the {what}?",
            words.removal_question(each),
            "delete it",
            lambda: self._remove(each),
        )

    @work(group="remove", exit_on_error=False)
    async def _remove(self, each: Schedule) -> None:
        try:
            await self.services.schedules.remove(each)
        except CopydeskError as error:
            self.note(f"not deleted: {each.name}: {error.sentence}", Tone.BAD)
        else:
            self.note(f"deleted: {each.name}, {words.when(each)}", Tone.GOOD)
        self.show_rows()
