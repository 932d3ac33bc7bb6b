"""Blogree on the desk: `/blogree/api/…` (contracts/blogree.md)."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from tui.desk.routes.blogree import generation, posts, publishing, pulling, signing_in, sites
from tui.desk.routes.blogree.access import authorized
from tui.desk.routes.blogree.errors import WORLD, refusals

_authorized = APIRouter(dependencies=[Depends(authorized)], responses=refusals(401, 429))
# Before posts: in `/posts/generate` the word "generate" is no post's id.
_authorized.include_router(generation.router)
_authorized.include_router(posts.router)
_authorized.include_router(publishing.router)
_authorized.include_router(sites.router)

router = APIRouter(prefix=WORLD.prefix)
router.include_router(signing_in.router)
router.include_router(pulling.router)
router.include_router(_authorized)
