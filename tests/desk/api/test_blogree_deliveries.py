"""What an update or a deletion of a published Blogree post sends, and what a post says of it."""

from __future__ import annotations

from datetime import timedelta

from tests.desk.api.desks import Bench
from tests.desk.api.rows import THEN, blogree_post, delivery, site
from tui.desk.store.tables import BlogreePost, DeliveryRow


async def test_an_update_of_what_is_out_is_delivered(bench: Bench) -> None:
    bench.keep(
        blogree_post("post_a", status="published", published_at=THEN, version=3),
        site("site_1"),
        site("site_2"),
        site("site_3"),
        site("site_4", status="inactive"),
        delivery("d1", "post_a", "site_1"),
        delivery("d2", "post_a", "site_2", status="failed", delivered_at=None),
        delivery("d4", "post_a", "site_4"),
        delivery("d5", "post_a", "site_gone"),
    )
    changed = (await bench.blogree("PATCH", "/posts/post_a", {"title": "New"})).json()
    assert changed["version"] == 4
    with bench.desk.sessions() as session:
        rows = [session.get_one(DeliveryRow, id) for id in bench.work.delivered]
        assert [(row.event, row.target_id, row.status) for row in rows] == [
            ("post.updated", "site_1", "pending")
        ]
        assert '"previous_version": 3' in rows[0].body
        assert '"New"' in rows[0].body


async def test_taking_back_what_is_out_delivers_nothing(bench: Bench) -> None:
    bench.keep(blogree_post("post_a", status="published"), site("site_1"), delivery("d1", "post_a", "site_1"))
    await bench.blogree("PATCH", "/posts/post_a", {"status": "draft"})
    assert bench.work.delivered == []


async def test_deleting(bench: Bench) -> None:
    bench.keep(
        blogree_post("post_a", status="published"),
        blogree_post("post_b"),
        site("site_1"),
        delivery("d1", "post_a", "site_1", status="delivered_retry"),
        delivery("d2", "post_b", "site_1"),
    )
    answer = await bench.blogree("DELETE", "/posts/post_a")
    assert (answer.status_code, answer.content) == (204, b"")
    with bench.desk.sessions() as session:
        assert session.get(BlogreePost, "post_a") is None
        assert session.get_one(DeliveryRow, bench.work.delivered[0]).event == "post.deleted"
    assert (await bench.blogree("DELETE", "/posts/post_b")).status_code == 204
    assert len(bench.work.delivered) == 1


async def test_deliveries_are_the_last_of_each_site(bench: Bench) -> None:
    later = THEN + timedelta(hours=1)
    bench.keep(
        blogree_post("post_a", status="published"),
        delivery("d1", "post_a", "site_1", status="failed", delivered_at=None),
        delivery("d2", "post_a", "site_2", status="retrying", delivered_at=None),
        delivery("d3", "post_a", "site_1", created_at=later, delivered_at=later),
    )
    told = (await bench.blogree("GET", "/posts/post_a")).json()["deliveries"]
    documented = [{name: one[name] for name in ("site_id", "status", "delivered_at")} for one in told]
    assert documented == [
        {"site_id": "site_1", "status": "delivered", "delivered_at": "2026-03-01T13:00:00Z"},
        {"site_id": "site_2", "status": "retrying", "delivered_at": None},
    ]
    assert [(one["attempts"], one["updated_at"]) for one in told] == [
        (1, "2026-03-01T13:00:00Z"),
        (1, "2026-03-01T12:00:00Z"),
    ]
