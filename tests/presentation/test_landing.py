"""What came of a look at a post's pages, in words and lines."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes.items import NOON, a_post, ago
from tests.presentation.hostile import HOSTILE
from tui.domain.deliveries import Cell, Reached, Row
from tui.domain.landing import Compared, Landing, Same, Verdict, Way
from tui.domain.posts import Delivery
from tui.presentation.bars import Tone
from tui.presentation.deliveries import cell_look, summed_up
from tui.presentation.landing import landing_blocks, landing_line

REF = a_post("p1").ref
AT = "https://site.test/lighter"
LANDED = Landing(
    REF,
    "s1",
    Verdict.LANDED,
    ago(minutes=2),
    site_name="Main",
    guessed=True,
    addresses=("http://site.test/lighter", AT),
    compared=(
        Compared("title", Same.SAME, "Lighter | Main"),
        Compared("text", Same.SAME, "97% of its sentences"),
        Compared("canonical", Same.OTHER, "https://other.test/lighter"),
        Compared("og:image", Same.ABSENT),
    ),
)
MISSING = Landing(
    REF, "s2", Verdict.MISSING, NOON, site_name="Docs", why="none of 6 usual addresses shows it"
)


def drawn(*landings: Landing, width: int = 80) -> str:
    lines = [line for block in landing_blocks(landings, NOON) for line in block(width)]
    assert all(line.cell_length <= width for line in lines)
    return "\n".join(line.plain.rstrip() for line in lines)


def test_a_line_says_what_did_not_land_first() -> None:
    assert landing_line("Lighter", [LANDED]) == (
        Tone.GOOD,
        "landed on Main: Lighter, but other: canonical",
    )
    partly = replace(LANDED, share=0.951, sure=False, compared=LANDED.compared[:2])
    assert landing_line("Lighter", [partly]) == (
        Tone.GOOD,
        "landed on Main: Lighter, but only 95% of its text: it may be an earlier version",
    )
    assert landing_line("Lighter", [MISSING]) == (
        Tone.BAD,
        "not there on Docs (none of 6 usual addresses shows it): Lighter",
    )
    assert landing_line("Lighter", [LANDED, MISSING, replace(LANDED, site="s3")]) == (
        Tone.BAD,
        "1 not there (Docs), 2 landed: Lighter",
    )
    assert landing_line("Lighter", [LANDED, LANDED])[0] is Tone.GOOD
    # What its platform has for a site is on none of its pages yet.
    pulled = replace(LANDED, way=Way.PULL, compared=(), why="no address of the site is known")
    assert landing_line("Lighter", [pulled]) == (
        Tone.PLAIN,
        "can be pulled by Main (no address of the site is known): Lighter",
    )
    other = replace(pulled, verdict=Verdict.DIFFERS)
    said = "another text can be pulled by Main (no address of the site is known): Lighter"
    assert landing_line("Lighter", [other]) == (Tone.BAD, said)
    assert landing_line("Lighter", [LANDED, pulled]) == (
        Tone.PLAIN,
        "1 can be pulled (Main), 1 landed: Lighter",
    )


def test_all_that_was_seen_stands_site_by_site() -> None:
    shown = drawn(LANDED, MISSING)
    assert "Main  ✓ landed  " in shown
    assert "looked at http://site.test/lighter\nled on to https://site.test/lighter" in shown
    assert "guessed: the site's address" in shown
    assert "canonical      other  https://other.test/lighter" in shown
    assert "og:image       absent" in shown
    assert "Docs  ✗ not there" in shown
    pulled = replace(LANDED, way=Way.PULL, addresses=(), guessed=False, version=3)
    shown = drawn(pulled, width=100)
    assert "what the site may pull from its platform, version 3" in shown
    assert ("↓ can be pulled" in shown, "landed" in shown) == (True, False)
    assert "may be an earlier version" in drawn(replace(LANDED, sure=False), width=100)
    own = replace(LANDED, site="", site_name="")
    assert "its published address  ✓ landed" in drawn(own)
    assert "other" in drawn(LANDED, width=30)


def test_what_pages_say_is_only_text() -> None:
    for hostile in HOSTILE:
        bad = replace(
            LANDED,
            site_name=hostile,
            addresses=(hostile,),
            why=hostile,
            compared=(Compared("title", Same.OTHER, hostile),),
        )
        shown = drawn(bad) + landing_line("T", [replace(bad, verdict=Verdict.REFUSED)])[1]
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_what_can_be_pulled_is_still_on_its_way() -> None:
    delivery = Delivery("s1", "pending")
    cell, row = Cell(Reached.PENDING, delivery), Row(a_post("p1", deliveries=(delivery,)))
    pulled = replace(LANDED, way=Way.PULL)
    way, landed = cell_look(cell), cell_look(cell, LANDED)
    assert cell_look(cell, pulled) == way._replace(word="can pull")
    assert (landed.word, landed.glyph) == ("landed", cell_look(Cell(Reached.DELIVERED)).glyph)
    assert summed_up(row, lambda site: pulled) == summed_up(row)
    assert summed_up(row, lambda site: LANDED).glyph == landed.glyph
