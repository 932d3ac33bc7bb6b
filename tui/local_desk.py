"""Finding the local desk, starting it where none answers, and asking it things.

The desk is a process of its own that outlives the application, so that jobs go on when a line drops.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import tui
from tui.config import owner_only
from tui.config.desk_keys import LiveDesk, desk_address, desk_holds, live_desk
from tui.config.log_file import SecretFilter
from tui.config.paths import Paths
from tui.domain.desk import DeskAddress, DeskKeys
from tui.domain.errors import CopydeskError, DeskError

if TYPE_CHECKING:
    from tui.platforms.desk import DeskClient

START_SECONDS = 60.0
"""One that cannot run ends and says why; one that still starts, on a busy machine, is worth waiting for."""
STOP_SECONDS = 60.0
FIRST_LOOK_SECONDS = 0.05
SLOWEST_LOOK_SECONDS = 0.5
GAVE_WAY = 3
"""The exit status of a desk that found another one running."""
LARGEST_LOG_BYTES = 1_000_000
LONGEST_LAST_WORD = 200
TERMINAL_NAMES = frozenset(
    {"COLORTERM", "COLUMNS", "LINES", "STY", "WINDOW", "WINDOWID", "WT_SESSION", "NO_COLOR", "PS1", "DISPLAY"}
    | {"WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT", "GPG_TTY", "OLDPWD", "PWD", "SHLVL", "_"}
)
TERMINAL_PREFIXES = (
    "TERM",
    "TMUX",
    "TEXTUAL",
    "KITTY_",
    "ITERM_",
    "VTE_",
    "WEZTERM_",
    "ALACRITTY_",
    "LC_TERMINAL",
)


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """How the desk of a data folder stands."""

    running: bool
    url: str
    """Where it listens, or will."""
    pid: int | None = None
    started_at: datetime | None = None
    facts: Mapping[str, object] | None = None
    """What the desk says of itself: its version, its open work …"""


async def ensure_desk(paths: Paths, *, start_seconds: float = START_SECONDS) -> DeskAddress:
    """The address of a desk that answers: the one that runs, or one started for it.

    Of several that start one at the same time all find the same desk. Raises DeskError.
    """
    address = await find_desk(paths)
    if address is not None:
        return address
    child = await asyncio.to_thread(_start, paths)
    return await _when_it_answers(paths, child, start_seconds)


async def find_desk(paths: Paths) -> DeskAddress | None:
    """The address of the desk of this data folder that runs and answers. Raises DeskError."""
    # Only what a live process of ours wrote down is asked: whoever else listens at the port that the
    # desk had yesterday is never sent a key.
    if await asyncio.to_thread(live_desk, paths.data_dir) is None:
        return None
    address = await asyncio.to_thread(desk_address, paths.data_dir)
    async with _client(address) as client:
        health = await client.health()
    return replace(address, zone=health.zone) if health is not None else None


async def register_checkout(address: DeskAddress, cwd: Path) -> str | None:
    """Make the git checkout around `cwd` known to the desk; gives its id as a Notra integration, None
    where `cwd` is in no checkout.

    Raises a PlatformError.
    """
    checkout = await asyncio.to_thread(find_checkout, cwd)
    if checkout is None:
        return None
    async with _client(address) as client:
        return await client.register_repository(str(checkout))


def find_checkout(folder: Path) -> Path | None:
    """The root of the git checkout that `folder` is in (a worktree too), None where it is in none."""
    with suppress(OSError):
        folder = folder.resolve()
        return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
    return None


async def desk_status(paths: Paths) -> DeskStatus:
    """How the desk of this data folder stands. Raises DeskError."""
    address = await find_desk(paths)
    if address is None:
        return DeskStatus(running=False, url=(await asyncio.to_thread(desk_address, paths.data_dir)).url)
    live = live_desk(paths.data_dir)
    facts: Mapping[str, object] | None = None
    with suppress(CopydeskError):
        async with _client(address) as client:
            facts = await client.status()
    return DeskStatus(
        running=True,
        url=address.url,
        pid=live.pid if live else None,
        started_at=live.started_at if live else None,
        facts=facts,
    )


async def stop_desk(paths: Paths, *, stop_seconds: float = STOP_SECONDS) -> bool:
    """End the desk of this data folder and wait until it has; whether one ran. Raises DeskError.

    Work that is under way goes on when a desk starts again.
    """
    live = await asyncio.to_thread(live_desk, paths.data_dir)
    address = await find_desk(paths)
    if address is None:
        if live is not None and await asyncio.to_thread(desk_holds, paths.data_dir):
            raise DeskError(
                f"the local desk (process {live.pid}) runs and does not answer",
                advice=f"End it with: kill -9 {live.pid}. Its work goes on when it starts again.",
            )
        return False
    live = live or await asyncio.to_thread(live_desk, paths.data_dir)
    async with _client(address) as client:
        try:
            await client.stop()
        except CopydeskError as error:
            raise DeskError(
                f"the local desk at {address.url} did not take the word to stop: {error}"
            ) from None
    end = time.monotonic() + stop_seconds
    async for _ in _looks(end):
        if await asyncio.to_thread(_gone, live, paths.data_dir):
            return True
    raise DeskError(
        f"the local desk at {address.url} is still running after {stop_seconds:.0f} s",
        advice=f"It may be finishing a delivery. Its log is {paths.desk_log_file}.",
    )


def _gone(told: LiveDesk | None, data_dir: Path) -> bool:
    """Whether the desk that was told to stop has let go of everything, or another one runs already."""
    live = live_desk(data_dir)
    return live != told if live is not None else not desk_holds(data_dir)


@asynccontextmanager
async def _client(address: DeskAddress) -> AsyncIterator[DeskClient]:
    from tui.platforms.desk import DeskClient

    client = DeskClient(address.url, address.keys.desk_key)
    try:
        yield client
    finally:
        await client.close()


async def _looks(end: float) -> AsyncIterator[None]:
    wait = FIRST_LOOK_SECONDS
    while time.monotonic() < end:
        yield
        await asyncio.sleep(wait)
        wait = min(wait * 1.5, SLOWEST_LOOK_SECONDS)


async def _when_it_answers(paths: Paths, child: subprocess.Popen[bytes], start_seconds: float) -> DeskAddress:
    end = time.monotonic() + start_seconds
    async for _ in _looks(end):
        address = await find_desk(paths)
        if address is not None:
            return address
        if child.poll() is None:
            continue
        if child.returncode != GAVE_WAY:
            break
        if await asyncio.to_thread(live_desk, paths.data_dir) is None:
            # It gave way to a desk that was just about to end.
            child = await asyncio.to_thread(_start, paths)
    keys = (await asyncio.to_thread(desk_address, paths.data_dir)).keys
    said = await asyncio.to_thread(_last_word, paths.desk_log_file, keys)
    status = child.poll()
    how = f"did not answer within {start_seconds:.0f} s" if status is None else f"ended with status {status}"
    raise DeskError(
        f"the local desk was started and {how}" + (f": {said}" if said else ""),
        advice=f"Its log is {paths.desk_log_file}.",
    )


def _start(paths: Paths) -> subprocess.Popen[bytes]:
    try:
        owner_only.make_private_folder(paths.data_dir)
        with _log(paths.desk_log_file) as log:
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "tui", "desk", "serve"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=paths.data_dir,
                env=desk_environment(os.environ, paths),
                start_new_session=True,
            )
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise DeskError(f"the local desk could not be started ({reason})") from None
    # A desk that ends while we run must not stay in the process table as if it ran.
    threading.Thread(target=child.wait, name="desk-reaper", daemon=True).start()
    return child


def desk_environment(environ: Mapping[str, str], paths: Paths) -> dict[str, str]:
    """What a desk's process is given: everything but what is about the terminal that started it."""
    kept = {
        name: value
        for name, value in environ.items()
        if name not in TERMINAL_NAMES and not name.startswith(TERMINAL_PREFIXES)
    }
    kept["COPYDESK_CONFIG"] = str(paths.config_file)
    kept["COPYDESK_STATE_DIR"] = str(paths.state_dir)
    kept["COPYDESK_DATA_DIR"] = str(paths.data_dir)
    kept["PYTHONUNBUFFERED"] = "1"
    root = Path(tui.__file__).resolve().parent.parent
    if root.name not in {"site-packages", "dist-packages"}:
        # Run from a checkout that is not installed: the desk has another working folder.
        before = environ.get("PYTHONPATH")
        kept["PYTHONPATH"] = f"{root}{os.pathsep}{before}" if before else str(root)
    return kept


def _log(file: Path) -> BinaryIO:
    with suppress(FileNotFoundError):
        if file.stat().st_size > LARGEST_LOG_BYTES:
            file.replace(file.with_name(file.name + ".1"))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, owner_only.FILE_MODE)
    owner_only.close_to_others(file)
    return os.fdopen(descriptor, "ab")


def _last_word(log: Path, keys: DeskKeys) -> str:
    """The last line of the desk's log as plain text, without secrets."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 8192))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    last = next((line for line in reversed(lines) if line.strip()), "")
    secrets = SecretFilter()
    for secret in keys.secrets:
        secrets.add(secret)
    plain = "".join(char if char.isprintable() else " " for char in secrets.clean(last)).strip()
    return plain[:LONGEST_LAST_WORD] + "…" if len(plain) > LONGEST_LAST_WORD else plain.rstrip(". ")
