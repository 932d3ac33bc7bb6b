"""Keys as they are bound, sequences, the `:` line and the help, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.items import an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import DEADLINE, Screen, open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.preferences import ConnectionLook, Keys, Preferences, Preset
from tui.domain.verdicts import Consequence, Gravity
from tui.screens.jobs import JobsScreen
from tui.screens.posts import PostsScreen


def acme(count: int = 9) -> FakePlatform:
    """A connection where so many drafts wait."""
    return FakePlatform("acme").with_approvals(
        *(an_approval(f"p{n}", title=f"Draft {n}") for n in range(count))
    )


def bound(*wanted: tuple[str, tuple[str, ...]], preset: Preset = Preset.VIM) -> Preferences:
    """One who binds these."""
    return Preferences(keys=Keys(preset, wanted))


def place(screen: Screen) -> int:
    """Which row is under the cursor."""
    return list(screen.listed).index(screen.under_cursor)


async def test_keys_are_those_that_are_bound_and_are_shown_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A beginning waits as long as a busy machine needs from one key to the next.
    monkeypatch.setattr("tui.screens.key_sequences.WAITING_SECONDS", DEADLINE)
    wanted = bound(
        ("verdict.approve", ("ctrl+y",)),
        ("verdict.edit", ("a",)),
        ("list.down", ("ctrl+n", "down")),
        ("go.posts", ("Z p",)),
        ("go.jobs", ("Z j",)),
        ("app.help", ("H",)),
        ("verdict.delete", ("ctrl+y",)),
        ("verdict.decine", ("D",)),
    )
    async with open_app(tmp_path, acme(), preferences=wanted) as screen:
        text = await screen.shows("Draft 8", "no command verdict.decine", "1 of 2; i shows all")
        foot = text.splitlines()[-1]
        # Of two that want a key the later in the file has it; what has lost its key is told by its name.
        assert ":verdict.approve →" in text
        assert "a edit" in foot
        assert "^y delete" in foot
        assert foot.endswith("H help")
        await screen.press("i")
        await screen.shows("^y is verdict.approve and verdict.delete: verdict.delete has")
        await screen.press("1", "j")
        assert place(screen) == 0
        await screen.press("ctrl+n")
        assert place(screen) == 1
        # A beginning waits, and the foot shows what may follow.
        await screen.press("Z")
        await screen.shows("p posts", "j jobs", gone=("a edit",))
        await screen.press("escape")
        await screen.shows("a edit")
        await screen.press("Z", "a")
        await screen.shows("Z a is no command")
        assert place(screen) == 1
        await screen.press("Z", "p")
        await screen.until(lambda: isinstance(screen.app.screen, PostsScreen))


async def test_arrows_are_enough_for_one_who_knows_no_vim(tmp_path: Path) -> None:
    async with open_app(tmp_path, acme(), preferences=bound(preset=Preset.ARROWS)) as screen:
        await screen.shows("Draft 8")
        await screen.press("j", "G")
        assert place(screen) == 0
        await screen.press("down", "end", "up")
        assert place(screen) == 7
        await screen.press("right")
        await screen.shows("esc back")


async def test_a_beginning_that_is_a_command_too_acts_at_once_and_gives_way(tmp_path: Path) -> None:
    wanted = bound(("post.schedule", ("g s",)))
    async with open_app(tmp_path, acme(), FakePlatform("agency"), preferences=wanted) as screen:
        await screen.shows("Draft 8")
        await screen.press("G")
        assert place(screen) == 8
        await screen.press("g", "g")
        await screen.shows("Draft 8", gone=("Generate",))
        assert place(screen) == 0
        # Any other key belongs to the dialog.
        await screen.press("g", "j", "g")
        await screen.shows("Generate on")
        await screen.press("escape")
        # Where something is typed, all letters are for it.
        await screen.press("colon", "g", "g")
        await screen.shows(" :gg")


async def test_a_command_is_said_on_the_line_with_what_it_takes(tmp_path: Path) -> None:
    async with open_app(tmp_path, acme(), size=(80, 24)) as screen:
        await screen.shows("Draft 8")
        await screen.press("colon", *"hel")
        await screen.shows(" :hel", "app.help  ?  All keys", gone=("? help",))
        await screen.press("escape")
        await screen.shows("? help", gone=(":hel",))
        # Typed ahead, it is all for the line.
        await screen.press("colon", *"go", "space", *"jo", "enter")
        await screen.until(lambda: isinstance(screen.app.screen, JobsScreen))
        await screen.press("colon", *"go", "tab")
        await screen.shows("go SCREEN", "inbox  posts  jobs  calendar  accounts")
        await screen.press("tab")
        await screen.shows(" :go inbox")
        await screen.press("enter")
        await screen.shows("Draft 8", "? help")
        for line, told in (
            ("aprove", "There is no command “aprove” (did you mean approve?)"),
            ("refresh now", "screen.refresh takes nothing"),
            ("forget", "job.forget is no command of this screen"),
            ("go nowhere", "there is no screen nowhere"),
        ):
            await screen.press("colon", *line, "enter")
            await screen.shows(told)
        # What cannot be done without more is asked for on the line, however it was called.
        await screen.press("ctrl+p", *"in a way by", "enter", *"fa", "tab", "enter")
        assert getattr(screen.app.screen, "mode", None) == "facts"
        await screen.press("colon", *"preview nothing", "enter")
        await screen.shows("there is no mode nothing: text, source, facts")
        await screen.press("colon", *"theme copydesk-l", "tab", "enter")
        await screen.until(lambda: screen.app.theme == "copydesk-light")
        # What was said before comes back; Backspace on nothing leaves.
        await screen.press("colon", "up", "up")
        await screen.shows(" :preview nothing")
        await screen.press("ctrl+u", "backspace")
        await screen.shows("? help")
        await screen.press("escape", "j")
        assert place(screen) == 1
        await screen.press("colon", *"list.bottom", "enter")
        assert place(screen) == 8


async def test_help_is_narrowed_by_what_is_typed(tmp_path: Path) -> None:
    wanted = bound(("verdict.approve", ("ctrl+y", "Y")), ("outbox.undo", ()))
    async with open_app(tmp_path, acme(), size=(60, 16), preferences=wanted) as screen:
        await screen.shows("Draft 0")
        await screen.press("question_mark", *"approve or")
        await screen.shows("^y  Y", "verdict.approve", gone=("verdict.edit",))
        await screen.press("ctrl+u", "G")
        await screen.shows("The key G", "Last item", "list.bottom")
        await screen.press("ctrl+u", *"undo")
        await screen.shows(":outbox.undo")
        await screen.press("ctrl+u", *"nosuchthing")
        await screen.shows("No key and no command fits.")
        await screen.press("escape")
        await screen.shows("Draft 0", gone=("Keys",))


async def test_in_a_terminal_that_is_too_small_no_key_acts(tmp_path: Path) -> None:
    platform = acme()
    async with open_app(tmp_path, platform, size=(59, 16)) as screen:
        await screen.shows("Copydesk needs 60×16;", "this is 59×16.", gone=("Inbox",))
        await screen.press("a", "j", "enter", "2")
        await screen.pilot.resize_terminal(60, 16)
        await screen.shows("Inbox 9", "Draft 0", "? help", gone=("Copydesk needs",))
        assert place(screen) == 0
        await screen.press("slash", *"Draft 3")
        # What is typed is kept, and what comes meanwhile is covered as well.
        await screen.pilot.resize_terminal(80, 15)
        await screen.shows("Copydesk needs 60×16; this is 80×15.", "ctrl+q leaves")
        await screen.press("x", "q", "escape")
        await screen.pilot.resize_terminal(80, 24)
        await screen.shows("Draft 3", gone=("Copydesk needs",))
        await screen.press("enter")
        await screen.shows("Draft 3", gone=("Draft 4",))
        await screen.pilot.resize_terminal(50, 12)
        await screen.shows("this is 50×12.", "q leaves.")
        assert not platform.called("approve")
        await screen.press("q")
        await screen.until(lambda: not screen.app.is_running)


async def test_of_a_protected_connection_nothing_goes_public_before_its_name_is_typed(tmp_path: Path) -> None:
    public = Consequence("publishes, can be taken back", Gravity.PUBLIC)
    live, open_one = (
        FakePlatform(name).with_approvals(
            *(
                an_approval(f"{name}{n}", name, ApprovalKind.TEXT, title=f"Text {n}", consequence=public)
                for n in range(count)
            )
        )
        for name, count in (("live", 2), ("acme", 1))
    )
    looks = {"live": ConnectionLook(colour="#aa0000", protected=True)}
    preferences = Preferences(connections=looks)
    async with open_app(tmp_path, open_one, live, size=(60, 16), preferences=preferences) as screen:
        await screen.shows("Inbox 3")
        assert screen.text.splitlines()[-2].startswith("  acme  a → ")
        await screen.press("G")
        # Whose item is in hand stands at one place.
        await screen.until(lambda: screen.text.splitlines()[-2].startswith("  live!  a → publishes"))
        await screen.press("a")
        await screen.shows("live is protected: type its name")
        await screen.press(*"live ", "x", "enter")
        await screen.shows("That is not its name.")
        await screen.press("escape")
        assert not live.called("approve")
        await screen.press("a", *"live", "enter")
        await screen.until(lambda: bool(live.called("approve")))
        # Several at once, of which one is protected, ask as well.
        await screen.press("home", "space", "space", "A")
        await screen.shows("live is protected: type its name")
        await screen.press(*"live", "enter")
        await screen.shows("Nothing waits for you")
        await screen.until(lambda: live.called("approve") == 2)
