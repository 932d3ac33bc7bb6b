"""A job as JSON text and back. Text of any kind survives, lone surrogates too; times are ISO 8601 in UTC."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tui.domain.jobs import Job, JobEvent, JobState
from tui.domain.refs import ItemRef
from tui.state.codec import text_of, utc_text, value_of

if TYPE_CHECKING:
    from tui.domain.generation import GenerationRequest


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
            "request": _request_row(job.request),
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
        request=_request(row.get("request")),
    )


def _request_row(request: GenerationRequest | None) -> dict[str, Any] | None:
    if request is None:
        return None
    # Not at the top: the start needs no request.
    from tui.domain.generation import GitRequest

    return {"from": "git" if isinstance(request, GitRequest) else "topic", "asked": text_of(request)}


def _request(row: dict[str, Any] | None) -> GenerationRequest | None:
    """What was asked for; None where a row of another version says it otherwise: the job is still there."""
    if not isinstance(row, dict):
        return None
    from tui.domain.generation import GitRequest, TopicRequest

    with suppress(ValueError, KeyError, TypeError):
        asked = row["asked"]
        return value_of(GitRequest, asked) if row["from"] == "git" else value_of(TopicRequest, asked)
    return None


def _text(when: datetime | None) -> str | None:
    return utc_text(when) if when is not None else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
