from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import THEN, content, social, webhook_account
from tests.desk.api.test_repostra_accounts import invalid
from tui.desk.store.tables import DeliveryRow, RepostraSocial


async def test_what_waits(bench: Bench) -> None:
    bench.keep(
        content(1, status="draft", scheduled_for=THEN, ai_generated_at=THEN),
        content(2, status="generating", content=None, ai_generated_at=THEN),
        content(3, status="draft", approved_at=THEN),
        content(4, status="planned"),
        content(5, status="published"),
        content(6, status="failed"),
        content(7, status="scheduled"),
        social(105, blog_content_id=42, scheduled_for=THEN + timedelta(days=1)),
        social(106, content="A text", platform="twitter"),
        social(107, content="By hand", status="manual_posting"),
        social(108, status="generating"),
        social(109, status="ready", content="x"),
        social(110, status="published", content="x"),
        social(111, status="failed"),
    )
    answer = (await bench.repostra("GET", "/approvals")).json()
    assert answer["meta"] == {"pending_blog_count": 2, "pending_social_count": 3}
    assert answer["data"]["pending_blog"] == [
        {
            "type": "blog_content",
            "id": 1,
            "title": "Content 1",
            "status": "draft",
            "scheduled_for": "2026-03-01T12:00:00+00:00",
            "ai_generated_at": "2026-03-01T12:00:00+00:00",
            "created_at": "2026-03-01T12:00:00+00:00",
        },
        {
            "type": "blog_content",
            "id": 2,
            "title": "Content 2",
            "status": "generating",
            "scheduled_for": None,
            "ai_generated_at": "2026-03-01T12:00:00+00:00",
            "created_at": "2026-03-01T12:00:00+00:00",
        },
    ]
    assert answer["data"]["pending_social"][0] == {
        "type": "social_post",
        "id": 105,
        "topic": "Topic 105",
        "content": None,
        "platform": "linkedin",
        "content_type": "text",
        "status": "pending_approval",
        "blog_content_id": 42,
        "scheduled_for": "2026-03-02T12:00:00+00:00",
        "created_at": "2026-03-01T12:00:00+00:00",
    }
    assert [entry["id"] for entry in answer["data"]["pending_social"]] == [105, 106, 107]


async def test_nothing_waits(bench: Bench) -> None:
    assert (await bench.repostra("GET", "/approvals")).json() == {
        "data": {"pending_blog": [], "pending_social": []},
        "meta": {"pending_blog_count": 0, "pending_social_count": 0},
    }


@pytest.mark.parametrize("text", [None, "", "  "])
async def test_a_topic_is_approved_as_it_is_sent(bench: Bench, text: str | None) -> None:
    bench.keep(social(1, content=text))
    answer = await bench.repostra("POST", "/approvals/social/1/approve-topic", {"topic": "Edited"})
    data = answer.json()["data"]
    assert (answer.status_code, data["topic"], data["status"], data["content"]) == (
        200,
        "Edited",
        "generating",
        None,
    )
    assert bench.work.socials == [1]
    assert (await bench.repostra("GET", "/approvals")).json()["meta"]["pending_social_count"] == 0


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"content": "A text"}, "does not wait"),
        ({"status": "generating"}, "does not wait"),
        ({"status": "ready", "content": "x"}, "does not wait"),
        ({"status": "published", "content": "x"}, "does not wait"),
    ],
)
async def test_a_topic_that_does_not_wait(bench: Bench, fields: dict[str, Any], about: str) -> None:
    bench.keep(social(1, **fields))
    answer = await bench.repostra("POST", "/approvals/social/1/approve-topic", {"topic": "x"})
    invalid(answer, "topic", about)
    assert bench.work.socials == []


@pytest.mark.parametrize("body", [{}, {"topic": ""}, {"topic": "  "}, {"topic": None}, {"topic": 5}])
async def test_a_topic_is_required(bench: Bench, body: dict[str, Any]) -> None:
    bench.keep(social(1))
    invalid(
        await bench.repostra("POST", "/approvals/social/1/approve-topic", body), "topic", "The topic field"
    )
    assert bench.work.socials == []


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": "\n"}, {"content": None}, {"content": []}])
async def test_a_text_is_required(bench: Bench, body: dict[str, Any]) -> None:
    bench.keep(social(1, content="A text"))
    answer = await bench.repostra("POST", "/approvals/social/1/approve-content", body)
    invalid(answer, "content", "The content field")


async def test_posted_by_hand_it_counts_as_published(bench: Bench) -> None:
    bench.keep(social(1, content="A text", status="manual_posting"), webhook_account(1, platform="linkedin"))
    answer = await bench.repostra("POST", "/approvals/social/1/approve-content", {"content": "Edited"})
    data = answer.json()["data"]
    assert (answer.status_code, data["status"], data["content"]) == (200, "published", "Edited")
    assert bench.work.delivered == []


@pytest.mark.parametrize("scheduled_for", [None, THEN])
async def test_what_is_due_is_delivered(bench: Bench, scheduled_for: Any) -> None:
    bench.keep(
        social(1, content="A text", scheduled_for=scheduled_for),
        webhook_account(1, platform="twitter"),
        webhook_account(2, platform="linkedin", is_active=False),
        webhook_account(3, platform="linkedin"),
        webhook_account(4, platform="linkedin"),
    )
    answer = await bench.repostra("POST", "/approvals/social/1/approve-content", {"content": "Edited"})
    assert answer.json()["data"]["status"] == "ready"
    with bench.desk.sessions() as session:
        row = session.get_one(DeliveryRow, bench.work.delivered[0])
        assert (row.target_id, row.event, row.post_id, row.status) == ("3", "social_post", "1", "pending")
        assert "Edited" in row.body
        assert session.get_one(RepostraSocial, 1).updated_at == bench.now


@pytest.mark.parametrize(
    ("fields", "accounts"),
    [
        ({"scheduled_for": THEN + timedelta(days=30)}, [webhook_account(1, platform="linkedin")]),
        ({}, []),
        ({}, [webhook_account(1, platform="linkedin", posting_method="auto")]),
        ({}, [webhook_account(1, platform="twitter")]),
        ({"account_id": 1}, [webhook_account(1, is_active=False), webhook_account(2, platform="linkedin")]),
    ],
)
async def test_what_is_not_due_or_has_no_way_out_is_ready(
    bench: Bench, fields: dict[str, Any], accounts: list[Any]
) -> None:
    bench.keep(social(1, content="A text", **fields))
    with bench.desk.sessions.begin() as session:
        for each in accounts:
            session.merge(each)
    answer = await bench.repostra("POST", "/approvals/social/1/approve-content", {"content": "A text"})
    assert answer.json()["data"]["status"] == "ready"
    assert bench.work.delivered == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"content": " "},
        {"status": "generating"},
        {"status": "ready", "content": "x"},
        {"status": "published", "content": "x"},
    ],
)
async def test_a_text_that_does_not_wait(bench: Bench, fields: dict[str, Any]) -> None:
    bench.keep(social(1, **fields))
    answer = await bench.repostra("POST", "/approvals/social/1/approve-content", {"content": "x"})
    invalid(answer, "content", "does not wait")
