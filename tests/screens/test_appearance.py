"""How it looks: themes by name and of one's own, plain signs on every screen and dialog, a slow line."""

from __future__ import annotations

from pathlib import Path

from textual.color import Color

from tests.fakes.items import a_job, a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.preferences import Look, OwnTheme, Preferences
from tui.domain.terminal import Terminal
from tui.screens.themes import OURS, own_themes

ROLES = ("primary", "secondary", "warning", "error", "success")
OWN = OwnTheme("mine", dark=False, colours=(("primary", "#004488"), ("accent", "teal")))


def acme() -> FakePlatform:
    platform = FakePlatform("acme").with_posts(
        a_post("p1", markdown="# Head\n\n* one → two\n\n| a | b |\n|--|--|\n")
    )
    waiting = an_approval("p1"), an_approval("s1", kind=ApprovalKind.TEXT)
    return platform.with_approvals(*waiting).script("j1", a_job("j1"))


def contrast(one: str, other: str) -> float:
    """How much two colours differ in light, 1 to 21."""

    def light(colour: Color) -> float:
        parts = [
            part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    darker, lighter = sorted((light(Color.parse(one)), light(Color.parse(other))))
    return (lighter + 0.05) / (darker + 0.05)


async def test_on_a_plain_terminal_no_screen_and_no_dialog_has_another_sign(tmp_path: Path) -> None:
    async with open_app(tmp_path, acme(), terminal=Terminal(plain=True, slow=True)) as screen:
        assert screen.app.theme == "copydesk-16"
        assert screen.app.animation_level == "none"
        await screen.shows("Inbox 2", "Head")
        for keys in ("enter", "escape", "2", "enter", "escape", "/", "escape", "3", "g", "escape", "O", "?"):
            assert screen.text.isascii(), screen.text
            await screen.press(keys)
        assert screen.text.isascii(), screen.text
        await screen.shows("Keys - outbox")


async def test_a_theme_is_taken_from_the_config_and_another_for_this_run(tmp_path: Path) -> None:
    wanted = Preferences(look=Look(theme="mine", themes=(OWN, OwnTheme("bad", colours=(("primary", "no"),)))))
    async with open_app(tmp_path, acme(), preferences=wanted) as screen:
        assert screen.app.theme == "mine"
        assert not screen.app.current_theme.dark
        await screen.shows("The theme bad: no is no colour")
        await screen.press("escape")
        await screen.app.run_action("app_theme('copydesk-light')")
        assert screen.app.theme == "copydesk-light"
        await screen.shows("until you leave")
        await screen.app.run_action("app_theme('nowhere')")
        await screen.shows("There is no theme nowhere")
        await screen.app.run_action("app_theme")
        await screen.shows("copydesk-contrast")
        await screen.press("1")
        await screen.until(lambda: screen.app.theme == "copydesk-16")


def test_ours_are_read_well_on_their_background() -> None:
    for theme in OURS:
        if theme.ansi:
            continue
        colours = theme.to_color_system().generate()
        least = 7 if theme.name == "copydesk-contrast" else 4.5
        for name in ("foreground", "accent", *(f"text-{role}" for role in ROLES)):
            assert contrast(colours[name], colours["background"]) >= least, f"{theme.name}: {name}"


def test_a_theme_of_ones_own_needs_one_colour_and_says_what_is_wrong() -> None:
    wrong = OwnTheme("x", colours=(("primary", "red"), ("accent", "rouge"), ("sky", "blue")))
    themes, problems = own_themes((OWN, wrong, OwnTheme("none")))
    assert [theme.name for theme in themes] == ["mine", "x"]
    assert themes[0].to_color_system().generate()["text-error"]
    assert len(problems) == 3
    assert len({theme.name for theme in OURS}) == 4
    assert all(theme.to_color_system().generate()["text-error"] for theme in OURS)
