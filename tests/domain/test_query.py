"""The grammar of queries: what is read, what is said of what cannot be, and what each term takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.items import NOON, a_post, ago, an_approval
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.connections import Capabilities
from tui.domain.posts import Post, PostFilter, PostState
from tui.domain.query import Key, Query, Subject, Term, Words, parse, subject_of, takes, text_of
from tui.domain.query.asking import filter_of, keeper, own_terms, unable
from tui.domain.query.completing import offers, settled

WORDS = Words(
    states=("draft", "scheduled", "published"),
    types=("changelog", "blog_post"),
    connections=("acme", "My Blog"),
    tags=("cli", "Tui"),
)
typed = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "status:",
                "type:",
                "age:",
                "draft",
                "published",
                "<7d",
                ">2h",
                "-",
                ",",
                ":",
                '"',
                "\\",
                " ",
                "is:late",
            ]
        ),
        st.text(max_size=3),
    ),
    max_size=12,
).map("".join)


@given(typed)
def test_what_was_read_is_written_so_that_it_reads_the_same(text: str) -> None:
    query, slips = parse(text, WORDS)
    written = text_of(query)
    assert parse(written).query == query
    assert text_of(parse(written).query) == written
    assert all(0 <= slip.start <= slip.end <= len(text) and slip.sentence for slip in slips)
    takes(query, a_post(), NOON)
    for at in range(len(text) + 1):
        found = offers(text, at, WORDS)
        assert 0 <= found.start <= found.end <= len(text)
        parse(settled(text, at))


def test_reads_every_kind_of_term() -> None:
    text = 'status:draft,published -type:changelog conn:"My Blog" tag:"a,b",c age:<7d'
    text += ' "two  words" word -x "-y" 2.4:1'
    query, slips = parse(text)
    assert not slips
    assert query.terms == (
        Term(Key.STATUS, ("draft", "published")),
        Term(Key.TYPE, ("changelog",), negated=True),
        Term(Key.CONN, ("My Blog",)),
        Term(Key.TAG, ("a,b", "c")),
        Term(Key.AGE, ("<7d",)),
        Term(Key.WORDS, ("two  words",)),
        Term(Key.WORDS, ("word",)),
        Term(Key.WORDS, ("x",), negated=True),
        Term(Key.WORDS, ("-y",)),
        Term(Key.WORDS, ("2.4:1",)),
    )
    # Case, other names, a time without its sign and doubles are all one.
    assert (
        text_of(parse("STATE:Draft Status:draft Where:acme AGE:3D").query) == "status:draft conn:acme age:<3d"
    )


@pytest.mark.parametrize(
    ("text", "left", "place", "said"),
    [
        ("status:drafty x", "x", (7, 13), "There is no state drafty; did you mean draft?"),
        ("status:draft,pub", "status:draft", (13, 16), "There is no state pub; did you mean published?"),
        ("stats:draft", "", (0, 5), "There is no term stats:; did you mean status?"),
        ("http://x", "", (0, 4), "There is no term http:; quotes make it a word"),
        ("is:lat", "", (3, 6), "is: knows no lat; did you mean late?"),
        ("has:zzz", "", (4, 7), "has: knows no zzz; there are image, slug, tags, schedule, text"),
        ("kind:tpic", "", (5, 9), "There is no kind tpic; did you mean topic?"),
        ("age:7", "", (4, 5), "age: wants a time such as <7d or >2h (m, h, d and w are its units), not 7"),
        ("due:<99999999d", "", (4, 14), "due: wants a time such as <7d"),
        ("conn:acmee", "conn:acmee", (5, 10), "There is no connection acmee; did you mean acme?"),
        ("kind:", "", (0, 5), "kind: wants a value"),
        ('a "open quote', 'a "open quote"', (2, 13), "There is no closing quote"),
    ],
)
def test_says_what_is_wrong_and_where_and_reads_the_rest(
    text: str, left: str, place: tuple[int, int], said: str
) -> None:
    query, (slip,) = parse(text, WORDS)
    assert text_of(query) == left
    assert (slip.start, slip.end) == place
    assert slip.sentence.startswith(said)


RICH = a_post(
    "rich",
    title="Ship notes for week 47",
    markdown="Search is *four times* faster.",
    tags=("cli", "Tui"),
    og_image="https://x.test/i.png",
    state=PostState.SCHEDULED,
    scheduled_at=NOON + timedelta(days=2),
    updated_at=ago(days=3),
)
BARE = a_post("bare", "blog", title="Ten habits", content_type="blog_post", markdown=None, slug=None)
TEXT = an_approval("t", "agency", ApprovalKind.TEXT, title="SEO tips", due=ago(hours=1), text="Read me.")
FAILING = Subject("Release 2.4: webhook refused", "blog", kind="fails", facts=frozenset({"failed"}))
ITEMS: dict[str, Post | Approval | Subject] = {"rich": RICH, "bare": BARE, "text": TEXT, "failing": FAILING}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", "rich bare text failing"),
        ("status:scheduled,published", "rich"),
        ("-status:scheduled kind:post", "bare"),
        ("status:pending_approval", "rich bare text failing"),  # no state of Copydesk's: said, and left out
        ("type:changelog", "rich"),
        ("type:post", "bare failing"),  # as lists show it
        ("type:Blog-Post", "bare"),
        ("type:linkedin,changelog", "rich text"),
        ("conn:BLOG", "bare failing"),
        ("tag:tui", "rich"),
        ("-tag:tui kind:post", "bare"),
        ("age:<2h", "bare"),
        ("age:>2d,<30m", "rich"),
        ("age:<4w due:>1d", "rich"),
        ("due:<1d", "text"),
        ("has:image has:tags", "rich"),
        ("-has:slug", "bare text failing"),
        ("has:schedule", "rich text"),
        ("has:text", "rich text"),
        ("-has:text", "failing"),  # nobody can tell of BARE
        ("is:late", "text"),
        ("is:failed", "failing"),
        ("is:edited", "rich"),
        ("kind:text,fails", "text failing"),
        ("WEEK", "rich"),
        ('"times four"', ""),
        ('"*four times*" ship', "rich"),
        ("times ship", "rich"),
        ("seo,habits", "bare text"),
        ("-seo -ten", "rich failing"),
        ("agency", "text"),  # the inbox's words stand in kind, type and connection too
    ],
)
def test_takes_what_all_terms_hold_for(text: str, taken: str) -> None:
    query = parse(text).query
    facts = {"rich": ("edited",)}
    found = [name for name, item in ITEMS.items() if takes(query, item, NOON, facts.get(name, ()))]
    assert found == taken.split()


def test_what_is_late_is_what_should_be_out() -> None:
    due = a_post(state=PostState.SCHEDULED, scheduled_at=ago(minutes=1))
    out = a_post(state=PostState.PUBLISHED, scheduled_at=ago(minutes=1))
    assert [takes(parse("is:late").query, each, NOON) for each in (due, out)] == [True, False]
    assert "ready" not in subject_of(a_post(state=PostState.GENERATING), NOON).facts


SEARCHING = Capabilities(states=(PostState.DRAFT,), searches=True, tags=True)
PLAIN = Capabilities(states=(PostState.DRAFT,), content_types=("changelog", "blog_post", "linkedin_post"))
ABLE: Mapping[str, Capabilities | None] = {"blog": SEARCHING, "acme": PLAIN}


@pytest.mark.parametrize(
    ("text", "asked", "own"),
    [
        ("", PostFilter(), ""),
        ("status:draft,failed", PostFilter(frozenset({PostState.DRAFT, PostState.FAILED})), ""),
        ("-status:draft", PostFilter(frozenset(PostState) - {PostState.DRAFT}), ""),
        ("status:draft -status:failed", PostFilter(frozenset({PostState.DRAFT})), "-status:failed"),
        ("type:post", PostFilter(content_types=frozenset({"post", "blog_post"})), ""),
        ("type:linkedin", PostFilter(content_types=frozenset({"linkedin", "linkedin_post"})), ""),
        ("type:nothing", PostFilter(content_types=frozenset({"nothing", "nothing_post"})), ""),
        ("-type:post", PostFilter(), "-type:post"),
        ("conn:BLOG", PostFilter(connections=frozenset({"blog"})), ""),
        ("conn:nowhere", PostFilter(connections=frozenset({"nowhere"})), ""),
        (
            "-conn:acme seo tag:x",
            PostFilter(connections=frozenset({"blog"}), search="seo", tags=frozenset("x")),
            "",
        ),
        ("seo tips", PostFilter(search="seo tips"), "seo tips"),
        (
            'conn:blog "seo tips" -x',
            PostFilter(connections=frozenset({"blog"}), search="seo tips"),
            '"seo tips" -x',
        ),
        ("conn:blog a,b tag:x,y", PostFilter(connections=frozenset({"blog"})), "a,b tag:x,y"),
        ("age:<7d has:image is:late", PostFilter(), "age:<7d has:image is:late"),
    ],
)
def test_asks_platforms_for_what_they_can_and_keeps_the_rest(text: str, asked: PostFilter, own: str) -> None:
    query = parse(text).query
    assert filter_of(query, ABLE) == asked
    assert text_of(Query(own_terms(query, ABLE))) == own


def test_each_connection_is_looked_after_as_far_as_it_cannot_answer() -> None:
    query = parse("faster is:edited").query
    assert unable(query.terms[0], query, ABLE) == ("acme",)
    assert unable(query.terms[1], query, ABLE) == ("blog", "acme")
    known: dict[str, Capabilities | None] = {"blog": None, "acme": None}
    edited = {"b1", "a1", "a2"}

    def facts(post: Post) -> tuple[str, ...]:
        return ("edited",) if post.ref.id in edited else ()

    keeps = keeper(query, lambda: known, lambda: NOON, facts)
    known.update(ABLE)  # what a connection can is not known before it is open
    assert keeps(a_post("b1", "blog", title="Quicker", markdown=None))
    assert not keeps(a_post("b2", "blog", title="Quicker", markdown=None))
    assert keeps(a_post("a1", "acme", title="Faster"))
    assert not keeps(a_post("a2", "acme", title="Quicker"))


@given(typed, st.sampled_from([RICH, BARE]))
def test_what_is_asked_for_and_kept_is_what_the_query_takes(text: str, post: Post) -> None:
    query = parse(text).query
    able = {"acme": PLAIN, "blog": PLAIN}
    keeps = keeper(query, lambda: able, lambda: NOON)
    wanted = filter_of(query, able)
    heeded = PostFilter(wanted.states, wanted.content_types, wanted.connections)
    assert (heeded.takes(post) and keeps(post)) is takes(query, post, NOON)


def test_steps_change_one_term_and_leave_its_place() -> None:
    query = parse("a status:draft -status:failed b").query
    assert query.values(Key.STATUS) == ("draft",)
    assert text_of(query.with_values(Key.STATUS, ["published"])) == "a status:published b"
    assert text_of(query.with_values(Key.STATUS, [])) == "a b"
    assert text_of(query.with_values(Key.CONN, ["x y"])) == 'a status:draft -status:failed b conn:"x y"'
    assert text_of(parse("tag:CLI,tui conn:ACME,other").query.spelled(WORDS)) == "tag:cli,Tui conn:acme,other"


@pytest.mark.parametrize(
    ("text", "fitting"),
    [
        ("|", "status: type: conn: tag: age: due: has: is: kind:"),
        ("st|", "status:"),
        ("x -T|", "type: tag:"),
        ("status:|", "draft scheduled published"),
        ("status:draft,|", "scheduled published"),
        ("status:P|", "published"),
        ("type:post|", "blog_post"),
        ("conn:|", 'acme "My Blog"'),
        ("tag:t|", "Tui"),
        ("age:>|", ">1d >7d >4w"),
        ("has:s| status:draft", "slug schedule tags"),
        ("nothing:|", ""),
        ('"st|', ""),
    ],
)
def test_offers_what_can_stand_where_it_is_typed(text: str, fitting: str) -> None:
    at, text = text.index("|"), text.replace("|", "")
    found = offers(text, at, WORDS)
    assert " ".join(found.fitting) == fitting
    if found.fitting:
        taken, cursor = found.taken(text, found.fitting[0])
        assert taken[:cursor].endswith(found.fitting[0])
        assert taken[cursor:] == text[found.end :]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("seo sta", "seo "),
        ("seo status:", "seo "),
        ("seo status:dr", "seo status:draft"),
        ("seo status:draft,", "seo status:draft"),
        ("seo status:draft,p", "seo status:draft,planned,published"),
        ("seo status:zzz", "seo status:zzz"),
        ("seo tips", "seo tips"),
    ],
)
def test_what_is_only_begun_narrows_nothing_yet(text: str, meant: str) -> None:
    assert settled(text, len(text)) == meant
