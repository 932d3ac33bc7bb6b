"""The schedules: weekly slots, and what is written when."""

from __future__ import annotations

from textual.content import Content

from tui.commands import Command
from tui.domain.refs import ItemRef
from tui.domain.schedules import ScheduleKind
from tui.presentation import schedules as words
from tui.screens.schedule_moving import ScheduleMoving


class SchedulesScreen(ScheduleMoving):
    """The schedules of all connections; which of the two shapes there is something for comes first."""

    def open_item(self, ref: ItemRef) -> None:
        """Show one schedule, in the shape that has it."""
        known = self.services.schedules.known()
        kind = next((each.kind for each in known if each.ref == ref), None)
        if kind is not None:
            self.shows_week, self._shape_chosen = kind is ScheduleKind.SLOTS, True
            self.show_at(ref)

    def consequence(self) -> Content:
        """What comes of the schedule under the cursor; of one that was taken up, where it would be."""
        if self.lifted is not None:
            return self.lifted_consequence(self.lifted)
        each = self.current
        if each is None:
            return Content("")
        clashes, switches = each.ref in self.clashes, self.key("schedule.switch")
        return words.schedule_consequence(each, clashes=clashes, switches=switches)

    def offers(self, each: Command) -> bool:
        """The foot shows what can be done with it."""
        if each.id == "job.generate":
            return False
        if each.id == "grid.open":
            return self.current is not None and not self.reading
        if each.id == "schedule.add":
            return bool(self.able())
        if each.id == "schedule.move":
            return self.current is not None and self.shows_week
        if each.id.startswith("schedule.") and each.id != "schedule.shape":
            return self.current is not None
        return super().offers(each)
