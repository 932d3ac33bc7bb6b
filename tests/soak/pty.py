"""`python -m tests.soak.pty --seeds 1,2 --steps 300`: random triage in the real program, and its report."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.soak.terminal.run import run
from tests.soak.terminal.stage import HOLDS


def main() -> int:
    """Run each seed; 1 where a problem was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.pty", description=__doc__)
    parser.add_argument("--seeds", default="1", help="numbers with commas between them")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--rate", type=float, default=0.2, help="the share of requests that are struck")
    parser.add_argument("--hold", choices=[*HOLDS, "each"], default="each", help="each: by the seed")
    parser.add_argument("--keep", action="store_true", help="leave what a run without a problem wrote, too")
    told = parser.parse_args()
    bad = 0
    for seed in map(int, told.seeds.split(",")):
        hold = ("usual", "short", "short", "none")[seed % 4] if told.hold == "each" else told.hold
        folder = Path(tempfile.mkdtemp(prefix=f"pty-{seed}-"))
        report = run(seed, told.steps, folder, rate=told.rate, hold=hold)
        if told.keep or report.problems:
            sys.stdout.write(f"what it wrote is in {folder}\n")
        else:
            shutil.rmtree(folder)
        sys.stdout.write(f"{report}\n")
        sys.stdout.flush()
        bad += len(report.problems)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
