"""Real repositories are read as they are, and nothing of theirs is run."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.desk.writer.repositories import NOON, Repository, many_commits
from tui.desk.writer import git as reader
from tui.desk.writer import process
from tui.desk.writer.activity import Activity
from tui.desk.writer.draft import WriterError
from tui.desk.writer.git import describe, read_activity
from tui.desk.writer.windows import window

SINCE, UNTIL = window("last_7_days", NOON)


def _read(
    path: Path, branch: str | None = None, *, since: datetime = SINCE, until: datetime = UNTIL
) -> Activity:
    return read_activity(path, since, until, commits=True, pulls=True, releases=True, branch=branch)


def _subjects(activity: Activity) -> list[str]:
    return [commit.subject for commit in activity.commits]


def test_commits_come_newest_first_with_subject_and_body(repository: Repository) -> None:
    repository.commit("First")
    sha = repository.commit("Second: a title\non two lines\n\nBody one.\n\nBody two.\n", author="Ben Ü")
    newest, oldest = _read(repository.path).commits
    assert (newest.sha, newest.subject, newest.body) == (
        sha,
        "Second: a title on two lines",
        "Body one.\n\nBody two.",
    )
    assert newest.author == "Ben Ü"
    assert newest.at == NOON - timedelta(hours=6) + timedelta(minutes=2)
    assert newest.parents == (oldest.sha,)
    assert oldest.parents == ()


def test_the_window_is_midnight_to_midnight_utc_whatever_the_zone(repository: Repository) -> None:
    for said, at in {
        "before": "2025-03-02T23:59:59+00:00",
        "first second": "2025-03-03T05:30:00+05:30",
        "last second": "2025-03-09T13:59:59-10:00",
        "after": "2025-03-10T10:00:00+10:00",
    }.items():
        repository.commit(said, datetime.fromisoformat(at))
    assert _subjects(_read(repository.path)) == ["last second", "first second"]


def test_a_lying_clock_hides_nothing(repository: Repository) -> None:
    repository.commit("good one")
    repository.commit("from the past", datetime(1999, 1, 1, tzinfo=UTC))
    repository.commit("from the future", NOON + timedelta(days=4000))
    repository.commit("good two")
    assert _subjects(_read(repository.path)) == ["good two", "good one"]


def test_parts_that_are_not_wanted_stay_empty(repository: Repository) -> None:
    repository.commit("Squashed (#3)")
    repository.tag("v1")
    only = read_activity(repository.path, SINCE, UNTIL, commits=False, pulls=True, releases=False)
    assert (only.commits, [merge.number for merge in only.merges], only.tags) == ((), [3], ())
    only = read_activity(repository.path, SINCE, UNTIL, commits=False, pulls=False, releases=True)
    assert (only.commits, only.merges, [tag.name for tag in only.tags]) == ((), (), ["v1"])


def test_a_merged_pull_request_knows_its_commits(repository: Repository) -> None:
    repository.commit("base")
    one, two = repository.branch("topic", ["wip one", "wip two"])
    repository.commit("meanwhile on main")
    merge = repository.merge("topic", "Merge pull request #12 from acme/topic\n\nAdd CSV export")
    found = _read(repository.path).merges
    assert [(m.number, m.title, m.sha) for m in found] == [(12, "Add CSV export", merge)]
    assert set(found[0].commits) == {one, two}


def test_of_nested_merges_the_innermost_has_the_commits(repository: Repository) -> None:
    repository.commit("base")
    repository.git("checkout", "-q", "-b", "develop")
    own = repository.commit("on develop")
    repository.git("checkout", "-q", "-b", "topic")
    inner = repository.commit("on topic")
    repository.git("checkout", "-q", "develop")
    merged = repository.merge("topic", "Merge pull request #1 from a/topic\n\nInner")
    repository.git("checkout", "-q", "main")
    repository.merge("develop", "Merge pull request #2 from a/develop\n\nOuter")
    outer, first = _read(repository.path).merges
    assert (outer.number, set(outer.commits)) == (2, {own, merged})
    assert (first.number, first.commits) == (1, (inner,))


def test_tags_annotated_and_lightweight(repository: Repository) -> None:
    old = repository.commit("old", datetime(2025, 1, 1, tzinfo=UTC))
    repository.tag("v0.9")
    repository.tag("v0.9.1", "Tagged late\n\nWith a body.", NOON)
    new = repository.commit("new")
    repository.tag("v1.0/rc")
    blob = repository.git("hash-object", "-w", "--stdin", input=b"x")
    repository.git("tag", "a-blob", blob)
    tags = _read(repository.path).tags
    assert [(tag.name, tag.sha, tag.message) for tag in tags] == [
        ("v0.9.1", old, "Tagged late\n\nWith a body."),
        ("v1.0/rc", new, ""),
    ]
    assert tags[0].at == NOON


def test_an_empty_repository_holds_nothing(repository: Repository) -> None:
    assert _read(repository.path).empty
    assert _read(repository.path, "main").empty
    assert describe(repository.path).default_branch == "main"


def test_an_unborn_branch_falls_back_to_the_default_one(repository: Repository) -> None:
    repository.commit("on main")
    repository.git("checkout", "-q", "--orphan", "fresh")
    assert _subjects(_read(repository.path)) == ["on main"]


def test_branches_by_name_and_a_detached_head(repository: Repository) -> None:
    first = repository.commit("first")
    repository.branch("topic", ["on topic"])
    repository.commit("second")
    assert _subjects(_read(repository.path, "topic")) == ["on topic", "first"]
    repository.git("checkout", "-q", first)
    assert _subjects(_read(repository.path)) == ["first"]
    assert describe(repository.path).default_branch == "main"
    with pytest.raises(WriterError, match="has no branch “gone”"):
        _read(repository.path, "gone")


@pytest.mark.parametrize("name", ["--all", "-h", "main --all", "a..b", "$(x)", "HEAD", ""])
def test_a_branch_name_is_only_a_name(repository: Repository, name: str) -> None:
    repository.commit("first")
    with pytest.raises(WriterError, match="has no branch"):
        _read(repository.path, name)


def test_a_bare_repository_and_a_worktree(repository: Repository, tmp_path: Path) -> None:
    repository.commit("first")
    bare = tmp_path / "mirror.git"
    repository.git("clone", "-q", "--bare", ".", str(bare))
    assert _subjects(_read(bare)) == ["first"]
    assert (describe(bare).path, describe(bare).display_name) == (bare, "mirror")
    repository.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    assert describe(tmp_path / "side").path == tmp_path / "side"
    assert _subjects(_read(tmp_path / "side")) == ["first"]


def test_a_shallow_clone_says_that_it_is_cut(repository: Repository, tmp_path: Path) -> None:
    for number in range(4):
        repository.commit(f"commit {number}")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "2", f"file://{repository.path}", str(clone))
    activity = _read(clone)
    assert _subjects(activity) == ["commit 3", "commit 2"]
    assert activity.cut
    assert not _read(repository.path).cut


def test_a_branch_of_origin_and_its_default(repository: Repository, tmp_path: Path) -> None:
    repository.commit("first")
    repository.branch("next", ["on next"])
    repository.git("checkout", "-q", "next")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", str(repository.path), str(clone))
    assert describe(clone).default_branch == "next"
    assert _subjects(_read(clone, "main")) == ["first"]


def test_a_subfolder_is_of_its_repository(repository: Repository) -> None:
    repository.commit("first")
    (repository.path / "docs").mkdir()
    assert describe(repository.path / "docs").path == repository.path
    assert _subjects(_read(repository.path / "docs")) == ["first"]


def test_what_it_is_called(repository: Repository) -> None:
    facts = describe(repository.path)
    assert (facts.owner, facts.repo, facts.display_name) == (None, None, "acme")
    repository.git("remote", "add", "upstream", "https://x:token@github.com/acme/api.git")
    facts = describe(repository.path)
    assert (facts.owner, facts.repo, facts.display_name) == ("acme", "api", "acme/api")
    repository.git("remote", "add", "origin", "git@gitlab.com:group/sub/web.git")
    facts = describe(repository.path)
    assert (facts.owner, facts.repo) == ("group/sub", "web")
    assert _read(repository.path).web_url == "https://gitlab.com/group/sub/web"


def test_no_repository_and_no_folder_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(WriterError, match="is not a git repository"):
        _read(tmp_path)
    with pytest.raises(WriterError, match="is not there any more"):
        describe(tmp_path / "gone")
    (tmp_path / "file").write_text("x")
    with pytest.raises(WriterError, match="is not there any more"):
        describe(tmp_path / "file")


def test_a_broken_repository_is_said(repository: Repository) -> None:
    sha = repository.commit("first")
    (repository.path / ".git" / "objects" / sha[:2] / sha[2:]).unlink()
    with pytest.raises(WriterError, match="git could not read"):
        _read(repository.path)


def test_without_git_it_says_so(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(WriterError, match="git is not installed"):
        _read(repository.path)


def test_a_hook_that_started_us_does_not_lead_astray(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("right")
    other = Repository.new(tmp_path / "other")
    other.commit("wrong")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    assert _subjects(_read(repository.path)) == ["right"]


def test_nothing_that_a_repository_names_is_run(repository: Repository, tmp_path: Path) -> None:
    mark = tmp_path / "was-run"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    repository.commit("first")
    for key in (
        "core.fsmonitor",
        "core.pager",
        "gpg.program",
        "core.sshCommand",
        "credential.helper",
        "diff.external",
    ):
        repository.git("config", key, str(program))
    for key in ("log.showSignature", "log.follow"):
        repository.git("config", key, "true")
    repository.git("config", "remote.origin.url", f"ext::{program}")
    repository.git("config", "alias.log", f"!{program}")
    repository.git("config", "color.ui", "always")
    repository.git("config", "format.pretty", "oneline")
    repository.git("config", "log.date", "relative")
    assert _subjects(_read(repository.path)) == ["first"]
    assert describe(repository.path).owner is None
    assert not mark.exists()


def test_reading_writes_nothing(repository: Repository) -> None:
    repository.commit("first")

    def state() -> dict[str, int]:
        files = [p for p in (repository.path / ".git").rglob("*") if p.is_file()]
        return {str(p): p.stat().st_mtime_ns for p in files}

    before = state()
    _read(repository.path)
    describe(repository.path)
    assert state() == before


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        (b"caf\xe9 latin", "café latin"),
        ("日本語".encode("shift_jis"), None),
        ("größer".encode(), "größer"),
        (b"", ""),
        (b"\n\n  spaced  \n\n\nbody", "spaced"),
        (b"x" * 10_000, "x" * 10_000),
    ],
)
def test_odd_messages(repository: Repository, message: bytes, subject: str | None) -> None:
    tree = repository.git("mktree", input=b"")
    sha = repository.git("commit-tree", tree, input=message, under=repository.stamps(None, "Ana"))
    repository.git("update-ref", "refs/heads/main", sha)
    (commit,) = _read(repository.path).commits
    assert subject is None or commit.subject == subject


def test_a_declared_encoding_is_read(repository: Repository) -> None:
    repository.git("config", "i18n.commitEncoding", "shift_jis")
    tree = repository.git("mktree", input=b"")
    sha = repository.git(
        "commit-tree", tree, input="日本".encode("shift_jis"), under=repository.stamps(None, "Ana")
    )
    repository.git("update-ref", "refs/heads/main", sha)
    assert _subjects(_read(repository.path)) == ["日本"]


def test_an_endless_message_is_cut_and_the_next_commit_read(repository: Repository) -> None:
    repository.commit("first")
    repository.commit("second\n\n" + "word " * 100_000)
    repository.commit("third")
    third, second, first = _read(repository.path).commits
    assert (third.subject, second.subject, first.subject) == ("third", "second", "first")
    assert len(second.body) <= reader.BODY_LIMIT


def test_a_long_history_stops_where_the_window_does(repository: Repository) -> None:
    messages = (f"Old change {number}" for number in range(3000))
    many_commits(repository, messages, NOON - timedelta(days=376), timedelta(hours=3))
    repository.git("reset", "-q", "--soft", "main")
    repository.commit("new one")
    assert len(_read(repository.path).commits) == 45


def test_more_commits_than_are_taken_are_cut(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_COMMITS", 3)
    for number in range(5):
        repository.commit(f"commit {number}")
    activity = _read(repository.path)
    assert _subjects(activity) == ["commit 4", "commit 3", "commit 2"]
    assert activity.cut


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        ("fatal: detected dubious ownership in repository at '/x'", "because it belongs to another user"),
        ("warning: x\nfatal: bad object \x1b[31mHEAD", "git could not read .*: bad object .*HEAD"),
        ("fatal: could not fetch https://ana:s3cret@example.org/x", "could not fetch https://example.org/x"),
        ("", "it did not say why"),
    ],
)
def test_what_git_complains_of_is_said_without_secrets(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complaint: str, sentence: str
) -> None:
    words = tmp_path / "words"
    words.write_text(complaint)
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f'#!/bin/sh\ncat "{words}" >&2\nexit 128\n')
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(WriterError, match=sentence) as refused:
        describe(repository.path)
    assert "s3cret" not in str(refused.value)
    assert str(refused.value).isprintable()


def test_git_is_stopped_when_it_takes_too_long(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 600\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(WriterError, match="took longer than"):
        process.ask(repository.path, "status", seconds=0.2)
