from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fakes.items import NOON, a_post, an_approval
from tui.domain.approvals import ApprovalKind
from tui.domain.editing import DoesNotHold, changed_text, changes, document, parse, parse_text, problems_of
from tui.domain.errors import EditorError
from tui.domain.fields import MARKDOWN, TITLE, Field, FieldKind
from tui.domain.posts import Post, PostChanges
from tui.domain.verdicts import Verb

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
FIELDS = (
    Field("title", "title", most=120, emptied=False),
    Field("slug", "slug", most=160, pattern="[a-z0-9]+(?:-[a-z0-9]+)*", form='small letters and "-"'),
    Field("excerpt", "excerpt"),
    Field("keyword", "keyword"),
    Field("tags", "tags", FieldKind.LIST),
    Field("meta.title", "meta_title"),
    Field("meta.description", "meta_description", most=160),
    Field("meta.og_image", "og_image"),
    Field("scheduled_for", "scheduled_at", FieldKind.TIME),
    Field("text", "markdown", FieldKind.BODY, most=1000, emptied=False),
)
LOOSE = (TITLE, MARKDOWN)
VERBS = frozenset({Verb.EDIT, Verb.SCHEDULE})

pieces = ["---", "title: x", "\n", "\r\n", "\r", '"', "\\", "'", "#", " ", ",", "[", "]", ":", "\x1b[2J"]
texts = st.text() | st.lists(st.sampled_from([*pieces, "\u202e", "é", "שלום", "🙂"])).map("".join)
times = st.datetimes(timezones=st.sampled_from([UTC, BERLIN])) | st.datetimes()
values = st.fixed_dictionaries(
    {
        "title": texts,
        "markdown": texts,
        "slug": st.none() | texts,
        "excerpt": st.none() | texts,
        "keyword": st.none() | texts,
        "tags": st.lists(texts, max_size=3).map(tuple),
        "meta_title": st.none() | texts,
        "meta_description": st.none() | texts,
        "og_image": st.none() | texts,
        "scheduled_at": st.none() | times,
    }
)


def a_rich_post(**fields: Any) -> Post:
    return a_post(**{"verbs": VERBS, "slug": "weights", **fields})


def edit(post: Post, *replaced: tuple[str, str], now: datetime | None = None) -> PostChanges:
    """What comes of a document in which these were replaced."""
    text = document(post, FIELDS, BERLIN)
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new, 1)
    return changes(post, parse(text), FIELDS, zone=BERLIN, now=now)


def as_editors_do(text: str) -> list[str]:
    """An untouched document after different editors."""
    return [
        text,
        text.replace("\n", "\r\n"),
        text + "\n",
        text.rstrip("\n"),
        "\ufeff" + text,
    ]


@given(given=values)
@example(given={"title": "---", "markdown": "---\ntitle: x\n---\n"})
@example(given={"title": 'A "quoted" \\ title', "markdown": "", "tags": ("a, b", "", " c ", '"')})
@example(given={"title": "", "markdown": "\n\n", "excerpt": "", "scheduled_at": FIRST})
@example(given={"title": "\ud800", "markdown": "a\rb", "scheduled_at": LAST})
def test_an_untouched_post_has_no_changes(given: dict[str, Any]) -> None:
    post = a_rich_post(**given)
    for zone in (None, BERLIN):
        for text in as_editors_do(document(post, FIELDS, zone)):
            assert changes(post, parse(text), FIELDS, zone=zone, now=NOON) == PostChanges()


@given(given=values, raw=texts)
def test_an_untouched_body_in_its_own_form_has_no_changes(given: dict[str, Any], raw: str) -> None:
    post = a_rich_post(**given, raw=raw, locked='a table\n---\n"x"')
    for text in as_editors_do(document(post, FIELDS)):
        assert changes(post, parse(text), FIELDS) == PostChanges()


@given(given=values)
def test_a_front_matter_shows_nothing_a_terminal_would_obey(given: dict[str, Any]) -> None:
    text = document(a_rich_post(**given), FIELDS)
    head = text.split("\n")[: len(FIELDS) + 1]
    assert head[0] == head[-1] == "---"
    assert all(line.isprintable() and line == line.rstrip() for line in head)


@given(old=values, new=values)
def test_what_is_changed_is_what_comes_out(old: dict[str, Any], new: dict[str, Any]) -> None:
    post, wanted = a_rich_post(**old), a_rich_post(**new)
    loose = tuple(Field(one.key, one.name, one.kind) for one in FIELDS)
    found = changes(post, parse(document(wanted, FIELDS, BERLIN)), loose, zone=BERLIN)
    for name in ("title", "slug", "excerpt", "keyword", "meta_title", "meta_description", "og_image"):
        before, after = getattr(post, name) or "", getattr(wanted, name) or ""
        assert getattr(found, name) == (None if before == after else after)
    said = tuple(tag.strip() for tag in wanted.tags if tag.strip())
    assert found.tags in ({said, None} if wanted.tags != post.tags else {None})
    if found.markdown is not None:
        assert found.markdown.rstrip("\n") == re.sub("\r\n?", "\n", new["markdown"]).rstrip("\n")
    if found.scheduled_at is not None:
        at = new["scheduled_at"]
        assert found.scheduled_at == (at if at.tzinfo else at.replace(tzinfo=UTC))
    assert found.unscheduled == (old["scheduled_at"] is not None and new["scheduled_at"] is None)


@given(text=texts, kind=st.sampled_from([ApprovalKind.TEXT, ApprovalKind.TOPIC]))
def test_an_untouched_text_is_the_old_one(text: str, kind: ApprovalKind) -> None:
    approval = an_approval(kind=kind, text=text)
    for back in as_editors_do(document(approval))[:4]:
        assert changed_text(approval, parse_text(back)) is None


def test_how_a_document_looks() -> None:
    post = a_rich_post(
        title='Notes for "47"',
        markdown="One.\n\nTwo.\n",
        excerpt="In short: # two\nlines",
        tags=("AI blogging", "notes"),
        scheduled_at=datetime(2026, 12, 1, 8, tzinfo=UTC),
    )
    assert document(post, FIELDS, BERLIN) == (
        '---\ntitle: "Notes for \\"47\\""\nslug: weights\nexcerpt: "In short: # two\\nlines"\nkeyword:\n'
        "tags: AI blogging, notes\nmeta.title:\nmeta.description:\nmeta.og_image:\n"
        "scheduled_for: 2026-12-01 09:00+01:00\n---\n\nOne.\n\nTwo.\n"
    )
    assert document(a_post(title="T", markdown="x")) == '---\ntitle: "T"\n---\n\nx\n'
    assert "scheduled_for" not in document(a_post(), FIELDS)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Plain words: with a colon", "Plain words: with a colon"),
        ("title: 'It''s here'", "It's here"),
        ('title: "a\\u00e9"', "aé"),
        ("title: C# and --- more", "C# and --- more"),
        ("# a remark\n\ntitle: x", "x"),
    ],
)
def test_titles_as_people_type_them(line: str, title: str) -> None:
    post = a_post(markdown="Body")
    assert changes(post, parse(f"---\n{line}\n---\nBody"), LOOSE) == PostChanges(title=title)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("a, b c", ("a", "b c")),
        ("[a, b c]", ("a", "b c")),
        ('["a, b", c]', ("a, b", "c")),
        ("a,, b,", ("a", "b")),
        ("'it''s', b", ("it's", "b")),
        ("[]", ()),
        ("", ()),
        ("don't", ("don't",)),
        ('5" disks, b', ('5" disks', "b")),
    ],
)
def test_tags_as_people_type_them(typed: str, tags: tuple[str, ...]) -> None:
    assert edit(a_rich_post(tags=("old",)), ("tags: old", f"tags: {typed}")).tags == tags


def test_only_what_changed_comes_out() -> None:
    post = a_rich_post(excerpt="Old", tags=("a", "b"), meta_description="Seen")
    assert edit(post, ("excerpt: ", "excerpt: New # "), ("slug: weights", "slug: loads")) == PostChanges(
        excerpt='New # "Old"', slug="loads"
    )
    assert edit(post, ('excerpt: "Old"\n', ""), ("tags: a, b\n", "")).empty
    assert edit(post, ('excerpt: "Old"', "excerpt:"), ("tags: a, b", 'tags: ""')) == PostChanges(
        excerpt="", tags=()
    )
    assert not PostChanges(tags=()).empty
    assert not PostChanges(unscheduled=True).empty


def test_without_front_matter_all_is_body() -> None:
    assert parse("Only text").body == "Only text"
    assert parse("---\n---\n\nText").body == "Text"
    assert changes(a_post(markdown="Old\n"), parse("New"), LOOSE) == PostChanges(markdown="New\n")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('---\ntitle: "open\n---\n', 2),
        ('---\ntitle: "a" b\n---\n', 2),
        ("---\n\nslog: x\n---\n", 3),
        ("---\nwords\n---\n", 2),
        ("---\ntitle: a\ntitle: b\n---\n", 3),
        ("---\ntitle: a\n\nBody: no end\n", 1),
        ("---\ntitle: a\n", 1),
        ("---\ntitle: \n---\n", 2),
        ("More.---\ntitle: a\n---\n\nBody\n", 1),
        ("title: a\nslug: b\n---\n\nBody\n", 1),
        ("---\ntags: [a\n---\n", 2),
        ('---\ntags: "a, b\n---\n', 2),
        ("---\nslug: No Slug\n---\n", 2),
        ("---\ntitle: a\nslug: -x-\n---\n\nx", 3),
        (f"---\ntitle: {'x' * 121}\n---\n\nx", 2),
        (f"---\ntitle: a\n---\n\n{'x' * 1001}", 3),
        ("---\ntitle: a\n# remark\n---\n\n", 4),
        ("---\nscheduled_for: tomorrow\n---\n", 2),
        ("---\nform: raw\n---\n\nother", 3),
    ],
)
def test_what_does_not_hold_names_its_line(text: str, number: int) -> None:
    with pytest.raises(DoesNotHold, match=rf"Line {number} ") as told:
        changes(a_rich_post(), parse(text), FIELDS)
    assert "kept" in told.value.sentence


def test_every_line_that_does_not_hold_is_named_at_once() -> None:
    text = f"---\ntitle: {'x' * 121}\nslog: a\nwords\nslug: A\nscheduled_for: 2026-02-30 09:00\n---\n\nx"
    with pytest.raises(DoesNotHold, match="; and 2 more") as told:
        changes(a_rich_post(), parse(text), FIELDS)
    assert [line for line, _ in told.value.problems] == [2, 3, 4, 5, 6]
    assert dict(told.value.problems)[3] == '"slog" is not known; did you mean "slug"?'
    assert problems_of(a_rich_post(), text, FIELDS) == told.value.problems


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("description: x", '"description" cannot be changed on acme'),
        ("meta: x", 'did you mean "meta.title"'),
        ("scheduled_at: x", 'did you mean "scheduled_for"'),
        ("author: x", "the keys are title, slug"),
    ],
)
def test_a_key_that_is_not_taken_says_why(line: str, why: str) -> None:
    ((number, said),) = problems_of(a_rich_post(), f"---\n{line}\n---\n\nThe body of p1.\n", FIELDS)
    assert (number, why in said) == (2, True)


def test_what_came_from_the_platform_is_not_checked() -> None:
    assert edit(a_rich_post(title="x" * 500, slug="Not a slug"), ("excerpt:", "excerpt: x")).excerpt == "x"


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-12-01 09:00", "2026-12-01T08:00"),
        ("2026-7-1 9:00", "2026-07-01T07:00"),
        ("2026-12-01T09:00:30", "2026-12-01T08:00:30"),
        ("2026-12-01 09:00+02", "2026-12-01T07:00"),
        ("2026-12-01 09:00 -0530", "2026-12-01T14:30"),
        ("2026-12-01 09:00Z", "2026-12-01T09:00"),
        ('"2026-12-01 09:00 UTC"', "2026-12-01T09:00"),
        ("2026-10-25 02:30+02:00", "2026-10-25T00:30"),
    ],
)
def test_times_as_people_type_them(typed: str, utc: str) -> None:
    found = edit(a_rich_post(), ("scheduled_for:", f"scheduled_for: {typed}"), now=NOON)
    assert found.scheduled_at == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("soon", "it must be a day and a time"),
        ("2026-12-01", "the time of day is missing"),
        ("2026-02-30", "there is no such day:"),
        ("2026-02-30 09:00", "there is no such day:"),
        ("2026-12-01 25:00", "there is no such time:"),
        ("2026-12-01 09:00+99:00", "there is no such time:"),
        ("2026-03-29 02:30", "put forward"),
        ("2026-10-25 02:30", r"twice: add its offset, \+02:00 or \+01:00"),
        ("2025-11-20 09:00", "lies in the past"),
        ("0001-01-01 00:30", "there is no such day or time"),
    ],
)
def test_times_that_do_not_hold(typed: str, why: str) -> None:
    with pytest.raises(DoesNotHold, match=why):
        edit(a_rich_post(), ("scheduled_for:", f"scheduled_for: {typed}"), now=NOON)


def test_the_same_time_in_another_zone_changes_nothing_and_none_is_told_apart() -> None:
    post = a_rich_post(scheduled_at=datetime(2026, 12, 1, 8, tzinfo=UTC))
    assert edit(post, ("2026-12-01 09:00+01:00", "2026-12-01 08:00Z")).empty
    assert edit(post, (" 2026-12-01 09:00+01:00", "")) == PostChanges(unscheduled=True)
    kept = tuple(Field(one.key, one.name, one.kind, emptied=False) for one in FIELDS)
    with pytest.raises(DoesNotHold, match="can be moved, and not be emptied"):
        changes(post, parse("---\nscheduled_for:\n---\n\nThe body of p1.\n"), kept)


def test_a_post_that_cannot_be_scheduled_as_it_stands_says_so() -> None:
    text = "---\nscheduled_for: 2026-12-01 09:00\n---\n\nThe body of p1.\n"
    with pytest.raises(DoesNotHold, match='"scheduled_for" cannot be set while the post is draft'):
        changes(a_post(), parse(text), FIELDS)


def test_a_long_bad_line_is_cut_in_the_error() -> None:
    with pytest.raises(DoesNotHold) as told:
        changes(a_post(), parse("---\n" + "x" * 10_000 + "\n---\n"), FIELDS)
    assert len(told.value.sentence) < 300


def test_a_body_that_was_never_read_is_not_overwritten() -> None:
    unread = a_post(markdown=None)
    with pytest.raises(EditorError, match="has not been read"):
        document(unread)
    with pytest.raises(EditorError, match="has not been read"):
        changes(unread, parse("b"), LOOSE)
    with pytest.raises(EditorError, match="has not been read"):
        document(an_approval())


def test_a_locked_body_is_edited_in_its_own_form_alone() -> None:
    with pytest.raises(EditorError, match="a table would be lost"):
        document(a_post(locked="a table would be lost"))
    post = a_post(locked="a table would be lost", raw='{"blocks": []}', markdown="half of it")
    text = document(post, LOOSE)
    assert text.endswith(
        "form: raw\n# The text below is as its platform keeps it: a table would be lost\n---\n\n"
        '{"blocks": []}\n'
    )
    assert changes(post, parse(text.replace("[]", "[1]")), LOOSE) == PostChanges(raw='{"blocks": [1]}')
    with pytest.raises(DoesNotHold, match="own form alone"):
        changes(post, parse(document(a_post(markdown="# Markdown"), LOOSE)), LOOSE)
    with pytest.raises(DoesNotHold, match="now edited as Markdown"):
        changes(a_post(title=post.title), parse(text), LOOSE)


def test_a_topic_without_text_is_edited_by_its_title() -> None:
    topic = an_approval(kind=ApprovalKind.TOPIC, text=None, title="SEO tips")
    assert document(topic) == "SEO tips\n"
    assert changed_text(topic, parse_text("Better tips\r\n")) == "Better tips"


def test_no_time_is_shown_with_less_than_it_has() -> None:
    at = datetime(2026, 12, 1, 8, 0, 5, 7, tzinfo=UTC)
    assert "09:00:05.000007+01:00" in document(a_rich_post(scheduled_at=at), FIELDS, BERLIN)
    assert edit(a_rich_post(scheduled_at=at), (":05.000007", ":06")).scheduled_at == at.replace(
        second=6, microsecond=0
    ) + timedelta(0)
