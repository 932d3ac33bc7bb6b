"""Where things go to, and when: accounts, schedules, the calendar, deliveries."""

from __future__ import annotations

from tui.commands.model import Area, Command, Group

_ACCOUNTS, _SCHEDULES = (Area.ACCOUNTS,), (Area.SCHEDULES,)
_CALENDAR, _DELIVERIES = (Area.CALENDAR,), (Area.DELIVERIES,)

SETTING_UP: tuple[Command, ...] = (
    Command(
        "account.add",
        ("a",),
        "add",
        "Add an account, a site, a repository or a voice",
        Group.MAKE,
        _ACCOUNTS,
        1,
    ),
    Command("account.edit", ("e",), "edit", "Change it", Group.MAKE, _ACCOUNTS, 2),
    Command("account.switch", ("o",), "on/off", "Switch the account on or off", Group.DECIDE, _ACCOUNTS, 3),
    Command(
        "account.choose", ("c",), "choose", "Use this voice where none is named", Group.DECIDE, _ACCOUNTS, 4
    ),
    Command(
        "account.write",
        ("w",),
        "make a voice",
        "Have a voice made from a website, and watch it",
        Group.MAKE,
        _ACCOUNTS,
        5,
    ),
    Command(
        "account.rotate",
        ("N",),
        "new keys",
        "Have new keys made for the site, after a question; they are shown once",
        Group.DECIDE,
        _ACCOUNTS,
        6,
    ),
    Command("account.remove", ("d",), "delete", "Delete it, after a question", Group.DECIDE, _ACCOUNTS, 7),
    Command("schedule.add", ("a",), "add", "Add a slot or a schedule", Group.MAKE, _SCHEDULES, 1),
    Command("schedule.edit", ("e",), "edit", "Change it", Group.MAKE, _SCHEDULES, 2),
    Command(
        "schedule.move",
        ("m",),
        "move",
        "Take the slot up: the arrows move it, enter puts it down, escape leaves it where it was",
        Group.DECIDE,
        _SCHEDULES,
        3,
    ),
    Command("schedule.clone", ("c",), "clone", "Make another like it", Group.MAKE, _SCHEDULES, 4),
    Command("schedule.switch", ("o",), "on/off", "Switch it on or off", Group.DECIDE, _SCHEDULES, 5),
    Command("schedule.remove", ("d",), "delete", "Delete it, after a question", Group.DECIDE, _SCHEDULES, 6),
    Command(
        "schedule.shape",
        ("v",),
        "grid/list",
        "Show the week's slots, or the list of what is written when",
        Group.SHOW,
        _SCHEDULES,
        7,
    ),
    Command(
        "calendar.previous",
        ("less_than_sign",),
        "before",
        "The month, week or days before",
        Group.MOVE,
        _CALENDAR,
        2,
    ),
    Command(
        "calendar.next",
        ("greater_than_sign",),
        "after",
        "The month, week or days after",
        Group.MOVE,
        _CALENDAR,
        3,
    ),
    Command("calendar.today", ("t",), "today", "Back to today", Group.MOVE, _CALENDAR, 4),
    Command(
        "calendar.shape",
        ("v",),
        "month/week/agenda",
        "Show a month, a week, or an agenda",
        Group.SHOW,
        _CALENDAR,
        5,
    ),
    Command(
        "calendar.move",
        ("m",),
        "move",
        "Take the item up: the arrows move it, enter puts it down, escape leaves it where it was",
        Group.DECIDE,
        _CALENDAR,
        6,
    ),
    Command(
        "delivery.retry",
        ("R",),
        "retry",
        "Send it to this site again, or all that are marked",
        Group.DECIDE,
        _DELIVERIES,
        1,
    ),
    Command(
        "delivery.retry_site",
        ("F",),
        "retry the site",
        "Send all that failed on this site again",
        Group.DECIDE,
        _DELIVERIES,
        2,
    ),
)
