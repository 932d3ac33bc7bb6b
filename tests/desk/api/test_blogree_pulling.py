"""What a site reads by itself, with its own key."""

from __future__ import annotations

from dataclasses import replace

import httpx

from tests.desk.api.desks import Bench
from tests.desk.api.rows import blogree_post, delivery, site
from tui.desk.store.tables import DeliveryRow


async def _pull(bench: Bench, path: str, key: str = "key-of-site_1", body: object = None) -> httpx.Response:
    method = "GET" if body is None else "POST"
    headers = {"X-API-Key": key}
    return await bench.http.request(method, f"/blogree/api/pull{path}", json=body, headers=headers)


async def test_a_site_reads_the_published_posts_that_were_sent_to_it_and_no_others(bench: Bench) -> None:
    bench.keep(
        site("site_1"),
        site("site_2"),
        site("site_3", status="inactive"),
        blogree_post("post_a", status="published", slug="a", meta_canonical_url="https://example.com/a"),
        blogree_post("post_b", status="draft", slug="b"),
        blogree_post("post_c", status="published", slug="c"),
        delivery("d1", "post_a", "site_1", status="failed", delivered_at=None),
        delivery("d2", "post_b", "site_1"),
        delivery("d3", "post_c", "site_2"),
    )
    listed = (await _pull(bench, "/posts")).json()
    assert [one["slug"] for one in listed["data"]] == ["a"]
    assert listed["pagination"]["total"] == 1
    one = (await _pull(bench, "/posts/a")).json()
    assert one["meta"]["canonical_url"] == "https://example.com/a"
    assert "deliveries" not in one
    for slug in ("b", "c", "nothing"):
        assert (await _pull(bench, f"/posts/{slug}")).status_code == 404
    for key in ("", "key-of-nobody", "key-of-site_3"):
        assert (await _pull(bench, "/posts", key)).status_code == 401


async def test_a_site_confirms_what_it_has(bench: Bench) -> None:
    bench.keep(
        site("site_1"),
        blogree_post("post_a", status="published"),
        delivery("d1", "post_a", "site_1", status="failed", delivered_at=None),
    )
    answer = await _pull(bench, "/confirm", body={"post_id": "post_a", "version": 1})
    assert (answer.status_code, answer.json()) == (200, {"confirmed": True, "post_id": "post_a"})
    with bench.desk.sessions() as session:
        row = session.get_one(DeliveryRow, "d1")
        assert (row.status, row.delivered_at) == ("delivered", bench.now)
    assert (await _pull(bench, "/confirm", body={"post_id": "post_b"})).status_code == 404
    assert (await _pull(bench, "/confirm", body={})).status_code == 400


async def test_lists_of_sites_show_their_keys_only_where_the_desk_was_told_to(bench: Bench) -> None:
    bench.keep(site("site_1"))
    assert (await bench.blogree("GET", "/sites")).json()["sites"][0]["api_key"] == "********"
    serving = bench.app.state.serving
    bench.app.state.serving = replace(serving, desk=replace(serving.desk, site_keys=True))
    assert (await bench.blogree("GET", "/sites")).json()["sites"][0]["api_key"] == "key-of-site_1"
