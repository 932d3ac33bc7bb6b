"""Blogree's bodies (contracts/blogree.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, WrapValidator

from tui.domain.secrets import Secret
from tui.platforms.wire import (
    Id,
    Incoming,
    MaybeFloat,
    MaybeInt,
    MaybeText,
    MaybeTime,
    Outgoing,
    SecretText,
    StateWord,
    Texts,
    Whole,
    Word,
    good_ones,
    none_if_wrong,
)

Status = Literal["draft", "scheduled", "published"]
Filled = Annotated[str, Field(min_length=1)]


class Login(Outgoing):
    """An email and a password."""

    email: Filled
    password: Secret


class LoginIn(Incoming):
    """A token, good for seven days."""

    token: SecretText
    expires_at: MaybeTime = None


class BodyIn(Incoming):
    """A body in up to three forms; `tiptap` is whatever its `json` is."""

    html: MaybeText = None
    markdown: MaybeText = None
    tiptap: Any = Field(default=None, alias="json")


class DeliveryIn(Incoming):
    """A post on its way to one site."""

    site_id: Id
    status: StateWord = ""
    delivered_at: MaybeTime = None
    # Which of these it tells, and by which name, is not documented (peers B8).
    tries: MaybeInt = Field(default=None, validation_alias=AliasChoices("attempts", "tries", "attempt"))
    answer: MaybeText = Field(
        default=None, validation_alias=AliasChoices("last_answer", "response", "response_code", "error")
    )
    changed_at: MaybeTime = Field(
        default=None, validation_alias=AliasChoices("updated_at", "last_attempt_at")
    )


class MetaIn(Incoming):
    """What a page's head says. The canonical address only the webhook's page tells (peers B14)."""

    title: MaybeText = None
    description: MaybeText = None
    og_image: MaybeText = None
    canonical_url: MaybeText = None


class PostIn(Whole):
    """A post; `deliveries` are there in single reads only."""

    id: Id
    version: MaybeInt = None
    slug: MaybeText = None
    title: Word = ""
    excerpt: MaybeText = None
    body: Annotated[BodyIn | None, WrapValidator(none_if_wrong)] = None
    meta: Annotated[MetaIn | None, WrapValidator(none_if_wrong)] = None
    tags: Texts = ()
    status: StateWord = ""
    scheduled_at: MaybeTime = None
    published_at: MaybeTime = None
    created_at: MaybeTime = None
    updated_at: MaybeTime = None
    deliveries: Annotated[tuple[DeliveryIn, ...], good_ones(DeliveryIn)] = ()


class PaginationIn(Incoming):
    """Where a page stands."""

    page: MaybeInt = None
    pages: MaybeInt = None
    total: MaybeInt = None


class PublishIn(Incoming):
    """The deliveries that were started."""

    dispatched_to: Annotated[tuple[DeliveryIn, ...], good_ones(DeliveryIn)] = ()


class QueuedIn(Incoming):
    """A generation that was queued."""

    job_id: Id
    status: StateWord = ""
    poll_url: MaybeText = None
    estimated_seconds: MaybeFloat = None


class JobIn(Incoming):
    """How a generation stands. How a failure reads is not known (peers B11)."""

    job_id: MaybeText = None
    status: StateWord = ""
    post: Annotated[PostIn | None, WrapValidator(none_if_wrong)] = None
    error: MaybeText = None
    message: MaybeText = None


class StatsIn(Incoming):
    """How a site's deliveries fared; the rate is in percent."""

    total: MaybeInt = None
    success_rate: MaybeFloat = None
    last_delivery: MaybeTime = None


class SiteIn(Incoming):
    """A connected site. Its API key and webhook secret come along and are dropped here (peers B2)."""

    id: Id
    name: Word = ""
    url: MaybeText = None
    webhook_url: MaybeText = None
    niche: MaybeText = None
    platform: Word = ""
    status: StateWord = ""
    delivery_stats: Annotated[StatsIn | None, WrapValidator(none_if_wrong)] = None
    created_at: MaybeTime = None


class BodyOut(Outgoing):
    """A body in the forms that its post has, made of the same source (peers B7)."""

    html: str
    markdown: str
    tiptap: dict[str, Any] | None = Field(default=None, alias="json")


class MetaOut(Outgoing):
    """What a page's head says."""

    title: str | None = None
    description: Annotated[str, Field(max_length=160)] | None = None
    og_image: str | None = None


class NewPostOut(Outgoing):
    """A post to make: always a draft here, since only `/publish` is sure to deliver (peers B5)."""

    title: Filled
    body: BodyOut
    excerpt: str | None = None
    meta: MetaOut | None = None
    tags: tuple[str, ...] = ()
    status: Literal["draft"] = "draft"


class PostUpdate(Outgoing):
    """What changes in a post; null empties a field."""

    title: Filled | None = None
    slug: Filled | None = None
    body: BodyOut | None = None
    excerpt: str | None = None
    meta: MetaOut | None = None
    tags: tuple[str, ...] | None = None
    status: Literal["draft", "scheduled"] | None = None
    scheduled_at: datetime | None = None


class PublishOut(Outgoing):
    """The sites to deliver to; always named, since none means all (peers B4)."""

    site_ids: Annotated[tuple[Filled, ...], Field(min_length=1)]


class GenerateOut(Outgoing):
    """What to write about, and how."""

    topic: Filled
    site_id: Filled | None = None
    length: Literal["short", "medium", "long"] | None = None
    tone: Literal["professional", "casual", "educational", "persuasive"] | None = None
    include_faq: bool | None = None
    target_keywords: tuple[str, ...] = ()


class PostsQuery(Outgoing):
    """Which posts a list holds."""

    status: Status | None = None
    page: Annotated[int, Field(ge=1)] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    site_id: str | None = None
    search: str | None = None
    tag: str | None = None
