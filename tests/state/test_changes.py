"""What an edit changes outlives the program that kept it, to the field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tui.domain.posts import PostChanges
from tui.state.codec import text_of, value_of


@pytest.mark.parametrize(
    "changes",
    [
        PostChanges(),
        PostChanges("T", "x", slug="s", excerpt="e", tags=("a, b", "\ud800"), keyword="k"),
        PostChanges(raw="<p>x</p>", meta_title="t", meta_description="d", og_image="https://x.test"),
        PostChanges(slug="", excerpt="", tags=(), unscheduled=True),
        PostChanges(scheduled_at=datetime(2026, 12, 1, 9, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_changes_come_back_as_they_were(changes: PostChanges) -> None:
    kept = value_of(PostChanges, text_of(changes))
    assert kept == changes
    assert kept.scheduled_at is None or kept.scheduled_at.tzinfo is UTC
