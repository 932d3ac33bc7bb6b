from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import THEN, blogree_post, delivery, site

POST_FIELDS = {
    "id", "version", "slug", "title", "excerpt", "body", "meta", "tags", "status", "scheduled_at",
    "published_at", "created_at", "updated_at",
}  # fmt: skip


async def create(bench: Bench, **fields: Any) -> dict[str, Any]:
    answer = await bench.blogree("POST", "/posts", {"title": "A title"} | fields)
    assert answer.status_code == 201, answer.text
    post: dict[str, Any] = answer.json()
    return post


def invalid(answer: Any, field: str, about: str) -> None:
    """Check a validation error of one field."""
    assert answer.status_code == 400, answer.text
    body = answer.json()
    assert (body["error"], body["field"]) == ("validation_error", field)
    assert set(body) == {"error", "message", "field"}
    assert about in body["message"]


async def test_the_post_of_the_reference(bench: Bench) -> None:
    body = {
        "title": "10 Best AI Blogging Tools in 2026",
        "body": {"html": "<h1>Introduction</h1><p>AI tools</p>", "markdown": "# Introduction\n\nAI tools"},
        "excerpt": "A comprehensive roundup.",
        "meta": {
            "title": "Tested",
            "description": "We tested 30.",
            "og_image": "https://cdn.example.com/a.jpg",
        },
        "tags": ["AI tools", "blogging"],
        "status": "draft",
    }
    answer = await bench.blogree("POST", "/posts", body)
    assert answer.status_code == 201
    post = answer.json()
    assert set(post) == POST_FIELDS | {"deliveries"}
    assert post | {"id": "", "body": None} == {
        "id": "",
        "version": 1,
        "slug": "10-best-ai-blogging-tools-in-2026",
        "title": "10 Best AI Blogging Tools in 2026",
        "excerpt": "A comprehensive roundup.",
        "body": None,
        "meta": body["meta"],
        "tags": ["AI tools", "blogging"],
        "status": "draft",
        "scheduled_at": None,
        "published_at": None,
        "created_at": "2026-03-02T12:00:00Z",
        "updated_at": "2026-03-02T12:00:00Z",
        "deliveries": [],
    }
    given = body["body"]
    assert isinstance(given, dict)
    assert post["body"]["html"] == given["html"]
    assert post["body"]["markdown"] == given["markdown"]
    assert post["body"]["json"]["type"] == "doc"
    assert (await bench.blogree("GET", f"/posts/{post['id']}")).json() == post


async def test_a_title_is_enough(bench: Bench) -> None:
    post = await create(bench)
    assert (post["status"], post["version"], post["tags"], post["excerpt"]) == ("draft", 1, [], None)
    assert post["body"]["markdown"] == ""
    assert post["meta"] == {"title": None, "description": None, "og_image": None}


DOCUMENT = {
    "type": "doc",
    "content": [{"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Part"}]}],
}


@pytest.mark.parametrize(
    "body",
    [
        {"markdown": "## Part"},
        {"html": "<h2>Part</h2>"},
        {"json": DOCUMENT},
        {"html": "<h2>Part</h2>", "markdown": None},
    ],
)
async def test_the_other_forms_of_a_body_are_made(bench: Bench, body: dict[str, Any]) -> None:
    made = (await create(bench, body=body))["body"]
    assert "<h2>Part</h2>" in made["html"]
    assert made["markdown"].strip() == "## Part"
    assert made["json"]["content"][0]["type"] == "heading"


async def test_an_update_of_one_form_makes_the_others_anew(bench: Bench) -> None:
    post = await create(bench, body={"markdown": "# Old"})
    changed = (await bench.blogree("PATCH", f"/posts/{post['id']}", {"body": {"html": "<p>New</p>"}})).json()
    assert changed["body"]["html"] == "<p>New</p>"
    assert changed["body"]["markdown"].strip() == "New"
    assert "Old" not in str(changed["body"]["json"])


async def test_states_when_made(bench: Bench) -> None:
    published = await create(bench, status="published")
    assert (published["status"], published["published_at"]) == ("published", "2026-03-02T12:00:00Z")
    scheduled = await create(bench, status="scheduled", scheduled_at="2026-04-10T11:00:00+02:00")
    assert (scheduled["status"], scheduled["scheduled_at"]) == ("scheduled", "2026-04-10T09:00:00Z")
    assert scheduled["published_at"] is None
    bench.keep(site("site_a"))
    await create(bench, status="published")
    assert bench.work.delivered == []


async def test_slugs_are_not_shared(bench: Bench) -> None:
    slugs = [(await create(bench, title="Same title"))["slug"] for _ in range(3)]
    assert slugs == ["same-title", "same-title-2", "same-title-3"]
    assert (await create(bench, slug="my-own"))["slug"] == "my-own"


@pytest.mark.parametrize(
    ("body", "field", "about"),
    [
        ({}, "title", "title is required"),
        ({"title": ""}, "title", "title must not be empty"),
        ({"title": " "}, "title", "title must not be empty"),
        ({"title": None}, "title", "title must be text"),
        ({"title": 4}, "title", "title must be text"),
        ({"title": "x\0"}, "title", "NUL"),
        ({"title": "x", "status": "gone"}, "status", "status must be 'draft', 'scheduled' or 'published'"),
        (
            {"title": "x", "status": "scheduled"},
            "scheduled_at",
            "scheduled_at is required when status is scheduled",
        ),
        ({"title": "x", "scheduled_at": "soon"}, "scheduled_at", "ISO 8601"),
        ({"title": "x", "scheduled_at": 5}, "scheduled_at", "ISO 8601"),
        ({"title": "x", "tags": "a"}, "tags", "must be a list"),
        ({"title": "x", "tags": [1]}, "tags.0", "must be text"),
        ({"title": "x", "tags": [""]}, "tags.0", "must not be empty"),
        ({"title": "x", "tags": None}, "tags", "must be a list"),
        ({"title": "x", "meta": {"description": "d" * 161}}, "meta.description", "at most 160 characters"),
        ({"title": "x", "meta": {"og_image": "javascript:1"}}, "meta.og_image", "http:// or https://"),
        ({"title": "x", "meta": None}, "meta", "must be an object"),
        ({"title": "x", "body": "text"}, "body", "must be an object"),
        ({"title": "x", "body": {"html": 1}}, "body.html", "must be text"),
        ({"title": "x", "body": {"json": []}}, "body.json", "must be an object"),
        ({"title": "x", "body": {"json": {"type": "page"}}}, "body.json", "Tiptap document"),
        ({"title": "x", "body": {"json": {"type": "doc", "content": 4}}}, "body.json", "Tiptap document"),
        ({"title": "x", "body": {"json": {"type": "doc", "content": ["x"]}}}, "body.json", "Tiptap document"),
        ({"title": "x", "body": {"json": {"type": "doc", "content": [{}]}}}, "body.json", "Tiptap document"),
        ({"title": "x", "body": {"json": {"type": "doc", "content": [{"type": []}]}}}, "body.json", "Tiptap"),
        ({"title": "x", "body": {"json": {"type": "doc", "x": "a\0"}}}, "body.json", "NUL"),
        ({"title": "x", "slug": "Not One"}, "slug", "must match"),
    ],
)
async def test_a_bad_post_is_refused(bench: Bench, body: dict[str, Any], field: str, about: str) -> None:
    invalid(await bench.blogree("POST", "/posts", body), field, about)


async def test_how_deep_a_document_may_be(bench: Bench) -> None:
    def nested(levels: int) -> dict[str, Any]:
        node: dict[str, Any] = {"type": "paragraph"}
        for _ in range(levels):
            node = {"type": "blockquote", "content": [node]}
        return {"type": "doc", "content": [node]}

    post = await create(bench, body={"json": nested(90)})
    assert (await bench.blogree("GET", f"/posts/{post['id']}")).json()["body"]["json"] == nested(90)
    for levels in (150, 400):
        answer = await bench.blogree("POST", "/posts", {"title": "x", "body": {"json": nested(levels)}})
        invalid(answer, "body.json", "nested too deep")


async def test_a_body_that_is_no_object(bench: Bench) -> None:
    answer = await bench.blogree("POST", "/posts", [1])
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "validation_error", "message": "The body must be an object"},
    )


async def test_the_list(bench: Bench) -> None:
    bench.keep(*(blogree_post(f"post_{n}", created_at=THEN + timedelta(minutes=n)) for n in range(23)))
    answer = (await bench.blogree("GET", "/posts")).json()
    assert answer["pagination"] == {"page": 1, "limit": 20, "total": 23, "pages": 2}
    assert [post["id"] for post in answer["data"]][:2] == ["post_22", "post_21"]
    assert set(answer["data"][0]) == POST_FIELDS
    second = (await bench.blogree("GET", "/posts", params={"page": 2})).json()
    assert [post["id"] for post in second["data"]] == ["post_2", "post_1", "post_0"]
    hundred = (await bench.blogree("GET", "/posts", params={"limit": 100})).json()
    assert hundred["pagination"] == {"page": 1, "limit": 100, "total": 23, "pages": 1}
    assert (await bench.blogree("GET", "/posts", params={"page": 9})).json()["data"] == []


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({"status": "draft"}, ["post_a", "post_d"]),
        ({"status": "scheduled"}, ["post_b"]),
        ({"status": "published"}, ["post_c"]),
        ({"tag": "AI"}, ["post_a", "post_b"]),
        ({"tag": "AI tools"}, ["post_c"]),
        ({"tag": "tools"}, []),
        ({"tag": 'qu"ote'}, ["post_d"]),
        ({"tag": "ote"}, []),
        ({"tag": "café"}, ["post_d"]),
        ({"tag": "%"}, []),
        ({"search": "WEBHOOK"}, ["post_a"]),
        ({"search": "hello"}, ["post_a", "post_b", "post_c", "post_d"]),
        ({"search": "title post_c"}, ["post_c"]),
        ({"search": "100%"}, ["post_b"]),
        ({"search": "%"}, ["post_b"]),
        ({"search": "nothing like this"}, []),
        ({"search": " "}, ["post_a", "post_b", "post_c", "post_d"]),
        ({"site_id": "site_1"}, ["post_c"]),
        ({"site_id": "site_2"}, []),
        ({"site_id": "site_none"}, []),
        ({"status": "draft", "tag": "AI"}, ["post_a"]),
    ],
)
async def test_filters(bench: Bench, params: dict[str, str], wanted: list[str]) -> None:
    bench.keep(
        blogree_post("post_a", tags=["AI", "x"], title="About webhooks"),
        blogree_post("post_b", tags=["AI"], status="scheduled", body_markdown="Hello, 100% sure"),
        blogree_post("post_c", tags=["AI tools"], status="published"),
        blogree_post("post_d", tags=['qu"ote', "café"]),
        delivery("d1", "post_c", "site_1"),
        delivery("d2", "post_c", "site_2", status="failed"),
        delivery("d3", "post_a", "site_1", world="repostra"),
    )
    answer = (await bench.blogree("GET", "/posts", params=params)).json()
    assert sorted(post["id"] for post in answer["data"]) == wanted
    assert answer["pagination"]["total"] == len(wanted)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"page": 0}, "page"),
        ({"page": 10**20}, "page"),
        ({"status": "gone"}, "status"),
    ],
)
async def test_a_bad_query_is_refused(bench: Bench, params: dict[str, Any], field: str) -> None:
    invalid(await bench.blogree("GET", "/posts", params=params), field, f"{field} must be")


async def test_an_update_changes_nested_fields_alone(bench: Bench) -> None:
    post = await create(bench, excerpt="kept", meta={"title": "kept", "description": "old"}, tags=["kept"])
    bench.clock.pass_by(minutes=5)
    body = {"title": "Updated Title Here", "meta": {"description": "Updated meta description"}}
    changed = (await bench.blogree("PATCH", f"/posts/{post['id']}", body)).json()
    assert changed["title"] == "Updated Title Here"
    assert changed["meta"] == {"title": "kept", "description": "Updated meta description", "og_image": None}
    assert (changed["excerpt"], changed["tags"], changed["slug"]) == ("kept", ["kept"], post["slug"])
    assert changed["body"] == post["body"]
    assert (changed["version"], changed["updated_at"]) == (2, "2026-03-02T12:05:00Z")
    assert changed["created_at"] == post["created_at"]
    cleared = await bench.blogree("PATCH", f"/posts/{post['id']}", {"excerpt": None, "meta": {"title": None}})
    assert (cleared.json()["excerpt"], cleared.json()["meta"]["title"], cleared.json()["version"]) == (
        None,
        None,
        3,
    )


async def test_an_empty_update_counts_no_version(bench: Bench) -> None:
    post = await create(bench)
    assert (await bench.blogree("PATCH", f"/posts/{post['id']}", {})).json()["version"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"slug": ""}, "slug"),
        ({"slug": None}, "slug"),
        ({"status": None}, "status"),
        ({"status": "scheduled"}, "scheduled_at"),
        ({"tags": None}, "tags"),
        ({"body": None}, "body"),
        ({"meta": {"description": "d" * 161}}, "meta.description"),
        ({"body": {"json": {"type": "x"}}}, "body.json"),
    ],
)
async def test_a_bad_update_is_refused(bench: Bench, body: dict[str, Any], field: str) -> None:
    post = await create(bench)
    invalid(await bench.blogree("PATCH", f"/posts/{post['id']}", body), field, field)
    assert (await bench.blogree("GET", f"/posts/{post['id']}")).json() == post


async def test_states_by_update(bench: Bench) -> None:
    post = await create(bench)
    path = f"/posts/{post['id']}"
    when = "2026-04-10T09:00:00Z"
    scheduled = (await bench.blogree("PATCH", path, {"status": "scheduled", "scheduled_at": when})).json()
    assert (scheduled["status"], scheduled["scheduled_at"]) == ("scheduled", when)
    invalid(
        await bench.blogree("PATCH", path, {"scheduled_at": None}), "scheduled_at", "status draft cancels it"
    )
    draft = (await bench.blogree("PATCH", path, {"status": "draft", "scheduled_at": None})).json()
    assert (draft["status"], draft["scheduled_at"]) == ("draft", None)
    published = (await bench.blogree("PATCH", path, {"status": "published"})).json()
    assert (published["status"], published["published_at"]) == ("published", "2026-03-02T12:00:00Z")
    back = (await bench.blogree("PATCH", path, {"status": "draft"})).json()
    assert (back["status"], back["published_at"], back["version"]) == ("draft", None, 5)
    assert bench.work.delivered == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/posts/{}", None),
        ("PATCH", "/posts/{}", {"title": "x"}),
        ("DELETE", "/posts/{}", None),
        ("POST", "/posts/{}/publish", {}),
        ("GET", "/posts/generate/{}", None),
        ("GET", "/sites/{}", None),
        ("PATCH", "/sites/{}", {"name": "x"}),
        ("DELETE", "/sites/{}", None),
        ("POST", "/sites/{}/rotate-keys", None),
    ],
)
async def test_what_is_not_there(bench: Bench, method: str, path: str, body: object) -> None:
    answer = await bench.blogree(method, path.format("none_1"), body)
    assert answer.status_code == 404
    assert answer.json()["error"] == "not_found"
    assert "none_1 not found" in answer.json()["message"]
    assert set(answer.json()) == {"error", "message"}
