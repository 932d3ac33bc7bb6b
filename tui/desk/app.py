"""The desk's web application: three platforms' APIs and its own, each under its prefix."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

import tui
from tui.desk.context import Desk
from tui.desk.limits import Limits
from tui.desk.routes import blogree, notra, own, pages, repostra
from tui.desk.routes.blogree.errors import WORLD as BLOGREE
from tui.desk.routes.gate import Gate
from tui.desk.routes.notra.errors import WORLD as NOTRA
from tui.desk.routes.own.errors import WORLD as OWN
from tui.desk.routes.problems import problems_of
from tui.desk.routes.refusal import Refusal, World
from tui.desk.routes.repostra.errors import WORLD as REPOSTRA
from tui.desk.routes.serving import Serving

_WORLDS = (NOTRA, REPOSTRA, BLOGREE)

_DESCRIPTION = """\
Three platforms' APIs over one local database: **Notra** under `/notra`, **Repostra** under
`/repostra/api/v1`, **Blogree** under `/blogree/api`; and the desk's own under `/desk`.
`copydesk desk keys --json` prints the keys.
"""


def create_app(
    desk: Desk,
    *,
    allowed_hosts: Sequence[str],
    on_request: Callable[[], None],
    stop: Callable[[], None],
) -> FastAPI:
    """The application of one desk.

    `allowed_hosts`: the names that a Host header may have, without ports; "*" allows any. `on_request` is
    called for each request but the health check, `stop` after a request to stop was answered.
    """
    app = FastAPI(
        title="Copydesk: the local desk",
        version=tui.__version__,
        description=_DESCRIPTION,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        # Handlers of exceptions: a refusal is worded by the platform that the request was sent to.
        exception_handlers={
            Refusal: _refused,
            RequestValidationError: _invalid,
            HTTPException: _not_served,
        },
    )
    app.state.serving = Serving(desk=desk, limits=Limits(), stop=stop, started=desk.now())
    app.add_middleware(Gate, world_of=world_of, allowed_hosts=allowed_hosts, on_request=on_request)
    for part in (notra, repostra, blogree, own, pages):
        app.include_router(part.router)
    return app


def world_of(path: str) -> World:
    """The platform that a path belongs to; the desk's own where it is none's."""
    return next((world for world in _WORLDS if world.holds(path)), OWN)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    error.headers = getattr(request.state, "headers", {}) | error.headers
    return world_of(request.url.path).answer(error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return await _refused(request, world_of(request.url.path).invalid(problems_of(error.errors())))


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    texts = {
        400: "The body could not be read as JSON",
        404: "There is nothing here; /docs lists what there is",
        405: "This cannot be done with this method; /docs lists what can",
    }
    text = texts.get(error.status_code, "The request cannot be served")
    return await _refused(request, Refusal(error.status_code, text, headers=error.headers))
