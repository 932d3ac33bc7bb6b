"""An $EDITOR that does what a run tells it, and notes what it did."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.domain.refs import ItemKind, ItemRef

SCRIPT = r"""
import json, os, re, signal, sys, time

folder, path = os.environ["SOAK_EDITOR"], sys.argv[-1]
signal.signal(signal.SIGINT, lambda *_: os._exit(1))
with open(os.path.join(folder, "orders.json")) as file:
    orders = json.load(file)
how, mark = orders["how"], orders["mark"]
with open(path, encoding="utf-8") as file:
    text = file.read()
again = mark in text

def note(**more):
    with open(os.path.join(folder, "log.jsonl"), "a") as file:
        file.write(json.dumps({"path": path, "mark": mark, "how": how, "pid": os.getpid(), **more}) + "\n")

def write(text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)

if how in ("fail", "leave", "empty"):
    if how == "empty":
        write("")
    note(wrote=False)
    os._exit(1 if how == "fail" else 0)
if re.search(r"^[<>|=]{7}", text, re.M):
    text = re.sub(r"^(?:[<>|]{7}.*|={7})\n", "", text, flags=re.M)
wrong = how == "wrong" or (how == "mends" and not again)
if text.startswith("---\n"):
    title = "title:" if wrong else f"title: Mended of {mark}"
    held = not re.search(r"^title:\s*$", text, re.M)
    if wrong and not again:
        text = re.sub(r"^title:.*$", title, text, count=1, flags=re.M)
    elif not wrong and not held:
        text = re.sub(r"^title:.*$", title, text, count=1, flags=re.M)
if not again:
    text = f"{text.rstrip()}\n\nAlso {mark}.\n"
if not (how == "wrong" and again):
    write(text)
note(wrote=True)
if how == "dies":
    os.kill(os.getpid(), signal.SIGKILL)
if how == "waits":
    parent = os.getppid()
    while not os.path.exists(os.path.join(folder, "go")) and os.getppid() == parent:
        time.sleep(0.05)
os._exit(1 if how == "writes and fails" else 0)
"""
HOWS = {
    "writes": 12,
    "waits": 5,
    "writes and fails": 2,
    "wrong": 2,
    "mends": 2,
    "dies": 1,
    "fail": 1,
    "leave": 1,
    "empty": 1,
}
"""What an editor does, and how often."""


@dataclass(frozen=True)
class Edited:
    """One time that it was open."""

    place: ItemRef
    mark: str
    how: str
    pid: int
    wrote: bool


class Editor:
    """The editor of one run, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        script = folder / "editor.py"
        script.write_text(SCRIPT)
        self.environ = {"EDITOR": f"{sys.executable} -I -S {script}", "SOAK_EDITOR": str(folder)}

    def orders(self, how: str, mark: str) -> None:
        """What it does when it opens next."""
        (self.folder / "go").unlink(missing_ok=True)
        (self.folder / "orders.json").write_text(json.dumps({"how": how, "mark": mark}))

    def go_on(self) -> None:
        """Let one that waits end."""
        (self.folder / "go").touch()

    def kill(self) -> None:
        """End the one that was opened last, as a crash does."""
        *_, last = self.log()
        if Path(f"/proc/{last.pid}/cmdline").exists():
            os.kill(last.pid, signal.SIGKILL)

    def log(self) -> Iterator[Edited]:
        """Each time that it was open."""
        file = self.folder / "log.jsonl"
        for line in file.read_text().splitlines() if file.exists() else ():
            told = json.loads(line)
            yield Edited(_place(told["path"]), told["mark"], told["how"], told["pid"], told["wrote"])

    @property
    def opened(self) -> int:
        """How often it was open."""
        return sum(1 for _ in self.log())


def _place(path: str) -> ItemRef:
    found = re.fullmatch(r"([a-z]+)-(post|social)-(.+)-[0-9a-f]{12}\.md", Path(path).name)
    assert found is not None, path
    id = found[3].removesuffix("-topic").removesuffix("-text")
    return ItemRef(found[1], ItemKind(found[2]), id)
