"""A desk of its own, as `copydesk desk serve` runs one: `python -m tests.desk.work.entry '{…}'`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.desk.work.keys import KEYS
from tui.desk.folder import DeskRuns
from tui.desk.serve import ServeOptions, serve


def main() -> int:
    told = json.loads(sys.argv[1])
    options = ServeOptions(
        data_dir=Path(told.pop("data_dir")),
        keys=KEYS,
        retry_delays=tuple(told.pop("retry_delays", (0.1, 0.2, 0.3))),
        limits=False,
        **told,
    )
    try:
        return serve(options, say)
    except DeskRuns as other:
        say(str(other.url))
        return 3


def say(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
