"""The verbs over what Copydesk keeps. They work while it runs, and make no config file and no state."""

from __future__ import annotations

from tui.cli.arguments import Arguments
from tui.config.paths import Paths


def kept(arguments: Arguments, paths: Paths) -> int:
    """Run the verb; gives the exit code. Raises CopydeskError."""
    match arguments.verb:
        case "audit":
            from tui.cli.audit import audit

            return audit(arguments, paths)
        case "outbox":
            from tui.cli.audit import outbox

            return outbox(arguments, paths)
        case "deleted":
            from tui.cli.deleted import deleted

            return deleted(arguments, paths)
        case "edits":
            from tui.cli.edits import edits

            return edits(arguments, paths)
        case _:
            from tui.cli.state import state

            return state(arguments, paths)
