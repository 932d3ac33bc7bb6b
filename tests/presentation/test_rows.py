"""Rows: their columns at every width, whatever their text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tests.presentation.hostile import HOSTILE
from tests.presentation.values import NOW, approval, post
from tui.domain.posts import PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.presentation import roles
from tui.presentation.post_rows import post_heading, post_row
from tui.presentation.rows import (
    approval_heading,
    approval_row,
    section_row,
)


@given(
    st.one_of(st.text(), st.sampled_from(HOSTILE)), st.integers(min_value=-1, max_value=200), st.booleans()
)
def test_a_row_is_exactly_as_wide_as_asked(title: str, width: int, ascii: bool) -> None:
    wide = max(width, 0)
    assert approval_row(approval(title), width, NOW, True, ascii=ascii).cell_length == wide
    assert post_row(post(title), width, NOW, ascii=ascii).cell_length == wide


def test_headings_are_as_wide_as_rows() -> None:
    for width in (120, 76, 40, 10):
        for heading in (approval_heading, post_heading):
            assert heading(width).cell_length == width
    assert section_row("not ready", 40, 2).plain == "not ready  2"


def test_an_approval_over_widths() -> None:
    row = approval(due=NOW + timedelta(hours=21))
    whole = approval_row(row, 70, NOW).plain
    assert whole.split("  ")[0] == "post"
    assert whole.endswith("acme           Tue 09:00    2h")
    assert approval_row(row, 46, NOW).plain == "Ship notes for week…  acme           Tue 09:00"
    assert approval_row(row, 31, NOW).plain == "Ship notes for week…  Tue 09:00"
    assert approval_row(row, 20, NOW).plain == "Ship notes for week…"
    assert approval_row(row, 5, NOW).plain == "Ship…"


def role_of(row: Content, text: str) -> str:
    at = row.plain.index(text)
    return " ".join(str(span.style) for span in row.spans if span.start <= at < span.end)


def test_what_is_late_is_bold_and_what_is_not_ready_is_dim() -> None:
    late = approval_row(approval(due=NOW - timedelta(days=3)), 80, NOW)
    assert role_of(late, "Ship") == roles.STRONG
    assert "late 3d" in late.plain
    unready = approval_row(approval(due=NOW - timedelta(days=3), ready=False), 80, NOW)
    assert role_of(unready, "Ship") == roles.DIM
    assert role_of(approval_row(approval(), 80, NOW), "Ship") == roles.NORMAL


def test_an_edit_and_a_place_below_its_post_are_signs() -> None:
    child = approval(parent=ItemRef("acme", ItemKind.POST, "0"))
    assert "✎ ↳ Ship" in approval_row(child, 80, NOW, True, under=True).plain
    assert "e > Ship" in approval_row(child, 80, NOW, True, under=True, ascii=True).plain
    # Where its post is not in the queue, it stands alone.
    assert "✎ Ship" in approval_row(child, 80, NOW, True).plain
    assert "(no title)" in approval_row(approval(" \x00"), 80, NOW).plain


@pytest.mark.parametrize(
    ("state", "word", "shown"),
    [
        (PostState.DRAFT, "draft", "◑ draft"),
        (PostState.SCHEDULED, "scheduled", "◕ Tue 12:00"),
        (PostState.PUBLISHED, "published", "● published"),
        (PostState.UNKNOWN, "in [/] review\x1b[2J", "? in [/] re"),
    ],
)
def test_a_post_says_its_state(state: PostState, word: str, shown: str) -> None:
    assert post_row(post(state=state, word=word), 110, NOW).plain.startswith(shown)


def test_no_state_is_told_by_colour_alone() -> None:
    posts = {post_row(post(state=state), 110, NOW).plain.split("  ")[0] for state in PostState}
    assert len(posts) == len(PostState)
