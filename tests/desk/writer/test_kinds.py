"""What kind of change a commit is, by its own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.desk.writer.kinds import Category, is_noise, read_subject, sentence
from tui.desk.writer.reasons import first_reason

BOOKKEEPING = """
fixup! feat: x
squash! y
wip
WIP: more
v1.2.3
1.2.3-rc.1
Release 1.2.0
chore(release): 1.2
Bump version to 1.2
bump version
Version bump
Merge branch 'main' into x
Prepare for release v2.0
Merge remote-tracking branch 'origin/main'
.
🔖 v1.2.3
Release v1.2 (#12)
""".strip("\n").split("\n")
NO_BOOKKEEPING = """
Release the lock early
Version the API
Merge two lists
Bump lodash from 1.2 to 1.3
fix: wip label
Release 2.0: faster exports
Add wip state
Temperature in Kelvin
2 fixes
""".strip("\n").split("\n")


@pytest.mark.parametrize(
    ("subject", "category", "scope", "description"),
    [
        ("feat: add export", Category.FEATURES, None, "Add export"),
        ("feat(api): add export (#12)", Category.FEATURES, "api", "Add export"),
        ("FIX(web): the total", Category.FIXES, "web", "The total"),
        ("fix(security): escape names", Category.SECURITY, "security", "Escape names"),
        ("fix: XSS in search", Category.SECURITY, None, "XSS in search"),
        ("perf: npm is slow", Category.PERFORMANCE, None, "npm is slow"),
        ("build: x", Category.INFRASTRUCTURE, None, "x"),
        ("chore(deps): bump a from 1 to 2", Category.INFRASTRUCTURE, "deps", "Bump a from 1 to 2"),
        ("chore: tidy", Category.INTERNAL, None, "Tidy"),
        ("revert: export to CSV", Category.OTHER, None, "Revert: export to CSV"),
        ('Revert "Add export"', Category.OTHER, None, 'Revert "Add export"'),
        ("test: cover it", Category.TESTING, None, "Cover it"),
        ("docs: say it", Category.DOCS, None, "Say it"),
        ("Add export", Category.FEATURES, None, "Add export"),
        ("added export", Category.FEATURES, None, "Added export"),
        ("Fixes the total", Category.FIXES, None, "Fixes the total"),
        ("Stopped crashing", Category.FIXES, None, "Stopped crashing"),
        ("✨ Add export", Category.FEATURES, None, "Add export"),
        (":bug: fix it", Category.FIXES, None, "Fix it"),
        ("[ABC-12] Fix it", Category.FIXES, None, "[ABC-12] Fix it"),
        ("net/http: handle EOF", Category.FIXES, "net/http", "Handle EOF"),
        ("docs: handle EOF", Category.DOCS, None, "Handle EOF"),
        ("Add tests for export", Category.TESTING, None, "Add tests for export"),
        ("Update the README", Category.DOCS, None, "Update the README"),
        ("Bump lodash from 4.1 to 4.2", Category.INFRASTRUCTURE, None, "Bump lodash from 4.1 to 4.2"),
        ("Patch CVE-2025-1234", Category.SECURITY, None, "Patch CVE-2025-1234"),
        ("Renaming the planner", Category.INTERNAL, None, "Renaming the planner"),
        ("Planning for more", Category.OTHER, None, "Planning for more"),
        ("useState in forms", Category.OTHER, None, "useState in forms"),
        ("日本語", Category.OTHER, None, "日本語"),
        ("unknown(x): y", Category.OTHER, None, "unknown(x): y"),
        ("", Category.OTHER, None, ""),
    ],
)
def test_subjects(subject: str, category: Category, scope: str | None, description: str) -> None:
    reading = read_subject(subject)
    assert (reading.category, reading.scope, reading.description) == (category, scope, description)


@pytest.mark.parametrize(
    ("subject", "body", "note"),
    [
        ("feat!: drop it", "", ""),
        ("feat(x)!: drop it", "", ""),
        ("feat: drop it", "Why.\n\nBREAKING CHANGE: set it\nup again.\nReviewed-by: B", "set it up again."),
        ("Drop it", "BREAKING-CHANGE: gone", "gone"),
    ],
)
def test_what_breaks_is_marked(subject: str, body: str, note: str) -> None:
    reading = read_subject(subject, body)
    assert (reading.breaking, reading.breaking_note) == (True, note)


def test_what_only_speaks_of_breaking_is_not_marked() -> None:
    assert not read_subject("docs: what a BREAKING CHANGE is", "It is no breaking change.").breaking


@pytest.mark.parametrize("subject", ["", *BOOKKEEPING])
def test_bookkeeping(subject: str) -> None:
    assert is_noise(subject)


@pytest.mark.parametrize("subject", NO_BOOKKEEPING)
def test_what_only_looks_like_bookkeeping(subject: str) -> None:
    assert not is_noise(subject)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_subject_reads_as_one_safe_line(subject: str, body: str) -> None:
    reading = read_subject(subject, body)
    for text in (
        reading.description,
        reading.scope or "",
        reading.breaking_note,
        first_reason(body, subject),
    ):
        assert text.isprintable() or all(char.isprintable() or char in "\u200c\u200d" for char in text)
        assert len(text) <= 300
    is_noise(subject)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the list", "The list"),
        ("npm audit", "npm audit"),
        ("x_y", "x_y"),
        ("iPad", "iPad"),
        ("", ""),
        ("a b", "A b"),
    ],
)
def test_sentences_begin_large_and_names_stay(text: str, said: str) -> None:
    assert sentence(text) == said


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Users saw a timeout here. Now they do not.", "Users saw a timeout here."),
        ("Users of v1.2 saw\na timeout here", "Users of v1.2 saw a timeout here."),
        ("Signed-off-by: Ana <a@b.c>\nCo-authored-by: Ben <b@b.c>", ""),
        ("Closes #12\n\nThe total was wrong.", "The total was wrong."),
        ("* wip\n* more wip", ""),
        ("- [ ] todo", ""),
        ("This reverts commit abc1234.", ""),
        ("```\ncode\n```", ""),
        ("https://example.org/x", ""),
        ("Too short", ""),
        ("Add the export", ""),
        ("", ""),
    ],
)
def test_reasons_are_the_authors_first_sentence(body: str, reason: str) -> None:
    assert first_reason(body, "Add the export") == reason
