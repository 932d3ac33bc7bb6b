"""What text looks like, by what it is for. Styles for Content: a theme's colours by their variables,
and weight, which every terminal has. No state is told by one of these alone.
"""

from __future__ import annotations

from typing import Final

NORMAL: Final = ""
DIM: Final = "dim"
"""Facts: less wanted than the title."""
STRONG: Final = "bold"
"""Needs a person now; headings; keys."""
ACCENT: Final = "$accent"
"""The cursor and the open screen."""
GOOD: Final = "$text-success"
BUSY: Final = "$text-primary"
WARNING: Final = "bold $text-warning"
BAD: Final = "bold $text-error"
GONE: Final = "$text-error"
"""A line that is no longer there; always behind a sign."""
CODE: Final = "$text-secondary"
ADDRESS: Final = "dim"
