"""What is looked at right before a post goes public."""

from __future__ import annotations

import pytest

from tests.fakes.items import a_post
from tui.domain.rules.publishing import DeadLink, LinksSeen, addresses, canonical, own_network, taken_slug
from tui.domain.site_choices import going, named, remembered
from tui.domain.sites import Site

MAIN = Site("s1", "Main", "https://www.main.example/blog")
DOCS = Site("s2", "Docs", "https://docs.example")
OFF = Site("s3", "Old", None, "inactive", takes=False)


def test_links_are_those_that_a_browser_opens_and_not_those_in_code() -> None:
    text = (
        "See [it](https://a.example/one) and https://a.example/one#part, (https://b.example/x_(y)).\n"
        "`https://code.example` mailto:me@a.example docs.example ftp://a.example\n"
        "```sh\ncurl https://fenced.example\n```\n[last](http://c.example)\n"
        "```\nopen https://never.closed\n"
    )
    assert addresses(text) == ("https://a.example/one", "https://b.example/x_(y)", "http://c.example")


def test_a_slug_is_taken_by_another_post_of_the_same_connection() -> None:
    post = a_post("p1", slug="news")
    others = (a_post("p1", slug="news"), a_post("p2", "blog", slug="news"), a_post("p3", slug="other"))
    assert taken_slug(post, others) is None
    found = taken_slug(post, (*others, a_post("p4", slug="news", title="Older")))
    assert found is not None
    assert found.broken == "is that of “Older” too: news"
    assert taken_slug(a_post("p1", slug=None), others) is None


@pytest.mark.parametrize(
    ("address", "broken"),
    [
        ("https://main.example/a", None),
        ("https://medium.example/a", "points elsewhere: medium.example"),
        ("main.example/a", "is no address: main.example/a"),
        ("javascript:alert(1)", "is no address: javascript:alert(1)"),
        ("https://[::1", "is no address: https://[::1"),
    ],
)
def test_a_canonical_address_is_one_on_a_site_that_it_goes_to(address: str, broken: str | None) -> None:
    found = canonical(a_post(canonical=address), (MAIN, DOCS))
    assert found is not None
    assert found.broken == broken
    assert canonical(a_post(canonical=" "), (MAIN,)) is None


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://a.example/x", False),
        ("https://8.8.8.8/", False),
        ("http://127.0.0.1:8080/", True),
        ("http://[::1]/", True),
        ("http://192.168.1.1/reboot", True),
        ("http://169.254.169.254/latest", True),
        ("http://printer/", True),
        ("http://0x7f.1/", True),
        ("http://127.1/", True),
        ("http://desk.local./", True),
        ("http://localhost:1", True),
    ],
)
def test_what_is_on_the_own_network_is_not_asked_because_a_text_says_so(address: str, own: bool) -> None:
    assert own_network(address) is own


def test_it_is_said_how_far_links_were_looked_at() -> None:
    assert LinksSeen().said == ""
    assert LinksSeen().finding is None
    assert LinksSeen(7, 3).said == "links: 3 of 7 looked at"
    assert LinksSeen(7, 3).finding is None
    assert LinksSeen(20, 20, left_out=4).said == "links: 20 of 20 looked at, 4 more are not"
    dead = LinksSeen(7, 3, (DeadLink("https://a.example", "answers 404"),)).finding
    assert dead is not None
    assert (dead.label, dead.broken) == ("1 link is dead:", "https://a.example answers 404")


def test_what_a_yes_goes_to_is_what_was_chosen_for_the_tags_or_the_only_site() -> None:
    choices = {"news": ("s1",), "": ("s2",), "docs": ("s2", "s1")}
    assert remembered(choices, ("news", "docs", "new")) == ("s1", "s2")
    assert remembered(choices, ()) == ("s2",)
    assert remembered(choices, ("new",)) == ()
    assert going((MAIN, DOCS, OFF), ("s2", "s3", "gone")).ids == ("s2",)
    assert going((MAIN, DOCS, OFF), ("s2", "s3")).left_out == (OFF,)
    assert going((MAIN, DOCS), ()).ids == (), "never all by leaving it out"
    assert going((MAIN, OFF), ()).ids == ("s1",)
    assert going((MAIN, OFF), ("s3",)).ids == (), "another was chosen than the one that there is"
    assert named((MAIN,)) == "1 site: Main"
    assert named(tuple(Site(str(n), "") for n in range(7))) == "7 sites: 0, 1, 2, 3, 4 and 2 more"
