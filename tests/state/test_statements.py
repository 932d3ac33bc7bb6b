"""Statements that belong together: all of them, or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.domain.errors import StateError
from tui.state.statements import Statements

NORMAL = [(1,)]


class OfTheTest(Exception):
    """Something else than the database failed."""


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Statements, Statements]]:
    """Two on one database, which do not wait for each other."""
    both = [Statements(sqlite3.connect(tmp_path / "db", isolation_level=None, timeout=0)) for _ in range(2)]
    both[0].run("PRAGMA journal_mode = WAL")
    for each in both:
        each.run("PRAGMA foreign_keys = ON")
        each.run("PRAGMA synchronous = NORMAL")
    both[0].run(
        "CREATE TABLE kept (word TEXT, of INTEGER REFERENCES owner (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    both[0].run("CREATE TABLE owner (id INTEGER PRIMARY KEY)")
    yield both[0], both[1]
    for each in both:
        each.close()


def keep(statements: Statements, word: str, of: int | None = None) -> None:
    statements.insert("INSERT INTO kept (word, of) VALUES (?, ?)", word, of)


def kept(statements: Statements) -> list[str]:
    return [word for (word,) in statements.run("SELECT word FROM kept ORDER BY rowid")]


def test_what_is_written_together_is_there_for_others_all_at_once(two: tuple[Statements, Statements]) -> None:
    one, other = two
    before = other.others
    with one.together():
        keep(one, "a")
        assert kept(other) == []
        keep(one, "b")
    assert kept(other) == ["a", "b"]
    assert other.others != before


def fail_after(statements: Statements, word: str, error: BaseException) -> None:
    with statements.together():
        keep(statements, word)
        raise error


@pytest.mark.parametrize("error", [OfTheTest(), StateError("full"), KeyboardInterrupt()])
def test_where_one_fails_none_is_done(two: tuple[Statements, Statements], error: BaseException) -> None:
    one, other = two
    with pytest.raises(type(error)):
        fail_after(one, "a", error)
    assert kept(one) == kept(other) == []
    keep(other, "the file is free")
    assert kept(one) == ["the file is free"]


def test_what_is_together_within_another_is_a_part_of_that(two: tuple[Statements, Statements]) -> None:
    one, other = two
    with one.together():
        with one.together():
            keep(one, "a")
        assert kept(other) == []
        keep(one, "b")
        with pytest.raises(OfTheTest):
            fail_after(one, "c", OfTheTest())
    assert kept(other) == ["a", "b", "c"], "whoever goes on after an error keeps what there was"


def test_what_was_together_within_another_that_fails_is_not_done(two: tuple[Statements, Statements]) -> None:
    one, other = two

    def fails() -> None:
        with one.together():
            with one.together():
                keep(one, "a")
            raise OfTheTest

    with pytest.raises(OfTheTest):
        fails()
    assert kept(one) == kept(other) == []


def test_nobody_else_writes_in_between(two: tuple[Statements, Statements]) -> None:
    one, other = two
    with one.together():
        assert kept(one) == []
        with pytest.raises(StateError):
            keep(other, "in between")
        with pytest.raises(StateError), other.together():
            raise AssertionError("both are in at once")
        keep(one, "a")
    with other.together():
        keep(other, "b")
    assert kept(one) == ["a", "b"]


def test_what_cannot_be_made_final_is_not_done_and_the_next_is(two: tuple[Statements, Statements]) -> None:
    one, other = two
    with pytest.raises(StateError), one.together():
        keep(one, "nobody's", of=1)
    assert kept(one) == kept(other) == []
    with one.together():
        keep(one, "a")
    assert kept(other) == ["a"]


def test_only_what_is_written_together_waits_for_the_disk(two: tuple[Statements, Statements]) -> None:
    one, other = two
    with one.together():
        assert one.run("PRAGMA synchronous") == [(2,)]
    assert one.run("PRAGMA synchronous") == NORMAL
    with pytest.raises(OfTheTest), one.together():
        raise OfTheTest
    assert one.run("PRAGMA synchronous") == NORMAL
    with other.together(), pytest.raises(StateError), one.together():
        raise AssertionError("both are in at once")
    assert one.run("PRAGMA synchronous") == NORMAL
