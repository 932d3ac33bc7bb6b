"""Desks in processes of their own, started, killed and started again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.desk.work.keys import KEYS

ROOT = Path(__file__).parents[3]


class DeskProcess:
    """One desk, its folder, and what a client asks of it."""

    def __init__(self, data_dir: Path, **options: object) -> None:
        told = json.dumps({"data_dir": str(data_dir), "samples": False, **options})
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.desk.work.entry", told],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        # Each request on a connection of its own: none is sent on one that the desk closes meanwhile.
        alone = httpx.Limits(max_keepalive_connections=0)
        url = self.url or "http://127.0.0.1"
        self._client = httpx.Client(base_url=url, timeout=300, trust_env=False, limits=alone)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ended(self) -> int | None:
        return self._process.poll()

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        self._process.kill()
        self._process.wait(300)

    def terminate(self) -> int:
        self._process.terminate()
        return self._process.wait(300)

    def wait(self) -> int:
        return self._process.wait(300)

    def close(self) -> str:
        """End it if it still runs; what it said on its error output."""
        self._client.close()
        if self._process.poll() is None:
            self._process.kill()
        return self._process.communicate()[1]

    def notra(self, method: str, path: str, body: object = None) -> Any:
        return self._ask(method, f"/notra/v1{path}", KEYS.notra_api_key.reveal(), body)

    def desk(self, method: str, path: str, body: object = None) -> Any:
        return self._ask(method, f"/desk{path}", KEYS.desk_key.reveal(), body)

    def blogree(self, method: str, path: str, body: object = None) -> Any:
        login = {"email": KEYS.blogree_email, "password": KEYS.blogree_password.reveal()}
        token = self._client.post("/blogree/api/auth/login", json=login).raise_for_status().json()["token"]
        return self._ask(method, f"/blogree/api{path}", token, body)

    def _ask(self, method: str, path: str, key: str, body: object) -> Any:
        asked = self._client.request(method, path, headers={"Authorization": f"Bearer {key}"}, json=body)
        return asked.raise_for_status().json()


@contextmanager
def running(data_dir: Path, **options: object) -> Iterator[DeskProcess]:
    """A desk that answers; it says nothing on its error output."""
    desk = DeskProcess(data_dir, **options)
    try:
        yield desk
    finally:
        said = desk.close()
    assert said == "", said
