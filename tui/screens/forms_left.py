"""Forms that were left before anything came of what was typed in them: it is given back, once, by the same
form. In memory alone: secrets may be in it, which are for the connection that they were typed for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from tui.domain.forms import Values


@dataclass(frozen=True, slots=True)
class FormLeft:
    """What a form held when it was left."""

    values: Values = field(repr=False)
    unsure: bool = False
    """Whether it may have been done already."""


FormsLeft: TypeAlias = dict[tuple[str, Hashable], FormLeft]
"""Those that were left, by their connection and by what each is for."""


def forget(forms: FormsLeft, connections: Collection[str]) -> None:
    """These connections have left, or are others now: what was typed for them is for nobody else."""
    for place in [place for place in forms if place[0] in connections]:
        del forms[place]


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Where one form is kept, and what becomes of what it sent once it was left."""

    forms: FormsLeft = field(repr=False)
    connection: str
    key: Hashable
    """What the form is for: another account's is another form."""
    late: Callable[[Any], object] | None = None
    """Called with what comes back then, where that is to be other than usual: the person is elsewhere."""

    def take(self) -> FormLeft | None:
        """What it was left with; it is here no longer."""
        return self.forms.pop((self.connection, self.key), None)

    def keep(self, left: FormLeft) -> None:
        """Keep it until the form is opened again."""
        self.forms[self.connection, self.key] = left
