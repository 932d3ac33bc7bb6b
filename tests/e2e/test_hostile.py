"""What is written to the terminal when titles hold what a terminal would obey."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.home import Home, home
from tests.e2e.person import choose, filter_by, leave, wait_for_the_inbox
from tests.e2e.terminal import Terminal

HOSTILE = (
    "Odd closing [/] of nothing",
    "Odd [link='x] of no link [$nope]x[/]",
    "Odd \x1b[35;45;5mpaint\x1b[0m and \x1b[2J\x1b[Hwiping",
    "Odd \x1b]0;OWNED\x07window \x1b]52;c;T1dORUQ=\x07clipboard \x1b]52;c;never ends",
    "Odd \x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\ \x1bP+q6b\x1b\\string \x1b_Ga=T\x1b\\picture",
    "Odd \x9b35;45mother \x9d0;OWNED\x9c controls \x85 \x7f\x08\x08",
    "Odd \u202egnp.exe\u202c turns \u2066of\u2069 \u200fdirection\u061c",
    "Odd z" + "\u0301" * 300 + " marks \u200b\u200d\ufeff\u2060",
    "Odd " + "x" * 10_000,
    "Odd " + "日本語" * 3_000,
    "Odd lines\none\r\ntwo\tthree\u2028four",
)
SHOWN = (
    "Odd closing [/] of",
    "Odd [link='x] of no",
    "Odd window",
    "Odd link",
    "marks",
    "Odd xxxxx",
    "Odd 日本語",
)

OWN_SEQUENCES = re.compile(r"\x1b(?:\[[<>=?]?[\d;]*\$?[mHhlup]|\]22;[a-z]*\x07)")
"""All that a Copydesk writes besides text: styles, places, modes, the pointer's shape."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A desk with hostile titles on all three platforms, and nothing else."""
    with home(tmp_path_factory.mktemp("hostile") / "home") as made:
        made.serve("--no-samples", "--no-limits")
        for title in HOSTILE:
            made.repostra("POST", "/content", {"title": title, "status": "planned", "description": title})
            made.blogree(
                "POST",
                "/posts",
                {"title": title, "excerpt": title, "tags": [title[:200]], "body": {"json": page(title)}},
            )
        yield made


def page(text: str) -> dict[str, Any]:
    """A body of the same signs, in the form that the desk gives back sign by sign and Copydesk reads. It says
    other words: Markdown's own signs part a body's sequences, and what they said may stand there as text.
    """
    text = text.replace("OWNED", "TAKEN").replace("evil.example", "bad.example")
    said = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"type": "doc", "content": [said]}


def test_no_title_reaches_the_terminal_as_more_than_text(desk: Home) -> None:
    job = desk.blogree("POST", "/posts/generate", {"topic": HOSTILE[2]})["job_id"]
    with desk.open() as terminal:
        wait_for_the_inbox(terminal)
        look_at(terminal, 2)
        filter_by(terminal, "desk-blogree")
        look_at(terminal, len(HOSTILE))
        terminal.press("a")
        terminal.wait_for_match("✗ Odd|That was quick")
        terminal.press("esc")
        # An escape that a key follows at once is another key.
        terminal.wait_for(gone=["✗ Odd", "That was quick"])

        terminal.press("2")
        terminal.wait_for("▌2 Posts", "Odd 日本語")
        look_at(terminal, 2)

        terminal.press("3", "w")
        choose(terminal, "Watch a job on", "desk-blogree")
        terminal.wait_for("Enter takes it")
        terminal.press(*job, "enter")
        terminal.wait_for_match(r"● done +post · Odd paint")
        terminal.press("enter")
        terminal.wait_for_match(r"Odd paint and wiping[^▌]*desk-blogree")
        leave(terminal)
    assert_only_text(terminal.written)


def test_what_is_edited_or_pasted_is_drawn_as_signs(desk: Home) -> None:
    with desk.open() as terminal:
        wait_for_the_inbox(terminal)
        filter_by(terminal, "desk-blogree")
        terminal.still()
        edit_and_paste(terminal)
        leave(terminal)
    assert_no_sequences(terminal.written)


def look_at(terminal: Terminal, count: int) -> None:
    """Go through the first items of a list, with the text beside it or behind it."""
    terminal.wait_for(*SHOWN)
    for _ in range(count):
        terminal.press("enter")
        terminal.still(0.1)
        terminal.press("h", "j")


def edit_and_paste(terminal: Terminal) -> None:
    """Open an item's text within Copydesk, and paste hostile words into it and into a line."""
    terminal.press("e")
    terminal.wait_for("^s saves", "title:")
    terminal.still()
    paste(terminal)
    terminal.press("esc")
    terminal.wait_for("Esc again")
    terminal.press("esc")
    terminal.wait_for("desk-blogree", gone=["^s saves"])
    terminal.press("/")
    terminal.wait_for("enter asks")
    paste(terminal)
    terminal.press("esc")
    terminal.wait_for("desk-blogree", gone=["enter asks"])


def paste(terminal: Terminal) -> None:
    """Paste all hostile titles, in brackets as terminals do."""
    terminal.send(b"\x1b[200~" + " ".join(HOSTILE[:8]).encode() + b"\x1b[201~")
    terminal.wait_for("closing")
    terminal.still()


def assert_no_sequences(written: bytes) -> str:
    """Check that every sequence is one of those that Copydesk writes by itself, and that what is left is
    text; gives it.
    """
    text = OWN_SEQUENCES.sub("", written.decode())
    assert set(re.findall(r"\x1b.?.?", text)) == set()
    assert {sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf", "Zl"}} <= {"\r", "\n"}
    return text


def assert_only_text(written: bytes) -> None:
    """Check that no sequence of a title passed, not even as text, and no colour of one."""
    text = assert_no_sequences(written)
    assert "OWNED" not in text
    assert "evil.example" not in text
    styles = "".join(re.findall(r"\x1b\[[\d;]*m", written.decode()))
    assert not re.search(r"\b5\b", re.sub(r"[34]8;5;\d+", "", styles)), "it blinks"
