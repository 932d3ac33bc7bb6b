"""The dialog that draws any form, by keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.content import Content
from textual.events import Key, Paste

from tests.fakes.forms import EVERY_KIND, SECRET
from tests.fakes.platform import FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.errors import Invalid, OutcomeUnknown, Unreachable
from tui.domain.forms import Form, Values
from tui.screens import asking
from tui.screens.dialogs import form_sending
from tui.screens.forms_left import FormPlace

LAST = "clone it."


class Taking:
    """A platform as far as a form knows it: it does as it is told, and remembers what it got."""

    def __init__(self, *answers: Exception | str) -> None:
        self.answers = list(answers)
        self.got: list[Values] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.found = asyncio.Event()
        self.unfound: list[Exception] = []
        self.taken: list[str] = []

    async def form(self) -> Form:
        await self.found.wait()
        if self.unfound:
            raise self.unfound.pop()
        return EVERY_KIND

    async def save(self, values: Values) -> str:
        self.got.append(values)
        await self.gate.wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ask(
        self,
        screen: Screen,
        values: Values,
        *,
        new: bool,
        form: Any = EVERY_KIND,
        place: FormPlace | None = None,
    ) -> None:
        asking.fill_in(
            screen.app,
            form,
            values,
            title="Add [/] an account" if new else "Change acme",
            new=new,
            save=self.save,
            then=self.taken.append,
            place=place,
        )


async def type_in(screen: Screen, text: str) -> None:
    names = {"-": "minus", ":": "colon", "/": "slash", ".": "full_stop", " ": "space"}
    await screen.press(*(names.get(char, char) for char in text))


@pytest.mark.parametrize("size", [(80, 24), (60, 16)], ids=["narrow", "tiny"])
async def test_something_new_is_filled_in_and_nothing_is_lost_until_it_is_taken(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    taking = Taking(
        Invalid(
            "acme refused the account",
            fields={"name": "is taken", "types": "are too few", "shard": "is wrong"},
        ),
        OutcomeUnknown("The answer of acme was lost"),
        Invalid("acme refused the account: " + "it lies beside nothing that is known here, " * 5 + LAST),
        "made",
    )
    async with open_app(tmp_path, FakePlatform(), size=size) as screen:
        # What is typed while the form is still asked for is for the form.
        taking.ask(screen, {}, new=True, form=taking.form)
        await screen.shows("Add [/] an account", "asking what can be filled in")
        await screen.press(*"acme", "ctrl+s")
        assert not taking.got
        taking.found.set()
        await screen.until(lambda: taking.got != [])
        # By hand there is no webhook; Enter goes on, the last field's is of several lines.
        assert taking.got.pop() == {
            "name": "acme",
            "way": "manual",
            "types": (),
            "on": True,
            "column": "",
            "at": "",
            "about": "",
            "handle": "",
        }
        await screen.shows("✗ is taken", "shard: is wrong")
        # The name has the keys again: what was typed ahead after that is told of it.
        await screen.press("ctrl+a", *["right"] * 4, "2")
        await screen.shows("acme2", "shard: is wrong", "✗ are too few", gone=("✗ is taken",))
        await screen.press("down", "down", "space")
        await screen.shows("[x]", gone=("✗ are too few",))
        await screen.press("space", "up", "up")
        await screen.press("enter", "right")
        await screen.shows("by webhook", "webhook secret *")
        await screen.press("down")
        await type_in(screen, "example.com")
        await screen.press("down")
        await type_in(screen, SECRET)
        assert SECRET not in screen.text
        # Another way hides what it does not ask for, and gives it back with what was typed.
        await screen.press("up", "up", "b")
        await screen.shows("by hand", gone=("webhook secret",))
        await screen.press("b", "ctrl+s")
        await screen.shows("✗ must be an address")
        assert not taking.got
        await screen.press("ctrl+a", *"https", "colon", "slash", "slash")
        await screen.press("down", "down", "down", "space", "down", "space", "down")
        await type_in(screen, "9")
        await screen.press("enter", "ctrl+s")
        await screen.shows("✗ must be 5 at most", "column must be 5")
        await screen.press("backspace", "2")
        await screen.shows("2", gone=("must be 5 at most",))
        await screen.press("enter", "9", "colon", "3", "0", "enter")
        await screen.press(*"one", "enter", *"two")
        # At the last line the arrow goes on; while it is on its way no key sends twice.
        await screen.press("down", *"@a")
        taking.gate.clear()
        await screen.press("enter", "enter", "ctrl+s")
        await screen.shows("sending …")
        taking.gate.set()
        await screen.shows("The answer of acme was lost")
        await screen.press("ctrl+s")
        await screen.shows("may be there already")
        assert len(taking.got) == 1
        await send_what_is_refused_at_length(screen, taking)
        assert taking.got[0] == taking.got[1]
        assert taking.got[1] == {
            "name": "acme2",
            "way": "webhook",
            "address": "https://example.com",
            "secret": SECRET,
            "types": ("changelog",),
            "on": False,
            "column": "2",
            "at": "9:30",
            "about": "one\ntwo",
            "handle": "@a",
        }


async def send_what_is_refused_at_length(screen: Screen, taking: Taking) -> None:
    # However small the terminal is: the end of what was refused says what to do.
    await screen.press("ctrl+s")
    await screen.shows("acme refused the account", LAST, "@a", "^s saves")
    assert taking.got.pop() == taking.got[0]
    await screen.press("ctrl+s")
    await screen.until(lambda: taking.taken == ["made"])
    assert "Add" not in screen.text
    await screen.press("equals_sign")
    await screen.shows("What was said", "acme refused the account", LAST)


async def test_of_what_is_there_only_what_was_changed_is_sent_and_a_secret_is_never_shown(
    tmp_path: Path,
) -> None:
    taking = Taking(Unreachable("acme did not answer"), "changed")
    values: Values = {
        "name": "much longer than it may be",
        "way": "carrier pigeon",
        "secret": SECRET,
        "types": ("post",),
        "on": True,
        "handle": "@acme",
    }
    async with open_app(tmp_path, FakePlatform(), size=(80, 24)) as screen:
        taking.ask(screen, values, new=False)
        await screen.shows("Change acme", "carrier pigeon", "[x] posts", "change[/]logs", gone=("handle",))
        await screen.press("ctrl+s")
        await screen.shows("Nothing was changed")
        await screen.press("down", "left")
        await screen.shows("blank: it stays")
        assert SECRET not in screen.text
        await screen.press("ctrl+s")
        await screen.shows("✗ must be filled in")
        screen.app.post_message(Paste("https://a.example\nnot this"))
        await screen.idle()
        await screen.press("ctrl+s")
        await screen.shows("acme did not answer", "https://a.example")
        await screen.press("escape")
        await screen.shows("Esc again throws away")
        await screen.press("b", "escape")
        await screen.shows("Esc again throws away", "https://a.exampleb")
        # Its answer comes while another question stands before it: that one stays, and is answered first.
        taking.gate.clear()
        await screen.press("ctrl+s")
        said: list[str] = []
        waiting = asking.wait(screen.app, "looking")
        asking.confirm(screen.app, "Sure?", Content("really"), "do it", lambda: said.append("yes"))
        await screen.shows("Sure?")
        taking.gate.set()
        waiting.dismiss()
        await screen.idle()
        assert "Sure?" in screen.text
        assert not taking.taken
        await screen.press("y")
        await screen.until(lambda: taking.taken == ["changed"])
        await screen.shows("Inbox", gone=("Change acme", "looking", "Sure?"))
        assert said == ["yes"]
        assert taking.got[-1] == {"way": "webhook", "address": "https://a.exampleb"}
        # A form that is not found is asked for again; left as it was, it asks nothing.
        taking.found.set()
        taking.unfound.append(Unreachable("acme did not answer"))
        taking.ask(screen, values, new=False, form=taking.form)
        await screen.shows("acme did not answer", "^s asks again")
        await screen.press("ctrl+s")
        await screen.shows("much longer")
        await screen.press("escape")
        await screen.shows("Inbox", gone=("Change acme",))


async def test_a_field_that_a_choice_shows_has_its_turn_where_it_stands(tmp_path: Path) -> None:
    way, column = EVERY_KIND.fields[1], EVERY_KIND.fields[6]
    late = replace(column, only_if=("way", ("webhook",)))
    form = Form("account", (way, replace(EVERY_KIND.fields[0], required=False), late))
    taking = Taking("made")
    async with open_app(tmp_path, FakePlatform()) as screen:
        taking.ask(screen, {}, new=True, form=form)
        await screen.shows("by hand")
        # Before it is drawn where it comes to stand.
        for key in ("right", "down", "a", "down", "3", "ctrl+s"):
            screen.app.post_message(Key(key, key if len(key) == 1 else None))
        await screen.until(lambda: taking.taken == ["made"])
        assert taking.got == [{"way": "webhook", "name": "a", "column": "3"}]


@pytest.mark.parametrize("size", [(80, 24), (60, 16)], ids=["narrow", "tiny"])
async def test_a_form_that_waits_says_for_how_long_and_is_left_with_nothing_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(form_sending, "WAIT_STEP_SECONDS", 0.01)
    taking = Taking(
        OutcomeUnknown("The answer of acme was lost"), Unreachable("acme is away"), "made", "made"
    )
    place = FormPlace({}, "acme", "an account", lambda answer: taking.taken.append(f"late: {answer}"))
    async with open_app(tmp_path, FakePlatform(), size=size) as screen:
        taking.ask(screen, {}, new=True, form=taking.form, place=place)
        await screen.shows("asking what can be filled in", "no answer for")
        taking.found.set()
        await screen.shows("posts get there", gone=("no answer for",))
        await screen.press(*"acme", "down", "right", "down", *"https", "colon", "slash", "slash", "a")
        await screen.press("down", *SECRET, "down", "down", "space", "down", "right")
        await screen.press("down", "down", "down", *"one", "enter", *"two")
        taking.gate.clear()
        await screen.press("ctrl+s")
        await screen.shows("no answer for", "Esc leaves")
        await screen.press("escape")
        await screen.shows("on its way: Add [/] an account", gone=("Esc leaves",))
        taking.gate.set()
        await screen.shows("Add [/] an account: The answer of acme was lost")
        sent = taking.got.pop()
        # Opened again it holds what was typed, and says what to think of; looked at, it is kept.
        taking.ask(screen, {}, new=True, place=place)
        await screen.shows("what you typed before", "already: see the list", "acme")
        await screen.press("escape")
        await screen.shows("Inbox", gone=("what you typed before",))
        taking.ask(screen, {}, new=True, place=place)
        await screen.shows("what you typed before")
        await screen.press("ctrl+s")
        await screen.shows("may be there already")
        await screen.press("ctrl+s")
        # What was sent and not taken is kept as well, with what was typed since.
        await screen.shows("acme is away. Nothing is lost")
        assert taking.got.pop() == sent
        assert SECRET not in screen.text
        await screen.press("2", "escape")
        await screen.shows("kept: what you typed in Add [/] an account", gone=("acme is away",))
        taking.ask(screen, {}, new=True, place=place)
        await screen.shows("it was not taken", "acme2")
        await screen.press("ctrl+s")
        await screen.until(lambda: taking.taken == ["made"])
        assert taking.got.pop() == {**sent, "name": "acme2"}
        await leave_what_is_taken_late(screen, taking, place)


async def leave_what_is_taken_late(screen: Screen, taking: Taking, place: FormPlace) -> None:
    # What has been taken is not given back. Where it is taken late, that is told.
    taking.ask(screen, {"name": "there"}, new=False, place=place)
    await screen.shows("Change acme", "there", gone=("acme2",))
    taking.gate.clear()
    await screen.press("end", "2", "ctrl+s")
    await screen.shows("sending …")
    await screen.press("escape")
    await screen.shows("on its way: Change acme")
    taking.gate.set()
    await screen.until(lambda: taking.taken == ["made", "late: made"])
    assert place.take() is None
    # What was typed and never sent is thrown away by a second Escape, and by no other way.
    taking.ask(screen, {"name": "there"}, new=False, place=place)
    await screen.shows("Change acme", "there")
    await screen.press("x", "escape")
    await screen.shows("Esc again throws away")
    await screen.press("escape")
    await screen.shows("Inbox", gone=("Esc again throws away",))
    assert place.take() is None
