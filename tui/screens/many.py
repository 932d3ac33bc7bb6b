"""Deciding on several items in one go: each has its own result, and all are one step."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.content import Content

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import CopydeskError
from tui.domain.refs import ItemRef
from tui.domain.takings import takes
from tui.domain.verdicts import Consequence, Gravity, sum_of
from tui.presentation.bars import Tone
from tui.presentation.facts import consequence_line, refusal_line
from tui.presentation.marks import and_stays, question
from tui.presentation.outbox import under_way
from tui.presentation.pins import pin_of_several
from tui.screens import asking
from tui.screens.marks import Marks
from tui.screens.refused import Going, Refused, sifted_apart, told_of
from tui.widgets.lines import Bar

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post

Row = TypeVar("Row")
READ_AT_ONCE = 4
"""Texts that are read at the same time; how fast they leave is the pace's to say."""
POST_REQUESTS = 4
"""What a yes to a post asks of its platform at most: it is read, said, and what came of it is read."""
TEXT_REQUESTS = 2


class Many(Marks[Row]):
    """A list whose marked items are decided on together."""

    ASKS_FROM = Gravity.FINAL
    """What is as grave as this is asked about first."""

    @abstractmethod
    def refusal_of(self, item: Post | Approval, read: Post | None) -> str | None:
        """Why an item cannot be approved; None where it can. `read`: with its text, where that is known."""

    @abstractmethod
    def will_do(self, item: Post | Approval) -> Consequence:
        """What approving an item does."""

    @abstractmethod
    def yes_to(self, item: Post | Approval, read: Post | None) -> Sequence[Intent]:
        """Approving an item, as it was read. Raises CopydeskError where that cannot be."""

    def known_text(self, item: Post | Approval) -> Post | None:
        """A post with its text, where that is known and is that of the line."""
        return self.body(item.ref, item.updated_at)

    # What it will do

    def refresh_consequence(self) -> None:
        """While something is marked, the line sums up; what the key for one item does stands behind it."""
        if self.marked:
            own = super().pinned()
            whose = "" if own == self.pinned() else Content.assemble(" ", own)
            line = Content.assemble(self._sum_line(), "  ·", whose, self.consequence())
            self.query_one("#consequence", Bar).show(line)
        else:
            super().refresh_consequence()

    def pinned(self) -> Content:
        """While something is marked, the word for where that goes; for several connections, how many."""
        names = {ref.connection for ref in self.marked}
        if not names:
            return super().pinned()
        return self.pin_of(names.pop()) if len(names) == 1 else pin_of_several(len(names))

    def _sum_line(self) -> Content:
        able, refused = self.apart(self.marked_items(), self._seems_not)
        if not able:
            return refusal_line(f"none of the {len(self.marked)} marked can be approved")
        stays = and_stays(len(refused))
        will = sum_of([self.will_do(item) for item in able])
        line = consequence_line(self.key("mark.approve"), will)
        return Content.assemble(line, stays) if stays else line

    def _cannot(self, item: Post | Approval, read: Post | None) -> str | None:
        entry = self.services.outbox.of(item.ref)
        if entry is not None and entry.state.under_way:
            return under_way(entry, self.keymap)
        return self.changed_since_marked(item) or self.refusal_of(item, read)

    def _seems_not(self, item: Post | Approval) -> str | None:
        """As `_cannot`, by what is at hand: nothing is looked up for a line that is drawn again and again."""
        return self._cannot(item, self.known_text(item) if self.has_body(item.ref) else None)

    def apart(
        self, items: Sequence[Post | Approval], cannot: Callable[[Post | Approval], str | None]
    ) -> tuple[list[Post | Approval], list[Refused]]:
        """Those that a verb can be given for, and those that it cannot."""
        able: list[Post | Approval] = []
        refused: list[Refused] = []
        for item in items:
            why = cannot(item)
            if why is None:
                able.append(item)
            else:
                refused.append(Refused(item, why))
        return able, refused

    # Yes to all

    def action_mark_approve(self) -> None:
        """Say yes to all that are marked; what cannot be taken back asks first, once."""
        if not self.marked:
            one, several, asked = (self.key(id) for id in ("mark.toggle", "mark.range", "mark.query"))
            self.note(f"nothing is marked: {one} marks an item, {several} a range, {asked} by words")
        elif not self.too_soon():
            items = self.marked_items()
            # What cannot be approved anyway need not be read for it; the list of posts does not tell.
            able, refused = self.apart(
                items, lambda item: self._seems_not(item) if isinstance(item, Approval) else None
            )
            if able:
                self.with_texts(
                    able,
                    lambda _, read, unread: self._approve_marked(items, read, [*refused, *unread]),
                    why="so that your yes belongs to what they say",
                )
            else:
                self.tell_refused("not approved", refused)

    def _approve_marked(
        self, items: Sequence[Post | Approval], read: Mapping[ItemRef, Post], refused: Sequence[Refused]
    ) -> None:
        unread = {each.item.ref for each in refused}
        refused = list(refused)
        going: list[Going] = []
        for item in items:
            if item.ref in unread:
                continue
            text = read.get(item.ref)
            why = self._cannot(item, text)
            try:
                intents = () if why is not None else self.yes_to(item, text)
            except CopydeskError as error:
                why = error.sentence
            if why is not None:
                refused.append(Refused(item, why))
            else:
                going.append((item, intents))

        def sifted(broken: Mapping[ItemRef, str]) -> None:
            left, stopped = sifted_apart(going, broken)
            self._ask_approving(left, [*refused, *stopped])

        self.sift([intent for _, intents in going for intent in intents], sifted)

    def _ask_approving(self, going: Sequence[Going], refused: Sequence[Refused]) -> None:
        if not going:
            self.tell_refused("not approved", refused)
            return
        will = [self.will_do(item) for item, _ in going]
        beside = self.beside_of("not approved", refused)
        taking = self._takes([item for item, _ in going])
        all_intents = [intent for _, intents in going for intent in intents]

        def go() -> None:
            self.go(all_intents, f"{taking and ' · '}{taking}{beside}")

        gravest = sum_of(will)
        count = len(going)
        if list(Gravity).index(gravest.gravity) < list(Gravity).index(self.ASKS_FROM):
            self.let_out(all_intents, go, title=f"Approve {count}?", sifted=True)
            return
        grave = [
            item.title
            for (item, _), each in zip(going, will, strict=True)
            if list(Gravity).index(each.gravity) >= list(Gravity).index(self.ASKS_FROM)
        ]
        said = [gravest.text, taking]
        yes = "approve it" if count == 1 else f"approve all {count}"
        asked = question(said, grave, beside)
        self.let_out(all_intents, go, title=f"Approve {count}?", question=asked, yes=yes, sifted=True)

    def _takes(self, items: Sequence[Post | Approval]) -> str:
        """That it takes its time, where a platform's pace makes it long."""
        requests: Counter[str] = Counter()
        for item in items:
            post = not isinstance(item, Approval) or item.kind is ApprovalKind.POST
            requests[item.ref.connection] += POST_REQUESTS if post else TEXT_REQUESTS
        taking = takes(requests, {name: self.context.left(name) for name in requests})
        return f"it takes {taking}" if taking else ""

    def go(self, intents: Sequence[Intent], beside: str, origins: Sequence[ItemRef] = ()) -> bool:
        """One step in the outbox; gives whether it goes its way. The cursor goes to what is left where its
        own item leaves.
        """
        goes = self.decide(intents, beside=beside, origins=origins)
        self._marks_changed()
        return goes

    def beside_of(self, undone: str, refused: Sequence[Refused]) -> str:
        """What is said of those that a verb cannot be given for, beside what becomes of the others."""
        return told_of(undone, refused, marked=bool(self.marked))

    def tell_refused(self, undone: str, refused: Sequence[Refused]) -> None:
        """Say that a verb could be given for none, and why not for the first."""
        self.note(
            self.beside_of(undone, refused).removeprefix(" · ") or f"{undone}: none is listed", Tone.BAD
        )

    # Their texts

    def with_texts(
        self,
        items: Sequence[Post | Approval],
        then: Callable[[Sequence[Post | Approval], Mapping[ItemRef, Post], Sequence[Refused]], object],
        *,
        why: str = "",
    ) -> None:
        """Call `then` with the posts among these items as they were read, and with those that could not be.
        What was not read yet is read first, in the background, behind a card that counts.
        """
        read: dict[ItemRef, Post] = {}
        missing: list[Post | Approval] = []
        for item in items:
            if isinstance(item, Approval) and item.kind is not ApprovalKind.POST:
                continue
            known = self.known_text(item)
            if known is not None and known.markdown is not None:
                read[item.ref] = known
            elif not isinstance(item, Approval) or item.ready:
                missing.append(item)
        if not missing:
            then(items, read, ())
            return
        self._read_missing(items, read, missing, why, then)

    @work(group="verdicts", exit_on_error=False)
    async def _read_missing(
        self,
        items: Sequence[Post | Approval],
        read: dict[ItemRef, Post],
        missing: Sequence[Post | Approval],
        why: str,
        then: Callable[[Sequence[Post | Approval], Mapping[ItemRef, Post], Sequence[Refused]], object],
    ) -> None:
        names = Counter(item.ref.connection for item in missing)
        taking = takes(names, {name: self.context.left(name) for name in names}, ("requests",))
        more = " ".join(each for each in (why, f"({taking})" if taking else "") if each)
        refused: list[Refused] = []
        places = asyncio.Semaphore(READ_AT_ONCE)
        waiting = asking.wait(self.app, f"reading 0 of {len(missing)} {more}")

        async def read_one(item: Post | Approval) -> None:
            async with places:
                if not waiting.is_current:
                    return
                try:
                    post = await self.services.posts.read(item.ref)
                except CopydeskError as error:
                    refused.append(Refused(item, error.sentence))
                else:
                    read[item.ref] = post
                    self.keep_body(post)
            waiting.say(f"reading {len(read.keys() & wanted) + len(refused)} of {len(missing)} {more}")

        wanted = {item.ref for item in missing}
        try:
            await asyncio.gather(*(read_one(item) for item in missing))
            wants_it = waiting.is_current
        finally:
            self._no_longer(waiting)
        if wants_it:
            given = then(items, read, refused)
            if isinstance(given, Awaitable):
                await given
