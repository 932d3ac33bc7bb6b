"""The headers that a receiver checks: contracts/blogree.md and contracts/repostra.md, "What it sends"."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

BLOGREE_VERSION = "2026-04-01"


def signature(secret: str, body: bytes) -> str:
    """`sha256=` and the lower-case hex HMAC-SHA256 of the raw body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def blogree_headers(secret: str, body: bytes, event: str, delivery_id: str, now: datetime) -> dict[str, str]:
    """The headers of one try: only the timestamp differs between tries."""
    return {
        "Content-Type": "application/json",
        "X-Blogree-Signature": signature(secret, body),
        "X-Blogree-Timestamp": str(int(now.timestamp())),
        "X-Blogree-Event": event,
        "X-Blogree-Delivery": delivery_id,
        "X-Blogree-Version": BLOGREE_VERSION,
    }


def repostra_webhook_headers(secret: str | None, body: bytes, delivery_id: str) -> dict[str, str]:
    """Signed where the account has a signing secret. The contract has no header for the delivery's id;
    `Idempotency-Key` carries it, so that a repeated social post can be told from a second one.
    """
    headers = {"Content-Type": "application/json", "Idempotency-Key": delivery_id}
    if secret:
        headers["X-Repostra-Signature"] = signature(secret, body)
    return headers


def repostra_wordpress_headers(api_key: str | None, delivery_id: str) -> dict[str, str]:
    """For Repostra's WordPress plug-in: its key instead of a signature."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": delivery_id}
    if api_key:
        headers["X-Repostra-API-Key"] = api_key
    return headers
