from __future__ import annotations

import pytest
from textual.style import Style

from tui.presentation.bars import Tone
from tui.widgets.rule_line import RuleLine


def test_what_is_cut_says_where_all_of_it_is() -> None:
    rule = RuleLine()
    rule.note(Tone.BAD, "acme could not be reached: the network is down", "i shows all")
    assert rule.content_at(40).plain == "── ✗ acme could not be rea… i shows all "
    assert "shows all" not in rule.content_at(80).plain
    assert rule.content_at(14).cell_length == 14


AGE = "as of 5 min ago; asking acme …"


@pytest.mark.parametrize("width", [4, 10, 36, 40, 80, 120])
@pytest.mark.parametrize("ascii", [True, False])
def test_the_age_stands_at_the_right_and_never_in_the_way_of_a_result(width: int, ascii: bool) -> None:
    rule = RuleLine(ascii=ascii)
    dash = "-" if ascii else "─"
    assert rule.content_at(width).plain == dash * width
    rule.show_age(AGE)
    shown = rule.content_at(width)
    assert shown.cell_length <= width
    assert shown.plain.endswith(f" {AGE} {dash * 2}") is (width >= 36)
    rule.note(Tone.GOOD, "approved: Ship notes for week 47")
    shown = rule.content_at(width)
    assert ("approved: Ship notes" in shown.plain) is (width >= 36)
    assert (AGE in shown.plain) is (width >= 80)
    rule.show_age("")
    assert AGE not in rule.content_at(width).plain
    rule.clear_note()
    assert rule.content_at(width).plain == dash * width


def test_only_an_address_that_a_terminal_may_open_is_a_link() -> None:
    rule = RuleLine()
    for address, link in (
        ("https://site.example/ü", "https://site.example/%C3%BC"),
        ("https://site.example/\x1b]0;owned\x07", None),
        ("https://site.example/\x9b2J", "https://site.example/%C2%9B2J"),
    ):
        rule.note(Tone.PLAIN, f"copied: {address}")
        rule.link(address)
        links = [span.style.link for span in rule.content_at(80).spans if isinstance(span.style, Style)]
        assert [each for each in links if each] == ([link] if link else [])
