"""Real git repositories in a folder of a test, apart from the user's settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

NOON = datetime(2025, 3, 9, 12, tzinfo=UTC)
"""The "now" of the tests: a Sunday."""


@dataclass
class Repository:
    """One repository. Each commit is a minute after the one before unless it says when."""

    path: Path
    clock: datetime = NOON - timedelta(hours=6)
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def new(cls, path: Path, *options: str) -> Repository:
        """An empty repository on branch main."""
        path.mkdir(parents=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C"}
        repository = cls(path, environment=kept | isolated)
        repository.git("init", "-q", "-b", "main", *options)
        return repository

    def git(self, *arguments: str, input: bytes | None = None, under: dict[str, str] | None = None) -> str:
        """What git says."""
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", "-c", "maintenance.auto=false", *arguments],
            cwd=self.path,
            env=self.environment | (under or {}),
            input=input,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode(errors="replace").strip()

    def stamps(self, at: datetime | None, author: str) -> dict[str, str]:
        """The environment that dates and signs a commit."""
        if at is None:
            self.clock += timedelta(minutes=1)
            at = self.clock
        when = at.isoformat()
        mail = "someone@example.org"
        return {
            "GIT_AUTHOR_NAME": author,
            "GIT_AUTHOR_EMAIL": mail,
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_NAME": author,
            "GIT_COMMITTER_EMAIL": mail,
            "GIT_COMMITTER_DATE": when,
        }

    def commit(self, message: str, at: datetime | None = None, author: str = "Ana") -> str:
        """Commit nothing but words; gives the commit's name."""
        stamps = self.stamps(at, author)
        loose = ("--allow-empty", "--allow-empty-message", "--cleanup=verbatim")
        self.git("commit", "-q", *loose, "-F", "-", input=message.encode(), under=stamps)
        return self.git("rev-parse", "HEAD")

    def merge(self, branch: str, message: str, at: datetime | None = None, author: str = "Ana") -> str:
        """Merge a branch with a merge commit."""
        self.git(
            "merge",
            "-q",
            "--no-ff",
            "--allow-unrelated-histories",
            "-m",
            message,
            branch,
            under=self.stamps(at, author),
        )
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, messages: Iterable[str], author: str = "Ana") -> list[str]:
        """A branch from here with some commits; leaves main checked out."""
        self.git("checkout", "-q", "-b", name)
        shas = [self.commit(message, author=author) for message in messages]
        self.git("checkout", "-q", "main")
        return shas

    def tag(self, name: str, message: str | None = None, at: datetime | None = None) -> None:
        """Tag what is checked out: annotated with a message, else lightweight."""
        options = ["-a", "-m", message] if message is not None else []
        self.git("tag", *options, name, under=self.stamps(at, "Ana"))


def many_commits(repository: Repository, messages: Iterable[str], first: datetime, step: timedelta) -> None:
    """Thousands of commits quickly, by git's own import."""
    lines = []
    for number, message in enumerate(messages):
        at = int((first + step * number).timestamp())
        data = message.encode()
        who = f"Author {number % 7} <a@example.org> {at} +0000"
        lines.append(
            f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(data)}\n".encode()
            + data
            + b"\n"
        )
    repository.git("fast-import", "--quiet", input=b"".join(lines))
