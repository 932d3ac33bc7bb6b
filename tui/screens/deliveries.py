"""The deliveries: which post is on which site, and how it got there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.content import Content

from tui.commands import Area, Command
from tui.domain.deliveries import Place, Row
from tui.domain.places import Place as KeptPlace
from tui.domain.refs import ItemRef
from tui.presentation import empty
from tui.presentation.deliveries import cell_header, delivery_heading, delivery_row, sends_again
from tui.presentation.facts import consequence_line, refusal_line
from tui.screens.context import Context
from tui.screens.messages import DeliveriesChanged, OpenPost, OutboxChanged, SitesChanged
from tui.screens.sending_again import SendingAgain
from tui.widgets.heading import Heading
from tui.widgets.line_list import LineList, RowLook

if TYPE_CHECKING:
    from tui.domain.landing import Landing
    from tui.presentation.markdown_inline import Block


class DeliveriesScreen(SendingAgain):
    """Posts by sites; below them all that is known of the cell under the cursor. While it is open, what is
    shown is read, and what goes on is looked at again and again.
    """

    AREA = Area.DELIVERIES

    def __init__(self, context: Context) -> None:
        """Start with every post shown."""
        super().__init__(context)
        self._only_failed = False
        self._only_on: Place | None = None
        """Of what failed, only what failed on this site."""
        self._unanswered: tuple[str, ...] = ()
        """The connections that did not answer when they were asked last."""

    def heading(self, width: int) -> Content:
        """The names of the sites."""
        return delivery_heading(self.table(width), ascii=self.ascii)

    def make_list(self) -> LineList[Row]:
        """The posts."""
        return LineList(row_id=self._row_id, draw=self._draw, rest_seconds=0.01, ascii=self.ascii, id="list")

    def _row_id(self, row: Row) -> Hashable:
        return row.ref

    def _draw(self, row: Row, width: int, look: RowLook) -> Content:
        return delivery_row(
            row,
            self.table(width),
            self.now,
            cursor=look.cursor,
            marked=self.marked_of(row.ref),
            landing=lambda site: self.services.landing.of(row.ref, site),
            ascii=self.ascii,
        )

    def on_mount(self) -> None:
        """Show what is known, and ask."""
        self.show_rows()
        self._ask_for_all()
        self._watch()

    def on_screen_suspend(self) -> None:
        """Nobody looks: nothing is asked."""
        self.workers.cancel_group(self, "watching")

    def on_screen_resume(self) -> None:
        """It is open again."""
        # One that was cancelled may not have ended yet: what came before the table went at once.
        watched = any(each.group == "watching" and not each.is_cancelled for each in self.workers)
        if self.is_mounted and not watched:
            self.show_rows()
            self._watch()

    @work(group="watching", exclusive=True, exit_on_error=False)
    async def _watch(self) -> None:
        await self.services.deliveries.watch(self._visible)

    def _visible(self) -> Sequence[ItemRef]:
        """The posts that are before the person."""
        top = self.rows.top
        return [row.ref for row in self.rows.rows[top : top + max(self.rows.size.height, 1)]]

    # The list

    @on(DeliveriesChanged)
    @on(SitesChanged)
    @on(OutboxChanged)
    def _changed(self) -> None:
        if self.is_current:
            self.show_rows()

    def show_rows(self) -> None:
        """Draw the posts with their cells."""
        service = self.services.deliveries
        every = rows = service.rows
        if self._only_failed:
            rows = tuple(row for row in rows if row.failed and self._is_wanted(row))
        failed = [Place(row.ref.connection, site) for row in rows for site in row.failed_on]
        self.find_places(every, frozenset(failed) if self._only_failed else ())
        self.rows.set_empty(
            empty.deliveries(
                asked=service.asked,
                unanswered=self._unanswered,
                sites=self.has_sites,
                failed=self._only_failed,
                keys=self.keymap,
            )
        )
        self.rows.set_rows(rows)
        self.query_one(Heading).refresh()
        self.refresh_head()
        self.refresh_consequence()
        self.refresh_keys()
        self.show_current()

    def _is_wanted(self, row: Row) -> bool:
        on = self._only_on
        return on is None or (row.ref.connection == on.connection and on.site in row.failed_on)

    def name_keys(self) -> None:
        """In the sentence of an empty list."""
        super().name_keys()
        self.show_rows()

    def action_filter_failed(self) -> None:
        """Only posts that failed somewhere, or all again."""
        self._only_failed, self._only_on = not self._only_failed, None
        self.show_rows()
        self.note("only what failed somewhere" if self._only_failed else "all posts again")

    def action_screen_refresh(self) -> None:
        """Ask for everything anew; a result that still stands is of before, and goes."""
        if self.may_ask("deliveries"):
            self._forget_note()
            self._ask_for_all(refused=True)

    @property
    def unanswered(self) -> Sequence[str]:
        """The connections that did not answer when they were asked last."""
        return self._unanswered

    def ask_by_itself(self) -> None:
        """Ask for everything anew."""
        if self.may_ask("deliveries", by_itself=True):
            self._ask_for_all()

    @work(group="deliveries", exclusive=True, exit_on_error=False)
    async def _ask_for_all(self, *, refused: bool = False, on: bool = False) -> None:
        await self.services.hub.revive(refused=refused)
        failures = await self.services.deliveries.refresh(on=on)
        self._unanswered = tuple(failure.connection for failure in failures)
        for failure in failures:
            self.note_failure(failure)
        self.show_rows()

    @on(LineList.EndNear)
    def _end_near(self) -> None:
        if self.services.deliveries.more and not any(each.group == "deliveries" for each in self.workers):
            self._ask_for_all(on=True)

    # The cell under the cursor

    @property
    def current_ref(self) -> ItemRef | None:
        """The post under the cursor."""
        return self.current.ref if self.current is not None else None

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw what is known of the cell under the cursor."""
        row, here = self.current, self.cell_here
        if row is None:
            self.preview.show_message(Content(""))
        elif not self.has_sites:
            adds = self.key("go.accounts")
            self.preview.show_message(Content(f"There is no site yet. {adds} shows where one is added."))
        elif here is None:
            self.preview.show_message(Content(f"It does not go there: that is a site of {self._of()}."))
        else:
            landing = self.services.landing.of(row.ref, here[1].id)
            header = self.with_notice(row.ref, cell_header(row, here[1], self.now, landing))
            key = row.ref, here[1].id
            if landing is None:
                self.preview.show(key, header, None)
            else:
                self.preview.show_blocks(key, header, self._seen_there(landing))

    def _seen_there(self, landing: Landing) -> list[Block]:
        """What was found of it on its site."""
        from tui.presentation.landing import landing_blocks

        return landing_blocks((landing,), self.now, ascii=self.ascii)

    def _of(self) -> str:
        return self.site_here[0] if self.site_here is not None else "no connection"

    def consequence(self) -> Content:
        """What sending it again would do."""
        if self.marked_cells:
            cells = self.sent_cells()
            return consequence_line(self.key("delivery.retry"), sends_again(cells)) if cells else Content("")
        here = self.cell_here
        if here is None:
            return Content("")
        why = self.why_not(*here)
        return refusal_line(why) if why else consequence_line(self.key("delivery.retry"), sends_again([here]))

    def offers(self, each: Command) -> bool:
        """The foot shows what the cell under the cursor takes."""
        if each.id == "grid.open":
            return self.current is not None
        if each.id == "filter.failed":
            return self._only_failed or bool(self.services.deliveries.failed)
        return super().offers(each)

    def action_item_open(self) -> None:
        """Open the post."""
        if self.current is not None:
            self.app.post_message(OpenPost(self.current.ref))

    def open_item(self, ref: ItemRef) -> None:
        """Go to a post, and to the first site on which it failed; or to all that failed on a site, by the
        site's id.
        """
        place = Place(ref.connection, ref.id)
        if self.services.deliveries.fails_on(place):
            self._show_failed_on(place)
            return
        if not self.rows.move_to(ref):
            # It may be left out.
            self._only_failed, self._only_on = False, None
            self.show_rows()
        if not self.rows.move_to(ref) or self.current is None:
            return
        failed = {(ref.connection, site) for site in self.current.failed_on}
        at = (place for place, (name, site) in enumerate(self.places) if (name, site.id) in failed)
        self.go_to_site(next(at, 0))
        self.show_current()

    def _show_failed_on(self, place: Place) -> None:
        self._only_failed, self._only_on = True, place
        self.come_to_site(*place)
        self.show_rows()
        self.rows.cursor_home()
        self.show_current()
        name = self.site_here[1].name if self.site_here is not None else place.site
        self.note(f"only what failed on {name}: {self.key('filter.failed')} shows all")

    # Coming back

    def place(self) -> dict[str, Any]:
        """Where the person is: on which site, and whether all posts are shown."""
        site = [self.site_here[0], self.site_here[1].id] if self.site_here is not None else []
        return {**super().place(), "site": site, "failed": self._only_failed}

    def resume(self, place: KeptPlace) -> None:
        """Come back to it."""
        self._only_failed = place.get("failed") is True
        site = place.get("site")
        if isinstance(site, list) and len(site) == 2:
            self.come_to_site(str(site[0]), str(site[1]))
        self.show_rows()
        super().resume(place)
