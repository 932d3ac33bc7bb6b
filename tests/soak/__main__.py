"""`python -m tests.soak --seeds 1,2,3 --steps 1000`: random triage, and what came of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.soak.run import Wanted, run


def main() -> int:
    """Run each seed; 1 where a problem was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seeds", default="1", help="numbers with commas between them")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=0.2, help="the share of requests that are struck")
    parser.add_argument("--speed", type=float, default=20.0, help="how much faster waits pass")
    parser.add_argument("--ends", type=int, default=150, help="every how many steps Copydesk ends; 0: never")
    told = parser.parse_args()
    bad = 0
    for seed in told.seeds.split(","):
        wanted = Wanted(int(seed), told.steps, told.rate, told.speed, told.ends)
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            report = asyncio.run(run(wanted, Path(folder)))
        sys.stdout.write(f"{report}\n")
        sys.stdout.flush()
        bad += len(report.problems)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
