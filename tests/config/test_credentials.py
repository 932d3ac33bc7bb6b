from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, NoKeyringError

from tui.config.credentials import Credentials
from tui.config.settings import SecretSource
from tui.domain.errors import CredentialError
from tui.domain.secrets import Secret

ENVIRON = {"PATH": os.environ["PATH"]}
LONG = 90.0
"""Seconds that no command takes, however busy the machine is."""


def command(text: str, key: str = "api_key_command") -> SecretSource:
    return SecretSource("command", text, key)


async def refused(source: SecretSource, credentials: Credentials | None = None) -> str:
    with pytest.raises(CredentialError) as caught:
        await (credentials or Credentials(environ=ENVIRON, command_seconds=LONG)).secret("acme", source)
    assert "acme" in caught.value.sentence
    assert caught.value.sentence.isprintable()
    return caught.value.sentence


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("echo k-123", "k-123"),
        ("printf 'first line\\nuser: ana\\n' | cat", "first line"),
        ("printf 'no-line-end'", "no-line-end"),
        ("printf '  spaces around\\t\\r\\n'", "spaces around"),
        ("echo noise >&2; echo quiet", "quiet"),
        ("cat; echo no-input", "no-input"),
        ("(sleep 3; true) & echo left-an-agent-behind", "left-an-agent-behind"),
    ],
)
async def test_the_first_line_that_a_command_prints(text: str, secret: str) -> None:
    had = await Credentials(environ=ENVIRON, command_seconds=LONG).secret("acme", command(text))
    assert had.reveal() == secret
    assert secret not in repr(had)


async def test_a_failing_command_tells_its_status_and_complaint_but_not_its_output() -> None:
    said = await refused(
        command("echo k-secret; printf 'gpg: \\033[31mno key\\033[0m\\n\\ttry again\\n' >&2; exit 7")
    )
    assert "status 7: gpg: no key try again" in said
    assert "k-secret" not in said
    assert "api_key_command" in said


async def test_a_secret_repeated_among_the_errors_is_taken_out() -> None:
    assert "k-secret" not in await refused(command("set -x; echo k-secret; exit 1"))


async def test_a_giant_complaint_is_cut() -> None:
    assert len(await refused(command("head -c 20000 /dev/zero | tr '\\0' x >&2; exit 1"))) < 500


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("exit 3", "status 3 and said nothing"),
        ("kill -9 $$", "signal 9"),
        ("true", "printed nothing"),
        ("printf '\\nsecond line\\n'", "printed nothing in its first line"),
        ("no-such-program-here", "status 127"),
        ("yes", "far too much"),
        ("printf 'a\\033[31mb\\n'", "not a usable secret"),
        ("printf 'sch\\303\\274ssel\\n'", "not a usable secret"),
    ],
)
async def test_what_can_go_wrong_with_a_command(text: str, part: str) -> None:
    assert part in await refused(command(text))


async def test_a_password_may_have_any_letters() -> None:
    had = await Credentials(environ=ENVIRON, command_seconds=LONG).secret(
        "blog", command("echo schlüssel", "password_command")
    )
    assert had.reveal() == "schlüssel"


def gone(pid_file: Path) -> Callable[[], bool]:
    def check() -> bool:
        # One that ended but that nobody asked about yet is "Z", for zombie.
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", pid_file.read_text().strip()],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        return not state or state.startswith("Z")

    return check


async def until(condition: Callable[[], bool], seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        await asyncio.sleep(0.02)


async def test_a_command_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    hangs = command(f"sh -c 'echo $$ > {pid}.new; mv {pid}.new {pid}; exec sleep 600' & wait")
    for seconds in (1, 4, 16, 64):
        said = await refused(hangs, Credentials(environ=ENVIRON, command_seconds=seconds))
        assert f"did not end within {seconds} s" in said
        if pid.exists():  # a busy machine may not have begun to run it within the first limit
            break
    await until(gone(pid))


async def test_nobody_waits_for_it_any_more_and_it_ends(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    task = asyncio.create_task(
        Credentials(environ=ENVIRON, command_seconds=LONG).secret(
            "acme", command(f"echo $$ > {pid}; exec sleep 600")
        )
    )
    await until(lambda: pid.exists() and pid.read_text().strip() != "")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(gone(pid))


async def test_a_secret_is_fetched_once_and_told_to_the_log(tmp_path: Path) -> None:
    told: list[Secret] = []
    credentials = Credentials(environ=ENVIRON, on_secret=told.append, command_seconds=LONG)
    source = command(f"echo x >> {tmp_path}/runs; echo k-123")
    had = await asyncio.gather(*(credentials.secret("acme", source) for _ in range(5)))
    assert had == [Secret("k-123")] * 5
    assert told == [Secret("k-123")]
    assert (tmp_path / "runs").read_text() == "x\n"


async def test_a_client_that_asks_again_was_refused_and_gets_the_secret_as_it_is_now(tmp_path: Path) -> None:
    told: list[Secret] = []
    credentials = Credentials(environ=ENVIRON, on_secret=told.append, command_seconds=LONG)
    source = command(f"cat {tmp_path}/secret")
    (tmp_path / "secret").write_text("old-key\n")
    client, other = credentials.provider("acme", source), credentials.provider("acme-too", source)
    assert await client() == await other() == Secret("old-key")
    (tmp_path / "secret").write_text("new-key\n")
    assert await credentials.secret("acme", source) == Secret("old-key")
    assert await client() == Secret("new-key")
    assert told == [Secret("old-key"), Secret("new-key")]


async def test_a_secret_that_was_refused_is_fetched_anew_by_whoever_is_opened_anew(tmp_path: Path) -> None:
    credentials = Credentials(environ=ENVIRON, command_seconds=LONG)
    source = command(f"echo x >> {tmp_path}/runs; cat {tmp_path}/secret")
    (tmp_path / "secret").write_text("old-key\n")
    assert await credentials.provider("acme", source)() == Secret("old-key")
    (tmp_path / "secret").write_text("new-key\n")
    assert await credentials.provider("acme", source)() == Secret("old-key"), "one that is down asks nobody"
    credentials.forget(source)
    credentials.forget(source)
    assert await credentials.provider("acme", source)() == Secret("new-key")
    assert (tmp_path / "runs").read_text() == "x\nx\n"


async def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    credentials = Credentials(environ=ENVIRON, command_seconds=LONG)
    source = command(f"cat {tmp_path}/secret")
    await refused(source, credentials)
    (tmp_path / "secret").write_text("k-123\n")
    assert (await credentials.secret("acme", source)).reveal() == "k-123"


async def test_the_environment() -> None:
    credentials = Credentials(environ={"KEY": "k-123", "EMPTY": ""})
    assert (await credentials.secret("acme", SecretSource("env", "KEY", "api_key_env"))).reveal() == "k-123"
    assert "NOT_THERE, which is not set" in await refused(
        SecretSource("env", "NOT_THERE", "api_key_env"), credentials
    )
    assert "EMPTY, which is empty" in await refused(SecretSource("env", "EMPTY", "api_key_env"), credentials)


async def test_the_file() -> None:
    source = SecretSource("file", "k-123", "api_key")
    assert (await Credentials(environ={}).secret("acme", source)).reveal() == "k-123"
    assert "k-123" not in repr(source)


class Entries(KeyringBackend):
    """A keyring of one entry; asking for others goes wrong in the ways that real ones do."""

    def __init__(self) -> None:
        """Nothing to open."""

    def get_password(self, service: str, username: str) -> str | None:
        assert service == "copydesk"
        match username:
            case "acme":
                return "k-123"
            case "no keyring":
                raise NoKeyringError("none")
            case "locked":
                raise KeyringLocked("dismissed")
            case "program":
                raise subprocess.CalledProcessError(44, ["security"])
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.fixture
def entries() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Entries())
    yield
    keyring.set_keyring(before)


def entry(name: str) -> SecretSource:
    return SecretSource("keyring", name, "api_key_keyring")


@pytest.mark.usefixtures("entries")
async def test_the_keyring() -> None:
    assert (await Credentials(environ={}).secret("acme", entry("acme"))).reveal() == "k-123"
    assert "keyring set copydesk nobody" in await refused(entry("nobody"))
    assert "is locked" in await refused(entry("locked"))
    assert "status 44" in await refused(entry("program"))
    assert "this system has none" in await refused(entry("no keyring"))


WAITS_FOR_AN_UNLOCK = """
import asyncio, threading, time
import keyring
from keyring.backend import KeyringBackend
from tui.config.credentials import Credentials
from tui.config.settings import SecretSource

asked = threading.Event()

class Locked(KeyringBackend):
    def __init__(self): pass
    def get_password(self, service, username):
        asked.set()
        while True:
            time.sleep(60)
    def set_password(self, *_): raise NotImplementedError
    def delete_password(self, *_): raise NotImplementedError

keyring.set_keyring(Locked())

async def main():
    source = SecretSource("keyring", "acme", "api_key_keyring")
    fetching = asyncio.create_task(Credentials(environ={}).secret("acme", source))
    while not asked.is_set():
        await asyncio.sleep(0.01)
    fetching.cancel()
    await asyncio.wait([fetching])
    print("given up:", fetching.cancelled())

asyncio.run(main())
print("left")
"""


def test_a_keyring_that_waits_for_an_unlock_holds_up_no_end() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WAITS_FOR_AN_UNLOCK], capture_output=True, text=True, timeout=90, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "given up: True\nleft\n", "")


async def test_without_the_extra_it_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "pip install 'copydesk[keyring]'" in await refused(entry("acme"))
