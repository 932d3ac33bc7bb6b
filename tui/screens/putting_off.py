"""Verdicts of one's own: decline, put off, put away. No platform hears of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer

from tui.domain.approvals import Approval
from tui.domain.errors import CopydeskError
from tui.domain.failing import Failing
from tui.domain.local_verdicts import LocalKind, Waiting
from tui.domain.refs import ItemRef
from tui.presentation import local_verdicts as words
from tui.presentation.bars import Tone
from tui.presentation.facts import lines
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.context import Context
from tui.screens.refilling import Refilling

if TYPE_CHECKING:
    from tui.domain.posts import Post

TYPED, CHANGES = "typed", "changes"
LONGEST_SLEEP = 3600.0
"""Seconds after which it is looked anew when the next one's time comes: a clock may be set anew."""


class PuttingOff(Refilling):
    """A queue that a person puts things out of."""

    _wake: Timer | None = None

    def __init__(self, context: Context) -> None:
        """Start with nothing put out of the queue here."""
        super().__init__(context)
        self._put_out: dict[ItemRef, Post | Approval] = {}
        """What was marked when that was done to it."""

    @property
    def current_waiting(self) -> Waiting | None:
        """What waits under the cursor: an item or a failure."""
        row = self.rows.cursor_row
        return row if isinstance(row, Approval | Failing) else None

    def chosen(self) -> list[Waiting]:
        """What a verdict is given for: what is marked, or else the item under the cursor; of it what is not
        ready yet does not wait.
        """
        marked: list[Waiting] = [each for each in self.marked_items() if isinstance(each, Approval)]
        item = self.current_waiting
        chosen = marked or ([] if item is None else [item])
        ready = [each for each in chosen if isinstance(each, Failing) or each.ready]
        if chosen and not ready:
            self.note(f"{chosen[0].title} is not ready yet: it waits for nobody")
        return ready

    # Declining

    def action_verdict_decline(self, reason: str = "") -> None:
        """Decline the item under the cursor, with a reason; where it is declined, let it wait again."""
        items: list[Waiting] = [each for each in self.chosen() if isinstance(each, Approval)]
        if not items or self.too_soon() or self._brought_back(items):
            return
        decline = partial(self._decline, items)
        if reason:
            decline(reason)
            return
        canned = self.context.preferences.triage.reasons
        options = [(each, Content(plain(each, 60))) for each in canned]
        options += [(TYPED, Content("another reason …")), ("", Content("no reason"))]
        asking.choose(
            self.app,
            self._here_only("Decline", items),
            [(str(place), shown) for place, (_, shown) in enumerate(options)],
            lambda place: self._reason(options[int(place)][0], int(place) < len(canned), decline),
        )

    def _here_only(self, what: str, items: Sequence[Waiting]) -> str:
        names = {each.ref.connection for each in items}
        whose = f", {plain(items[0].ref.connection, 20)} has no reject" if len(names) == 1 else ""
        return f"{what}{_several(items)}: kept here only{whose}"

    def _reason(self, reason: str, canned: bool, then: Callable[[str], object]) -> None:
        if canned or not reason:
            then(reason)
        else:
            hint = "Why it shall not go out; it is kept here only"
            asking.ask_line(self.app, "Decline", hint, then)

    def _decline(self, items: Sequence[Waiting], reason: str) -> None:
        if self._put(items, LocalKind.DECLINED, reason=reason or None):
            self.note(words.declined_line(items), Tone.GOOD)

    # Putting off

    def action_verdict_snooze(self, time: str = "") -> None:
        """Put the item under the cursor off; where it is put off, let it wait again."""
        from tui.domain.snoozes import snoozes

        items = self.chosen()
        if not items or self.too_soon() or self._brought_back(items):
            return
        if time:
            self._ask_time(items, time)
            return
        offered = snoozes(self.now, self.context.zone)
        # How many times are offered depends on the hour and the day: what is always there keeps its key.
        options = [(CHANGES, Content("until it changes")), (TYPED, Content("a time …"))]
        options += [(str(place), Content(each.label)) for place, each in enumerate(offered)]

        def chosen(id: str) -> None:
            if id == TYPED:
                self._ask_time(items)
            else:
                self._snooze(items, None if id == CHANGES else offered[int(id)].until)

        asking.choose(self.app, f"Put off{_several(items)}: kept here only", options, chosen)

    def _ask_time(self, items: Sequence[Waiting], text: str = "") -> None:
        from tui.domain.said_times import from_now, in_full
        from tui.domain.snoozes import snoozes
        from tui.domain.written_times import typed_text

        zone = self.context.zone
        asking.ask_time(
            self.app,
            "Put off until",
            "It waits here again then; no platform hears of it",
            self.context,
            lambda at: f"Put off here until {in_full(at, zone)}, {from_now(at, self.now)}",
            lambda at: self._snooze(items, at),
            text=text or typed_text(snoozes(self.now, zone)[-1].until, zone),
        )

    def _snooze(self, items: Sequence[Waiting], until: datetime | None) -> None:
        if self._put(items, LocalKind.SNOOZED, until=until):
            self.note(words.put_off_line(items, until, self.now, self.key("outbox.undo")), Tone.GOOD)

    # Putting away

    def action_failure_put_away(self) -> None:
        """Take the failure under the cursor out of the queue; where it is out, let it stand there again."""
        item = self.current_waiting
        if not isinstance(item, Failing) or self.too_soon() or self._brought_back([item]):
            return
        if self._put([item], LocalKind.PUT_AWAY):
            self.note(words.put_away_line([item], self.key("outbox.undo")), Tone.GOOD)

    # All of them

    def _put(
        self,
        items: Sequence[Waiting],
        kind: LocalKind,
        *,
        until: datetime | None = None,
        reason: str | None = None,
    ) -> bool:
        """Decide on these as they are seen; the next one is under the cursor at once."""
        following = self.following({each.ref for each in items})
        try:
            self.services.triage.put(items, kind, until=until, reason=reason)
        except CopydeskError as error:
            self.note(f"not kept: {items[0].title}: {error.sentence}", Tone.BAD)
            return False
        refs = {each.ref for each in items}
        self._put_out |= {each.ref: each for each in self.marked_items() if each.ref in refs}
        self.unmark(refs)
        self.go_on(following)
        return True

    def back_again(self, refs: Sequence[ItemRef]) -> None:
        """What was marked when it was put out of the queue is marked again."""
        back = [self._put_out.pop(ref) for ref in refs if ref in self._put_out]
        if back:
            self.set_marks(back)
            self._marks_changed()
        super().back_again(refs)

    def _brought_back(self, items: Sequence[Waiting]) -> bool:
        """Let items wait again that are all out of the queue; gives whether they were."""
        if any(self.services.triage.verdict(each) is None for each in items):
            return False
        try:
            back = [found for each in items if (found := self.services.triage.bring_back(each)) is not None]
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
            return True
        self.note(words.waits_again_line(back))
        self.back_again([each.row for each in back])
        return True

    def action_outbox_undo(self) -> None:
        """Let what is out of the queue wait again where the cursor stands on it; else take back what was
        decided last.
        """
        item = self.current_waiting
        if item is None or not self._brought_back([item]):
            super().action_outbox_undo()

    def wake_in_time(self) -> None:
        """Look again when the next of what is put off waits again: nothing is asked until then."""
        if self._wake is not None:
            self._wake.stop()
            self._wake = None
        comes = self.services.triage.next_return
        if comes is not None:
            seconds = max((comes - self.now).total_seconds(), 0.0) + 0.05
            self._wake = self.set_timer(min(seconds, LONGEST_SLEEP), self._woken)

    def _woken(self) -> None:
        back = self.services.triage.returned()
        if back:
            self.note(words.waits_again_line(back))
        self.wake_in_time()

    def with_notice(self, ref: ItemRef, header: Content) -> Content:
        """An item's facts, below what keeps it out of the queue."""
        item = self.current_waiting
        verdict = self.services.triage.verdict(item) if item is not None and item.ref == ref else None
        if verdict is None:
            return super().with_notice(ref, header)
        ids = ("failure.put_away",) if isinstance(item, Failing) else ("verdict.snooze", "verdict.decline")
        keys = [self.key(each) for each in (*ids, "outbox.undo")]
        return lines(words.verdict_line(verdict, self.now, keys), super().with_notice(ref, header))


def _several(items: Sequence[Waiting]) -> str:
    return f" {len(items)}" if len(items) > 1 else ""
