"""Quick steps of the posts' query: a key goes to the next state, type or connection."""

from __future__ import annotations

from tui.commands import Command
from tui.domain.posts import Post
from tui.domain.query import Key, Query
from tui.screens.querying import Querying

_FAILED = ("failed",)


def next_of(chosen: tuple[str, ...], offered: tuple[str, ...]) -> tuple[str, ...]:
    """The next single choice after `chosen`: all → first → … → last → all. Several count as their last."""
    folded = {each.casefold() for each in chosen}
    places = [place for place, value in enumerate(offered) if value.casefold() in folded]
    following = places[-1] + 1 if places else 0
    return (offered[following],) if following < len(offered) else ()


class FilterSteps(Querying[Post]):
    """A screen with a query that keys step through."""

    newest_first = True

    def set_query(self, query: Query, *, newest_first: bool) -> None:
        """List what this query takes, in this order."""
        raise NotImplementedError

    def offers(self, each: Command) -> bool:
        """The foot has no room for it: a view shows what failed as well."""
        return each.id != "filter.failed" and super().offers(each)

    def _step(self, key: Key, offered: tuple[str, ...]) -> None:
        query = self.in_force or Query()
        following = next_of(query.values(key), offered)
        self.set_query(query.with_values(key, following), newest_first=self.newest_first)

    def action_filter_state(self) -> None:
        """The next state alone; after the last, all."""
        self._step(Key.STATUS, self.known_words().states)

    def action_filter_failed(self) -> None:
        """Only what failed, or all again."""
        query = self.in_force or Query()
        following = () if query.values(Key.STATUS) == _FAILED else _FAILED
        self.set_query(query.with_values(Key.STATUS, following), newest_first=self.newest_first)

    def action_filter_type(self) -> None:
        """The next content type alone; after the last, all."""
        self._step(Key.TYPE, self.known_words().types)

    def action_filter_connection(self) -> None:
        """The next connection alone; after the last, all."""
        self._step(Key.CONN, self.known_words().connections)

    def action_filter_sort(self) -> None:
        """Turn the order round."""
        self.set_query(self.in_force or Query(), newest_first=not self.newest_first)
        hub = self.services.hub
        fixed = [name for name in hub.names if (can := hub.capabilities(name)) and not can.sorts]
        if fixed and not self.newest_first:
            self.note(f"{', '.join(fixed)} cannot be asked for the oldest: theirs stand as they come")
