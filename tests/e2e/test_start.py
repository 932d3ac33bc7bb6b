"""How copydesk starts and leaves: beside another, with a wrong config, in poor terminals, in no home."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.home import Home, home
from tests.e2e.person import assert_restored, leave, wait_for_the_inbox
from tests.e2e.terminal import Terminal

COLOURS = re.compile(rb"[34]8[;:]|(?:^|;)(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])(?:;|$)")
"""The part of an SGR sequence that sets a colour."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with home(tmp_path_factory.mktemp("start") / "home") as made:
        made.serve("--no-limits")
        yield made


def test_two_that_start_at_once_share_one_desk(tmp_path: Path) -> None:
    with home(tmp_path / "home") as made:
        with made.open() as first, made.open(columns=80, lines=24) as second:
            wait_for_the_inbox(first)
            wait_for_the_inbox(second)
            pid = made.desk_pid
            leave(first)
            leave(second)
        with made.open() as third:
            wait_for_the_inbox(third)
            assert made.desk_pid == pid
            assert len(list(made.desks())) == 1
            leave(third)


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, None),
        ({"NO_COLOR": "1", "TERM": "xterm", "COLORTERM": "truecolor"}, False),
    ],
    ids=["16 colours", "dumb", "no colour though it could"],
)
def test_any_terminal_is_left_as_it_was(desk: Home, environ: dict[str, str], coloured: bool | None) -> None:
    with desk.open(environ=environ, columns=80, lines=24) as terminal:
        wait_for_the_inbox(terminal)
        terminal.wait_for("(sample)", "a approve")
        terminal.press("2")
        terminal.wait_for(" published ", "newest first")
        terminal.press("3")
        terminal.wait_for("Nothing has been generated yet")
        terminal.press("?")
        terminal.wait_for("type a key or words")
        terminal.press("esc")
        terminal.wait_for("Nothing has been generated yet", gone=["type a key"])
        terminal.press("1")
        terminal.wait_for_match(r"[▌\[](1 )?Inbox \d+[▐\]]")
        leave(terminal)
        styles = set(re.findall(rb"\x1b\[([\d;:]*)m", terminal.written))
    if coloured is not None:
        assert any(COLOURS.search(style) for style in styles) is coloured, styles
    if environ.get("TERM") == "xterm" and coloured:
        assert not any(b"38;" in style or b"48;" in style for style in styles), "more than 16 colours"


def test_a_wrong_connection_closes_itself_alone(desk: Home, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[connections.desk-notra]\nplatform = "notra"\ndesk = true\n\n'
        '[connections.acme]\nplatform = "notra"\napi_key_comand = "pass show acme"\n\n'
        '[connections.desk-blogree]\nplatform = "blogree"\ndesk = true\n'
    )
    with desk.open(environ={"COPYDESK_CONFIG": str(config)}, columns=240) as terminal:
        terminal.wait_for("● desk-notra", "✗ acme", "● desk-blogree")
        terminal.wait_for_match(r"Inbox \d+")
        terminal.wait_for("config.toml, line 7")
        terminal.press("i", "j")
        shown = terminal.wait_for("Connections▐", "api_key_comand", "api_key_command")
        assert "Traceback" not in shown
        terminal.press("i")
        terminal.wait_for("(sample)", gone=["Connections▐"])
        leave(terminal)


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with home(tmp_path / "home") as made:
        nowhere = made.folder / "a-file"
        nowhere.write_text("no folder")
        with made.open(environ={"HOME": str(nowhere)}) as terminal:
            assert terminal.wait_end() == 1
            assert_restored(terminal)
            said = " ".join(terminal.text.split())
        assert "copydesk: The state database" in said
        assert "Check the folder's permissions" in said
        assert "Traceback" not in said


def test_a_terminal_that_misbehaves_is_no_harm(desk: Home) -> None:
    """Bytes that are no text, a word to go on where nothing had stopped, and sizes for a moment."""
    with desk.open() as terminal:
        wait_for_the_inbox(terminal)
        # Each for itself: what comes in one piece with it is passed over as well.
        terminal.send(b"\xe9")
        terminal.send(b"\xe2\x82")
        terminal.wait_until(lambda: "'utf-8' codec" in passed_over(desk), "what is no UTF-8")
        terminal.send(b"\x1b[99999999u")
        terminal.wait_until(lambda: "chr()" in passed_over(desk), "what is no character")
        look_at_the_keys(terminal)

        terminal.process.send_signal(signal.SIGCONT)
        look_at_the_keys(terminal)

        # What comes last: the text beside the list, and what failed.
        terminal.wait_for("· ◑ draft", "Ten tools for 2019")
        whole = without_ages(terminal.still())
        for size in ((100, 30), (60, 20), (120, 40)):
            terminal.resize(*size)
        terminal.wait_until(lambda: without_ages(terminal.text) == whole, "the whole screen")
        leave(terminal)


def passed_over(desk: Home) -> str:
    """What Copydesk wrote down of what its terminal sent and it did not take."""
    log = (desk.folder / ".local" / "state" / "copydesk" / "copydesk.log").read_text()
    return "\n".join(line for line in log.splitlines() if "passed over" in line)


def without_ages(screen: str) -> str:
    """The screen without the column that is another one a minute later."""
    return re.sub(r" +(?:now|\d+[mhdw])(?= *│| *$)", "", screen, flags=re.M)


def look_at_the_keys(terminal: Terminal) -> None:
    terminal.press("?")
    terminal.wait_for("Keys · inbox")
    terminal.press("esc")
    terminal.wait_for("a approve", gone=["Keys · inbox"])
