"""Sending published posts to sites again: one cell, those that are marked, or all that failed on a site."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import work
from textual.screen import Screen

from tui.commands import Command
from tui.domain.deliveries import DOUBTFUL, CellAt, Reached, Row
from tui.domain.errors import CopydeskError
from tui.domain.posts import Post
from tui.domain.refs import ItemRef
from tui.domain.sites import Site
from tui.domain.verdicts import Gravity
from tui.presentation.bars import Tone
from tui.presentation.deliveries import landed_words, sends_again
from tui.presentation.facts import read_only_refusal
from tui.presentation.marks import each_why, question
from tui.presentation.outbox import under_way
from tui.presentation.sites import closed_why
from tui.screens import asking
from tui.screens.cells import Cells, has_arrived
from tui.screens.landing import DidItLand

if TYPE_CHECKING:
    from tui.domain.landing import Landing
    from tui.domain.outbox import Intent

AT_ONCE = 4
MOST_LOOKED_AT = 10
"""Cells of which it is looked whether they landed, before they are sent again."""
UNASKED = 10
"""Cells that are sent again without a question where none is in doubt."""


THERE = "it is there by now"


class _Refused(NamedTuple):
    row: Row
    site: Site
    why: str


class SendingAgain(Cells, DidItLand[Row]):
    """A table of deliveries that can be sent again. Each post is one entry of the outbox, with its own
    result.
    """

    def action_delivery_retry(self) -> None:
        """Send what is marked, or the cell under the cursor, to its site again."""
        if self.too_soon():
            return
        cells = self.sent_cells()
        if not cells:
            self.note("this post does not go to that site", Tone.BAD)
        else:
            self.send_again(cells)

    def action_delivery_retry_site(self) -> None:
        """Send all that failed on the site under the cursor again."""
        if self.too_soon():
            return
        cells = self.failed_here()
        if cells:
            self.send_again(cells)
        elif self.site_here is not None:
            unread = self.services.deliveries.unread
            more = f"; {unread} posts have not been read yet" if unread else ""
            self.note(f"nothing failed on {self.site_here[1].name}{more}")

    def send_again(self, cells: Sequence[tuple[Row, Site]]) -> None:
        """Send these, as far as they can be; what may be there already is looked for first."""
        able: list[tuple[Row, Site]] = []
        refused: list[_Refused] = []
        for row, site in cells:
            why = self.why_not(row, site)
            if why is None and self.arrived_since_marked(row, site):
                why = THERE
            if why is None:
                able.append((row, site))
            else:
                refused.append(_Refused(row, site, why))
        if not able:
            self.note(self._told(refused), Tone.BAD)
            return
        doubtful = [each for each in able if self._in_doubt(*each)]
        unread = {row.ref for row, _ in able if self.services.deliveries.read_post(row.ref) is None}
        if doubtful or unread:
            what = "looking whether it is there already" if doubtful else "reading how it stands"
            self._look_first(able, doubtful, refused, asking.wait(self.app, what))
        else:
            self._ask_first(able, {}, refused)

    def _in_doubt(self, row: Row, site: Site) -> bool:
        """Whether a post may be on a site already: it is on its way, or was seen there though it failed."""
        cell, landing = row.cell(site.id), self.services.landing.of(row.ref, site.id)
        denied = landing is not None and cell.delivery is not None and landing.denies(cell.delivery)
        return denied or cell.reached in DOUBTFUL

    def why_not(self, row: Row, site: Site) -> str | None:
        """Why a post cannot be sent to a site; None where it can."""
        name = row.ref.connection
        reason = self.read_only(row.ref)
        if reason is not None:
            return read_only_refusal("sent", name, reason)
        entry = self.services.outbox.of(row.ref)
        if entry is not None and entry.state.under_way:
            return under_way(entry, self.keymap)
        if not (closed := closed_why(site)):
            return None
        switch, accounts = self.key("account.switch"), self.key("go.accounts")
        return f"{closed}; {switch} on the accounts screen ({accounts}) switches it on"

    @work(group="sending again", exit_on_error=False)
    async def _look_first(
        self,
        cells: Sequence[tuple[Row, Site]],
        doubtful: Sequence[tuple[Row, Site]],
        refused: list[_Refused],
        waiting: Screen[None],
    ) -> None:
        told: dict[CellAt, str] = {}
        places = asyncio.Semaphore(AT_ONCE)

        async def look(ref: ItemRef) -> None:
            async with places:
                try:
                    post = await self.services.deliveries.read(ref)
                except CopydeskError as error:
                    refused.extend(
                        _Refused(row, site, error.sentence) for row, site in cells if row.ref == ref
                    )
                    return
                sites = [site for row, site in doubtful[:MOST_LOOKED_AT] if row.ref == ref]
                for site in sites:
                    told[CellAt(ref, site.id)] = await self._whether_landed(post, site)

        try:
            await asyncio.gather(*(look(ref) for ref in dict.fromkeys(row.ref for row, _ in cells)))
            wants_it = waiting.is_current
        finally:
            if waiting.is_current:
                waiting.dismiss(None)
        if wants_it:
            rows = {row.ref: row for row in self.services.deliveries.rows}
            gone = {(each.row.ref, each.site.id) for each in refused}
            able = []
            for row, site in cells:
                now = rows.get(row.ref)
                if now is None or (row.ref, site.id) in gone:
                    continue
                if has_arrived(row.cell(site.id).reached, now, site):
                    refused.append(_Refused(now, site, THERE))
                else:
                    able.append((now, site))
            self._ask_first(able, told, refused)

    async def _whether_landed(self, post: Post, site: Site) -> str:
        """Whether a post is on a site, in words."""
        try:
            (found,) = await self.services.landing.look(post, (site.id,))
        except CopydeskError as error:
            return f"nobody can tell: {error.sentence}"
        return landed_words(found)

    def _ask_first(
        self, cells: Sequence[tuple[Row, Site]], told: dict[CellAt, str], refused: Sequence[_Refused]
    ) -> None:
        from tui.domain.intents import delivering

        if not cells:
            self.note(self._told(refused), Tone.BAD)
            return
        by_post: dict[ItemRef, list[tuple[Row, Site]]] = {}
        for row, site in cells:
            by_post.setdefault(row.ref, []).append((row, site))
        try:
            intents = [
                delivering(
                    self.services.deliveries.read_post(ref) or several[0][0].post,
                    [site.id for _, site in several],
                    sends_again(several),
                )
                for ref, several in by_post.items()
            ]
        except CopydeskError as error:
            self.note(f"not sent: {error.sentence}", Tone.BAD)
            return

        def sifted(broken: Mapping[ItemRef, str]) -> None:
            stopped = [_Refused(row, site, broken[row.ref]) for row, site in cells if row.ref in broken]
            going = [each for each in intents if each.ref not in broken]
            left = [each for each in cells if each[0].ref not in broken]
            self._ask_sifted(left, going, told, [*refused, *stopped])

        self.sift(intents, sifted)

    def _ask_sifted(
        self,
        cells: Sequence[tuple[Row, Site]],
        intents: Sequence[Intent],
        told: dict[CellAt, str],
        refused: Sequence[_Refused],
    ) -> None:
        if not cells:
            self.note(self._told(refused), Tone.BAD)
            return
        will = sends_again(cells)
        doubted = any(self._in_doubt(row, site) for row, site in cells)
        asks = doubted or will.gravity is Gravity.FINAL or len(cells) > UNASKED
        lines = [
            f"{site.name or site.id} ({row.cell(site.id).reached}): {told[CellAt(row.ref, site.id)]}"
            for row, site in cells
            if CellAt(row.ref, site.id) in told
        ]
        beside = f" · {self._told(refused)}" if refused else ""
        titles = list(dict.fromkeys(row.post.title for row, _ in cells))
        asked = question([will.text, *lines], titles, beside) if asks else None
        at = [CellAt(row.ref, site.id) for row, site in cells]

        def go() -> None:
            if self.decide(intents, beside=beside):
                self.sent_from(at)

        self.let_out(intents, go, title="Send again?", question=asked, yes="send it", sifted=True)

    def _told(self, refused: Sequence[_Refused]) -> str:
        sites = list(dict.fromkeys(each.site.name or each.site.id for each in refused))
        posts = list(dict.fromkeys((each.row.post.title, each.why) for each in refused))
        return f"not sent to {', '.join(sites)}: {each_why(posts)}"

    # Did it land?

    @property
    def to_land(self) -> tuple[ItemRef, tuple[str, ...] | None] | None:
        """The post under the cursor, on the site under it."""
        here = self.cell_here
        if here is None or here[0].cell(here[1].id).reached is Reached.NOWHERE:
            return None
        return here[0].ref, (here[1].id,)

    def offers(self, each: Command) -> bool:
        """Where it was not sent there is nothing to look for."""
        return self.to_land is not None if each.id == "post.landed" else super().offers(each)

    def action_post_landed(self) -> None:
        """Look whether the post is on the site under the cursor."""
        if self.to_land is None:
            self.note("it was not sent there: there is nothing to look for")
        else:
            super().action_post_landed()

    def landed(self, ref: ItemRef, found: tuple[Landing, ...]) -> None:
        """In its cell too."""
        self.cells_changed()
