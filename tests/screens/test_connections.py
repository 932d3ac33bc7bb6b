"""The screen of the connections, its forms and the config file read anew, by keys."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from tests.fakes.items import a_post, an_approval
from tests.fakes.opening import FakeOpening
from tests.fakes.platform import FakePlatform
from tests.screens.desk import Screen, open_app
from tui.config.paths import Paths
from tui.domain.entry_states import EntryState
from tui.domain.errors import Unreachable
from tui.domain.holds import Holds
from tui.domain.setups import Draft, Fault
from tui.screens.forms_left import FormLeft, FormPlace
from tui.setting_up import SettingUp

TEXT = """\
# Ours.
[connections.acme]   # the first
platform = "notra"
api_key = "k-1"
[connections.blog]
platform = "blogree"
email = "ana@example.org"
password_env = "BLOG"
"""
SIZES = pytest.mark.parametrize("size", [(120, 40), (60, 16)], ids=["wide", "tiny"])


def stocked(name: str) -> FakePlatform:
    """A platform with a draft that waits."""
    return (
        FakePlatform(name)
        .with_posts(a_post(f"{name}1", name, title=f"Of {name}"))
        .with_approvals(an_approval(f"{name}1", name, title=f"Of {name}"))
    )


def a_file(tmp_path: Path, *platforms: FakePlatform) -> tuple[Path, SettingUp]:
    paths = Paths(tmp_path / "config.toml", tmp_path / "of-config", tmp_path / "data")
    paths.config_file.write_text(TEXT)
    paths.config_file.chmod(0o600)
    return paths.config_file, SettingUp(paths, FakeOpening(paths, platforms))


def consequence(screen: Screen) -> str:
    """The line above the keys."""
    return screen.text.splitlines()[-2]


def late_first_look(
    setting_up: SettingUp, monkeypatch: pytest.MonkeyPatch
) -> tuple[threading.Event, threading.Event]:
    """Let the next look at what was typed set the first event, and end when the second is set; no other waits
    for it.
    """
    faults, begins, ends, looks = setting_up.faults, threading.Event(), threading.Event(), count()

    def faults_of(draft: Draft, *, new: bool) -> Sequence[Fault]:
        if not next(looks):
            begins.set()
            ends.wait(60)
        return faults(draft, new=new)

    monkeypatch.setattr(setting_up, "faults", faults_of)
    return begins, ends


def leave_forms(screen: Screen, *names: str) -> list[FormPlace]:
    """Leave a form of each of these connections with a secret in it."""
    places = [FormPlace(screen.app.context.forms_left, name, "a form") for name in names]
    for place in places:
        place.keep(FormLeft({"password": "secret"}))
    return places


async def type_in(screen: Screen, text: str) -> None:
    await screen.press(*("minus" if char == "-" else char for char in text))


@SIZES
async def test_connections_are_shown_in_full_added_and_removed(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, blog, shop = stocked("acme"), stocked("blog"), stocked("shop")
    blog.fail("approvals", Unreachable("blog did not answer"), times=1)
    file, setting_up = a_file(tmp_path, acme, blog, shop)
    async with open_app(
        tmp_path, acme, blog, spare=[shop], size=size, setting_up=setting_up, holds=Holds(60, 60, 60)
    ) as screen:
        await screen.shows("Of acme", "did not answer")
        await screen.press("escape", "a", "i")
        await screen.shows("connection", "● up", "✗ down")
        assert "acme" in consequence(screen)
        await screen.press("j", "enter")
        await screen.until(lambda: "blog" in consequence(screen))
        await screen.shows(
            "blog did not answer", "Blogree", "the environment variable BLOG", "ana@example.org"
        )
        await screen.press("escape", "r")
        await screen.shows("last error", "● up", gone=("✗ down",))
        await screen.press("t")
        await screen.shows("blog answered in")
        # A field is looked at as it is left; what is wrong loses nothing of what was typed.
        await screen.press("a")
        await screen.shows("Add a connection")
        await type_in(screen, "acme")
        await screen.press("down")
        await screen.shows("acme is there already")
        await screen.press("up", *["backspace"] * 4)
        await type_in(screen, "shop")
        # However late the look at it comes, it says nothing over what Enter found.
        look_begins, look_ends = late_first_look(setting_up, monkeypatch)
        await screen.press("down")
        await screen.until(look_begins.is_set)
        await screen.press("r", "down", "c", "c", "enter")
        await screen.shows("Type the API key")
        look_ends.set()
        await screen.answered("look")
        assert "Type the API key" in screen.text
        await type_in(screen, "k-2")
        assert "k-2" not in screen.text
        await screen.press("ctrl+t")
        await screen.shows("It answered in")
        assert file.read_text() == TEXT
        # As in the other forms; Enter saves as well.
        await screen.press("ctrl+s")
        await screen.shows("added: shop", "shop", gone=("Add a connection",))
        assert file.read_text() == TEXT + '\n[connections.shop]\nplatform = "repostra"\napi_key = "k-2"\n'
        await screen.until(lambda: screen.under_cursor.name == "shop")
        await screen.press("1")
        await screen.shows("Of shop")
        # What leaves takes its rows with it; what it still held waits for a person.
        await screen.press("i", "k", "k", "d")
        await screen.shows("Remove the connection?", "acme", "(1)", "parked")
        await screen.press("y")
        await screen.shows("removed: acme · 1 held, not sent but", gone=("acme   ",))
        assert [each.state for each in screen.services.outbox.entries] == [EntryState.PARKED]
        assert file.read_text().startswith("# Ours.\n[connections.blog]\n")
        await screen.press("escape")
        await screen.shows("Of shop", "Of blog")
        assert [part.connection for part in screen.services.inbox.parts] == ["blog", "shop"]


async def test_the_file_is_read_anew_by_a_key_and_by_itself_and_a_faulty_line_is_named(
    tmp_path: Path,
) -> None:
    acme, blog = stocked("acme"), stocked("blog")
    file, setting_up = a_file(tmp_path, acme, blog)
    async with open_app(tmp_path, acme, blog, setting_up=setting_up) as screen:
        await screen.shows("Of acme", "Of blog", "1 Inbox 2")
        faulty = (
            TEXT.replace("[connections.acme]", '[keys]\nverdict.approve = "Y"\n[connections.acme]')
            + "port = 3\n"
        )
        file.write_text(faulty)
        await screen.press("ctrl+r")
        await screen.shows("config.toml, line 11: port in [connections.blog] is not a key", "a approve")
        await screen.press("2", "colon", *"go", "space", *"conn", "enter", "G")
        await screen.shows("said before stays in force")
        await screen.press("i")
        await screen.shows("▌2 Posts▐")
        await screen.press("1")
        # Nobody presses a key while the next fault is written, nor while that is mended.
        file.write_text(TEXT + '[ui]\nglyphs = "fancy"\n')
        os.utime(file, (1, 1))
        screen.app._look_at_config()
        await screen.shows("glyphs", gone=("port in",))
        file.write_text(TEXT + '[ui]\ntheme = "nowhere"\n')
        os.utime(file, (2, 2))
        screen.app._look_at_config()
        await screen.shows("There is no theme nowhere", gone=("glyphs",))
        file.write_text(
            faulty.replace("port = 3\n", "read_only = true\n[outbox]\nhold_approve_seconds = 60\n")
        )
        os.utime(file, (3, 3))
        screen.app._look_at_config()
        await screen.shows("the config file was read again", "Y approve", "○ blog")
        assert screen.services.outbox.holds.approve == 60
        await screen.press("Y")
        await screen.shows("approving in 60 s")
        file.write_text(TEXT)
        await screen.press("ctrl+r")
        await screen.shows("● blog")
        # What stands on the screen names the keys that are bound now, and has the signs of now.
        await screen.press("3")
        keys = '[keys]\npreset = "arrows"\njob.watch = "W"\ngo.inbox = "f1"\n'
        file.write_text(TEXT + keys + '[ui]\nglyphs = "plain"\n')
        await screen.press("ctrl+r")
        await screen.shows("generated yet. g generates, W watches", "f1 Inbox", "[3 Jobs]")
        assert screen.text.isascii()
        await screen.press("f1")
        await screen.shows(">")
        file.write_text(TEXT + keys)
        await screen.press("ctrl+r")
        await screen.shows("▌f1 Inbox", "▌  post", "──────", "◑ draft")
        # A connection that goes takes its marks along, and what was typed in its forms.
        await screen.press("space")
        await screen.shows("◆1 marked")
        of_acme, of_blog = leave_forms(screen, "acme", "blog")
        file.write_text(TEXT.partition("[connections.blog]")[0] + keys)
        await screen.press("ctrl+r")
        await screen.shows("Nothing waits", gone=("marked",))
        assert (of_blog.take(), of_acme.take()) == (None, FormLeft({"password": "secret"}))


async def test_a_connection_is_changed_and_what_was_typed_is_thrown_away_only_when_asked_twice(
    tmp_path: Path,
) -> None:
    acme, blog = stocked("acme"), stocked("blog")
    file, setting_up = a_file(tmp_path, acme, blog)
    async with open_app(tmp_path, acme, blog, size=(80, 24), setting_up=setting_up) as screen:
        await screen.shows("Of acme")
        await screen.press("i", "e")
        await screen.shows("Change acme", "empty: it stays as it is")
        assert "k-1" not in screen.text
        await screen.press("down", "down", "down", "down", "down")
        await type_in(screen, "teal")
        await screen.press("down")
        await type_in(screen, "Europe/Berlim")
        await screen.press("enter")
        await screen.shows("is not a time zone", '"Europe/Berlin"?', "Change acme")
        await screen.press("backspace", "n", "escape")
        await screen.shows("Esc again throws away", "teal")
        file.write_text(TEXT.replace('"k-1"', '"k-1" # theirs'))
        await screen.press("enter")
        await screen.shows("changed: acme", "colour     teal")
        assert file.read_text() == TEXT.replace(
            '"k-1"', '"k-1" # theirs\ncolour = "teal"\nzone = "Europe/Berlin"'
        )
        assert screen.app.context.preferences.of("acme").colour == "teal"
        await screen.press("e")
        await screen.shows("Change acme")
        file.write_text(TEXT)
        await screen.press("right", "enter")
        await screen.shows("was changed in the config file", "Change acme")
        await screen.press("escape", "up", "right", "escape")
        await screen.shows("Esc again throws away")
        await screen.press("escape")
        await screen.shows("connection", gone=("Change acme",))
        assert file.read_text() == TEXT
        assert not acme.closed
