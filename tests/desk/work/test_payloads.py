"""Bodies as the contracts have them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from tests.desk.work.rows import account, content, post, site, social
from tui.desk.delivery.making import (
    make_blogree_delivery,
    make_repostra_blog_delivery,
    make_repostra_social_delivery,
)
from tui.desk.delivery.payloads import blogree_body, repostra_blog_body, repostra_social_body, text_to_html
from tui.desk.delivery.times import blogree_time, repostra_time
from tui.desk.store.database import Database

NOON = datetime(2026, 4, 10, 14, 0, tzinfo=timezone(timedelta(hours=2)))


def test_blogree_body() -> None:
    body = json.loads(blogree_body(post(), site("http://x"), "post.updated", NOON, 2))
    assert list(body) == ["event", "post", "site", "delivered_at", "previous_version"]
    assert body["event"] == "post.updated"
    assert body["site"] == {"id": "site_1", "name": "My blog"}
    assert body["delivered_at"] == "2026-04-10T12:00:00Z"
    assert body["previous_version"] == 2
    assert body["post"]["title"] == "Hello “you” [/] \x1b[31m"
    assert body["post"]["body"] == {
        "html": "<p>Hello</p>",
        "markdown": "Hello",
        "json": {"type": "doc", "content": []},
    }
    assert "deliveries" not in body["post"]
    assert "secret" not in json.dumps(body)


def test_a_first_publication_has_no_previous_version() -> None:
    assert "previous_version" not in json.loads(
        blogree_body(post(), site("http://x"), "post.published", NOON)
    )


def test_repostra_blog_body() -> None:
    assert json.loads(repostra_blog_body(content(id=42), "<p>Hi</p>")) == {
        "type": "blog_post",
        "title": "Ten tips",
        "content": "<p>Hi</p>",
        "repostra_post_id": 42,
        "excerpt": "A guide",
    }


def test_repostra_social_body() -> None:
    assert json.loads(repostra_social_body(social(scheduled_for=NOON))) == {
        "type": "social_post",
        "platform": "linkedin",
        "content_type": "text",
        "content": "<p>One &lt;two&gt;</p><p>Three</p>",
        "topic": "Tips",
        "scheduled_for": "2026-04-10T12:00:00+00:00",
        "blog_content_id": None,
    }


@given(st.text())
def test_no_text_is_markup(text: str) -> None:
    html = text_to_html(text).replace("<p>", "").replace("</p>", "").replace("<br>", "")
    assert "<" not in html
    assert ">" not in html


def test_no_time_is_no_time() -> None:
    assert blogree_time(None) is None
    assert repostra_time(None) is None


def test_deliveries_are_pending_and_carry_html(database: Database) -> None:
    with database.sessions.begin() as session:
        rows = [
            make_blogree_delivery(session, post(), site("http://site"), "post.published", NOON),
            make_repostra_blog_delivery(session, content(), account("http://blog"), NOON),
            make_repostra_social_delivery(session, social(), account("http://social"), NOON),
        ]
        session.flush()
        assert [(row.world, row.event, row.url, row.status, row.attempts) for row in rows] == [
            ("blogree", "post.published", "http://site", "pending", 0),
            ("repostra", "blog_post", "http://blog", "pending", 0),
            ("repostra", "social_post", "http://social", "pending", 0),
        ]
        assert len({row.id for row in rows}) == 3
        assert json.loads(rows[1].body)["content"] == "<p>Hello <strong>you</strong></p>\n"
    assert rows[0].created_at.astimezone(UTC) == NOON
