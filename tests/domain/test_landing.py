"""What a page shows, compared with what its post says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.fakes.items import NOON, a_post, ago
from tui.domain.landing import (
    Compared,
    Landing,
    Page,
    Same,
    Seen,
    Verdict,
    Way,
    address_among,
    addresses_to_try,
    compared,
    pulled_compared,
    sentences_of,
    share_found,
    shows_none_of_it,
    sure_of,
    verdict_of,
)
from tui.domain.posts import Delivery
from tui.domain.sites import Pulled

MARKDOWN = """# A *small* release

It's the **first** one, with `widgets` that [weigh less](https://a.test/x "so")! ![a chart](c.png)

- Fewer parts than before
- [x] They fit together_well

1. Weigh it, then put it back.

> "Nothing like it" -- somebody said[^1]

| part | weight in grams |
|------|-----------------|
| bolt | seven and a half |

```python
weigh(the_widget)  # as before
```

<div class="note">Some <b>more words</b> &amp; so on</div>

```tiptap-locked
{"type": "table", "content": [{"type": "what no page shows"}]}
```

```html-locked
<table><tr><td>One cell</td><td>and another one</td></tr></table>
```

[^1]: A footnote of five words
[x]: https://a.test/definition
"""
SHOWN = """A small release

It’s the first one, with widgets that weigh less!
Fewer parts than before  They fit together_well
Weigh it, then put it back. “Nothing like it” – somebody said 1
part weight in grams bolt seven and a half weigh(the_widget) # as before
Some more words & so on
One cell and another one
A footnote of five words
"""
AT = "https://site.test/post-p1"
POST = a_post(
    "p1",
    title="A “small” release",
    markdown=MARKDOWN,
    meta_description="What is new.",
    og_image="https://site.test/og.png",
)
PAGE = Page(
    Seen.SHOWN,
    (AT,),
    title="A small release | My Site",
    text=f"Home About\n{SHOWN}\nOlder posts",
    canonical=AT + "/",
    og={
        "title": 'A "small" release',
        "description": "What is new.",
        "image": "https://site.test/og.png",
    },
)


def told(post: Any = POST, **page: Any) -> tuple[dict[str, Same], Verdict]:
    found, _ = compared(post, replace(PAGE, **page))
    return {each.what: each.result for each in found}, verdict_of(found)


def test_markup_quotes_and_line_breaks_make_no_difference() -> None:
    assert share_found(MARKDOWN, SHOWN) == 1
    results, verdict = told()
    assert (set(results.values()), verdict) == ({Same.SAME}, Verdict.LANDED)
    assert list(results) == ["title", "text", "canonical", "og:title", "og:description", "og:image"]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("It [weighs [much] less](https://a.test/x_(y)) now.", ["it weighs much less now"]),
        ("One <!-- not <!-- this --> and two <!-- to the end.", ["one and two to the end"]),
        ("[a](" * 20_000, ["a " * 20_000]),
        ("<!--" * 20_000 + "[" * 20_000 + "![" * 20_000 + "[^" * 20_000, []),
    ],
    ids=["pairs", "comments", "targets", "brackets"],
)
def test_what_opens_and_does_not_close_is_not_looked_for_to_the_end(markup: str, words: list[str]) -> None:
    assert list(sentences_of(markup)) == [each.strip() for each in words]


def test_a_part_of_the_text_is_told_as_its_share() -> None:
    cut = SHOWN[: len(SHOWN) // 2]
    share = share_found(MARKDOWN, cut)
    assert share is not None
    assert 0.2 < share < 0.9
    assert share_found(MARKDOWN, "something else") == 0
    assert share_found("", SHOWN) is None
    assert share_found("Go on.", "Now go on please") == 1, "short sentences count where there are no others"
    assert share_found("Put soft\u00adware in its place.", "put soft\u200bware in its place") == 1
    assert sentences_of("Yes! This one has words.") == ("this one has words",)


@pytest.mark.parametrize(
    ("page", "other", "verdict"),
    [
        ({"text": SHOWN[:150]}, {"text": Same.OTHER}, Verdict.DIFFERS),
        ({"text": "Not found, sorry."}, {"text": Same.ABSENT}, Verdict.DIFFERS),
        ({"title": "Another", "og": {}}, {"title": Same.OTHER, "og:title": Same.ABSENT}, Verdict.DIFFERS),
        ({"title": "", "headings": ("A small release",)}, {"title": Same.SAME}, Verdict.LANDED),
        ({"canonical": "https://other.test/x"}, {"canonical": Same.OTHER}, Verdict.LANDED),
        ({"canonical": None}, {"canonical": Same.ABSENT}, Verdict.LANDED),
        ({"og": {"image": "https://b.test/x.png"}}, {"og:image": Same.OTHER}, Verdict.LANDED),
    ],
)
def test_title_and_text_decide(page: dict[str, Any], other: dict[str, Same], verdict: Verdict) -> None:
    results, found = told(**page)
    assert {name: results[name] for name in other} == other
    assert found is verdict


def test_what_a_post_does_not_say_is_not_compared() -> None:
    plain = replace(POST, og_image=None, meta_description=None)
    assert set(told(plain)[0]) == {"title", "text", "canonical", "og:title"}
    wanted = replace(POST, canonical="https://elsewhere.test/a")
    assert told(wanted)[0]["canonical"] is Same.OTHER
    assert told(wanted, canonical="HTTPS://Elsewhere.test/a/")[0]["canonical"] is Same.SAME


def test_a_page_that_answers_everything_shows_none_of_it() -> None:
    found, _ = compared(POST, replace(PAGE, title="My Site", og=None, text="Home About Older posts"))
    assert shows_none_of_it(found)
    assert not shows_none_of_it(compared(POST, PAGE)[0])


def test_what_a_site_pulls() -> None:
    found, share = pulled_compared(POST, Pulled("A small release", "<h1>A small release</h1>"))
    assert share is not None
    assert 0 < share < 0.5
    assert [each.what for each in found] == ["title", "text"]
    whole = Pulled("A small release", MARKDOWN, canonical="https://a.test")
    found, _ = pulled_compared(replace(POST, canonical="https://a.test/"), whole)
    assert {each.result for each in found} == {Same.SAME}
    assert verdict_of(pulled_compared(POST, Pulled("A small release"))[0]) is Verdict.LANDED
    older, _ = pulled_compared(replace(POST, version=3), Pulled("A small release", MARKDOWN, version=2))
    assert (older[-1].result, older[-1].found) == (Same.OTHER, "2; the post is 3")


def test_where_a_post_may_stand() -> None:
    tried = addresses_to_try("https://site.test/en/?x=1#top", "a b/ä")
    assert tried[:2] == ("https://site.test/en/a%20b%2F%C3%A4", "https://site.test/en/a%20b%2F%C3%A4/")
    assert [each.rsplit("/a%20b")[0] for each in tried[2::2]] == [
        "https://site.test/en/blog",
        "https://site.test/en/posts",
    ]


def test_where_a_first_page_leads_to_by_a_slug() -> None:
    links = (
        "https://elsewhere.test/2026/it-fits",
        "http://[bad/it-fits",
        "mailto:it-fits",
        "https://site.test/tags/it-fits-not/",
        "https://SITE.test/2026/11/it-fits.html#top",
        "https://site.test/it-fits",
    )
    assert address_among(links, "https://site.test/", "it-fits") == "https://SITE.test/2026/11/it-fits.html"
    assert address_among(("https://site.test/a%20b/",), "https://site.test/", "a b") is not None
    assert address_among(links, "https://other.test/", "it-fits") is None


@pytest.mark.parametrize(
    ("state", "verdict", "changed", "settles"),
    [
        ("pending", Verdict.LANDED, None, True),
        ("retrying", Verdict.LANDED, ago(hours=1), True),
        ("whatever", Verdict.LANDED, ago(hours=1), True),
        # It was looked at before it left anew.
        ("pending", Verdict.LANDED, ago(hours=-1), False),
        ("pending", Verdict.DIFFERS, None, False),
        ("pending", Verdict.MISSING, None, False),
        # What its platform knows is not known better by one's own look.
        ("delivered", Verdict.LANDED, None, False),
        ("failed", Verdict.LANDED, None, False),
    ],
)
def test_what_a_landing_settles(state: str, verdict: Verdict, changed: Any, settles: bool) -> None:
    told = (Compared("title", Same.SAME), Compared("text", Same.SAME))
    landing = Landing(POST.ref, "s1", verdict, NOON, compared=told)
    delivery = Delivery("s1", state, changed_at=changed)
    assert landing.settles(delivery) is settles
    # What it may pull it need not have pulled; a title alone may be another post's.
    pulled = replace(landing, way=Way.PULL)
    assert (pulled.settles(delivery), pulled.hands_out(delivery)) == (False, settles)
    assert not landing.hands_out(delivery)
    assert not replace(landing, compared=told[:1]).settles(delivery)
    assert not replace(landing, sure=False).settles(delivery)
    assert landing.denies(delivery) is (state == "failed")
    assert not pulled.denies(delivery)


@pytest.mark.parametrize(
    ("version", "published", "changed", "share", "sure"),
    [
        (1, ago(hours=2), ago(hours=2), 0.95, True),
        (7, ago(hours=2), ago(hours=3), 0.95, True),
        (7, ago(hours=2), ago(hours=1), 0.95, False),
        (7, ago(hours=2), ago(hours=1), 1, True),
        (7, ago(hours=2), ago(hours=1), None, True),
        (2, None, ago(hours=1), 0.95, False),
        (None, None, None, 0.95, True),
    ],
)
def test_most_of_a_text_that_was_edited_may_be_an_earlier_version(
    version: Any, published: Any, changed: Any, share: Any, sure: bool
) -> None:
    post = replace(POST, version=version, published_at=published, updated_at=changed)
    assert sure_of(post, share) is sure
