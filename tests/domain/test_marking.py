"""What does not hold is said in the document, above its lines, and taken out again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_editing import FIELDS, a_rich_post
from tui.domain.editing import document, parse, problems_of
from tui.domain.marking import lines_of_fields, marked, unmarked

WRONG = "---\ntitle: a\nslug: No Slug\nslog: x\n---\n\nBody\n# ! line 3: as in the text\n"
lines = st.lists(
    st.sampled_from(["---", "title: a", "slug: A", "x", "", "# ! line 2: old", "# remark", "text"])
).map("\n".join)


def test_each_line_that_does_not_hold_has_a_remark_above_it() -> None:
    problems = problems_of(a_rich_post(), WRONG, FIELDS)
    text, first = marked(WRONG, problems)
    assert text.split("\n")[:7] == [
        "---",
        "title: a",
        '# ! line 4: "slug" takes small letters and "-"',
        "slug: No Slug",
        '# ! line 6: "slog" is not known; did you mean "slug"?',
        "slog: x",
        "---",
    ]
    assert first == 4
    assert unmarked(text) == WRONG
    assert problems_of(a_rich_post(), text, FIELDS) == problems
    assert marked(text, problems) == (text, first)


def test_what_is_said_of_the_text_stands_above_it_and_a_hurt_beginning_at_the_top() -> None:
    empty = "---\ntitle: a\n---\n\n"
    text, first = marked(empty, problems_of(a_rich_post(), empty, FIELDS))
    assert text == "---\ntitle: a\n# ! line 4: the text below cannot be empty\n---\n\n"
    assert (first, unmarked(text)) == (4, empty)
    for hurt in ("x---\ntitle: a\n---\n\nBody", "---\ntitle: a\n\nBody"):
        text, first = marked(hurt, problems_of(a_rich_post(), hurt, FIELDS))
        assert text.startswith("# ! line 2: ")
        assert text.endswith(hurt)
        assert (first, unmarked(text)) == (2, hurt)


@given(text=lines)
def test_marks_come_and_go_and_the_text_stays(text: str) -> None:
    clean = unmarked(text)
    post = a_rich_post()
    problems = problems_of(post, clean, FIELDS)
    again, first = marked(clean, problems)
    assert unmarked(again) == clean
    assert parse(again) == parse(clean)
    if problems:
        assert again.split("\n")[first - 1] == clean.split("\n")[problems[0][0] - 1]


def test_a_platforms_refusal_finds_its_lines() -> None:
    text = document(a_rich_post(), FIELDS)
    refused = {
        "slug": "slug is taken",
        "meta.description": "too long.",
        "scheduled_at": "must be later",
        "markdown": "too short",
        "status": "no",
    }
    fields = tuple(one for one in FIELDS if one.key != "excerpt")
    found = lines_of_fields(text, refused, fields)
    rows = text.split("\n")
    assert [(rows[line - 1].split(":")[0], why) for line, why in found] == [
        ("slug", "slug is taken"),
        ("meta.description", "meta.description: too long"),
        ("scheduled_for", "scheduled_at: must be later"),
        ("---", "markdown: too short"),
        ("---", "status: no"),
    ]
    assert lines_of_fields("Only text", {"title": "is missing"}, fields) == ((1, "title: is missing"),)
