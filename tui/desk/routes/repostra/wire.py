"""Repostra's wire models (contracts/seeds/repostra-developer-api.txt). Unknown fields in a request are
ignored; a field that is left out of an update stays, and the defaults only mark that.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StrictBool, StrictInt, StringConstraints

from tui.desk.bodies.editorjs import to_html
from tui.desk.routes.fields import LARGEST_ID, FilledText, Moment, Text, WebAddress

Platform = Literal["website", "facebook", "twitter", "instagram", "linkedin", "tiktok", "youtube"]
PostingMethod = Literal["manual", "wordpress", "webhook", "auto", "zapier"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SlotType = Literal["text", "image", "video", "evergreen"]
ContentStatus = Literal["planned", "generating", "draft", "scheduled", "published", "failed"]

Name = Annotated[Text, StringConstraints(max_length=255)]
Key = Annotated[Text, StringConstraints(max_length=1000)]
Title = Annotated[FilledText, StringConstraints(max_length=20_000)]
Time = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
RowNumber = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]
Column = Annotated[StrictInt, Field(ge=1, le=1000)]


def _editorjs(text: str) -> str:
    try:
        document = json.loads(text)
        blocks = document.get("blocks") if isinstance(document, dict) else None
        if isinstance(blocks, list) and all(isinstance(block, dict) for block in blocks):
            to_html(text)  # what cannot be read cannot be delivered either
            return text
    except (ValueError, RecursionError):
        pass
    raise ValueError('must be EditorJS JSON with a list of "blocks", as a string')


EditorJs = Annotated[Text, AfterValidator(_editorjs)]


class Account(BaseModel):
    """A social account or website, without its secrets."""

    id: int
    platform: str
    account_name: str | None
    account_identifier: str | None
    posting_method: str | None
    webhook_url: str | None
    is_active: bool
    created_at: str
    updated_at: str


class AccountsAnswer(BaseModel):
    """All accounts."""

    data: list[Account]


class AccountAnswer(BaseModel):
    """One account."""

    data: Account


class AccountUpdate(BaseModel):
    """An account's fields; the two secrets are written only."""

    platform: Platform = "website"
    account_name: Name | None = None
    account_identifier: Name | None = None
    posting_method: PostingMethod | None = None
    webhook_url: WebAddress | None = None
    wordpress_api_key: Key | None = None
    signing_secret: Key | None = None
    is_active: StrictBool = True


class NewAccount(AccountUpdate):
    """An account to be made."""

    platform: Platform


class ScheduleAccount(BaseModel):
    """A schedule's account, in short."""

    id: int
    platform: str
    account_name: str | None


class Schedule(BaseModel):
    """A weekly slot. The time zone of `time` is not known: the brand's."""

    id: int
    account_id: int
    account: ScheduleAccount
    platform: str
    day_of_week: str
    time: str
    content_type: str | None
    blog_column_index: int | None
    is_active: bool
    created_at: str
    updated_at: str


class SchedulesAnswer(BaseModel):
    """All schedules."""

    data: list[Schedule]


class ScheduleAnswer(BaseModel):
    """One schedule."""

    data: Schedule


class ScheduleUpdate(BaseModel):
    """What of a schedule can change."""

    day_of_week: Day = "monday"
    time: Time = "00:00"
    content_type: SlotType | None = None
    blog_column_index: Column | None = None
    is_active: StrictBool = True


class NewSchedule(ScheduleUpdate):
    """A schedule to be made."""

    account_id: RowNumber
    platform: Platform
    day_of_week: Day
    time: Time


class Content(BaseModel):
    """A blog post as a list gives it."""

    id: int
    title: str
    slug: str
    description: str | None
    keyword: str | None
    status: str
    posting_schedule_id: int | None
    scheduled_for: str | None
    approved_at: str | None
    published_at: str | None
    published_url: str | None
    ai_generated_at: str | None
    created_at: str
    updated_at: str


class FullContent(Content):
    """A blog post with its body: EditorJS JSON, as a string; null until it is written."""

    content: str | None


class ContentMeta(BaseModel):
    """Where a page stands; there is always one page at least."""

    current_page: int
    last_page: int
    per_page: int
    total: int


class ContentsAnswer(BaseModel):
    """A page of contents, the newest first."""

    data: list[Content]
    meta: ContentMeta


class ContentAnswer(BaseModel):
    """One content."""

    data: FullContent


class NewContent(BaseModel):
    """A topic to be written about."""

    title: Title
    description: Text | None = None
    keyword: Name | None = None
    posting_schedule_id: RowNumber | None = None
    scheduled_for: Moment | None = None


class ContentUpdate(BaseModel):
    """What of a content can change."""

    title: Title = ""
    description: Text | None = None
    keyword: Name | None = None
    content: EditorJs = ""
    scheduled_for: Moment | None = None


class BlogApproval(BaseModel):
    """A blog post that waits for a yes, or is still being written."""

    type: Literal["blog_content"] = "blog_content"
    id: int
    title: str
    status: str
    scheduled_for: str | None
    ai_generated_at: str | None
    created_at: str


class SocialApproval(BaseModel):
    """A social post that waits for a yes: its topic while `content` is null, else its content."""

    type: Literal["social_post"] = "social_post"
    id: int
    topic: str
    content: str | None
    platform: str
    content_type: str
    status: str
    blog_content_id: int | None
    scheduled_for: str | None
    created_at: str


class Pending(BaseModel):
    """Everything that waits."""

    pending_blog: list[BlogApproval]
    pending_social: list[SocialApproval]


class PendingMeta(BaseModel):
    """How much waits."""

    pending_blog_count: int
    pending_social_count: int


class ApprovalsAnswer(BaseModel):
    """Everything that waits, not paged."""

    data: Pending
    meta: PendingMeta


class SocialAnswer(BaseModel):
    """One social post."""

    data: SocialApproval


class BlogApproveRequest(BaseModel):
    """An approval of a blog post, with a new title where there is one."""

    title: Title | None = None


class TopicApproveRequest(BaseModel):
    """An approval of a topic, as it stands here."""

    topic: Title


class TextApproveRequest(BaseModel):
    """An approval of a text, as it stands here."""

    content: Annotated[FilledText, StringConstraints(max_length=100_000)]


class MessageAnswer(BaseModel):
    """What was done."""

    message: str


def changes(update: BaseModel) -> dict[str, Any]:
    """The fields that an update gives."""
    return {name: getattr(update, name) for name in update.model_fields_set}
