"""What a person does in the application, key by key."""

from __future__ import annotations

import re

from tests.e2e.terminal import Terminal

GRACE_SECONDS = 0.6
"""A key that decides is deaf for half a second after its item came."""
CONNECTIONS = ("desk-notra", "desk-repostra", "desk-blogree")


def wait_for_the_inbox(terminal: Terminal) -> str:
    """Wait until all three connections are up and what waits is shown; gives the screen."""
    for connection in CONNECTIONS:
        terminal.wait_for_match(rf"[●+] ?{connection}")
    return terminal.wait_for_match(r"Inbox \d+")


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
    terminal.wait_for("✓ queued:", gone=["Enter generates"])
    return waiting


def watch(terminal: Terminal, what: str, waiting: int) -> None:
    """Watch the newest job until it is done, and what it made waits in the inbox; `waiting`: how many did
    before it was asked for.
    """
    terminal.press("3", "g", "g")
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
    quick = "That was quick"
    terminal.press(key)
    terminal.wait_until(lambda: said in terminal.text or quick in terminal.text, said)
    if said not in terminal.text:
        terminal.still(GRACE_SECONDS)
        terminal.press(key)
        terminal.wait_for(said)


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
