"""A Notra brand identity made from a website: fetched, read by plain rules, kept."""

from __future__ import annotations

from typing import Any

from dbos import DBOS
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tui.desk.store.once import insert_once
from tui.desk.store.schema import take_pen
from tui.desk.store.tables import NotraBrand, NotraBrandJob
from tui.desk.workflows.bench import Bench, fault_sentence
from tui.desk.writer.brands import LONGEST_NAME, brand_of
from tui.desk.writer.draft import WriterError
from tui.desk.writer.webpage import PageFacts, read_page
from tui.desk.writer.websites import fetch_page

OPEN_STATES = ("queued", "running")
STEPS = ("scraping", "extracting", "saving")
_NAME_TRIES = 20


class BrandReading:
    """Runs NotraBrandJobs."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def run(self, job_id: str) -> None:
        """The workflow: scraping → extracting → saving, and completed or failed, whatever happens."""
        step, wait, pause = self._bench.durable.step, self._bench.durable.wait, self._bench.stage_seconds
        try:
            run_id = DBOS.workflow_id or job_id
            step("scraping", lambda: self._begin(job_id, "scraping", run_id))
            wait(pause)
            page = step("fetch", lambda: self._fetch(job_id))
            if isinstance(page, str):
                step("fail", lambda: self.fail(job_id, page))
                return
            step("extracting", lambda: self._begin(job_id, "extracting", run_id))
            wait(pause)
            facts = step("read", lambda: self._read(job_id, page))
            step("saving", lambda: self._begin(job_id, "saving", run_id))
            wait(pause)
            step("save", lambda: self._save(job_id, facts))
        except Exception as error:
            sentence = fault_sentence(f"Notra brand job {job_id}", error)
            step("fault", lambda: self.fail(job_id, sentence))

    def fail(self, job_id: str, sentence: str) -> None:
        """End a job that has not ended, with the reason for the person."""
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is not None:
                _end(job, self._bench, "failed")
                job.error = sentence

    def _begin(self, job_id: str, name: str, run_id: str) -> None:
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is not None:
                job.status, job.step, job.current_step = "running", name, STEPS.index(name) + 1
                job.workflow_run_id = run_id
                job.updated_at = self._bench.now()

    def _fetch(self, job_id: str) -> dict[str, Any] | str:
        """What the page says of itself, or the reason why it could not be read."""
        url = self._address(job_id)
        try:
            # Left behind where the desk ends meanwhile; the next one fetches it again.
            facts = self._bench.durable.abandonable(lambda: read_page(fetch_page(url).html))
        except WriterError as error:
            return str(error)
        if facts.empty:
            return (
                f"{url} could be read, but it says nothing that a brand can be told by: its text may be "
                "there in a browser only. Give the address of a page with text, such as its “about” page."
            )
        return facts.as_json()

    def _address(self, job_id: str) -> str:
        with self._bench.sessions() as session:
            return session.get_one(NotraBrandJob, job_id).website_url

    def _read(self, job_id: str, page: dict[str, Any]) -> dict[str, Any]:
        brand = brand_of(PageFacts.from_json(page), self._address(job_id))
        return {
            "company_name": brand.company_name,
            "company_description": brand.company_description,
            "tone_profile": brand.tone_profile,
            "audience": brand.audience,
            "language": brand.language,
        }

    def _save(self, job_id: str, facts: dict[str, Any]) -> None:
        """Keep the brand identity and end the job, in one transaction."""
        for _ in range(_NAME_TRIES):
            try:
                self._save_once(job_id, facts)
                return
            except IntegrityError:
                # Somebody took the name between the look and the write: look again.
                continue
        self.fail(job_id, "No name was free for the brand identity. Ask again, and give it a name.")

    def _save_once(self, job_id: str, facts: dict[str, Any]) -> None:
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is None:
                return
            # One after the other: two that find no default would both be it.
            take_pen(session)
            name = _free_name(session, job, facts["company_name"])
            if name is None:
                _end(job, self._bench, "failed")
                job.error = f"A brand identity was named “{job.name}” meanwhile. Ask with another name."
                return
            _end(job, self._bench, "completed")
            job.step = None
            insert_once(
                session,
                NotraBrand,
                id=job.brand_id,
                name=name,
                is_default=not session.scalar(
                    select(func.count()).select_from(NotraBrand).where(NotraBrand.is_default)
                ),
                website_url=job.website_url,
                created_at=self._bench.now(),
                updated_at=self._bench.now(),
                **facts,
            )


def _open_job(session: Session, job_id: str) -> NotraBrandJob | None:
    """The job, unless it has ended."""
    job = session.get(NotraBrandJob, job_id)
    return job if job is not None and job.status in OPEN_STATES else None


def _end(job: NotraBrandJob, bench: Bench, status: str) -> None:
    job.status = status
    job.updated_at = job.completed_at = bench.now()


def _free_name(session: Session, job: NotraBrandJob, company: str) -> str | None:
    """The name that was asked for, where it is free still; else the company's, with a number where that is
    taken.
    """

    def taken(name: str) -> bool:
        return session.scalar(select(NotraBrand.id).where(NotraBrand.name == name)) is not None

    if job.name is not None:
        return None if taken(job.name) else job.name
    number, name = 1, company[:LONGEST_NAME]
    while taken(name):
        number += 1
        name = f"{company[: LONGEST_NAME - 6]} {number}"
    return name
