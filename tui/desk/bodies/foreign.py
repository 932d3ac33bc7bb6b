"""Parts of a platform's body that Markdown has no form for: kept as JSON in a fence, never dropped."""

from __future__ import annotations

import json
from typing import Any

from tui.desk.bodies.tree import CodeBlock


def kept(part: dict[str, Any], language: str) -> CodeBlock:
    """The fence that keeps a part; `language` says whose it is."""
    try:
        return CodeBlock(json.dumps(part, ensure_ascii=False, indent=1), language)
    except RecursionError:
        return CodeBlock(f"{part.get('type')}: its JSON goes too deep to be shown")


def restored(text: str) -> dict[str, Any] | None:
    """The part that a fence keeps; None where it holds none."""
    try:
        part = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return part if isinstance(part, dict) and isinstance(part.get("type"), str) else None
