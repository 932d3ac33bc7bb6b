"""Notra's bodies (contracts/notra.md, notra-openapi.json)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from tui.platforms.wire import (
    Id,
    Incoming,
    MaybeInt,
    MaybeText,
    MaybeTime,
    Outgoing,
    StateWord,
    Texts,
    Whole,
    Word,
)

Status = Literal["draft", "published"]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Slug = Annotated[str, Field(min_length=1, max_length=160, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Markdown = Annotated[str, Field(min_length=1, max_length=100_000)]
FilledId = Annotated[str, Field(min_length=1)]


class CamelIn(Incoming):
    """What Notra sent: its names are in camel case."""

    model_config = ConfigDict(alias_generator=to_camel)


class CamelOut(Outgoing):
    """What is sent to Notra."""

    model_config = ConfigDict(alias_generator=to_camel)


class PostIn(CamelIn, Whole):
    """A post."""

    id: Id
    title: Word = ""
    slug: MaybeText = None
    content: MaybeText = None
    """HTML; an image post's address."""
    markdown: MaybeText = None
    content_type: Word = ""
    status: StateWord = ""
    source_metadata: Any = None
    created_at: MaybeTime = None
    updated_at: MaybeTime = None
    html_url: MaybeText = None


class PaginationIn(CamelIn):
    """Where a page stands."""

    next_page: MaybeInt = None
    current_page: MaybeInt = None
    total_items: MaybeInt = None


class JobIn(CamelIn):
    """A generation."""

    id: Id
    status: StateWord = ""
    content_type: Word = ""
    lookback_window: Word = ""
    repository_ids: Texts = ()
    post_id: MaybeText = None
    error: MaybeText = None
    created_at: MaybeTime = None
    updated_at: MaybeTime = None
    completed_at: MaybeTime = None


class JobEventIn(CamelIn):
    """A step of a generation."""

    id: Id
    type: Word = ""
    message: Word = ""
    created_at: MaybeTime = None
    metadata: Any = None


class RepositoryIn(CamelIn):
    """A GitHub integration."""

    id: Id
    display_name: Word = ""
    owner: MaybeText = None
    repo: MaybeText = None
    default_branch: MaybeText = None


class LinearIn(CamelIn):
    """A Linear integration."""

    id: Id
    display_name: Word = ""
    linear_organization_name: MaybeText = None
    linear_team_name: MaybeText = None


class PostsQuery(CamelOut):
    """Which posts a list holds. Statuses are always sent: the default is published only."""

    statuses: tuple[Status, ...]
    content_types: tuple[str, ...] = ()
    sort: Literal["asc", "desc"] = "desc"
    page: Annotated[int, Field(ge=1)] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class PostUpdate(CamelOut):
    """What changes in a post; fields left alone stay."""

    title: Title | None = None
    slug: Slug | None = None
    markdown: Markdown | None = None
    status: Status | None = None


class SelectedIntegrations(CamelOut):
    """Integrations to write from, by id."""

    github: Annotated[tuple[FilledId, ...], Field(min_length=1)] | None = None
    linear: Annotated[tuple[FilledId, ...], Field(min_length=1)] | None = None


class RepositoryName(CamelOut):
    """A repository by its name."""

    owner: FilledId
    repo: FilledId


class GithubRepositories(CamelOut):
    """Repositories to write from, by name."""

    repositories: Annotated[tuple[RepositoryName, ...], Field(min_length=1)]


class DataPoints(CamelOut):
    """What is read of the repositories."""

    include_pull_requests: bool = True
    include_commits: bool = True
    include_releases: bool = True
    include_linear_data: bool = False


class PullRequestNumber(CamelOut):
    """A pull request of one repository."""

    repository_id: str
    number: int


class ReleaseTag(CamelOut):
    """A tag of one repository."""

    repository_id: str
    tag_name: str


class LinearIssue(CamelOut):
    """An issue of one Linear integration."""

    integration_id: str
    issue_id: str


class SelectedItems(CamelOut):
    """Single things to write about."""

    commit_shas: tuple[str, ...] = ()
    pull_request_numbers: tuple[PullRequestNumber, ...] = ()
    release_tag_names: tuple[str | ReleaseTag, ...] = ()
    linear_issue_ids: tuple[LinearIssue, ...] = ()


class GenerateRequest(CamelOut):
    """What to write; the deprecated names of the selectors are not sent (peers N12)."""

    content_type: Literal["changelog", "blog_post", "linkedin_post", "twitter_post", "image"]
    lookback_window: Literal["current_day", "yesterday", "last_7_days", "last_14_days", "last_30_days"] = (
        "last_7_days"
    )
    brand_voice_id: FilledId | None = None
    brand_identity_id: FilledId | None = None
    integrations: SelectedIntegrations | None = None
    github: GithubRepositories | None = None
    data_points: DataPoints | None = None
    selected_items: SelectedItems | None = None
