"""What a yes on Repostra will do, worked out from what the platform shows (contracts/repostra.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tui.domain.verdicts import Consequence, Effect, Gravity, Outcome
from tui.platforms.repostra.wire import AccountIn, ContentIn, PendingSocialIn
from tui.platforms.times import said

WRITES = Consequence(
    "starts the writing; the text comes back here for your yes", Gravity.UNDOABLE, Effect.WRITES
)
BY_HAND = "manual_posting"


def publishing(accounts: Iterable[AccountIn]) -> tuple[str, ...]:
    """The accounts that a yes to a blog post may publish to at once, in words: active websites with a
    webhook or WordPress. One that does not say whether it is active counts.
    """
    return tuple(
        f"{account.account_name or f'website {account.id}'} ({account.posting_method})"
        for account in accounts
        if account.platform == "website"
        and account.is_active is not False
        and account.posting_method in {"webhook", "wordpress"}
    )


def of_blog(scheduled_for: datetime | None, sites: Sequence[str] | None) -> Consequence:
    """What a yes to a blog post does; `sites` as `publishing` gives them, None where they could not be
    read: then the worst is told.
    """
    if sites is None:
        return Consequence(
            "may publish NOW: its accounts could not be read; cannot be undone", Gravity.FINAL, Effect.NOW
        )
    if sites:
        return Consequence(
            f"may publish NOW to {', '.join(sites)}, cannot be undone", Gravity.FINAL, Effect.NOW
        )
    if scheduled_for is not None:
        return Consequence(f"waits for {said(scheduled_for)}, then goes public", Gravity.PUBLIC, Effect.WAITS)
    return Consequence("becomes a draft that goes out on its schedule", Gravity.PUBLIC, Effect.WAITS)


def of_text(pending: PendingSocialIn) -> Consequence:
    """What a yes to a social text does. It cannot be taken back over the API (peers R1)."""
    if pending.status == BY_HAND:
        return Consequence("is marked as published; you post it by hand", Gravity.UNDOABLE, Effect.MARKED)
    if pending.scheduled_for is not None:
        return Consequence(f"goes out {said(pending.scheduled_for)}", Gravity.PUBLIC, Effect.WAITS)
    return Consequence("is ready to go out", Gravity.PUBLIC, Effect.WAITS)


def outcome_of(content: ContentIn) -> Outcome:
    """What became of a blog post that was approved, from its state as it was read back (peers R6)."""
    match content.status:
        case "published":
            return Outcome("published", content.published_url)
        case "failed":
            return Outcome("approved, and its publishing failed", content.published_url)
        case "draft" | "scheduled" if content.scheduled_for is not None:
            return Outcome(f"waits for {said(content.scheduled_for)}")
        case "draft":
            return Outcome("a draft that goes out on its schedule")
        case _:
            now = content.status or "nothing more"
            return Outcome(f"approved; the platform says: {now}", content.published_url)
