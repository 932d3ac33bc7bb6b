"""Choose which posts are listed: several states, content types and connections at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.domain.posts import PostFilter, PostState
from tui.presentation.states import post_look
from tui.presentation.text import plain
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.switch_list import SwitchList


class FilterPosts(Dialog[PostFilter]):
    """One list of switches; nothing switched on in a group means all of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "show", show=False, priority=True),
        Binding("j", "step(1)", "down", show=False),
        Binding("k", "step(-1)", "up", show=False),
        Binding("F", "clear", "all", show=False),
        Binding("q", "leave", "leave", show=False),
    ]

    def __init__(
        self, wanted: PostFilter, states: Sequence[PostState], types: Sequence[str], names: Sequence[str]
    ) -> None:
        """Begin with `wanted`; offer these states, types and connections."""
        super().__init__()
        self._wanted = wanted
        self._states = states
        self._types = types
        self._names = names

    def compose(self) -> ComposeResult:
        """The switches."""
        wanted = self._wanted
        choices = [
            *(
                (f"s:{state}", Content(f"status   {post_look(state)}"), state in wanted.states)
                for state in self._states
            ),
            *(
                (f"t:{each}", Content(f"type     {plain(each, 40)}"), each in wanted.content_types)
                for each in self._types
            ),
            *(
                (f"c:{each}", Content(f"conn     {plain(each, 40)}"), each in wanted.connections)
                for each in self._names
            ),
        ]
        with Vertical(id="card") as card:
            card.border_title = "Filter"
            yield SwitchList(choices, id="choices")
            yield Static("space switches    Enter shows    F clears    Esc leaves", id="hint", markup=False)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(SwitchList).action_step(by)

    def action_clear(self) -> None:
        """Switch everything off."""
        self.query_one(SwitchList).all_off()

    def action_take(self) -> None:
        """Answer with the filter as it is switched."""
        chosen = self.query_one(SwitchList).chosen

        def values(group: str) -> frozenset[str]:
            return frozenset(value[2:] for value in chosen if value.startswith(group))

        self.answer(
            PostFilter(
                states=frozenset(PostState(value) for value in values("s:")),
                content_types=values("t:"),
                connections=values("c:"),
                newest_first=self._wanted.newest_first,
            )
        )
