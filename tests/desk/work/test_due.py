"""What a person scheduled goes out when its time comes, once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from tests.desk.work.rows import account, content, now, post, site, social
from tui.desk.delivery.making import make_repostra_blog_delivery
from tui.desk.store.database import Database
from tui.desk.store.schema import DeskState
from tui.desk.store.tables import BlogreePost, DeliveryRow, RepostraContent, RepostraSocial, Table
from tui.desk.workflows.due import publish_due

MINUTE = timedelta(minutes=1)


def kept(database: Database, *rows: Table) -> None:
    with database.sessions.begin() as session:
        session.add_all(rows)


def deliveries(database: Database) -> list[DeliveryRow]:
    with database.sessions() as session:
        return list(session.scalars(select(DeliveryRow)))


def test_a_blogree_post_is_published_to_all_its_sites(database: Database) -> None:
    kept(
        database,
        post(status="scheduled", scheduled_at=now() - MINUTE),
        post("post_2", status="scheduled", scheduled_at=now() + MINUTE),
        site("http://one", "one"),
        site("http://two", "two"),
        site("http://off", "off", status="inactive"),
    )
    made = publish_due(database.sessions, now())
    assert publish_due(database.sessions, now()) == []
    rows = deliveries(database)
    assert sorted(row.id for row in rows) == sorted(made)
    assert sorted(row.url for row in rows) == ["http://one", "http://two"]
    with database.sessions() as session:
        published = session.get_one(BlogreePost, "post_1")
        assert (published.status, published.published_at is not None) == ("published", True)
        assert session.get_one(BlogreePost, "post_2").status == "scheduled"


def test_an_approved_content_goes_to_the_website(database: Database) -> None:
    due = now() - MINUTE
    kept(
        database,
        content(1, approved_at=now(), scheduled_for=due),
        content(2, approved_at=None, scheduled_for=due),
        content(3, approved_at=now(), scheduled_for=now() + MINUTE),
        account("http://blog"),
        account("http://network", id=2, platform="linkedin"),
        account(None, id=3),
        account("http://manual", id=4, method="manual"),
    )
    made = publish_due(database.sessions, now())
    assert publish_due(database.sessions, now()) == []
    (row,) = deliveries(database)
    assert [row.id] == made
    assert (row.post_id, row.target_id, row.url) == ("1", "1", "http://blog")


def test_what_its_approval_sent_is_not_sent_again(database: Database) -> None:
    approved, blog = content(approved_at=now(), scheduled_for=now() - MINUTE), account("http://blog")
    with database.sessions.begin() as session:
        session.add_all([approved, blog])
        make_repostra_blog_delivery(session, approved, blog, now())
    assert publish_due(database.sessions, now()) == []


def test_without_a_website_that_takes_it_a_person_has_posted_it(database: Database) -> None:
    kept(database, content(approved_at=now(), scheduled_for=now() - MINUTE), account(None, method="manual"))
    assert publish_due(database.sessions, now()) == []
    with database.sessions() as session:
        published = session.get_one(RepostraContent, 1)
    assert (published.status, published.published_url) == ("published", None)
    assert published.published_at is not None


def test_a_social_text_goes_to_its_network(database: Database) -> None:
    kept(
        database,
        social(1, scheduled_for=now() - MINUTE),
        social(2, scheduled_for=now() + MINUTE),
        social(3),
        social(4, status="pending_approval"),
        account("http://network", platform="linkedin"),
    )
    made = publish_due(database.sessions, now())
    assert publish_due(database.sessions, now()) == []
    assert sorted(row.post_id for row in deliveries(database)) == ["1", "3"]
    assert len(made) == 2


def test_a_social_text_without_an_account_waits(database: Database) -> None:
    kept(database, social(scheduled_for=now() - MINUTE), account("http://blog"))
    assert publish_due(database.sessions, now()) == []
    with database.sessions() as session:
        assert session.get_one(RepostraSocial, 1).status == "ready"


def test_samples_stay_where_they_are(database: Database) -> None:
    due = now() - MINUTE
    kept(
        database,
        post(status="scheduled", scheduled_at=due),
        content(approved_at=now(), scheduled_for=due),
        social(scheduled_for=due),
        site("http://one"),
        account("http://blog"),
        account("http://network", id=2, platform="linkedin"),
    )
    with database.sessions.begin() as session:
        session.execute(update(DeskState).values(seeded_at=now()))
    assert publish_due(database.sessions, now()) == []
    with database.sessions.begin() as session:
        session.get_one(BlogreePost, "post_1").updated_at = now()
    assert len(publish_due(database.sessions, now())) == 1
