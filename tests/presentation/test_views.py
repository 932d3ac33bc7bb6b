"""The line of views at every width, the query in it, and the columns that a view can have."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tests.presentation.hostile import HOSTILE
from tests.presentation.values import NOW, post
from tui.domain.posts import Delivery
from tui.domain.query import parse
from tui.presentation.post_rows import COLUMNS, USUAL, columns_named, post_heading, post_row, wrong_columns
from tui.presentation.queries import offers_line, own_line, query_content, slip_line
from tui.presentation.views import ViewTab, count_text, views_line

TABS = (
    ViewTab("all", "128"),
    ViewTab("drafts", "14", changed=True),
    ViewTab("this week", "9+"),
    ViewTab("failed", "0"),
)
ASKED = query_content(parse("status:draft age:<7d").query, parse("age:<7d").query.terms)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (
            120,
            " all 128 ▌drafts* 14▐ this week 9+  failed 0    status:draft ~age:<7d   3 of 14   newest first",
        ),
        (92, " all 128 ▌drafts* 14▐ this week 9+  failed 0    status:draft ~age:<7d   3 of 14"),
        (78, " all 128 ▌drafts* 14▐ this week 9+  failed 0    status:draft ~age:<7d"),
        (60, "▌drafts* 14▐   status:draft ~age:<7d   3 of 14"),
        (40, "▌drafts* 14▐   status:draft ~age:<7d"),
        (30, "▌drafts* 14▐   status:draft ~…"),
    ],
)
def test_the_line_folds_from_its_end_and_the_open_view_stays(width: int, shown: str) -> None:
    assert views_line(TABS, 1, ASKED, ("3 of 14", "newest first"), width).plain == shown


@given(st.text(max_size=30) | st.sampled_from(HOSTILE), st.integers(min_value=0, max_value=130))
def test_no_name_and_no_query_is_wider_than_the_line_or_more_than_text(text: str, width: int) -> None:
    tabs = [ViewTab(text, "1"), ViewTab(text)]
    asked = query_content(parse(text).query)
    for line in (
        views_line(tabs, 1, asked, ("1 of 2",), width, ascii=True),
        offers_line([text, text], text, width),
    ):
        assert line.cell_length <= width
        assert "\x1b" not in line.plain
        assert "\n" not in line.plain
    assert "\x1b" not in slip_line(f"There is no state {text}").plain


def test_counts_say_whether_there_may_be_more() -> None:
    assert [count_text(9, exact=True), count_text(9, exact=False), count_text(0, exact=False)] == [
        "9",
        "9+",
        "",
    ]


def test_what_the_mark_says() -> None:
    terms = parse("age:<7d -x").query.terms
    assert own_line(terms, ("acme", "blog"), all=False) == (
        "~age:<7d … Copydesk looks at what comes: acme, blog cannot be asked"
    )
    assert own_line(terms[:1], ("acme",), all=True).endswith(": no platform can be asked")
    assert own_line((), (), all=False) == ""
    assert isinstance(offers_line(("draft", "failed"), "failed", 8), Content)
    assert offers_line(("draft", "failed"), "failed", 8).plain == "failed  "


def test_a_view_has_the_columns_that_it_names() -> None:
    rich = replace(
        post("Ship notes"),
        tags=("cli", "tui"),
        version=3,
        markdown="One two three",
        slug="ship-notes",
        created_at=NOW - timedelta(days=2),
        published_at=NOW - timedelta(hours=5),
        scheduled_at=NOW + timedelta(days=3),
        deliveries=(Delivery("s1", "delivered"), Delivery("s2", "failed")),
    )
    columns = columns_named(
        ("state", "tags", "version", "words", "created", "published", "sites", "slug", "due")
    )
    heading, row = post_heading(150, columns).plain, post_row(rich, 150, NOW, columns=columns).plain
    names = ["state", "title", "tags", "version", "words", "created", "published", "sites", "slug", "due"]
    assert heading.split() == names
    for told in ("Ship notes", "cli, tui", " 3 ", "2d", "5h", "2 sites", "ship-notes"):
        assert told in row
    assert len(row) == 150
    # They go one by one as it gets narrow; state and title are there to the last.
    assert post_heading(56, columns).plain.split() == ["state", "title", "due"]
    assert columns_named(()) == columns_named(("nothing",)) == USUAL
    assert columns_named(("due",))[0] is COLUMNS["title"]
    assert wrong_columns(("state", "titel")) == "there is no column titel; did you mean title?"
    assert wrong_columns(("zzz",)).startswith("there is no column zzz; there are state, title")
    assert wrong_columns(tuple(COLUMNS)) == ""
