from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fakes.items import a_post, an_approval
from tui.domain.approvals import ApprovalKind
from tui.domain.editing import Edited, changed_text, changes, document, parse, parse_text
from tui.domain.errors import EditorError
from tui.domain.posts import PostChanges

texts = st.text() | st.lists(
    st.sampled_from(
        ["---", "title: x", "\n", "\r\n", "\r", '"', "\\", "'", "#", " ", "\x1b[2J", "\u202e", "é"]
    )
).map("".join)


def as_editors_do(text: str) -> list[str]:
    """An untouched document after different editors."""
    return [
        text,
        text.replace("\n", "\r\n"),
        text + "\n",
        text.rstrip("\n"),
        "\ufeff" + text,
    ]


@given(title=texts, body=texts)
@example(title="---", body="---\ntitle: x\n---\n")
@example(title='A "quoted" \\ title', body="")
@example(title="", body="\n\n")
@example(title="\ud800", body="a\rb")
def test_an_untouched_post_has_no_changes(title: str, body: str) -> None:
    post = a_post(title=title, markdown=body)
    for text in as_editors_do(document(post)):
        assert changes(post, parse(text)).empty


@given(text=texts, kind=st.sampled_from([ApprovalKind.TEXT, ApprovalKind.TOPIC]))
def test_an_untouched_text_is_the_old_one(text: str, kind: ApprovalKind) -> None:
    approval = an_approval(kind=kind, text=text)
    for back in as_editors_do(document(approval))[:4]:
        assert changed_text(approval, parse_text(back)) is None


@given(title=texts, body=texts, new_title=texts, new_body=texts)
def test_what_is_changed_is_what_comes_out(title: str, body: str, new_title: str, new_body: str) -> None:
    post = a_post(title=title, markdown=body)
    wanted = changes(post, parse(document(a_post(title=new_title, markdown=new_body))))
    assert wanted.title == (None if new_title == title else new_title)
    if wanted.markdown is not None:
        assert wanted.markdown.rstrip("\n") == re.sub("\r\n?", "\n", new_body).rstrip("\n")


@given(title=st.text())
def test_a_title_stands_in_one_line_and_shows_nothing_a_terminal_would_obey(title: str) -> None:
    line = document(a_post(title=title)).split("\n")[1]
    assert line.isprintable()
    assert line.startswith('title: "')


def test_how_a_document_looks() -> None:
    post = a_post(title='Notes for "47"', markdown="One.\n\nTwo.\n")
    assert document(post) == '---\ntitle: "Notes for \\"47\\""\n---\n\nOne.\n\nTwo.\n'


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Plain words: with a colon", "Plain words: with a colon"),
        ("title: 'It''s here'", "It's here"),
        ('title: "a\\u00e9"', "aé"),
        ("title:", ""),
        ("# a remark\n\ntitle: x", "x"),
    ],
)
def test_titles_as_people_type_them(line: str, title: str) -> None:
    assert parse(f"---\n{line}\n---\nBody") == Edited(title, "Body")


def test_without_front_matter_all_is_body() -> None:
    assert parse("Only text") == Edited(None, "Only text")
    assert parse("---\n---\n\nText") == Edited(None, "Text")
    assert changes(a_post(markdown="Old\n"), parse("New")) == PostChanges(markdown="New\n")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('---\ntitle: "open\n---\n', 2),
        ('---\ntitle: "a" b\n---\n', 2),
        ("---\n\nslug: x\n---\n", 3),
        ("---\nwords\n---\n", 2),
        ("---\ntitle: a\ntitle: b\n---\n", 3),
        ("---\ntitle: a\n\nBody: no end\n", 4),
        ("---\ntitle: a\n", 1),
        ("More.---\ntitle: a\n---\n\nBody\n", 1),
        ("title: a\n---\n\nBody\n", 1),
    ],
)
def test_a_front_matter_that_cannot_be_read_names_its_line(text: str, number: int) -> None:
    with pytest.raises(EditorError, match=f"Line {number} ") as told:
        parse(text)
    assert "kept" in told.value.sentence


def test_a_long_bad_line_is_cut_in_the_error() -> None:
    with pytest.raises(EditorError) as told:
        parse("---\n" + "x" * 10_000 + "\n---\n")
    assert len(told.value.sentence) < 300


def test_a_body_that_was_never_read_is_not_overwritten() -> None:
    unread = a_post(markdown=None)
    with pytest.raises(EditorError, match="has not been read"):
        document(unread)
    with pytest.raises(EditorError, match="has not been read"):
        changes(unread, Edited("t", "b"))
    with pytest.raises(EditorError, match="has not been read"):
        document(an_approval())


def test_a_locked_body_is_not_edited() -> None:
    with pytest.raises(EditorError, match="a table would be lost"):
        document(a_post(locked="a table would be lost"))


def test_a_topic_without_text_is_edited_by_its_title() -> None:
    topic = an_approval(kind=ApprovalKind.TOPIC, text=None, title="SEO tips")
    assert document(topic) == "SEO tips\n"
    assert changed_text(topic, parse_text("Better tips\r\n")) == "Better tips"
