"""The calendar in words and cells: nothing is wider than its place, and nothing is told by colour alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tui.domain.calendar.items import CalendarItem, Kind, Mark
from tui.domain.calendar.spans import Shape, Span, span_of
from tui.domain.post_state import PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.zoned import Wall
from tui.presentation.calendar import (
    MARKS,
    agenda_row,
    around,
    clock_of,
    item_in_full,
    mark_words,
    put_down_words,
    span_name,
    top_line,
    utc_clock,
)
from tui.presentation.calendar_grid import GridDays, Taken, cell_lines
from tui.presentation.text import cells

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 10, 25)
NOON = datetime(2026, 10, 25, 11, 0, tzinfo=UTC)

NASTY = ("[/foo]", "日本語のタイトル", "👩\u200d👧 family", "a" * 300, "\x1b[31mred")
titles = st.text(max_size=40) | st.sampled_from(NASTY)
items = st.builds(
    CalendarItem,
    st.builds(ItemRef, titles, st.just(ItemKind.POST), st.text(max_size=3)),
    st.sampled_from(Kind),
    titles,
    st.just(NOON),
    state=st.sampled_from(PostState),
    word=titles,
    on_its_way=st.booleans(),
    marks=st.frozensets(st.sampled_from(Mark)),
)


@given(
    st.lists(items, max_size=9), st.sampled_from(Shape), st.integers(3, 40), st.integers(1, 20), st.booleans()
)
def test_a_day_has_so_many_lines_and_none_is_wider_than_its_cell(
    there: list[CalendarItem], shape: Shape, width: int, height: int, here: bool
) -> None:
    view = GridDays(shape, Span(DAY, 7), {DAY: tuple(there)}, BERLIN, DAY, month=9, most=len(there))
    cursor = there[-1].key if there else None
    for plain in (False, True):
        lines = cell_lines(view, DAY, width, height, cursor=cursor, here=here, ascii=plain)
        assert len(lines) == height
        assert all(line.cell_length <= width for line in lines)


@given(items, st.integers(1, 160))
def test_a_row_is_as_wide_as_the_list_and_an_item_in_full_tells_each_mark_in_words(
    item: CalendarItem, width: int
) -> None:
    assert agenda_row(item, width, BERLIN).cell_length == width
    told = item_in_full(item, BERLIN, {}).plain
    assert "\x1b" not in told
    assert all(f"{look.glyph} {look.word}: " in told for mark, look in MARKS.items() if mark in item.marks)
    assert all(look.word in mark_words(item) for mark, look in MARKS.items() if mark in item.marks)


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_the_line_over_the_days_keeps_what_needs_a_look_and_how_far_the_zone_is_off(width: int) -> None:
    counts = dict.fromkeys(Mark, 12)
    span = Span(date(2026, 10, 26), 14)
    line = top_line("26 Oct – 8 Nov 2026", counts, span, BERLIN, width)
    assert cells(line.plain) <= width
    assert "UTC+01:00" in line.plain
    assert all(look.glyph in line.plain for look in MARKS.values())
    assert ("empty slots" in line.plain) is (width == 200)
    few = top_line("26 Oct – 8 Nov 2026", {Mark.EMPTY: 2, Mark.LATE: 1}, span, BERLIN, width)
    assert "○ 2 empty slots · ! 1 late" in few.plain
    # Where clocks are set among these days it is told how far it is off before and after.
    both = top_line("19 Oct – 1 Nov 2026", counts, Span(date(2026, 10, 19), 14), BERLIN, width).plain
    wide = "UTC+02:00, from 25 Oct UTC+01:00" in both
    assert wide or "UTC+02:00/+01:00" in both or width == 60
    assert "UTC+01:00" not in both.replace("from 25 Oct UTC+01:00", "")
    assert cells(both) <= width


def test_a_time_is_told_with_utc_and_one_as_it_was_given_says_so() -> None:
    ref = ItemRef("agency", ItemKind.SCHEDULE, "s")
    late = CalendarItem(ref, Kind.SLOT, "", datetime(2026, 10, 24, 22, 30, tzinfo=UTC))
    assert (clock_of(late, BERLIN), utc_clock(late, BERLIN)) == ("00:30", "Sat 22:30")
    given_so = CalendarItem(ref, Kind.SLOT, "", None, Wall(DAY, datetime(2026, 1, 1, 9, tzinfo=UTC).time()))
    assert (clock_of(given_so, BERLIN), utc_clock(given_so, BERLIN)) == ("09:00?", "")
    assert "a clock whose zone is not known" in item_in_full(given_so, BERLIN, {}).plain


@pytest.mark.parametrize(("width", "name"), [(16, "below"), (24, "beside"), (10, "cut"), (7, "none")])
def test_an_item_of_a_week_names_its_connection_where_there_is_room(width: int, name: str) -> None:
    ref = ItemRef("desk-repostra", ItemKind.POST, "p")
    title = "What a release checklist is really for, and where it goes wrong"
    item = CalendarItem(ref, Kind.POST, title, NOON, state=PostState.DRAFT, marks=frozenset({Mark.CLASH}))
    view = GridDays(Shape.WEEK, Span(DAY, 7), {DAY: (item,)}, BERLIN, DAY, most=1)
    _, head, *rest = (line.plain.rstrip() for line in cell_lines(view, DAY, width, 8))
    assert head == {"none": "12:00◑‖", "beside": "12:00 ◑‖ desk-repostra"}.get(name, "12:00 ◑‖")
    assert [text for text in rest if "desk" in text] == {
        "below": [" desk-repostra"],
        "cut": [" desk-rep…"],
    }.get(name, [])
    # One sign stands for what was left out.
    assert "".join(rest).count("…") == {"cut": 2}.get(name, 1)


@pytest.mark.parametrize(("height", "told"), [(1, ["25 →10:00…"]), (2, ["25 ──────", "→10:00 Po…"])])
def test_what_is_moved_is_seen_on_a_day_of_any_height(height: int, told: list[str]) -> None:
    view = GridDays(Shape.MONTH, Span(DAY, 7), {}, BERLIN, DAY)
    up = Taken("p", "Post", DAY, NOON.replace(hour=9), DAY)
    lines = cell_lines(view, DAY, 10, height, taken=up)
    assert [line.plain.rstrip() for line in lines] == told


def test_a_slot_is_called_empty_with_what_is_not_known() -> None:
    slot = CalendarItem(
        ItemRef("agency", ItemKind.SCHEDULE, "s"), Kind.SLOT, "", NOON, marks=frozenset({Mark.EMPTY})
    )
    more = "; agency has more posts than were read"
    assert item_in_full(slot, BERLIN, {}, cut=("agency",)).plain.endswith(f"is planned for it{more}")
    assert item_in_full(slot, BERLIN, {}, cut=("acme",)).plain.endswith("is planned for it")


@pytest.mark.parametrize("month", [None, DAY.month % 12 + 1])
@pytest.mark.parametrize("here", [False, True])
def test_no_sign_is_cut_for_a_title_in_the_narrowest_month(month: int | None, here: bool) -> None:
    ref = ItemRef("agency", ItemKind.SCHEDULE, "s")
    item = CalendarItem(ref, Kind.SLOT, "My blog", NOON, marks=frozenset({Mark.EMPTY}))
    view = GridDays(Shape.MONTH, Span(DAY, 7), {DAY: (item,)}, BERLIN, DAY, month=month, most=1)
    _, told = cell_lines(view, DAY, 7, 2, cursor=item.key, here=here)
    assert told.plain == "12:00▫○"


@pytest.mark.parametrize("room", [26, 35, 50, 70, 110])
@pytest.mark.parametrize("there", [None, "What stands there"])
def test_where_something_is_put_down_is_told_with_its_offset_and_what_it_clashes_with(
    room: int, there: str | None
) -> None:
    zone = ZoneInfo("America/Argentina/Buenos_Aires")
    said = put_down_words(NOON + timedelta(hours=14), zone, twice=False, there=there, room=room)
    assert cells(said) <= max(room, 34)
    assert said.startswith("Sun 25 Oct")
    assert "22:00" in said
    assert "UTC-03:00" in said or "26 Oct 01:00 UTC" in said
    assert ("clash" in said or "where What stands there stands" in said) is (there is not None)


def test_of_a_full_day_the_item_under_the_cursor_is_in_view() -> None:
    told = [Content(f"one {number}\ntwo") for number in range(20)]
    assert list(around(told, 3, (80, 10))) == told
    assert list(around(told, None, (80, 10))) == told
    first, *rest = around(told, 15, (80, 10))
    assert first.plain == "  … 15 before"
    assert rest == told[15:]


def test_days_have_names() -> None:
    assert span_name(Shape.MONTH, span_of(Shape.MONTH, DAY), DAY) == "October 2026"
    assert span_name(Shape.WEEK, span_of(Shape.WEEK, DAY), DAY) == "19 – 25 Oct 2026"
    over = DAY + timedelta(days=66)
    assert span_name(Shape.WEEK, span_of(Shape.WEEK, over), over) == "28 Dec 2026 – 3 Jan 2027"
