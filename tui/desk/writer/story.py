"""Turns activity into what a draft tells: the changes, each once, and counts of what is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from tui.desk.writer.activity import Activity, Commit, Merge
from tui.desk.writer.kinds import Category, Reading, is_noise, read_subject
from tui.desk.writer.plain import one_line
from tui.desk.writer.reasons import first_reason
from tui.desk.writer.remotes import commit_url, pull_url, tag_url
from tui.desk.writer.reverts import undone

_BOT = re.compile(r"\[bot\]$|^(?:dependabot|renovate|github-actions)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a draft: a merged pull request, or a commit that belongs to none."""

    repository: str
    reading: Reading
    sha: str
    at: datetime
    number: int | None = None
    commit_page: str | None = None
    pull_page: str | None = None
    reason: str = ""
    """A sentence of the author's on it; may be empty."""
    commits: int = 1
    """How many commits it stands for."""


@dataclass(frozen=True, slots=True)
class Release:
    """One tag, for a draft."""

    repository: str
    name: str
    at: datetime
    page: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Story:
    """What a draft tells. Every number that a draft says is counted here."""

    repositories: tuple[str, ...]
    lookback: str
    since: datetime
    until: datetime
    changes: tuple[Change, ...]
    """Newest first."""
    releases: tuple[Release, ...]
    commits: int
    """Commits that are no merges."""
    merged: int
    """Merged pull requests."""
    people: tuple[tuple[str, int], ...]
    """Authors with their commits, the most first; programs left out."""
    days: tuple[tuple[date, int], ...]
    """UTC days with their commits, the most first."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Why commits have no line of their own, with how many: see `_REASONS`."""
    home: str | None = None
    """The page of the repository, where there is one repository."""
    cut: bool = False

    def of(self, category: Category) -> tuple[Change, ...]:
        """The changes of a kind: breaking ones first, then the newest."""
        return tuple(
            sorted(
                (change for change in self.changes if change.reading.category is category),
                key=lambda change: not change.reading.breaking,
            )
        )

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes that their authors mark as breaking."""
        return tuple(change for change in self.changes if change.reading.breaking)


# The keys of `Story.left_out`.
PART_OF_PULL = "part of a merged pull request"
BOOKKEEPING = "bookkeeping"
REVERTED = "reverted"
REPEATED = "repeated"


def tell(
    activities: Sequence[tuple[str, Activity]], lookback: str, since: datetime, until: datetime
) -> Story:
    """The story of some repositories, each with its name, in a window."""
    changes: list[Change] = []
    left_out: Counter[str] = Counter()
    plain_commits: list[Commit] = []
    for name, activity in activities:
        found = list(_Repository(name, activity, left_out).changes())
        changes.extend(_without_repetitions(found, left_out))
        plain_commits.extend(commit for commit in activity.commits if len(commit.parents) < 2)
    people = Counter(
        author
        for commit in plain_commits
        if (author := one_line(commit.author, 60)) and not _BOT.search(author)
    )
    releases = [
        Release(
            name, one_line(tag.name, 80), tag.at, tag_url(activity.web_url, tag.name), one_line(tag.message)
        )
        for name, activity in activities
        for tag in activity.tags
    ]
    return Story(
        repositories=tuple(dict.fromkeys(one_line(name, 80) for name, _ in activities)),
        lookback=lookback,
        since=since,
        until=until,
        changes=tuple(sorted(changes, key=lambda change: change.at, reverse=True)),
        releases=tuple(sorted(releases, key=lambda release: release.at, reverse=True)),
        commits=len(plain_commits),
        merged=sum(len(activity.merges) for _, activity in activities),
        people=tuple(people.most_common()),
        days=tuple(Counter(commit.at.astimezone(UTC).date() for commit in plain_commits).most_common()),
        left_out=left_out,
        home=activities[0][1].web_url if len(activities) == 1 else None,
        cut=any(activity.cut for _, activity in activities),
    )


class _Repository:
    """One repository's changes: decides for each commit whether it has a line of its own."""

    def __init__(self, name: str, activity: Activity, left_out: Counter[str]) -> None:
        self._name = one_line(name, 80)
        self._activity = activity
        self._left_out = left_out
        self._undone = undone(activity.commits, activity.merges)
        self._pulls = {merge.sha: merge for merge in activity.merges}
        self._told = {m.sha for m in activity.merges if m.title.strip() and not is_noise(m.title)}
        self._brought_by = {sha: m for m in activity.merges for sha in m.commits}
        self._readings = {c.sha: read_subject(c.subject, c.body) for c in activity.commits}

    def changes(self) -> Iterator[Change]:
        """All that have a line, newest first."""
        for commit in self._activity.commits:
            if change := self._change(commit):
                yield change
        known = {commit.sha for commit in self._activity.commits}
        for merge in self._activity.merges:
            if merge.sha in self._told and merge.sha not in known:
                yield self._pull(merge, None)

    def _change(self, commit: Commit) -> Change | None:
        merge = self._pulls.get(commit.sha)
        bringer = self._brought_by.get(commit.sha)
        is_merge = len(commit.parents) > 1
        if commit.sha in self._undone or (bringer and bringer.sha in self._undone):
            self._skip(REVERTED, is_merge)
            return None
        if merge is not None and commit.sha in self._told:
            return self._pull(merge, commit)
        if is_merge:
            return None
        if is_noise(commit.subject):
            self._skip(BOOKKEEPING, is_merge)
            return None
        reading = self._readings[commit.sha]
        stands_out = reading.breaking or reading.category is Category.SECURITY
        if bringer and bringer.sha in self._told and not stands_out:
            self._skip(PART_OF_PULL, is_merge)
            return None
        number = merge.number if merge else bringer.number if bringer else None
        return self._line(
            reading, commit.sha, commit.at, number, first_reason(commit.body, reading.description)
        )

    def _skip(self, why: str, is_merge: bool) -> None:
        if not is_merge:
            self._left_out[why] += 1

    def _pull(self, merge: Merge, commit: Commit | None) -> Change:
        """A merged pull request's line; where its title does not tell its kind, its commits do."""
        squashed = commit is not None and len(commit.parents) < 2
        reading = read_subject(merge.title, commit.body if commit and squashed else "")
        inner = [self._readings[sha].category for sha in merge.commits if sha in self._readings]
        if reading.category is Category.OTHER and not reading.labelled and inner:
            reading = replace(reading, category=Counter(inner).most_common(1)[0][0])
        body = commit.body if commit else ""
        if not squashed:
            body = body.partition(merge.title)[2]
        change = self._line(
            reading, merge.sha, merge.at, merge.number, first_reason(body, reading.description)
        )
        return replace(change, commits=max(1, len(merge.commits)))

    def _line(self, reading: Reading, sha: str, at: datetime, number: int | None, reason: str) -> Change:
        page = self._activity.web_url
        return Change(
            repository=self._name,
            reading=reading,
            sha=sha,
            at=at,
            number=number,
            commit_page=commit_url(page, sha),
            pull_page=pull_url(page, number) if number is not None else None,
            reason=reason,
        )


def _without_repetitions(changes: Sequence[Change], left_out: Counter[str]) -> Iterator[Change]:
    seen: set[tuple[str | None, str, int | None]] = set()
    for change in changes:
        # Two pull requests of one title are two; a commit that says what another said is one change.
        number = change.number if change.sha and change.pull_page else None
        key = (change.reading.scope, change.reading.description.casefold(), number)
        if key in seen:
            left_out[REPEATED] += 1
            continue
        seen.add(key)
        yield change
