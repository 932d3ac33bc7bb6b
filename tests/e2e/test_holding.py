"""What was decided can be taken back, and is not sent by a Copydesk that ended meanwhile, however it did."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.e2e.home import Home, home
from tests.e2e.person import approve, in_the_inbox, leave, wait_for_the_inbox
from tests.e2e.terminal import Terminal

HELD = "approving in 600 s · u takes it back"
TOLD = "1 decision was still held when Copydesk ended, and not sent: O shows it"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with home(tmp_path_factory.mktemp("holding") / "home") as made:
        made.hold(600)
        yield made


def drafts(desk: Home) -> list[str]:
    """The drafts of the desk's Notra account."""
    posts = desk.notra("GET", "/v1/posts?status=draft&limit=100")["posts"]
    return sorted(post["id"] for post in posts)


def decide(desk: Home, terminal: Terminal) -> tuple[int, list[str]]:
    """Approve a draft, which is held then; gives how many waited before, and the drafts there were."""
    wait_for_the_inbox(terminal)
    filter_to_notra(terminal)
    waiting, before = in_the_inbox(terminal), drafts(desk)
    approve(terminal, HELD)
    terminal.wait_for(f"Inbox {waiting - 1}")
    return waiting, before


def filter_to_notra(terminal: Terminal) -> None:
    """List its drafts, the first under the cursor: who was cut off comes back to where they were last."""
    terminal.press("/")
    terminal.wait_for("enter asks")
    terminal.press(*"desk-notra", "enter")
    terminal.wait_for("a → publishes on desk-notra", gone=["enter asks"])
    terminal.press("gg")


def leaves(terminal: Terminal) -> None:
    terminal.press("q")
    terminal.wait_for("1 held: q again leaves and sends nothing")
    leave(terminal)


def loses_its_terminal(terminal: Terminal) -> None:
    assert terminal.hang_up() in {0, -signal.SIGHUP}


def is_killed(terminal: Terminal) -> None:
    terminal.process.kill()
    terminal.process.wait()


def test_a_verdict_is_held_taken_back_and_where_copydesk_ended_told_and_not_sent(desk: Home) -> None:
    with desk.open() as terminal:
        # What failed is counted too, and asked for after all else.
        terminal.wait_for("Ten tools for 2019")
        waiting, before = decide(desk, terminal)
        terminal.press("u")
        terminal.wait_for("taken back, nothing was sent:", f"Inbox {waiting}")
        assert drafts(desk) == before
        # Nothing is held any more: q asks nothing.
        leave(terminal)
    for end in (is_killed, leaves, loses_its_terminal):
        with desk.open() as terminal:
            if end is not is_killed:
                terminal.wait_for(TOLD)
            assert decide(desk, terminal) == (waiting, before), "nothing was sent"
            end(terminal)
    with desk.open() as terminal:
        terminal.wait_for(TOLD)
        wait_for_the_inbox(terminal)
        terminal.wait_for(f"Inbox {waiting}")
        assert drafts(desk) == before
        leave(terminal)
