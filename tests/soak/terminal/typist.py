"""A person at a terminal, by a seed: keys, one step after the other."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

from tests.soak.terminal.editor import HOWS, Editor
from tests.soak.terminal.tty import Tty

GRACE = 0.6
SIZES = ((120, 36), (80, 24), (100, 30), (160, 45), (60, 20), (200, 50))
MERGE = "m merge"

Step = Callable[[Tty], object]


class Typist:
    """Presses the keys of one person, on whichever terminal is theirs just now."""

    def __init__(self, dice: random.Random, editor: Editor, end: Callable[[Tty, str], object]) -> None:
        """`end` ends a program in a way: "kill", "hup", "term"."""
        self.did: Counter[str] = Counter()
        self.given_up: set[str] = set()
        """Titles of the posts of which the person chose one of two texts; the other is gone."""
        self._dice = dice
        self._editor = editor
        self._end = end
        self._number = 0
        self._steps: dict[Step, int] = {
            self.move: 12,
            self.approve: 22,
            self.approve_on: 8,
            self.approve_and_undo: 6,
            self.approve_and_end: 3,
            self.publish: 6,
            self.unpublish: 5,
            self.undo: 9,
            # Some are writers more than deciders.
            self.edit: 60 if dice.random() < 0.34 else 16,
            self.delete: 3,
            self.schedule: 4,
            self.copy: 4,
            self.generate: 3,
            self.outbox: 8,
            self.refresh: 4,
            self.filter: 3,
            self.look_around: 4,
            self.resize: 3,
            self.interrupt: 1,
            self.wait: 4,
        }

    def step(self, tty: Tty) -> None:
        """Do one thing."""
        tty.leave_dialogs()
        chosen = self._dice.choices(list(self._steps), list(self._steps.values()))[0]
        self.did[getattr(chosen, "__name__", "step")] += 1
        chosen(tty)

    def _mark(self) -> str:
        self._number += 1
        return f"edit{self._number:06}"

    # Looking

    def move(self, tty: Tty) -> None:
        keys = ("j", "j", "j", "k", "J", "K", "\x04", "\x15", "G", "down", "up", "}", "gg")
        tty.key(*self._dice.choices(keys, k=self._dice.randrange(1, 8)))

    def refresh(self, tty: Tty) -> None:
        tty.key("r", rest=0.5)

    def filter(self, tty: Tty) -> None:
        tty.key(self._dice.choice("12"))
        if tty.key("F", "/") and self._dice.random() < 0.5:
            tty.key("\x15", *self._dice.choice(("acme", "social", "blog", "1", "Topic")), "enter")

    def look_around(self, tty: Tty) -> None:
        tty.key(self._dice.choice(("i", "?", "3", "O", "enter", "tab", ":")), rest=0.3)
        tty.key("esc")

    def resize(self, tty: Tty) -> None:
        tty.resize(*self._dice.choice(SIZES))
        tty.look(0.3)

    def interrupt(self, tty: Tty) -> None:
        tty.key("\x03", rest=0.3)

    def wait(self, tty: Tty) -> None:
        tty.look(self._dice.uniform(0.5, 3))

    def _to(self, tty: Tty, screen: str) -> None:
        """On a screen, with the cursor somewhere, and the item long enough there."""
        tty.key(screen, rest=0.15)
        tty.key(*["j"] * min(int(self._dice.expovariate(0.3)), 12))
        tty.look(GRACE)

    # Deciding

    def _answer(self, tty: Tty, *question: str) -> None:
        """Say yes where it is asked, mostly."""
        if tty.seen(*question, within=0.4):
            tty.key("y" if self._dice.random() < 0.9 else "n", rest=0.15)

    def approve(self, tty: Tty) -> None:
        self._to(tty, "1")
        tty.key("a")
        self._answer(tty, "y approve it")

    def approve_on(self, tty: Tty) -> None:
        """One after the other, as fast as it goes."""
        self._to(tty, "1")
        for _ in range(self._dice.randrange(2, 5)):
            tty.key("a")
            self._answer(tty, "y approve it")
            tty.look(GRACE if self._dice.random() < 0.8 else 0.1)

    def approve_and_undo(self, tty: Tty) -> None:
        """Another thought, while it is held or just too late."""
        self.approve(tty)
        tty.look(self._dice.choice((0.0, 0.2, 0.6, 1.2)))
        tty.key("u")

    def approve_and_end(self, tty: Tty) -> None:
        """The end comes while something is held, or on its way."""
        self.approve(tty)
        tty.look(self._dice.choice((0.0, 0.0, 0.3, 0.9, 1.4)))
        self._end(tty, self._dice.choice(("kill", "kill", "hup", "term")))

    def publish(self, tty: Tty) -> None:
        self._to(tty, "2")
        tty.key("a")
        self._answer(tty, "y publish it")

    def unpublish(self, tty: Tty) -> None:
        self._to(tty, "2")
        tty.key("U")

    def undo(self, tty: Tty) -> None:
        tty.key(*"u" * self._dice.choice((1, 1, 1, 2, 4)), rest=0.1)

    def delete(self, tty: Tty) -> None:
        self._to(tty, self._dice.choice("12"))
        tty.key("d")
        self._answer(tty, "y delete it")

    def schedule(self, tty: Tty) -> None:
        self._to(tty, self._dice.choice("12"))
        tty.key("S")
        if tty.seen("Goes out at", "Planned for", within=0.4):
            self._number += 1
            hour, minute = divmod(self._number, 60)
            when = f"2031-01-{1 + hour // 24:02} {hour % 24:02}:{minute:02}"
            tty.key("\x05", "\x15", *when, rest=0.2)
            tty.key("enter", rest=0.2)

    # Making

    def copy(self, tty: Tty) -> None:
        self._to(tty, self._dice.choice("12"))
        tty.key("c")
        if tty.seen("Copy as a draft to", within=0.4):
            tty.key(self._dice.choice("12"), rest=0.4)

    def generate(self, tty: Tty) -> None:
        tty.key("g")
        if not tty.seen("Generate on", within=0.4):
            return
        tty.key(self._dice.choice("123"))
        if not tty.seen("Enter generates", within=2):
            return
        if "write a" in tty.text:
            tty.key("down", *["right"] * self._dice.randrange(3))
        else:
            self._number += 1
            tty.key(*f"Topic asked for {self._number:06}")
        tty.key("enter")
        tty.seen("queued:", within=3)

    # The outbox

    def outbox(self, tty: Tty) -> None:
        tty.key("O", "gg", rest=0.1)
        for _ in range(self._dice.randrange(1, 4)):
            tty.key(*["j"] * self._dice.randrange(3))
            tty.look(GRACE)
            tty.key(self._dice.choice("ssux"))
            self._answer(tty, "y send it")
        tty.key(self._dice.choice("12"))

    # Editing

    def edit(self, tty: Tty) -> None:
        mark, how = self._mark(), self._dice.choices(list(HOWS), list(HOWS.values()))[0]
        self._to(tty, self._dice.choice("112"))
        before = self._editor.opened
        self._editor.orders(how, mark)
        tty.key("e")
        for _ in range(80):
            text = tty.look(0.05)
            if not tty.there or self._editor.opened > before or "not opened" in text:
                break
            if MERGE in text:
                self._merge(tty)
        if self._editor.opened == before:
            return
        if how == "waits":
            self._while_it_waits(tty)
        # What it left is read, and a text that does not hold is opened again.
        tty.look(1.0)

    def _merge(self, tty: Tty) -> None:
        choice = self._dice.choice(("m", "m", "t", "s", "esc"))
        if choice in "ts":
            self.given_up.add(self._title(tty.text))
        tty.key(choice, rest=0.3)

    @staticmethod
    def _title(text: str) -> str:
        """What the question is about."""
        found = re.search(r"Changed meanwhile: (.*?)\s*[─╮]", text)
        return found[1].strip() if found else ""

    def _while_it_waits(self, tty: Tty) -> None:
        what = self._dice.choice(("go", "go", "kill the editor", "hup", "term", "kill", "interrupt"))
        self.did[f"editor waits: {what}"] += 1
        tty.look(self._dice.uniform(0.1, 1.5))
        match what:
            case "go":
                self._editor.go_on()
            case "kill the editor":
                self._editor.kill()
            case "interrupt":
                tty.key("\x03")
                tty.look(0.5)
                self._editor.go_on()
            case _:
                self._end(tty, what)
                self._editor.go_on()
