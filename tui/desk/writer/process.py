"""Runs git to read: time-limited, without shell, pager, prompts, locks, network or the repository's hooks."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tui.desk.writer.draft import WriterError

TIME_LIMIT = 60.0
"""Seconds that one git command may take."""
FIELD_LIMIT = 80_000
"""Bytes that are kept of one field; a longer one is cut, not refused."""
_CHUNK = 1 << 16

# Where the user's own git settings are is theirs to say; every other GIT_ variable (GIT_DIR of a hook
# that started us, above all) would point git at another repository than the one asked for.
_KEPT = {
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CEILING_DIRECTORIES",
    "GIT_EXEC_PATH",
}

# A repository's own config may name programs; none of these reads is allowed to start one.
_OPTIONS = (
    "--no-pager",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "protocol.allow=never",
)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return kept | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_PAGER": "cat",
        "LC_ALL": "C",
    }


class GitRefused(WriterError):
    """git ended with an error; the text says which repository and why."""


def ask(path: Path, *arguments: str, seconds: float = TIME_LIMIT) -> str | None:
    """The first line that a git command prints; None where git answers "no" (status 1, no complaint).

    Raises WriterError where git cannot be run, takes longer than `seconds`, or refuses.
    """
    with fields(path, *arguments, end=b"\n", seconds=seconds, may_say_no=True) as lines:
        first = next(lines, None)
        for _ in lines:
            pass
    return text(first).strip() if first is not None else None


def text(raw: bytes) -> str:
    """Text of a field: UTF-8, or what an undeclared older encoding most likely meant."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


@contextmanager
def fields(
    path: Path,
    *arguments: str,
    end: bytes = b"\0",
    seconds: float = TIME_LIMIT,
    may_say_no: bool = False,
) -> Iterator[Iterator[bytes]]:
    """What a git command prints, split at `end` while it runs. Leaving the block before the last field
    ends git. Raises WriterError as `ask` does, on leaving where git refuses late.
    """
    with tempfile.TemporaryFile() as complaints:
        process = _start(path, arguments, complaints)
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(seconds, stop)
        alarm.daemon = True
        alarm.start()
        whole = threading.Event()
        stdout = process.stdout
        assert stdout is not None
        try:
            yield _split(stdout, end, whole)
        finally:
            alarm.cancel()
            if not whole.is_set():
                process.kill()
            stdout.close()
            status = process.wait()
        if late.is_set():
            raise WriterError(f"git took longer than {seconds:.0f} s to read {path}, and was stopped.")
        complaints.seek(0)
        said = text(complaints.read(4000))
        if whole.is_set() and status and not (may_say_no and status == 1 and not said.strip()):
            raise GitRefused(_sentence(path, said))


def _start(path: Path, arguments: tuple[str, ...], complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        if not path.is_dir():
            raise WriterError(f"{path} is not there any more: the repository was moved or deleted.")
        return subprocess.Popen(
            ["git", *_OPTIONS, "-C", str(path), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=_environment(),
        )
    except FileNotFoundError as error:
        raise WriterError(f"git is not installed, or not on the PATH, so {path} cannot be read.") from error
    except (OSError, ValueError) as error:
        raise WriterError(f"git could not be started to read {path}: {error}.") from error


def _split(stdout: IO[bytes], end: bytes, whole: threading.Event) -> Iterator[bytes]:
    held = b""
    cut = False  # the field being read is over its limit already: the rest of it is dropped
    while chunk := stdout.read(_CHUNK):
        *complete, rest = chunk.split(end)
        for part in complete:
            yield held if cut else (held + part)[:FIELD_LIMIT]
            held, cut = b"", False
        if not cut:
            held += rest
            if len(held) >= FIELD_LIMIT:
                held, cut = held[:FIELD_LIMIT], True
    whole.set()
    if held:
        yield held


def _sentence(path: Path, said: str) -> str:
    if "not a git repository" in said:
        return f"{path} is not a git repository."
    if "dubious ownership" in said:
        return (
            f"git does not read {path} because it belongs to another user. "
            f"“git config --global --add safe.directory {path}” allows it."
        )
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reason = next(
        (line for line in lines if line.startswith(("fatal:", "error:"))), lines[0] if lines else ""
    )
    reason = re.sub(r"^(fatal|error): ", "", re.sub(r"(://)[^/@\s]+@", r"\1", reason))
    reason = "".join(char for char in reason if char.isprintable())[:300].rstrip(". ")
    return f"git could not read {path}: {reason or 'it did not say why'}."
