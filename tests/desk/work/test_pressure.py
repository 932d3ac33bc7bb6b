"""Clients at once on SQLite, and a desk that is killed under them: nothing is refused, lost or made twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx

from tests.desk.work.processes import DeskProcess, running
from tests.desk.work.receiver import receiver
from tests.desk.work.repositories import make_repository
from tests.desk.work.waiting import until

CLIENTS = 6
ROUNDS = 2


class Asked:
    """What one client was promised."""

    def __init__(self) -> None:
        self.published: list[str] = []
        self.notra_jobs: list[str] = []
        self.blogree_jobs: list[str] = []
        self.patches = 0
        self.unknown_patches = 0


def ask_for_everything(desk: DeskProcess, shared: str, asked: Asked, name: str) -> None:
    """One round of one client: create, publish, change what all change, generate, list."""
    post = desk.blogree("POST", "/posts", {"title": f"Post {name}", "body": {"markdown": "Text"}})["id"]
    desk.blogree("POST", f"/posts/{post}/publish", {})
    asked.published.append(post)
    asked.unknown_patches += 1
    desk.blogree("PATCH", f"/posts/{shared}", {"excerpt": name})
    asked.unknown_patches -= 1
    asked.patches += 1
    queued = desk.notra("POST", "/posts/generate", {"contentType": "changelog"})
    asked.notra_jobs.append(queued["job"]["id"])
    queued = desk.blogree("POST", "/posts/generate", {"topic": f"Topic {name}", "length": "short"})
    asked.blogree_jobs.append(queued["job_id"])
    desk.notra("GET", "/posts?status=draft,published&limit=100")
    desk.blogree("GET", "/posts?limit=100&search=text")


def at_once(desk: DeskProcess, shared: str, asked: list[Asked], kill_after: int | None) -> None:
    """All clients for some rounds; the desk is killed when the first one has done `kill_after` of them."""
    together = Barrier(CLIENTS)

    def client(number: int) -> None:
        together.wait(300)
        for round in range(ROUNDS):
            if number == 0 and round == kill_after:
                desk.kill()
            ask_for_everything(desk, shared, asked[number], f"{number}-{round}")

    with ThreadPoolExecutor(CLIENTS) as pool:
        for end in [pool.submit(client, number) for number in range(CLIENTS)]:
            if kill_after is None:
                end.result()
            else:
                # What is lost on the way is no refusal: those are HTTPStatusError, and come out.
                with suppress(httpx.TransportError):
                    end.result()


def test_clients_at_once_and_a_kill_lose_nothing(tmp_path: Path) -> None:
    path = make_repository(tmp_path / "api", ("feat: one", "fix: two"))
    data = tmp_path / "data"
    asked = [Asked() for _ in range(CLIENTS)]
    with receiver() as site:
        with running(data) as desk:
            desk.desk("POST", "/repositories", {"path": str(path)})
            desk.blogree("POST", "/sites", {"name": "Blog", "url": site.url, "webhook_url": site.url})
            shared: str = desk.blogree("POST", "/posts", {"title": "Shared"})["id"]
            at_once(desk, shared, asked, kill_after=1)
        with running(data) as desk:
            at_once(desk, shared, asked, kill_after=None)
            until(lambda: nothing_is_open(desk), "all work ends")
            version = desk.blogree("GET", f"/posts/{shared}")["version"]
            patches = sum(one.patches for one in asked)
            assert patches < version <= 1 + patches + sum(one.unknown_patches for one in asked)
            every_job_has_its_post(desk, asked)
        deliveries: defaultdict[str, set[bytes]] = defaultdict(set)
        posts = Counter[str]()
        for one in site.received:
            id = one.headers["x-blogree-delivery"]
            if id not in deliveries:
                posts[one.json["post"]["id"]] += 1
            deliveries[id].add(one.body)
    assert all(len(bodies) == 1 for bodies in deliveries.values()), "a repetition says the same"
    assert all(posts[post] == 1 for one in asked for post in one.published)


def nothing_is_open(desk: DeskProcess) -> bool:
    status: dict[str, Any] = desk.desk("GET", "/status")
    return not status["open_deliveries"] and not any(status["open_jobs"].values())


def every_job_has_its_post(desk: DeskProcess, asked: list[Asked]) -> None:
    jobs = [desk.notra("GET", f"/posts/generate/{id}")["job"] for one in asked for id in one.notra_jobs]
    assert {job["status"] for job in jobs} == {"completed"}
    made = [job["postId"] for job in jobs]
    polls = [desk.blogree("GET", f"/posts/generate/{id}") for one in asked for id in one.blogree_jobs]
    assert {poll["status"] for poll in polls} == {"complete"}
    made += [poll["post"]["id"] for poll in polls]
    assert len(set(made)) == len(made), "no two jobs share a post"
    assert None not in [desk.notra("GET", f"/posts/{job['postId']}?status=draft")["post"] for job in jobs]
    written = desk.notra("GET", "/posts?status=draft&limit=1")["pagination"]["totalItems"]
    assert written >= len(jobs)
