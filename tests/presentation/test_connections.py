"""The connections' list: what is known of each in a line and in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.items import NOON
from tests.presentation.hostile import HOSTILE
from tui.domain.connections import Health, Left, Reach, Trouble
from tui.domain.preferences import ConnectionLook
from tui.domain.setups import Setup, SignIn
from tui.presentation.connections import ConnectionRow, connection_header, connection_row, connections_heading

TROUBLE = Trouble("acme did not answer", "Check the network.", NOON - timedelta(hours=2))
UP = ConnectionRow(
    "acme",
    Health("acme", Reach.UP),
    Setup("acme", "Notra", SignIn.ENV, "NOTRA_KEY", signed_in_until=NOON + timedelta(days=1)),
    ConnectionLook("teal", protected=True),
    (Left("changes", 54, 55), Left("generations", 2, 10)),
    TROUBLE,
)
DOWN = ConnectionRow(
    "acme",
    Health("acme", Reach.DOWN, TROUBLE.reason, TROUBLE.advice, read_only="the config file says so"),
    None,
    ConnectionLook(),
    trouble=TROUBLE,
)


@pytest.mark.parametrize("width", [116, 76, 56, 20, 1, 0])
def test_a_line_has_the_width_of_its_headings(width: int) -> None:
    for row in (UP, DOWN):
        line = connection_row(row, width, NOON)
        assert line.cell_length == connections_heading(width).cell_length == max(width, 0)


def test_a_line_says_the_state_by_a_word_too_and_of_the_limits_the_least() -> None:
    line = connection_row(UP, 116, NOON).plain
    assert [each in line for each in ("acme", "Notra", "● protected", "environment", "2 of 10", "2h")] == [
        True
    ] * 6
    assert "✗ down" in connection_row(DOWN, 56, NOON).plain
    assert "x down" in connection_row(DOWN, 56, NOON, ascii=True).plain


def test_a_line_of_the_config_file_is_named_by_its_number() -> None:
    health = Health(
        "acme", Reach.MISCONFIGURED, "/home/ana/config.toml, line 7: [connections.acme] has no secret"
    )
    line = connection_row(replace(DOWN, health=health), 116, NOON).plain
    assert "  line 7: [connections.acme] has no" in line


def test_all_of_it_is_told_with_the_advice() -> None:
    told = connection_header(UP, NOON).plain
    for each in (
        "the environment variable NOTRA_KEY",
        "until ",
        "2 of 10 generations",
        "2h ago: acme did not",
    ):
        assert each in told
    assert "Check the network." in told
    assert "its name is asked for" in told
    told = connection_header(DOWN, NOON).plain
    for each in (
        "why        acme did not answer",
        "then       Check the network.",
        "the config file says so",
    ):
        assert each in told
    assert "last error" not in told


@pytest.mark.parametrize("text", HOSTILE)
def test_words_from_outside_are_plain(text: str) -> None:
    row = ConnectionRow(
        text,
        Health(text, Reach.DOWN, text, text, read_only=text),
        Setup(text, text, SignIn.KEYRING, text, text, text),
        ConnectionLook(text),
        (Left(text, 1, 2),),
        Trouble(text, text, NOON),
        text,
    )
    for shown in (connection_row(row, 116, NOON).plain, connection_header(row, NOON).plain):
        assert all(char.isprintable() or char == "\n" for char in shown)
