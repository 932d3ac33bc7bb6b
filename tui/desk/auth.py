"""Who may ask: keys compared in constant time, and Blogree's seven-day tokens."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

import jwt

from tui.domain.desk import DeskKeys
from tui.domain.secrets import Secret

TOKEN_LIFE = timedelta(days=7)
"""contracts/blogree.md: a token expires after 7 days."""

USER_ID = "user_local_desk"
USER_NAME = "Local desk"

_ALGORITHM = "HS256"


def same(given: str | None, secret: Secret) -> bool:
    """Whether `given` is the secret, in a time that does not tell how much of it is right."""
    if not given:
        return False
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.reveal().encode())


def signed_in(email: str, password: str, keys: DeskKeys) -> bool:
    """Whether these are the desk's Blogree email (any case) and password."""
    right_email = hmac.compare_digest(
        email.strip().casefold().encode("utf-8", "surrogatepass"), keys.blogree_email.casefold().encode()
    )
    return same(password, keys.blogree_password) and right_email


def make_token(keys: DeskKeys, now: datetime) -> tuple[str, datetime]:
    """A token for the desk's one Blogree account, and when it expires."""
    expires = (now + TOKEN_LIFE).replace(microsecond=0)
    claims = {"sub": USER_ID, "email": keys.blogree_email, "iat": int(now.timestamp()), "exp": expires}
    return jwt.encode(claims, keys.blogree_signing_key.reveal(), algorithm=_ALGORITHM), expires


def token_holds(token: str, keys: DeskKeys, now: datetime) -> bool:
    """Whether the desk signed this token and it has not expired at `now`."""
    try:
        claims = jwt.decode(
            token,
            keys.blogree_signing_key.reveal(),
            algorithms=[_ALGORITHM],
            # The desk's own clock decides, below: PyJWT would ask the machine's.
            options={"require": ["sub", "exp"], "verify_exp": False, "verify_iat": False},
        )
        expires = datetime.fromtimestamp(int(claims["exp"]), UTC)
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError, OSError):
        return False
    return claims["sub"] == USER_ID and now < expires
