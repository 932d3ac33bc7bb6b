"""The single items that a Notra generation may be restricted to: `selectedItems`, contracts/notra.md."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tui.desk.writer.activity import Activity

_SHORTEST_SHA = 7
"""Characters of an abbreviated commit id that are taken for one."""


def selected(activity: Activity, repository_id: str, request: dict[str, Any]) -> Activity:
    """Of one repository's activity what a job's request names; all of it where it names nothing.

    A pull request brings its commits with it. A number or tag that is given with another repository's id
    is not this one's.
    """
    items = request.get("selectedItems") or {}
    shas = tuple(sha.lower() for sha in items.get("commitShas") or ())
    pulls = {
        pull["number"]
        for pull in items.get("pullRequestNumbers") or ()
        if pull.get("repositoryId") in {None, repository_id}
    }
    tags = {_tag(tag, repository_id) for tag in items.get("releaseTagNames") or ()}
    if not (shas or items.get("pullRequestNumbers") or tags):
        return activity
    merges = tuple(merge for merge in activity.merges if merge.number in pulls)
    brought = {sha for merge in merges for sha in (merge.sha, *merge.commits)}
    return replace(
        activity,
        commits=tuple(
            commit for commit in activity.commits if commit.sha in brought or _named(commit.sha, shas)
        ),
        merges=merges,
        tags=tuple(tag for tag in activity.tags if tag.name in tags),
    )


def _named(sha: str, wanted: tuple[str, ...]) -> bool:
    return any(len(given) >= _SHORTEST_SHA and sha.startswith(given) for given in wanted)


def _tag(given: str | dict[str, str], repository_id: str) -> str | None:
    """A tag's name; None where it is another repository's."""
    if isinstance(given, str):
        return given
    return given["tagName"] if given.get("repositoryId") in {None, repository_id} else None
