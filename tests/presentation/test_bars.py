"""The bars: what they leave out as it gets narrow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.presentation.hostile import HOSTILE
from tui.domain.connections import Health, Reach
from tui.presentation.bars import ScreenTab, head_line, health_marks, key_line, without_folder

TABS = (
    ScreenTab("inbox", "1", "Inbox", "Inbox", "7"),
    ScreenTab("posts", "2", "Posts", "Posts"),
    ScreenTab("jobs", "3", "Jobs", "Jobs", "◔2"),
    ScreenTab("calendar", "4", "Calendar", "Cal"),
    ScreenTab("accounts", "5", "Accounts", "Acc"),
)
HEALTHS = (
    Health("acme", Reach.UP),
    Health("blog", Reach.UP),
    Health("agency", Reach.REFUSED, "401"),
)
KEYS = (("a", "approve"), ("e", "edit"), ("d", "delete"), ("u", "undo"))


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (
            120,
            " Copydesk ▌1 Inbox 7▐ 2 Posts  3 Jobs ◔2  4 Calendar  5 Accounts ",
            " ● acme  ● blog  ✗ agency: 401 ",
        ),
        (90, " Copydesk ▌1 Inbox 7▐ 2 Posts  3 Jobs ◔2  4 Cal  5 Acc ", " ● acme  ● blog  ✗ agency: 401 "),
        (80, " Copydesk ▌Inbox 7▐ Posts  Jobs ◔2  Cal  Acc ", " ● acme  ● blog  ✗ agency: 401 "),
        (70, " Copydesk ▌Inbox 7▐ Posts  Jobs ◔2  Cal  Acc ", " ●2 ✗ agency refused "),
        (60, " ▌Inbox 7▐ Posts  Jobs ◔2  Cal  Acc ", " ●2 ✗ agency refused "),
        (50, " ▌Inbox 7▐ Posts  Jobs ◔2  Cal  Acc ", " ●2 ✗agency "),
        (10, " ▌Inbox 7▐", ""),
    ],
)
def test_the_head_over_widths(width: int, left: str, right: str) -> None:
    line = head_line(TABS, "inbox", HEALTHS, width).plain
    assert len(line) == width
    assert line.startswith(left)
    assert line.endswith(right)


def test_a_connection_that_waits_says_for_how_long_as_long_as_anything_fits() -> None:
    rests = Health("rr", Reach.SLOWED, "rr asked to wait 23 s", seconds=23)
    for width in (50, 60, 70, 80, 120):
        line = head_line(TABS, "inbox", [rests], width)
        assert "23 s" in line.plain, width
        assert line.cell_length == width
    assert head_line(TABS, "inbox", [rests], 80).plain.endswith(" 5 Accounts      ◔ rr 23 s ")
    assert head_line(TABS, "inbox", [rests], 80, ascii=True).plain.endswith(" ~ rr 23 s ")
    assert head_line(TABS, "inbox", [Health("rr", Reach.SLOWED)], 80).plain.endswith(" ◔ rr: waiting ")


def test_nothing_in_the_head_moves_when_another_screen_opens() -> None:
    places = {head_line(TABS, tab.id, HEALTHS, 120).plain.index("3 Jobs") for tab in TABS}
    assert len(places) == 1
    assert "[1 Inbox 7]" in head_line(TABS, "inbox", HEALTHS, 120, ascii=True).plain


@given(st.sampled_from(HOSTILE), st.integers(min_value=0, max_value=150))
def test_bars_fit_whatever_they_say(text: str, width: int) -> None:
    health = (Health(text, Reach.DOWN, text), Health("x", Reach.UP))
    assert head_line(TABS, "posts", health, width).cell_length <= width
    if width >= 10:
        assert key_line(KEYS, width).cell_length <= width


def test_keys_are_left_out_from_the_end_and_help_stays() -> None:
    assert key_line(KEYS, 80).plain == " a approve  e edit  d delete  u undo  ? help"
    assert key_line(KEYS, 30).plain == " a approve  e edit  ? help"
    assert key_line(KEYS, 8).plain == " ? help"
    assert key_line(KEYS, 6).plain == " "


def test_a_failed_connection_is_a_sign_and_a_word() -> None:
    reader = Health("reader", Reach.UP, read_only="the config file says so")
    assert health_marks([reader]).plain == "○ reader: read-only"
    assert health_marks([reader], reasons=False, ascii=True).plain == "o reader"
    assert health_marks([Health("reader", Reach.DOWN, read_only="x")]).plain == "✗ reader: down"
    assert head_line(TABS, "inbox", [*HEALTHS, reader], 64).plain.endswith(" ●2 ✗agency ○reader ")
    marks = health_marks([Health("agency", Reach.DOWN), Health("new")])
    assert marks.plain == "✗ agency: down  ◌ new"
    assert health_marks(HEALTHS, ascii=True).plain == "+ acme  + blog  x agency: 401"


def test_a_reason_that_begins_with_the_connections_name_says_it_once() -> None:
    marks = health_marks([Health("acme", Reach.SLOWED, "acme asked to wait 12 s"), Health("new")])
    assert marks.plain == "◔ acme: asked to wait 12 s  ◌ new"
    unreached = Health("rep", Reach.DOWN, "rep (127.0.0.1:8080) could not be reached")
    assert health_marks([unreached]).plain == "✗ rep: could not be reached"
    wrong = Health("acme", Reach.MISCONFIGURED, "/home/a b/config.toml, line 4: it has no: key. Give it one.")
    assert health_marks([wrong]).plain == "✗ acme: it has no: key. Give it…"
    assert health_marks([replace(wrong, reason="/x/config.toml: it")]).plain == "✗ acme: it"
    assert health_marks([Health("acme", Reach.DOWN, "acme.com is gone")]).plain == "✗ acme: acme.com is gone"


def test_a_line_of_a_file_is_said_without_the_folder() -> None:
    assert without_folder("/home/ana/a b/config.toml, line 4: port/x is no key") == (
        "config.toml, line 4: port/x is no key"
    )
    assert without_folder("Welcome. It was written: /home/ana/x") == "Welcome. It was written: /home/ana/x"
