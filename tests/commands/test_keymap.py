"""Which keys give which command: presets, what a person binds, and what of that cannot be followed."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from tui.commands import COMMANDS, Area
from tui.commands.key_names import name_of, shown, stroke, strokes
from tui.commands.keymap import USUAL, Keymap, keymap_of
from tui.domain.preferences import Keys, Preset

PRINTED = [each for each in string.printable if not each.isspace()]


def bound(*wanted: tuple[str, tuple[str, ...]], preset: Preset = Preset.VIM) -> Keymap:
    """The keymap of one who binds these."""
    return keymap_of(Keys(preset, wanted))


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("a", "a"),
        ("D", "D"),
        ("shift+d", "D"),
        ("?", "question_mark"),
        ("question_mark", "question_mark"),
        ("ctrl+d", "ctrl+d"),
        ("Ctrl+D", "ctrl+d"),
        ("^d", "ctrl+d"),
        ("ctrl+i", "tab"),
        ("shift+ctrl+x", "ctrl+shift+x"),
        ("pgdn", "pagedown"),
        ("F5", "f5"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("ctlr+d", None),
        ("ctrl+ctrl+d", None),
        ("nonsense", None),
        ("Question_mark", None),
        ("ctrl+", None),
        ("", None),
    ],
)
def test_a_key_is_taken_as_people_write_it(written: str, key: str | None) -> None:
    assert stroke(written) == key


def test_keys_have_textuals_names_and_are_shown_as_they_are_typed() -> None:
    assert [name_of(each) for each in PRINTED] == [_character_to_key(each) for each in PRINTED]
    assert [shown(name_of(each)) for each in PRINTED] == PRINTED
    assert [strokes(each) for each in ("g g", " y   t ", "g nonsense", " ")] == [
        ("g", "g"),
        ("y", "t"),
        None,
        None,
    ]


@given(st.text(max_size=12))
def test_whatever_is_written_is_a_key_or_is_none(written: str) -> None:
    named = stroke(written)
    assert named is None or stroke(shown(named)) == named


@pytest.mark.parametrize("preset", Preset)
def test_the_presets_have_no_clashes_and_every_key_is_one(preset: Preset) -> None:
    keymap = bound(preset=preset)
    assert not keymap.problems
    assert set(keymap.keys) == {each.id for each in COMMANDS}


def test_the_arrows_preset_leaves_letters_to_verdicts() -> None:
    keymap = bound(preset=Preset.ARROWS)
    posts = keymap.areas[Area.POSTS]
    assert not {("j",), ("k",), ("h",), ("l",), ("G",), ("g", "g"), ("ctrl+d",)} & set(posts)
    assert posts["down",].id == "list.down"
    assert posts["a",].id == "verdict.approve"
    assert keymap.of("list.half_down") == ":list.half_down"


def test_what_is_bound_stands_in_place_of_the_preset() -> None:
    keymap = bound(("verdict.approve", ("ctrl+y", "g a")), ("verdict.delete", ()))
    assert keymap.of("verdict.approve") == "^y"
    assert keymap.all_of("verdict.approve") == "^y  g a"
    assert keymap.of("verdict.delete") == ":verdict.delete"
    inbox = keymap.areas[Area.INBOX]
    assert inbox["g", "a"].id == "verdict.approve"
    assert ("a",) not in inbox
    assert not keymap.problems


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ([("verdict.aprove", ("x",))], ["no command verdict.aprove (did you mean verdict.approve?)"]),
        ([("zzz", ("x",))], ["no command zzz"]),
        ([("verdict.approve", ("ctlr+a",))], ["“ctlr+a” of verdict.approve is no key"]),
        ([("verdict.approve", ("ctrl+q",))], ["^q cannot be bound to verdict.approve"]),
        ([("verdict.edit", ("a",))], ["a is verdict.approve and verdict.edit: verdict.edit has it"]),
        (
            [("verdict.edit", ("$",)), ("verdict.approve", ("$",))],
            ["$ is verdict.edit and verdict.approve: verdict.approve has it, the later of the two"],
        ),
        # What decides does so at once, and nothing can take that back unseen.
        ([("list.top", ("a a",))], ["a a cannot be list.top: its beginning is verdict.approve"]),
        ([("list.top", ("g a t",))], ["g a t cannot be list.top: its beginning is job.generate"]),
        ([("list.top", ("Z a t",))], []),
        # On different screens a key may be two things.
        ([("job.watch", ("e",)), ("outbox.send", ("e",))], []),
        ([("app.quit", ("ctrl+q", "Z Z"))], []),
    ],
)
def test_what_cannot_be_followed_is_said_once(
    wanted: list[tuple[str, tuple[str, ...]]], told: list[str]
) -> None:
    problems = bound(*wanted).problems
    assert len(problems) == len(told)
    assert all(say in problem for say, problem in zip(told, problems, strict=True))


KEYS = st.sampled_from(["a", "e", "g", "x", "ctrl+d", "g g", "g x", "x x", "a e", "nonsense"])
IDS = st.sampled_from([*(each.id for each in COMMANDS[:12]), "list.top", "no.such"])


@given(st.lists(st.tuples(IDS, st.lists(KEYS, max_size=3).map(tuple)), max_size=6, unique_by=lambda e: e[0]))
def test_whatever_is_bound_no_key_is_two_commands_on_a_screen(
    wanted: list[tuple[str, tuple[str, ...]]],
) -> None:
    keymap = bound(*wanted)
    for area, commands in keymap.areas.items():
        for keys, command in commands.items():
            assert keys in keymap.keys[command.id]
            assert area in command.areas or Area.ANYWHERE in command.areas
    held = [(area, keys) for area, commands in keymap.areas.items() for keys in commands]
    assert len(held) == len(set(held))
    assert any(("q",) in commands or ("ctrl+q",) in commands for commands in keymap.areas.values())


def test_what_can_follow_is_told() -> None:
    following = {each.key: each.command for each in USUAL.following(Area.INBOX, ("g",))}
    top = following["g"]
    assert top is not None
    assert top.id == "list.top"
    assert USUAL.following(Area.INBOX, ("a",)) == ()
