"""A slot that is taken up by a key, moved by the arrows, and put down: it, or a copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import work
from textual.content import Content
from textual.timer import Timer

from tui.commands import Command, Group
from tui.domain.errors import CopydeskError, NotFound, OutcomeUnknown
from tui.domain.refs import ItemRef
from tui.domain.schedules import Schedule
from tui.domain.week import Place, moved, place_of, placed_at
from tui.presentation import schedules as words
from tui.presentation.bars import KeyHint, Tone
from tui.screens.context import Context
from tui.screens.schedule_writing import ScheduleWriting
from tui.widgets.cursor_lines import REST_SECONDS

STEP, FINE = 30, 5
"""Minutes."""
MOVES = frozenset({"list.down", "list.up", "grid.left", "grid.right", "preview.down", "preview.up"})


@dataclass(frozen=True, slots=True)
class Lifted:
    """A slot that was taken up."""

    schedule: Schedule
    """As it was."""
    place: Place
    """Where it would be put down now."""
    copy: bool
    sending: bool = False

    @property
    def ref(self) -> ItemRef:
        """What stands for it on the screen: a copy has no id yet."""
        return replace(self.schedule.ref, id="") if self.copy else self.schedule.ref


class ScheduleMoving(ScheduleWriting):
    """While a slot is up the arrows move it, Enter puts it down and Escape leaves it where it was."""

    def __init__(self, context: Context) -> None:
        """Start with none."""
        super().__init__(context)
        self.lifted: Lifted | None = None
        self._drawing: Timer | None = None

    def slots_shown(self, slots: Sequence[Schedule]) -> Sequence[Schedule]:
        """Where one is up, with it where it would be put down."""
        up = self.lifted
        if up is None:
            return slots
        if not any(each.ref == up.schedule.ref for each in slots):
            self._let_go()
            self.note(f"{up.schedule.name} is not there any more", Tone.BAD)
            return slots
        shown = replace(placed_at(up.schedule, up.place), ref=up.ref)
        if up.copy:
            return [*slots, shown]
        return [shown if each.ref == up.ref else each for each in slots]

    # Up

    def action_schedule_move(self) -> None:
        """Take the slot under the cursor up."""
        self._lift(copy=False)

    def action_schedule_clone(self) -> None:
        """Take a copy of the slot up, a day on; what is written when is filled in anew."""
        if self.current is not None and not self.shows_week:
            self.fill_in_like(self.current)
        else:
            self._lift(copy=True)

    def _lift(self, *, copy: bool) -> None:
        each = self.current
        if each is None or self.is_read_only(each.ref.connection, "moved"):
            return
        place = place_of(each)
        if place is None or not self.shows_week:
            self.note(f"{each.name}: {self.key('schedule.edit')} changes when it comes round")
            return
        self.show_list()
        self._hold(Lifted(each, moved(place, days=1) if copy else place, copy))

    def _hold(self, up: Lifted) -> None:
        self.lifted, self.lifted_ref = up, up.ref
        self.show_at(up.ref)

    def _let_go(self) -> None:
        self.lifted = self.lifted_ref = None

    async def give_command(self, command: Command, argument: str = "") -> None:
        """While one is up nothing else is moved in, and nothing else is set up."""
        if self.lifted is not None:
            if command.id.startswith("schedule."):
                down, leave = self.key("grid.open"), self.key("grid.close")
                how = "on its way" if self.lifted.sending else f"up: {down} puts it down, {leave} leaves it"
                self.note(f"{self.lifted.schedule.name} is {how}")
                return
            if command.group is Group.MOVE and command.id not in MOVES:
                return
        await super().give_command(command, argument)

    # Moving

    def _shift(self, *, days: int = 0, minutes: int = 0) -> None:
        up = self.lifted
        if up is None or up.sending:
            return
        self.lifted = replace(up, place=moved(up.place, days=days, minutes=minutes))
        self.draw_rows()
        # What it comes to next is told when it rests.
        if self._drawing is not None:
            self._drawing.stop()
        self._drawing = self.set_timer(REST_SECONDS, self.show_current)

    def action_list_down(self) -> None:
        """Later, or the next slot of the day, or row."""
        if self.lifted is not None:
            self._shift(minutes=STEP)
        elif self.on_grid and self.cursor_ref is not None:
            self.go_to(self.week.along(self.cursor_ref, 1))
        else:
            super().action_list_down()

    def action_list_up(self) -> None:
        """Earlier, or the slot before it on that day, or row."""
        if self.lifted is not None:
            self._shift(minutes=-STEP)
        elif self.on_grid and self.cursor_ref is not None:
            self.go_to(self.week.along(self.cursor_ref, -1))
        else:
            super().action_list_up()

    def action_grid_left(self) -> None:
        """A day earlier, or the slot on the day before; from the text back to the list."""
        self._to_day(-1)

    def action_grid_right(self) -> None:
        """A day later, or the slot on the day after; from the list to the text."""
        self._to_day(1)

    def _to_day(self, days: int) -> None:
        if self.lifted is not None:
            self._shift(days=days)
        elif self.on_grid and self.cursor_ref is not None:
            self.go_to(self.week.beside(self.cursor_ref, days))
        elif days > 0:
            self.action_item_open()
        elif self.reading:
            self.show_list()

    def action_preview_down(self) -> None:
        """A little later, or the text on."""
        if self.lifted is not None:
            self._shift(minutes=FINE)
        else:
            super().action_preview_down()

    def action_preview_up(self) -> None:
        """A little earlier, or the text back."""
        if self.lifted is not None:
            self._shift(minutes=-FINE)
        else:
            super().action_preview_up()

    def action_list_top(self) -> None:
        """The first slot of the day, or row."""
        self._to_end(-1)

    def action_list_bottom(self) -> None:
        """The last slot of the day, or row."""
        self._to_end(1)

    def _to_end(self, by: int) -> None:
        if self.on_grid and self.cursor_ref is not None:
            self.go_to(self.week.along(self.cursor_ref, by * len(self.week.slots)))
        elif by < 0:
            super().action_list_top()
        else:
            super().action_list_bottom()

    # Down

    def action_grid_open(self) -> None:
        """Put it down, or read all of what is under the cursor."""
        up = self.lifted
        if up is None:
            self.action_item_open()
        elif up.sending:
            return
        elif not up.copy and up.place == place_of(up.schedule):
            self.action_grid_close()
        else:
            self._hold(replace(up, sending=True))
            self._put_down(up)

    def action_grid_close(self) -> None:
        """Leave it where it was; else back to the list."""
        up = self.lifted
        if up is None:
            self.action_item_close()
            return
        self._let_go()
        self.show_at(up.schedule.ref)
        if not up.sending:
            self.note(
                f"no copy of {up.schedule.name}" if up.copy else f"{up.schedule.name} stays where it was"
            )

    @work(group="move", exit_on_error=False)
    async def _put_down(self, up: Lifted) -> None:
        from tui.domain.schedule_forms import weekly_values

        service, name = self.services.schedules, up.schedule.ref.connection
        try:
            form = await service.form(name)
            there = weekly_values(form, *up.place)
            if there is None:
                advice = f"{self.key('schedule.edit')} changes it in its form."
                raise CopydeskError(f"{name} has no place for a day and a time", advice=advice)
            if up.copy:
                whole = {**form.initial(), **up.schedule.values, **there}
                asked = {each.name: whole[each.name] for each in form.asked(whole, new=True)}
                kept = await service.add(name, form, asked)
            else:
                kept = await service.change(up.schedule, form, there)
        except CopydeskError as error:
            self._not_done(up, error)
        else:
            self._no_longer(up)
            self.say_kept("copied" if up.copy else "moved", kept)

    def _no_longer(self, up: Lifted) -> None:
        """It has been put down; nothing else that was taken up meanwhile is."""
        if self.lifted is not None and self.lifted.ref == up.ref and self.lifted.sending:
            self._let_go()

    def _not_done(self, up: Lifted, error: CopydeskError) -> None:
        done = "copied" if up.copy else "moved"
        self.note(f"not {done}: {up.schedule.name}: {error.sentence}", Tone.BAD)
        if self.lifted is None or self.lifted.ref != up.ref:
            return
        if isinstance(error, NotFound | OutcomeUnknown):
            # What it is now is shown: nothing is asked for a second time by habit.
            self._let_go()
            self.show_at(up.schedule.ref)
        else:
            self._hold(up)

    # What is said

    def lifted_consequence(self, up: Lifted) -> Content:
        """Where it would come to stand, and what the keys do."""
        return words.lifted_line(
            up.schedule,
            up.place,
            copy=up.copy,
            clashes=up.ref in self.clashes,
            sending=up.sending,
            keys=self.keymap,
        )

    def _hints(self) -> list[KeyHint]:
        if self.lifted is None:
            return super()._hints()
        keys = (
            (("grid.open",), "put down"),
            (("grid.close",), "leave it"),
            (("grid.left", "grid.right"), "day"),
            (("list.up", "list.down"), f"{STEP} min"),
            (("preview.up", "preview.down"), f"{FINE} min"),
        )
        return [(" ".join(map(self.key, ids)), label) for ids, label in keys]
