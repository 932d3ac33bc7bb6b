"""What a draft leans on, as JSON for Notra's `sourceMetadata`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tui.desk.writer.activity import Activity, Commit
from tui.desk.writer.plain import one_line
from tui.desk.writer.remotes import commit_url, pull_url, tag_url

MAX_LISTED = 200
"""Commits, pull requests and releases that are named of each repository; the totals tell of the rest."""
_SHORT = 7
_SHA = re.compile(rf"\b[0-9a-f]{{{_SHORT}}}\b")
"""How a text names a commit."""
LONGEST_BODY = 600
"""Characters of a commit's body: what a text takes from it stands near its beginning."""


def sources_of(
    activities: Sequence[tuple[str, Activity]],
    lookback: str,
    since: datetime,
    until: datetime,
    text: str = "",
) -> dict[str, Any]:
    """`{"repositories": [{name, url, window, commits, pullRequests, releases, totals}]}`, newest first.
    `text`: what was written; where there are too many commits those that it names are among the listed.
    """
    window = {"lookbackWindow": lookback, "since": _iso(since), "until": _iso(until)}
    return {"repositories": [_repository(name, activity, window, text) for name, activity in activities]}


def _listed(commits: Sequence[Commit], text: str) -> list[Commit]:
    """The newest, but for what makes room for those that the text names."""
    if len(commits) <= MAX_LISTED:
        return list(commits)
    named = set(_SHA.findall(text))
    wanted = sorted(commits, key=lambda commit: commit.sha[:_SHORT] not in named)[:MAX_LISTED]
    kept = {commit.sha for commit in wanted}
    return [commit for commit in commits if commit.sha in kept]


def _repository(name: str, activity: Activity, window: dict[str, str], text: str) -> dict[str, Any]:
    page = activity.web_url
    return {
        "name": one_line(name, 80),
        "url": page,
        "window": dict(window),
        "commits": [
            {
                "sha": commit.sha,
                "subject": one_line(commit.subject),
                "body": one_line(commit.body, LONGEST_BODY),
                "author": one_line(commit.author, 80),
                "at": _iso(commit.at),
                "url": commit_url(page, commit.sha),
            }
            for commit in _listed(activity.commits, text)
        ],
        "pullRequests": [
            {"number": merge.number, "title": one_line(merge.title), "url": pull_url(page, merge.number)}
            for merge in activity.merges[:MAX_LISTED]
        ],
        "releases": [
            {"name": one_line(tag.name), "sha": tag.sha, "at": _iso(tag.at), "url": tag_url(page, tag.name)}
            for tag in activity.tags[:MAX_LISTED]
        ],
        "totals": {
            "commits": len(activity.commits),
            "pullRequests": len(activity.merges),
            "releases": len(activity.tags),
        },
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
