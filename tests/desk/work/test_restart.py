"""A desk is killed in the middle of its work, and the next one goes on with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.desk.work.processes import DeskProcess, running
from tests.desk.work.receiver import Reply, receiver
from tests.desk.work.repositories import make_repository
from tests.desk.work.rows import now
from tests.desk.work.test_scheduled import schedule
from tests.desk.work.waiting import until
from tui.desk.store.database import SQLITE_FILE, database_address, open_database


def job_of(desk: DeskProcess, id: str) -> dict[str, Any]:
    answer: dict[str, Any] = desk.notra("GET", f"/posts/generate/{id}")
    return answer


def types_of(answer: dict[str, Any]) -> list[str]:
    return [event["type"] for event in answer["events"]]


def publish(desk: DeskProcess, webhook: str) -> str:
    """A post on its way to a site; its id."""
    desk.blogree("POST", "/sites", {"name": "Blog", "url": webhook, "webhook_url": webhook})
    post_id: str = desk.blogree("POST", "/posts", {"title": "Hello", "body": {"markdown": "Hi"}})["id"]
    desk.blogree("POST", f"/posts/{post_id}/publish", {})
    return post_id


def come_due(data: Path, repository_id: str) -> None:
    """A schedule whose time came just now."""
    database, at = open_database(database_address(None, data)), now()
    with database.sessions.begin() as session:
        row = schedule(at.hour, at.minute, repository_ids=[repository_id], output_type="blog_post")
        row.auto_publish = True
        session.add(row)
    database.close()


def jobs(data: Path) -> int:
    """How many Notra jobs there are."""
    with closing(sqlite3.connect(data / SQLITE_FILE, timeout=90)) as database:
        (number,) = database.execute("SELECT count(*) FROM desk_notra_job").fetchone()
        return int(number)


def test_a_generation_a_run_and_a_delivery_go_on_after_sigkill(tmp_path: Path) -> None:
    path = make_repository(tmp_path / "api", ("feat: one", "fix: two"))
    data = tmp_path / "data"
    with receiver(lambda before: Reply() if before else None) as site:
        with running(data, stage_seconds=2.0, zone="UTC") as desk:
            come_due(data, desk.desk("POST", "/repositories", {"path": str(path)})["id"])
            until(lambda: jobs(data) == 1, "the run is queued")
            job_id = desk.notra("POST", "/posts/generate", {"contentType": "changelog"})["job"]["id"]
            until(lambda: "fetching_repositories" in types_of(job_of(desk, job_id)), "git is read")
            post_id = publish(desk, site.url)
            until(lambda: site.received, "the first try arrives")
            desk.kill()
        with running(data, stage_seconds=0.0, zone="UTC") as desk:
            until(lambda: job_of(desk, job_id)["job"]["status"] == "completed", "the job completes")
            answer = job_of(desk, job_id)
            assert types_of(answer) == [
                "queued",
                "workflow_triggered",
                "running",
                "fetching_repositories",
                "generating_content",
                "post_created",
                "completed",
            ]
            posts = desk.notra("GET", "/posts?status=draft")["posts"]
            assert [post["id"] for post in posts] == [answer["job"]["postId"]]
            until(lambda: not desk.desk("GET", "/status")["open_jobs"]["notra"], "the run is done")
            (run,) = desk.notra("GET", "/posts")["posts"]
            assert run["contentType"] == "blog_post"

            def deliveries() -> list[str]:
                post = desk.blogree("GET", f"/posts/{post_id}")
                return [delivery["status"] for delivery in post["deliveries"]]

            until(lambda: deliveries() == ["delivered"], "the post is delivered")
        first, second = site.received
    assert first.headers["x-blogree-delivery"] == second.headers["x-blogree-delivery"]
    assert first.body == second.body
    assert first.json["post"]["id"] == post_id


def test_a_desk_that_is_told_to_stop_leaves_its_work_to_the_next(tmp_path: Path) -> None:
    path = make_repository(tmp_path / "api", ("feat: one",))
    data = tmp_path / "data"
    with receiver(lambda before: Reply() if before else None) as site:
        with running(data, stage_seconds=3600.0) as desk:
            desk.desk("POST", "/repositories", {"path": str(path)})
            job_id = desk.notra("POST", "/posts/generate", {"contentType": "changelog"})["job"]["id"]
            publish(desk, site.url)
            until(lambda: site.received, "the first try arrives")
            until(lambda: job_of(desk, job_id)["job"]["status"] == "running", "the job runs")
            assert desk.terminate() == 0
        with running(data, stage_seconds=3600.0) as desk:
            assert job_of(desk, job_id)["job"]["status"] == "running"
            until(lambda: len(site.received) == 2, "the post is sent again")
