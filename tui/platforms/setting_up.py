"""What a platform lets be set up, where it lets nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.domain.ports import Accounts, Schedules, Sites


class NothingToSetUp:
    """A platform without accounts, schedules and sites of its own; each overrides what it has."""

    @property
    def accounts(self) -> Accounts | None:
        """None of them can be set up."""
        return None

    @property
    def schedules(self) -> Schedules | None:
        """It has none."""
        return None

    @property
    def sites(self) -> Sites | None:
        """It has none to name."""
        return None
