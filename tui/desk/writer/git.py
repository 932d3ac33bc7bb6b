"""Reads a git repository: what happened in it in a window of time, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tui.desk.writer.activity import Activity, Commit, Merge, RepositoryFacts, Tag
from tui.desk.writer.draft import WriterError
from tui.desk.writer.merges import merged_pulls
from tui.desk.writer.process import ask, fields, text
from tui.desk.writer.remotes import Remote, read_remote

__all__ = ["Activity", "Commit", "Merge", "RepositoryFacts", "Tag", "describe", "read_activity", "remote_of"]

MAX_COMMITS = 10_000
"""The newest commits of a window that are read; more are left and the activity is `cut`."""
MAX_TAGS = 500
BODY_LIMIT = 20_000
"""Characters of a message that are kept."""
# git shows the newest first, but clocks lie: only a long run of older commits shows that the window is over.
_OLDER_IN_A_ROW = 500

_SHA = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_COMMIT_FORMAT = "--format=tformat:%H%x00%P%x00%ct%x00%aN%x00%B"
_TAG_FORMAT = (
    "--format=%(objecttype)%00%(refname:strip=2)%00%(objectname)%00%(*objectname)%00"
    "%(creatordate:unix)%00%(contents:subject)%00%(contents:body)%00"
)


def read_activity(
    path: Path,
    since: datetime,
    until: datetime,
    *,
    commits: bool,
    pulls: bool,
    releases: bool,
    branch: str | None = None,
) -> Activity:
    """What happened from `since` (taken in) to `until` (left out), newest first.

    `commits`, `pulls`, `releases`: which parts are wanted; the others stay empty. `branch`: a local branch
    or one of origin; None: what is checked out, or the default branch where that has no commits.
    Raises WriterError, with a sentence, where `path` is gone, is no repository, has no such branch, or
    git cannot read it.
    """
    _top(path)
    tip = _tip(path, branch)
    history: tuple[Commit, ...] = ()
    cut = False
    if tip is not None and (commits or pulls):
        history, cut = _history(path, tip, since, until)
    return Activity(
        commits=history if commits else (),
        merges=merged_pulls(history) if pulls else (),
        tags=_tags(path, since, until) if releases else (),
        web_url=remote_of(path).web_url,
        cut=cut,
    )


def describe(path: Path) -> RepositoryFacts:
    """What the repository at or above `path` is called. Raises WriterError as `read_activity` does."""
    top = _top(path)
    remote = remote_of(path)
    named = f"{remote.owner}/{remote.repo}" if remote.owner else re.sub(r"\.git$", "", top.name) or top.name
    return RepositoryFacts(
        path=top,
        owner=remote.owner,
        repo=remote.repo,
        display_name=named or str(top),
        default_branch=_default_branch(path),
    )


def _top(path: Path) -> Path:
    """The top of the repository at `path`."""
    if ask(path, "rev-parse", "--is-inside-work-tree") == "true":
        top = ask(path, "rev-parse", "--show-toplevel")
    else:
        top = ask(path, "rev-parse", "--absolute-git-dir")
    if not top:
        raise WriterError(f"{path} is not a git repository.")
    return Path(top)


def _commit_of(path: Path, name: str) -> str | None:
    return ask(path, "rev-parse", "--verify", "--quiet", name + "^{commit}") or None


def _tip(path: Path, branch: str | None) -> str | None:
    """The commit to read from; None in a repository without commits."""
    if branch is not None:
        for name in (f"refs/heads/{branch}", f"refs/remotes/origin/{branch}"):
            if tip := _commit_of(path, name):
                return tip
        if (
            _commit_of(path, "HEAD") is None
            and ask(path, "symbolic-ref", "--quiet", "HEAD") == f"refs/heads/{branch}"
        ):
            return None
        raise WriterError(f"{path} has no branch “{branch}”.")
    if tip := _commit_of(path, "HEAD"):
        return tip
    default = _default_branch(path)
    return (
        (_commit_of(path, f"refs/heads/{default}") or _commit_of(path, f"refs/remotes/origin/{default}"))
        if default
        else None
    )


def _default_branch(path: Path) -> str | None:
    """What origin calls its default branch; else main or master; else the one checked out."""
    head = ask(path, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    if head and head.startswith("refs/remotes/origin/"):
        return head.removeprefix("refs/remotes/origin/")
    for name in ("main", "master"):
        if _commit_of(path, f"refs/heads/{name}"):
            return name
    current = ask(path, "symbolic-ref", "--quiet", "HEAD")
    if current and _commit_of(path, current):
        return current.removeprefix("refs/heads/")
    newest = ask(
        path,
        "for-each-ref",
        "--count=1",
        "--sort=-committerdate",
        "--format=%(refname:strip=2)",
        "refs/heads",
    )
    return newest or (current.removeprefix("refs/heads/") if current else None)


def remote_of(path: Path) -> Remote:
    """Origin, or the first other remote, of the repository at `path`. Raises WriterError."""
    name = "origin"
    if ask(path, "config", "--get", "remote.origin.url") is None:
        name = ask(path, "remote") or ""
        if not name or ask(path, "config", "--get", f"remote.{name}.url") is None:
            return Remote(None, None, None)
    return read_remote(ask(path, "remote", "get-url", name) or "")


def _history(path: Path, tip: str, since: datetime, until: datetime) -> tuple[tuple[Commit, ...], bool]:
    """The window's commits, newest first, and whether there may be more."""
    found: list[Commit] = []
    older = 0
    with fields(
        path, "log", "-z", "--no-color", "--no-notes", "--encoding=UTF-8", _COMMIT_FORMAT, tip, "--"
    ) as stream:
        for commit in _commits(stream):
            if commit.at >= until:
                continue
            if commit.at < since:
                older += 1
                if older >= _OLDER_IN_A_ROW:
                    break
                continue
            older = 0
            found.append(commit)
            if len(found) > MAX_COMMITS:
                break
    found.sort(key=lambda commit: commit.at, reverse=True)
    if len(found) > MAX_COMMITS:
        return tuple(found[:MAX_COMMITS]), True
    # A shallow clone ends inside the window where nothing older was met.
    shallow = bool(found) and not older and ask(path, "rev-parse", "--is-shallow-repository") == "true"
    return tuple(found), shallow


def _commits(stream: Iterator[bytes]) -> Iterator[Commit]:
    for raw in stream:
        # After a message that holds a NUL of its own, go on at the next commit's name.
        sha = raw.strip()
        if not _SHA.fullmatch(sha):
            continue
        parents, stamp, author, message = (next(stream, b"") for _ in range(4))
        at = _time(stamp)
        if at is None:
            continue
        subject, body = _message(text(message))
        yield Commit(sha.decode(), subject, body, text(author).strip(), at, tuple(text(parents).split()))


def _message(message: str) -> tuple[str, str]:
    """Subject and body; the subject is the first paragraph on one line, as git sees it."""
    head, _, body = message[:BODY_LIMIT].replace("\r\n", "\n").strip("\n").partition("\n\n")
    return " ".join(head.split("\n")).strip(), body.strip()


def _time(stamp: bytes) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _tags(path: Path, since: datetime, until: datetime) -> tuple[Tag, ...]:
    found: list[Tag] = []
    with fields(path, "for-each-ref", "--sort=-creatordate", _TAG_FORMAT, "refs/tags") as stream:
        for kind in stream:
            name, sha, peeled, stamp, subject, body = (next(stream, b"") for _ in range(6))
            at = _time(stamp)
            if at is None or at >= until:
                continue
            if at < since or len(found) >= MAX_TAGS:
                break
            annotated = kind.strip() == b"tag"
            message = f"{text(subject).strip()}\n\n{text(body).strip()}".strip() if annotated else ""
            found.append(Tag(text(name), text(peeled or sha), at, message[:BODY_LIMIT]))
    return tuple(found)
