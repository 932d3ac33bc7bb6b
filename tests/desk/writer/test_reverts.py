"""What was taken back is not announced, whichever way it was taken back."""

from __future__ import annotations

import pytest

from tests.desk.writer.repositories import NOON, Repository
from tui.desk.writer.draft import Draft
from tui.desk.writer.git import read_activity
from tui.desk.writer.posts import write
from tui.desk.writer.windows import window


def changelog(repository: Repository) -> str:
    since, until = window("last_7_days", NOON)
    activity = read_activity(repository.path, since, until, commits=True, pulls=True, releases=True)
    found = write("changelog", [("acme/api", activity)], "last_7_days", since, until)
    assert isinstance(found, Draft)
    return found.markdown


@pytest.mark.parametrize(
    ("made", "revert"),
    [
        ("feat: export to CSV", "revert: feat: export to CSV"),
        ("feat(api): export to CSV", "revert(api): export to CSV"),
        ("Export to CSV", 'Revert "Export to CSV"'),
        ("Export to CSV (#21)", 'Revert "Export to CSV (#21)" (#22)\n\nReverts acme/api#21'),
        ("Export to CSV (#21)", "Take the export back (#22)\n\nReverts #21"),
        ("feat: export to CSV", 'Revert "feat: export to CSV" (#22)'),
    ],
)
def test_a_revert_may_name_the_words_or_the_pull_request(
    made: str, revert: str, repository: Repository
) -> None:
    repository.commit("feat: stay")
    repository.commit(made)
    repository.commit(revert)
    text = changelog(repository)
    assert "xport" not in text
    assert "2 commits that were reverted, or revert one" in text
    assert "Stay" in text


def test_a_revert_names_the_commit_before_the_words(repository: Repository) -> None:
    first = repository.commit("feat: export to CSV")
    repository.commit(f'Revert "feat: export to CSV"\n\nThis reverts commit {first}.')
    repository.commit("feat: export to CSV")
    text = changelog(repository)
    assert "- Export to CSV" in text


def test_a_reverted_revert_undoes_nothing(repository: Repository) -> None:
    repository.commit("Export to CSV")
    repository.commit('Revert "Export to CSV"')
    repository.commit('Revert "Revert "Export to CSV""')
    text = changelog(repository)
    assert "- Export to CSV" in text
    assert "Revert" not in text


def test_a_pull_request_goes_with_all_its_commits(repository: Repository) -> None:
    repository.commit("feat: stay")
    repository.git("checkout", "-q", "-b", "csv")
    inner = repository.commit("Write rows")
    repository.git("checkout", "-q", "main")
    repository.merge("csv", "Merge pull request #21 from ana/csv\n\nExport to CSV")
    repository.git("checkout", "-q", "-b", "back")
    repository.commit(f'Revert "Write rows"\n\nThis reverts commit {inner}.')
    repository.git("checkout", "-q", "main")
    repository.merge("back", 'Merge pull request #22 from ana/back\n\nRevert "Export to CSV"')
    text = changelog(repository)
    assert "CSV" not in text
    assert "Write rows" not in text


def test_what_was_made_before_the_window_is_said_to_be_taken_back(repository: Repository) -> None:
    repository.commit("feat: stay")
    repository.commit("revert: export to CSV")
    text = changelog(repository)
    assert "## Other changes\n\n- Revert: export to CSV" in text
