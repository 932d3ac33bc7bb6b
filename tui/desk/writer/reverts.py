"""What was taken back within a window: commits and pull requests that were reverted, with their reverts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tui.desk.writer.activity import Commit, Merge
from tui.desk.writer.kinds import read_subject

_BY_SHA = re.compile(r"\bThis reverts commit ([0-9a-f]{7,64})\b")
_BY_NUMBER = re.compile(r"^Reverts (?:[\w.-]+/[\w.-]+)?[#!](\d{1,9})\s*$", re.MULTILINE)
_QUOTED = re.compile(r'^Revert "(?P<what>.+)"(?:\s*\([#!]\d{1,9}\))?\s*$')
_LABELLED = re.compile(r"^revert(?:\([^()]{0,80}\))?!?:\s+(?P<what>\S.*)$", re.IGNORECASE)


def undone(commits: Sequence[Commit], merges: Sequence[Merge]) -> set[str]:
    """The names of commits (newest first) that were reverted, and of those that did it. A revert that was
    reverted itself undoes nothing. Where a revert names a commit, that one counts, else the pull request
    that it names, else the latest earlier one of the same words. A pull request is undone with its commits.
    """
    found = _Found(commits, merges)
    gone: set[str] = set()
    for place, commit in enumerate(commits):
        if commit.sha in gone:
            continue
        targets = [sha for sha in found.targets(place, gone) if sha != commit.sha]
        if targets:
            gone |= {commit.sha, *targets}
    return gone | {merge.sha for merge in merges if merge.commits and gone.issuperset(merge.commits)}


class _Found:
    """The commits of a window, by what a revert may call them."""

    def __init__(self, commits: Sequence[Commit], merges: Sequence[Merge]) -> None:
        self._commits = commits
        self._titles = {merge.sha: merge.title for merge in merges if merge.title.strip()}
        self._places = {commit.sha: place for place, commit in enumerate(commits)}
        self._by_name = {commit.sha[:7]: commit.sha for commit in reversed(commits)}
        self._by_number = {merge.number: merge.sha for merge in reversed(merges)}
        self._by_words: defaultdict[str, list[str]] = defaultdict(list)
        for commit in commits:
            for words in {_words(commit.subject), _words(self._titles.get(commit.sha, ""))} - {""}:
                self._by_words[words].append(commit.sha)

    def targets(self, place: int, gone: set[str]) -> Iterable[str]:
        """What the commit at `place` reverts, as far as it is in the window."""
        commit = self._commits[place]
        if named := _BY_SHA.findall(commit.body):
            known = (self._by_name.get(sha[:7], "") for sha in named)
            return [full for full, sha in zip(known, named, strict=True) if full.startswith(sha)]
        if numbers := _BY_NUMBER.findall(commit.body):
            return [sha for number in numbers if (sha := self._by_number.get(int(number)))]
        subject = self._titles.get(commit.sha, commit.subject)
        if match := _QUOTED.match(subject) or _LABELLED.match(subject):
            same = self._by_words.get(_words(match["what"]), [])
            return [sha for sha in same if self._places[sha] > place and sha not in gone][:1]
        return []


def _words(subject: str) -> str:
    """A subject less its label and its number, to compare; without regard to case."""
    return read_subject(subject).description.casefold() if subject.strip() else ""
