"""The bars on a screen: one line each, repainted when they change."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tests.presentation.hostile import HOSTILE
from tests.presentation.test_bars import HEALTHS, KEYS, TABS
from tests.presentation.test_text import assert_safe
from tests.widgets.hosts import resized, settled, shown
from tui.domain.connections import Health, Reach
from tui.presentation.bars import Tone
from tui.widgets.head_bar import HeadBar
from tui.widgets.key_bar import KeyBar
from tui.widgets.rule_line import RuleLine


class Bars(App[None]):
    """All bars."""

    def __init__(self) -> None:
        super().__init__()
        self.head = HeadBar()
        self.rule = RuleLine()
        self.foot = KeyBar()

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.rule
        yield self.foot


async def test_the_bars_say_what_they_are_given() -> None:
    app = Bars()
    async with app.run_test(size=(120, 40)) as pilot:
        app.head.show_screens(TABS, "posts")
        app.head.show_healths(HEALTHS)
        app.foot.show_keys(KEYS)
        await settled(pilot)
        assert app.head.size.height == app.foot.size.height == app.rule.size.height == 1
        assert "▌2 Posts▐" in shown(app.head)[0]
        assert shown(app.head)[0].endswith("✗ agency: 401")
        assert shown(app.foot) == [" a approve  e edit  d delete  u undo  ? help"]
        await resized(pilot, 60, 10)
        assert shown(app.head)[0].endswith("●2 ✗ agency refused")


async def test_a_note_stands_in_the_rule_until_it_is_cleared() -> None:
    app = Bars()
    async with app.run_test(size=(60, 10)) as pilot:
        await settled(pilot)
        assert shown(app.rule) == ["─" * 60]
        app.rule.note(Tone.GOOD, "approved: [/]" + "x" * 200)
        assert shown(app.rule)[0].startswith("── ✓ approved: [/]xxx")
        assert shown(app.rule)[0].endswith("x…")
        app.rule.clear_note()
        assert shown(app.rule) == ["─" * 60]


async def test_hostile_words_are_text() -> None:
    app = Bars()
    async with app.run_test(size=(80, 24)) as pilot:
        for text in HOSTILE:
            app.head.show_healths([Health(text, Reach.DOWN, text)])
            app.rule.note(Tone.BAD, text)
            await settled(pilot)
            assert_safe(shown(app.head)[0])
            assert_safe(shown(app.rule)[0])
