"""What a person does in the application, key by key."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from tests.e2e.terminal import Terminal

GRACE_SECONDS = 0.6
"""A key that decides is deaf for half a second after its item came."""
STIRRING_SECONDS = 5.0
ABOVE_LIST, BELOW_LIST = 3, 3
"""Lines of a screen that are never a list's."""
MOST_ROWS = 100
"""More are in no list, and no choice, that a walk goes through."""
TOO_QUICK = "That was quick"
TOO_SOON = (TOO_QUICK, "has not been read yet")
"""What is said of a key that was not taken: the item, or the text that would be sent, has only to come."""
CONNECTIONS = ("desk-notra", "desk-repostra", "desk-blogree")


def wait_for_the_inbox(terminal: Terminal) -> str:
    """Wait until all three connections are up and what waits is shown; gives the screen."""
    terminal.wait_until(lambda: are_up(terminal, *CONNECTIONS), "all connections")
    return terminal.wait_for_match(r"Inbox \d+")


def are_up(terminal: Terminal, *connections: str) -> bool:
    """Whether the head says that these are up: by their names, or where it is short of room by how many."""
    head = terminal.text.splitlines()[0]
    named = all(re.search(rf"[●+] ?{connection}", head) for connection in connections)
    return named or re.search(rf"[●+]{len(CONNECTIONS)}(?!\S)", head) is not None


def choose(terminal: Terminal, title: str, option: str) -> None:
    """Take one of a short list by the digit before it."""
    terminal.wait_for(title, "Enter choose")
    digit = re.search(rf"(\d) {option}", terminal.wait_for_match(rf"\d {option}"))
    assert digit is not None
    terminal.press(digit[1])


def generate(terminal: Terminal, connection: str, *typed: str) -> int:
    """Have something written on a connection; `typed` goes into the form before Enter. Gives how many
    waited for a yes before.
    """
    waiting = in_the_inbox(terminal)
    terminal.press("g")
    choose(terminal, "Generate on", connection)
    terminal.wait_for(f"Generate on {connection}", "Enter generates")
    terminal.press(*typed, "enter")
    # That it is queued is said until its end is said, which may be at once.
    terminal.wait_for(gone=["Enter generates"])
    return waiting


def watch(terminal: Terminal, what: str, waiting: int) -> None:
    """Watch the newest job until it is done, and what it made waits in the inbox; `waiting`: how many did
    before it was asked for.
    """
    terminal.press("3", "gg")
    terminal.wait_for_match(rf"▌ +● done +[^\n]*{what}")
    terminal.wait_until(lambda: in_the_inbox(terminal) > waiting, "the draft")


def in_the_inbox(terminal: Terminal) -> int:
    """How many wait for a yes, by the head's count."""
    count = re.search(r"Inbox (\d+)", terminal.text)
    return int(count[1]) if count else 0


def approve(terminal: Terminal, said: str) -> None:
    """Say yes to the item, once it was there for long enough; `said` is what comes of it."""
    decide(terminal, "a", said)


def decide(terminal: Terminal, key: str, said: str) -> None:
    """Press a key that is not taken before the item was there for long enough; `said` comes of it."""
    stood = said in terminal.text
    pressed_until(terminal, key, lambda: terminal.heard(said) or (not stood and said in terminal.text))


def pressed_until(terminal: Terminal, key: str, holds: Callable[[], object]) -> None:
    """Press a key that decides until it was taken: what it does may be seen elsewhere than on the screen."""
    while True:
        # While that stands there nobody can tell whether a press was taken, and another may decide twice.
        terminal.wait_for(gone=[TOO_QUICK])
        wait_out_the_grace(terminal)
        terminal.press(key)
        terminal.wait_until(lambda: holds() or any(map(terminal.heard, TOO_SOON)), key)
        if not any(map(terminal.heard, TOO_SOON)):
            return


def wait_out_the_grace(terminal: Terminal) -> None:
    """Wait until nothing was drawn for as long as a key that decides is deaf; but not for ever."""
    end = time.monotonic() + STIRRING_SECONDS
    while terminal.stirs(GRACE_SECONDS) and time.monotonic() < end:
        pass


def filter_by(terminal: Terminal, words: str) -> None:
    """Show only what holds some words."""
    terminal.press("/")
    terminal.wait_for("enter asks")
    terminal.press("\x15", *words, "enter")
    terminal.wait_for("▌", gone=["enter asks"])


def leave(terminal: Terminal) -> None:
    """Quit; the terminal is as it was."""
    terminal.press("q")
    assert terminal.wait_end() == 0
    assert_restored(terminal)


def assert_restored(terminal: Terminal) -> None:
    """Check that the program left its terminal as it found it: the usual screen, a cursor, line editing."""
    assert terminal.private_modes <= {7, 25}, terminal.private_modes
    if b"\x1b[?25l" in terminal.written:
        assert 25 in terminal.private_modes, "the cursor stays hidden"
    assert terminal.line_modes_restored


# In lists and forms


def cursor_line(terminal: Terminal) -> str:
    """The line that the cursor of a list is on, without what is read beside it; empty where there is none."""
    found = re.search(r"^▌[^▐\n]*$", terminal.text, re.M)
    return found[0].partition("│")[0] if found else ""


def go_to(terminal: Terminal, words: str) -> None:
    """Move the cursor of a list to the line with these words, one by one; there it is once all is drawn."""
    for _ in range(MOST_ROWS):
        if words in cursor_line(terminal) and words in cursor_line_at_rest(terminal):
            return
        key = "k" if stands_above(terminal, words) else "j"
        press_for_another(terminal, key, lambda: place_of_cursor(terminal))
    raise AssertionError(f"the cursor did not come to {words!r}:\n{terminal.text}")


def stands_above(terminal: Terminal, words: str) -> bool:
    """Whether these words stand in the list above the cursor, and not below it."""
    place = place_of_cursor(terminal)
    lines = [line.partition("│")[0] for line in terminal.text.splitlines()]
    rows = [at for at, line in enumerate(lines[ABOVE_LIST:-BELOW_LIST], ABOVE_LIST) if words in line]
    return place is not None and bool(rows) and max(rows) < place[1]


def cursor_line_at_rest(terminal: Terminal) -> str:
    """The line that the cursor is on once all is drawn."""
    terminal.still()
    return cursor_line(terminal)


def place_of_cursor(terminal: Terminal) -> tuple[str, int] | None:
    """The line that the cursor is on, and which of the screen's it is; None while it is being drawn."""
    line = cursor_line(terminal)
    return (line, terminal.text[: terminal.text.find(line)].count("\n")) if line else None


def press_for_another(terminal: Terminal, key: str, seen: Callable[[], object]) -> None:
    """Press a key, and wait until something else is seen."""
    before = seen()
    terminal.press(key)
    terminal.wait_until(lambda: seen() not in (None, "", before), f"another than {before}")


def turn_to(terminal: Terminal, field: str, value: str) -> None:
    """Turn the choice that has the keys to a value; `field` is its name."""

    def shown() -> str:
        found = re.search(rf"│ +{re.escape(field)} +‹ (.*?) ›", terminal.text)
        return found[1] if found else ""

    terminal.wait_until(shown, field)
    for _ in range(MOST_ROWS):
        if shown() == value:
            return
        press_for_another(terminal, "right", shown)
    raise AssertionError(f"{field} offers no {value!r}:\n{terminal.text}")


def empty_line(terminal: Terminal) -> None:
    """Take away all that stands in the line that is typed in."""
    terminal.press("\x01", "\x0b")
