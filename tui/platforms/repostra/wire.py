"""Repostra's bodies (contracts/repostra.md). Ids are integers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, WrapValidator

from tui.domain.secrets import Secret
from tui.platforms.wire import (
    Incoming,
    MaybeBool,
    MaybeInt,
    MaybeText,
    MaybeTime,
    Outgoing,
    StateWord,
    Whole,
    Word,
    none_if_wrong,
)

Network = Literal["website", "facebook", "twitter", "instagram", "linkedin", "tiktok", "youtube"]
PostingMethod = Literal["manual", "wordpress", "webhook", "auto", "zapier"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
SlotType = Literal["text", "image", "video", "evergreen"]
Filled = Annotated[str, Field(min_length=1)]
ContentStatus = Literal["planned", "generating", "draft", "scheduled", "published", "failed"]


class AccountIn(Incoming):
    """A social account or website."""

    id: int
    platform: Word = ""
    account_name: MaybeText = None
    account_identifier: MaybeText = None
    posting_method: MaybeText = None
    webhook_url: MaybeText = None
    is_active: MaybeBool = None
    created_at: MaybeTime = None
    updated_at: MaybeTime = None


class AccountOut(Outgoing):
    """An account's fields; in an update those left alone stay. The two secrets are never sent back
    by the platform (peers R13).
    """

    account_name: str | None = None
    account_identifier: str | None = None
    posting_method: Filled | None = None
    """One of `PostingMethod`, or a word that Repostra told itself."""
    webhook_url: str | None = None
    wordpress_api_key: Secret | None = None
    signing_secret: Secret | None = None
    is_active: bool | None = None


class NewAccount(AccountOut):
    """An account to make."""

    platform: Filled
    """One of `Network`, or a word that Repostra told itself."""


class AccountUpdate(AccountOut):
    """What changes in an account."""

    platform: Filled | None = None


class SlotAccountIn(Incoming):
    """The account of a schedule, in short."""

    id: int
    platform: Word = ""
    account_name: MaybeText = None


class ScheduleIn(Incoming):
    """A weekly slot. The zone of `time` is not known: it is shown as given."""

    id: int
    account_id: MaybeInt = None
    account: Annotated[SlotAccountIn | None, WrapValidator(none_if_wrong)] = None
    platform: Word = ""
    day_of_week: Word = ""
    time: Word = ""
    content_type: MaybeText = None
    blog_column_index: MaybeInt = None
    is_active: MaybeBool = None
    created_at: MaybeTime = None
    updated_at: MaybeTime = None


class NewSchedule(Outgoing):
    """A weekly slot to make."""

    account_id: int
    platform: Filled
    """The account's own word for it, whatever that is."""
    day_of_week: Day
    time: Clock
    content_type: Filled | None = None
    """One of `SlotType`, or a word that Repostra told itself."""
    blog_column_index: Annotated[int, Field(ge=1)] | None = None
    is_active: bool | None = None


class ScheduleUpdate(Outgoing):
    """What changes in a weekly slot."""

    day_of_week: Day | None = None
    time: Clock | None = None
    content_type: Filled | None = None
    """One of `SlotType`, or a word that Repostra told itself."""
    blog_column_index: Annotated[int, Field(ge=1)] | None = None
    is_active: bool | None = None


class ContentIn(Whole):
    """A blog post; `content` is there in single reads only."""

    id: int
    title: Word = ""
    slug: MaybeText = None
    description: MaybeText = None
    keyword: MaybeText = None
    status: StateWord = ""
    posting_schedule_id: MaybeInt = None
    scheduled_for: MaybeTime = None
    approved_at: MaybeTime = None
    published_at: MaybeTime = None
    published_url: MaybeText = None
    ai_generated_at: MaybeTime = None
    created_at: MaybeTime = None
    updated_at: MaybeTime = None
    content: Any = None
    """EditorJS JSON, as a string (peers R7)."""


class MetaIn(Incoming):
    """Where a page stands."""

    current_page: MaybeInt = None
    last_page: MaybeInt = None
    total: MaybeInt = None


class NewContent(Outgoing):
    """A topic to write from."""

    title: Filled
    description: str | None = None
    keyword: str | None = None
    posting_schedule_id: int | None = None
    scheduled_for: datetime | None = None


class ContentUpdate(Outgoing):
    """What changes in a blog post; refused once it is published."""

    title: Filled | None = None
    description: str | None = None
    keyword: str | None = None
    content: str | None = None
    """EditorJS JSON, as a string."""
    scheduled_for: datetime | None = None


class ContentQuery(Outgoing):
    """Which contents a list holds: one status, or all."""

    status: ContentStatus | None = None
    per_page: Annotated[int, Field(ge=1)] = 100
    page: Annotated[int, Field(ge=1)] = 1


class PendingBlogIn(Incoming):
    """A blog post that waits for a yes; without its body."""

    id: int
    title: Word = ""
    status: StateWord = ""
    scheduled_for: MaybeTime = None
    ai_generated_at: MaybeTime = None
    created_at: MaybeTime = None


class PendingSocialIn(Incoming):
    """A social post that waits for a yes: to its topic while `content` is empty (peers R4)."""

    id: int
    topic: Word = ""
    content: MaybeText = None
    platform: Word = ""
    content_type: Word = ""
    status: StateWord = ""
    blog_content_id: MaybeInt = None
    scheduled_for: MaybeTime = None
    created_at: MaybeTime = None


class BlogApproval(Outgoing):
    """A yes to a blog post, perhaps with another title."""

    title: Filled | None = None


class TopicApproval(Outgoing):
    """A yes to a topic, as it stands here."""

    topic: Filled


class TextApproval(Outgoing):
    """A yes to a social text, as it stands here."""

    content: Filled
