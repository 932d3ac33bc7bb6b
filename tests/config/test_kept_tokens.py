"""Tokens that are kept over restarts."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui.config import kept_tokens
from tui.config.kept_tokens import FILE_NAME, LOCK_NAME, KeptTokens
from tui.domain.secrets import Secret
from tui.domain.tokens import Account, Token

NOW = datetime(2026, 4, 6, 12, 0, tzinfo=UTC)
BLOG = Account("blog", "ana@x.test", "https://api.blogree.com/api")


def a_token(text: str = "token-1", **life: float) -> Token:
    return Token(Secret(text), NOW + timedelta(**(life or {"days": 7})))


def kept(folder: Path, told: list[Secret] | None = None, now: datetime = NOW) -> KeptTokens:
    told = [] if told is None else told
    return KeptTokens(folder / "state", on_secret=told.append, now=lambda: now)


async def test_a_token_is_there_at_the_next_start_for_its_owner_alone(tmp_path: Path) -> None:
    told: list[Secret] = []
    await kept(tmp_path, told).keep(BLOG, a_token())
    assert told == [Secret("token-1")]
    again: list[Secret] = []
    assert await kept(tmp_path, again).token(BLOG) == a_token()
    assert again == [Secret("token-1")], "the log knows it before anyone uses it"
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    for name in (FILE_NAME, LOCK_NAME):
        assert (tmp_path / "state" / name).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in (tmp_path / "state").iterdir()) == [FILE_NAME, LOCK_NAME]


@pytest.mark.parametrize(
    "other",
    [
        Account("blog", "ana@x.test", "https://evil.test/api"),
        Account("blog", "ben@x.test", BLOG.base_url),
        Account("blog-2", BLOG.email, BLOG.base_url),
    ],
)
async def test_it_is_for_no_other_address_and_nobody_else(tmp_path: Path, other: Account) -> None:
    tokens = kept(tmp_path)
    await tokens.keep(BLOG, a_token())
    assert await tokens.token(other) is None
    await tokens.keep(other, a_token("token-2"))
    assert await tokens.token(BLOG) == a_token()
    assert await tokens.token(other) == a_token("token-2")


async def test_only_the_refused_one_is_forgotten(tmp_path: Path) -> None:
    tokens = kept(tmp_path)
    await tokens.keep(BLOG, a_token())
    await tokens.keep(BLOG, a_token("token-2"))
    await tokens.forget(BLOG, Secret("token-1"))
    assert await tokens.token(BLOG) == a_token("token-2")
    await tokens.forget(BLOG, Secret("token-2"))
    await tokens.forget(BLOG, Secret("token-2"))
    assert await tokens.token(BLOG) is None
    assert "token-" not in (tmp_path / "state" / FILE_NAME).read_text()


async def test_what_has_ended_is_not_kept_on(tmp_path: Path) -> None:
    gone = Account("gone", "ana@x.test", "https://x.test")
    await kept(tmp_path).keep(gone, a_token("token-old", hours=1))
    await kept(tmp_path, now=NOW + timedelta(hours=2)).keep(BLOG, a_token())
    assert "token-old" not in (tmp_path / "state" / FILE_NAME).read_text()


RIGHT = {
    "connection": BLOG.connection,
    "email": BLOG.email,
    "base_url": BLOG.base_url,
    "token": "token-1",
    "expires_at": "2026-04-13T12:00:00+00:00",
}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"tokens": 3}',
        '{"tokens": [3]}',
        json.dumps({"tokens": [{**RIGHT, "token": 5}]}),
        json.dumps({"tokens": [{**RIGHT, "token": ""}]}),
        json.dumps({"tokens": [{**RIGHT, "expires_at": "2026-04-13T12:00:00"}]}),
        json.dumps({"tokens": [{**RIGHT, "expires_at": 7}]}),
        json.dumps({"tokens": [{key: RIGHT[key] for key in ("connection", "token")}]}),
    ],
)
async def test_a_damaged_file_holds_no_token_and_is_written_anew(tmp_path: Path, text: str) -> None:
    file = tmp_path / "state" / FILE_NAME
    file.parent.mkdir()
    file.write_text(text)
    tokens = kept(tmp_path)
    assert await tokens.token(BLOG) is None
    await tokens.keep(BLOG, a_token())
    assert await tokens.token(BLOG) == a_token()


async def test_what_stands_in_the_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "state" / FILE_NAME
    file.parent.mkdir()
    file.write_text(json.dumps({"tokens": [RIGHT]}))
    file.chmod(0o644)
    assert await kept(tmp_path).token(BLOG) == a_token()
    assert file.stat().st_mode & 0o777 == 0o600, "closed to others as soon as it is seen"


async def test_where_it_cannot_be_written_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the folder's place")
    tokens = kept(tmp_path)
    await tokens.keep(BLOG, a_token())
    await tokens.forget(BLOG, Secret("token-1"))
    assert await tokens.token(BLOG) is None


async def test_one_that_holds_the_file_for_ever_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(kept_tokens, "LOCK_SECONDS", 0.0)
    tokens = kept(tmp_path)
    await tokens.keep(BLOG, a_token())
    handle = os.open(tmp_path / "state" / LOCK_NAME, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        await tokens.keep(BLOG, a_token("token-2"))
    finally:
        os.close(handle)
    assert await tokens.token(BLOG) == a_token()
    assert "is not kept" in caplog.text
    assert "token-" not in caplog.text


async def test_several_at_once_lose_nothing_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_tokens, "LOCK_SECONDS", 90.0)
    whose = [Account(f"blog-{n}", "ana@x.test", "https://x.test") for n in range(12)]
    await asyncio.gather(*(kept(tmp_path).keep(one, a_token(f"of {one.connection}")) for one in whose))
    for one in whose:
        assert await kept(tmp_path).token(one) == a_token(f"of {one.connection}")


PROCESS = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tui.config import kept_tokens
from tui.config.kept_tokens import KeptTokens
from tui.domain.secrets import Secret
from tui.domain.tokens import Account, Token

kept_tokens.LOCK_SECONDS = 90.0  # a slow disk
tokens = KeptTokens(Path(sys.argv[1]), on_secret=lambda secret: None)
token = Token(Secret("t"), datetime.now(UTC) + timedelta(days=1))


async def keep_all():
    for n in range(8):
        await tokens.keep(Account(f"{sys.argv[2]}-{n}", "a@b", "https://x"), token)


asyncio.run(keep_all())
"""


def test_several_processes_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", PROCESS, str(tmp_path / "state"), name]) for name in "abc"
    ]
    assert [one.wait(90) for one in running] == [0, 0, 0]
    told = json.loads((tmp_path / "state" / FILE_NAME).read_text())["tokens"]
    names = sorted(one["connection"] for one in told)
    assert names == sorted(f"{name}-{n}" for name in "abc" for n in range(8))
