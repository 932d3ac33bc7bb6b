"""Whether a desk answers here."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

import tui
from tui.desk.routes.own.errors import refusals
from tui.desk.routes.serving import TheDesk
from tui.desk.zone import name_of

router = APIRouter(tags=["Desk"])


class HealthAnswer(BaseModel):
    """That this is a desk, and of which version."""

    desk: Literal[True]
    version: str
    zone: str | None
    """The IANA name of the zone that the clock of schedules goes by."""


@router.get("/health", summary="Whether a desk answers", responses=refusals())
def health(desk: TheDesk) -> HealthAnswer:
    """Say that this is a desk; needs no key and does not keep it awake."""
    return HealthAnswer(desk=True, version=tui.__version__, zone=name_of(desk.zone))
