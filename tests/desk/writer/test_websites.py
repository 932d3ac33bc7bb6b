"""A website's page is fetched with care, and read by plain rules."""

from __future__ import annotations

import gzip

import pytest

from tests.desk.writer.pages import Page, website
from tui.desk.writer.brands import brand_of
from tui.desk.writer.draft import WriterError
from tui.desk.writer.webpage import LONGEST, MOST_PARAGRAPHS, PageFacts, read_page
from tui.desk.writer.websites import PAGE_BYTES, fetch_page, next_address, web_address

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Lantern | Logs at once</title>
<meta name="description" content="Lantern is a log reader built for engineering teams that cannot wait.">
<meta property='og:site_name' content='Lantern &amp; Sons'>
<style>p { color: red }</style></head>
<body><nav><p>Docs, prices, blog and all the other places that a person may want to go to</p></nav>
<script>if (1 < 2) document.write("<p>This is written by a script and is not a part of the page</p>")</script>
<!-- <p>This stands in a comment, and is not a part of the page either, so nobody reads it</p> -->
<h1>Logs,
   at&nbsp;once</h1>
<p>You open a file of a <b>gigabyte</b>, and your search answers before you&rsquo;re done typing.\x1b[31m</p>
<p>Short</p>
<footer><p>Copyright by Lantern and all the people who ever worked on Lantern, wherever</p></footer>
</body></html>"""


def test_a_page_says_who_is_behind_it() -> None:
    facts = read_page(PAGE)
    assert facts == PageFacts(
        title="Lantern | Logs at once",
        description="Lantern is a log reader built for engineering teams that cannot wait.",
        site_name="Lantern & Sons",
        language="en-GB",
        heading="Logs, at once",
        paragraphs=("You open a file of a gigabyte, and your search answers before you’re done typing.",),
    )
    assert PageFacts.from_json(facts.as_json()) == facts
    brand = brand_of(facts, "https://www.lantern.example")
    assert brand.company_name == "Lantern & Sons"
    assert brand.company_description == f"{facts.description} {facts.paragraphs[0]}"
    assert (brand.audience, brand.language) == ("Engineering teams that cannot wait", "English")
    assert brand.tone_profile == "Conversational"


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("Logs at once | Lantern", "https://lantern.example", "Lantern"),
        ("Lantern – Logs at once", "https://www.lantern.example/about", "Lantern"),
        ("Acme Anvils: for people", "https://acme-anvils.example", "Acme Anvils"),
        ("", "https://www.acme-anvils.example", "Acme Anvils"),
        ("", "http://127.0.0.1:8000", "127.0.0.1"),
    ],
)
def test_a_name_is_found(title: str, url: str, name: str) -> None:
    assert brand_of(PageFacts(title=title), url).company_name == name


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("The company shall act pursuant to its duties.", "Formal"),
        ("Hey! This is awesome stuff!", "Casual"),
        ("We build what you need for your work.", "Conversational"),
        ("Reads large files in the terminal.", "Professional"),
    ],
)
def test_a_tone_is_counted(text: str, tone: str) -> None:
    brand = brand_of(PageFacts(description=text), "https://x.example")
    assert (brand.tone_profile, brand.audience, brand.language) == (tone, None, None)


@pytest.mark.parametrize(
    "part",
    ["<!--", "<a ", '<a x="', "<", "</", "<![", "<nav>", "<script>", "<div>", "<meta x=1 ", "&#", "\x1b]"],
)
def test_a_page_that_is_made_to_be_slow_is_not(part: str) -> None:
    page = "<p>" + part * (PAGE_BYTES // len(part))
    # Python's own parser is busy with the first of these for minutes: no limit need be set here.
    facts = read_page(page)
    assert brand_of(facts, "https://x.example").company_name
    assert len(facts.paragraphs) <= MOST_PARAGRAPHS
    assert all(len(text) <= LONGEST for text in facts.paragraphs)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("acme.example", "https://acme.example"),
        (" http://acme.example:8080/about?x=1 ", "http://acme.example:8080/about?x=1"),
        ("ftp://acme.example", None),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("https://me:secret@acme.example", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://acme.example:99999", None),
        ("https://acme.example/a b", None),
        ("https://acme.example/\x1b[31m", None),
        ("x" * 3000, None),
        ("", None),
    ],
)
def test_an_address_is_what_a_person_means(text: str, address: str | None) -> None:
    assert web_address(text) == address


def test_a_page_is_fetched_over_redirects_without_cookies() -> None:
    pages = {
        "/": Page(302, headers={"Location": "/second", "Set-Cookie": "a=b"}),
        "/second": Page(301, headers={"Location": "third"}),
        "/third": Page(body=gzip.compress("Grüße".encode()), headers={"Content-Encoding": "gzip"}),
    }
    with website(pages) as site:
        fetched = fetch_page(site.url)
    assert fetched.html == "Grüße"
    assert fetched.url == f"{site.url}third"
    assert [asked.path for asked in site.asked] == ["/", "/second", "/third"]
    assert not any("cookie" in asked.headers for asked in site.asked)


def test_a_page_is_read_in_its_own_letters_and_no_further_than_the_limit() -> None:
    old = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">Grüße'
    pages = {
        "/old": Page(body=old.encode("latin-1")),
        "/long": Page(body=b"x" * (3 * PAGE_BYTES)),
        # What Python knows besides is no charset: this one would take minutes.
        "/odd": Page(body=b"<meta charset=punycode>a-" + b"b9" * (PAGE_BYTES // 2 - 100)),
        "/bomb": Page(body=gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"}),
    }
    with website(pages) as site:
        assert fetch_page(site.url + "old").html == old
        assert len(fetch_page(site.url + "long").html) == PAGE_BYTES
        assert len(fetch_page(site.url + "bomb").html) == PAGE_BYTES
        assert fetch_page(site.url + "odd").html.startswith("<meta charset=punycode>a-b9b9")


def test_what_cannot_be_read_says_why() -> None:
    pages = {
        "/gone": Page(404),
        "/picture": Page(headers={"Content-Type": "image/png"}),
        "/round": Page(302, headers={"Location": "/round"}),
        "/file": Page(302, headers={"Location": "file:///etc/passwd"}),
        "/packed": Page(body=b"x", headers={"Content-Encoding": "br"}),
        "/broken": Page(body=b"It is not packed", headers={"Content-Encoding": "gzip"}),
        "/never": None,
    }
    wanted = {
        "gone": "answers 404",
        "picture": "is no web page",
        "round": "more than 3 times",
        "file": "not followed",
        "packed": "packed in a way",
        "broken": "packed in a way",
        "never": "within 0.3 seconds",
    }
    with website(pages) as site:
        for path, about in wanted.items():
            with pytest.raises(WriterError, match=about) as raised:
                fetch_page(site.url + path, seconds=0.3 if path == "never" else 60.0)
            assert str(raised.value).startswith("127.0.0.1 could not be read: ")
    with pytest.raises(WriterError, match="no connection"):
        fetch_page("http://127.0.0.1:1")


@pytest.mark.parametrize(
    "near",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://192.168.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://127.1/",
        "http://router./",
    ],
)
def test_no_site_on_the_web_sends_the_desk_to_its_own_machine(near: str) -> None:
    with pytest.raises(WriterError, match="not followed"):
        next_address("https://acme.example", "https://acme.example/a", near)
    assert next_address("http://localhost:8000", "http://localhost:8000/a", near) == near
    assert next_address("https://acme.example", "https://acme.example/a", "b") == "https://acme.example/b"
