"""Several requests at once, each in a thread of its own."""

from __future__ import annotations

import asyncio

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import blogree_post, content, notra_post, social, webhook_account
from tui.desk.store.tables import DeliveryRow

AT_ONCE = 12


async def test_every_update_counts_a_version(bench: Bench) -> None:
    bench.keep(blogree_post("post_a"))
    calls = [bench.blogree("PATCH", "/posts/post_a", {"title": f"Title {n}"}) for n in range(AT_ONCE)]
    answers = await asyncio.gather(*calls)
    assert sorted(answer.json()["version"] for answer in answers) == list(range(2, AT_ONCE + 2))


@pytest.mark.parametrize("path", ["/content/1/approve", "/approvals/blog/1/approve"])
async def test_approving_at_once_delivers_once(bench: Bench, path: str) -> None:
    bench.keep(content(1), webhook_account(1))
    bench.settle_within(0.0)
    answers = await asyncio.gather(*(bench.repostra("POST", path) for _ in range(AT_ONCE)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(bench.work.delivered) == 1
    with bench.desk.sessions() as session:
        assert session.query(DeliveryRow).count() == 1


async def test_a_text_is_approved_once(bench: Bench) -> None:
    bench.keep(social(1, content="A text"), webhook_account(1, platform="linkedin"))
    path = "/approvals/social/1/approve-content"
    answers = await asyncio.gather(*(bench.repostra("POST", path, {"content": "x"}) for _ in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] + [422] * (AT_ONCE - 1)
    assert len(bench.work.delivered) == 1


async def test_a_slug_is_given_once(bench: Bench) -> None:
    bench.keep(*(notra_post(f"post_{n}") for n in range(AT_ONCE)))
    calls = [bench.notra("PATCH", f"/posts/post_{n}", {"slug": "wanted"}) for n in range(AT_ONCE)]
    answers = await asyncio.gather(*calls)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (AT_ONCE - 1)


async def test_what_is_deleted_meanwhile_is_changed_or_gone(bench: Bench) -> None:
    for n in range(1, 6):
        bench.keep(webhook_account(n))
        calls = [bench.repostra("PUT", f"/social-accounts/{n}", {"account_name": str(m)}) for m in range(6)]
        slot = {"account_id": n, "platform": "website", "day_of_week": "monday", "time": "09:00"}
        slots = [bench.repostra("POST", "/posting-schedules", slot) for _ in range(2)]
        deletes = [bench.repostra("DELETE", f"/social-accounts/{n}") for _ in range(4)]
        answers = await asyncio.gather(
            *(call for pair in zip(calls, [*slots, *deletes], strict=True) for call in pair)
        )
        assert {answer.status_code for answer in answers} <= {200, 201, 404, 409, 422}
        gone = [answer for answer in answers if answer.request.method == "DELETE"]
        assert sum(answer.status_code == 200 for answer in gone) <= 1


async def test_what_is_deleted_is_deleted_once(bench: Bench) -> None:
    bench.keep(notra_post("post_a"), content(1))
    for ask, path in ((bench.notra, "/posts/post_a"), (bench.repostra, "/content/1")):
        answers = await asyncio.gather(*(ask("DELETE", path) for _ in range(AT_ONCE)))
        assert sorted(answer.status_code for answer in answers) == [200] + [404] * (AT_ONCE - 1)
