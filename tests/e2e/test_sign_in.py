"""Signing in, with the composition root, real commands and real servers: how often, and what is kept."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import DeskProcess, running
from tui.bootstrap import composed
from tui.config.kept_tokens import FILE_NAME
from tui.config.log_file import start_log, stop_log
from tui.config.paths import Paths
from tui.domain.connections import Reach
from tui.domain.errors import CopydeskError, ReadOnly
from tui.domain.failures import ConnectionFailed
from tui.domain.posts import NewPost
from tui.services import Services

PASSWORD = "pass-0123456789-word"
KEY = "key-0123456789-key"


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[Paths]:
    """A person's places, with a log that holds everything."""
    places = Paths(tmp_path / "config.toml", tmp_path / "state", tmp_path / "data")
    start_log(places.log_file, debug=True)
    yield places
    stop_log()
    logging.getLogger().setLevel(logging.WARNING)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    """A desk that is in no config's data folder."""
    with running(tmp_path_factory.mktemp("desk")) as process:
        yield process


def configure(paths: Paths, text: str) -> None:
    paths.config_file.write_text(text)
    paths.config_file.chmod(0o600)


@asynccontextmanager
async def started(paths: Paths) -> AsyncIterator[Services]:
    """Copydesk without its screen."""
    async with composed(paths) as app:
        services = app.context.services
        await services.hub.connect()
        yield services


@dataclass
class Refusing:
    """What a server was asked, that refuses everyone and repeats what it was shown."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def refusing_server() -> Iterator[Refusing]:
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            seen.append(f"{self.command} {self.path.partition('?')[0]}")
            said = f"no: {self.headers.get('Authorization')} {self.headers.get('X-API-Key')} {shown}"
            body = json.dumps({"error": "unauthorized", "message": said, "request_id": "req-7"}).encode()
            self.send_response(401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Refusing(f"http://127.0.0.1:{server.server_port}", seen)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def refresh(services: Services) -> list[str]:
    """What the inbox does by itself when its time has come; gives what failed."""
    await services.hub.revive()
    answers = [each async for each in services.inbox.refresh()]
    return [each.error.sentence for each in answers if isinstance(each, ConnectionFailed)]


def runs(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0


def everything_written(paths: Paths) -> str:
    """All that Copydesk wrote, but for the tokens."""
    written = [path for path in paths.state_dir.rglob("*") if path.is_file() and path.name != FILE_NAME]
    assert paths.log_file in written
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in written)


async def test_a_refusal_runs_no_command_and_asks_no_server_again_by_itself(
    paths: Paths, tmp_path: Path
) -> None:
    with refusing_server() as server:
        configure(
            paths,
            f"""
            [connections.acme]
            platform = "notra"
            api_key_command = "echo x >> {tmp_path}/acme; echo {KEY}"
            base_url = "{server.url}/acme"
            [connections.blog]
            platform = "blogree"
            email = "ana@x.test"
            password_command = "echo x >> {tmp_path}/blog; echo {PASSWORD}"
            base_url = "{server.url}/blog"
            [connections.social]
            platform = "repostra"
            api_key_command = "echo x >> {tmp_path}/social; exit 3"
            base_url = "{server.url}/social"
            """,
        )
        async with started(paths) as services:
            told: list[str] = []
            services.hub.changed.subscribe(lambda health: told.append(f"{health} {health.reason}"))
            first = await refresh(services)
            assert len(first) == 3
            asked = list(server.asked)
            assert sorted({one.split("/")[1] for one in asked}) == ["acme", "blog"]
            assert [one for one in asked if "/blog" in one] == ["POST /blog/auth/login"]
            marks = {name: health.reach for name, health in services.hub.health.items()}
            assert set(marks.values()) == {Reach.REFUSED}
            news = len(told)
            for _ in range(5):
                assert sorted(await refresh(services)) == sorted(first)
            assert server.asked == asked
            assert len(told) == news, "said once"
            assert [runs(tmp_path / name) for name in ("acme", "blog", "social")] == [1, 1, 1]

            await services.hub.revive(refused=True)
            for _ in range(3):
                await refresh(services)
            assert sorted(server.asked) == sorted(asked * 2), "a person's r is one more try"
            assert [runs(tmp_path / name) for name in ("acme", "blog", "social")] == [2, 2, 2]
            seen = " ".join([*first, *told, repr(services.hub.health)])
    for secret in (PASSWORD, KEY):
        assert secret not in seen
        assert secret not in everything_written(paths)


async def test_a_new_key_needs_no_new_start(paths: Paths, tmp_path: Path, desk: DeskProcess) -> None:
    key = tmp_path / "key"
    key.write_text("desk_old_key_0123456789")
    configure(
        paths,
        f"""
        [connections.acme]
        platform = "notra"
        api_key_command = "cat {key}"
        base_url = "{desk.url}/notra"
        """,
    )
    async with started(paths) as services:
        assert len(await refresh(services)) == 1
        key.write_text(KEYS.notra_api_key.reveal())
        assert len(await refresh(services)) == 1
        await services.hub.revive(refused=True)
        assert await refresh(services) == []
        assert services.hub.health["acme"].reach is Reach.UP


async def test_a_sign_in_is_kept_over_restarts_and_no_secret_is_written_elsewhere(
    paths: Paths, tmp_path: Path, desk: DeskProcess
) -> None:
    told = tmp_path / "runs"
    password = KEYS.blogree_password.reveal()
    configure(
        paths,
        f"""
        [connections.blog]
        platform = "blogree"
        email = "{KEYS.blogree_email}"
        password_command = "echo x >> {told}; echo '{password}'"
        base_url = "{desk.url}/blogree/api"
        """,
    )
    for _ in range(3):
        async with started(paths) as services:
            assert await refresh(services) == []
    assert runs(told) == 1, "the first start signed in"
    file = paths.state_dir / FILE_NAME
    assert file.stat().st_mode & 0o777 == 0o600
    kept = json.loads(file.read_text())
    token = kept["tokens"][0]["token"]

    forgotten = {**kept["tokens"][0], "token": "forgotten-by-the-server"}
    file.write_text(json.dumps({"tokens": [forgotten]}))
    async with started(paths) as services:
        assert await refresh(services) == []
        made = await services.hub.write("blog", "new", lambda p: p.create(NewPost("A title", "Text.\n")))
        assert made.title == "A title"
    assert runs(told) == 2, "one that the server forgot is renewed once"
    again = json.loads(file.read_text())["tokens"][0]["token"]

    file.write_text("{ damaged")
    async with started(paths) as services:
        assert await refresh(services) == []
    assert runs(told) == 3
    written = everything_written(paths)
    for secret in (password, token, again, "forgotten-by-the-server"):
        assert len(secret) > 10
        assert secret not in written


async def test_read_only_in_the_config_reads_and_sends_nothing(paths: Paths, desk: DeskProcess) -> None:
    configure(
        paths,
        f"""
        [connections.blog]
        platform = "blogree"
        email = "{KEYS.blogree_email}"
        password = "{KEYS.blogree_password.reveal()}"
        base_url = "{desk.url}/blogree/api"
        read_only = true
        """,
    )
    async with started(paths) as services:
        with pytest.raises(ReadOnly, match="blog is read-only"):
            await services.hub.write("blog", "new", lambda p: p.create(NewPost("Never sent", "Text.\n")))
        assert await refresh(services) == []
        assert "Never sent" not in {each.title for each in services.inbox.parts[0].approvals}
        assert services.hub.read_only("blog") == "the config file says so"


async def test_a_command_that_fails_says_so_without_what_it_printed(paths: Paths) -> None:
    configure(
        paths,
        f"""
        [connections.acme]
        platform = "notra"
        api_key_command = "echo {KEY}; echo {KEY} >&2; exit 1"
        """,
    )
    async with started(paths) as services:
        with pytest.raises(CopydeskError) as found:
            await services.hub.ask("acme", lambda p: p.approvals())
    assert KEY not in found.value.sentence
    assert KEY not in everything_written(paths)
