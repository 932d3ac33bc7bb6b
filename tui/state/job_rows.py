"""A job as JSON text and back. Text of any kind survives, lone surrogates too; times are ISO 8601 in UTC."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tui.domain.jobs import Job, JobEvent, JobState
from tui.domain.refs import ItemRef
from tui.state.codec import utc_text


def job_text(job: Job) -> str:
    """All of a job but its ref."""
    return json.dumps(
        {
            "what": job.what,
            "state": job.state,
            "state_word": job.state_word,
            "started_at": utc_text(job.started_at),
            "updated_at": _text(job.updated_at),
            "ended_at": _text(job.ended_at),
            "reason": job.reason,
            "post_id": job.post_id,
            "estimated_seconds": job.estimated_seconds,
            "events": [
                {"id": event.id, "type": event.type, "message": event.message, "at": _text(event.at)}
                for event in job.events
            ],
        }
    )


def job_of(ref: ItemRef, text: str) -> Job:
    """The job that `job_text` gave. Raises ValueError, KeyError or TypeError where it is none."""
    row: dict[str, Any] = json.loads(text)
    return Job(
        ref=ref,
        what=row["what"],
        state=JobState(row["state"]),
        state_word=row["state_word"],
        started_at=datetime.fromisoformat(row["started_at"]),
        updated_at=_time(row["updated_at"]),
        ended_at=_time(row["ended_at"]),
        reason=row["reason"],
        post_id=row["post_id"],
        events=tuple(
            JobEvent(event["id"], event["type"], event["message"], _time(event["at"]))
            for event in row["events"]
        ),
        estimated_seconds=row["estimated_seconds"],
    )


def _text(when: datetime | None) -> str | None:
    return utc_text(when) if when is not None else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
