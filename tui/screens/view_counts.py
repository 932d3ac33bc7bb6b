"""How many posts each view has, asked for behind what a person waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on, work
from textual.message import Message

from tui.domain.posts import Post, PostFilter
from tui.domain.query.asking import filter_of, own_terms
from tui.domain.urgency import background
from tui.presentation.views import count_text
from tui.screens.messages import PostsChanged
from tui.screens.views import OpenView, Views


class CountedViews(Views):
    """Views with their counts. The open one is counted by its list; of another the platforms are asked how
    many there are, where they answer all that it asks for; else what is at hand is counted.
    """

    @dataclass
    class Counted(Message):
        """What a connection says that it has for a view; None: it does not say. No connection: nobody can
        be asked, what is at hand is counted.
        """

        view: OpenView
        connection: str | None
        count: int | None

    _uncounted: frozenset[str] = frozenset()
    """Connections of which the counts are not what they were."""
    _counted_once = False
    _counting = False

    _everything: tuple[Post, ...] | None = None
    """All posts that there are, as long as a list that asks for all has told them."""

    def _show_rows(self) -> None:
        super()._show_rows()
        if self._exhausted and self._shown is self._feed and not self.view.asked and not self._failed:
            self._everything = self.posts
        if self._answered and not self._counted_once:
            # The list goes first.
            self._counted_once = True
            self.count_views(self.services.hub.names)

    def action_screen_refresh(self) -> None:
        """Ask for everything anew; the counts come after the list."""
        self._counted_once = False
        super().action_screen_refresh()

    @on(PostsChanged)
    def _count_changed(self, message: PostsChanged) -> None:
        self._everything = None
        self.count_views((message.connection,))

    def count_views(self, names: Iterable[str]) -> None:
        """Count the posts of these connections anew, for every view but the one that is open."""
        changed = frozenset(names)
        self._uncounted |= changed
        for name in changed:
            # Its list counts it while it is open; what was known before is of no use afterwards.
            self.view.counts.pop(name, None)
        if not self._counting:
            self._counting = True
            self._count_them()

    @work(group="view counts", exit_on_error=False)
    async def _count_them(self) -> None:
        try:
            with background():
                while self._uncounted:
                    name = min(self._uncounted)
                    self._uncounted -= {name}
                    await self._count_others(name)
            for view in self._others(own=True):
                self.post_message(self.Counted(view, None, None))
        finally:
            # A worker is among the workers for a moment after its end: what changes then is counted, too.
            self._counting = False

    async def _count_others(self, name: str) -> None:
        for view in self._others(own=False):
            wanted = filter_of(view.asked, self.able)
            # A view that was open when the others were counted has its list's count alone.
            missing = [each for each in self.services.hub.names if each not in view.counts]
            for each in dict.fromkeys((name, *missing)):
                count = await self.services.posts.count(wanted, each)
                self.post_message(self.Counted(view, each, count))

    def _others(self, *, own: bool) -> list[OpenView]:
        """The views that are not open, and of which Copydesk looks at something itself, or at nothing."""
        others = [view for view in self.views if view is not self.view]
        return [view for view in others if bool(own_terms(view.asked, self.able)) is own]

    @on(Counted)
    def _take_count(self, message: Counted) -> None:
        view = message.view
        if message.connection is None:
            view.counts.clear()
        else:
            view.counts[message.connection] = message.count
        if view is self.view:
            return
        told = [view.counts.get(name) for name in self.services.hub.names]
        known = [count for count in told if count is not None]
        if len(known) == len(told):
            view.seen = count_text(sum(known), exact=True)
        elif self._everything is not None:
            view.seen = count_text(self._fitting(view, self._everything), exact=True)
        else:
            view.seen = count_text(max(sum(known), self._at_hand(view)), exact=False)
        self.show_views()

    def _at_hand(self, view: OpenView) -> int:
        """How many posts for a view have been told, by any list."""
        kept = self.services.posts.kept(PostFilter(), self.services.hub.names)
        posts = {post.ref: post for each in kept for post in each.posts}
        posts.update((post.ref, post) for post in self.posts)
        return self._fitting(view, posts.values())

    def _fitting(self, view: OpenView, posts: Iterable[Post]) -> int:
        return sum(self.fits(view.asked, post) for post in posts)
