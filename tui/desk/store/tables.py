"""The desk's tables. Each platform's world has its own; deliveries and repositories are shared work.

Times are stored as UTC and come back aware. JSON columns hold what the API takes and gives.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """An aware time, kept as UTC: SQLite has no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC without a zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: UTC, aware."""
        return value.replace(tzinfo=UTC) if value is not None else None


class Table(DeclarativeBase):
    """Base of all tables; every name begins with `desk_`, so that DBOS's stand apart."""

    metadata = MetaData()
    type_annotation_map: ClassVar = {datetime: Utc, dict[str, Any]: JSON, list[Any]: JSON}


class Repository(Table):
    """A git repository that the writer may read: a Notra integration."""

    __tablename__ = "desk_repository"

    id: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(Text, unique=True)
    owner: Mapped[str | None]
    repo: Mapped[str | None]
    display_name: Mapped[str]
    default_branch: Mapped[str | None]
    created_at: Mapped[datetime]


class NotraPost(Table):
    """A post of the Notra world."""

    __tablename__ = "desk_notra_post"
    __table_args__ = (
        # All that a list looks at: a page far down costs no row before it.
        Index("desk_notra_posts", "created_at", "id", "status", "content_type", "brand_identity_id"),
        Index("desk_notra_posts_in", "status", "created_at", "id", "content_type", "brand_identity_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    slug: Mapped[str | None] = mapped_column(String(160), unique=True)
    markdown: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    """HTML; an image post's URL."""
    content_type: Mapped[str]
    status: Mapped[str]
    brand_identity_id: Mapped[str | None]
    source_metadata: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class NotraJob(Table):
    """One generation of the Notra world; `request` is the body that asked for it."""

    __tablename__ = "desk_notra_job"

    id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    content_type: Mapped[str]
    lookback_window: Mapped[str]
    repository_ids: Mapped[list[Any]]
    request: Mapped[dict[str, Any]]
    brand_voice_id: Mapped[str | None]
    workflow_run_id: Mapped[str | None]
    post_id: Mapped[str | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class NotraJobEvent(Table):
    """One step of a Notra job. Its id is made of the job's and the type, so a step that runs
    again after a crash writes the same row.
    """

    __tablename__ = "desk_notra_job_event"

    id: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("desk_notra_job.id"), index=True)
    type: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]


class NotraSchedule(Table):
    """When a Notra post is written by itself: a cron clock without a zone, which is the desk's."""

    __tablename__ = "desk_notra_schedule"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    frequency: Mapped[str]
    hour: Mapped[int]
    minute: Mapped[int]
    day_of_week: Mapped[int | None]
    """0 to 6; 0 is Sunday."""
    day_of_month: Mapped[int | None]
    repository_ids: Mapped[list[Any]]
    output_type: Mapped[str]
    output_config: Mapped[dict[str, Any] | None]
    lookback_window: Mapped[str]
    enabled: Mapped[bool]
    auto_publish: Mapped[bool]
    alike: Mapped[str] = mapped_column(Text, unique=True)
    """What no two schedules may have in common: when, from what, what, and over which days."""
    planned_since: Mapped[datetime]
    """When it was last switched on or given another time: what came before that is not made up for."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class NotraBrand(Table):
    """A brand identity of the Notra world: who is writing."""

    __tablename__ = "desk_notra_brand"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    is_default: Mapped[bool]
    website_url: Mapped[str] = mapped_column(Text)
    company_name: Mapped[str | None] = mapped_column(Text)
    company_description: Mapped[str | None] = mapped_column(Text)
    tone_profile: Mapped[str | None]
    custom_tone: Mapped[str | None] = mapped_column(Text)
    custom_instructions: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class NotraBrandJob(Table):
    """One reading of a website for a brand identity, which is there when the job is completed."""

    __tablename__ = "desk_notra_brand_job"

    id: Mapped[str] = mapped_column(primary_key=True)
    brand_id: Mapped[str]
    name: Mapped[str | None] = mapped_column(Text)
    """None: the site's own."""
    website_url: Mapped[str] = mapped_column(Text)
    status: Mapped[str]
    step: Mapped[str | None]
    current_step: Mapped[int]
    workflow_run_id: Mapped[str | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class RepostraAccount(Table):
    """A social account or website of the Repostra world."""

    __tablename__ = "desk_repostra_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str]
    account_name: Mapped[str | None] = mapped_column(Text)
    account_identifier: Mapped[str | None] = mapped_column(Text)
    posting_method: Mapped[str | None]
    webhook_url: Mapped[str | None] = mapped_column(Text)
    wordpress_api_key: Mapped[str | None] = mapped_column(Text)
    signing_secret: Mapped[str | None] = mapped_column(Text)
    is_active: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RepostraSchedule(Table):
    """A weekly slot of the Repostra world."""

    __tablename__ = "desk_repostra_schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("desk_repostra_account.id"))
    platform: Mapped[str]
    day_of_week: Mapped[str]
    time: Mapped[str]
    content_type: Mapped[str | None]
    blog_column_index: Mapped[int | None]
    is_active: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RepostraContent(Table):
    """A blog post of the Repostra world; `content` is EditorJS JSON, as a string."""

    __tablename__ = "desk_repostra_content"
    __table_args__ = (
        Index("desk_repostra_contents", "created_at", "id"),
        Index("desk_repostra_contents_in", "status", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    slug: Mapped[str]
    description: Mapped[str | None] = mapped_column(Text)
    keyword: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str]
    content: Mapped[str | None] = mapped_column(Text)
    posting_schedule_id: Mapped[int | None]
    scheduled_for: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    published_url: Mapped[str | None] = mapped_column(Text)
    ai_generated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RepostraSocial(Table):
    """A social post of the Repostra world: a topic until `content` is there."""

    __tablename__ = "desk_repostra_social"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(Text)
    content: Mapped[str | None] = mapped_column(Text)
    platform: Mapped[str]
    content_type: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    """pending_approval | generating | manual_posting | ready | published | failed."""
    account_id: Mapped[int | None]
    blog_content_id: Mapped[int | None]
    scheduled_for: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class BlogreeSite(Table):
    """A connected site of the Blogree world."""

    __tablename__ = "desk_blogree_site"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    webhook_url: Mapped[str] = mapped_column(Text)
    api_key: Mapped[str]
    webhook_secret: Mapped[str]
    niche: Mapped[str | None]
    platform: Mapped[str]
    status: Mapped[str]
    created_at: Mapped[datetime]


class BlogreePost(Table):
    """A post of the Blogree world; `body_json` is a Tiptap document."""

    __tablename__ = "desk_blogree_post"
    __table_args__ = (
        Index("desk_blogree_posts", "created_at", "id"),
        Index("desk_blogree_posts_in", "status", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    slug: Mapped[str] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str | None] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    body_markdown: Mapped[str] = mapped_column(Text)
    body_json: Mapped[dict[str, Any]]
    meta_title: Mapped[str | None] = mapped_column(Text)
    meta_description: Mapped[str | None] = mapped_column(Text)
    meta_og_image: Mapped[str | None] = mapped_column(Text)
    meta_canonical_url: Mapped[str | None] = mapped_column(Text)
    tags: Mapped[list[Any]]
    status: Mapped[str]
    scheduled_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class BlogreeJob(Table):
    """One generation of the Blogree world; `request` is the body that asked for it."""

    __tablename__ = "desk_blogree_job"

    id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    request: Mapped[dict[str, Any]]
    post_id: Mapped[str | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class DeliveryRow(Table):
    """One post on its way to one receiver, whichever the world.

    `id` is what the receiver sees as the delivery's id; `body` is fixed when the row is made, so
    every try sends the same bytes (less the timestamp header).
    """

    __tablename__ = "desk_delivery"
    __table_args__ = (Index("desk_delivery_of", "world", "post_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    world: Mapped[str]
    """blogree | repostra."""
    post_id: Mapped[str]
    target_id: Mapped[str]
    """The Blogree site's or the Repostra account's id."""
    event: Mapped[str]
    """post.published, post.updated, post.deleted; blog_post, social_post."""
    url: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str]
    """pending | delivered | retrying | delivered_retry | failed."""
    attempts: Mapped[int]
    last_answer: Mapped[str | None] = mapped_column(Text)
    """What the receiver said last: "200", "502", "timed out"."""
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    """When its status was last another, or it was last tried."""
    confirmed_at: Mapped[datetime | None]
    """When the site itself said that it has it."""
