"""What every screen is given: the services, and how this terminal and person want things shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.keymap import Keymap, keymap_of
from tui.domain.connections import Left
from tui.domain.errors import CopydeskError
from tui.domain.holds import Refresh
from tui.domain.places import Place, PlaceStore
from tui.domain.preferences import Preferences
from tui.domain.setups import Reloaded, Setups
from tui.domain.terminal import Terminal
from tui.services import Services

if TYPE_CHECKING:
    from tui.screens.forms_left import FormsLeft
    from tui.services.publish_checks import LookAt

HOLD_STEPS = (5.0, 2.0)


@dataclass(frozen=True, slots=True)
class Context:
    """Handed down from the composition root; another takes its place when the config file changes."""

    services: Services
    now: Callable[[], datetime]
    """The time, aware, with what the clocks of the person's zone show now."""
    edit_folder: Path
    """Where texts are while an editor has them: owner-only."""
    editor: str | None = None
    """The configured editor's command; None: $VISUAL or $EDITOR."""
    here: Callable[[str], str | None] = lambda connection: None
    """The id, on a connection, of the repository that Copydesk was started in; None where it is in none."""
    look_at: LookAt | None = None
    """Looks at an address that a text links to; None: nothing does."""
    left: Callable[[str], Sequence[Left]] = lambda connection: ()
    """How many requests of each limited kind a connection could send at once; none where it has no limit."""
    refresh: Refresh = field(default_factory=Refresh)
    """How often the screens ask anew by themselves."""
    preferences: Preferences = field(default_factory=Preferences)
    """How the person wants lists, keys and signs."""
    grace_seconds: float = 0.5
    """How long a decision key is deaf after an item came under the cursor: what was typed ahead must not
    decide on what was not seen."""
    hold_steps: tuple[float, ...] = HOLD_STEPS
    """Seconds left at which a hold is told anew; none over a slow line."""
    ascii: bool = False
    """Signs that every font has."""
    terminal: Terminal = field(default_factory=Terminal)
    """What is known of the terminal."""
    notices: tuple[str, ...] = ()
    """What the start has to say: a config file written, a line in it that is wrong."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where the person was on each screen when the line dropped, until that screen has come back to it."""
    place_store: PlaceStore | None = None
    """What keeps that from one run to the next; None: nothing does."""
    reload: Callable[[], Reloaded] | None = None
    """Reads the config file anew; for a thread. None: there is none."""
    setups: Setups | None = None
    """How the connections are set up, and what changes that."""
    failures_told: dict[str, CopydeskError] = field(default_factory=dict)
    """Which failure of each connection was said last, on whichever screen."""
    forms_left: FormsLeft = field(default_factory=dict, repr=False)
    """What was typed in forms and not taken."""

    zone_here: Callable[[], tzinfo | None] = lambda: None
    """The person's zone with its rules; None: the time tells it. Asked for after the first frame."""

    @property
    def zone(self) -> tzinfo:
        """The person's zone with its rules for every day; how far `now` is off UTC is true of today only."""
        return self.zone_here() or self.now().tzinfo or UTC

    @property
    def slow(self) -> bool:
        """Whether the line is slow: each byte counts, and nothing moves by itself."""
        return self.terminal.slow

    @property
    def keymap(self) -> Keymap:
        """Which keys give which command, as the person wants it now."""
        return keymap_of(self.preferences.keys)

    @property
    def all_notices(self) -> tuple[str, ...]:
        """What there is to say of the config file, its keys included."""
        return (*self.notices, *self.keymap.problems)
