"""What a terminal is told so that a text comes to its clipboard."""

from __future__ import annotations

import base64
import re

import pytest

from tui.domain.read_requests import ReadRequest
from tui.domain.terminal import Within
from tui.presentation.clipboard import MOST_BYTES, SCREEN_BYTES, fits, pasteable, to_clipboard


def taken(sequence: str) -> str:
    """What a terminal makes of the plain sequence."""
    found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert found is not None, sequence
    return base64.b64decode(found[1]).decode()


@pytest.mark.parametrize("text", ["", "Words", "Ümläut — 日本\n\nnext\tcell", "x" * MOST_BYTES])
def test_it_arrives_whole_whatever_the_terminal_is_within(text: str) -> None:
    assert taken(to_clipboard(text)) == text
    passed, plain = to_clipboard(text, Within.TMUX).split("\x1b\\", 1)
    assert taken(passed.removeprefix("\x1bPtmux;").replace("\x1b\x1b", "\x1b")) == taken(plain) == text
    pieces = (
        to_clipboard(text, Within.SCREEN).removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    )
    assert all(len(piece) <= SCREEN_BYTES for piece in pieces)
    assert taken("".join(pieces)) == text


def test_there_is_an_end_to_what_terminals_take() -> None:
    assert fits("x" * MOST_BYTES)
    assert not fits("ü" * MOST_BYTES)
    # What a terminal takes at most is told with the sequence around it.
    assert len(to_clipboard("x" * MOST_BYTES)) <= 100_000


def test_what_is_pasted_into_a_shell_is_not_obeyed_by_it() -> None:
    assert pasteable("a\x1b[2Jb\r\nc\x03\x7f\x9b\td") == "a[2Jb\nc\td"


def test_a_curl_line_reads_an_item_and_has_no_secret() -> None:
    request = ReadRequest("https://me:hush@api.example/v1/posts/a'b;id?x=1,2", "Authorization", "Bearer ")
    assert request.curl == (
        'curl -sS -H "Authorization: Bearer $COPYDESK_KEY" '
        "'https://api.example/v1/posts/a'\"'\"'b;id?x=1,2'"
    )
