"""A home with a config file such as a person writes, and beyond it the faulty server and a real desk."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from tests.desk.work.keys import KEYS
from tests.desk.work.receiver import receiver
from tests.e2e.home import Home
from tests.faulty.desk import FaultyDesk, faulty_desk
from tests.faulty.plan import STORMS, WEIGHTS, Fault, Seeded
from tests.faulty.spoiling import Manners
from tests.soak.copydesk import NAMES
from tests.soak.stock import stock
from tests.soak.terminal.elsewhere import Changed
from tests.soak.terminal.history import begin
from tests.soak.terminal.tty import Tty
from tui.domain.posts import PostState
from tui.domain.refs import ItemKind, ItemRef

T = TypeVar("T")

WEIGHTS_HERE = {**WEIGHTS, **dict.fromkeys(STORMS, 1), Fault.TIMEOUT_BEFORE: 1, Fault.TIMEOUT_AFTER: 1}
"""A timeout takes the real program's real patience: half a minute."""
CONFIG = """\
[connections.acme]
platform = "notra"
api_key_env = "SOAK_NOTRA_KEY"
base_url = "{notra}"

[connections.social]
platform = "repostra"
api_key = "{repostra_key}"
base_url = "{repostra}"

[connections.blog]
platform = "blogree"
email = "{email}"
password_command = "cat {password_file}"
base_url = "{blogree}"

[refresh]
inbox_seconds = 7
posts_seconds = 11

[outbox]
"""
HOLDS = {
    "short": "hold_undoable_seconds = 0.5\nhold_approve_seconds = 1\nhold_publish_seconds = 1.5\n",
    "none": "hold_undoable_seconds = 0\nhold_approve_seconds = 0\nhold_publish_seconds = 0\n",
    "usual": "",
}


@dataclass
class Stage:
    """Where a run plays."""

    home: Home
    desk: FaultyDesk
    loop: asyncio.AbstractEventLoop
    environ: dict[str, str] = field(default_factory=dict)
    changes: list[Changed] = field(default_factory=list)
    """What somebody else did."""

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Let the faulty server's loop do something, and wait for it."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(120)

    @property
    def state_dir(self) -> Path:
        """Where the program keeps its things."""
        return self.home.folder / ".local" / "state" / "copydesk"

    def open(self, *options: str, columns: int = 120) -> Tty:
        """One Copydesk."""
        return Tty(*options, cwd=self.home.folder, env={**self.home.environ, **self.environ}, columns=columns)

    def changed_elsewhere(self, platform: str, id: str, title: str) -> None:
        """Somebody gives a post another title, past every fault."""
        with httpx.Client(base_url=self.desk.process.url, trust_env=False, timeout=30) as client:
            body = {"title": title}
            match platform:
                case "notra":
                    key = {"Authorization": f"Bearer {KEYS.notra_api_key.reveal()}"}
                    client.patch(f"/notra/v1/posts/{id}", json=body, headers=key)
                case "repostra":
                    key = {"X-API-Key": KEYS.repostra_api_key.reveal()}
                    client.put(f"/repostra/api/v1/content/{id}", json=body, headers=key)
                case _:
                    self.desk.process.blogree("PATCH", f"/posts/{id}", body)
        (connection,) = [name for name, kind in NAMES.items() if kind == platform]
        self.changes.append(Changed(ItemRef(connection, ItemKind.POST, id), title, time.time()))

    def drafts(self) -> list[tuple[str, str]]:
        """Platform and id of what can be changed."""
        records = self.run(self.desk.records())
        tables = {"notra": records.notra_posts, "blogree": records.blogree_posts}
        return [
            (platform, id)
            for platform, rows in tables.items()
            for id, row in rows.items()
            if row["status"] == PostState.DRAFT
        ]


@contextmanager
def staged(folder: Path, seed: int, *, steps: int, rate: float, hold: str) -> Iterator[Stage]:
    """The whole of it, in `folder`, which is empty."""
    ready: threading.Event = threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()
    found: list[FaultyDesk | BaseException] = []
    with receiver() as taking:
        website = "webhook" if seed % 2 else "manual"
        stock(folder / "desk", folder, max(20, steps // 8), taking.url, website=website)

        async def serve() -> None:
            plan = Seeded(seed, rate=rate, weights=WEIGHTS_HERE)
            manners = Manners(late_seconds=4.0)
            async with faulty_desk(folder, plan=plan, manners=manners, samples=False) as desk:
                found.append(desk)
                ready.set()
                await over.wait()

        def serving() -> None:
            try:
                loop.run_until_complete(serve())
            except BaseException as error:
                found.append(error)
                ready.set()
                raise

        thread = threading.Thread(target=serving, name="faulty server")
        thread.start()
        try:
            ready.wait(60)
            (desk,) = found
            assert isinstance(desk, FaultyDesk)
            yield _home(folder, desk, loop, hold)
        finally:
            loop.call_soon_threadsafe(over.set)
            thread.join()
            loop.close()


def _home(folder: Path, desk: FaultyDesk, loop: asyncio.AbstractEventLoop, hold: str) -> Stage:
    home = Home(folder / "home")
    config = home.folder / ".config" / "copydesk" / "config.toml"
    config.parent.mkdir(parents=True)
    password, address = folder / "password", desk.address
    password.write_text(KEYS.blogree_password.reveal())
    config.write_text(
        CONFIG.format(
            notra=address.notra_base_url,
            repostra=address.repostra_base_url,
            blogree=address.blogree_base_url,
            email=KEYS.blogree_email,
            password_file=password,
            repostra_key=KEYS.repostra_api_key.reveal(),
        )
        + HOLDS[hold]
    )
    config.chmod(0o600)
    environ = {"SOAK_NOTRA_KEY": KEYS.notra_api_key.reveal(), "TZ": "UTC"}
    stage = Stage(home, desk, loop, environ)
    begin(stage.state_dir / "state.db")
    return stage
