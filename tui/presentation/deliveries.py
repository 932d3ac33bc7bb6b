"""Posts by sites: a row for each post with a cell for each site, and all that is known of one cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.deliveries import DOUBTFUL, LIVE, Cell, Reached, reached
from tui.domain.verdicts import Consequence, Gravity
from tui.presentation import roles
from tui.presentation.rows import UNTITLED
from tui.presentation.states import Look
from tui.presentation.text import cells, cut, plain
from tui.presentation.times import age, stamp

if TYPE_CHECKING:
    from tui.domain.deliveries import Row
    from tui.domain.landing import Landing
    from tui.domain.sites import Site

CELL = 14
SUM = 5
GAP = 1
AGE = 4
WHERE = 10
LEAST_TITLE = 19
_LOOKS: dict[Reached, tuple[str, str, str, str]] = {
    Reached.DELIVERED: ("✓", "+", "delivered", roles.GOOD),
    Reached.PENDING: ("◌", ".", "pending", roles.BUSY),
    Reached.RETRYING: ("◔", "~", "retrying", roles.WARNING),
    Reached.FAILED: ("✗", "x", "failed", roles.BAD),
    Reached.OTHER: ("·", "-", "", roles.NORMAL),
    Reached.NOWHERE: ("–", "-", "", roles.DIM),
    Reached.UNREAD: ("…", "~", "", roles.DIM),
}
_SENDING = {
    "held": ("‖", "=", "held"),
    "sending": ("→", ">", "sending"),
    "sent": ("→", ">", "sent"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """What of a table of posts by sites is seen in so many cells."""

    columns: tuple[tuple[str, Site], ...]
    """Every site with its connection."""
    at: int
    """The one under the cursor."""
    first: int
    """The first one that is shown."""
    width: int
    several: bool
    """Whether there are sites of several connections."""

    @property
    def fits(self) -> int:
        """How many sites have room."""
        where = WHERE + GAP if self.several else 0
        room = self.width - LEAST_TITLE - AGE - where - 2 * GAP
        if room // (CELL + GAP) >= len(self.columns):
            return max(len(self.columns), 1)
        return max((room - SUM - GAP) // (CELL + GAP), 1)

    @property
    def sums_up(self) -> bool:
        """Whether a column tells what became of a post on all sites: not all of them are seen."""
        return self.fits < len(self.columns)

    @property
    def start(self) -> int:
        """The first site that is shown, so that the cursor's is among them."""
        first = min(self.first, self.at)
        return max(first, self.at - self.fits + 1, 0)

    @property
    def shown(self) -> range:
        """The places of the sites that are shown."""
        return range(self.start, min(self.start + self.fits, len(self.columns)))

    @property
    def title(self) -> int:
        """How wide the title is."""
        where = WHERE + GAP if self.several else 0
        room = self.width - len(self.shown) * (CELL + GAP) - AGE - GAP - where - GAP
        return max(room - (SUM + GAP if self.sums_up else 0), 1)


def cell_look(cell: Cell, landing: Landing | None = None, *, ascii: bool = False) -> Look:
    """How far a post is on its way to a site. A word that is not known here is shown as it came. `landing`:
    what was found of it there.
    """
    if cell.sending:
        glyph, letter, word = _SENDING[cell.sending]
        return Look(letter if ascii else glyph, word, roles.BUSY)
    if landing is not None and cell.delivery is not None and landing.settles(cell.delivery):
        return Look("+" if ascii else "✓", "landed", roles.GOOD)
    glyph, letter, word, role = _LOOKS[cell.reached]
    if landing is not None and cell.delivery is not None and landing.hands_out(cell.delivery):
        return Look(letter if ascii else glyph, "can pull", role)
    if cell.reached is Reached.OTHER and cell.delivery is not None:
        word = plain(cell.delivery.state, CELL).replace("_", " ")
    return Look(letter if ascii else glyph, word, role)


def summed_up(
    row: Row, landing: Callable[[str], Landing | None] = lambda site: None, *, ascii: bool = False
) -> Look:
    """What became of a post on all its sites, and on how many: the worst of it."""
    latest = {each.site_id: each for each in row.post.deliveries}
    told = Counter(cell_look(Cell(reached(each)), ascii=ascii) for each in latest.values())
    for site, each in latest.items():
        found = landing(site) if reached(each) in LIVE else None
        if found is not None and found.settles(each):
            told[cell_look(Cell(reached(each)), ascii=ascii)] -= 1
            told[cell_look(Cell(Reached.DELIVERED), ascii=ascii)] += 1
    for how in (Reached.FAILED, Reached.RETRYING, Reached.PENDING, Reached.OTHER, Reached.DELIVERED):
        look = cell_look(Cell(how), ascii=ascii)
        if told[look] > 0:
            return Look(look.glyph, f"{told[look]}", look.role)
    return Look("", "", roles.DIM)


def _fitted(text: str, width: int, *, right: bool = False) -> str:
    text = cut(text, width)
    fill = " " * (width - cells(text))
    return fill + text if right else text + fill


def delivery_heading(table: Table, *, ascii: bool = False) -> Content:
    """The names of the sites, the cursor's in brackets; with signs where there are more to the sides."""
    left, right = ("<", ">") if ascii else ("‹", "›")
    parts = [_fitted("post", table.title) + " "]
    if table.several:
        parts.append(_fitted("where", WHERE) + " ")
    for place in table.shown:
        site = table.columns[place][1]
        before, after = "[]" if place == table.at else "  "
        if place == table.shown.start and place > 0:
            before = left
        if place == table.shown.stop - 1 and table.shown.stop < len(table.columns):
            after = right
        name = cut(plain(site.name or site.id, CELL), CELL - 2)
        parts.append(_fitted(before + name + after, CELL) + " ")
    if table.sums_up:
        parts.append(_fitted("all", SUM) + " ")
    return Content.styled("".join(parts) + _fitted("age", AGE, right=True), roles.DIM)


def delivery_row(
    row: Row,
    table: Table,
    now: datetime,
    *,
    cursor: bool,
    marked: Collection[str] = (),
    landing: Callable[[str], Landing | None] = lambda site: None,
    ascii: bool = False,
) -> Content:
    """A post with its cells. `cursor`: the cursor is in this row; `marked`: the sites of its marked cells;
    `landing`: what was found of it on a site.
    """
    parts: list[tuple[str, str]] = [
        (_fitted(plain(row.post.title, table.title) or UNTITLED, table.title) + " ", "")
    ]
    if table.several:
        parts.append((_fitted(plain(row.ref.connection, WHERE), WHERE) + " ", roles.DIM))
    for place in table.shown:
        connection, site = table.columns[place]
        here = connection == row.ref.connection
        look = Look(" ", "", roles.DIM)
        if here:
            look = cell_look(row.cell(site.id), landing(site.id), ascii=ascii)
        mark = ("*" if ascii else "◆") if site.id in marked and here else ""
        left, right = ("[", "]") if cursor and place == table.at else (" ", " ")
        text = cut(f"{mark}{look}", CELL - 2)
        parts.append((_fitted(f"{left}{text}{right}", CELL) + " ", look.role))
    if table.sums_up:
        told = summed_up(row, landing, ascii=ascii)
        parts.append((_fitted(f"{told}", SUM) + " ", told.role))
    at = row.post.published_at or row.post.updated_at
    return Content.assemble(*parts, (_fitted(age(at, now), AGE, right=True), roles.DIM))


def _fact(name: str, text: str, role: str = roles.NORMAL) -> Content:
    shown = plain(text, 300)
    return Content.assemble((f"{name:<12} ", roles.DIM), (shown, role)) if shown else Content("")


def cell_header(row: Row, site: Site, now: datetime, landing: Landing | None = None) -> Content:
    """All that is known of how a post stands with a site."""
    cell = row.cell(site.id)
    found, look = cell.delivery, cell_look(cell, landing)
    word = {
        Reached.NOWHERE: "was not sent there",
        Reached.UNREAD: "has not been read yet",
    }.get(cell.reached, look.word)
    since = found.changed_at or found.delivered_at if found is not None else None
    if found is not None and found.state.replace("_", " ") != word:
        word += f" ({plain(found.state, 30)})"
    state = f"{look.glyph} {word}" + (f", {_ago(since, now)}" if since is not None else "")
    told = [
        Content.styled(plain(row.post.title) or UNTITLED, roles.STRONG),
        _fact("site", " · ".join(filter(None, (site.name or site.id, site.address, site.state_word)))),
        _fact("state", state, look.role),
    ]
    if found is not None:
        told += [
            _fact("tries", str(found.tries) if found.tries is not None else ""),
            _fact("answer", found.answer or ""),
            _fact("since", stamp(since, now) if since is not None else ""),
            _fact("delivered", stamp(found.delivered_at, now) if found.delivered_at is not None else ""),
        ]
    told.append(_fact("looked at", _ago(row.read_at, now) if row.read_at is not None else ""))
    return Content("\n").join([line for line in told if line])


def _ago(at: datetime, now: datetime) -> str:
    told = age(at, now)
    return "just now" if told == "now" else f"{told} ago"


def landed_words(landing: Landing) -> str:
    """What was found of a post on a site, in words."""
    others = f": other {', '.join(landing.others)}" if landing.others else ""
    why = f": {landing.why}" if landing.why else ""
    shown = landing.verdict in {"landed", "differs"}
    where = f" ({landing.address})" if landing.address and (shown or not why) else ""
    if landing.way == "pull" and shown:
        what = "it" if landing.verdict == "landed" else "another text of it"
        return f"the site can pull {what}, and no page of it is seen{why}"
    said = {
        "landed": "it is there",
        "differs": f"it is there, and says something else{others}",
        "missing": "it is not there",
        "unreachable": "nobody can tell",
        "refused": "nobody can tell",
    }[landing.verdict.value]
    return f"{said}{where}{why}"


def sends_again(cells: Sequence[tuple[Row, Site]]) -> Consequence:
    """What sending these posts to these sites does, each once more or for the first time."""
    names = ", ".join(dict.fromkeys(site.name or site.id for _, site in cells))
    how = {row.cell(site.id).reached for row, site in cells}
    new = how <= {Reached.NOWHERE}
    times = "for the first time" if new else "again"
    posts = len({row.ref for row, _ in cells})
    count = "it" if posts == 1 else f"{posts} posts"
    doubt = "; it may be there already" if how & DOUBTFUL else ""
    if Reached.NOWHERE in how:
        return Consequence(f"sends {count} to {names} {times}; cannot be undone", Gravity.FINAL)
    return Consequence(f"sends {count} to {names} {times}{doubt}", Gravity.PUBLIC)
