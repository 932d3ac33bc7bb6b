"""Notra's integrations: the repositories that are registered with the desk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as PathPart
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tui.desk.routes.checkouts import described, kept, told_apart
from tui.desk.routes.notra.access import TheShape, limited
from tui.desk.routes.notra.errors import refusals
from tui.desk.routes.notra.schedule_wire import DeletedIntegrationAnswer
from tui.desk.routes.notra.switching_off import switch_off
from tui.desk.routes.notra.wire import (
    GithubAnswer,
    GithubIntegration,
    IntegrationsAnswer,
    NewGithubIntegration,
)
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk
from tui.desk.store.schema import take_pen
from tui.desk.store.tables import Repository
from tui.desk.writer.beside import checkout_beside
from tui.desk.writer.plain import one_line

router = APIRouter(tags=["Notra integrations"])

_CONNECTED = "Repository already connected"


@router.get("/integrations", summary="List available integrations", responses=refusals())
def list_integrations(desk: TheDesk, shape: TheShape) -> IntegrationsAnswer:
    """The git repositories that the desk can write from."""
    with desk.sessions() as session:
        rows = session.scalars(select(Repository).order_by(Repository.created_at, Repository.id)).all()
        names = told_apart(rows)
        github = [_wire(row, names[row.id]) for row in rows]
    return IntegrationsAnswer(github=github, slack=[], linear=[], organization=shape.organization)


@router.post(
    "/integrations/github",
    summary="Create a GitHub integration",
    responses=refusals(400, 409, 429, conflict="Repository already connected"),
    status_code=201,
    dependencies=[Depends(limited(lambda limits: limits.notra_connect))],
)
def connect(wanted: NewGithubIntegration, desk: TheDesk, shape: TheShape) -> GithubAnswer:
    """Connect a checkout on the desk's machine: the folder `repo` in the folder `owner` (absolute); or, where
    `owner` and `repo` are GitHub's, the checkout of that remote that lies beside one that is connected
    already. 20 a minute. It is read as it is on the disk: a `token` is not needed, and not kept.
    """
    with desk.sessions() as session:
        known = list(session.scalars(select(Repository).order_by(Repository.created_at, Repository.id)))
    folder = _folder(wanted, known)
    facts = described(folder, one_line(folder))
    if wanted.branch is not None and wanted.branch != facts.default_branch:
        raise Refusal(
            400,
            f"Invalid request body: branch must be left out: the local desk reads a checkout's default branch"
            f" ({facts.default_branch or 'it has none yet'})",
        )
    try:
        with desk.sessions.begin() as session:
            row, there = kept(session, facts, desk)
            if there:
                raise Refusal(409, _CONNECTED)
            return GithubAnswer(github=_wire(row, row.display_name), organization=shape.organization)
    except IntegrityError:
        raise Refusal(409, _CONNECTED) from None


def _folder(wanted: NewGithubIntegration, known: Sequence[Repository]) -> str:
    """Where the checkout is that is asked for."""
    if Path(wanted.owner).is_absolute():
        if Path(wanted.repo).name != wanted.repo:
            raise Refusal(400, "Invalid request body: repo must be the name of the checkout's folder alone")
        return str(Path(wanted.owner) / wanted.repo)
    full = (wanted.owner.lower(), wanted.repo.lower())
    if any(((row.owner or "").lower(), (row.repo or "").lower()) == full for row in known):
        raise Refusal(409, _CONNECTED)
    found = checkout_beside((Path(row.path) for row in known), wanted.owner, wanted.repo)
    if found is None:
        name = one_line(f"{wanted.owner}/{wanted.repo}")
        raise Refusal(
            400,
            f"No checkout of {name} lies beside one that is connected: the local desk reads checkouts on its "
            "own machine. Clone it first; then give the folder that it lies in as owner (absolute) and its "
            "own folder's name as repo, or start copydesk inside it",
        )
    return str(found)


def _wire(row: Repository, name: str) -> GithubIntegration:
    return GithubIntegration(
        id=row.id,
        display_name=name,
        owner=row.owner,
        repo=row.repo,
        default_branch=row.default_branch,
    )


@router.delete(
    "/integrations/{integrationId}",
    summary="Delete a single integration",
    responses=refusals(400, 404),
)
def delete_integration(
    integration_id: Annotated[str, PathPart(alias="integrationId", pattern=r"^[A-Za-z0-9_-]{1,100}$")],
    desk: TheDesk,
    shape: TheShape,
) -> DeletedIntegrationAnswer:
    """Forget a repository; the checkout itself is not touched. Schedules that write from it are switched
    off, and named.
    """
    with desk.sessions.begin() as session:
        take_pen(session)
        row = session.get(Repository, integration_id)
        if row is None:
            raise Refusal(404, "Integration not found")
        stopped = switch_off(session, desk.now(), repository_id=integration_id)
        session.delete(row)
    return DeletedIntegrationAnswer(
        id=integration_id, organization=shape.organization, disabled_schedules=stopped, disabled_events=[]
    )
