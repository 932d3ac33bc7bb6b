"""Whether the API is there."""

from __future__ import annotations

from fastapi import APIRouter

import tui
from tui.desk.routes.notra.errors import refusals
from tui.desk.routes.notra.wire import StatusAnswer

router = APIRouter(prefix="/v1", tags=["Notra"])


@router.get("/status", summary="Check public API reachability", responses=refusals())
def status() -> StatusAnswer:
    """Say that the API is there; needs no key."""
    return StatusAnswer(status="ok", service="Notra API", version=tui.__version__, public=True)
