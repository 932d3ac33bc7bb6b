"""The desk's own routes: `/desk/…`, for the application and the command line."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from tui.desk.routes.own import health, repositories, running
from tui.desk.routes.own.access import keyed
from tui.desk.routes.own.errors import WORLD, refusals

_keyed = APIRouter(dependencies=[Depends(keyed)], responses=refusals(401))
_keyed.include_router(running.router)
_keyed.include_router(repositories.router)

router = APIRouter(prefix=WORLD.prefix)
router.include_router(health.router)
router.include_router(_keyed)
