"""Repostra's writing: a planned content's text, and a social text from its topic. contracts/repostra.md."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tui.desk.bodies.editorjs import to_editorjs
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import RepostraAccount, RepostraContent, RepostraSocial
from tui.desk.workflows.bench import Bench, fault_sentence
from tui.desk.workflows.slots import slot_for_account
from tui.desk.writer.outline import write_outline, write_social
from tui.desk.writer.topics import topic_of

OPEN_CONTENT_STATES = ("planned", "generating")
OPEN_SOCIAL_STATES = ("generating",)


class RepostraWriting:
    """Writes contents and social texts."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def run_content(self, content_id: int) -> None:
        """The workflow: planned → generating → draft, or failed."""
        durable, pause = self._bench.durable, self._bench.stage_seconds
        try:
            durable.wait(pause)
            durable.step("begin", lambda: self._move(content_id, ("planned",), "generating"))
            durable.wait(pause)
            durable.step("write", lambda: self._write_content(content_id))
        except Exception as error:
            fault_sentence(f"Repostra content {content_id}", error)
            durable.step("fault", lambda: self.fail_content(content_id))

    def run_social(self, social_id: int) -> None:
        """The workflow: generating → pending_approval with a text, or failed."""
        durable = self._bench.durable
        try:
            durable.wait(self._bench.stage_seconds)
            durable.step("write", lambda: self._write_social(social_id))
        except Exception as error:
            fault_sentence(f"Repostra social post {social_id}", error)
            durable.step("fault", lambda: self.fail_social(social_id))

    def fail_content(self, content_id: int) -> None:
        """End the writing of a content that has no text yet."""
        self._move(content_id, OPEN_CONTENT_STATES, "failed")

    def fail_social(self, social_id: int) -> None:
        """End the writing of a social post that has no text yet."""
        with self._bench.sessions.begin() as session:
            social = _open_social(session, social_id)
            if social is not None:
                social.status = "failed"
                social.updated_at = self._bench.now()

    def _move(self, content_id: int, before: tuple[str, ...], after: str) -> None:
        with self._bench.sessions.begin() as session:
            session.execute(
                update(RepostraContent)
                .where(RepostraContent.id == content_id, RepostraContent.status.in_(before))
                .values(status=after, updated_at=self._bench.now())
            )

    def _write_content(self, content_id: int) -> None:
        with self._bench.sessions.begin() as session:
            take_turn(session, RepostraContent, content_id)
            content = session.get(RepostraContent, content_id)
            if content is None or content.status not in OPEN_CONTENT_STATES:
                return
            if content.content:
                # It was given one meanwhile, by a PUT: what a person wrote is not written over here.
                content.status = "draft"
                content.updated_at = self._bench.now()
                return
            draft = write_outline(
                content.title,
                length=None,
                tone=None,
                include_faq=False,
                keywords=(content.keyword,) if content.keyword else (),
            )
            now = self._bench.now()
            content.content = to_editorjs(draft.markdown, now)
            content.status = "draft"
            content.ai_generated_at = content.updated_at = now
            self._propose(session, content, now)

    def _propose(self, session: Session, content: RepostraContent, now: datetime) -> None:
        """Give the content a topic on each account of a network that is switched on: each waits for a yes,
        with the account's next free slot after the content itself.
        """
        # With its time of birth: SQLite gives a deleted row's number again.
        proposed = select(RepostraSocial.id).where(
            RepostraSocial.blog_content_id == content.id, RepostraSocial.created_at >= content.created_at
        )
        if session.scalar(proposed.limit(1)) is not None:
            return
        after = max(now, content.scheduled_for or now)
        accounts = select(RepostraAccount).where(
            RepostraAccount.is_active, RepostraAccount.platform != "website"
        )
        for account in session.scalars(accounts.order_by(RepostraAccount.id)).all():
            session.add(
                RepostraSocial(
                    topic=topic_of(content.title, account.platform),
                    content=None,
                    platform=account.platform,
                    content_type="text",
                    status="pending_approval",
                    account_id=account.id,
                    blog_content_id=content.id,
                    scheduled_for=slot_for_account(session, account, after, self._bench.zone),
                    created_at=now,
                    updated_at=now,
                )
            )
            session.flush()

    def _write_social(self, social_id: int) -> None:
        with self._bench.sessions.begin() as session:
            social = _open_social(session, social_id)
            if social is not None:
                social.content = write_social(social.topic, social.platform)
                social.status = "pending_approval"
                social.updated_at = self._bench.now()


def _open_social(session: Session, social_id: int) -> RepostraSocial | None:
    """The social post, while it is being written."""
    social = session.get(RepostraSocial, social_id)
    return social if social is not None and social.status in OPEN_SOCIAL_STATES else None
