"""What approving a Repostra content does: publish at once, or wait for its schedule
(contracts/repostra.md, "Content"; both approve calls have the same effect: peers.md R5).
"""

from __future__ import annotations

import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.context import Desk
from tui.desk.delivery.making import make_repostra_blog_delivery, sends
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.repostra.errors import not_found, refused
from tui.desk.routes.repostra.shaping import full_content
from tui.desk.routes.repostra.wire import FullContent
from tui.desk.routes.serving import Serving
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import DeliveryRow, RepostraAccount, RepostraContent
from tui.desk.workflows.slots import slot_for_content

_LOOK_SECONDS = 0.05


def found_content(session: Session, content_id: int) -> RepostraContent:
    """The content of that id; raises Repostra's 404."""
    row = session.get(RepostraContent, content_id)
    if row is None:
        raise not_found("Content", content_id)
    return row


def approve(serving: Serving, content_id: int, title: str | None = None) -> FullContent:
    """Approve a content, with a new title where one is given, and give it as it is then.

    Where it is delivered, this waits up to `serving.settle_seconds` for that, so that the answer has the
    `published_url`. Raises the refusals for a content that is not there, not written yet, or published.
    """
    desk = serving.desk
    with desk.sessions.begin() as session:
        take_turn(session, RepostraContent, content_id)
        row = found_content(session, content_id)
        _check(row)
        if title is not None:
            row.title = title
        on_its_way = _open_deliveries(session, content_id)
        started = [] if on_its_way else _approved(session, row, desk)
    for delivery_id in started:
        desk.work.deliver(delivery_id)
    return _settled(desk, content_id, [*on_its_way, *started], serving.settle_seconds)


def _check(row: RepostraContent) -> None:
    if row.status == "published":
        raise Refusal(409, "This content is published already.")
    if row.status in {"planned", "generating"} or not row.content:
        raise refused("status", "This content cannot be approved before its text is written.")


def _approved(session: Session, row: RepostraContent, desk: Desk) -> list[str]:
    """Mark it approved; the ids of the deliveries that publish it, if any. What goes out on its schedule and
    has no time is given the next free one.
    """
    now = desk.now()
    row.status = "draft"
    row.approved_at = row.updated_at = now
    websites = select(RepostraAccount).where(RepostraAccount.platform == "website")
    accounts = [
        account for account in session.scalars(websites.order_by(RepostraAccount.id)) if sends(account)
    ]
    made = [make_repostra_blog_delivery(session, row, account, now) for account in accounts]
    if not made and row.scheduled_for is None:
        row.scheduled_for = slot_for_content(session, row, now, desk.zone)
    session.flush()
    return [delivery.id for delivery in made]


def _open_deliveries(session: Session, content_id: int) -> list[str]:
    rows = select(DeliveryRow.id).where(
        DeliveryRow.world == "repostra",
        DeliveryRow.event == "blog_post",
        DeliveryRow.post_id == str(content_id),
        DeliveryRow.status.in_(("pending", "retrying")),
    )
    return list(session.scalars(rows))


def _settled(desk: Desk, content_id: int, deliveries: list[str], seconds: float) -> FullContent:
    """The content once it is published or every first try has its answer, or when the time is up."""
    deadline = time.monotonic() + seconds
    while True:
        with desk.sessions() as session:
            row = found_content(session, content_id)
            untried = select(DeliveryRow.id).where(
                DeliveryRow.id.in_(deliveries), DeliveryRow.status == "pending"
            )
            done = row.status != "draft" or session.scalars(untried.limit(1)).first() is None
            if done or time.monotonic() >= deadline:
                return full_content(row)
        time.sleep(_LOOK_SECONDS)
