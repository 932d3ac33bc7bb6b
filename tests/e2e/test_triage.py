"""Twenty items that wait on three platforms, worked off by keys on a small terminal, as over SSH."""

from __future__ import annotations

import logging
import re
import string
import time
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e.home import Home, home
from tests.e2e.person import GRACE_SECONDS, TOO_QUICK, leave, wait_for_the_inbox
from tests.e2e.receiver import Receiver, receiver
from tests.e2e.terminal import Terminal

_log = logging.getLogger(__name__)

EXTRA = 6
"""Drafts besides the samples: twenty wait then."""
MOST_PRESSES = 50
HELD_SECONDS = 12
"""Long enough to take a decision back on a machine that is busy."""
EDITOR = "sed -i s/minutes/hours/;s/machine/robot/"


class Step(NamedTuple):
    """What the person sees, and presses."""

    on: str
    """How the title under the cursor begins; in a question, words of it."""
    keys: tuple[str, ...]


RECORDED = (
    Step("A release checklist", ("a",)),
    Step("What a release", ("a",)),
    Step("Five places", ("e",)),
    Step("✎ Five places", ("a",)),
    Step("Ten tools for 2019", ("x",)),
    Step("Signed webhooks", ("a",)),
    Step("y approve it", ("y",)),
    Step("The word", ("D",)),
    Step("3 wrong tone", ("3",)),
    Step("Names that explain", ("z",)),
    Step("1 until it changes", ("1",)),
    Step("One name, one thing", ("a",)),
    Step("Editing what a machine", ("e",)),
    Step("Editing what a robot", ("a",)),
    Step("y approve it", ("y",)),
    Step("Lantern 2.4 in a tweet", ("a",)),
    Step("From half a second", ("u",)),
    Step("Lantern 2.4 in a tweet", ("space", "space", "space")),
    Step("Reading drafts", ("A",)),
    Step("Reading drafts", ("M", *"filler", "enter")),
    Step("Reading drafts", ("A",)),
    Step(f"y approve all {EXTRA}", ("y",)),
    Step("Reading drafts", ("D",)),
    Step("1 off topic", ("1",)),
    Step("Lantern 2.4: search", ("a",)),
    # The topics come back as their texts.
    Step("new: One name", ("a",)),
    Step("new: What a release", ("a",)),
)
KEYS = 36
"""How many that takes, for twenty items and the two texts that come of topics."""


@pytest.fixture
def site() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, site: Receiver) -> Iterator[Home]:
    with home(tmp_path / "home") as made:
        made.hold(HELD_SECONDS)
        made.serve()
        address = {"url": "https://blog.example", "webhook_url": f"{site.url}/hooks/blogree"}
        made.blogree("POST", "/sites", {"name": "Blog", "platform": "custom", **address})
        for number in range(EXTRA):
            body = {"title": f"Filler {number}", "body": {"markdown": f"The text of number {number}."}}
            made.blogree("POST", "/posts", body)
        yield made


def seen(terminal: Terminal, step: Step) -> bool:
    """Whether what a step is for is before the person."""
    title = re.search(r"^▌[ ◆] +\w+ +(.*)$", terminal.text, re.M)
    question = re.search(r"^ *│(.*)│", terminal.text, re.M)
    if question is not None:
        return step.on in terminal.text and step.on[0] in string.ascii_lowercase + string.digits
    return title is not None and title[1].startswith(step.on)


def take(terminal: Terminal, step: Step, following: Step | None) -> int:
    """Do one step once what it is for was there for long enough, until what follows is there; gives how many
    keys it takes. On a machine that is busy one may come too soon, also for the text that it would send: that
    is said, nothing is done, and it is pressed again.
    """

    def too_soon() -> bool:
        return any(map(terminal.heard, (TOO_QUICK, "✗ not approved: ")))

    terminal.wait_until(lambda: seen(terminal, step), step.on)
    for _ in range(MOST_PRESSES):
        terminal.still(GRACE_SECONDS)
        terminal.press(*step.keys)
        if following is None:
            return len(step.keys)
        terminal.wait_until(lambda: too_soon() or seen(terminal, following), following.on)
        if not too_soon():
            return len(step.keys)
    raise AssertionError(f"{step} was never taken:\n{terminal.text}")


def test_twenty_items_are_triaged_in_seconds(
    desk: Home, record_property: Callable[[str, object], None]
) -> None:
    with desk.open(environ={"EDITOR": EDITOR, "SSH_CONNECTION": "x"}, columns=80, lines=24) as terminal:
        wait_for_the_inbox(terminal)
        terminal.wait_for("Inbox 20")
        began = time.monotonic()
        steps = zip_longest(RECORDED, RECORDED[1:])
        keys = sum(take(terminal, step, following) for step, following in steps if step is not None)
        terminal.wait_for("▌1 Inbox▐", "not ready", "declined 2 · put off 1 · put away 1")
        seconds = time.monotonic() - began
        terminal.wait_until(lambda: "Out" not in terminal.text.splitlines()[0], "the last answer")
        leave(terminal)
    record_property("seconds", round(seconds, 1))
    _log.info("20 items: %d keys, %.1f seconds", keys, seconds)
    assert keys == KEYS
    assert_done(desk)


def assert_done(desk: Home) -> None:
    """What was decided has arrived, once, and nothing else has."""
    posts = desk.blogree("GET", "/posts?limit=100")["data"]
    state = {post["title"].removesuffix(" (sample)"): post["status"] for post in posts}
    out = [f"Filler {number}" for number in range(EXTRA)]
    out += ["Signed webhooks, checked in five lines", "Editing what a robot wrote"]
    assert [state[title] for title in out] == ["published"] * len(out)
    assert state["Reading drafts in the terminal"] == "draft"
    assert desk.notra("GET", "/v1/posts?status=draft&limit=100")["posts"] == []
    waiting = desk.repostra("GET", "/approvals")["data"]
    assert [post["title"] for post in waiting["pending_blog"] if post["status"] != "generating"] == [
        "Names that explain themselves (sample)"
    ]
    (declined,) = waiting["pending_social"]
    assert declined["topic"] == "The word “also” (sample)"
