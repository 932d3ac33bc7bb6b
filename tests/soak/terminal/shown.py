"""What the screens showed, held against what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.soak.ledger import Meant
from tui.domain.entry_states import Action, EntryState

FAULTS = (
    "Traceback (most recent call",
    "A fault of Copydesk's own",
    "Copydesk stopped",
    "Something went wrong",
)
ACTIONS = {
    "approved": Action.APPROVE,
    "published": Action.PUBLISH,
    "a draft again": Action.UNPUBLISH,
    "deleted": Action.DELETE,
    "scheduled": Action.SCHEDULE,
    "saved": Action.SAVE,
    "copied": Action.CREATE,
}
_DONE = re.compile(rf"── ✓ ({'|'.join(ACTIONS)}): ([^·─…│]{{3,60}})")
_BACK = re.compile(r"── taken back, nothing was sent: ([^·─…│]{3,60})")


def faults(frames: Iterable[str]) -> Iterator[str]:
    """Each fault of Copydesk's own that stood on a screen."""
    for fault in FAULTS:
        for frame in frames:
            if fault in frame:
                line = next(line for line in frame.splitlines() if fault in line)
                yield f"a screen showed: {line.strip()}"
                break


def untrue(frames: Iterable[str], meant: Iterable[Meant]) -> Iterator[str]:
    """What a screen said was done, or taken back, and was not."""
    entries = tuple(meant)
    told: set[tuple[Action | None, str]] = set()
    for frame in frames:
        told |= {(ACTIONS[what], title.strip()) for what, title in _DONE.findall(frame)}
        told |= {(None, title.strip()) for title in _BACK.findall(frame)}
    for action, title in sorted(told, key=str):
        if re.fullmatch(r"\d+ items", title):
            continue
        state = EntryState.SENT if action else EntryState.WITHDRAWN
        if not any(
            one.state is state
            and " ".join(one.entry.intent.title.split()).startswith(title[:30])
            and action in {None, one.entry.intent.action}
            for one in entries
        ):
            yield f"a screen said {action or 'taken back'}: {title!r}, and no entry is so"
