"""The days that a calendar shows at once, and how long they are."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.calendar.clocks import BERLIN, NEW_YORK, days, zones
from tui.domain.calendar.spans import (
    DAY,
    FIRST,
    LAST,
    Shape,
    Span,
    begins,
    length,
    shows,
    span_of,
    span_with,
    stepped,
)
from tui.domain.zoned import on_wall


def test_agendas_follow_one_another_wherever_they_began() -> None:
    shown = Span(date(2026, 10, 21), 14)
    assert span_with(Shape.AGENDA, shown.end, shown) == Span(date(2026, 11, 4), 14)
    assert span_with(Shape.AGENDA, shown.first - DAY, shown) == Span(date(2026, 10, 7), 14)
    assert span_with(Shape.WEEK, shown.first, shown) == span_of(Shape.WEEK, shown.first)


@given(st.sampled_from(Shape), days)
def test_a_span_holds_its_day_and_begins_on_a_monday(shape: Shape, day: date) -> None:
    span = span_of(shape, day)
    assert day in span
    assert span.first.weekday() == 0
    assert span.days % 7 == 0
    assert list(span)[-1] == span.last
    if shape is Shape.MONTH:
        assert day.replace(day=1) in span
        assert all(each in span for each in span_of(Shape.WEEK, day))
        assert span.middle.month == day.month
        # The days of its neighbours that share its weeks are not of what is shown.
        assert {each.month for each in span if shows(shape, span, each)} == {day.month}
    else:
        assert all(shows(shape, span, each) for each in span)
    there = stepped(shape, day, 1)
    assert there > day
    assert span_of(shape, there) != span
    assert stepped(shape, FIRST, -1) == FIRST
    assert stepped(shape, LAST, 1) == LAST


@given(days, zones)
def test_the_days_of_a_zone_follow_one_another_without_a_gap(day: date, zone: tzinfo) -> None:
    ends = begins(day + DAY, zone)
    assert begins(day, zone) + length(day, zone) == ends
    assert on_wall(ends, zone).day >= day + DAY
    assert on_wall(ends - timedelta(seconds=1), zone).day <= day


def test_days_on_which_clocks_are_set_are_shorter_or_longer() -> None:
    hours = timedelta(hours=1)
    assert length(date(2026, 10, 25), BERLIN) == length(date(2026, 11, 1), NEW_YORK) == 25 * hours
    assert length(date(2027, 3, 28), BERLIN) == length(date(2027, 3, 14), NEW_YORK) == 23 * hours
    assert length(date(2026, 10, 25), NEW_YORK) == 24 * hours
