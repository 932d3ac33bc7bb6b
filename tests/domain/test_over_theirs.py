"""One's own edit over somebody else's: what one never touched stays theirs."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_editing import BERLIN, FIELDS, a_rich_post
from tests.fakes.items import NOON
from tui.domain.editing import changes, document, parse
from tui.domain.fields import FieldKind
from tui.domain.over_theirs import BODY, over_theirs
from tui.domain.posts import Post, PostChanges

NAMES = {BODY if one.kind is FieldKind.BODY else one.key: one.name for one in FIELDS}
BASE = a_rich_post(title="Old", excerpt="Old", tags=("a", "b"), markdown="One.\n\nTwo.\n")

words = st.sampled_from(["One", 'a "b", c', "---", "# no\n\ntitle: x", "שלום 🙂"])
posts = st.builds(
    a_rich_post,
    title=words,
    slug=st.sampled_from(["weights", "other-weights"]),
    excerpt=words,
    tags=st.lists(words, max_size=2).map(tuple),
    meta_title=words,
    scheduled_at=st.sampled_from([NOON, NOON.replace(year=9998)]),
    markdown=words,
)


def wanted(mine: str, base: Post, theirs: Post) -> PostChanges:
    """What is sent of one's own document over theirs."""
    both = over_theirs(mine, document(base, FIELDS, BERLIN), document(theirs, FIELDS, BERLIN), FIELDS)
    return changes(theirs, parse(both.text), FIELDS, zone=BERLIN)


def laid_over(post: Post, sent: PostChanges) -> Post:
    found: dict[str, Any] = {one.name: getattr(sent, one.name) for one in fields(sent)}
    del found["unscheduled"]
    return replace(post, **{name: value for name, value in found.items() if value is not None})


@settings(max_examples=30)
@given(base=posts, mine=posts, theirs=posts)
def test_each_field_that_one_changed_is_ones_own_and_each_other_theirs(
    base: Post, mine: Post, theirs: Post
) -> None:
    sent = laid_over(theirs, wanted(document(mine, FIELDS, BERLIN), base, theirs))
    for name in NAMES.values():
        was, own, there = (getattr(post, name) for post in (base, mine, theirs))
        held = getattr(sent, name)
        assert _bare(held) == _bare(there if _bare(own) == _bare(was) else own), name


@settings(max_examples=30)
@given(base=posts, mine=posts, theirs=posts)
def test_what_of_theirs_is_overwritten_is_told(base: Post, mine: Post, theirs: Post) -> None:
    own, was, there = (document(post, FIELDS, BERLIN) for post in (mine, base, theirs))
    told = over_theirs(own, was, there, FIELDS)
    lost = {
        key
        for key, name in NAMES.items()
        if len({_bare(getattr(post, name)) for post in (base, theirs)}) == 2
        and _bare(getattr(mine, name)) not in {_bare(getattr(post, name)) for post in (base, theirs)}
    }
    moved = {key for key, name in NAMES.items() if _bare(getattr(base, name)) != _bare(getattr(theirs, name))}
    assert (set(told.undone), told.stays) == (lost, bool(moved - lost))


def _bare(value: Any) -> Any:
    return value.rstrip("\n") if isinstance(value, str) else value


def test_a_line_written_otherwise_or_removed_is_no_change() -> None:
    theirs = replace(BASE, excerpt="Theirs", tags=("c",))
    mine = document(BASE, FIELDS).replace('excerpt: "Old"\n', "").replace("tags: a, b", 'tags: ["a", "b"]')
    assert wanted(mine.replace("One.", "Mine."), BASE, theirs) == PostChanges(markdown="Mine.\n\nTwo.\n")
    assert wanted(mine.split("---\n\n", 1)[1].replace("One.", "Mine."), BASE, theirs) == PostChanges(
        markdown="Mine.\n\nTwo.\n"
    ), "nor is a front matter that is not there"


def test_what_cannot_be_read_is_lost_no_more_than_what_was_remarked() -> None:
    mine = document(BASE, FIELDS).replace("slug:", "# ask Ada\nslog\nslug:").replace('"Old"', '"Mine"', 1)
    theirs = document(replace(BASE, excerpt="Theirs"), FIELDS)
    both = over_theirs(mine, document(BASE, FIELDS), theirs, FIELDS).text
    assert both == theirs.replace("slug:", "# ask Ada\nslog\nslug:").replace('"Old"', '"Mine"', 1)
    hurt = f"x{document(BASE, FIELDS)}"
    told = over_theirs(hurt, document(BASE, FIELDS), theirs, FIELDS)
    assert (told.text, told.undone) == (hurt, ("excerpt",))


def test_a_field_that_the_base_does_not_tell_of_counts_as_changed_by_both() -> None:
    whole, theirs = document(BASE, FIELDS), document(replace(BASE, slug="theirs"), FIELDS)
    both = over_theirs(whole, whole.replace("slug: weights\n", ""), theirs, FIELDS)
    assert (both.undone, "slug: weights" in both.text) == (("slug",), True)


def test_the_form_of_a_body_goes_with_the_body() -> None:
    locked = replace(BASE, locked="it has a table", raw="<table>\n")
    raw, theirs = document(locked, FIELDS), document(replace(locked, raw="<table><tr>\n"), FIELDS)
    plain = document(BASE, FIELDS)
    retitled = ("Old", "Mine")
    assert over_theirs(plain.replace(*retitled, 1), plain, theirs).text == theirs.replace(*retitled, 1)
    assert over_theirs(raw.replace(*retitled, 1), raw, plain).text == plain.replace(*retitled, 1)
    mine = raw.replace("<table>", "<table><td>")
    both = over_theirs(mine, raw, theirs)
    assert (both.text, both.undone) == (mine, (BODY,))
