"""Schedules as rows, as facts and in sentences. `now` also gives the person's zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.runs import Run, runs, wall_runs
from tui.domain.said_times import day_of
from tui.domain.schedules import Frequency, Schedule, ScheduleKind
from tui.domain.zoned import Jump
from tui.domain.zones import is_utc, name_of
from tui.presentation import roles
from tui.presentation.ages import names
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.empty import ASKING
from tui.presentation.facts import lines
from tui.presentation.text import plain
from tui.presentation.times import stamp
from tui.presentation.week_grid import CLASHES, DAY_NAMES, LIFTED, OFF, type_word

if TYPE_CHECKING:
    from tui.commands.keymap import Keymap
    from tui.domain.week import Place

LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NEXT = 5
"""How many of the next times are told."""
DAYS_AHEAD = timedelta(days=366)
"""How far they are looked for where no zone is known."""
LONGEST = 200
UNREADABLE = "at a time that cannot be read"
UNASKED = "publishes without your yes"

SLOT_COLUMNS = (
    Column("time", 6, stays=6),
    Column("account", 0),
    Column("network", 10, stays=3),
    Column("takes", 10, stays=2),
    Column("where", 13, stays=1),
    Column("state", 9, stays=5),
)
RUN_COLUMNS = (
    Column("name", 0, least=16),
    Column("when", 18, stays=6),
    Column("what", 9, stays=3),
    Column("looks back", 12, stays=2),
    Column("from", 16, stays=1),
    Column("then", 26, stays=4),
    Column("state", 5, stays=5),
)


def when(schedule: Schedule) -> str:
    """When it comes round: "weekly Mon 09:00", "monthly on the 31st 09:00"."""
    rhythm = schedule.rhythm
    if rhythm is None:
        return plain(schedule.said, 60) or UNREADABLE
    at = f"{rhythm.at:%H:%M}"
    match rhythm.frequency:
        case Frequency.WEEKLY if rhythm.weekday is not None and 0 <= rhythm.weekday <= 6:
            return f"weekly {DAY_NAMES[rhythm.weekday]} {at}"
        case Frequency.MONTHLY if rhythm.day is not None:
            return f"monthly on the {_ordinal(rhythm.day)} {at}"
        case Frequency.DAILY:
            return f"daily {at}"
    return plain(schedule.said, 60) or UNREADABLE


def _ordinal(number: int) -> str:
    if 10 < number % 100 < 14:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def place_words(place: Place) -> str:
    """A day and a time: Tue 09:30."""
    return f"{DAY_NAMES[place.day]} {place.clock:%H:%M}"


def _words(text: str | None) -> str:
    return plain(text, 40).replace("_", " ") if text else ""


# Rows


def slot_row(schedule: Schedule, width: int, *, clashes: bool, lifted: bool = False) -> Content:
    """A slot as a line below its day."""
    rhythm = schedule.rhythm
    if lifted:
        state = Cell(f"{LIFTED} moving", roles.STRONG)
    elif not schedule.active:
        state = Cell(f"{OFF} off", roles.DIM)
    else:
        state = Cell(f"{CLASHES} clashes", roles.WARNING) if clashes else Cell("on", roles.DIM)
    role = roles.NORMAL if schedule.active else roles.DIM
    return row(
        SLOT_COLUMNS,
        (
            Cell(f"{rhythm.at:%H:%M}" if rhythm is not None else "–", role),
            Cell(plain(schedule.name, width), role),
            Cell(plain(schedule.network, 10), roles.DIM),
            Cell(type_word(schedule), roles.DIM),
            Cell(plain(schedule.ref.connection, 13), roles.DIM),
            state,
        ),
        width,
    )


def slots_heading(width: int) -> Content:
    """The headings over `slot_row`."""
    return heading(SLOT_COLUMNS, width, roles.DIM)


def run_row(schedule: Schedule, width: int) -> Content:
    """What is written when, as a line."""
    role = roles.NORMAL if schedule.active else roles.DIM
    loud = schedule.publishes and schedule.active
    then = (
        Cell(UNASKED, roles.WARNING if loud else roles.DIM)
        if schedule.publishes
        else Cell("a draft", roles.DIM)
    )
    return row(
        RUN_COLUMNS,
        (
            Cell(plain(schedule.name, width), role),
            Cell(when(schedule).replace("monthly on the ", "monthly "), role),
            Cell(_words(schedule.content_type), roles.DIM),
            Cell(_words(schedule.look_back), roles.DIM),
            Cell(plain(", ".join(schedule.sources), 60), roles.DIM),
            then,
            Cell("on" if schedule.active else f"{OFF} off", roles.DIM),
        ),
        width,
    )


def runs_heading(width: int) -> Content:
    """The headings over `run_row`."""
    return heading(RUN_COLUMNS, width, roles.DIM)


# Whose clock it is


def clock_words(connection: str, zone: str | None, *, known: bool) -> str:
    """Whose clock the times of a connection go by; `zone`: its name, where it has one."""
    name = plain(connection, 60)
    return f"clock of {name}: {plain(zone or 'its own', 40) if known else 'not known'}"


def zone_advice(connection: str) -> str:
    """Where the zone of a connection is said."""
    name = plain(connection, 40)
    return f'zone = "Europe/Berlin", say, in [connections.{name}] of the config file tells it'


def clocks_line(shape: str, clocks: Sequence[tuple[str, str | None, bool]], failed: Sequence[str]) -> Content:
    """What is shown, and by whose clocks: each connection with its zone's name, and whether that is known."""
    parts: list[tuple[str, str]] = [(f" {shape}", roles.STRONG)]
    # What failed comes first, then whose clock is not known: the end is cut where there is little room.
    if failed:
        names = ", ".join(plain(name, 20) for name in failed)
        parts += [(" · ", roles.DIM), (f"{names} did not answer", roles.BAD)]
    by_zone: dict[tuple[str | None, bool], list[str]] = {}
    for name, zone, known in clocks:
        by_zone.setdefault((zone, known), []).append(name)
    for (zone, known), of in sorted(by_zone.items(), key=lambda each: each[0][1]):
        said = clock_words(", ".join(of), zone, known=known) + ("" if known else ", as given")
        parts += [(" · ", roles.DIM), (said, roles.DIM if known else roles.NORMAL)]
    return Content.assemble(*parts)


# The preview


def schedule_header(schedule: Schedule, *, clashes: Sequence[Schedule], lifted: bool = False) -> Content:
    """What it is and when it comes, with what is wrong with it; `lifted`: it is about to be moved there."""
    told = f"{LIFTED} {when(schedule)}, not sent yet" if lifted else when(schedule)
    return lines(
        Content.assemble(
            (plain(schedule.name, 60), roles.STRONG),
            (f"  {'on' if schedule.active else f'{OFF} off'}", roles.DIM),
            f"  {told}",
        ),
        *(
            Content.styled(f"{CLASHES} {plain(each.name, 40)} takes another post at that time", roles.WARNING)
            for each in clashes
        ),
    )


def schedule_facts(schedule: Schedule) -> Content:
    """What else is known of it."""
    slot = schedule.kind is ScheduleKind.SLOTS
    return lines(
        _fact("then", _then(schedule), roles.WARNING if schedule.publishes else roles.NORMAL),
        _fact("network", schedule.network),
        _fact("takes", type_word(schedule, whole=True) if slot else ""),
        _fact("writes", "" if slot else _words(schedule.content_type)),
        _fact("looks back", _words(schedule.look_back)),
        _fact("from", ", ".join(schedule.sources)),
    )


def _then(schedule: Schedule) -> str:
    if schedule.kind is ScheduleKind.SLOTS:
        return ""
    return (
        f"{UNASKED}: what is written goes public as it is"
        if schedule.publishes
        else "a draft waits for your yes"
    )


def _fact(name: str, text: str | None, role: str = roles.NORMAL) -> Content:
    shown = plain(text, LONGEST) if text else ""
    return Content.assemble((f"{name:<11} ", roles.DIM), (shown, role)) if shown else Content("")


def next_times(schedule: Schedule, zone: tzinfo | None, now: datetime) -> list[Content]:
    """When it comes next: as instants in the person's zone, with UTC beside, and what clocks that are set do
    to them; as given where the `zone` of its clock is not known. A line each.
    """
    name = plain(schedule.ref.connection, 40)
    if schedule.rhythm is None:
        return [
            Content.styled(f"when it comes next cannot be told: {name} says it in a way not known", roles.DIM)
        ]
    word = "next," if schedule.active else "it is off; on, it would come"
    if zone is None:
        walls = wall_runs(schedule.rhythm, now.date(), now.date() + DAYS_AHEAD)[:NEXT]
        return [
            Content.styled(f"{word} as given: the zone of {name} is not known", roles.DIM),
            *(Content(f"  {_day_words(each.day)} {each.clock:%H:%M}") for each in walls),
            Content.styled(zone_advice(name), roles.DIM),
        ]
    clock = plain(name_of(zone) or "its own clock", 40)
    found = runs(schedule.rhythm, now, zone, count=NEXT)
    return [
        Content.styled(
            f"{word} by {clock}, {'in UTC' if _in_utc(now) else 'in your time and in UTC'}", roles.DIM
        ),
        *(_run_line(each, now) for each in found),
    ]


def _run_line(run: Run, now: datetime) -> Content:
    jump = f"  {_jump(run)}" if run.jump is not None else ""
    return Content.assemble(
        f"  {_when(run.at, now)}",
        (" UTC" if _in_utc(now) else f"  {_utc(run.at, now)}", roles.DIM),
        (jump, roles.WARNING),
    )


def _in_utc(now: datetime) -> bool:
    return now.tzinfo is not None and is_utc(now.tzinfo)


def _when(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    return f"{day_of(local, aligned=True)} {local:%H:%M}"


def _utc(at: datetime, now: datetime) -> str:
    here, there = at.astimezone(now.tzinfo), at.astimezone(UTC)
    day = "" if here.date() == there.date() else f"{DAY_NAMES[there.weekday()]} "
    return f"{day}{there:%H:%M} UTC"


def _jump(run: Run) -> str:
    """What became of a time, in words."""
    asked = f"{run.wall.clock:%H:%M}"
    if run.jump is Jump.SKIPPED:
        return f"{CLASHES} the clocks skip {asked} that day: right after the gap"
    return f"{CLASHES} {asked} comes twice that day: the first one"


def _day_words(day: date) -> str:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return stamp(noon, noon).rsplit(" ", 1)[0]


# Sentences


def shape_words(*, week: bool) -> str:
    """Which of the two is shown."""
    return "the week's slots" if week else "what is written when"


def empty_schedules(*, week: bool, asked: bool, failed: Sequence[str], able: bool, keys: Keymap) -> Content:
    """What a list of schedules without rows says. `able`: some connection has such."""
    if not asked:
        return Content.styled(ASKING, roles.DIM)
    if failed and not able:
        why, again = keys.of("app.connections"), keys.of("screen.refresh")
        return Content(f"{names(failed)} did not answer. {why} says why, {again} asks again.")
    other = f"{keys.of('schedule.shape')} shows {shape_words(week=not week)}."
    if not able:
        what = "weekly slots" if week else "schedules of what is written"
        return Content(f"No connection has {what}. {other}")
    what = "No slot is set up" if week else "Nothing is written by a schedule"
    return Content(f"{what}. {keys.of('schedule.add')} adds one, {other}")


def schedule_consequence(schedule: Schedule, *, clashes: bool, switches: str) -> Content:
    """What a schedule does, in a line; `switches`: the key that switches it."""
    name, told = plain(schedule.name, 40), when(schedule)
    if not schedule.active:
        return Content.styled(f" {name} is off: nothing comes of it · {switches} switches it on", roles.DIM)
    if schedule.kind is ScheduleKind.SLOTS:
        if clashes:
            return Content.styled(
                f" {CLASHES} {name}: another slot of it is at the same time, {told}", roles.WARNING
            )
        return Content.styled(f" {name} takes a post, {told}", roles.NORMAL)
    if schedule.publishes:
        return Content.styled(f" {name} {UNASKED}, {told}", roles.WARNING)
    return Content.styled(f" {name} writes a draft, {told}; it waits for your yes", roles.NORMAL)


def lifted_line(
    schedule: Schedule, place: Place, *, copy: bool, clashes: bool, sending: bool, keys: Keymap
) -> Content:
    """Where a slot that was taken up, or its copy, would come to stand, and what the keys do."""
    name = plain(schedule.name, 20)
    was = when(schedule).removeprefix("weekly ")
    said = f" {'copy: ' if copy else f'{was} → '}{place_words(place)} · {name}"
    if sending:
        return Content.assemble((said, roles.STRONG), (" · on its way …", roles.DIM))
    done = "makes it" if copy else "moves it"
    how = f" · {keys.of('grid.open')} {done}, {keys.of('grid.close')} leaves it"
    clash = (f" · {CLASHES} clashes", roles.WARNING) if clashes else ("", roles.NORMAL)
    return Content.assemble((said, roles.STRONG), clash, (how, roles.NORMAL))


def done_note(done: str, kept: Schedule, differs: Sequence[tuple[str, str, str]]) -> tuple[str, bool]:
    """What came of a change, and whether all of it is as it was sent."""
    name = plain(kept.name, 40)
    told_off = kept.active or done == "switched off"
    said = f"{done}: {name}, {when(kept)}" + ("" if told_off else ", off")
    if not differs:
        return said, True
    other = "; ".join(
        f"{plain(label, 20)} {plain(came, 40)}, not {plain(sent, 40)}" for label, sent, came in differs[:3]
    )
    return f"{plain(kept.ref.connection, 30)} made something else of what was sent: {other} ({said})", False


def removal_question(schedule: Schedule) -> Content:
    """What is asked before a schedule is deleted."""
    name, told = plain(schedule.name, 60), when(schedule)
    if schedule.kind is ScheduleKind.SLOTS:
        return Content(
            f"The slot of {name}, {told}, goes for good. What is planned for it may not go out any more."
        )
    return Content(f"{name}, {told}, goes for good. What it has written stays.")


def public_question(name: str, told: str) -> Content:
    """What is asked before something publishes by itself."""
    beside = f", {plain(told, 60)}," if told else ""
    return Content(
        f"{plain(name, 60)}{beside} {UNASKED}: whatever is written goes public as it is, "
        "and nobody reads it before."
    )
