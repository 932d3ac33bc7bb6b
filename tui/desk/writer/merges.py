"""Merged pull requests, known by what the platforms write into merge and squash commits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui.desk.writer.activity import Commit, Merge

_GITHUB = re.compile(r"^Merge pull request #(\d{1,9}) from \S+")
_GITEA = re.compile(r"^Merge pull request '(.*)' \(#(\d{1,9})\) from \S+")
_BITBUCKET = re.compile(r"^Merged in .+ \(pull request #(\d{1,9})\)\s*$")
_AZURE = re.compile(r"^Merged PR (\d{1,9}): (.+)$")
_SQUASH = re.compile(r"^(.*\S)\s*\(#(\d{1,9})\)\s*$")
_GITLAB = re.compile(r"^See merge request (?:[\w./-]+)?!(\d{1,9})\s*$", re.MULTILINE)
_MERGE_BRANCH = re.compile(r"^Merge (?:remote-tracking )?branch(?:es)? ")


def merged_pulls(history: Sequence[Commit]) -> tuple[Merge, ...]:
    """The merged pull requests among `history` (newest first), in the same order, each with the commits
    it brought in. One number counts once: a later mention of it is a repetition.
    """
    found = {commit.sha: pull for commit in history if (pull := pull_of(commit)) is not None}
    brought = _brought_in(history, set(found))
    merges: dict[int, Merge] = {}
    for commit in history:
        if commit.sha in found:
            number, title = found[commit.sha]
            merges.setdefault(
                number, Merge(number, title, commit.sha, commit.at, brought.get(commit.sha, ()))
            )
    return tuple(merges.values())


def pull_of(commit: Commit) -> tuple[int, str] | None:
    """The number and title of the pull request that a commit merges; None where it merges none."""
    if match := _GITEA.match(commit.subject):
        return int(match[2]), match[1].strip()
    if match := _GITHUB.match(commit.subject) or _BITBUCKET.match(commit.subject):
        return int(match[1]), _first_line(commit.body)
    if match := _AZURE.match(commit.subject):
        return int(match[1]), match[2].strip()
    if match := _GITLAB.search(commit.body):
        own = _first_line(commit.body[: match.start()])
        return int(match[1]), own if _MERGE_BRANCH.match(commit.subject) else commit.subject.strip()
    if match := _SQUASH.match(commit.subject):
        return int(match[2]), match[1]
    return None


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _brought_in(history: Sequence[Commit], pulls: set[str]) -> dict[str, tuple[str, ...]]:
    """For each pull's merge commit: what its branch can reach and its target cannot, within `history`.

    Each commit's ancestors are one integer with a bit for each commit of the window, so that the
    difference is exact and cheap even for thousands of merges.
    """
    place = {commit.sha: index for index, commit in enumerate(history)}
    reach = _reach(history, place)
    own: list[tuple[int, str]] = []
    for commit in history:
        if commit.sha in pulls and len(commit.parents) > 1:
            branch = 0
            for parent in commit.parents[1:]:
                branch |= reach.get(parent, 0)
            own.append((branch & ~reach.get(commit.parents[0], 0), commit.sha))
    taken = 0
    brought: dict[str, tuple[str, ...]] = {}
    for bits, sha in sorted(own, key=lambda pair: pair[0].bit_count()):
        free = bits & ~taken
        taken |= free
        shas = []
        while free:
            lowest = free & -free
            shas.append(history[lowest.bit_length() - 1].sha)
            free ^= lowest
        brought[sha] = tuple(shas)
    return brought


def _reach(history: Sequence[Commit], place: dict[str, int]) -> dict[str, int]:
    """Each commit's ancestors and itself as bits. Clocks may lie: parents are made sure of."""
    reach: dict[str, int] = {}
    for start in reversed(history):
        waiting = [start]
        while waiting:
            commit = waiting[-1]
            missing = [p for p in commit.parents if p in place and p not in reach]
            if missing:
                waiting.extend(history[place[parent]] for parent in missing)
                continue
            waiting.pop()
            bits = 1 << place[commit.sha]
            for parent in commit.parents:
                bits |= reach.get(parent, 0)
            reach[commit.sha] = bits
    return reach
