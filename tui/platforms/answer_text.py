"""What a platform answered of one item, laid out to be read: without secrets, and not longer than a person
would read.
"""

from __future__ import annotations

import re
from typing import Any

from tui.platforms.bodies.jsons import is_sound, laid_out

LONGEST_VALUE = 400
"""Characters of one text in it: bodies are shown elsewhere, whole."""
MOST_ITEMS = 200
"""Of one list."""
LONGEST = 60_000
HIDDEN = "(hidden)"

_SECRET_NAME = re.compile(
    r"secret|passw|pwd|token|credential|authorization|cookie|api_?key|private_?key|signing_?key|access_?key",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?"  # JWT
    r"|\b(?:sk|pk|rk|whsec|ghp|gho|ghs|github_pat|xox[abp]|ntr|bearer)[_-][\w-]{12,}"
    r"|\bBearer\s+[\w.~+/=-]{12,}"
)


def answer_text(told: Any) -> str | None:
    """An answer's JSON in lines; None where there is none, or where it cannot be walked through."""
    if told is None or not is_sound(told):
        return None
    text = laid_out(_shown(told))
    if len(text) <= LONGEST:
        return text
    return text[: text.rindex("\n", 0, LONGEST)] + f"\n… and {len(text) - LONGEST:,} more characters"


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _named(str(name), one) for name, one in value.items()}
    if isinstance(value, list):
        shown = [_shown(one) for one in value[:MOST_ITEMS]]
        return [*shown, f"… and {len(value) - MOST_ITEMS:,} more"] if len(value) > MOST_ITEMS else shown
    if isinstance(value, str):
        more = len(value) - LONGEST_VALUE
        kept = f"{value[:LONGEST_VALUE]}… and {more:,} more characters" if more > 0 else value
        return _SECRET_VALUE.sub(HIDDEN, kept)
    return value


def _named(name: str, value: Any) -> Any:
    """What stands under a name; of a name that secrets have, only whether there is anything."""
    if _SECRET_NAME.search(name) and value not in (None, "", [], {}) and not isinstance(value, bool):
        return HIDDEN
    return _shown(value)
