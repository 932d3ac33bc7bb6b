"""What the checks say of an item as it would be sent, and whether they leave a yes to it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from textual import on, work
from textual.content import Content
from textual.message import Message

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.preferences import CheckMode
from tui.domain.refs import ItemRef
from tui.presentation.reading import blocked, checks_line
from tui.screens.bodies import Bodies, Shown
from tui.screens.context import Context

if TYPE_CHECKING:
    from tui.domain.evidence import Evidence
    from tui.domain.fields import Field
    from tui.domain.posts import Post

Row = TypeVar("Row")
UNREAD = "cannot be approved before its text has been read: its checks want it"
UNWEIGHED = "cannot be approved before its numbers and names were looked up, which takes a moment: read it"
MOST_WEIGHED = 64


class Checking(Bodies[Row]):
    """A list whose items are held against rules of lengths and fields, and against their sources."""

    @dataclass
    class Weighed(Message, bubble=False):
        """It was found out what a text leans on."""

        shown: Shown
        evidence: Evidence

    def __init__(self, context: Context) -> None:
        """Start with nothing weighed."""
        super().__init__(context)
        self._weighed: OrderedDict[tuple[ItemRef, str], Evidence] = OrderedDict()

    def fields_of(self, connection: str) -> tuple[Field, ...]:
        """What can be edited of a connection's posts; none where that is not known."""
        can = self.services.hub.capabilities(connection)
        return can.fields if can else ()

    def checks_of(self, shown: Shown) -> Content:
        """What the rules say of an item as it would be sent, in a line."""
        from tui.domain.rules import findings

        found = findings(self._as_sent(shown.theirs), self.fields_of(shown.item.ref.connection))
        odd = None
        if self.context.preferences.checks.of("evidence") is not CheckMode.OFF:
            odd = self._strange(shown)
        return checks_line(found, self.context.preferences.checks, odd, ascii=self.ascii)

    def _strange(self, shown: Shown) -> str | None:
        """What of a text is in none of its sources, as soon as that is known."""
        from tui.presentation.leanings import strangers_line

        item = shown.item
        if isinstance(item, Approval) or not item.sources or shown.text is None:
            return None
        weighed = self._weighed.get((item.ref, shown.text))
        if weighed is None:
            self._weigh(shown)
            return None
        return strangers_line(weighed)

    @work(group="evidence", exclusive=True, exit_on_error=False)
    async def _weigh(self, shown: Shown) -> None:
        found = await self.evidence_of(shown)
        if found is not None:
            self.post_message(self.Weighed(shown, found))

    async def evidence_of(self, shown: Shown) -> Evidence | None:
        """What a text leans on; None where its platform tells of no sources."""
        item, text = shown.item, shown.text
        if isinstance(item, Approval) or not item.sources or text is None:
            return None
        if (item.ref, text) in self._weighed:
            return self._weighed[item.ref, text]
        from tui.domain.evidence import evidence

        return await asyncio.to_thread(evidence, text, item.sources, item.title)

    @on(Weighed)
    def _weighed_now(self, message: Weighed) -> None:
        shown = message.shown
        self._weighed[shown.item.ref, shown.text or ""] = message.evidence
        if len(self._weighed) > MOST_WEIGHED:
            self._weighed.popitem(last=False)
        if shown is self.in_view and self.preview.key is not None:
            self.draw_item(shown)
            self.refresh_consequence()

    def _as_sent(self, item: Post | Approval) -> Post | Approval:
        """An item with the text that is kept for it."""
        kept = self.kept(item)
        if kept is None:
            return item
        from tui.domain.as_edited import as_edited

        return as_edited(item, kept, self.fields_of(item.ref.connection))

    def blocked(self, item: Post | Approval, read: Post | None = None) -> str | None:
        """Why there is no yes to an item that breaks a check which a person set to block; None: there is.
        `read`: the post as it was read, where it was.
        """
        checks = self.context.preferences.checks
        if CheckMode.BLOCK not in {checks.usual, *checks.rules.values()}:
            return None
        from tui.domain.rules import Finding, blocks, findings

        known: Post | Approval | None = item
        if not isinstance(item, Approval) or item.kind is ApprovalKind.POST:
            known = read or self.body(item.ref, item.updated_at)
        if known is None:
            return UNREAD
        sent = self._as_sent(known)
        found = blocks(findings(sent, self.fields_of(item.ref.connection)), checks)
        if found is None and checks.of("evidence") is CheckMode.BLOCK and not isinstance(sent, Approval):
            from tui.presentation.leanings import strangers_line

            weighed = self._weighed.get((sent.ref, sent.markdown or ""))
            if weighed is None:
                return UNWEIGHED if sent.sources and sent.markdown is not None else None
            strange = strangers_line(weighed)
            found = Finding("evidence", strange, broken="") if strange else None
        return blocked(found) if found is not None else None
