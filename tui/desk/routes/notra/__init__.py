"""Notra on the desk: `/notra/v1/…`, in both of its URL shapes (contracts/notra.md)."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from tui.desk.routes.notra import brands, generation, integrations, posts, schedules, status
from tui.desk.routes.notra.access import keyed, of_organization
from tui.desk.routes.notra.errors import WORLD, refusals

# Posts and generation answer in both shapes. The key-scoped one comes first: in `/v1/posts/{id}` the
# word "posts" is no organization.
_keyed = APIRouter(prefix="/v1", dependencies=[Depends(keyed)], responses=refusals(401))
_keyed.include_router(generation.router)
_keyed.include_router(posts.router)
_keyed.include_router(integrations.router)
_keyed.include_router(brands.router)
_keyed.include_router(schedules.router)

_scoped = APIRouter(
    prefix="/v1/{organizationId}",
    dependencies=[Depends(of_organization)],
    responses=refusals(401, 403),
)
_scoped.include_router(generation.router)
_scoped.include_router(posts.router)

router = APIRouter(prefix=WORLD.prefix)
router.include_router(status.router)
router.include_router(_keyed)
router.include_router(_scoped)
