"""Copies of posts on another connection: a draft, or a text that a platform plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import Conflict
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.marks import question
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.many_verbs import Making
from tui.screens.slots import GivingSlots

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post

Row = TypeVar("Row")
WRITES_ITS_OWN = "plans it, and may write a text of its own over yours"


class SendingCopies(GivingSlots[Row]):
    """A list of which posts are copied to other connections."""

    def takers(self, *refs: ItemRef) -> list[str]:
        """The connections that can take a copy of one of these posts."""
        hub = self.services.hub
        return [
            name
            for name in hub.names
            if any(name != ref.connection for ref in refs)
            and hub.read_only(name) is None
            and (can := hub.capabilities(name))
            and can.creates
        ]

    def action_post_copy(self, to: str = "") -> None:
        """Make a draft of it on another connection, with its text as it is shown now; `to`: which, where that
        was said already.
        """
        items = self.decided_on()
        if not items or self.too_soon():
            return
        if not self.takers(*(item.ref for item in items)):
            self.note("No other connection can take a draft", Tone.BAD)
        elif to and to not in (able := self.takers(*(item.ref for item in items))):
            self.note(f"{to} cannot take a draft of it: {', '.join(able)}", Tone.BAD)
        elif to:
            self.each_read("copied", _no_text, lambda posts, go: self._copy_to(to, posts, go), unfit=_no_post)
        else:
            self.each_read("copied", _no_text, self._ask_where, unfit=_no_post)

    def _ask_where(self, posts: Sequence[Post], go: Callable[[Making], None]) -> None:
        able = self.takers(*(post.ref for post in posts))
        options = [(name, self._option(name)) for name in able]
        title = "Copy as a draft to" if len(posts) == 1 else f"Copy {len(posts)} posts as drafts to"
        asking.choose(self.app, title, options, lambda name: self._copy_to(name, posts, go))

    def _option(self, name: str) -> Content:
        more = f"  {WRITES_ITS_OWN}" if self._writes_over(name) else ""
        return Content.assemble(plain(name, 40), (more, "dim"))

    def _writes_over(self, name: str) -> bool:
        can = self.services.hub.capabilities(name)
        return can is not None and can.writes_over

    def _copy_to(self, name: str, posts: Sequence[Post], go: Callable[[Making], None]) -> None:
        from tui.domain.intents import copying

        over = self._writes_over(name)

        def making(post: Post) -> Sequence[Intent]:
            if post.ref.connection == name:
                raise Conflict(f"It is on {name} already", advice="")
            return (copying(post, name, over=over),)

        if not over:
            go(making)
            return
        said = [
            f"{name} plans a post of this title and takes the text. It also writes one of its own for what "
            "is planned, and may put that over yours: look at it there before it is approved.",
        ]
        titles = [post.title for post in posts]
        asking.confirm(self.app, f"Copy to {name}?", question(said, titles), "copy it", lambda: go(making))


def _no_post(item: Post | Approval) -> str | None:
    if isinstance(item, Approval) and item.kind is not ApprovalKind.POST:
        return f"is a {item.kind}: only posts are copied"
    return None


def _no_text(post: Post) -> str | None:
    return None if post.markdown and post.markdown.strip() else "has no text to copy"
