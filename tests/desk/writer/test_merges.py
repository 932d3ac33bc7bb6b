"""Merged pull requests by what the platforms write."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tui.desk.writer.activity import Commit
from tui.desk.writer.merges import merged_pulls, pull_of

AT = datetime(2025, 3, 9, tzinfo=UTC)


def _commit(subject: str, body: str = "", sha: str = "a" * 40, parents: tuple[str, ...] = ()) -> Commit:
    return Commit(sha, subject, body, "Ana", AT, parents)


@pytest.mark.parametrize(
    ("subject", "body", "pull"),
    [
        ("Merge pull request #12 from acme/topic", "Add CSV export\n\nMore.", (12, "Add CSV export")),
        ("Merge pull request #12 from acme/topic", "", (12, "")),
        ("Add CSV export (#12)", "* wip", (12, "Add CSV export")),
        ('Revert "Add CSV export (#12)" (#13)', "", (13, 'Revert "Add CSV export (#12)"')),
        ('Revert "Add CSV export (#12)"', "", None),
        ("Merge branch 'x' into 'main'", "Add export\n\nSee merge request acme/api!7", (7, "Add export")),
        ("Add export", "Body.\n\nSee merge request !7", (7, "Add export")),
        ("Merge pull request 'Add export' (#5) from ana/x into main", "", (5, "Add export")),
        ("Merged in topic (pull request #8)", "Add export", (8, "Add export")),
        ("Merged PR 99: Add export", "", (99, "Add export")),
        ("Fix #12 at last", "", None),
        ("(#12)", "", None),
        ("Add x (#99999999999999)", "", None),
        ("Merge branch 'main'", "", None),
    ],
)
def test_what_platforms_write(subject: str, body: str, pull: tuple[int, str] | None) -> None:
    assert pull_of(_commit(subject, body)) == pull


def test_a_number_counts_once() -> None:
    history = [_commit("Add x again (#4)", sha="2" * 40), _commit("Add x (#4)", sha="1" * 40)]
    assert [(merge.number, merge.title) for merge in merged_pulls(history)] == [(4, "Add x again")]


def test_thousands_of_merges_are_quick_and_exact() -> None:
    history = [_commit("root", sha="root")]
    main = "root"
    for number in range(2000):
        side = _commit(f"work {number}", sha=f"s{number}", parents=(main,))
        merge = _commit(
            f"Merge pull request #{number} from a/b", f"T{number}", f"m{number}", (main, side.sha)
        )
        history += [side, merge]
        main = merge.sha
    merges = merged_pulls(history[::-1])
    assert all(merge.commits == (f"s{merge.number}",) for merge in merges)
    assert len(merges) == 2000


def test_parents_that_come_before_their_children_do_no_harm() -> None:
    one = _commit("work", sha="s", parents=("root",))
    merge = _commit("Merge pull request #1 from a/b", "T", "m", ("root", "s"))
    for history in ([merge, one], [one, merge]):
        assert merged_pulls(history)[0].commits == ("s",)
