"""What a repository's history says of a window of time: the writer's only source of facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, merges included. Text is untrusted and as it was written, less NULs."""

    sha: str
    subject: str
    body: str
    """Everything after the subject, trailers included; cut after 20,000 characters."""
    author: str
    at: datetime
    """When it was committed (not authored): that is when it came into this history. UTC."""
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """One merged pull request (merge request), known by its merge or squash commit."""

    number: int
    title: str
    """Empty where the merge commit carries none."""
    sha: str
    at: datetime
    commits: tuple[str, ...] = ()
    """The commits in the window that it brought in; of nested merges the innermost has them."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: a release. `at`: when it was tagged; of a lightweight tag, its commit's time."""

    name: str
    sha: str
    """The commit it names."""
    at: datetime
    message: str = ""
    """An annotated tag's own words; empty for a lightweight tag."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What happened in one repository in a window, newest first."""

    commits: tuple[Commit, ...] = ()
    merges: tuple[Merge, ...] = ()
    tags: tuple[Tag, ...] = ()
    web_url: str | None = None
    """The repository's page, https, without credentials or a slash at its end; None: not known."""
    cut: bool = False
    """Whether the window may hold more than was read: a shallow clone, or more commits than are taken."""

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.commits or self.merges or self.tags)


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """What a repository is called. `owner` and `repo` come from its remote; None: it has none."""

    path: Path
    """The top of the work tree, absolute; of a bare repository, the repository itself."""
    owner: str | None
    repo: str | None
    display_name: str
    """owner/repo, or the folder's name."""
    default_branch: str | None
