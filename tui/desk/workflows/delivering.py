"""A delivery: tried, waited, tried again, until it is taken or its tries are used up.

A try is sent before it can be recorded. A desk that is killed in between sends it again when it is
back, with the same id and the same body: contracts/blogree.md says that a receiver sees by those.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.delivery.sending import Answer
from tui.desk.delivery.targets import NoTarget, Parcel, parcel, taken
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import DeliveryRow, RepostraAccount, RepostraContent, RepostraSocial
from tui.desk.workflows.bench import Bench, fault_sentence

OPEN_STATES = ("pending", "retrying")

_log = logging.getLogger(__name__)


class Delivering:
    """Sends DeliveryRows."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def run(self, delivery_id: str) -> None:
        """The workflow: pending → retrying → delivered, delivered_retry or failed, whatever happens."""
        durable = self._bench.durable
        try:
            # Recorded: a desk that comes back with other options keeps to the plan that it began.
            delays = durable.step("plan", lambda: list(self._bench.retry_delays))
            if self._tried(delivery_id, 1):
                return
            for number, delay in enumerate(delays, start=2):
                durable.wait(delay)
                if self._tried(delivery_id, number):
                    return
            durable.step("give up", lambda: self.fail(delivery_id, None))
        except Exception as error:
            fault_sentence(f"Delivery {delivery_id}", error)
            durable.step("fault", lambda: self.fail(delivery_id, "the desk failed; see its log"))

    def _tried(self, delivery_id: str, number: int) -> bool:
        """Try once; whether the delivery has ended."""
        return self._bench.durable.step("try", lambda: self._try(delivery_id, number))

    def _try(self, delivery_id: str, number: int) -> bool:
        with self._bench.sessions() as session:
            row = _open_delivery(session, delivery_id)
            if row is None:
                return True
            packed = parcel(session, row, self._bench.now())
        if isinstance(packed, NoTarget):
            self.fail(delivery_id, packed.reason)
            return True
        return self._record(delivery_id, number, self._send(packed))

    def _send(self, packed: Parcel) -> Answer:
        sender = self._bench.sender
        return self._bench.durable.abandonable(lambda: sender.send(packed.url, packed.headers, packed.body))

    def _record(self, delivery_id: str, number: int, answer: Answer) -> bool:
        with self._bench.sessions.begin() as session:
            row = _open_delivery(session, delivery_id)
            if row is None:
                return True
            row.attempts = number
            row.last_answer = answer.text
            row.changed_at = self._bench.now()
            if not taken(row.world, answer.status):
                row.status = "retrying"
                return False
            row.status = "delivered" if number == 1 else "delivered_retry"
            row.delivered_at = self._bench.now()
            self._publish(session, row, answer)
            return True

    def fail(self, delivery_id: str, reason: str | None) -> None:
        """End a delivery that has not ended. `reason`: instead of the receiver's last answer."""
        with self._bench.sessions.begin() as session:
            row = _open_delivery(session, delivery_id)
            if row is None:
                return
            row.status = "failed"
            row.last_answer = reason or row.last_answer
            row.changed_at = self._bench.now()
            # The host alone: a webhook's path may be a secret of its own.
            _log.warning(
                "Delivery %s (%s of %s post %s) to %s failed after %d tries: %s",
                row.id,
                row.event,
                row.world,
                row.post_id,
                _host(row.url),
                row.attempts,
                row.last_answer,
            )
            post = _repostra_post(session, row)
            if post is not None and post.status != "published" and not _others_open(session, row):
                post.status = "failed"
                post.updated_at = self._bench.now()

    def _publish(self, session: Session, row: DeliveryRow, answer: Answer) -> None:
        """What a taken delivery makes of a Repostra post; a Blogree post is published before it is sent."""
        post = _repostra_post(session, row)
        if post is None:
            return
        now = self._bench.now()
        if isinstance(post, RepostraContent) and post.status != "published":
            post.published_at = now
            post.published_url = answer.link or _guessed_link(session, row, post)
        post.status = "published"
        post.updated_at = now


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "nowhere"
    except ValueError:
        return "nowhere"


def _open_delivery(session: Session, delivery_id: str) -> DeliveryRow | None:
    """The delivery, unless it has ended."""
    row = session.get(DeliveryRow, delivery_id)
    return row if row is not None and row.status in OPEN_STATES else None


def _repostra_post(session: Session, row: DeliveryRow) -> RepostraContent | RepostraSocial | None:
    """The post that a Repostra delivery carries, where it is still there."""
    if row.world != "repostra":
        return None
    if row.event == "blog_post":
        # Who deletes the post meanwhile waits: what was delivered must not end as a fault.
        take_turn(session, RepostraContent, int(row.post_id))
        return session.get(RepostraContent, int(row.post_id))
    return session.get(RepostraSocial, int(row.post_id))


def _others_open(session: Session, row: DeliveryRow) -> bool:
    """Whether the same post is on its way to another account still."""
    others = select(DeliveryRow.id).where(
        DeliveryRow.world == row.world,
        DeliveryRow.event == row.event,
        DeliveryRow.post_id == row.post_id,
        DeliveryRow.id != row.id,
        DeliveryRow.status.in_(OPEN_STATES),
    )
    return session.scalars(others.limit(1)).first() is not None


def _guessed_link(session: Session, row: DeliveryRow, content: RepostraContent) -> str:
    """The site's origin and the slug: where a blog has the post when its receiver does not say."""
    account = session.get(RepostraAccount, int(row.target_id))
    parts = urlsplit((account.webhook_url if account else None) or row.url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}/{content.slug}"
