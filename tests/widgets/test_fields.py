"""The fields of forms: what keys do to them, told without colour."""

from __future__ import annotations

from textual.content import Content

from tests.widgets.hosts import Host, pressed, settled
from tui.widgets.choice_field import ChoiceField
from tui.widgets.switch_list import SwitchList


async def test_a_choice_steps_round_and_jumps_by_letter() -> None:
    field = ChoiceField("tone", [(word, Content(word)) for word in ("casual", "professional", "persuasive")])
    async with Host(field).run_test(size=(40, 5)) as pilot:
        field.focus()
        await pressed(pilot, "right")
        assert field.value == "professional"
        await pressed(pilot, "p")
        assert field.value == "persuasive"
        await pressed(pilot, "right")
        assert field.value == "casual"
        await pressed(pilot, "left")
        assert field.value == "persuasive"
        assert "‹ persuasive ›" in field.render().plain


async def test_switches_say_by_a_sign_what_is_on() -> None:
    switches = SwitchList([("a", Content("first"), True), ("b", Content("[/] second"), False)])
    async with Host(switches).run_test(size=(40, 5)) as pilot:
        switches.focus()
        await settled(pilot)
        await pressed(pilot, "space", "down", "space")
        assert switches.chosen == ("b",)
        assert [switches.render_line(y).text.strip() for y in (0, 1)] == ["[ ] first", "▌  [x] [/] second"]
