"""Editing in the person's own editor: a real program on the same terminal."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.home import Home, home
from tests.e2e.person import filter_by, leave, wait_for_the_inbox
from tests.e2e.terminal import Terminal

OTHER_SCREEN = 1049
TAKES_THE_TERMINAL = b"\x1b[?1049h"
TITLE = "Lantern 2.4: search that"
"""Where a sample's title starts."""
HOURS_OLD = "Lantern 2.4 in a tweet"
"""One whose age does not change while it is looked at: the other's is told in minutes."""

SCRIPT = """\
#!/bin/sh
# An editor: shows that it has the terminal, notes what it was given, and writes as it is told.
printf 'THE EDITOR HAS THE TERMINAL\\r\\n'
stat -c %a "$1" > "$DESK_TOP/mode"
stty -a > "$DESK_TOP/terminal"
cp "$1" "$DESK_TOP/seen"
. "$DESK_TOP/orders"
"""


class Editor:
    """An $EDITOR that does what a test tells it, and what it found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        script = folder / "editor.sh"
        script.write_text(SCRIPT)
        script.chmod(0o700)
        self.environ = {"EDITOR": str(script), "DESK_TOP": str(folder)}

    def orders(self, shell: str) -> None:
        """What it does with the file, "$1", when it runs next."""
        (self._folder / "orders").write_text(shell)

    def found(self, what: str) -> str:
        """What it noted: the file's `mode`, the `terminal`'s settings, the text it has `seen`."""
        return (self._folder / what).read_text()

    def forget(self) -> None:
        """Know nothing of how it ran before."""
        for name in ("waits", "go"):
            (self._folder / name).unlink(missing_ok=True)

    def go_on(self) -> None:
        """End the waiting of one that waits for this (for `go` in its folder)."""
        (self._folder / "go").touch()

    @property
    def waits(self) -> bool:
        """Whether it told so (with an order to touch that file)."""
        return (self._folder / "waits").exists()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with home(tmp_path_factory.mktemp("editor") / "home") as made:
        made.serve()
        yield made


@pytest.fixture(scope="module")
def the_editor(tmp_path_factory: pytest.TempPathFactory) -> Editor:
    return Editor(tmp_path_factory.mktemp("editor") / "editor")


@pytest.fixture
def editor(the_editor: Editor) -> Editor:
    the_editor.forget()
    return the_editor


@pytest.fixture(scope="module")
def the_terminal(desk: Home, the_editor: Editor) -> Iterator[Terminal]:
    """One Copydesk for all that its person's editor may do to it: it is left at the end, as ever."""
    with desk.open(environ=the_editor.environ) as opened:
        yield opened
        leave_after_the_editor(opened)


@pytest.fixture
def terminal(the_terminal: Terminal) -> Terminal:
    """It takes keys: none is taken for one that was meant for the editor before."""
    the_terminal.still()
    return the_terminal


def open_the_sample(terminal: Terminal, title: str = TITLE) -> str:
    """Find a sample in the inbox; gives the screen."""
    wait_for_the_inbox(terminal)
    filter_by(terminal, title)
    terminal.wait_for_match(rf"▌ +post +{title}[^\n]*│")
    terminal.wait_for_match(rf"│  {title}")
    terminal.wait_for("· ◑ draft", "a → publishes")
    return terminal.still()


def sample(desk: Home, title: str = TITLE) -> dict[str, Any]:
    """The sample as the desk has it."""
    posts: list[dict[str, Any]] = desk.notra("GET", "/v1/posts?status=draft&limit=100")["posts"]
    (found,) = [post for post in posts if post["title"].startswith(title)]
    return found


def end_the_waiting(terminal: Terminal, editor: Editor) -> None:
    """Let an editor go on that waits; it has ended when this returns. What stood on the screen before tells
    nothing of that: it is there again.
    """
    before = len(terminal.written)
    editor.go_on()
    terminal.wait_until(lambda: TAKES_THE_TERMINAL in terminal.written[before:], "the terminal for Copydesk")


def leave_after_the_editor(terminal: Terminal) -> None:
    """Quit, once a key is no longer taken for one that was meant for the editor."""
    terminal.still()
    leave(terminal)


def without_notes(screen: str) -> list[str]:
    """The screen's lines, less the one that says what came of the last key."""
    return [line for line in screen.splitlines() if not line.startswith("──")]


def frame(screen: str) -> list[str]:
    """The head, the rule between list and text, the consequence and the keys."""
    first, _, *body, _, consequence, keys = screen.splitlines()
    return [first, *(line[72:73] for line in body), consequence, keys]


def test_a_saved_text_arrives_on_the_desk(desk: Home, editor: Editor, terminal: Terminal) -> None:
    editor.orders("printf '\\nA line of *mine*.\\n' >> \"$1\"")
    before = open_the_sample(terminal)
    terminal.press("e")
    terminal.wait_for("✓ saved: Lantern 2.4")
    terminal.wait_until(lambda: frame(terminal.text) == frame(before), "the whole screen")
    assert terminal.written.rindex(TAKES_THE_TERMINAL) > terminal.written.index(b"THE EDITOR HAS")
    assert OTHER_SCREEN in terminal.private_modes
    assert sample(desk)["markdown"].rstrip().endswith("A line of *mine*.")
    assert editor.found("mode").strip() == "600"
    settings = editor.found("terminal").split()
    assert {"icanon", "echo", "isig"} <= set(settings), "the editor starts on a usual terminal"
    assert editor.found("seen").startswith("---\ntitle: ")
    edits = desk.folder / ".local" / "state" / "copydesk" / "edits"
    assert [each for each in edits.iterdir() if each.suffix != ".lock"] == [], "no text is left behind"


def test_an_editor_that_fails_changes_nothing(desk: Home) -> None:
    text = sample(desk, HOURS_OLD)["markdown"]
    with desk.open(environ={"EDITOR": "sh -c 'exit 3' editor"}) as terminal:
        before = open_the_sample(terminal, HOURS_OLD)
        terminal.press("e")
        terminal.wait_for("✗ The editor sh ended with status 3")
        terminal.wait_until(lambda: without_notes(terminal.text) == without_notes(before), "the whole screen")
        assert OTHER_SCREEN in terminal.private_modes
        leave_after_the_editor(terminal)
    assert sample(desk, HOURS_OLD)["markdown"] == text


def test_a_file_that_comes_back_empty_changes_nothing(desk: Home, editor: Editor, terminal: Terminal) -> None:
    editor.orders(': > "$1"')
    open_the_sample(terminal)
    text = sample(desk)["markdown"]
    terminal.press("e")
    terminal.wait_for("the text came back empty, so nothing was changed")
    assert sample(desk)["markdown"] == text


def test_a_text_that_cannot_be_saved_is_not_lost(desk: Home, editor: Editor, terminal: Terminal) -> None:
    editor.orders("printf -- '---\\ntitle: \\n---\\n\\nAll anew.\\n' > \"$1\"")
    open_the_sample(terminal, "From half a second")
    terminal.press("e")
    terminal.wait_for("✗ not saved: ", "title")
    terminal.still()
    editor.orders('sed \'s/^title: .*/title: Half a second/\' "$1" > "$1.new"; mv "$1.new" "$1"')
    terminal.press("e")
    terminal.wait_for("✓ saved: Half a second")
    assert "All anew." in editor.found("seen")
    assert sample(desk, "Half a second")["markdown"].strip() == "All anew."


def test_a_line_that_does_not_hold_is_named_in_the_editor_and_sent_once_it_does(
    desk: Home, editor: Editor, terminal: Terminal
) -> None:
    editor.orders(
        "slug='Not a slug'; if grep -q '^# ! line 4: ' \"$1\"; then slug=how-we-made-it; fi\n"
        'sed "s/^slug:.*/slug: $slug/" "$1" > "$1.new"; mv "$1.new" "$1"'
    )
    text = sample(desk, "How we made search")["markdown"]
    open_the_sample(terminal, "How we made search")
    terminal.press("e")
    terminal.wait_for("✓ saved: How we made search")
    assert '# ! line 4: "slug" takes small letters a-z' in editor.found("seen")
    now = sample(desk, "How we made search")
    assert (now["slug"], now["markdown"]) == ("how-we-made-it", text)


def test_a_line_that_drops_in_the_editor_loses_no_word(desk: Home, editor: Editor) -> None:
    editor.orders('echo \'Written before the line dropped.\' >> "$1"; touch "$DESK_TOP/waits"; sleep 60')
    with desk.open(environ=editor.environ) as terminal:
        open_the_sample(terminal, "How we made search")
        terminal.press("e")
        terminal.wait_until(lambda: editor.waits, "the editor")
        assert terminal.hang_up() in {0, -signal.SIGHUP}
    editor.orders("true")
    with desk.open(environ=editor.environ) as terminal:
        open_the_sample(terminal, "How we made search")
        terminal.press("e")
        terminal.wait_for("✓ saved: How we made search")
        leave_after_the_editor(terminal)
    assert "Written before the line dropped." in editor.found("seen")
    assert "Written before the line dropped." in sample(desk, "How we made search")["markdown"]


def test_an_interrupt_is_the_editors(desk: Home, editor: Editor, terminal: Terminal) -> None:
    on_interrupt = 'echo Interrupted. >> "$1"; exit 0'
    editor.orders(f"trap '{on_interrupt}' INT; touch \"$DESK_TOP/waits\"; while :; do sleep 0.1; done")
    open_the_sample(terminal)
    terminal.press("e")
    terminal.wait_until(lambda: editor.waits, "the editor")
    terminal.press("\x03")
    terminal.wait_for("✓ saved: Lantern 2.4")
    assert "Interrupted." in sample(desk)["markdown"]


def test_without_an_editor_there_is_one_within(desk: Home) -> None:
    assert not {"EDITOR", "VISUAL"} & desk.environ.keys()
    with desk.open() as terminal:
        open_the_sample(terminal)
        terminal.press("e")
        terminal.wait_for("^s saves", "title:")
        terminal.press(*["down"] * 5)
        terminal.still()
        terminal.press(*"Typed within. ", "\x13")
        terminal.wait_for("✓ saved: Lantern 2.4", gone=["^s saves"])
        leave_after_the_editor(terminal)
    assert "Typed within." in sample(desk)["markdown"]


@pytest.mark.parametrize("late", [b"", b"dy"], ids=["at once", "while it runs"])
def test_keys_for_the_editor_decide_nothing(
    desk: Home, editor: Editor, terminal: Terminal, late: bytes
) -> None:
    editor.orders('touch "$DESK_TOP/waits"; while [ ! -e "$DESK_TOP/go" ]; do sleep 0.05; done')
    open_the_sample(terminal)
    terminal.send(b"e" if late else b"edy")
    terminal.wait_until(lambda: editor.waits, "the editor")
    terminal.send(late)
    end_the_waiting(terminal, editor)
    terminal.wait_for("nothing changed: Lantern 2.4")
    assert "Delete?" not in terminal.still()
    assert sample(desk)["status"] == "draft"


def test_an_editor_that_is_killed_leaves_the_terminal_as_it_was(
    desk: Home, editor: Editor, terminal: Terminal
) -> None:
    editor.orders("stty raw -echo; kill -9 $$")
    open_the_sample(terminal)
    terminal.press("e")
    terminal.wait_for("✗ The editor ", "ended with")


def test_a_quit_signal_is_the_editors(desk: Home, editor: Editor, terminal: Terminal) -> None:
    editor.orders('trap "" QUIT; touch "$DESK_TOP/waits"; while [ ! -e "$DESK_TOP/go" ]; do sleep 0.05; done')
    open_the_sample(terminal)
    terminal.press("e")
    terminal.wait_until(lambda: editor.waits, "the editor")
    terminal.send(b"\x1c\x1a")
    end_the_waiting(terminal, editor)
    terminal.wait_for("nothing changed: Lantern 2.4")


def test_a_blurred_terminal_still_takes_what_is_typed(desk: Home) -> None:
    with desk.open() as terminal:
        open_the_sample(terminal)
        terminal.press("e", "\x1b[O")
        terminal.wait_for("^s saves", "title:")
        terminal.press("\x1b[I", *"Typed")
        terminal.wait_for("Typed---")
        terminal.press("esc")
        terminal.wait_for("Esc again throws it away")
        terminal.press("esc")
        terminal.wait_for("a → publishes", gone=["^s saves"])
        leave_after_the_editor(terminal)
