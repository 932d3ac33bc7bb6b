"""Posts that were kept stand in the list for connections that have told nothing, with their age."""

from __future__ import annotations

from collections.abc import Sequence

from tui.domain.posts import Post, PostFilter
from tui.presentation.ages import ages_line
from tui.screens.list_screen import ListScreen
from tui.services.feed import PostsFeed
from tui.services.lanes import Keeps


class KeptRows(ListScreen[Post]):
    """A list of posts that are told a stretch at a time."""

    filter = PostFilter()
    keeps: Keeps | None = None
    """Which of the posts that platforms tell are wanted: what of a query none of them answers."""
    narrowed = False
    """Whether a person is typing a query: the list shows part of what is at hand, and asks for no more."""
    posts: tuple[Post, ...] = ()
    """Those that are at hand."""
    _feed: PostsFeed | None = None
    _shown: PostsFeed | None = None
    """The feed whose posts are in the list: those of the one before stay until the next has answered."""
    _answered = False
    """Whether the feed that is asked has answered."""

    @property
    def shows_others(self) -> bool:
        """Whether what is listed was told for another filter than is asked for now."""
        asked, shown = self._feed, self._shown
        return asked is not None and shown is not None and asked.question != shown.question

    def listed(self) -> tuple[Post, ...]:
        """What is at hand: told, and kept of those that have told nothing."""
        return self.posts

    @property
    def _wanted(self) -> PostFilter:
        return self._shown.wanted if self.posts and self._shown is not None else self.filter

    @property
    def _silent(self) -> Sequence[str]:
        return self.services.hub.names if self._shown is None else self._shown.silent

    def ages(self) -> str:
        """How old what is listed is, of the connections that have not answered."""
        silent = self._silent
        asking = silent
        if self._answered and self._feed is not None:
            awaited = self._feed.awaited
            asking = [name for name in silent if name in awaited]
        kept = self.services.posts.kept(self._wanted, silent)
        return ages_line([(each.connection, each.as_of) for each in kept], asking, self.now)
