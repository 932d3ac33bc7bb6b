"""A draft holds no number and no name that is not in its sources."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.writer.repositories import NOON
from tui.desk.writer.activity import Activity, Commit, Merge, Tag
from tui.desk.writer.draft import Draft
from tui.desk.writer.posts import write
from tui.desk.writer.windows import window

SINCE, UNTIL = window("last_7_days", NOON)
TYPES = ("changelog", "blog_post", "linkedin_post", "twitter_post", "investor_update")

# Large-lettered words of the templates themselves; whatever else begins large must be a source's.
TEMPLATE_WORDS = (
    "From March UTC By One Among The Most Not Highlights Releases Security Features Fixes Performance "
    "Infrastructure Internal Testing Docs Other Changes Breaking What Also Behind In New Fixed Faster "
    "Documented Changed All"
)
TEMPLATE = frozenset(TEMPLATE_WORDS.split())
DATES = {"3", "9", "2025"}

TYPE = st.sampled_from(
    ["feat", "fix", "perf", "docs", "test", "refactor", "ci", "chore", "feat(api)", "fix(web)!"]
)
WORD = st.sampled_from(["export", "Zebra", "invoice", "Quagga", "login 47", "queue", "Xenon", "page", "8080"])
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
SUBJECT = (
    st.builds(lambda kind, words: f"{kind}: {words}", TYPE, WORDS)
    | WORDS
    | st.sampled_from(["fixup! x", "v3.1"])
)
BODY = st.sampled_from(
    ["", "Okapi users saw 613 errors here. Lynx users none.", "Signed-off-by: Mallory <m@x.y>"]
)
AUTHOR = st.sampled_from(["Ana", "Ben Bassett", "renovate[bot]"])


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    """Some activity of a week."""
    commits = []
    for number, (subject, body, author) in enumerate(
        draw(st.lists(st.tuples(SUBJECT, BODY, AUTHOR), max_size=14))
    ):
        at = SINCE + timedelta(hours=11 * (14 - number))
        parents = (f"{number + 1:040x}",)
        commits.append(Commit(f"{number:040x}", subject, body, author, at, parents))
    pulled = draw(st.sets(st.sampled_from(range(len(commits))), max_size=3)) if commits else set()
    merges = [Merge(900 + n, commits[n].subject, commits[n].sha, commits[n].at) for n in sorted(pulled)]
    tags = [
        Tag(f"v{n}.0", f"{n:040x}", NOON, "Ibex release")
        for n in draw(st.sets(st.integers(1, 3), max_size=2))
    ]
    return Activity(tuple(commits), tuple(merges), tuple(tags), "https://github.com/acme/api")


def _without_links(markdown: str) -> str:
    return re.sub(
        r"\[(`[0-9a-f]{7}`|#\d+|[^\]]*)\]\(https:[^)]*\)",
        r"\1",
        markdown.replace("https://github.com/acme/api\n", ""),
    )


@given(activities())
@settings(max_examples=40, deadline=None)
def test_every_name_and_number_is_a_sources_or_a_count(activity: Activity) -> None:
    said = " ".join(
        [f"{c.subject} {c.body.partition('Signed-off-by')[0]} {c.author}" for c in activity.commits]
        + [f"{m.title} #{m.number}" for m in activity.merges]
        + [f"{t.name} {t.message}" for t in activity.tags]
    )
    source_words = {word.casefold() for word in re.findall(r"[^\W\d_]+", said)} | {"acme", "api"}
    source_numbers = set(re.findall(r"\d+", said))
    days = {str(c.at.day) for c in activity.commits} | {str(t.at.day) for t in activity.tags}
    for content_type in TYPES:
        draft = write(content_type, [("acme/api", activity)], "last_7_days", SINCE, UNTIL)
        if not isinstance(draft, Draft):
            continue
        for text in (draft.title, draft.excerpt, draft.markdown):
            bare = re.sub(r"`[0-9a-f]{7}`", "", _without_links(text))
            names = {word for word in re.findall(r"[^\W\d_]+", bare) if word[0].isupper()}
            assert {n for n in names - TEMPLATE if n.casefold() not in source_words} == set()
            assert "Mallory" not in text
            numbers = set(re.findall(r"\d+", bare)) - source_numbers - DATES - days
            most = max(len(activity.commits), len(activity.merges), len(activity.tags))
            assert all(int(number) <= most for number in numbers)


@given(activities())
@settings(max_examples=40, deadline=None)
def test_the_counts_are_right(activity: Activity) -> None:
    draft = write("changelog", [("acme/api", activity)], "last_7_days", SINCE, UNTIL)
    if not isinstance(draft, Draft):
        return
    people = {c.author for c in activity.commits} - {"renovate[bot]"}
    opening = draft.markdown.split(". By kind")[0].split("\n")[0]
    for number, noun in (
        (len(activity.commits), "commit"),
        (len(activity.merges), "merged pull request"),
        (len(activity.tags), "release"),
    ):
        assert (f"{number} {noun}{'' if number == 1 else 's'}" in opening) == (number > 0)
    assert ("by 2 people" in opening) == (len(people) == 2)
    sections = re.split(r"^## ", draft.markdown, flags=re.MULTILINE)[1:]
    listed = Counter({part.split("\n")[0]: part.count("\n- ") for part in sections})
    nouns = {"Features": "feature", "Testing": "test change", "Docs": "documentation change"}
    kinds = re.search(r"By kind, these are (.*?)\.(?: |\n|$)", draft.markdown)
    for heading, noun in nouns.items():
        if kinds and listed[heading]:
            number = listed[heading]
            assert f"{number} {noun}{'' if number == 1 else 's'}" in kinds[1]


def test_the_program_that_wrote_commits_is_no_person() -> None:
    commits = tuple(Commit(f"{n:040x}", f"Add {n}", "", "renovate[bot]", NOON) for n in range(3))
    draft = write("changelog", [("acme", Activity(commits))], "last_7_days", SINCE, UNTIL)
    assert isinstance(draft, Draft)
    assert draft.markdown.startswith("From 3 to 9 March 2025 (UTC), acme saw 3 commits. ")


def test_a_history_that_is_cut_says_so() -> None:
    commits = (Commit("a" * 40, "Add x", "", "Ana", NOON), Commit("b" * 40, "Add y", "", "Ana", NOON))
    draft = write("changelog", [("acme", Activity(commits, cut=True))], "last_7_days", SINCE, UNTIL)
    assert isinstance(draft, Draft)
    assert "so there may be more." in draft.markdown
