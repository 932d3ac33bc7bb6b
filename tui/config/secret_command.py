"""Running the command that prints a secret."""

from __future__ import annotations

import asyncio
import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

LOOK_SECONDS = 0.05
LONGEST_OUTPUT = 64 * 1024
"""Bytes of output and of errors that are taken; a command that prints more is ended."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    status: int | None
    """Its exit status, negative for a signal; None where it was ended: too slow, or too much output."""
    output: bytes = field(repr=False)
    errors: bytes = field(repr=False)
    too_long: bool = False
    """Whether it was ended because its time was over."""


async def run_command(command: str, *, environ: Mapping[str, str], limit: float) -> Ran:
    """Run `command` by /bin/sh, without input, for `limit` seconds at most.

    It has a session of its own: it cannot write over the screen, and what it started ends with it when
    its time is over or the caller is cancelled. Raises OSError where it cannot be started.
    """
    # A thread, and not asyncio's own subprocesses: those wait until every process that inherited the
    # output closed it, and a password manager likes to leave an agent behind.
    stop = threading.Event()
    try:
        return await asyncio.to_thread(_run, command, dict(environ), limit, stop)
    finally:
        stop.set()


def _run(command: str, environ: dict[str, str], limit: float, stop: threading.Event) -> Ran:
    end = time.monotonic() + limit
    with subprocess.Popen(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=environ,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        output, errors = bytearray(), bytearray()
        with selectors.DefaultSelector() as selector:
            _listen(selector, process.stdout, output)
            _listen(selector, process.stderr, errors)
            try:
                while process.poll() is None:
                    _take(selector, LOOK_SECONDS)
                    over = time.monotonic() >= end
                    if over or stop.is_set() or max(len(output), len(errors)) > LONGEST_OUTPUT:
                        return Ran(None, bytes(output), bytes(errors), too_long=over)
            finally:
                if process.returncode is None:
                    _end(process)
            while max(len(output), len(errors)) <= LONGEST_OUTPUT and _take(selector, 0):
                pass
        return Ran(process.returncode, bytes(output), bytes(errors))


def _listen(selector: selectors.BaseSelector, stream: IO[bytes], into: bytearray) -> None:
    os.set_blocking(stream.fileno(), False)
    selector.register(stream, selectors.EVENT_READ, into)


def _take(selector: selectors.BaseSelector, seconds: float) -> bool:
    """Take what is there within `seconds`; whether there was anything."""
    if not selector.get_map():
        time.sleep(seconds)
        return False
    taken = False
    for key, _events in selector.select(seconds):
        chunk = os.read(key.fd, 8192)
        taken = True
        if chunk:
            key.data.extend(chunk)
        else:
            selector.unregister(key.fileobj)
    return taken


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
