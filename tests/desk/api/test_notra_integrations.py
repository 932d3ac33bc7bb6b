"""Connecting repositories to Notra: the checkouts on the desk's own machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.test_notra_schedules import ORGANIZATION
from tests.desk.api.test_own import checkout


async def test_a_checkout_is_connected_by_its_folder(bench: Bench, tmp_path: Path) -> None:
    checkout(tmp_path / "src" / "api", "git@github.com:acme/api.git")
    wanted = {"owner": str(tmp_path / "src"), "repo": "api", "branch": None, "token": "ghp_secret"}
    answer = await bench.notra("POST", "/integrations/github", wanted)
    assert answer.status_code == 201
    assert answer.json() == {
        "github": {
            "id": answer.json()["github"]["id"],
            "displayName": "acme/api",
            "owner": "acme",
            "repo": "api",
            "defaultBranch": "trunk",
        },
        "organization": ORGANIZATION,
    }
    again = await bench.notra("POST", "/integrations/github", wanted | {"branch": "trunk"})
    assert (again.status_code, again.json()) == (409, {"error": "Repository already connected"})
    listed = (await bench.notra("GET", "/integrations")).json()["github"]
    assert listed == [answer.json()["github"]]


async def test_a_checkout_beside_a_connected_one_is_found_by_its_remote(bench: Bench, tmp_path: Path) -> None:
    first = checkout(tmp_path / "src" / "api", "git@github.com:acme/api.git")
    checkout(tmp_path / "src" / "site", "https://github.com/acme/web.git")
    checkout(tmp_path / "src" / "web", "https://github.com/else/web.git")
    (tmp_path / "src" / "notes").mkdir()
    name = {"owner": "Acme", "repo": "Web"}
    far = await bench.notra("POST", "/integrations/github", name)
    assert far.status_code == 400
    assert "Clone it first" in far.json()["error"]
    assert (await bench.own("POST", "/repositories", {"path": str(first)})).status_code == 201
    found = await bench.notra("POST", "/integrations/github", name)
    assert (found.status_code, found.json()["github"]["displayName"]) == (201, "acme/web")
    for known in (name, {"owner": "acme", "repo": "api"}):
        assert (await bench.notra("POST", "/integrations/github", known)).status_code == 409
    paths = {entry["path"] for entry in (await bench.own("GET", "/repositories")).json()["repositories"]}
    assert paths == {str(first), str(tmp_path / "src" / "site")}


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"repo": ""}, "repo must not be empty"),
        ({"repo": "../src/api"}, "name of the checkout's folder"),
        ({"repo": "none"}, "is not a folder on this machine"),
        ({"repo": "plain"}, "is not a git repository"),
        ({"branch": "other"}, "reads a checkout's default branch (trunk)"),
        ({"owner": "src"}, "lies beside one that is connected"),
    ],
)
async def test_what_cannot_be_connected_says_what_can(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], about: str
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    checkout(tmp_path / "src" / "api")
    (tmp_path / "src" / "plain").mkdir()
    wanted = {"owner": str(tmp_path / "src"), "repo": "api"} | changes
    answer = await bench.notra("POST", "/integrations/github", wanted)
    assert answer.status_code == 400
    assert about in answer.json()["error"]
    assert (await bench.notra("GET", "/integrations")).json()["github"] == []
