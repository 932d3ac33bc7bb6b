"""Opens a desk with 100,000 posts and one with 100, presses keys in both, and prints what they cost.

    make bench TTYBENCH=path/to/ttybench.py

The keys are pressed by ttybench.py, a program that measures terminal programs in a pty; it is not part of
this repository. Where it is not told, or not there, nothing is measured, and that is said.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import tui
from tests.bench.fill import fill

MANY, FEW = 100_000, 100
SETTLED_SECONDS = 60
TOP = "2,home"
"""The keys to the first row of the posts: a Copydesk that was cut off comes back where it was."""
Figures = Mapping[str, float]


class Goal(NamedTuple):
    """A figure of the long list, or its ratio to the short one, and how large it may be."""

    said: str
    value: float
    most: float
    unit: str = ""

    @property
    def line(self) -> str:
        """The figure as it is printed."""
        held = "" if self.value <= self.most else "   MISSED"
        return f"  {self.said:34}{self.value:8.2f}{self.unit}   at most {self.most:g}{self.unit}{held}"


def main() -> int:
    """Measure, print; 0, or 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What a long list costs.")
    parser.add_argument("--ttybench", default=os.environ.get("TTYBENCH", ""), help="the path of ttybench.py")
    parser.add_argument("--platform", default="notra", choices=("notra", "repostra", "blogree"))
    parser.add_argument("--size", default="120x40", help="columns x lines")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    if not given.ttybench or not Path(given.ttybench).is_file():
        say("Nothing is measured: ttybench.py is not there. Name it: make bench TTYBENCH=path/to/it")
        return 0
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        long, short = Path(folder, "many"), Path(folder, "few")
        with desk_with(long, given.platform, MANY), desk_with(short, given.platform, FEW):
            height = int(given.size.partition("x")[2])
            tool = [given.ttybench, "--size", given.size, "--runs", str(given.runs), "--idle", "0"]
            moves = measured(tool, long, short, f"{TOP},j*5", "j*10,k*10,j*5", "j*3,k*3")
            scrolls = measured(tool, long, short, f"{TOP},j*{height - 3}", "j*25", "k*10,j*10")
    return told(moves, scrolls)


@contextmanager
def desk_with(home: Path, platform: str, count: int) -> Iterator[None]:
    """A home whose desk runs and holds so many posts."""
    home.mkdir(mode=0o700)
    fill(home / "data", platform, count)
    run(home, "desk", "start")
    try:
        yield
    finally:
        run(home, "desk", "stop")


def command(home: Path) -> list[str]:
    """Copydesk in that home."""
    source = Path(tui.__file__).parent.parent
    words = {"HOME": str(home), "PYTHONPATH": str(source), "COPYDESK_DATA_DIR": str(home / "data")}
    words |= {"PATH": os.environ.get("PATH", "")}
    words |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return ["env", "-i", *(f"{name}={value}" for name, value in words.items()), sys.executable, "-m", "tui"]


def run(home: Path, *arguments: str) -> None:
    """Run one of the scripts' verbs in that home."""
    subprocess.run(
        [*command(home), *arguments], check=True, stdout=subprocess.DEVNULL, timeout=SETTLED_SECONDS
    )


def measured(tool: list[str], long: Path, short: Path, setup: str, keys: str, repeat: str) -> list[Figures]:
    """The medians of both lists, the long one's first."""
    spoken = [" ".join(command(home)) for home in (long, short)]
    words = ["--ready", "Posts", "--setup", setup, "--keys", keys, "--repeat", repeat, "--json"]
    ran = subprocess.run(
        [sys.executable, *tool, *words, spoken[0], "--vs", spoken[1]],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if not ran.stdout:
        raise SystemExit("ttybench.py could not measure Copydesk")
    return [each["median"] for each in json.loads(ran.stdout)["results"]]


def told(moves: list[Figures], scrolls: list[Figures]) -> int:
    """Print the figures; 0, or 1 where a goal is missed."""
    goals = {
        "the cursor moves in the list": [
            *ratios("key", moves, "key_p50_ms", "key_p95_ms"),
            Goal("bytes of a key, p95", moves[0]["key_bytes_p95"], 600, " B"),
            Goal("bytes of a key while it repeats", moves[0]["repeat_bytes_per_key"], 1200, " B"),
            Goal("keys with a second repaint", moves[0]["key_late_pct"], 2, " %"),
        ],
        "the list scrolls by a row": [
            *ratios("key", scrolls, "key_p50_ms", "key_p95_ms"),
            Goal("bytes of a key, p95", scrolls[0]["key_bytes_p95"], 7000, " B"),
            Goal("keys with a second repaint", scrolls[0]["key_late_pct"], 2, " %"),
        ],
        "all of it": [
            Goal(f"peak memory, {MANY:,} to {FEW}", ratio(scrolls, "peak_rss_mb"), 1.5, " x"),
            Goal("first paint of the inbox", ratio(moves, "first_paint_ms"), 1.2, " x"),
        ],
    }
    for what, figures in goals.items():
        say(what, *(goal.line for goal in figures))
    move, scroll, memory = moves[0]["key_p50_ms"], scrolls[0]["key_p50_ms"], scrolls[0]["peak_rss_mb"]
    say(f"(a key: {move:.1f} ms, one that scrolls: {scroll:.1f} ms, memory: {memory:.0f} MB)")
    return int(any(goal.value > goal.most for figures in goals.values() for goal in figures))


def say(*lines: str) -> None:
    """Lines to the terminal."""
    sys.stdout.write("\n".join(lines) + "\n")


def ratios(what: str, both: list[Figures], *names: str) -> Iterator[Goal]:
    """How the long list's figures stand to the short one's."""
    for name in names:
        yield Goal(f"{what} time {name[4:7]}, {MANY:,} to {FEW}", ratio(both, name), 1.2, " x")


def ratio(both: list[Figures], name: str) -> float:
    """A figure of the long list by that of the short one."""
    return both[0][name] / both[1][name]


if __name__ == "__main__":
    sys.exit(main())
