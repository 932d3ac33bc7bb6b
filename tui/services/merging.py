"""Two edits of one text brought together, by git: whoever edits text knows its marks."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tui.domain.errors import EditorError
from tui.domain.front_matter import unix_lines

MERGING_SECONDS = 60.0
"""Far more than it takes, also on a machine that is busy with other things."""
MINE, BASE, THEIRS = "yours", "before both", "theirs"
_MARKS = re.compile(r"(<{7} yours|\|{7} before both|={7}|>{7} theirs)$")
_RULE = "======="
_PLAIN = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it."""

    text: str
    conflicts: int
    """Places where both changed the same: they stand between marks in the text."""


def merged(mine: str, base: str, theirs: str, folder: Path) -> Merged:
    """Bring two edits of `base` together. `folder` is owner-only: the texts are in it meanwhile. Waits for
    git: not for the loop's thread. Raises EditorError where git cannot do it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="merge-") as place:
            files = [Path(place, name) for name in ("mine", "base", "theirs")]
            for file, text in zip(files, (mine, base, theirs), strict=True):
                file.write_bytes(text.encode("utf-8", "surrogatepass"))
            labels = [part for label in (MINE, BASE, THEIRS) for part in ("-L", label)]
            done = subprocess.run(
                ["git", "merge-file", "-p", "--diff3", *labels, *map(str, files)],
                cwd=place,
                env={**os.environ, **_PLAIN},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=MERGING_SECONDS,
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _impossible(
            "git could not be run" if isinstance(error, OSError) else "git took too long"
        ) from None
    if done.returncode < 0 or done.returncode > 127:
        raise _impossible("git does not take them as text")
    return Merged(done.stdout.decode("utf-8", "surrogatepass"), done.returncode)


def _impossible(why: str) -> EditorError:
    return EditorError(
        f"The two texts could not be brought together: {why}", advice="Take theirs, or send yours."
    )


def unsettled(text: str, own: str = "") -> tuple[tuple[int, str], ...]:
    """The marks that still stand in a merged text: lines from 1, with what is wrong with them. As many as
    the item's `own` text has, line for line, are text, and so is what underlines a heading of its length.
    """
    found = _marks(text)
    of_its_own = Counter(line for _, line in _marks(own))
    marks = Counter(line for _, line in found)
    return tuple(
        (number, "both changed this: keep what is right and take the marks out")
        for number, line in found
        if marks[line] > of_its_own[line]
    )


def _marks(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    above, within = "", False
    for number, line in enumerate(map(str.rstrip, unix_lines(text).split("\n")), start=1):
        heading = line == _RULE and len(above) == len(_RULE) and not within
        if _MARKS.match(line) and not heading:
            found.append((number, line))
            within = line != _RULE and not line.endswith(THEIRS)
        above = line
    return found
