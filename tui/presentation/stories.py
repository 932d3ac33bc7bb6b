"""What came of a published post, in lines."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from tui.domain.stories import Part, PartState
from tui.presentation import roles
from tui.presentation.text import plain
from tui.presentation.times import due

_SIGNS = {
    PartState.TOPIC: ("◌", ".", roles.STRONG),
    PartState.TEXT: ("◑", "~", roles.STRONG),
    PartState.WRITING: ("◔", "~", roles.DIM),
    PartState.SAID_YES: ("●", "p", roles.GOOD),
    PartState.GONE: ("–", "-", roles.DIM),
}
_TITLE, _NETWORK = 60, 10


def part_line(part: Part, now: datetime, *, ascii: bool = False) -> Content:
    """A social post of a story: how far it is, where it goes, when it is due, and what it is called."""
    sign, plain_sign, role = _SIGNS[part.state]
    # First what tells them apart: their titles begin as that of their post does.
    facts = [part.state.value, plain(part.network, _NETWORK), due(part.due, now) if part.due else ""]
    return Content.assemble(
        (plain_sign if ascii else sign, role),
        (f" {' · '.join(fact for fact in facts if fact)}  ", roles.DIM),
        plain(part.title, _TITLE),
    )
