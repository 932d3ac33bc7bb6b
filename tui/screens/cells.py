"""The cells of the deliveries: which one the cursor is in, and which are marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual import on

from tui.commands import Command
from tui.domain.deliveries import Cell, CellAt, Place, Reached, Row, columns
from tui.domain.outbox import EntryState, is_gone
from tui.domain.refs import ItemRef
from tui.domain.sites import Site
from tui.presentation.deliveries import Table
from tui.presentation.marks import marked_words
from tui.screens.context import Context
from tui.screens.deciding import Deciding
from tui.screens.grids import Grids
from tui.screens.messages import EntryEnded
from tui.widgets.heading import Heading


class Cells(Deciding[Row], Grids[Row]):
    """A table of posts by sites. The cursor keeps its site from post to post."""

    def __init__(self, context: Context) -> None:
        """Start at the first site, with nothing marked."""
        super().__init__(context)
        self.places: tuple[tuple[str, Site], ...] = ()
        """The sites with their connections: the columns."""
        self._sites: dict[Place, Site] = {}
        """Every site, also those that are not shown."""
        self._at = 0
        self._first = 0
        self._wanted_site: Place | None = None
        self._marked_cells: dict[CellAt, Reached | None] = {}
        """With how far each was when it was marked; None where it was marked anew after it had been sent."""
        self._sent_cells: dict[ItemRef, list[CellAt]] = {}

    @property
    def current(self) -> Row | None:
        """The post under the cursor."""
        row = self.rows.cursor_row
        return row if isinstance(row, Row) else None

    def table(self, width: int) -> Table:
        """What of it is seen in so many cells."""
        several = len({name for name, _ in self.places}) > 1
        at = min(self._at, max(len(self.places) - 1, 0))
        return Table(self.places, at, self._first, width, several)

    def find_places(self, rows: Sequence[Row], only: Collection[Place] = ()) -> None:
        """Know the sites, and show them all, or `only` these; the cursor stays with its own."""
        here = self.site_here
        sites = self.services.sites
        told = [(name, sites.known(name) or ()) for name in sites.connections]
        places = columns(told, rows, sites.name)
        self._sites = {Place(name, site.id): site for name, site in places}
        self.places = tuple(each for each in places if not only or (each[0], each[1].id) in only)
        wanted = Place(here[0], here[1].id) if here is not None else None
        wanted = self._wanted_site or wanted
        if wanted is not None:
            known = [Place(name, site.id) for name, site in self.places]
            self._at = known.index(wanted) if wanted in known else 0
            if self._wanted_site in known:
                self._wanted_site = None

    def come_to_site(self, connection: str, site: str) -> None:
        """Go to a site as soon as it is known."""
        self._wanted_site = Place(connection, site)

    @property
    def has_sites(self) -> bool:
        """Whether there is any site that posts go to."""
        return bool(self._sites)

    @property
    def site_here(self) -> tuple[str, Site] | None:
        """The site under the cursor, with its connection."""
        return self.places[self._at] if self._at < len(self.places) else None

    @property
    def cell_here(self) -> tuple[Row, Site] | None:
        """The cell under the cursor; None where the site is none of the post's."""
        row, place = self.current, self.site_here
        if row is None or place is None or place[0] != row.ref.connection:
            return None
        return row, place[1]

    def action_grid_left(self) -> None:
        """The site before; where the facts have the whole width, back."""
        if self.reading:
            self.show_list()
        else:
            self._step(-1)

    def action_grid_right(self) -> None:
        """The next site."""
        if not self.reading:
            self._step(1)

    def _step(self, by: int) -> None:
        self.go_to_site(max(min(self._at + by, len(self.places) - 1), 0))

    def go_to_site(self, at: int) -> None:
        """Move the cursor to one of the columns."""
        self._wanted_site = None
        if at != self._at:
            self._at = at
            self._first = self.table(self.rows.size.width - 4).start
            self.seen_anew()
            self.cells_changed()

    def cells_changed(self) -> None:
        """Draw the cells anew, and what is said of the one under the cursor."""
        self.rows.redraw()
        self.query_one(Heading).refresh()
        self.refresh_consequence()
        self.refresh_keys()
        self.show_current()

    # Marks

    @property
    def marked_cells(self) -> tuple[CellAt, ...]:
        """The cells that are marked, in the order of marking."""
        return tuple(self._marked_cells)

    def marked_of(self, ref: ItemRef) -> tuple[str, ...]:
        """The sites of a post's marked cells."""
        return tuple(each.site for each in self._marked_cells if each.ref == ref)

    def action_mark_toggle(self) -> None:
        """Mark the cell under the cursor, or take its mark away, and go on to the next post."""
        here = self.cell_here
        if here is None:
            self.note("this post does not go to that site: there is nothing to mark")
            return
        cell = CellAt(here[0].ref, here[1].id)
        if cell in self._marked_cells:
            del self._marked_cells[cell]
        else:
            self._marked_cells[cell] = here[0].cell(cell.site).reached
        self.rows.cursor_down()
        self.show_cell_marks()

    def action_mark_clear(self) -> None:
        """Take every mark away."""
        self._marked_cells.clear()
        self.show_cell_marks()

    def show_cell_marks(self) -> None:
        """Draw the marks, and how many there are."""
        self.query_one(Heading).show_marked(marked_words(len(self._marked_cells), ascii=self.ascii))
        self.cells_changed()

    def sent_from(self, cells: Sequence[CellAt]) -> None:
        """These are on their way: marked no longer, until that fails or is taken back."""
        for cell in cells:
            if cell in self._marked_cells:
                del self._marked_cells[cell]
                self._sent_cells.setdefault(cell.ref, []).append(cell)
        self.show_cell_marks()

    def back_again(self, refs: Sequence[ItemRef]) -> None:
        """Taken back: marked as before."""
        for ref in refs:
            self._marked_cells |= dict.fromkeys(self._sent_cells.pop(ref, ()))
        self.show_cell_marks()

    @on(EntryEnded)
    def _cells_ended(self, message: EntryEnded) -> None:
        entry = message.ended.entry
        cells = self._sent_cells.pop(entry.ref, ())
        if entry.state is not EntryState.SENT and entry.state.ended and not is_gone(entry):
            self._marked_cells |= dict.fromkeys(cells)
            self.show_cell_marks()

    def offers(self, each: Command) -> bool:
        """What acts on a cell is in the foot where there is one."""
        match each.id:
            case "mark.clear":
                return bool(self._marked_cells)
            case "mark.toggle":
                return self.cell_here is not None
            case "delivery.retry":
                return bool(self._marked_cells) or self.cell_here is not None
            case "delivery.retry_site":
                place = self.site_here
                if place is None or not place[1].takes:
                    return False
                return self.services.deliveries.fails_on(Place(place[0], place[1].id))
        return super().offers(each)

    def arrived_since_marked(self, row: Row, site: Site) -> bool:
        """Whether a cell is marked that had not arrived then, and has now."""
        marked = self._marked_cells.get(CellAt(row.ref, site.id))
        return marked is not None and has_arrived(marked, row, site)

    def sent_cells(self) -> list[tuple[Row, Site]]:
        """What is sent again: the marked cells, or else the one under the cursor."""
        if not self._marked_cells:
            return [self.cell_here] if self.cell_here is not None else []
        rows = {row.ref: row for row in self.services.deliveries.rows}
        return [
            (rows[each.ref], self._sites[place])
            for each in self._marked_cells
            if each.ref in rows and (place := Place(each.ref.connection, each.site)) in self._sites
        ]

    def failed_here(self) -> list[tuple[Row, Site]]:
        """Every cell of the site under the cursor that failed."""
        place = self.site_here
        if place is None:
            return []
        found = [row for row in self.services.deliveries.rows if row.ref.connection == place[0]]
        return [(row, place[1]) for row in found if _failed(row.cell(place[1].id))]


def _failed(cell: Cell) -> bool:
    return cell.reached is Reached.FAILED and not cell.sending


def has_arrived(was: Reached, row: Row, site: Site) -> bool:
    """Whether a post is on a site by now that was only so far."""
    return was is not Reached.DELIVERED and row.cell(site.id).reached is Reached.DELIVERED
