from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import THEN, notra_post
from tui.desk.store.tables import NotraPost

ORGANIZATION = {"id": "org_desk", "slug": "local-desk", "name": "Local desk", "logo": None}
OLD_SHAPE = {
    "id", "title", "slug", "content", "markdown", "contentType", "sourceMetadata", "status",
    "createdAt", "updatedAt",
}  # fmt: skip
NEW_SHAPE = OLD_SHAPE | {"htmlUrl", "rawHtml", "recommendations"}


def fill(bench: Bench) -> None:
    bench.keep(
        notra_post("post_a", created_at=THEN, status="published", content_type="changelog"),
        notra_post("post_b", created_at=THEN + timedelta(hours=1), status="draft", content_type="blog_post"),
        notra_post(
            "post_c",
            created_at=THEN + timedelta(hours=2),
            status="published",
            content_type="linkedin_post",
            brand_identity_id="brand_1",
            source_metadata={"author": "ana"},
            slug="post-c",
        ),
        notra_post("post_d", created_at=THEN + timedelta(hours=3), status="draft", content_type="changelog"),
    )


async def ids(bench: Bench, params: Any = None, path: str = "/posts") -> list[str]:
    answer = await bench.notra("GET", path, params=params)
    assert answer.status_code == 200, answer.text
    return [post["id"] for post in answer.json()["posts"]]


async def test_a_list_gives_published_posts_newest_first(bench: Bench) -> None:
    fill(bench)
    answer = (await bench.notra("GET", "/posts")).json()
    assert answer["organization"] == ORGANIZATION
    assert [post["id"] for post in answer["posts"]] == ["post_c", "post_a"]
    assert answer["posts"][0] == {
        "id": "post_c",
        "title": "Title of post_c",
        "slug": "post-c",
        "content": "<h1>Hello</h1>",
        "htmlUrl": None,
        "markdown": "# Hello",
        "rawHtml": None,
        "recommendations": None,
        "contentType": "linkedin_post",
        "sourceMetadata": {"author": "ana"},
        "status": "published",
        "createdAt": "2026-03-01T14:00:00.000Z",
        "updatedAt": "2026-03-01T12:00:00.000Z",
    }
    assert answer["pagination"] == {
        "limit": 10,
        "currentPage": 1,
        "nextPage": None,
        "previousPage": None,
        "totalPages": 1,
        "totalItems": 2,
    }


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ([("status", "draft")], ["post_d", "post_b"]),
        ([("status", "draft"), ("status", "published")], ["post_d", "post_c", "post_b", "post_a"]),
        ([("status", "draft,published")], ["post_d", "post_c", "post_b", "post_a"]),
        ([("status", "draft, published"), ("sort", "asc")], ["post_a", "post_b", "post_c", "post_d"]),
        ([("status", "")], ["post_c", "post_a"]),
        ([("contentType", "changelog")], ["post_a"]),
        ([("contentType", "changelog,blog_post"), ("status", "draft")], ["post_d", "post_b"]),
        ([("contentType", "changelog"), ("contentType", "linkedin_post")], ["post_c", "post_a"]),
        ([("contentType", "image")], []),
        ([("brandIdentityId", "brand_1")], ["post_c"]),
        ([("brandIdentityId", "brand_1,brand_2")], ["post_c"]),
        ([("brandIdentityId", "brand_2")], []),
        ([("sort", "asc")], ["post_a", "post_c"]),
    ],
)
@pytest.mark.parametrize("path", ["/posts", "/org_desk/posts"])
async def test_filters(bench: Bench, params: list[tuple[str, str]], wanted: list[str], path: str) -> None:
    fill(bench)
    assert await ids(bench, params, path) == wanted


@pytest.mark.parametrize(
    ("params", "about"),
    [
        ({"limit": 0}, "limit must be at least 1"),
        ({"limit": 101}, "limit must be at most 100"),
        ({"limit": "ten"}, "limit must be a whole number"),
        ({"page": 0}, "page must be at least 1"),
        ({"page": 10**30}, "page must be"),
        ({"sort": "up"}, "sort must be 'asc' or 'desc'"),
        ({"status": "gone"}, "status must be any of draft, published"),
        ({"status": "draft,gone"}, "status must be any of draft, published"),
        ({"contentType": "poem"}, "contentType must be any of"),
    ],
)
@pytest.mark.parametrize("path", ["/posts", "/org_desk/posts"])
async def test_a_bad_query_is_refused(bench: Bench, params: dict[str, Any], about: str, path: str) -> None:
    answer = await bench.notra("GET", path, params=params)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}
    assert answer.json()["error"].startswith("Invalid query parameters")
    assert about in answer.json()["error"]


async def test_pages(bench: Bench) -> None:
    bench.keep(*(notra_post(f"post_{n}", created_at=THEN + timedelta(minutes=n)) for n in range(7)))
    pages = []
    for page in (1, 2, 3):
        answer = (await bench.notra("GET", "/posts", params={"limit": 3, "page": page})).json()
        pages.append([post["id"] for post in answer["posts"]])
        assert answer["pagination"]["totalPages"] == 3
        assert answer["pagination"]["totalItems"] == 7
        assert answer["pagination"]["previousPage"] == (page - 1 or None)
        assert answer["pagination"]["nextPage"] == (page + 1 if page < 3 else None)
    assert pages == [["post_6", "post_5", "post_4"], ["post_3", "post_2", "post_1"], ["post_0"]]


async def test_a_page_after_the_last_is_empty(bench: Bench) -> None:
    fill(bench)
    answer = (await bench.notra("GET", "/posts", params={"page": 9})).json()
    assert answer["posts"] == []
    assert answer["pagination"]["previousPage"] == 1
    assert answer["pagination"]["nextPage"] is None


async def test_an_empty_list_has_one_page(bench: Bench) -> None:
    pagination = (await bench.notra("GET", "/posts")).json()["pagination"]
    assert (pagination["totalPages"], pagination["totalItems"]) == (1, 0)


async def test_the_scoped_shape_has_no_organization(bench: Bench) -> None:
    fill(bench)
    answer = (await bench.notra("GET", "/org_desk/posts")).json()
    assert set(answer) == {"posts", "pagination"}
    assert set(answer["posts"][0]) == OLD_SHAPE
    single = (await bench.notra("GET", "/org_desk/posts/post_a")).json()
    assert set(single) == {"post"}
    assert set(single["post"]) == OLD_SHAPE


async def test_a_single_post(bench: Bench) -> None:
    fill(bench)
    answer = (await bench.notra("GET", "/posts/post_a")).json()
    assert answer["organization"] == ORGANIZATION
    assert set(answer["post"]) == NEW_SHAPE
    assert answer["post"]["id"] == "post_a"


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/posts/post_none", None),
        ("/posts/post_b", None),
        ("/posts/post_a", {"status": "draft"}),
        ("/posts/post_a", {"contentType": "linkedin_post"}),
    ],
)
async def test_a_post_that_is_not_there_or_filtered_is_null(
    bench: Bench, path: str, params: dict[str, str] | None
) -> None:
    fill(bench)
    for prefix in ("", "/org_desk"):
        answer = await bench.notra("GET", prefix + path, params=params)
        assert answer.status_code == 200
        assert answer.json()["post"] is None


async def test_a_draft_is_there_when_drafts_are_asked_for(bench: Bench) -> None:
    fill(bench)
    for status in ("draft", "draft,published"):
        answer = await bench.notra("GET", "/posts/post_b", params={"status": status})
        assert answer.json()["post"]["id"] == "post_b"


async def test_a_bad_post_id_is_refused(bench: Bench) -> None:
    for method, body in (("GET", None), ("DELETE", None), ("PATCH", {"title": "x"})):
        for bad in ("a%20b", "x" * 101, "post.1"):
            answer = await bench.notra(method, f"/posts/{bad}", body)
            assert answer.status_code == 400, bad
            assert answer.json()["error"].startswith("Invalid path params")


async def test_an_update_changes_the_given_fields(bench: Bench) -> None:
    fill(bench)
    bench.clock.pass_by(hours=1)
    answer = await bench.notra("PATCH", "/posts/post_b", {"title": "New", "markdown": "## Text\n\n- one"})
    assert answer.status_code == 200
    post = answer.json()["post"]
    assert (post["title"], post["markdown"], post["status"], post["slug"]) == (
        "New",
        "## Text\n\n- one",
        "draft",
        None,
    )
    assert "<h2>Text</h2>" in post["content"]
    assert "<li>" in post["content"]
    assert post["updatedAt"] == "2026-03-02T13:00:00.000Z"
    assert post["createdAt"] == "2026-03-01T13:00:00.000Z"
    assert answer.json()["organization"] == ORGANIZATION


async def test_publishing_and_taking_back(bench: Bench) -> None:
    fill(bench)
    for status in ("published", "draft", "draft"):
        answer = await bench.notra("PATCH", "/posts/post_b", {"status": status})
        assert answer.json()["post"]["status"] == status


async def test_an_update_in_the_scoped_shape(bench: Bench) -> None:
    fill(bench)
    answer = await bench.notra("PATCH", "/org_desk/posts/post_b", {"status": "published"})
    assert set(answer.json()) == {"post"}
    assert "post_b" in await ids(bench)


async def test_an_empty_update_changes_nothing(bench: Bench) -> None:
    fill(bench)
    answer = await bench.notra("PATCH", "/posts/post_a", {})
    assert answer.json()["post"]["updatedAt"] == "2026-03-01T12:00:00.000Z"


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ({"title": ""}, "title must not be empty"),
        ({"title": "x" * 121}, "title must have at most 120 characters"),
        ({"title": None}, "title must be text"),
        ({"title": 5}, "title must be text"),
        ({"title": "a\0b"}, "title must not hold a NUL character"),
        ({"markdown": ""}, "markdown must not be empty"),
        ({"markdown": "x" * 100_001}, "markdown must have at most 100,000 characters"),
        ({"markdown": None}, "markdown must be text"),
        ({"status": "gone"}, "status must be 'draft' or 'published'"),
        ({"status": None}, "status must be 'draft' or 'published'"),
        ({"slug": ""}, "slug must not be empty"),
        ({"slug": "Not A Slug"}, "slug must match"),
        ({"slug": "-a"}, "slug must match"),
        ({"slug": "a--b"}, "slug must match"),
        ({"slug": "a" * 161}, "slug must have at most 160 characters"),
        ([], "The body must be an object"),
        ("text", "The body must be an object"),
    ],
)
async def test_a_bad_update_is_refused(bench: Bench, body: object, about: str) -> None:
    fill(bench)
    answer = await bench.notra("PATCH", "/posts/post_a", body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}
    assert answer.json()["error"].startswith("Invalid request body: ")
    assert about in answer.json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x" * 120},
        {"markdown": "x" * 100_000},
        {"slug": "a" * 160},
        {"slug": "ship-notes-week-11"},
        {"slug": None},
        {"status": "draft", "somethingNew": True},
    ],
)
async def test_updates_at_their_limits(bench: Bench, body: dict[str, Any]) -> None:
    fill(bench)
    assert (await bench.notra("PATCH", "/posts/post_a", body)).status_code == 200


async def test_a_body_that_is_no_json(bench: Bench) -> None:
    headers = {"Authorization": "Bearer notra-key-1", "Content-Type": "application/json"}
    for text in (b"{", b"\xff\xfe\xfa", b"[" * 200_000):
        answer = await bench.http.patch("/notra/v1/posts/post_a", content=text, headers=headers)
        assert answer.status_code == 400
        assert set(answer.json()) == {"error"}
    answer = await bench.notra("PATCH", "/posts/post_a")
    assert answer.json() == {"error": "Invalid request body: The body is required"}


async def test_a_lone_surrogate_is_refused(bench: Bench) -> None:
    fill(bench)
    headers = {"Authorization": "Bearer notra-key-1", "Content-Type": "application/json"}
    answer = await bench.http.patch(
        "/notra/v1/posts/post_a", content=rb'{"title": "a\ud800b"}', headers=headers
    )
    assert answer.status_code == 400
    assert "title must be valid Unicode text" in answer.json()["error"]


async def test_a_slug_that_is_taken(bench: Bench) -> None:
    fill(bench)
    answer = await bench.notra("PATCH", "/posts/post_a", {"slug": "post-c", "title": "Lost"})
    assert (answer.status_code, answer.json()) == (409, {"error": "Post slug already exists"})
    assert (await bench.notra("GET", "/posts/post_a")).json()["post"]["title"] == "Title of post_a"
    own = await bench.notra("PATCH", "/posts/post_c", {"slug": "post-c"})
    assert own.status_code == 200


async def test_an_image_post_takes_no_markdown(bench: Bench) -> None:
    bench.keep(
        notra_post("post_i", content_type="image", markdown=None, content="https://cdn.example.com/i.png")
    )
    answer = await bench.notra("PATCH", "/posts/post_i", {"markdown": "# Text"})
    assert answer.status_code == 400
    post = (await bench.notra("GET", "/posts/post_i")).json()["post"]
    assert (post["markdown"], post["content"]) == (None, "https://cdn.example.com/i.png")


async def test_deleting(bench: Bench) -> None:
    fill(bench)
    answer = await bench.notra("DELETE", "/posts/post_a")
    assert (answer.status_code, answer.json()) == (200, {"id": "post_a", "organization": ORGANIZATION})
    scoped = await bench.notra("DELETE", "/org_desk/posts/post_b")
    assert scoped.json() == {"id": "post_b"}
    again = await bench.notra("DELETE", "/posts/post_a")
    assert (again.status_code, again.json()) == (404, {"error": "Post not found"})
    with bench.desk.sessions() as session:
        assert session.get(NotraPost, "post_a") is None


async def test_updating_what_is_not_there(bench: Bench) -> None:
    answer = await bench.notra("PATCH", "/posts/post_x", {"status": "draft"})
    assert (answer.status_code, answer.json()) == (404, {"error": "Post not found"})


async def test_the_organization_must_be_the_keys(bench: Bench) -> None:
    for method, path, body in (
        ("GET", "/org_other/posts", None),
        ("GET", "/org_other/posts/post_a", None),
        ("PATCH", "/org_other/posts/post_a", {"title": "x"}),
        ("DELETE", "/org_other/posts/post_a", None),
        ("POST", "/org_other/posts/generate", {"contentType": "changelog"}),
        ("GET", "/org_other/posts/generate/job_1", None),
    ):
        answer = await bench.notra(method, path, body)
        assert (answer.status_code, answer.json()) == (
            403,
            {"error": "Forbidden: organization access denied"},
        )


@pytest.mark.parametrize("path", ["/posts", "/posts/post_a", "/org_desk/posts", "/integrations"])
async def test_a_key_is_needed(bench: Bench, path: str) -> None:
    for headers in ({}, {"Authorization": "notra-key-1"}, {"Authorization": "Basic notra-key-1"}):
        answer = await bench.http.get(f"/notra/v1{path}", headers=headers)
        assert (answer.status_code, answer.json()) == (401, {"error": "Missing or invalid API key"})
    for wrong in ("x", "notra-key-11", "notra-key-", "repostra-key-1"):
        assert (await bench.notra("GET", path, key=wrong)).status_code == 401


@pytest.mark.parametrize("limits_kept", [True])
async def test_updates_are_limited(bench: Bench) -> None:
    fill(bench)
    for left in range(59, -1, -1):
        answer = await bench.notra("PATCH", "/posts/post_a", {"status": "published"})
        assert answer.status_code == 200
        assert answer.headers["RateLimit-Limit"] == answer.headers["X-RateLimit-Limit"] == "60"
        assert answer.headers["RateLimit-Remaining"] == answer.headers["X-RateLimit-Remaining"] == str(left)
        assert answer.headers["RateLimit-Reset"] == "60"
    bench.clock.pass_by(seconds=20)
    answer = await bench.notra("PATCH", "/org_desk/posts/post_a", {"status": "published"})
    reset = int((bench.now + timedelta(seconds=40)).timestamp())
    assert answer.status_code == 429
    assert answer.json() == {
        "error": "Rate limit exceeded",
        "limit": 60,
        "remaining": 0,
        "reset": reset * 1000,
    }
    assert answer.headers["Retry-After"] == answer.headers["RateLimit-Reset"] == "40"
    assert answer.headers["X-RateLimit-Reset"] == str(reset)
    assert (await bench.notra("GET", "/posts")).status_code == 200
    assert "RateLimit-Limit" not in (await bench.notra("GET", "/posts")).headers
    bench.clock.pass_by(seconds=40)
    assert (await bench.notra("PATCH", "/posts/post_a", {"status": "draft"})).status_code == 200


@pytest.mark.parametrize("limits_kept", [True])
async def test_a_refused_update_counts_and_says_what_is_left(bench: Bench) -> None:
    missing = await bench.notra("PATCH", "/posts/post_x", {"status": "draft"})
    assert (missing.status_code, missing.headers["RateLimit-Remaining"]) == (404, "59")
    invalid = await bench.notra("PATCH", "/posts/post_x", {"status": "gone"})
    assert (invalid.status_code, invalid.headers["RateLimit-Remaining"]) == (400, "58")
