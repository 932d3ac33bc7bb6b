"""Repostra on the desk: `/repostra/api/v1/…` (contracts/repostra.md).

The seed page shows no answer to a single read or a write but its status. The desk answers one item as
`{"data": {...}}`, and a deletion as `{"message": text}`.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends

from tui.desk.routes.repostra import accounts, approvals, content, schedules, social
from tui.desk.routes.repostra.access import keyed
from tui.desk.routes.repostra.errors import WORLD, refusals

router = APIRouter(prefix=WORLD.prefix, dependencies=[Depends(keyed)], responses=refusals(401, 429))
for _part in (accounts, schedules, content, approvals, social):
    router.include_router(_part.router)
