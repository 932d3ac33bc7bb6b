"""A brand identity is made from a website, run by DBOS over a real database."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests.desk.work.rows import now
from tests.desk.work.waiting import until
from tests.desk.writer.pages import Page, website
from tui.desk.store.database import Database
from tui.desk.store.tables import NotraBrand, NotraBrandJob
from tui.desk.workflows.engine import DurableWork
from tui.desk.workflows.upkeep import mend, work_left

HTML = b'<html lang="de"><title>Waage</title><meta name="description" content="We weigh widgets every day.">'


def queued(database: Database, id: str, url: str, name: str | None = None) -> None:
    with database.sessions.begin() as session:
        job = NotraBrandJob(id=id, brand_id=f"brand_{id}", name=name, website_url=url, status="queued")
        job.current_step, job.created_at, job.updated_at = 0, now(), now()
        session.add(job)


def ended(database: Database, id: str) -> NotraBrandJob:
    def look() -> NotraBrandJob | None:
        with database.sessions() as session:
            job = session.get_one(NotraBrandJob, id)
            return job if job.status in {"completed", "failed"} else None

    found = until(look, f"{id} ends")
    assert found is not None
    return found


def brands(database: Database) -> list[NotraBrand]:
    with database.sessions() as session:
        return list(session.scalars(select(NotraBrand).order_by(NotraBrand.created_at)))


def test_a_website_becomes_a_brand_identity(database: Database, work: DurableWork) -> None:
    with website({"/": Page(body=HTML)}) as site:
        for id, name in (("one", None), ("two", None), ("three", "Named"), ("four", "Named")):
            queued(database, id, site.url, name)
            work.read_notra_brand(id)
            job = ended(database, id)
            if id != "four":
                assert (job.status, job.step, job.current_step, job.error) == ("completed", None, 3, None)
                assert (job.completed_at is not None, job.workflow_run_id) == (True, f"notra-brand:{id}")
    assert (job.status, "“Named”" in (job.error or "")) == ("failed", True)
    first, second, third = brands(database)
    assert [first.name, second.name, third.name] == ["Waage", "Waage 2", "Named"]
    assert [first.is_default, second.is_default, third.is_default] == [True, False, False]
    assert (first.id, first.website_url, first.company_name) == ("brand_one", site.url, "Waage")
    assert (first.company_description, first.language) == ("We weigh widgets every day.", "German")
    assert (first.tone_profile, first.audience, first.custom_tone) == ("Professional", None, None)


def test_what_cannot_be_read_makes_none_and_says_why(database: Database, work: DurableWork) -> None:
    with website({"/": Page(404), "/empty": Page(body=b"<script>app()</script>")}) as site:
        for id, path, about in (("gone", "", "answers 404"), ("empty", "empty", "says nothing")):
            queued(database, id, site.url + path)
            work.read_notra_brand(id)
            job = ended(database, id)
            assert (job.status, job.step, job.current_step) == ("failed", "scraping", 1)
            assert about in (job.error or "")
    assert brands(database) == []


def test_a_reading_that_was_left_behind_is_begun(database: Database, work: DurableWork) -> None:
    with website({"/": Page(body=HTML)}) as site:
        queued(database, "one", site.url)
        assert work_left(work, database.sessions, now())
        mend(work, database.sessions, now() + timedelta(seconds=10))
        assert ended(database, "one").status == "completed"
    until(lambda: not work_left(work, database.sessions, now()), "nothing is left")
