"""The foot: the keys that act on what is under the cursor, or what can follow the keys that were pressed."""

from __future__ import annotations

from tui.commands import Command, command, of_area
from tui.commands.key_names import Strokes, shown
from tui.commands.keymap import Following
from tui.presentation.bars import KeyHint
from tui.screens.key_sequences import Commanded
from tui.screens.moving import Moving
from tui.widgets.key_bar import KeyBar


class Foot(Commanded, Moving):
    """A screen with a foot."""

    _may_follow: tuple[Following, ...] = ()

    def key(self, id: str) -> str:
        """The key of a command as it is bound now; where it has none, how the `:` line calls it."""
        return self.keymap.of(id)

    def refresh_keys(self) -> None:
        """Draw the keys that act here, most wanted first."""
        self.query_one(KeyBar).show_keys(self._hints(), "" if self._may_follow else self.key("app.help"))

    def _hints(self) -> list[KeyHint]:
        if self._may_follow:
            return [
                (shown(each.key), each.command.label if each.command else "…") for each in self._may_follow
            ]
        offered = (each for each in of_area(self.AREA) if each.footer and self.offers(each))
        wanted = sorted(offered, key=lambda each: each.footer)
        if self.reading:
            wanted.insert(0, command("item.close"))
        return [(self.key(each.id), each.label) for each in wanted if self.keymap.keys[each.id]]

    def show_following(self, pressed: Strokes, following: tuple[Following, ...]) -> None:
        """Show what can be pressed after these keys; nothing: what acts here again."""
        self._may_follow = following
        self.refresh_keys()

    def offers(self, each: Command) -> bool:
        """Whether a command can do something for the item under the cursor: else it is not in the foot."""
        return not (self.reading and each.id == "item.open")
