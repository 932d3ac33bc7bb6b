"""Quick steps of the posts' filter: a key goes to the next state, type or connection."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from tui.domain.posts import Post, PostFilter, PostState
from tui.screens.list_screen import ListScreen

T = TypeVar("T")


def next_of(chosen: frozenset[T], offered: tuple[T, ...]) -> frozenset[T]:
    """The next single choice after `chosen`: all → first → … → last → all. Several count as their last."""
    places = [place for place, value in enumerate(offered) if value in chosen]
    following = places[-1] + 1 if places else 0
    return frozenset({offered[following]}) if following < len(offered) else frozenset()


class FilterSteps(ListScreen[Post]):
    """A screen with a filter that keys step through."""

    filter: PostFilter

    def set_filter(self, wanted: PostFilter) -> None:
        """Show other posts."""
        raise NotImplementedError

    def offered(self) -> tuple[tuple[PostState, ...], tuple[str, ...], tuple[str, ...]]:
        """The states, content types and connections that a filter can name, in a fixed order."""
        hub = self.services.hub
        able = [can for name in hub.names if (can := hub.capabilities(name)) is not None]
        known = {state for can in able for state in can.states}
        states = tuple(state for state in PostState if state in known)
        types = tuple(dict.fromkeys(each for can in able for each in can.content_types))
        return states, types, tuple(hub.names)

    def action_filter_state(self) -> None:
        """The next state alone; after the last, all."""
        states, _, _ = self.offered()
        self.set_filter(replace(self.filter, states=next_of(self.filter.states, states)))

    def action_filter_type(self) -> None:
        """The next content type alone; after the last, all."""
        _, types, _ = self.offered()
        self.set_filter(replace(self.filter, content_types=next_of(self.filter.content_types, types)))

    def action_filter_connection(self) -> None:
        """The next connection alone; after the last, all."""
        _, _, names = self.offered()
        self.set_filter(replace(self.filter, connections=next_of(self.filter.connections, names)))

    def action_filter_sort(self) -> None:
        """Turn the order round."""
        self.set_filter(replace(self.filter, newest_first=not self.filter.newest_first))
        hub = self.services.hub
        fixed = [name for name in hub.names if (can := hub.capabilities(name)) and not can.sorts]
        if fixed and not self.filter.newest_first:
            self.note(f"{', '.join(fixed)} cannot be asked for the oldest: theirs stand as they come")

    def action_filter_clear(self) -> None:
        """All posts; the order stays."""
        self.set_filter(PostFilter(newest_first=self.filter.newest_first))
