"""What a person prefers: read from the file, and what is wrong in it named, with the rest in force."""

from __future__ import annotations

import pytest
from textual._color_constants import COLOR_NAME_TO_RGB

from tests.config.loading import RIGHT, load, the_problem
from tui.config.colours import NAMES
from tui.config.paths import Paths
from tui.domain.preferences import (
    USUAL_VIEWS,
    AfterVerdict,
    CheckMode,
    ConnectionLook,
    Glyphs,
    Keys,
    Line,
    Look,
    Notice,
    OwnTheme,
    Preferences,
    Preset,
    Sort,
    Triage,
    View,
)

WHOLE = """
[triage]
after_verdict = "stay"
reasons = ["no", "later"]
[checks]
usual = "off"
x = "block"
[keys]
preset = "arrows"
verdict.approve = "y"
"verdict.edit" = ["E", "g  e"]
job.forget = ""
[[views]]
name = "mine"
query = "status:draft"
columns = ["title"]
sort = "oldest"
[[views]]
name = "all"
[ui]
theme = "night"
glyphs = "plain"
line = "slow"
notice = "bell"
[themes.night]
primary = "#abc"
accent = "teal"
[themes.day]
dark = false
primary = "ansi_blue"
[connections.acme]
platform = "notra"
desk = true
colour = "orange"
protected = true
zone = "Europe/Berlin"
"""


def test_everything_that_can_be_preferred(paths: Paths) -> None:
    for _ in range(2):  # the second time the file is known to be right
        loaded = load(paths, RIGHT + WHOLE)
        assert loaded.problems == ()
        told = loaded.preferences
        assert told.triage == Triage(AfterVerdict.STAY, ("no", "later"))
        assert (told.checks.of("slug"), told.checks.of("x")) == (CheckMode.OFF, CheckMode.BLOCK)
        bound = (("verdict.approve", ("y",)), ("verdict.edit", ("E", "g e")), ("job.forget", ()))
        assert told.keys == Keys(Preset.ARROWS, bound)
        assert told.views == (View("mine", "status:draft", ("title",), Sort.OLDEST), View("all"))
        assert told.look == Look(
            "night",
            (
                OwnTheme("night", True, (("primary", "#abc"), ("accent", "teal"))),
                OwnTheme("day", False, (("primary", "ansi_blue"),)),
            ),
            Glyphs.PLAIN,
            Line.SLOW,
            Notice.BELL,
        )
        assert told.of("acme") == ConnectionLook("orange", protected=True, zone="Europe/Berlin")
        assert told.of("right") == ConnectionLook()


def test_without_a_word_all_is_as_usual(paths: Paths) -> None:
    told = load(paths, RIGHT + "[triage]\n[checks]\n[keys]\n[themes]\n").preferences
    usual = Preferences()
    assert (told.triage, told.keys, told.look, told.views) == (
        usual.triage,
        usual.keys,
        usual.look,
        USUAL_VIEWS,
    )


WRONG = {
    "a choice": (
        '[triage]\nafter_verdict = "nxt"',
        2,
        "triage.after_verdict",
        '"next", "previous" or',
        '"next"?',
    ),
    "no choice at all": (
        "[triage]\nafter_verdict = 3",
        2,
        "triage.after_verdict",
        "must be",
        'after_verdict = "next"',
    ),
    "a key": ('[triage]\nreason = ["a"]', 2, "triage.reason", "not a key", "Did you mean reasons?"),
    "reasons": ('[triage]\nreasons = ["a", 3]', 2, "triage.reasons", "list of texts", "reasons = "),
    "glyphs": ('[ui]\nglyphs = "ascii"', 2, "ui.glyphs", '"auto", "signs" or "plain"', ""),
    "a rule": ('[checks]\nslg = "off"', 2, "checks.slg", "not a rule", "Did you mean slug?"),
    "a mode": ('[checks]\nslug = "wan"', 2, "checks.slug", '"off", "warn" or "block"', 'mean "warn"?'),
    "checks": ("checks = 3", 1, "checks", "not a section", 'usual = "warn"'),
    "a preset": ('[keys]\npreset = "emacs"', 2, "keys.preset", '"vim" or "arrows"', ""),
    "no command": ('[keys]\napprove = "y"', 2, "keys.approve", "cannot be a command", "verdict.approve"),
    "no keys": (
        "[keys]\nverdict.approve = 3",
        2,
        "keys.verdict.approve",
        "must be a key",
        'verdict.approve = "y"',
    ),
    "keys of blanks": (
        '[keys]\n"verdict.approve" = ["a", " "]',
        2,
        "keys.verdict.approve",
        "must be a key",
        "",
    ),
    "twice": ('[keys]\nb.c = "x"\n"b.c" = "y"', 3, "keys.b.c", "twice", "Keep one"),
    "keys": ("[[keys]]", 1, "keys", "not a section", "preset"),
    "a view's name": (
        '[[views]]\nname = "a"\n[[views]]\nquery = "x"',
        3,
        "views.2",
        "has no name",
        "Add name",
    ),
    "a view's sort": (
        '[[views]]\nname = "a"\nsort = "old"',
        3,
        "views.1.sort",
        '"newest" or',
        'mean "oldest"?',
    ),
    "a view's query": ('[[views]]\nname = "a"\nquery = "stats:draft"', 3, "views.1.query", "query in", ""),
    "a view twice": ('[[views]]\nname = "a"\n[[views]]\nname = "A"', 4, "views.2.name", "two views", ""),
    "views": ("[views]\nname = 3", 1, "views", "not a list", "[[views]]"),
    "a theme's colour": ('[themes.t]\nprimary = "rad"', 2, "themes.t.primary", "not a colour", 'mean "red"?'),
    "a theme's name": ('[themes."a b"]\nprimary = "red"', 1, "themes.a b", "cannot be the name", ""),
    "a theme's key": (
        '[themes.t]\nprimary = "red"\nacent = "red"',
        3,
        "themes.t.acent",
        "not a key",
        "accent?",
    ),
    "no colour": ("[themes.t]\ndark = true", 1, "themes.t", "has no primary", 'primary = "…"'),
    "a theme": ("[themes]\nt = 3", 2, "themes.t", "not a section", "[themes.t]"),
    "a connection's colour": (
        '[connections.a]\nplatform = "notra"\ndesk = true\ncolour = "12"',
        4,
        "connections.a.colour",
        "not a colour",
        "teal",
    ),
    "protected": (
        '[connections.a]\nplatform = "notra"\ndesk = true\nprotected = 1',
        4,
        "connections.a.protected",
        "true or false",
        "protected = true",
    ),
    **{
        f"the zone {zone}": (
            f'[connections.a]\nplatform = "notra"\ndesk = true\nzone = "{zone}"',
            4,
            "connections.a.zone",
            "not a time zone",
            advice,
        )
        for zone, advice in (
            ("Europe/Berlim", '"Europe/Berlin"?'),
            ("berlin", '"Europe/Berlin"?'),
            ("Europe", ""),
            ("../../etc/passwd", 'such as "Europe/Berlin"'),
            ("/usr/share/zoneinfo/UTC", ""),
            ("\u0130stanbul", ""),
            ("+01:00", 'such as "Europe/Berlin"'),
            ("", 'such as "Europe/Berlin"'),
        )
    },
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_and_the_rest_is_in_force(paths: Paths, case: str) -> None:
    text, line, key, happened, advice = WRONG[case]
    loaded = load(paths, f"{text}\n{RIGHT}\n[outbox]\nhold_approve_seconds = 3\n")
    problem = the_problem(loaded)
    assert (problem.line, problem.key) == (line, key)
    assert happened in problem.happened
    assert advice in problem.advice
    assert loaded.holds.approve == 3
    assert [one.name for one in loaded.connections] == ["right"]


def test_what_stands_beside_something_wrong_counts(paths: Paths) -> None:
    text = (
        '[keys]\nverdict.approve = 3\nverdict.edit = "E"\n[checks]\nslug = "off"\nusual = 1\n'
        '[[views]]\nname = "a"\nsort = 1\n[[views]]\nname = "b"\n[themes.t]\nprimary = "red"\naccent = "?"\n'
    )
    told = load(paths, text + RIGHT).preferences
    assert told.keys.bound == (("verdict.edit", ("E",)),)
    assert (told.checks.usual, told.checks.of("slug")) == (CheckMode.WARN, CheckMode.OFF)
    assert told.views == (View("b"),)
    assert told.look.themes == (OwnTheme("t", True, (("primary", "red"),)),)


def test_every_colour_that_can_be_written_can_be_shown() -> None:
    assert set(COLOR_NAME_TO_RGB) >= NAMES
