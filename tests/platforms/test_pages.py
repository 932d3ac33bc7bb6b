"""Pages are read as nobody in particular, small, and in no other way than over http."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.fakes.nobody import nobody
from tests.fakes.site_server import Shown, SiteServer, a_site
from tui.domain.landing import Page, Seen
from tui.platforms.pages import LARGEST_BYTES, MOST_REDIRECTS, Pages

SITE = "93.184.215.14"
PAGE = """<!doctype html><html><head><title>A post | My Site</title>
<link rel="stylesheet" href="/x.css"><link rel="alternate canonical" href="/a-post">
<meta property="og:title" content="A post"><meta name="og:image" content="/og.png">
<meta property="og:description"><meta property="og:title" content="Another">
<script>var hidden = "by the script";</script><style>p { color: red }</style></head>
<body><h1>A <em>po</em>st</h1><p>It&rsquo;s <b>b</b>old.<br>Next line</p><ul><li>one</li><li>two</li></ul>
<noscript>no script</noscript><!-- a comment --></body></html>"""


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with a_site() as server:
        yield server


async def read(address: str, seconds: float = 90) -> Page:
    return await Pages(seconds=seconds).read(address)


async def test_a_page_is_read_as_it_reads(site: SiteServer) -> None:
    site.page("/a-post", PAGE)
    page = await read(f"{site.url}/a-post#part")
    assert (page.seen, page.addresses, page.why) == (Seen.SHOWN, (f"{site.url}/a-post",), "")
    assert (page.title, page.headings, page.canonical) == (
        "A post | My Site",
        ("A post",),
        f"{site.url}/a-post",
    )
    assert page.og == {"title": "A post", "image": f"{site.url}/og.png"}
    shown = "A post | My Site A post It’s bold. Next line one two"
    assert " ".join(page.text.split()) == shown


async def test_what_is_hidden_is_told_and_where_a_page_leads(site: SiteServer) -> None:
    script, many = "<script>app()</script>", "many words of a page " * 20
    site.page("/app", f"<title>A post</title>{script}<div id=root></div>")
    site.page(
        "/in", f"<p>{many}<form><input type=password></form>{script}<a href='/2026/a.html'>A</a><a>no</a>"
    )
    site.page(
        "/note", f"<p>A word<sup id='fnref:1'><a href='#fn'>1</a></sup> and x<sup>2</sup>.<p>{many}{script}"
    )
    app, asks, note = [await read(site.url + path) for path in ("/app", "/in", "/note")]
    assert app.hidden == "its text is made by scripts, which are not run"
    assert (asks.hidden, asks.links) == ("it asks for a password", (f"{site.url}/2026/a.html",))
    assert (note.hidden, "A word and x2." in note.text) == ("", True)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>“Ärger”</p>".encode("utf-16"), "text/html; charset=utf-8"),
        ("<p>“Ärger”</p>".encode("utf-8-sig"), "text/html"),
        ("<p>“Ärger”</p>".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("<meta charset='utf-16'><p>“Ärger”</p>".encode(), "text/html"),
        (
            "<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'><p>Ж".encode("koi8-r"),
            "text/html",
        ),
    ],
)
async def test_letters_are_read_as_browsers_do(site: SiteServer, body: bytes, kind: str) -> None:
    site.pages["/a"] = Shown(body, headers={"Content-Type": kind})
    assert (await read(f"{site.url}/a")).text.strip() in {"“Ärger”", "Ж"}


async def test_nobody_is_named_and_nothing_is_kept(
    site: SiteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    site.leads("/a", "/b", 301, **{"Set-Cookie": "who=you"})
    site.page("/b", "<p>there</p>", **{"Set-Cookie": "who=you"})
    pages = Pages(seconds=90)
    for _ in range(2):
        page = await pages.read(f"{site.url}/a")
        assert page.addresses == (f"{site.url}/a", f"{site.url}/b")
    assert site.paths == ["/a", "/b"] * 2
    for asked in site.asked:
        assert not {"cookie", "authorization", "referer"} & asked.headers.keys()
        assert "Mozilla/5.0" in asked.headers["user-agent"]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("ftp://127.0.0.1/x", "only http and https are"),
        ("file:///etc/passwd", "only http and https are"),
        ("javascript:alert(1)", "leads on to what is no address"),
        ("data:text/html,x", "leads on to what is no address"),
        ("http://me:pass@127.0.0.1/", "with a name or a password in it"),
        ("http://[bad/", "leads on"),
        ("", None),
    ],
)
async def test_where_it_leads_is_seen_to_each_time(site: SiteServer, target: str, why: str | None) -> None:
    site.leads("/a", target, 307)
    page = await read(f"{site.url}/a")
    assert page.seen is Seen.REFUSED
    if why is None:
        assert "more than" in page.why, "it leads to itself"
        return
    assert why in page.why
    assert page.addresses == (f"{site.url}/a",)
    assert "pass" not in page.why.replace("password", "").replace("passwd", "")
    if target and not target.startswith("http://[") and "//" in target:
        direct = await read(target)
        assert (direct.seen, direct.addresses) == (Seen.REFUSED, ())
    assert site.paths == ["/a"]


async def test_a_chain_of_redirects_has_an_end(site: SiteServer) -> None:
    for number in range(9):
        site.leads(f"/{number}", f"/{number + 1}", 308)
    page = await read(f"{site.url}/0")
    assert (page.seen, len(page.addresses)) == (Seen.REFUSED, MOST_REDIRECTS + 1)
    assert f"more than {MOST_REDIRECTS} times" in page.why


async def test_nobody_outside_leads_to_this_machine_or_its_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def addresses_of(named: str) -> tuple[str, ...]:
        known = {
            "inside.example": ("192.168.1.7",),
            "site.example": (SITE,),
            "both.example": ("10.0.0.1", SITE),
        }
        return known.get(named, (named,))

    monkeypatch.setattr("tui.platforms.pages.addresses_of", addresses_of)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((str(request.url), request.headers["host"], request.extensions["sni_hostname"]))
        if request.headers["host"].startswith("both."):
            return httpx.Response(404)
        return httpx.Response(302, headers={"Location": targets.pop()})

    targets = [
        "http://127.0.0.1/admin",
        "http://localhost:8080/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://10.0.0.7/",
        "http://printer.local/",
        # A dot at the end makes it no other, nor does a name of one's own.
        "http://localhost./",
        "http://[64:ff9b::7f00:1]/",
        "http://metadata.google.internal./",
        "http://inside.example/",
    ]
    for _ in range(len(targets)):
        page = await Pages(transport=lambda: httpx.MockTransport(answer)).read("https://site.example/a")
        assert (page.seen, "this machine or its network" in page.why) == (Seen.REFUSED, True)
        assert page.addresses == ("https://site.example/a",)
    # It is asked by the number that was looked at: what its name stands for by then does not count.
    assert set(asked) == {(f"https://{SITE}/a", "site.example", "site.example")}
    targets.append("http://both.example:8080/b")
    page = await Pages(transport=lambda: httpx.MockTransport(answer)).read("https://site.example/a")
    assert (page.seen, page.addresses[1:]) == (Seen.MISSING, ("http://both.example:8080/b",))
    assert asked[-1] == (f"http://{SITE}:8080/b", "both.example:8080", "both.example")


@pytest.mark.parametrize(
    ("shown", "seen", "why"),
    [
        (Shown(b"", 404), Seen.MISSING, "no such page"),
        (Shown(b"", 410), Seen.MISSING, "no such page"),
        (Shown(b"", 403), Seen.REFUSED, "not shown to everybody"),
        (Shown(b"", 401), Seen.REFUSED, "not shown to everybody"),
        (Shown(b"", 429), Seen.REFUSED, "asked too often"),
        (Shown(b"", 304), Seen.REFUSED, "it answered 304, and no page"),
        (Shown(b"", 204), Seen.REFUSED, "there is nothing on it"),
        (Shown(b"", 503), Seen.UNREACHABLE, "the site has a fault"),
        (Shown(b"{}", 200, {"Content-Type": "application/json"}), Seen.REFUSED, "it is no page, but"),
        (Shown(b"x" * (LARGEST_BYTES + 1)), Seen.REFUSED, "larger than 1 MB"),
        (
            Shown(gzip.compress(b"x" * 50 * LARGEST_BYTES), 200, {"Content-Encoding": "gzip"}),
            Seen.REFUSED,
            "larger than 1 MB",
        ),
        (Shown(b"no gzip", 200, {"Content-Encoding": "gzip"}), Seen.REFUSED, "cannot be unpacked"),
        (Shown(b"x", 200, {"Content-Encoding": "br"}), Seen.REFUSED, "packed in a way"),
        (Shown(b"<p>a\xff</p>", 200, {"Content-Type": "text/html; charset=no-such"}), Seen.SHOWN, ""),
        # Nor does what no page is written in: this one would take minutes.
        (Shown(b"<meta charset=punycode>a-" + b"b9" * 450_000), Seen.SHOWN, ""),
        (Shown(gzip.compress(b"<p>a</p>"), 200, {"Content-Encoding": "gzip"}), Seen.SHOWN, ""),
        (Shown(b"a < b", 200, {"Content-Type": "text/plain"}), Seen.SHOWN, ""),
        # What is deep, and what is not closed, costs no more than its length.
        (Shown(b"<div>" * 190_000), Seen.SHOWN, ""),
        (Shown(b"<a " * 300_000), Seen.SHOWN, ""),
        (Shown(b"<!--" * 200_000), Seen.SHOWN, ""),
        (Shown(b"<![" * 300_000), Seen.SHOWN, ""),
    ],
)
async def test_every_other_answer_is_a_sentence(site: SiteServer, shown: Shown, seen: Seen, why: str) -> None:
    site.pages["/a"] = shown
    page = await read(f"{site.url}/a")
    assert page.seen is seen, page.why
    assert why in page.why
    assert bool(page.why) is (seen is not Seen.SHOWN)


async def test_what_no_page_has_is_not_asked_for() -> None:
    for address in (
        "http://169.254.169.254/latest/meta-data",
        "http://169.254.169.254./",
        "http://[fe80::1]/",
        "http://0xa9fea9fe/",
    ):
        page = await read(address)
        assert (page.seen, page.addresses, "no page has" in page.why) == (Seen.REFUSED, (), True)


async def test_a_site_that_does_not_answer(site: SiteServer) -> None:
    site.slow.add("/a")
    page = await read(f"{site.url}/a", seconds=0.05)
    assert page.seen is Seen.UNREACHABLE
    assert "0.05 s" in page.why or "in time" in page.why
    with nobody() as address:
        gone = await read(f"{address}/a")
    assert (gone.seen, "could not be reached" in gone.why) == (Seen.UNREACHABLE, True)


async def test_whether_a_link_leads_anywhere(site: SiteServer, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages |= {"/ok": Shown(b"x" * 3 * LARGEST_BYTES), "/shut": Shown(b"", 403), "/bad": Shown(b"", 500)}
    site.leads("/on", "/ok")
    pages = Pages(seconds=90)
    assert [await pages.leads_nowhere(site.url + path) for path in ("/ok", "/on", "/shut")] == [None] * 3
    assert await pages.leads_nowhere(f"{site.url}/none") == "answered 404"
    assert await pages.leads_nowhere(f"{site.url}/bad") == "answered 500"
    assert "only http and https" in (await pages.leads_nowhere("mailto:a@b.test") or "")

    async def addresses_of(named: str) -> tuple[str, ...]:
        return ("127.0.0.1",)

    monkeypatch.setattr("tui.platforms.pages.addresses_of", addresses_of)
    asked = len(site.asked)
    hidden = await pages.leads_nowhere(site.url.replace("127.0.0.1", "router.example") + "/ok")
    assert "this machine or its network" in (hidden or "")
    assert len(site.asked) == asked
