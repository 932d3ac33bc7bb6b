"""Notra's wire models (contracts/notra-openapi.json). Unknown fields in a request are ignored."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints
from pydantic.alias_generators import to_camel

from tui.desk.routes.fields import Text

ContentType = Literal["changelog", "linkedin_post", "twitter_post", "blog_post", "investor_update", "image"]
CONTENT_TYPES = frozenset(
    {"changelog", "linkedin_post", "twitter_post", "blog_post", "investor_update", "image"}
)
GeneratedType = Literal["changelog", "blog_post", "linkedin_post", "twitter_post", "image"]
Status = Literal["draft", "published"]
STATUSES = frozenset({"draft", "published"})
LookbackWindow = Literal["current_day", "yesterday", "last_7_days", "last_14_days", "last_30_days"]

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"

Id = Annotated[Text, StringConstraints(min_length=1)]


def wire_time(value: datetime) -> str:
    """`2026-03-01T12:00:00.000Z`: UTC, to the millisecond."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Wire(BaseModel):
    """Names on the wire are in camel case."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Organization(Wire):
    """The organization that a key belongs to."""

    id: str
    slug: str
    name: str
    logo: str | None


class Post(Wire):
    """A post. The organization-scoped shape leaves out htmlUrl, rawHtml and recommendations."""

    id: str
    title: str
    slug: str | None
    content: str
    """HTML; an image post's address."""
    html_url: str | None = None
    markdown: str | None
    raw_html: str | None = None
    recommendations: str | None = None
    content_type: str
    source_metadata: dict[str, Any] | None
    status: str
    created_at: str
    updated_at: str


class Pagination(Wire):
    """Where a page stands; there is always one page at least."""

    limit: int
    current_page: int
    next_page: int | None
    previous_page: int | None
    total_pages: int
    total_items: int


class PostsAnswer(Wire):
    """A page of posts."""

    organization: Organization | None = None
    posts: list[Post]
    pagination: Pagination


class PostAnswer(Wire):
    """One post; null where it is not there or the filters leave it out."""

    organization: Organization | None = None
    post: Post | None


class DeletedAnswer(Wire):
    """What was deleted."""

    id: str
    organization: Organization | None = None


class PostUpdate(Wire):
    """What changes; a field that is left out stays. The defaults only mark what was left out."""

    title: Annotated[Text, StringConstraints(min_length=1, max_length=120)] = ""
    slug: Annotated[str, StringConstraints(min_length=1, max_length=160, pattern=SLUG_PATTERN)] | None = None
    markdown: Annotated[Text, StringConstraints(min_length=1, max_length=100_000)] = ""
    status: Status = "draft"


class Integrations(Wire):
    """Integrations to write from, by id."""

    github: Annotated[list[Id], Field(min_length=1)] = []
    linear: Annotated[list[Id], Field(min_length=1)] = []


class RepositoryName(Wire):
    """A repository by its name."""

    owner: Id
    repo: Id


class GithubSelection(Wire):
    """Repositories to write from, by name."""

    repositories: Annotated[list[RepositoryName], Field(min_length=1)]


class DataPoints(Wire):
    """What is read of the repositories."""

    include_pull_requests: StrictBool = True
    include_commits: StrictBool = True
    include_releases: StrictBool = True
    include_linear_data: StrictBool = False


class PullRequestNumber(Wire):
    """A pull request of one repository."""

    repository_id: Text
    number: int


class ReleaseTag(Wire):
    """A tag of one repository."""

    repository_id: Text
    tag_name: Text


class LinearIssue(Wire):
    """An issue of one Linear integration."""

    integration_id: Text
    issue_id: Text


class SelectedItems(Wire):
    """Single items to write from."""

    commit_shas: list[Text] = []
    pull_request_numbers: list[PullRequestNumber] = []
    release_tag_names: list[Text | ReleaseTag] = []
    linear_issue_ids: list[LinearIssue] = []


class GenerateRequest(Wire):
    """What is to be written, and from what."""

    content_type: GeneratedType
    lookback_window: LookbackWindow = "last_7_days"
    brand_voice_id: Id | None = None
    brand_identity_id: Id | None = None
    repository_ids: Annotated[
        list[Id], Field(json_schema_extra={"deprecated": True, "description": "Use integrations.github."})
    ] = []
    linear_integration_ids: Annotated[
        list[Id], Field(json_schema_extra={"deprecated": True, "description": "Use integrations.linear."})
    ] = []
    integrations: Integrations = Integrations()
    github: GithubSelection | None = None
    data_points: DataPoints = DataPoints()
    selected_items: SelectedItems | None = None


class Job(Wire):
    """A generation. It has ended at completed, failed and skipped (nothing to write about)."""

    id: str
    organization_id: str
    status: str
    content_type: str
    lookback_window: str
    repository_ids: list[str]
    brand_voice_id: str | None
    workflow_run_id: str | None
    post_id: str | None
    error: str | None
    source: Literal["api", "dashboard"] = "api"
    created_at: str
    updated_at: str
    completed_at: str | None


class JobEvent(Wire):
    """One step of a generation."""

    id: str
    job_id: str
    type: str
    message: str
    created_at: str
    metadata: dict[str, Any] | None


class QueuedAnswer(Wire):
    """A generation that was queued."""

    organization: Organization | None = None
    job: Job


class JobAnswer(Wire):
    """A generation with its steps, oldest first."""

    job: Job
    events: list[JobEvent]


class GithubIntegration(Wire):
    """A repository that is registered with the desk."""

    id: str
    display_name: str
    owner: str | None
    repo: str | None
    default_branch: str | None


class IntegrationsAnswer(Wire):
    """Everything that can be written from. The desk knows git repositories only."""

    github: list[GithubIntegration]
    slack: list[dict[str, Any]]
    linear: list[dict[str, Any]]
    organization: Organization


class NewGithubIntegration(Wire):
    """A repository to connect. `owner`: a folder on the desk's machine (absolute), or a GitHub account."""

    owner: Id
    repo: Id
    branch: Id | None = None
    token: Id | None = None


class GithubAnswer(Wire):
    """A repository that was connected."""

    github: GithubIntegration
    organization: Organization


class StatusAnswer(Wire):
    """That the API is there."""

    status: Literal["ok"]
    service: Literal["Notra API"]
    version: str
    public: Literal[True]
