"""Blogree's wire models (contracts/seeds/blogree-posts-api.txt). Unknown fields in a request are ignored."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_serializer,
)

from tui.desk.routes.fields import FilledText, Moment, Text, WebAddress

Status = Literal["draft", "scheduled", "published"]
SitePlatform = Literal["nextjs", "wordpress", "gatsby", "sveltekit", "custom"]
Length = Literal["short", "medium", "long"]
Tone = Literal["professional", "casual", "educational", "persuasive"]

Title = Annotated[FilledText, StringConstraints(max_length=20_000)]
Slug = Annotated[str, StringConstraints(max_length=160, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Tag = Annotated[FilledText, StringConstraints(max_length=200)]
Tags = Annotated[list[Tag], Field(max_length=100)]


class Wire(BaseModel):
    """A body is taken and given by its names on the wire."""

    model_config = ConfigDict(populate_by_name=True)


class Body(Wire):
    """A body in its three forms; `json` is a Tiptap document."""

    html: str
    markdown: str
    tiptap: dict[str, Any] = Field(alias="json")


class Meta(Wire):
    """What a page's head says."""

    title: str | None
    description: str | None
    og_image: str | None
    canonical_url: str | None = None
    """Not among the documented fields of the API, but on the webhook's page (peers.md B14): given where it is
    set.
    """

    @model_serializer(mode="wrap")
    def _as_documented(self, plainly: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields: dict[str, Any] = plainly(self)
        return {name: value for name, value in fields.items() if name != "canonical_url" or value}


class Post(Wire):
    """A post as a list gives it."""

    id: str
    version: int
    """Grows by one with each update."""
    slug: str
    title: str
    excerpt: str | None
    body: Body
    meta: Meta
    tags: list[str]
    status: str
    scheduled_at: str | None
    published_at: str | None
    created_at: str
    updated_at: str


class SiteDelivery(Wire):
    """How the post's last delivery to one site stands."""

    site_id: str
    status: str
    """pending | delivered | retrying | delivered_retry | failed."""
    delivered_at: str | None
    attempts: int
    """Not documented, like the two below: how often it was tried, what the site answered last (a status, or
    why there is none), and when either changed."""
    last_answer: str | None
    updated_at: str | None


class SinglePost(Post):
    """A post with its deliveries."""

    deliveries: list[SiteDelivery]


class Pagination(Wire):
    """Where a page stands."""

    page: int
    limit: int
    total: int
    pages: int


class PostsAnswer(Wire):
    """A page of posts, the newest first."""

    data: list[Post]
    pagination: Pagination


class BodyInput(Wire):
    """One form of a body, or several; the others are made from it."""

    html: Text | None = None
    markdown: Text | None = None
    tiptap: dict[str, Any] | None = Field(default=None, alias="json")


class MetaInput(Wire):
    """What changes of a page's head; null empties a field."""

    title: Annotated[Text, StringConstraints(max_length=500)] | None = None
    description: Annotated[Text, StringConstraints(max_length=160)] | None = None
    og_image: WebAddress | None = None
    canonical_url: WebAddress | None = None


class NewPost(Wire):
    """A post to be made: a draft, unless `status` says otherwise. Nothing is delivered by it."""

    title: Title
    slug: Slug | None = None
    excerpt: Text | None = None
    body: BodyInput = BodyInput()
    meta: MetaInput = MetaInput()
    tags: Tags = []
    status: Status = "draft"
    scheduled_at: Moment | None = None


class PostUpdate(Wire):
    """What changes; a field that is left out stays. The defaults only mark what was left out."""

    title: Title = ""
    slug: Slug = ""
    excerpt: Text | None = None
    body: BodyInput = BodyInput()
    meta: MetaInput = MetaInput()
    tags: Tags = []
    status: Status = "draft"
    scheduled_at: Moment | None = None


class PublishRequest(Wire):
    """The sites to deliver to; left out: all that are not inactive."""

    site_ids: Annotated[list[Text], Field(min_length=1, max_length=1000)] | None = None


class Dispatch(Wire):
    """A delivery that was started."""

    site_id: str
    status: str


class PublishAnswer(Wire):
    """The deliveries that were started."""

    post_id: str
    dispatched_to: list[Dispatch]
    estimated_delivery: str


class GenerateRequest(Wire):
    """What is to be written about, and how."""

    topic: Annotated[FilledText, StringConstraints(max_length=2000)]
    site_id: Text | None = None
    length: Length = "medium"
    tone: Tone = "professional"
    include_faq: StrictBool = False
    target_keywords: Annotated[list[Tag], Field(max_length=50)] = []


class QueuedAnswer(Wire):
    """A generation that was queued."""

    job_id: str
    status: Literal["processing"]
    poll_url: str
    estimated_seconds: int


class JobAnswer(Wire):
    """How a generation stands: processing, complete (with `post`) or failed (with `error`)."""

    job_id: str
    status: str
    post: SinglePost | None = None
    error: str | None = None


class DeliveryStats(Wire):
    """A site's deliveries: `success_rate` in percent of those that ended, null where none did."""

    total: int
    success_rate: float | None
    last_delivery: str | None


class Site(Wire):
    """A connected site; its secrets are masked except in the answer that makes it."""

    id: str
    name: str
    url: str
    webhook_url: str
    api_key: str
    webhook_secret: str
    niche: str | None
    platform: str
    status: str
    delivery_stats: DeliveryStats
    created_at: str


class SitesAnswer(Wire):
    """All sites."""

    sites: list[Site]
    total: int


class NewSite(Wire):
    """A site to connect."""

    name: Annotated[FilledText, StringConstraints(max_length=200)]
    url: WebAddress
    webhook_url: WebAddress
    platform: SitePlatform = "custom"
    niche: Text | None = None
    webhook_secret: Annotated[FilledText, StringConstraints(min_length=8, max_length=500)] | None = None
    """Chosen by the caller where the receiver has one already; left out: a random one."""


class SiteUpdate(Wire):
    """What changes; a field that is left out stays. The defaults only mark what was left out."""

    name: Annotated[FilledText, StringConstraints(max_length=200)] = ""
    url: WebAddress = ""
    webhook_url: WebAddress = ""
    platform: SitePlatform = "custom"
    niche: Text | None = None
    status: Literal["active", "inactive"] = "active"


class RotatedAnswer(Wire):
    """A site's new secrets, shown this once."""

    site_id: str
    new_api_key: str
    new_webhook_secret: str
    rotated_at: str
    warning: str


class PullAnswer(Wire):
    """The posts that a site may have, the newest first."""

    data: list[Post]
    pagination: Pagination


class ConfirmRequest(Wire):
    """What a site has."""

    post_id: Annotated[Text, StringConstraints(min_length=1)]
    version: Annotated[StrictInt, Field(ge=1)] | None = None


class ConfirmAnswer(Wire):
    """That it was noted."""

    confirmed: Literal[True]
    post_id: str


class LoginRequest(Wire):
    """The desk's Blogree email and password."""

    email: str
    password: str


class RegisterRequest(LoginRequest):
    """An account to be made."""

    name: str | None = None


class User(Wire):
    """Who signed in."""

    id: str
    name: str
    email: str


class LoginAnswer(Wire):
    """A token and when it expires."""

    user: User
    token: str
    expires_at: str
