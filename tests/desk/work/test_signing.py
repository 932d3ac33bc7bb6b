"""Signatures against vectors that others made."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

from tui.desk.delivery.signing import (
    blogree_headers,
    repostra_webhook_headers,
    repostra_wordpress_headers,
    signature,
)

NOON = datetime(2026, 4, 10, 12, 0, tzinfo=UTC)


def test_rfc_4231_vector_2() -> None:
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert signature("Jefe", b"what do ya want for nothing?") == f"sha256={expected}"


def test_openssl_agrees(tmp_path: object) -> None:
    body = '{"title": "Grüße \\u001b[31m"}'.encode()
    said = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", "s3cret", "-r"], input=body, capture_output=True, check=True
    )
    assert signature("s3cret", body) == "sha256=" + said.stdout.split()[0].decode()


def test_blogree_headers_are_those_of_the_contract() -> None:
    assert blogree_headers("s3cret", b"{}", "post.published", "d1", NOON) == {
        "Content-Type": "application/json",
        "X-Blogree-Signature": signature("s3cret", b"{}"),
        "X-Blogree-Timestamp": "1775822400",
        "X-Blogree-Event": "post.published",
        "X-Blogree-Delivery": "d1",
        "X-Blogree-Version": "2026-04-01",
    }


def test_repostra_signs_where_there_is_a_secret() -> None:
    assert repostra_webhook_headers("k", b"{}", "d1")["X-Repostra-Signature"] == signature("k", b"{}")
    assert "X-Repostra-Signature" not in repostra_webhook_headers(None, b"{}", "d1")


def test_wordpress_gets_the_key_and_no_signature() -> None:
    headers = repostra_wordpress_headers("wp-key", "d1")
    assert headers["X-Repostra-API-Key"] == "wp-key"
    assert "X-Repostra-Signature" not in headers
