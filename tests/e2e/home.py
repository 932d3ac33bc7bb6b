"""A person's home in which nothing was ever set up, and the copydesk command in it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

import tui
from tests.e2e.terminal import COPYDESK, DEADLINE, Terminal
from tui.config.write import write_default

ENDING_SECONDS = 60.0
"""How long a desk that was stopped may take to be gone."""

TOLD_BYTES = 12_000
"""How much of the end of each log a test that fails tells."""

PLAIN_WORDS = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC"}


class Home:
    """A home of the test's own, its local desk, and what a script asks of that desk."""

    def __init__(self, folder: Path) -> None:
        """Make the home in `folder`, which is there and empty."""
        self.folder = folder
        self.cwd = folder
        """Where copydesk is started."""
        self._terminals: list[Terminal] = []
        self.environ = {
            **PLAIN_WORDS,
            "HOME": str(folder),
            "PYTHONPATH": str(Path(tui.__file__).parent.parent),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }

    # The program

    def hold(self, seconds: int) -> None:
        """Hold every verdict for so long before it leaves; the config file has said nothing of it yet."""
        file = self.folder / ".config" / "copydesk" / "config.toml"
        write_default(file)
        kinds = ("undoable", "approve", "publish")
        lines = [f"hold_{kind}_seconds = {seconds}" for kind in kinds]
        with file.open("a") as config:
            config.write("\n".join(["", "[outbox]", *lines, ""]))

    def open(
        self, *, environ: Mapping[str, str] | None = None, columns: int = 120, lines: int = 40
    ) -> Terminal:
        """Copydesk in a terminal; `environ` comes on top of the home's own."""
        terminal = Terminal(
            COPYDESK,
            cwd=self.cwd,
            env={**self.environ, **(environ or {})},
            columns=columns,
            lines=lines,
        )
        self._terminals.append(terminal)
        return terminal

    def copydesk(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts' verbs to its end."""
        return subprocess.run(
            [*COPYDESK, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.cwd,
            env=self.environ,
            timeout=DEADLINE,
            check=False,
        )

    # The desk

    def serve(self, *options: str) -> None:
        """Run the desk with options of `desk serve`, in the background, until it answers."""
        with (self.folder / "served.log").open("wb") as log:
            served = subprocess.Popen(
                [*COPYDESK, "desk", "serve", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.environ,
                start_new_session=True,
            )
        self._served = served
        deadline = time.monotonic() + DEADLINE
        while b"listens at" not in (self.folder / "served.log").read_bytes():
            assert served.poll() is None, (self.folder / "served.log").read_text()
            assert time.monotonic() < deadline, "the desk does not answer"
            time.sleep(0.05)

    _served: subprocess.Popen[bytes] | None = None

    @property
    def data_dir(self) -> Path:
        """Where the desk keeps its things."""
        return self.folder / ".local" / "share" / "copydesk"

    @property
    def desk_pid(self) -> int | None:
        """The process of the desk that runs; None where none does."""
        try:
            return int(json.loads((self.data_dir / "desk.json").read_bytes())["pid"])
        except (OSError, ValueError):
            return None

    def desks(self) -> Iterator[int]:
        """The processes that serve a desk in this home, whichever file names them."""
        return (pid for pid, command in self._running() if "desk serve" in command)

    def kill_desk(self) -> None:
        """SIGKILL: nothing is tidied up."""
        pid = self.desk_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        if self._served is not None and self._served.pid == pid:
            self._served.wait()

    @cached_property
    def keys(self) -> Any:
        """The desk's addresses and keys."""
        return json.loads(self.copydesk("desk", "keys", "--json").stdout)

    @cached_property
    def _client(self) -> httpx.Client:
        # Each request on a connection of its own: none is sent on one that the desk closes meanwhile.
        alone = httpx.Limits(max_keepalive_connections=0)
        return httpx.Client(timeout=DEADLINE, trust_env=False, limits=alone)

    def notra(self, method: str, path: str, body: object = None) -> Any:
        """Ask the desk's Notra API, in the organization's URLs."""
        notra = self.keys["notra"]
        headers = {"Authorization": f"Bearer {notra['api_key']}"}
        return self._ask(method, notra["base_url"] + path, headers, body)

    def repostra(self, method: str, path: str, body: object = None) -> Any:
        """Ask the desk's Repostra API."""
        repostra = self.keys["repostra"]
        return self._ask(method, repostra["base_url"] + path, {"X-API-Key": repostra["api_key"]}, body)

    def blogree(self, method: str, path: str, body: object = None) -> Any:
        """Ask the desk's Blogree API."""
        headers = {"Authorization": f"Bearer {self._token}"}
        return self._ask(method, self.keys["blogree"]["base_url"] + path, headers, body)

    @cached_property
    def _token(self) -> str:
        blogree = self.keys["blogree"]
        login = {"email": blogree["email"], "password": blogree["password"]}
        answer = self._client.post(f"{blogree['base_url']}/auth/login", json=login)
        return str(answer.raise_for_status().json()["token"])

    def _ask(self, method: str, url: str, headers: dict[str, str], body: object) -> Any:
        answer = self._client.request(method, url, headers=headers, json=body)
        assert answer.is_success, f"{method} {url}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    # The end

    def story(self) -> str:
        """What tells why a test failed in it: the last terminal's steps and screen, and the logs' ends."""
        told = [f"-- the terminal:\n{each.story}" for each in self._terminals[-1:]]
        for log in sorted([*self.folder.glob("*.log"), *self.folder.glob(".local/**/*.log")]):
            with suppress(OSError):
                text = log.read_bytes()[-TOLD_BYTES:].decode(errors="replace")
                told.append(f"-- {log.relative_to(self.folder)}:\n{text}")
        return "\n".join(told)

    def close(self) -> None:
        """Stop the desk, and see that nothing that was started in this home still runs."""
        if "_client" in self.__dict__:
            self._client.close()
        stopped = None
        if self.desk_pid is not None:
            stopped = self.copydesk("desk", "stop")
        if self._served is not None:
            with suppress(subprocess.TimeoutExpired):
                self._served.wait(DEADLINE)
        left = self._left_running()
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._served is not None:
            self._served.wait()
        assert not left, f"still running: {left}"
        assert stopped is None or stopped.returncode == 0, stopped

    def _left_running(self) -> dict[int, str]:
        """What still runs although it was given the time to end."""
        deadline = time.monotonic() + ENDING_SECONDS
        while left := dict(self._running()):
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        return left

    def _running(self) -> Iterator[tuple[int, str]]:
        """The processes whose home this is, as far as the system tells, with their commands."""
        home = f"HOME={self.folder}\0".encode()
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if home in (process / "environ").read_bytes() and not _ended(process):
                    command = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                    yield int(process.name), command.decode(errors="replace")


def _ended(process: Path) -> bool:
    """Whether only its entry in the process table is left."""
    return re.search(r"^State:\s+[ZX]", (process / "status").read_text(), re.M) is not None


@contextmanager
def home(folder: Path) -> Iterator[Home]:
    """A new home in `folder`; when it is left, nothing of it runs any more."""
    folder.mkdir(parents=True)
    made = Home(folder)
    try:
        yield made
    finally:
        made.close()
