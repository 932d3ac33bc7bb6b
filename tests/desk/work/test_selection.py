"""What a generation is restricted to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tui.desk.workflows.selection import selected
from tui.desk.writer.activity import Activity, Commit, Merge, Tag

NOON = datetime(2026, 4, 10, 12, tzinfo=UTC)
SHAS = [letter * 40 for letter in "abcd"]
ACTIVITY = Activity(
    commits=tuple(Commit(sha, f"fix: {sha[0]}", "", "Ana", NOON) for sha in SHAS),
    merges=(Merge(7, "Seven", SHAS[2], NOON, (SHAS[3],)), Merge(8, "Eight", SHAS[1], NOON)),
    tags=(Tag("v1", SHAS[0], NOON), Tag("v2", SHAS[1], NOON)),
)


@pytest.mark.parametrize("request_", [{}, {"selectedItems": None}, {"selectedItems": {"commitShas": []}}])
def test_nothing_named_is_everything(request_: dict[str, Any]) -> None:
    assert selected(ACTIVITY, "repo_1", request_) == ACTIVITY


@pytest.mark.parametrize(
    ("items", "commits", "pulls", "tags"),
    [
        ({"commitShas": [SHAS[0], "BBBBBBB", "c"]}, "ab", [], []),
        ({"pullRequestNumbers": [{"repositoryId": "repo_1", "number": 7}]}, "cd", [7], []),
        ({"pullRequestNumbers": [{"repositoryId": "repo_2", "number": 7}]}, "", [], []),
        ({"releaseTagNames": ["v1"]}, "", [], ["v1"]),
        ({"releaseTagNames": [{"repositoryId": "repo_1", "tagName": "v2"}]}, "", [], ["v2"]),
        ({"releaseTagNames": [{"repositoryId": "repo_2", "tagName": "v2"}]}, "", [], []),
    ],
)
def test_only_what_is_named(items: dict[str, Any], commits: str, pulls: list[int], tags: list[str]) -> None:
    found = selected(ACTIVITY, "repo_1", {"selectedItems": items})
    assert "".join(commit.sha[0] for commit in found.commits) == commits
    assert [merge.number for merge in found.merges] == pulls
    assert [tag.name for tag in found.tags] == tags
