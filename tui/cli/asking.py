"""Asking whoever typed a command, before something is lost for good."""

from __future__ import annotations

import sys

from tui.domain.errors import CopydeskError

YES = frozenset({"y", "yes"})


def agreed(question: str, *, yes: bool) -> bool:
    """Whether it is wanted; `yes`: it was said already. Raises CopydeskError where nobody can be asked."""
    if yes:
        return True
    if not (sys.stdin and sys.stdin.isatty()):
        raise CopydeskError("Nobody can be asked here", advice="--yes does it without a question.")
    print(f"{question} [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in YES
