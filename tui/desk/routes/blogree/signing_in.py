"""Blogree's login: a token for seven days."""

from __future__ import annotations

from fastapi import APIRouter

from tui.desk.auth import USER_ID, USER_NAME, make_token, signed_in
from tui.desk.delivery.times import blogree_time
from tui.desk.routes.blogree.errors import refusals
from tui.desk.routes.blogree.wire import LoginAnswer, LoginRequest, RegisterRequest, User
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk

router = APIRouter(prefix="/auth", tags=["Blogree sign-in"])


@router.post("/login", summary="Log in", responses=refusals(400, 401))
def login(request: LoginRequest, desk: TheDesk) -> LoginAnswer:
    """A token for the desk's one account; it holds for 7 days."""
    if not signed_in(request.email, request.password, desk.keys):
        raise Refusal(401, "Invalid email or password")
    token, expires = make_token(desk.keys, desk.now())
    return LoginAnswer(
        user=User(id=USER_ID, name=USER_NAME, email=desk.keys.blogree_email),
        token=token,
        expires_at=blogree_time(expires) or "",
    )


@router.post("/register", summary="Register an account", responses=refusals(400, 409))
def register(request: RegisterRequest, desk: TheDesk) -> LoginAnswer:
    """Always refused: the desk has one account."""
    taken = request.email.strip().casefold() == desk.keys.blogree_email.casefold()
    raise Refusal(
        409 if taken else 400,
        "The local desk has one account, made with its data folder: "
        "`copydesk desk keys --json` prints its email and password",
    )
