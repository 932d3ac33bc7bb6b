"""The calendar in words and rows: days, items, what is wrong with them, and the zone they are shown in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from textual.content import Content

from tui.domain.calendar.items import CalendarItem, Kind, Mark
from tui.domain.calendar.spans import Shape, Span, noon
from tui.domain.jobs import JobState
from tui.domain.post_state import PostState
from tui.domain.said_times import in_full, shortly, utc_beside
from tui.domain.schedules import Schedule
from tui.domain.zoned import Jump
from tui.domain.zones import is_utc, name_of
from tui.presentation import roles
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.rows import title_of
from tui.presentation.states import Look, job_look, post_look
from tui.presentation.text import cells, plain

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WHOLE_DAY = timedelta(hours=24)
AS_GIVEN = "?"
"""Behind a time of a clock whose zone is not known."""


class MarkLook(NamedTuple):
    """How a mark is told: a sign that has one in plain signs too, a word, and how several are counted."""

    glyph: str
    word: str
    one: str
    many: str


MARKS: Mapping[Mark, MarkLook] = {
    Mark.CLASH: MarkLook("‖", "clash", "1 clashing", "clashing"),
    Mark.DISAGREES: MarkLook("≠", "disagrees", "1 disagrees", "disagree"),
    Mark.LATE: MarkLook("!", "late", "1 late", "late"),
    Mark.EMPTY: MarkLook("○", "empty", "1 empty slot", "empty slots"),
    Mark.MAY_DISAGREE: MarkLook("≈", "may disagree", "1 may disagree", "may disagree"),
    Mark.JUMP: MarkLook("±", "clocks", "1 clock change", "clock changes"),
}


def mark_signs(item: CalendarItem) -> str:
    """The signs of an item's marks."""
    return "".join(look.glyph for mark, look in MARKS.items() if mark in item.marks)


def mark_words(item: CalendarItem) -> str:
    """An item's marks, each as a sign and a word."""
    return " ".join(f"{look.glyph} {look.word}" for mark, look in MARKS.items() if mark in item.marks)


def counts_line(counts: Mapping[Mark, int], *, short: bool = False) -> str:
    """How many have each mark: "‖ 2 clashing · ○ 1 empty slot"; `short`: "‖1 ○2". Empty where nothing is
    marked.
    """
    if short:
        return " ".join(f"{MARKS[mark].glyph}{count}" for mark, count in counts.items())
    told = (
        f"{MARKS[mark].glyph} {MARKS[mark].one if count == 1 else f'{count} {MARKS[mark].many}'}"
        for mark, count in counts.items()
    )
    return " · ".join(told)


def item_look(item: CalendarItem, *, ascii: bool = False) -> Look:
    """What an item is, in a sign and a word."""
    if item.on_its_way:
        return Look(">" if ascii else "▸", "moving", roles.BUSY)
    match item.kind:
        case Kind.SLOT:
            return Look("_" if ascii else "▫", "slot", roles.DIM)
        case Kind.RUN:
            return Look("." if ascii else "◌", "writes", roles.DIM)
        case Kind.TEXT:
            look = post_look(
                item.state if isinstance(item.state, PostState) else PostState.DRAFT, ascii=ascii
            )
            return Look(look.glyph, "text", look.role)
    if isinstance(item.state, JobState):
        return job_look(item.state, item.word, ascii=ascii)
    return post_look(item.state or PostState.UNKNOWN, item.word, ascii=ascii)


# Times


def clock_of(item: CalendarItem, zone: tzinfo) -> str:
    """An item's time of day; a ? behind one of a clock whose zone is not known."""
    clock = item.shown(zone).clock
    return f"{clock.hour:02}:{clock.minute:02}{AS_GIVEN if item.as_given else ''}"


def utc_clock(item: CalendarItem, zone: tzinfo) -> str:
    """The same time in UTC, with its day where that is another; empty where no instant is known."""
    if item.at is None:
        return ""
    day = f"{DAYS[item.at.weekday()]} " if item.at.date() != item.shown(zone).day else ""
    return f"{day}{item.at.hour:02}:{item.at.minute:02}"


def offset_name(at: datetime, zone: tzinfo) -> str:
    """How far a zone is off UTC at an instant: UTC+01:00."""
    off = at.astimezone(zone).utcoffset() or timedelta(0)
    minutes = abs(off) // timedelta(minutes=1)
    return f"UTC{'-' if off < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"


def day_name(day: date) -> str:
    """A day in short: "Tue 27 Oct"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def span_name(shape: Shape, span: Span, day: date) -> str:
    """The days that are shown: "October 2026", "26 Oct – 1 Nov 2026"."""
    if shape is Shape.MONTH:
        return f"{_FULL[day.month - 1]} {day.year}"
    first, last = span.first, span.last
    year = "" if first.year == last.year else f" {first.year}"
    month = "" if (first.month, first.year) == (last.month, last.year) else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{month}{year} – {last.day} {MONTHS[last.month - 1]} {last.year}"


def changes_of_clocks(span: Span, zone: tzinfo) -> list[tuple[date, str]]:
    """The first day, and each from which on a zone is off UTC otherwise; with how far it is then."""
    told: list[tuple[date, str]] = []
    ends = (offset_name(noon(day, zone), zone) for day in (span.first, span.last))
    for day in span if len({*ends}) > 1 else (span.first,):
        off = offset_name(noon(day, zone), zone)
        if not told or told[-1][1] != off:
            told.append((day, off))
    return told


def top_line(days: str, counts: Mapping[Mark, int], span: Span, zone: tzinfo, width: int) -> Content:
    """Which days, what of them needs a look, and the zone, with how far it is off UTC in these days: by its
    offset alone where it has no name. Where there is little room the zone's name goes first, then the words
    of the counts: what needs a look and the offset stay.
    """
    name = name_of(zone)
    (_, off), *others = changes_of_clocks(span, zone)
    offset = ", ".join([off, *(f"from {day.day} {MONTHS[day.month - 1]} {then}" for day, then in others)])
    short = "/".join([off, *(then.removeprefix("UTC") for _, then in others)])
    named = f"{plain(name, 40)} ({offset})" if name else offset
    zones = [f"{named}, UTC beside ", f"{offset}, UTC beside ", f"{offset} ", f"{short} "]
    if is_utc(zone):
        zones = ["UTC "]
    left: list[tuple[str, str]] = []
    for told in (counts_line(counts), counts_line(counts, short=True)):
        left = [(f" {days}", roles.STRONG), ("  " if told else "", ""), (told, roles.WARNING)]
        used = sum(cells(text) for text, _ in left)
        for right in zones:
            if used + 2 + cells(right) <= width:
                return Content.assemble(*left, " " * (width - used - cells(right)), (right, roles.DIM))
    return Content.assemble(*left).truncate(max(width, 0))


def clock_words(hours: timedelta) -> str:
    """What a day's length says of its clocks; empty on a day like others."""
    if hours == WHOLE_DAY or not hours:
        return ""
    told = f"{hours / timedelta(hours=1):g} h"
    return f"± {told}: clocks {'forward' if hours < WHOLE_DAY else 'back'}"


# The agenda

COLUMNS = (
    Column("time", 7, stays=9),
    Column("UTC", 9, stays=4),
    Column("", 11, stays=6),
    Column("title", 0, least=16),
    Column("where", 13, stays=3),
    Column("", 16, stays=7),
)


def agenda_heading(width: int) -> Content:
    """The names of the columns."""
    return heading(COLUMNS, width, roles.DIM)


def agenda_row(
    item: CalendarItem, width: int, zone: tzinfo, *, to: datetime | None = None, ascii: bool = False
) -> Content:
    """An item on its day. `to`: where it is being moved to."""
    look = item_look(item, ascii=ascii)
    urgent = bool(item.marks & {Mark.CLASH, Mark.DISAGREES, Mark.LATE})
    planned = item.kind in {Kind.POST, Kind.TEXT}
    clock, utc = clock_of(item, zone), utc_clock(item, zone)
    if to is not None:
        clock, utc = f"→{to.astimezone(zone):%H:%M}", f"{DAYS[to.astimezone(zone).weekday()]}"
    return row(
        COLUMNS,
        (
            Cell(clock, roles.STRONG if urgent else roles.NORMAL),
            Cell(utc, roles.DIM),
            Cell(str(look), look.role),
            Cell(title_of(item.title, width), roles.NORMAL if planned else roles.DIM),
            Cell(plain(item.ref.connection, 13), roles.DIM),
            Cell(mark_words(item), roles.WARNING),
        ),
        width,
    )


def day_row(day: date, today: date, clocks: str, width: int, *, empty: bool) -> Content:
    """The heading of a day; `clocks`: what they do on it; `empty`: nothing stands on it."""
    name = f"{day_name(day)}{' · today' if day == today else ''}"
    role = roles.STRONG if day == today else roles.DIM
    parts = [(name, role)]
    if clocks:
        parts.append((f" · {clocks}", roles.WARNING))
    if empty:
        parts.append((" · nothing", roles.DIM))
    return Content.assemble(*parts).truncate(max(width, 0))


# A day in full


def day_header(day: date, today: date, clocks: Sequence[str], count: int) -> Content:
    """A day's name, with what clocks do on it and how much stands on it."""
    said = [f"{day_name(day)} {day.year}" + (" · today" if day == today else "")]
    lines = [Content.styled(said[0], roles.STRONG)]
    lines += [Content.styled(each, roles.WARNING) for each in clocks]
    if not count:
        lines.append(Content.styled("Nothing stands on this day.", roles.DIM))
    return Content("\n").join(lines)


def around(told: Sequence[Content], place: int | None, size: tuple[int, int]) -> Sequence[Content]:
    """The items of a day in full, from the one at `place` on where all before it leave no room for it below
    the day's name, in so many columns and lines.
    """
    width, height = size
    if (
        not place
        or height < 1
        or sum(len(each.wrap(max(width - 4, 1))) for each in told[: place + 1]) < height
    ):
        return told
    return [Content.styled(f"  … {place} before", roles.DIM), *told[place:]]


def next_line(item: CalendarItem, zone: tzinfo) -> Content:
    """What goes out next after a day with nothing on it."""
    utc = utc_clock(item, zone)
    return Content.assemble(
        (f"Next: {day_name(item.shown(zone).day)} {clock_of(item, zone)}", roles.DIM),
        ("" if not utc else " UTC" if is_utc(zone) else f" · {utc} UTC", roles.DIM),
        f"  {plain(item.title, 120) or '(no title)'}",
        (f" · {plain(item.ref.connection, 40)}", roles.DIM),
    )


def put_down_words(at: datetime, zone: tzinfo, *, twice: bool, there: str | None, room: int) -> str:
    """When what was taken up would stand, in full where there is room, else shorter; the day, the time and
    how it is off UTC are in each. `twice`: clocks show that time twice; `there`: the title of what it would
    clash with.
    """
    local = at.astimezone(zone)
    again = ", shown twice that day" if twice else ""
    clash = f" {MARKS[Mark.CLASH].glyph} clash" if there is not None else ""
    whose = f", where {plain(there, 40)} stands" if there is not None else ""
    full, short = in_full(at, zone), shortly(at, zone)
    by_offset = f"{day_name(local.date())} {local:%H:%M} {offset_name(at, zone)}"
    ways = (f"{full}{again}{whose}", f"{full}{again}{clash}", f"{short}{again}{clash}", f"{by_offset}{clash}")
    return next((said for said in ways if cells(said) <= room), ways[-1])


def taken_line(title: str, at: datetime, zone: tzinfo) -> Content:
    """An item that was taken up, on the day on which it would be put down."""
    local = at.astimezone(zone)
    said = f"→ {utc_beside(local)}" if is_utc(zone) else f"→ {local:%H:%M} · {utc_beside(local)}"
    return Content.assemble((said, roles.STRONG), f"  {plain(title, 120) or '(no title)'}")


def item_in_full(
    item: CalendarItem,
    zone: tzinfo,
    schedules: Mapping[tuple[str, str], Schedule],
    *,
    cut: Collection[str] = (),
    cursor: bool = False,
    ascii: bool = False,
) -> Content:
    """All that a calendar knows of an item, in lines. `schedules`: by connection and id; `cut`: the
    connections that have more posts than were read.
    """
    look = item_look(item, ascii=ascii)
    when = f"{clock_of(item, zone)}"
    utc = f" · {utc_clock(item, zone)} UTC" if item.at is not None else ""
    if utc and is_utc(zone):
        utc = " UTC"
    given = " by a clock whose zone is not known" if item.as_given else ""
    pointer = (">" if ascii else "▸") if cursor else " "
    lines = [
        Content.assemble(
            f"{pointer} {when}{given}",
            (utc, roles.DIM),
            "  ",
            (str(look), look.role),
            "  ",
            (plain(item.title, 120) or "(no title)", roles.STRONG if cursor else roles.NORMAL),
        )
    ]
    facts = [plain(item.ref.connection, 40)]
    if item.kind is not Kind.PUBLICATION and item.word:
        facts.append(plain(item.word, 60))
    slot = schedules.get((item.ref.connection, item.slot)) if item.slot is not None else None
    if slot is not None and item.kind is not Kind.SLOT:
        facts.append(f"planned for {slot_name(slot)}")
    lines.append(Content.styled(f"  {' · '.join(facts)}", roles.DIM))
    for mark, look_of in MARKS.items():
        if mark in item.marks:
            said = why(mark, item, slot, partly=item.ref.connection in cut)
            lines.append(Content.styled(f"  {look_of.glyph} {look_of.word}: {said}", roles.WARNING))
    return Content("\n").join(lines)


def slot_name(slot: Schedule) -> str:
    """A slot by its day and time, as its platform's clock shows them."""
    rhythm = slot.rhythm
    if rhythm is None or rhythm.weekday is None:
        return plain(slot.said, 40)
    return f"{DAYS[rhythm.weekday % 7]} {rhythm.at.hour:02}:{rhythm.at.minute:02}"


def why(mark: Mark, item: CalendarItem, slot: Schedule | None, *, partly: bool = False) -> str:
    """What a mark says of an item, in a sentence without an end. `partly`: not all posts were read."""
    name = plain(item.ref.connection, 40)
    match mark:
        case Mark.CLASH:
            return f"something else of {name} stands at its time, or in its slot that week"
        case Mark.DISAGREES:
            return f"it is planned for the slot {slot_name(slot) if slot else ''}, and dated otherwise"
        case Mark.MAY_DISAGREE:
            said = slot_name(slot) if slot else ""
            return f"its slot is {said}, by a clock whose zone is not known: zone in the config file names it"
        case Mark.LATE:
            done = "approved" if item.kind is Kind.TEXT or item.state is PostState.DRAFT else "published"
            return f"its time is over, and it is not {done}"
        case Mark.EMPTY:
            more = f"; {name} has more posts than were read" if partly else ""
            return f"no post is planned for it{more}"
        case Mark.JUMP:
            if item.jump is Jump.SKIPPED:
                return "the clocks skip its time on that day: it is the first time after the gap"
            return "the clocks show that time twice on that day"
