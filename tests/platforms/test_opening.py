"""Which client a connection gets, and what the room may import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tui.platforms
from tests.platforms.harness import Network, key, opened
from tui.domain.errors import CredentialError
from tui.domain.generation import GenerationKind
from tui.platforms.opening import PlatformWanted, open_platform

ROOM = Path(tui.platforms.__file__).parent


async def test_each_platform_says_what_it_can_do() -> None:
    notra, repostra = opened(Network(), "notra"), opened(Network(), "repostra")
    blogree = opened(Network(), "blogree", email="ana@x.test")
    kinds = [one.capabilities.generation for one in (notra, repostra, blogree)]
    assert kinds == [GenerationKind.FROM_GIT, GenerationKind.FROM_BRIEF, GenerationKind.FROM_TOPIC]
    for one in (notra, repostra, blogree):
        assert one.connection == "acme"
        await one.close()
    assert notra.capabilities.unpublishes
    assert blogree.capabilities.creates


def test_blogree_needs_an_email() -> None:
    with pytest.raises(CredentialError, match="blog has no email"):
        open_platform(PlatformWanted("blog", "blogree"), key)


@pytest.mark.parametrize(
    ("platform", "host", "target"),
    [
        ("notra", "api.usenotra.com", "/v1/integrations"),
        ("repostra", "repostra.app", "/api/v1/approvals"),
    ],
)
async def test_the_platforms_own_addresses(platform: str, host: str, target: str) -> None:
    empty = {"github": [], "data": {"pending_blog": [], "pending_social": []}}
    network = Network().on("GET", target, empty)
    one = opened(network, "notra") if platform == "notra" else opened(network, "repostra")
    await (one.generation_sources() if platform == "notra" else one.approvals())
    await one.close()
    assert network.seen[0].host == host


def test_only_the_transport_and_the_reader_of_pages_know_the_http_library() -> None:
    knowing = set()
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if any(name.split(".")[0] in {"httpx", "httpcore"} for name in names):
                knowing.add(file.relative_to(ROOM).as_posix())
    assert knowing == {"transport.py", "pages.py"}


def test_the_clients_load_neither_a_screen_nor_httpxs_command_line() -> None:
    script = (
        "import sys, tui.platforms.opening, tui.platforms.desk\n"
        "found = {'textual', 'rich', 'click', 'pygments', 'sqlalchemy', 'dbos', 'fastapi', 'tui.desk'}"
        " & set(sys.modules)\n"
        "sys.exit(f'loaded: {found}' if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
