"""Accounts as rows and facts: always as wide as they are given, whatever a platform tells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.accounts import an_account
from tests.fakes.items import NOON
from tui.commands.keymap import USUAL
from tui.domain.accounts import Account, AccountKind, AccountVerb, Making, MakingState
from tui.domain.refs import ItemKind, ItemRef
from tui.presentation.accounts import (
    AccountRow,
    Said,
    Section,
    account_consequence,
    account_facts,
    account_line,
    making_facts,
    making_look,
    no_accounts,
    section_words,
    state_look,
    why_not,
)
from tui.presentation.empty import posts
from tui.presentation.text import plain_block

TEXTS = st.text(max_size=60) | st.sampled_from(["\x1b[2J", "[/]", "漢字" * 9, "\u202eevil", "a\nb"])
MAKING = Making(ItemRef("acme", ItemKind.JOB, "m"), "A voice", MakingState.UNDER_WAY)


@given(
    texts=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    active=st.sampled_from([True, False, None]),
    chosen=st.booleans(),
    width=st.integers(0, 130),
    ascii=st.booleans(),
)
def test_whatever_is_told_rows_have_their_width_and_nothing_is_obeyed(
    texts: tuple[str, str, str, str], active: bool | None, chosen: bool, width: int, ascii: bool
) -> None:
    name, what, way, word = texts
    each = an_account(
        name=name,
        what=what,
        way=way,
        state_word=word,
        active=active,
        chosen=chosen,
        address=what,
        facts=((way, name),),
    )
    row = AccountRow(each, doing=word)
    making = replace(MAKING, name=name, step=what, state_word=word, error=way, done=1, steps=3)
    drawn = account_line(row, width, NOON, ascii=ascii)
    assert drawn.cell_length == width
    assert account_line(making, width, NOON, ascii=ascii).cell_length == width
    section = Section("acme", section_words(name, AccountKind.SITE), 3)
    assert account_line(section, width, NOON).cell_length <= max(width, 60)
    assert account_line(Said("acme", name, bad=True), width, NOON).cell_length <= width
    for shown in (drawn, account_facts(row, NOON, ascii=ascii), making_facts(making, ascii=ascii)):
        assert shown.plain == plain_block(shown.plain)


def test_a_state_is_told_by_a_sign_and_a_word() -> None:
    def told(**fields: Any) -> str:
        return str(state_look(an_account(**fields))).strip()

    assert told() == "● on"
    assert told(state_word="connected") == "● on"
    assert told(state_word="error") == "! error"
    assert told(active=False, state_word="error") == "○ off"
    assert told(active=None, chosen=True) == "★ default"
    assert told(active=None, state_word="connected") == "connected"
    assert str(state_look(an_account(), "deleting", ascii=True)) == "~ deleting"
    assert str(making_look(replace(MAKING, step="scraping", done=1, steps=3))) == "◔ scraping 1/3"
    assert str(making_look(MAKING)) == "◔ being made"
    assert str(making_look(replace(MAKING, error="acme did not answer"))) == "! no answer"
    assert {str(making_look(replace(MAKING, state=state))) for state in MakingState} == {
        "◔ being made",
        "● made",
        "✗ failed",
        "? unknown",
    }


def test_the_consequence_says_what_the_keys_do_or_why_not() -> None:
    def said(account: Account, read_only: str | None = None) -> str:
        return account_consequence(AccountRow(account), USUAL.of, read_only).plain

    assert "o → off: nothing goes to it" in said(an_account())
    assert "o → on: posts can go to it" in said(an_account(active=False))
    assert "c → used where none is named" in said(an_account())
    assert "c →" not in said(an_account(chosen=True))
    assert "nothing can be done with this one here" in said(an_account(verbs=frozenset()))
    assert said(an_account(), "the config file says so") == " read-only: the config file says so"
    only = an_account(verbs=frozenset({AccountVerb.REMOVE}))
    assert said(only) == " d → deletes it"


def test_what_cannot_be_done_with_one_says_with_which_it_can() -> None:
    account, voice = an_account(), an_account(kind=AccountKind.VOICE, chosen=True)
    assert why_not(account, AccountVerb.ROTATE) == ": only sites have some"
    assert why_not(account, AccountVerb.CHOOSE) == ": only voices are"
    assert why_not(account, AccountVerb.REMOVE) == why_not(account, AccountVerb.EDIT) == ""
    assert why_not(voice, AccountVerb.CHOOSE) == ": it is the one used where none is named"
    assert why_not(voice, AccountVerb.SWITCH) == ": only accounts and sites are"


def test_without_a_connection_the_list_says_why_and_where_more_stands() -> None:
    said = no_accounts(asked=False, failed=(), problem="The config file has none.").plain
    assert said == "There is no connection to ask. The config file has none. i shows all of it."
    # So say the posts.
    assert posts(asked=True, failed=(), filtered=True, problem="The config file has none.").plain == said
