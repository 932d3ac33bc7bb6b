"""The git repositories that the desk may read, registered by path."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tui.desk.delivery.times import blogree_time
from tui.desk.routes.checkouts import described, kept
from tui.desk.routes.fields import FilledText
from tui.desk.routes.notra.switching_off import switch_off
from tui.desk.routes.own.errors import refusals
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk
from tui.desk.store.schema import take_pen
from tui.desk.store.tables import Repository

router = APIRouter(prefix="/repositories", tags=["Desk repositories"])


class NewRepository(BaseModel):
    """A folder in a git checkout."""

    path: Annotated[FilledText, StringConstraints(max_length=4096)]
    """Absolute, on the desk's machine; any folder inside the checkout."""


class RepositoryAnswer(BaseModel):
    """A repository that the desk may read; `id` is its id as a Notra integration."""

    id: str
    path: str
    owner: str | None
    repo: str | None
    display_name: str
    default_branch: str | None
    created_at: str


class RepositoriesAnswer(BaseModel):
    """All repositories."""

    repositories: list[RepositoryAnswer]


@router.get("", summary="List repositories", responses=refusals())
def list_repositories(desk: TheDesk) -> RepositoriesAnswer:
    """All repositories, the oldest registration first."""
    with desk.sessions() as session:
        rows = session.scalars(select(Repository).order_by(Repository.created_at, Repository.id))
        return RepositoriesAnswer(repositories=[_wire(row) for row in rows])


@router.post(
    "",
    status_code=201,
    summary="Register a repository",
    responses=refusals(400)
    | {
        200: {"model": RepositoryAnswer, "description": "It was registered before; its names as they are now"}
    },
)
def register(new: NewRepository, desk: TheDesk, response: Response) -> RepositoryAnswer:
    """Register the checkout at a path; 200 where it is registered already, with its names as they are
    now.
    """
    facts = described(new.path)
    try:
        with desk.sessions.begin() as session:
            row, known = kept(session, facts, desk)
    except IntegrityError:
        # Two registrations of one checkout at once: the other one was faster.
        with desk.sessions.begin() as session:
            row, known = kept(session, facts, desk)
    if known:
        response.status_code = 200
    return _wire(row)


@router.delete("/{repository_id}", status_code=204, summary="Forget a repository", responses=refusals(404))
def forget(repository_id: str, desk: TheDesk) -> None:
    """Forget a repository; the checkout itself is not touched. Notra's schedules that write from it are
    switched off.
    """
    with desk.sessions.begin() as session:
        take_pen(session)
        row = session.get(Repository, repository_id)
        if row is None:
            raise Refusal(404, "No repository has that id")
        switch_off(session, desk.now(), repository_id=repository_id)
        session.delete(row)


def _wire(row: Repository) -> RepositoryAnswer:
    return RepositoryAnswer(
        id=row.id,
        path=row.path,
        owner=row.owner,
        repo=row.repo,
        display_name=row.display_name,
        default_branch=row.default_branch,
        created_at=blogree_time(row.created_at) or "",
    )
