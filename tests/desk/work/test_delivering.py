"""Deliveries to a real receiver on loopback."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from tests.desk.work.receiver import Receiver, Reply, receiver
from tests.desk.work.rows import account, content, now, post, site, social
from tests.desk.work.waiting import until
from tui.desk.delivery.making import (
    make_blogree_delivery,
    make_repostra_blog_delivery,
    make_repostra_social_delivery,
)
from tui.desk.delivery.signing import signature
from tui.desk.delivery.targets import Parcel, parcel
from tui.desk.store.database import Database
from tui.desk.store.tables import BlogreeSite, DeliveryRow, RepostraContent, RepostraSocial
from tui.desk.workflows.engine import DurableWork

ENDED = {"delivered", "delivered_retry", "failed"}


def made(database: Database, make: Callable[[Session], DeliveryRow]) -> str:
    with database.sessions.begin() as session:
        return make(session).id


def blogree(url: str, database: Database) -> str:
    def make(session: Session) -> DeliveryRow:
        session.add_all([here := site(url), published := post()])
        return make_blogree_delivery(session, published, here, "post.published", now())

    return made(database, make)


def blog(url: str, database: Database, method: str = "webhook") -> str:
    def make(session: Session) -> DeliveryRow:
        session.add_all([here := account(url, method=method), approved := content(approved_at=now())])
        return make_repostra_blog_delivery(session, approved, here, now())

    return made(database, make)


def ended(database: Database, delivery_id: str) -> DeliveryRow:
    def look() -> DeliveryRow | None:
        with database.sessions() as session:
            row = session.get_one(DeliveryRow, delivery_id)
            return row if row.status in ENDED else None

    found = until(look, "the delivery ends")
    assert found is not None
    return found


def answering(*statuses: int) -> AbstractContextManager[Receiver]:
    return receiver(lambda before: Reply(statuses[min(before, len(statuses) - 1)]))


def test_a_blogree_site_gets_a_signed_post(database: Database, work: DurableWork) -> None:
    with receiver() as site_:
        id = blogree(site_.url, database)
        work.deliver(id)
        row = ended(database, id)
        (got,) = site_.received
    assert (row.status, row.attempts, row.last_answer) == ("delivered", 1, "200")
    assert row.delivered_at is not None
    assert got.path == "/hook"
    assert got.body.decode() == row.body
    assert got.headers["content-type"] == "application/json"
    assert got.headers["x-blogree-signature"] == signature("site-secret", got.body)
    assert got.headers["x-blogree-delivery"] == id
    assert got.headers["x-blogree-event"] == "post.published"
    assert got.headers["x-blogree-version"] == "2026-04-01"
    assert abs(int(got.headers["x-blogree-timestamp"]) - now().timestamp()) < 60


def test_a_failure_is_tried_again_as_the_same_delivery(database: Database, work: DurableWork) -> None:
    with answering(500, 204, 200) as site_:
        id = blogree(site_.url, database)
        work.deliver(id)
        row = ended(database, id)
        tries = site_.received
    assert (row.status, row.attempts, row.last_answer) == ("delivered_retry", 3, "200")
    assert {got.headers["x-blogree-delivery"] for got in tries} == {id}
    assert len({got.body for got in tries}) == 1


def test_tries_are_used_up(database: Database, work: DurableWork, caplog: pytest.LogCaptureFixture) -> None:
    with answering(502) as site_:
        id = blogree(site_.url, database)
        work.deliver(id)
        row = ended(database, id)
        assert len(site_.received) == 4
    assert (row.status, row.attempts, row.last_answer) == ("failed", 4, "502")
    assert f"Delivery {id} (post.published of blogree post" in caplog.text
    assert "to 127.0.0.1 failed after 4 tries: 502" in caplog.text
    assert row.delivered_at is None


def test_a_redirect_is_not_followed(database: Database, work: DurableWork) -> None:
    with receiver() as other:
        moved = Reply(307, headers={"Location": other.url})
        with receiver(lambda _: moved) as site_:
            id = blogree(site_.url, database)
            work.deliver(id)
            row = ended(database, id)
        assert other.received == []
    assert row.last_answer == "307 (redirects are not followed)"


def test_what_cannot_be_sent_fails_with_the_reason(database: Database, work: DurableWork) -> None:
    id = blogree("file:///etc/passwd", database)
    work.deliver(id)
    row = ended(database, id)
    assert (row.status, row.attempts, row.last_answer) == ("failed", 4, "not an http address")


def test_a_site_that_is_gone_gets_nothing(database: Database, work: DurableWork) -> None:
    with receiver() as site_:
        id = blogree(site_.url, database)
        with database.sessions.begin() as session:
            session.delete(session.get_one(BlogreeSite, "site_1"))
        work.deliver(id)
        row = ended(database, id)
        assert site_.received == []
    assert (row.status, row.last_answer) == ("failed", "the site is gone")


def test_a_repostra_blog_post_is_published_where_the_receiver_says(
    database: Database, work: DurableWork
) -> None:
    said = Reply(201, b'{"url": "https://blog.example/ten-tips"}')
    with receiver(lambda _: said) as blog_:
        id = blog(blog_.url, database)
        work.deliver(id)
        ended(database, id)
        (got,) = blog_.received
    assert got.headers["x-repostra-signature"] == signature("account-secret", got.body)
    assert got.json["repostra_post_id"] == 1
    with database.sessions() as session:
        published = session.get_one(RepostraContent, 1)
    assert published.status == "published"
    assert published.published_at is not None
    assert published.published_url == "https://blog.example/ten-tips"


def test_else_it_is_where_the_site_and_the_slug_say(database: Database, work: DurableWork) -> None:
    with receiver() as blog_:
        id = blog(blog_.url.replace("http://", "http://user:pass@"), database)
        work.deliver(id)
        ended(database, id)
        origin = blog_.url.removesuffix("/hook")
    with database.sessions() as session:
        assert session.get_one(RepostraContent, 1).published_url == f"{origin}/ten-tips"


def test_wordpress_gets_its_key(database: Database, work: DurableWork) -> None:
    with receiver() as blog_:
        id = blog(blog_.url, database, method="wordpress")
        work.deliver(id)
        assert ended(database, id).status == "delivered"
        (got,) = blog_.received
    assert got.headers["x-repostra-api-key"] == "wp-key"
    assert "x-repostra-signature" not in got.headers


def test_a_repostra_blog_post_that_nobody_takes_has_failed(database: Database, work: DurableWork) -> None:
    with answering(404) as blog_:
        id = blog(blog_.url, database)
        work.deliver(id)
        assert ended(database, id).status == "failed"
    with database.sessions() as session:
        assert session.get_one(RepostraContent, 1).status == "failed"


def test_a_social_text_is_published(database: Database, work: DurableWork) -> None:
    def make(session: Session, url: str) -> DeliveryRow:
        session.add_all([here := account(url, platform="linkedin"), ready := social()])
        return make_repostra_social_delivery(session, ready, here, now())

    with receiver() as network:
        id = made(database, lambda session: make(session, network.url))
        work.deliver(id)
        assert ended(database, id).status == "delivered"
        (got,) = network.received
    assert got.json["content"] == "<p>One &lt;two&gt;</p><p>Three</p>"
    assert got.headers["idempotency-key"] == id
    with database.sessions() as session:
        assert session.get_one(RepostraSocial, 1).status == "published"


def test_a_post_fails_only_when_its_last_delivery_does(database: Database, work: DurableWork) -> None:
    with answering(404) as bad, receiver() as good:
        first = blog(bad.url, database)
        with database.sessions.begin() as session:
            session.add(other := account(good.url, id=2))
            approved = session.get_one(RepostraContent, 1)
            second = make_repostra_blog_delivery(session, approved, other, now()).id
        work.deliver(first)
        assert ended(database, first).status == "failed"
        with database.sessions() as session:
            assert session.get_one(RepostraContent, 1).status == "draft"
        work.deliver(second)
        assert ended(database, second).status == "delivered"
    with database.sessions() as session:
        assert session.get_one(RepostraContent, 1).status == "published"


def test_no_key_is_in_what_is_shown(database: Database) -> None:
    id = blogree("http://127.0.0.1:1/", database)
    with database.sessions() as session:
        packed = parcel(session, session.get_one(DeliveryRow, id), now())
    assert isinstance(packed, Parcel)
    assert "sha256" not in repr(packed)
