"""Notra's brand identities: list, get, change, delete, and make one from a website."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tui.desk.routes.notra.access import TheShape, limited
from tui.desk.routes.notra.brand_wire import (
    BrandAnswer,
    BrandIdentity,
    BrandJob,
    BrandJobAnswer,
    BrandsAnswer,
    BrandUpdate,
    DeletedBrandAnswer,
    NewBrand,
)
from tui.desk.routes.notra.errors import refusals
from tui.desk.routes.notra.switching_off import switch_off
from tui.desk.routes.notra.wire import wire_time
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk
from tui.desk.store.schema import take_pen
from tui.desk.store.tables import NotraBrand, NotraBrandJob
from tui.desk.workflows.brands import OPEN_STATES, STEPS

router = APIRouter(prefix="/brand-identities", tags=["Notra brand identities"])

BrandId = Annotated[str, Path(alias="brandIdentityId", pattern=r"^[A-Za-z0-9_-]{1,100}$")]
JobId = Annotated[str, Path(alias="jobId", pattern=r"^[A-Za-z0-9_-]{1,100}$")]

_NAME_TAKEN = "Brand identity name already exists"


@router.get("", summary="List available brand identities", responses=refusals())
def list_brands(desk: TheDesk, shape: TheShape) -> BrandsAnswer:
    """All brand identities, the default first."""
    ordered = select(NotraBrand).order_by(NotraBrand.is_default.desc(), NotraBrand.created_at, NotraBrand.id)
    with desk.sessions() as session:
        found = [_wire(row) for row in session.scalars(ordered)]
    return BrandsAnswer(organization=shape.organization, brand_identities=found)


@router.post(
    "/generate",
    status_code=202,
    summary="Queue async brand identity generation",
    responses=refusals(400, 409, 429, conflict=_NAME_TAKEN),
    dependencies=[Depends(limited(lambda limits: limits.notra_brand))],
)
def generate(new: NewBrand, desk: TheDesk, shape: TheShape) -> BrandJobAnswer:
    """Queue the making of a brand identity from what the page at `websiteUrl` says of itself. 5 a minute."""
    now = desk.now()
    with desk.sessions.begin() as session:
        row = NotraBrandJob(
            id=f"brand_job_{secrets.token_hex(10)}",
            brand_id=f"brand_{secrets.token_hex(10)}",
            name=new.name,
            website_url=new.website_url,
            status="queued",
            current_step=0,
            created_at=now,
            updated_at=now,
        )
        # One after the other: two with one name cannot both find it free.
        take_pen(session)
        session.add(row)
        session.flush()
        if new.name is not None and _taken(session, new.name, row.id):
            raise Refusal(409, _NAME_TAKEN)
        job = _wire_job(row, shape.organization.id)
    desk.work.read_notra_brand(job.id)
    return BrandJobAnswer(organization=shape.organization, job=job)


def _taken(session: Session, name: str, job_id: str) -> bool:
    """Whether a brand identity has that name, or is about to."""
    making = select(NotraBrandJob.id).where(
        NotraBrandJob.name == name, NotraBrandJob.status.in_(OPEN_STATES), NotraBrandJob.id != job_id
    )
    kept = select(NotraBrand.id).where(NotraBrand.name == name)
    return any(session.scalars(query.limit(1)).first() is not None for query in (making, kept))


@router.get(
    "/generate/{jobId}",
    summary="Get async brand identity generation status",
    responses=refusals(400, 404),
)
def get_job(job_id: JobId, desk: TheDesk, shape: TheShape) -> BrandJobAnswer:
    """How far the reading of a website is."""
    with desk.sessions() as session:
        row = session.get(NotraBrandJob, job_id)
    if row is None:
        raise Refusal(404, "Brand identity analysis job not found")
    return BrandJobAnswer(organization=shape.organization, job=_wire_job(row, shape.organization.id))


@router.get("/{brandIdentityId}", summary="Get a single brand identity", responses=refusals(400))
def get_brand(brand_id: BrandId, desk: TheDesk, shape: TheShape) -> BrandAnswer:
    """One brand identity, or null where it is not there."""
    with desk.sessions() as session:
        row = session.get(NotraBrand, brand_id)
    return BrandAnswer(brand_identity=_wire(row) if row else None, organization=shape.organization)


@router.patch(
    "/{brandIdentityId}",
    summary="Update a single brand identity",
    responses=refusals(400, 404, 409, conflict=_NAME_TAKEN),
)
def update_brand(brand_id: BrandId, changes: BrandUpdate, desk: TheDesk, shape: TheShape) -> BrandAnswer:
    """Change the given fields. `toneProfile` without `customTone` clears the custom tone;
    `{"isDefault": true}` makes it the one that is used where none is named.
    """
    try:
        with desk.sessions.begin() as session:
            take_pen(session)
            row = _found(session, brand_id)
            for name, value in changes.changes().items():
                setattr(row, name, value)
            if changes.chosen:
                session.execute(update(NotraBrand).values(is_default=NotraBrand.id == brand_id))
                session.refresh(row, ["is_default"])
            if changes.model_fields_set:
                row.updated_at = desk.now()
            session.flush()
            return BrandAnswer(brand_identity=_wire(row), organization=shape.organization)
    except IntegrityError:
        raise Refusal(409, _NAME_TAKEN) from None


@router.delete("/{brandIdentityId}", summary="Delete a single brand identity", responses=refusals(400, 404))
def delete_brand(brand_id: BrandId, desk: TheDesk, shape: TheShape) -> DeletedBrandAnswer:
    """Delete one that is not the default; schedules that name it are switched off, and named."""
    with desk.sessions.begin() as session:
        take_pen(session)
        row = _found(session, brand_id)
        if row.is_default:
            raise Refusal(400, "Cannot delete the default brand identity: make another one the default first")
        stopped = switch_off(session, desk.now(), brand_id=brand_id)
        session.delete(row)
    return DeletedBrandAnswer(
        id=brand_id, organization=shape.organization, disabled_schedules=stopped, disabled_events=[]
    )


def _found(session: Session, brand_id: str) -> NotraBrand:
    row = session.get(NotraBrand, brand_id)
    if row is None:
        raise Refusal(404, "Brand identity not found")
    return row


def _wire(row: NotraBrand) -> BrandIdentity:
    return BrandIdentity(
        id=row.id,
        name=row.name,
        is_default=row.is_default,
        website_url=row.website_url,
        company_name=row.company_name,
        company_description=row.company_description,
        tone_profile=row.tone_profile,
        custom_tone=row.custom_tone,
        custom_instructions=row.custom_instructions,
        audience=row.audience,
        language=row.language,
        created_at=wire_time(row.created_at),
        updated_at=wire_time(row.updated_at),
    )


def _wire_job(row: NotraBrandJob, organization_id: str) -> BrandJob:
    return BrandJob.model_validate(
        {
            "id": row.id,
            "organization_id": organization_id,
            "brand_identity_id": row.brand_id,
            "status": row.status,
            "step": row.step,
            "current_step": row.current_step,
            "total_steps": len(STEPS),
            "workflow_run_id": row.workflow_run_id,
            "error": row.error,
            "created_at": wire_time(row.created_at),
            "updated_at": wire_time(row.updated_at),
            "completed_at": wire_time(row.completed_at) if row.completed_at else None,
        }
    )
