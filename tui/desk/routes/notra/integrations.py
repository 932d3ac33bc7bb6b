"""Notra's integrations: the repositories that are registered with the desk."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy import select

from tui.desk.routes.notra.access import TheShape, limited
from tui.desk.routes.notra.errors import refusals
from tui.desk.routes.notra.wire import (
    DeletedIntegrationAnswer,
    GithubIntegration,
    IntegrationsAnswer,
    NewGithubIntegration,
)
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk
from tui.desk.store.tables import Repository

router = APIRouter(tags=["Notra integrations"])


@router.get("/integrations", summary="List available integrations", responses=refusals())
def list_integrations(desk: TheDesk, shape: TheShape) -> IntegrationsAnswer:
    """The git repositories that the desk can write from."""
    with desk.sessions() as session:
        rows = session.scalars(select(Repository).order_by(Repository.created_at, Repository.id)).all()
        github = [
            GithubIntegration(
                id=row.id,
                display_name=row.display_name,
                owner=row.owner,
                repo=row.repo,
                default_branch=row.default_branch,
            )
            for row in rows
        ]
    return IntegrationsAnswer(github=github, slack=[], linear=[], organization=shape.organization)


@router.post(
    "/integrations/github",
    summary="Create a GitHub integration",
    responses=refusals(400, 429),
    status_code=201,
    dependencies=[Depends(limited(lambda limits: limits.notra_connect))],
)
def connect(_wanted: NewGithubIntegration) -> GithubIntegration:
    """Always refused: the desk reads checkouts on its own machine, and they are registered by path."""
    raise Refusal(
        400,
        "The local desk reads git checkouts on this machine: register one by its path "
        "(POST /desk/repositories), or start copydesk inside it",
    )


@router.delete(
    "/integrations/{integrationId}",
    summary="Delete a single integration",
    responses=refusals(400, 404),
)
def delete_integration(
    integration_id: Annotated[str, Path(alias="integrationId", pattern=r"^[A-Za-z0-9_-]{1,100}$")],
    desk: TheDesk,
    shape: TheShape,
) -> DeletedIntegrationAnswer:
    """Forget a repository; the checkout itself is not touched."""
    with desk.sessions.begin() as session:
        row = session.get(Repository, integration_id)
        if row is None:
            raise Refusal(404, "Integration not found")
        session.delete(row)
    return DeletedIntegrationAnswer(
        id=integration_id, organization=shape.organization, disabled_schedules=[], disabled_events=[]
    )
