"""A Notra generation: from git activity to a post, a draft unless its schedule publishes. Statuses and
events: contracts/notra.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dbos import DBOS
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tui.desk.bodies.html import to_html
from tui.desk.routes.slugs import free_slug
from tui.desk.store.once import insert_once
from tui.desk.store.tables import NotraJob, NotraJobEvent, NotraPost, Repository
from tui.desk.workflows.bench import Bench, derived_id, fault_sentence
from tui.desk.workflows.scheduled import asked_at, publishes
from tui.desk.workflows.selection import selected
from tui.desk.writer.activity import Activity
from tui.desk.writer.draft import Draft, NothingToWrite, WriterError
from tui.desk.writer.git import read_activity
from tui.desk.writer.posts import write
from tui.desk.writer.windows import window

OPEN_STATES = ("queued", "running")
LONGEST_TITLE = 120
"""Characters of a Notra post's title."""
_SLUG_TRIES = 20


@dataclass(frozen=True, slots=True)
class _Material:
    """What a job's repositories hold in its window."""

    activities: tuple[tuple[str, Activity], ...]
    since: datetime
    until: datetime

    @property
    def counts(self) -> dict[str, int]:
        found = [activity for _, activity in self.activities]
        return {
            "commits": sum(len(activity.commits) for activity in found),
            "merges": sum(len(activity.merges) for activity in found),
            "tags": sum(len(activity.tags) for activity in found),
        }


class NotraWriting:
    """Writes the posts of Notra jobs."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._read: dict[str, _Material] = {}
        """What was read and is not written yet; after a restart it is read again."""

    def run(self, job_id: str) -> None:
        """The workflow: running → completed, skipped or failed, whatever happens."""
        step, wait, pause = self._bench.durable.step, self._bench.durable.wait, self._bench.stage_seconds
        try:
            run_id = DBOS.workflow_id or job_id
            step("begin", lambda: self._begin(job_id, run_id))
            wait(pause)
            refused = step("read", lambda: self._read_repositories(job_id))
            if refused is not None:
                step("fail", lambda: self.fail(job_id, refused))
                return
            wait(pause)
            step("generate", lambda: self._announce_writing(job_id))
            wait(pause)
            step("write", lambda: self._write(job_id))
        except Exception as error:
            sentence = fault_sentence(f"Notra job {job_id}", error)
            step("fault", lambda: self.fail(job_id, sentence))
        finally:
            self._read.pop(job_id, None)

    def fail(self, job_id: str, sentence: str) -> None:
        """End a job that has not ended, with the reason for the person."""
        self._end(job_id, "failed", sentence)

    def _begin(self, job_id: str, run_id: str) -> None:
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is None:
                return
            now = self._bench.now()
            job.workflow_run_id = run_id
            job.status = "running"
            job.updated_at = now
            _event(session, job_id, "workflow_triggered", "Workflow started", now)
            _event(session, job_id, "running", "Generation is running", now + timedelta(microseconds=1))

    def _read_repositories(self, job_id: str) -> str | None:
        """Read git; the reason where that cannot be done."""
        try:
            material = self._material(job_id)
        except WriterError as error:
            return str(error)
        if material is None:
            return None
        self._read[job_id] = material
        counts = material.counts
        with self._bench.sessions.begin() as session:
            names = [name for name, _ in material.activities]
            message = f"Read {', '.join(names)}: {_counted(counts)}"
            details = {**counts, "repositories": names}
            _event(session, job_id, "fetching_repositories", message, self._bench.now(), details)
        return None

    def _material(self, job_id: str) -> _Material | None:
        with self._bench.sessions() as session:
            job = _open_job(session, job_id)
            if job is None:
                return None
            repositories = _repositories(session, job.repository_ids)
            since, until = window(job.lookback_window, asked_at(job))
            request = job.request
        return _Material(tuple(_activity(one, since, until, request) for one in repositories), since, until)

    def _announce_writing(self, job_id: str) -> None:
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is not None:
                kind = job.content_type.replace("_", " ")
                _event(session, job_id, "generating_content", f"Writing the {kind}", self._bench.now())

    def _write(self, job_id: str) -> None:
        """Write the post and end the job in one transaction."""
        try:
            material = self._read.get(job_id) or self._material(job_id)
        except WriterError as error:
            self.fail(job_id, str(error))
            return
        if material is None:
            return
        with self._bench.sessions() as session:
            job = _open_job(session, job_id)
        if job is None:
            return
        draft = write(
            job.content_type, material.activities, job.lookback_window, material.since, material.until
        )
        if isinstance(draft, NothingToWrite):
            self._end(job_id, "skipped", draft.reason)
        else:
            self._keep(job_id, draft)

    def _keep(self, job_id: str, draft: Draft) -> None:
        for _ in range(_SLUG_TRIES):
            try:
                self._keep_once(job_id, draft)
                return
            except IntegrityError:
                # Another job took the slug between the look and the write: look again.
                continue
        self.fail(job_id, "No slug was free for the post, however often one was looked for. Try again.")

    def _keep_once(self, job_id: str, draft: Draft) -> None:
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is None:
                return
            now = self._bench.now()
            post_id = "post_" + derived_id("notra-post", job_id)
            job.status = "completed"
            job.post_id = post_id
            job.updated_at = job.completed_at = now
            # Written before the slug is looked for: in SQLite nobody else writes from here on.
            session.flush()
            post = _post(session, post_id, job, draft, now)
            insert_once(session, NotraPost, **post)
            done = "Published" if post["status"] == "published" else "Created"
            _event(session, job_id, "post_created", f"{done} “{draft.title}”", now, {"postId": post_id})
            _event(session, job_id, "completed", "Generation completed", now + timedelta(microseconds=1))

    def _end(self, job_id: str, status: str, reason: str) -> None:
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is None:
                return
            now = self._bench.now()
            job.status = status
            job.error = reason
            job.updated_at = job.completed_at = now
            _event(session, job_id, status, reason, now)


def _open_job(session: Session, job_id: str) -> NotraJob | None:
    """The job, unless it has ended."""
    job = session.get(NotraJob, job_id)
    return job if job is not None and job.status in OPEN_STATES else None


def _repositories(session: Session, ids: list[Any]) -> list[Repository]:
    """The job's repositories; all of them where it names none."""
    found = list(session.scalars(select(Repository).order_by(Repository.created_at)))
    if not ids:
        if not found:
            raise WriterError("No repository is registered with this desk; start Copydesk in a git checkout.")
        return found
    by_id = {repository.id: repository for repository in found}
    missing = [str(id) for id in ids if id not in by_id]
    if missing:
        raise WriterError(f"The repository {missing[0]} is not registered with this desk any more.")
    return [by_id[id] for id in dict.fromkeys(ids)]


def _activity(
    repository: Repository, since: datetime, until: datetime, request: dict[str, Any]
) -> tuple[str, Activity]:
    """A repository's name and what the request wants of its window. `dataPoints`: each true where it is
    left out. Raises WriterError.
    """
    points = request.get("dataPoints") or {}
    found = read_activity(
        Path(repository.path),
        since,
        until,
        commits=points.get("includeCommits", True) is not False,
        pulls=points.get("includePullRequests", True) is not False,
        releases=points.get("includeReleases", True) is not False,
        branch=repository.default_branch,
    )
    return repository.display_name, selected(found, repository.id, request)


def _counted(counts: dict[str, int]) -> str:
    """`38 commits, 4 merges`; tags only where there are any."""
    words = {"commits": "commit", "merges": "merge", "tags": "tag"}
    shown: Iterable[str] = (name for name in words if counts[name] or name != "tags")
    return ", ".join(f"{counts[name]} {words[name]}{'' if counts[name] == 1 else 's'}" for name in shown)


def _post(session: Session, post_id: str, job: NotraJob, draft: Draft, now: datetime) -> dict[str, Any]:
    def taken(slug: str) -> bool:
        return session.scalar(select(NotraPost.id).where(NotraPost.slug == slug)) is not None

    return {
        "id": post_id,
        "title": draft.title[:LONGEST_TITLE],
        "slug": free_slug(draft.slug, taken),
        "markdown": draft.markdown,
        "content": to_html(draft.markdown),
        "content_type": job.content_type,
        "status": "published" if publishes(session, job) else "draft",
        "brand_identity_id": job.request.get("brandIdentityId"),
        "source_metadata": draft.sources,
        "created_at": now,
        "updated_at": now,
    }


def _event(
    session: Session,
    job_id: str,
    type: str,
    message: str,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    insert_once(
        session,
        NotraJobEvent,
        id=f"{job_id}_{type}",
        job_id=job_id,
        type=type,
        message=message,
        details=details,
        created_at=now,
    )
