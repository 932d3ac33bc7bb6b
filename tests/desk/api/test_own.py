"""The desk's own routes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import tui
from tests.desk.api.desks import Bench
from tests.desk.api.rows import blogree_post, content, delivery, notra_post, repository, social
from tui.desk.store.schema import DeskState
from tui.desk.store.tables import BlogreeJob, NotraJob, Repository


def git(folder: Path, *command: str) -> None:
    subprocess.run(["git", "-C", str(folder), *command], check=True, capture_output=True)


def checkout(folder: Path, origin: str | None = None) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "trunk")
    if origin is not None:
        git(folder, "remote", "add", "origin", origin)
    return folder


async def test_health_needs_no_key(bench: Bench) -> None:
    answer = await bench.http.get("/desk/health")
    assert (answer.status_code, answer.json()) == (
        200,
        {"desk": True, "version": tui.__version__, "zone": "UTC"},
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/status"),
        ("POST", "/stop"),
        ("GET", "/repositories"),
        ("POST", "/repositories"),
        ("DELETE", "/repositories/x"),
    ],
)
async def test_the_rest_needs_the_desks_key(bench: Bench, method: str, path: str) -> None:
    for key in ("wrong", "notra-key-1", "desk-key-11"):
        answer = await bench.own(method, path, key=key)
        assert (answer.status_code, answer.json()) == (401, {"error": "Missing or wrong desk key"})
    assert (await bench.http.request(method, f"/desk{path}")).status_code == 401
    assert bench.stops == []


async def test_status(bench: Bench) -> None:
    def job(id: str, status: str) -> NotraJob:
        return NotraJob(
            id=id,
            status=status,
            content_type="changelog",
            lookback_window="last_7_days",
            repository_ids=[],
            request={},
            created_at=bench.now,
            updated_at=bench.now,
        )

    bench.keep(
        job("j1", "queued"),
        job("j2", "running"),
        job("j3", "completed"),
        BlogreeJob(id="b1", status="processing", request={}, created_at=bench.now, updated_at=bench.now),
        BlogreeJob(id="b2", status="failed", request={}, created_at=bench.now, updated_at=bench.now),
        content(1, status="planned"),
        content(2, status="generating"),
        content(3, status="draft"),
        social(1, status="generating"),
        social(2),
        notra_post("n1"),
        blogree_post("p1"),
        blogree_post("p2"),
        delivery("d1", "p1", "s", status="pending"),
        delivery("d2", "p1", "s", status="retrying"),
        delivery("d3", "p1", "s", status="failed"),
        repository("one"),
    )
    answer = await bench.own("GET", "/status")
    assert answer.json() == {
        "version": tui.__version__,
        "pid": os.getpid(),
        "started": "2026-03-02T12:00:00Z",
        "open_jobs": {"notra": 2, "repostra": 3, "blogree": 1},
        "open_deliveries": 2,
        "posts": {"notra": 1, "repostra": 3, "blogree": 2},
        "repositories": 1,
        "zone": "UTC",
    }


async def test_samples_are_no_open_work(bench: Bench) -> None:
    with bench.desk.sessions.begin() as session:
        session.query(DeskState).update({"seeded_at": bench.now})
    bench.keep(content(1, status="generating"), social(1, status="generating"))
    bench.keep(content(2, status="generating", created_at=bench.clock.pass_by(seconds=1)))
    assert (await bench.own("GET", "/status")).json()["open_jobs"]["repostra"] == 1


async def test_stopping(bench: Bench) -> None:
    answer = await bench.own("POST", "/stop")
    assert (answer.status_code, answer.json()) == (202, {"stopping": True})
    assert bench.stops == [1]


async def test_a_checkout_is_registered_once(bench: Bench, tmp_path: Path) -> None:
    top = checkout(tmp_path / "work" / "api", "git@github.com:acme/api.git")
    (top / "src").mkdir()
    link = tmp_path / "link"
    link.symlink_to(top)
    answer = await bench.own("POST", "/repositories", {"path": str(top)})
    assert answer.status_code == 201
    made = answer.json()
    assert made == {
        "id": made["id"],
        "path": str(top.resolve()),
        "owner": "acme",
        "repo": "api",
        "display_name": "acme/api",
        "default_branch": made["default_branch"],
        "created_at": "2026-03-02T12:00:00Z",
    }
    bench.clock.pass_by(hours=1)
    for again in (top, top / "src", link, f"{top}/../api"):
        known = await bench.own("POST", "/repositories", {"path": str(again)})
        assert (known.status_code, known.json()) == (200, made)
    assert (await bench.own("GET", "/repositories")).json() == {"repositories": [made]}
    listed = (await bench.notra("GET", "/integrations")).json()["github"]
    assert [(entry["id"], entry["displayName"]) for entry in listed] == [(made["id"], "acme/api")]


async def test_names_follow_the_checkout(bench: Bench, tmp_path: Path) -> None:
    top = checkout(tmp_path / "plain")
    first = (await bench.own("POST", "/repositories", {"path": str(top)})).json()
    assert (first["display_name"], first["owner"], first["repo"]) == ("plain", None, None)
    git(top, "remote", "add", "origin", "https://user:token@gitlab.com/acme/web.git")
    second = await bench.own("POST", "/repositories", {"path": str(top)})
    assert (second.status_code, second.json()["display_name"]) == (200, "acme/web")
    assert second.json()["id"] == first["id"]
    assert "token" not in second.text
    # What has one name is told apart where a person chooses; what is written is called as it is.
    others = [checkout(tmp_path / at / "plain") for at in ("a", "b", "c/a")]
    for path in others:
        answer = await bench.own("POST", "/repositories", {"path": str(path)})
        assert answer.json()["display_name"] == "plain"
    listed = (await bench.notra("GET", "/integrations")).json()["github"]
    first_of_them, _, last = (f"plain ({path.resolve()})" for path in others)
    assert {entry["displayName"] for entry in listed} == {"acme/web", first_of_them, "plain (b/plain)", last}


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ({}, "path is required"),
        ({"path": ""}, "path must not be empty"),
        ({"path": 4}, "path must be text"),
        ({"path": "relative/folder"}, "absolute"),
        ({"path": "/no/such/folder/here"}, "not a folder"),
        ({"path": "/" + "x" * 300}, "path"),
        ({"path": "/" + "x" * 5000}, "4,096"),
        ({"path": "/a\0b"}, "NUL"),
        ([], "must be an object"),
    ],
)
async def test_a_bad_path_is_refused(bench: Bench, body: Any, about: str) -> None:
    answer = await bench.own("POST", "/repositories", body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}
    assert about in answer.json()["error"]


async def test_a_folder_that_is_no_checkout(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    answer = await bench.own("POST", "/repositories", {"path": str(tmp_path)})
    assert answer.status_code == 400
    assert "is not a git repository" in answer.json()["error"]
    with bench.desk.sessions() as session:
        assert session.query(Repository).count() == 0


async def test_forgetting(bench: Bench, tmp_path: Path) -> None:
    top = checkout(tmp_path / "api")
    made = (await bench.own("POST", "/repositories", {"path": str(top)})).json()
    assert (await bench.own("DELETE", f"/repositories/{made['id']}")).status_code == 204
    gone = await bench.own("DELETE", f"/repositories/{made['id']}")
    assert (gone.status_code, set(gone.json())) == (404, {"error"})
    assert top.is_dir()
    again = await bench.own("POST", "/repositories", {"path": str(top)})
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
