"""Items taken out by keys: to the clipboard, into files, and to where there is no browser."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from tests.fakes.items import a_post
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app


async def test_items_go_to_the_clipboard_into_files_and_never_with_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: written.append(data))
    monkeypatch.setenv("SSH_CONNECTION", "far away")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    def clipboard() -> list[str]:
        found = (re.search(r"\x1b\]52;c;(.*?)\x07", each) for each in written)
        return [base64.b64decode(each[1]).decode() for each in found if each is not None]

    platform = FakePlatform("acme").with_posts(
        a_post("p0", title="First", url="https://site.example/first", markdown="A *word*.\n"),
        a_post("p1", title="Second", markdown="x" * 80_000),
    )
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.press("2")
        await screen.shows("Second")
        for key, copied in (
            ("t", "First"),
            ("i", "p0"),
            ("y", "A *word*."),
            ("h", "<p>A <em>word</em>.</p>"),
            ("c", """curl -sS -H "X-Key: $COPYDESK_KEY" https://acme.example/posts/p0"""),
            ("l", "https://site.example/first"),
        ):
            await screen.press("y", key)
            await screen.shows("copied: ")
            assert clipboard()[-1:] == [copied]
            await screen.press("escape")
        await screen.press("b")
        await screen.shows("no browser here; the address is copied: https://site.example/first")
        await screen.press("v", "j", "v", "y", "l")
        await screen.shows("copied: link of 1 of 2 items · 1 not: Second: It has no address yet")
        await screen.press("y", "t")
        await screen.until(lambda: clipboard()[-1] == "First\nSecond")
        await screen.press("y", "y")
        await screen.shows("copied.txt has it, too long")
        kept = tmp_path / "copied.txt"
        assert kept.read_text().startswith("A *word*.\n\nxxx")
        assert kept.stat().st_mode & 0o777 == 0o600
        # Marked ones each as a file; none is overwritten.
        await screen.press("w")
        await screen.shows("Save 2 files in")
        await screen.press("enter")
        await screen.shows("saved in .: 2 files")
        await screen.press("V", "home", "w")
        await screen.shows("Save as", "post-p0.md")
        await screen.press("enter")
        await screen.shows("Overwrite?")
        await screen.press("n")
        await screen.press("w")
        await screen.press("ctrl+u", *"none/x.md", "enter")
        await screen.shows("There is no folder none.", "none/x.md")
        for path, said in (("~nobody-here/x.md", "There is no folder ~nobody-here."), ("n" * 300, "✗ nnn")):
            await screen.press("ctrl+u", *path, "enter")
            await screen.shows(said)
        await screen.press("ctrl+u", *"new.md", "enter")
        await screen.shows("saved as new.md")
        assert (tmp_path / "new.md").read_text() == '---\ntitle: "First"\n---\n\nA *word*.\n'
        assert (tmp_path / "post-p0.md").read_text() == (tmp_path / "new.md").read_text()
