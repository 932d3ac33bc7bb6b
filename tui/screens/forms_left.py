"""Forms that were left before anything came of what was typed in them: it is given back, once, by the same
form. In memory alone: secrets may be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.domain.forms import Values


@dataclass(frozen=True, slots=True)
class FormLeft:
    """What a form held when it was left."""

    values: Values = field(repr=False)
    unsure: bool = False
    """Whether it may have been done already."""


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Where one form is kept, and what becomes of what it sent once it was left."""

    forms: dict[Hashable, FormLeft] = field(repr=False)
    key: Hashable
    """What the form is for: another account's is another form."""
    late: Callable[[Any], object] | None = None
    """Called with what comes back then, where that is to be other than usual: the person is elsewhere."""

    def take(self) -> FormLeft | None:
        """What it was left with; it is here no longer."""
        return self.forms.pop(self.key, None)

    def keep(self, left: FormLeft) -> None:
        """Keep it until the form is opened again."""
        self.forms[self.key] = left
