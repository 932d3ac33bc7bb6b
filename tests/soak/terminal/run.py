"""One run: a person's keys in one or two terminals, every kind of end, then calm and the check."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.person import assert_restored
from tests.faulty.records import DeskRecords
from tests.soak import check
from tests.soak.ledger import MARK
from tests.soak.terminal import elsewhere, leaks, shown
from tests.soak.terminal.editor import Editor
from tests.soak.terminal.history import History
from tests.soak.terminal.stage import Stage, staged
from tests.soak.terminal.tty import Tty
from tests.soak.terminal.typist import Typist
from tui.domain.refs import ItemRef
from tui.state.kept import opened

CALM_SECONDS = 240.0
"""What may take as long as it really takes: half a minute of looking, three times over."""


@dataclass
class Report:
    """What came of a run."""

    seed: int
    steps: int
    hold: str
    problems: list[str] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    meant: Counter[str] = field(default_factory=Counter)
    writes: int = 0
    marks: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        """For a person."""
        lines = [
            f"pty seed {self.seed}: {self.steps} steps (holds: {self.hold}) in {self.seconds:.0f} s, "
            f"{self.writes} writes, {self.marks} edits, {self.struck.total()} faults, "
            f"{len(self.problems)} problems",
            *(
                f"  {name}: " + ", ".join(f"{one} {count}" for one, count in counter.most_common())
                for name, counter in (
                    ("did", self.did),
                    ("ends", self.ends),
                    ("struck", self.struck),
                    ("meant", self.meant),
                    ("entries", self.states),
                )
            ),
            *(f"  !!! {problem}" for problem in self.problems),
        ]
        return "\n".join(lines)


class Run:
    """The terminals of one run, and what they showed."""

    def __init__(self, stage: Stage, seed: int, report: Report, folder: Path) -> None:
        self.stage = stage
        self.report = report
        self.dice = random.Random(f"pty {seed}")
        self.editor = Editor(folder / "editor")
        self.typist = Typist(self.dice, self.editor, self.end)
        self.ttys: list[Tty] = []
        self.frames: list[str] = []
        self._sessions = folder / "sessions"
        self._sessions.mkdir()
        self._opened = 0

    def open(self) -> Tty:
        """Start a Copydesk; it shows its inbox."""
        self._opened += 1
        options = ("--debug",) if self._opened % 2 else ()
        tty = self.stage.open(*options, columns=self.dice.choice((120, 120, 80, 160)))
        self.ttys.append(tty)
        if tty.seen("Inbox", within=30) is None:
            self.report.problems.append(f"it did not start ({tty.process.poll()}):\n{tty.text}")
        tty.look(self.dice.uniform(0.2, 1.0))
        return tty

    def end(self, tty: Tty, how: str) -> None:
        """End a program in a way; it ends as it should."""
        self.report.ends[how] += 1
        editing = b"SOAK" in tty.written
        try:
            if not tty.there:
                pass
            elif how == "kill":
                tty.process.kill()
                tty.process.wait(30)
                tty.look(0.05)
            elif how == "hup":
                self._see(tty.hang_up() in {0, -signal.SIGHUP}, f"after SIGHUP: {tty.process.returncode}")
            elif how == "term":
                os.kill(tty.process.pid, signal.SIGTERM)
                self._see(tty.wait_end() == 0, f"after SIGTERM: {tty.process.returncode}")
                assert_restored(tty)
            else:
                self._quit(tty)
        except (AssertionError, subprocess.TimeoutExpired) as error:
            self.report.problems.append(f"{how}{' (editing)' if editing else ''}: {error}")
        self._put_away(tty)

    def _quit(self, tty: Tty) -> None:
        until = time.monotonic() + 45
        while tty.there and time.monotonic() < until:
            tty.leave_dialogs()
            tty.key("q", rest=0.3)
            if self.dice.random() < 0.5:
                tty.look(2.0)
        self._see(tty.wait_end() == 0, f"after q: {tty.process.returncode}")
        assert_restored(tty)

    def _see(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.report.problems.append(otherwise)

    def _put_away(self, tty: Tty) -> None:
        with suppress(OSError, ValueError):
            tty.look(0.02)
        (self._sessions / f"{len(list(self._sessions.iterdir())):03}.bytes").write_bytes(tty.written)
        self.frames += tty.frames
        tty.close()
        if tty in self.ttys:
            self.ttys.remove(tty)

    def step(self) -> None:
        """One step of the person's, on one of the terminals; now and then something ends, or begins."""
        for tty in [each for each in self.ttys if not each.there]:
            last = "\n".join(tty.text.splitlines()[:3])
            self._see(tty.process.returncode == 0, f"it ended with {tty.process.returncode}:\n{last}")
            self.report.ends["by a key"] += 1
            self._put_away(tty)
        if not self.ttys:
            self.open()
        chance = self.dice.random()
        if chance < 0.02 and len(self.ttys) == 1:
            self.open()
            self.report.did["second terminal"] += 1
        elif chance < 0.08:
            self.end(self.dice.choice(self.ttys), self.dice.choice(("kill", "kill", "hup", "term", "quit")))
            return
        elif chance < 0.11 and (drafts := self.stage.drafts()):
            self.report.did["someone else"] += 1
            number = self.report.did["someone else"]
            self.stage.changed_elsewhere(*self.dice.choice(drafts[:12]), f"Changed elsewhere {number:06}")
        tty = self.dice.choice(self.ttys)
        self.typist.step(tty)
        for other in self.ttys:
            other.look(0.01)

    def come_to_an_end(self) -> History:
        """Now that nothing strikes any more: one Copydesk runs until nothing goes on by itself."""
        for tty in tuple(self.ttys):
            self.end(tty, "quit")
        self.stage.run(self.stage.desk.settled())
        tty = self.open()
        until = time.monotonic() + CALM_SECONDS
        tty.key("O", "gg", rest=0.5)
        for _ in range(6):
            tty.look(0.7)
            tty.key(self.dice.choice("su"))
            if tty.seen("y send it", within=0.3):
                tty.key("y")
        history = History(self.stage.state_dir / "state.db")
        while history.open() and time.monotonic() < until and tty.there:
            # Not more often: what a person asks for goes before what looks after an unknown entry.
            tty.look(15.0)
            tty.key("1", "r")
            history.look()
        self.end(tty, "quit")
        history.look()
        return history


def run(seed: int, steps: int, folder: Path, *, rate: float = 0.2, hold: str = "short") -> Report:
    """Run it in `folder`, which is empty, and check what came of it."""
    began = time.monotonic()
    report = Report(seed, steps, hold)
    with staged(folder, seed, steps=steps, rate=rate, hold=hold) as stage:
        playing = Run(stage, seed, report, folder)
        stage.environ.update(playing.editor.environ)
        try:
            for _ in range(steps):
                playing.step()
            stage.desk.calm()
            history = playing.come_to_an_end()
        finally:
            for tty in playing.ttys:
                tty.close()
        records = _delivered(stage)
        report.problems += _problems(stage, playing, history, records)
        report.did = report.did + playing.typist.did
        report.struck = Counter(str(each.fault) for each in stage.desk.record.struck)
        report.states = Counter(str(one.state) for one in history.ledger.meant.values())
        report.meant = Counter(f"{one.deed[0]} {one.deed[1]}" for one in history.ledger.meant.values())
        report.writes = len(stage.desk.record.done)
        report.marks = playing.editor.opened
        stage.home.close()
    report.seconds = time.monotonic() - began
    return report


def _delivered(stage: Stage) -> DeskRecords:
    until = time.monotonic() + 60
    while True:
        records = stage.run(stage.desk.records())
        waiting = any(row["status"] in {"pending", "retrying"} for row in records.deliveries.values())
        if not waiting or time.monotonic() > until:
            return records
        time.sleep(0.1)


def _problems(stage: Stage, playing: Run, history: History, records: DeskRecords) -> list[str]:
    ledger, record = history.ledger, stage.desk.record
    with opened(stage.state_dir / "state.db") as kept:
        assert kept is not None
        edits = kept.edits()
    files = {
        mark
        for file in (stage.state_dir / "edits").glob("*.md")
        for mark in MARK.findall(file.read_text(errors="replace"))
    }
    given_up = _of_titles(playing.typist.given_up, history, records)
    marks = {
        each.mark: each.place
        for each in playing.editor.log()
        if each.wrote and each.mark not in files and each.place not in given_up
    }
    audit = stage.home.copydesk("audit", "--json")
    (playing.editor.folder / "audit.json").write_text(audit.stdout + audit.stderr)
    secrets = leaks.known(record.asked, stage.state_dir / "tokens.json")
    sessions = stage.home.folder.parent / "sessions"
    # As a person saw it too: between its words a terminal is sent much else.
    (sessions / "frames.txt").write_text("\n".join(playing.frames))
    places = (stage.home.folder, sessions, playing.editor.folder)
    found = [
        *history.problems(),
        *elsewhere.unread(history, stage.changes),
        *check.deeds(ledger, record),
        *check.gone(ledger, records),
        *check.deliveries(records, record),
        *check.texts(ledger, records, record, edits, marks),
        *shown.faults(playing.frames),
        *shown.untrue(playing.frames, ledger.meant.values()),
        *leaks.told(secrets, places),
        *(f"a core file: {file}" for file in stage.home.folder.rglob("core*")),
        *(f"set aside: {file}" for file in stage.state_dir.glob("*.aside-*")),
    ]
    if len(audit.stdout.splitlines()) != len(history.audit):
        found.append(f"copydesk audit has {len(audit.stdout.splitlines())} lines of {len(history.audit)}")
    if stage.desk.server.elsewhere:
        found.append(f"a redirect was followed: {stage.desk.server.elsewhere}")
    for file in stage.state_dir.glob("copydesk.log*"):
        text = file.read_text(errors="replace")
        found += [f"{file.name}: {line}" for line in _logged_faults(text)]
    return found


def _logged_faults(text: str) -> list[str]:
    """Each traceback in a log once, by its last lines, and how often it stands there."""
    found = Counter(
        " | ".join(line.strip() for line in re.split(r"\n(?=\d{4}-)", part)[0].splitlines()[-7:])
        for part in text.split("Traceback (most recent call last):")[1:]
    )
    return [f"{fault} ({count} times)" for fault, count in found.items()]


def _of_titles(titles: set[str], history: History, records: DeskRecords) -> set[ItemRef]:
    """The items that were ever called so, as far as anyone knows."""
    found = set()
    names = {("acme", id): str(row["title"]) for id, row in records.notra_posts.items()} | {
        ("blog", id): str(row["title"]) for id, row in records.blogree_posts.items()
    }
    names |= {("social", id): str(row["title"]) for id, row in records.contents.items()}
    starts = tuple(title.rstrip("…") for title in titles if title)
    for one in history.ledger.meant.values():
        ref = one.entry.ref
        called = {one.entry.intent.title, names.get((ref.connection, ref.id), "")}
        if any(name.startswith(starts) for name in called if name and starts):
            found.add(ref)
    return found
