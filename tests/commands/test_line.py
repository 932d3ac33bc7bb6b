"""What is said on the `:` line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.commands import COMMANDS, Area, of_area
from tui.commands.line import Said, completions, name_on_line, named, understood

POSTS = of_area(Area.POSTS)


@pytest.mark.parametrize(
    ("text", "id", "argument"),
    [
        ("q", "app.quit", ""),
        ("quit", "app.quit", ""),
        ("verdict.approve", "verdict.approve", ""),
        ("approve", "verdict.approve", ""),
        ("APPROVE", "verdict.approve", ""),
        ("copy acme", "post.copy", "acme"),
        ("  schedule   tomorrow  9:00 ", "post.schedule", "tomorrow  9:00"),
        ("sched 9:00", "post.schedule", "9:00"),
        ("to draft", "verdict.unpublish", ""),
        ('filter status:draft  "two words"', "filter.edit", 'status:draft  "two words"'),
        ("go jobs", "go.to", "jobs"),
    ],
)
def test_a_command_is_called_by_its_short_name_its_id_or_its_label(text: str, id: str, argument: str) -> None:
    said = understood(text, POSTS, COMMANDS)
    assert isinstance(said, Said)
    assert (said.command.id, said.argument) == (id, argument)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("aprove", "There is no command “aprove” (did you mean approve?)"),
        ("xyzzy", "There is no command “xyzzy”"),
        ("list", "“list” could be list.down, list.up, list.half_down, list.half_up …"),
        ("forget", "job.forget is no command of this screen"),
    ],
)
def test_what_is_no_command_is_said_with_the_nearest(text: str, told: str) -> None:
    assert understood(text, POSTS, COMMANDS) == told


@pytest.mark.parametrize("area", [Area.INBOX, Area.POSTS, Area.JOBS, Area.OUTBOX])
def test_every_command_has_a_name_of_its_own_on_the_line(area: Area) -> None:
    for each in of_area(area):
        assert named(each.id, of_area(area)) == [each]
        assert named(name_on_line(each), of_area(area)) == [each]
        assert each in completions(name_on_line(each)[:3], of_area(area))


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_command_or_a_sentence(text: str) -> None:
    said = understood(text, POSTS, COMMANDS)
    assert said if isinstance(said, str) else said.command in POSTS
    assert set(completions(text, POSTS)) <= set(POSTS)
