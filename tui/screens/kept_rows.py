"""Posts that were kept stand in the list for connections that have told nothing, with their age."""

from __future__ import annotations

from collections.abc import Sequence

from tui.domain.kept import with_kept
from tui.domain.posts import Post, PostFilter
from tui.presentation.ages import ages_line
from tui.screens.list_screen import ListScreen
from tui.services.feed import PostsFeed


class KeptRows(ListScreen[Post]):
    """A list of posts that are told a stretch at a time."""

    filter = PostFilter()
    posts: tuple[Post, ...] = ()
    """Those that were told."""
    _feed: PostsFeed | None = None
    _shown: PostsFeed | None = None
    """The feed whose posts are in the list: those of the one before stay until the next has answered."""
    _answered = False
    """Whether the feed that is asked has answered."""
    _more = False
    """Whether the feed that is shown will tell more."""

    @property
    def shows_others(self) -> bool:
        """Whether what is listed was told for another filter than is asked for now."""
        asked, shown = self._feed, self._shown
        return asked is not None and shown is not None and asked.wanted != shown.wanted

    def listed(self) -> tuple[Post, ...]:
        """What was told, and among it what was kept of those that have told nothing."""
        return with_kept(self.posts, self.services.posts.kept(self._wanted, self._silent), more=self._more)

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
