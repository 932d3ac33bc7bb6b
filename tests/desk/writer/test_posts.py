"""Drafts from real repositories: their shape, and what they must not do."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.writer.repositories import NOON, Repository, many_commits
from tui.desk.bodies.html import to_html
from tui.desk.writer.activity import Activity
from tui.desk.writer.draft import Draft, NothingToWrite, WriterError
from tui.desk.writer.git import read_activity
from tui.desk.writer.limits import linkedin_length, twitter_length
from tui.desk.writer.posts import write
from tui.desk.writer.windows import window

SINCE, UNTIL = window("last_7_days", NOON)
TYPES = ("changelog", "blog_post", "linkedin_post", "twitter_post", "investor_update")
HOSTILE = (
    "feat: [click](javascript:alert(1)) <script>x</script>",
    "fix: \x1b[31mred\x1b[0m \x1b]0;title\x07 and \u202eback\u202c",
    "Add " + "very " * 3000 + "long",
    "# Heading\n- list\n> quote",
    "perf: `code` *stars* _under_ ~~gone~~ | bar & &lt; \\",
    "fix: [/] [link='x] ![i](data:text/html,x)",
    "docs: <!-- hidden --> </p>",
    "feat: ` ```",
)


def _read(path: Path) -> Activity:
    return read_activity(path, SINCE, UNTIL, commits=True, pulls=True, releases=True)


def _write(content_type: str, *named: tuple[str, Repository]) -> Draft:
    draft = write(content_type, [(name, _read(r.path)) for name, r in named], "last_7_days", SINCE, UNTIL)
    assert isinstance(draft, Draft)
    return draft


@pytest.fixture
def busy(repository: Repository) -> Repository:
    """A week of all that a changelog knows."""
    repository.git("remote", "add", "origin", "git@github.com:acme/api.git")
    repository.commit(
        "feat(api): add CSV export\n\nLists of 10,000 rows come as one file.\n\nSigned-off-by: Ana <a@b.c>"
    )
    repository.commit("fix: wrong total on the invoice page (#21)", author="Ben")
    repository.commit("fix(auth): XSS in the login form", author="Ben")
    repository.commit("perf: cache the search index")
    repository.commit("ci: run the tests on two systems")
    repository.commit("refactor: split the queue")
    repository.commit("test: cover the queue")
    repository.commit("docs: say how to start")
    repository.commit("feat(api)!: take the old keys away\n\nBREAKING CHANGE: old keys stop working.")
    repository.commit("Let the footer stay")
    repository.commit("fixup! feat(api): add CSV export")
    repository.commit("chore(release): 1.4.0")
    repository.tag("v1.4.0", "Faster exports")
    repository.branch("sso", ["wip: sso", "sso again", "fix: CVE-2025-1 in sso"], author="Cleo")
    repository.merge("sso", "Merge pull request #30 from acme/sso\n\nAdd single sign-on")
    return repository


def test_a_changelog_has_notras_shape(busy: Repository) -> None:
    draft = _write("changelog", ("acme/api", busy))
    assert draft.title == "acme/api v1.4.0 changelog, 3–9 March 2025"
    assert draft.slug == "acme-api-v1-4-0-changelog-3-9-march-2025"
    headings = re.findall(r"^## (.*)$", draft.markdown, re.MULTILINE)
    kinds = ["Security", "Features", "Fixes", "Performance", "Infrastructure", "Internal", "Testing", "Docs"]
    assert headings == ["Highlights", "Releases", *kinds, "Other changes"]
    summary, rest = draft.markdown.split("\n\n## Highlights\n\n")
    assert summary.startswith(
        "From 3 to 9 March 2025 (UTC), acme/api saw 15 commits by 3 people, 2 merged pull requests "
        "and 1 release (v1.4.0). By kind, these are 3 features, 2 security changes, 1 "
    )
    assert "One change is marked as breaking: “Take the old keys away”." in summary
    assert (
        "Not listed one by one: 3 version bumps, fixups and the like; 1 commit that its pull request "
        "stands for." in summary
    )
    assert len(summary.split()) <= 180
    assert 1 <= len(re.findall("^- ", rest.split("\n\n## ")[0], re.MULTILINE)) <= 5


def test_lines_say_the_commits_words_and_lead_to_them(busy: Repository) -> None:
    text = _write("changelog", ("acme/api", busy)).markdown
    sha = _read(busy.path).commits[-1].sha
    page = "https://github.com/acme/api"
    assert f"- **api:** Add CSV export ([`{sha[:7]}`]({page}/commit/{sha}))\n" in text
    assert f"- Add single sign-on ([#30]({page}/pull/30))\n" in text
    assert f"- Wrong total on the invoice page ([#21]({page}/pull/21))\n" in text
    assert "- **Breaking (api):** Take the old keys away" in text
    assert " — old keys stop working.\n" in text
    assert f"- **[v1.4.0]({page}/releases/tag/v1.4.0)** (9 March 2025): Faster exports\n" in text
    assert " — Lists of 10,000 rows come as one file.\n" in text


def test_bookkeeping_and_trailers_stay_out(busy: Repository) -> None:
    for content_type in TYPES:
        text = _write(content_type, ("acme/api", busy)).markdown
        for word in ("Signed-off", "fixup!", "1.4.0)\n", "wip", "chore(release)", "Merge pull request"):
            assert word not in text.replace("version bumps, fixups", "").replace("releases/tag/v1.4.0)", "")


def test_a_security_fix_within_a_pull_request_has_its_own_line(busy: Repository) -> None:
    text = _write("changelog", ("acme/api", busy)).markdown
    security = text.split("## Security\n\n")[1].split("\n\n##")[0]
    assert "CVE-2025-1 in sso ([#30]" in security
    assert "XSS in the login form" in security


def test_what_was_reverted_in_the_window_is_not_announced(repository: Repository) -> None:
    sha = repository.commit("feat: add a mistake")
    repository.commit(f'Revert "feat: add a mistake"\n\nThis reverts commit {sha}.')
    repository.commit("feat: add a good thing")
    again = repository.commit("fix: a thing that came back")
    undo = repository.commit(f'Revert "fix: a thing that came back"\n\nThis reverts commit {again}.')
    repository.commit(f'Reapply "fix: a thing that came back"\n\nThis reverts commit {undo}.')
    text = _write("changelog", ("acme", repository)).markdown
    assert "mistake" not in text
    assert "A thing that came back" in text
    assert "4 commits that were reverted, or revert one" in text


def test_what_happened_behind_the_scenes_alone_is_told(repository: Repository) -> None:
    for number in range(7):
        repository.commit(f"chore: tidy part {number}")
    text = _write("linkedin_post", ("acme", repository)).markdown
    assert "- Tidy part 6\n" in text
    assert text.count("- Tidy") == 5
    assert text.endswith("- … and 2 more")
    assert "Behind the scenes" not in text


def test_every_number_of_a_short_post_counts_what_is_not_said_before(repository: Repository) -> None:
    repository.commit("feat: stay")
    repository.commit("chore: tidy")
    for number in range(6):
        repository.commit(f"refactor!: rename part {number}")
    text = _write("linkedin_post", ("acme", repository)).markdown
    assert "- Rename part 5\n- Rename part 4\n" in text
    assert "- … and 1 more\n" in text
    assert "Behind the scenes: 1 internal change." in text


def test_without_numbers_an_article_has_no_heading_for_them(repository: Repository) -> None:
    repository.commit("feat: stay")
    repository.commit("wip")
    text = _write("blog_post", ("acme", repository)).markdown
    assert "Not listed one by one" in text
    assert "In numbers" not in text


def test_repetitions_and_updates_share_a_line(repository: Repository) -> None:
    for number in range(3):
        repository.commit("fix: the same words")
        repository.commit(f"build(deps): bump left-pad from 1.{number} to 1.{number + 1}")
        repository.commit(f"build(deps): bump right-pad from 1.{number} to 1.{number + 1}")
    text = _write("changelog", ("acme", repository)).markdown
    assert text.count("- The same words") == 1
    assert "2 repetitions of others' words" in text
    assert "- 6 dependency updates: “" in text


def test_a_plain_history_needs_no_conventions(repository: Repository) -> None:
    for message in (
        "Add a window",
        "Fixes the door",
        "Make rooms larger",
        "Rename the hall",
        "Update README",
    ):
        repository.commit(message)
    text = _write("changelog", ("acme", repository)).markdown
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Highlights", "Features", "Fixes", "Internal", "Docs", "Other changes",
    ]  # fmt: skip
    assert "- Make rooms larger (`" in text


def test_a_history_without_kinds_is_one_list(repository: Repository) -> None:
    for message in ("Doors are blue", "Rooms got larger", "Halls too"):
        repository.commit(message)
    text = _write("changelog", ("acme", repository)).markdown
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Changes"]


def test_one_commit_is_a_short_changelog(repository: Repository) -> None:
    repository.commit("Add a window")
    text = _write("changelog", ("acme", repository)).markdown
    sha = _read(repository.path).commits[0].sha[:7]
    assert text == (
        "From 3 to 9 March 2025 (UTC), acme saw 1 commit by Ana. One change is listed here, a feature.\n\n"
        f"## Features\n\n- Add a window (`{sha}`)\n"
    )


def test_several_repositories_are_told_apart(busy: Repository, tmp_path: Path) -> None:
    web = Repository.new(tmp_path / "web")
    web.commit("feat: add a page")
    web.tag("v7")
    draft = _write("changelog", ("acme/api", busy), ("acme/web", web))
    assert draft.title == "acme/api and acme/web changelog, 3–9 March 2025"
    assert "([acme/api#30](https://github.com/acme/api/pull/30))" in draft.markdown
    assert re.search(r"- Add a page \(acme/web@`[0-9a-f]{7}`\)", draft.markdown)
    assert "**acme/web v7**" in draft.markdown
    assert [r["name"] for r in draft.sources["repositories"]] == ["acme/api", "acme/web"]


def test_the_article_tells_reasons(busy: Repository) -> None:
    draft = _write("blog_post", ("acme/api", busy))
    assert draft.title == "acme/api: Take the old keys away, and 11 more changes"
    assert "). Lists of 10,000 rows come as one file.\n" in draft.markdown
    assert (
        "## Behind the scenes\n\n- 1 infrastructure change: “Run the tests on two systems”.\n"
        in draft.markdown
    )
    assert _write("investor_update", ("acme/api", busy)).title == "acme/api: update for 3–9 March 2025"


def test_the_short_posts_say_the_best_and_count_the_rest(busy: Repository) -> None:
    assert _write("twitter_post", ("acme/api", busy)).markdown == (
        "acme/api v1.4.0, 3–9 March 2025:\n\n- Breaking: Take the old keys away\n- CVE-2025-1 in sso\n"
        "- XSS in the login form\n\n… and 9 more changes.\n\nhttps://github.com/acme/api"
    )
    text = _write("linkedin_post", ("acme/api", busy)).markdown
    assert text.startswith("From 3 to 9 March 2025 (UTC), acme/api saw 15 commits by 3 people, ")
    assert "\n\nNew:\n\n- Add single sign-on\n- Add CSV export\n\nFixed:\n\n" in text
    assert text.endswith("\n\nhttps://github.com/acme/api")


def test_sources_lead_to_what_was_read_and_are_bounded(busy: Repository) -> None:
    (source,) = _write("changelog", ("acme/api", busy)).sources["repositories"]
    assert source["name"] == "acme/api"
    assert source["window"] == {
        "lookbackWindow": "last_7_days", "since": "2025-03-03T00:00:00Z", "until": "2025-03-10T00:00:00Z",
    }  # fmt: skip
    assert source["totals"] == {"commits": 16, "pullRequests": 2, "releases": 1}
    assert {
        "number": 30,
        "title": "Add single sign-on",
        "url": "https://github.com/acme/api/pull/30",
    } in source["pullRequests"]
    assert source["releases"][0]["name"] == "v1.4.0"
    assert all(len(commit["subject"]) <= 200 for commit in source["commits"])


@pytest.mark.parametrize("content_type", TYPES)
def test_hostile_words_are_only_words(repository: Repository, content_type: str) -> None:
    for message in HOSTILE:
        repository.commit(message, author="[evil](javascript:x) <b>\x1b[1m")
    repository.tag("v1.0-<b>", "[x](javascript:y) \x1b[1m")
    draft = _write(content_type, ("acme/<b>[x](y)", repository))
    for text in (draft.title, draft.excerpt, draft.markdown, str(draft.sources)):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    html = to_html(draft.markdown)
    assert not set(re.findall(r"</?(\w+)", html)) - {"p", "h2", "ul", "li", "strong", "code"}
    assert "<h1" not in html
    assert max(len(line) for line in draft.markdown.splitlines()) < 1200
    assert len(draft.title) <= 120
    assert len(draft.excerpt) <= 160


@pytest.mark.parametrize(
    "subject", ["x" * 10_000, "日本語" * 500, "👍" * 3000, "a.b " * 500, "[" * 5000, "w " * 5000]
)
def test_limits_are_kept_whatever_the_words(repository: Repository, subject: str) -> None:
    repository.git("remote", "add", "origin", f"https://gitlab.{'x' * 60}.org/{'g' * 100}/{'r' * 100}.git")
    for number in range(6):
        repository.commit(f"feat: {number} {subject}")
    for name in ("acme", subject):
        tweet = _write("twitter_post", (name, repository))
        assert twitter_length(tweet.markdown) <= 280
        assert linkedin_length(_write("linkedin_post", (name, repository)).markdown) <= 3000
        for content_type in TYPES:
            draft = _write(content_type, (name, repository))
            assert 1 <= len(draft.title) <= 120
            assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", draft.slug)
            assert len(draft.slug) <= 160
            assert 1 <= len(draft.excerpt) <= 160
            assert 1 <= len(draft.markdown) <= 100_000


def test_thousands_of_commits_make_a_bounded_changelog(repository: Repository) -> None:
    messages = (
        f"feat(area{number % 5}): add thing {number}\n\nReason number {number} is here."
        for number in range(3000)
    )
    many_commits(repository, messages, NOON - timedelta(days=3), timedelta(seconds=60))
    draft = _write("changelog", ("acme", repository))
    assert "acme saw 3,000 commits by 7 people." in draft.markdown
    assert "- … and 2,970 more\n" in draft.markdown
    assert len(draft.markdown) < 20_000
    source = draft.sources["repositories"][0]
    assert (len(source["commits"]), source["totals"]["commits"]) == (200, 3000)
    listed = {commit["sha"][:7] for commit in source["commits"]}
    assert set(re.findall(r"\b[0-9a-f]{7}\b", draft.markdown)) <= listed, "what the text names is listed"


@pytest.mark.parametrize("content_type", TYPES)
def test_nothing_in_the_window_says_which_and_where(repository: Repository, content_type: str) -> None:
    repository.commit("old", NOON - timedelta(days=40))
    nothing = write(content_type, [("acme/api", _read(repository.path))], "last_7_days", SINCE, UNTIL)
    assert nothing == NothingToWrite(
        "Nothing happened in acme/api: the last 7 days (3–9 March 2025, UTC) held no commits, "
        "merged pull requests or tags."
    )


def test_nothing_but_bookkeeping_is_nothing_too(repository: Repository) -> None:
    repository.commit("chore(release): 1.0")
    repository.commit("fixup! x")
    nothing = write("changelog", [("acme", _read(repository.path))], "last_7_days", SINCE, UNTIL)
    assert isinstance(nothing, NothingToWrite)
    assert "only bookkeeping (2 commits: " in nothing.reason


def test_a_release_alone_is_worth_a_post(repository: Repository) -> None:
    repository.commit("old", NOON - timedelta(days=40))
    repository.tag("v1", "The first", NOON)
    for content_type in TYPES:
        draft = _write(content_type, ("acme", repository))
        assert "v1" in draft.markdown
        assert "1 release" in draft.markdown


def test_other_types_are_refused_in_words(repository: Repository) -> None:
    with pytest.raises(WriterError, match=r"does not write “image” from git; it writes changelog, "):
        write("image", [("acme", _read(repository.path))], "last_7_days", SINCE, UNTIL)


def test_no_repositories_at_all() -> None:
    nothing = write("changelog", [], "yesterday", SINCE, UNTIL)
    assert isinstance(nothing, NothingToWrite)
