"""Did it land: what a post's page shows, compared with what the post says. Pure: nothing is fetched here."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, unquote, urlsplit

from tui.domain.instants import instant
from tui.domain.refs import ItemRef

if TYPE_CHECKING:
    from tui.domain.posts import Delivery, Post
    from tui.domain.sites import Pulled

ENOUGH = 0.9
"""A page that shows this share of a post's sentences shows the post."""
SAME_MOMENT = 60.0
"""Seconds after which what changes a published post is not its publication."""
SHORTEST_WORDS = 3
"""Sentences of fewer words stand on pages by chance."""
LONGEST_FOUND = 200
USUAL_PATHS = ("/{}", "/blog/{}", "/posts/{}")
"""Where a site has its posts, as far as that can be guessed."""

# What a platform keeps and Markdown cannot say, as its own JSON: no page shows that.
_LOCKED = re.compile(r"^(`{3,}|~{3,})(?!html)[\w-]*-locked\s*\n.*?^\1", re.MULTILINE | re.DOTALL)
_FENCES = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_TAGS = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_TAGS = re.compile(
    r"</(?:p|h[1-6]|li|blockquote|pre|t[drh]|caption|d[dt]|div|figcaption|summary)>|<[bh]r\s*/?>",
    re.IGNORECASE,
)
# What is in brackets holds no bracket but in a pair: else each one that opens is followed to the line's end.
_LABEL = r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\])%s)\]"
_TARGET = r"(?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])"
_IMAGES = re.compile(rf"!{_LABEL % '*'}{_TARGET}")
_FOOTNOTES = re.compile(r"\[\^[^\[\]\n]+\]:?")
_DEFINITIONS = re.compile(r"^[ \t]*\[[^\]\n]+\]:\s*\S+.*$", re.MULTILINE)
_LINKS = re.compile(rf"{_LABEL % '+'}{_TARGET}")
_MARKERS = re.compile(r"\n[ \t]*(?:#{1,6}[ \t]|>|[-*+][ \t]+(?:\[[ xX]\][ \t])?|\d{1,9}[.)][ \t]|\|)")
_ENDS = re.compile(r"\n\s*\n|(?<=[.!?…])[\"'”’)\]]*\s+|[。！？]")
_WORDS = re.compile(r"[^\W_]+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class Verdict(StrEnum):
    """What became of a post on one site."""

    LANDED = "landed"
    """Its page is there, with its title and its text."""
    DIFFERS = "differs"
    """Its page is there, and says something else."""
    MISSING = "missing"
    """There is no page of it."""
    UNREACHABLE = "unreachable"
    """Nobody answered, or only with a failure."""
    REFUSED = "refused"
    """The page was not shown, or is none that is looked at."""


class Same(StrEnum):
    """How one thing on a page compares with the post."""

    SAME = "same"
    OTHER = "other"
    ABSENT = "absent"


class Way(StrEnum):
    """How it was looked at."""

    PAGE = "page"
    """What readers see."""
    PULL = "pull"
    """What the platform hands to the site."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was compared. `found` is untrusted, and cut."""

    what: str
    """title, text, canonical, og:title, og:description, og:image; version, of what is pulled."""
    result: Same
    found: str = ""


@dataclass(frozen=True, slots=True)
class Landing:
    """What was found of a post on one site, or at its own address. Text is untrusted."""

    ref: ItemRef
    """The post."""
    site: str
    """The site's id; empty: the post's own address."""
    verdict: Verdict
    at: datetime
    site_name: str = ""
    way: Way = Way.PAGE
    guessed: bool = False
    """Whether nobody told the address: it was made of the site's and the post's slug."""
    addresses: tuple[str, ...] = ()
    """The address that was asked for, and those that led on from there; the page stands at the last."""
    compared: tuple[Compared, ...] = ()
    share: float | None = None
    """The share of the post's sentences that were found; None where that cannot be told."""
    version: int | None = None
    """PULL: the version that is handed out."""
    sure: bool = True
    """Whether it can be no earlier version: where a post was edited, one sentence tells them apart."""
    why: str = ""
    """What went wrong, or what is odd, in a sentence without an end."""

    @property
    def address(self) -> str:
        """Where the page stands, or was looked for."""
        return self.addresses[-1] if self.addresses else ""

    @property
    def shows_text(self) -> bool:
        """Whether the post's text is there, whatever else is other."""
        return any(each.what == "text" and each.result is Same.SAME for each in self.compared)

    @property
    def others(self) -> tuple[str, ...]:
        """What is there and is not as in the post."""
        return tuple(each.what for each in self.compared if each.result is Same.OTHER)

    def settles(self, delivery: Delivery) -> bool:
        """Whether a delivery counts as landed by it, though its platform does not say so (yet). A title alone
        may be another post's, and some of a text an earlier one.
        """
        return self.way is Way.PAGE and self.shows_text and self.sure and self._tells_of(delivery)

    def hands_out(self, delivery: Delivery) -> bool:
        """Whether a site can pull what is on its way to it: it need not have done so."""
        return self.way is Way.PULL and self._tells_of(delivery)

    def denies(self, delivery: Delivery) -> bool:
        """Whether a post is there of which its platform says that it failed: the answer of its site may have
        been lost.
        """
        return (
            delivery.state == FAILED and self.way is Way.PAGE and self.shows_text and self._is_since(delivery)
        )

    def _tells_of(self, delivery: Delivery) -> bool:
        """Whether more is known by it than its platform says: it was looked at since that last changed."""
        return delivery.state not in {*ARRIVED, FAILED} and self._is_since(delivery)

    def _is_since(self, delivery: Delivery) -> bool:
        if self.verdict is not Verdict.LANDED:
            return False
        return delivery.changed_at is None or instant(self.at) >= instant(delivery.changed_at)


ARRIVED = frozenset({"delivered", "delivered_retry"})
FAILED = "failed"


class Seen(StrEnum):
    """What came of a look at an address."""

    SHOWN = "shown"
    MISSING = "missing"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Page:
    """What an address shows. Text is untrusted."""

    seen: Seen
    addresses: tuple[str, ...]
    """The address that was asked for, and those that it led on to."""
    why: str = ""
    """Where it is not shown: the reason, in a sentence without an end."""
    title: str = ""
    headings: tuple[str, ...] = ()
    """Its headings of the first rank."""
    text: str = ""
    """All that is read on it, without markup."""
    canonical: str | None = None
    og: Mapping[str, str] | None = None
    """og:title, og:description and og:image, as far as it has them."""
    links: tuple[str, ...] = ()
    """Where it leads on to, in its order."""
    hidden: str = ""
    """Why more may stand on it than was read, in a sentence without an end; empty: nothing says so."""


class LandingStore(Protocol):
    """Where landings are kept, the newest of each post and site. Quick local calls; raises `StateError`."""

    def landings(self) -> Mapping[tuple[ItemRef, str], Landing]:
        """All that are kept."""

    def keep(self, landing: Landing) -> None:
        """Keep the newest of a post on a site."""

    def forget(self, connection: str) -> None:
        """Forget what was found of a connection's posts."""

    def tidy(self, before: datetime) -> None:
        """Forget what was looked at before that time."""


def addresses_to_try(site: str, slug: str) -> tuple[str, ...]:
    """Where a post of that slug may stand on a site, the likeliest first; each with and without a slash at
    its end.
    """
    base, named = site.split("#")[0].split("?")[0].rstrip("/"), quote(slug, safe="")
    paths = (path.format(named) for path in USUAL_PATHS)
    return tuple(base + path + end for path in paths for end in ("", "/"))


def address_among(links: Sequence[str], page: str, slug: str) -> str | None:
    """The first of a page's links that leads to a post of that slug on its own site; None: none does."""
    for each in links:
        try:
            here, there = urlsplit(page), urlsplit(each)
        except ValueError:
            continue
        last = unquote(there.path.rstrip("/").rpartition("/")[2])
        same_site = (there.scheme, there.netloc.lower()) == (here.scheme, here.netloc.lower())
        if same_site and slug in {last, last.rpartition(".")[0]}:
            return each.partition("#")[0]
    return None


def words_of(text: str) -> str:
    """The words of a text with a blank between each two: quotes, dashes, markup and blanks make no
    difference, nor do the marks for where a word may be parted.
    """
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).translate(_UNSEEN).casefold()))


def text_of(markup: str) -> str:
    """Markdown, or HTML, as it reads."""
    text = _without_comments(_FENCES.sub("", _LOCKED.sub("", "\n" + markup)))
    text = _IMAGES.sub("", _FOOTNOTES.sub("", _DEFINITIONS.sub("", text)))
    text = _TAGS.sub("", _BLOCK_TAGS.sub("\n\n", _LINKS.sub(r"\1", text)))
    return html.unescape(_MARKERS.sub("\n\n", text))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    here = 0
    while (begins := text.find("<!--", here)) >= 0 and (ends := text.find("-->", begins)) >= 0:
        kept.append(text[here:begins])
        here = ends + len("-->")
    return "".join((*kept, text[here:]))


def sentences_of(markup: str) -> tuple[str, ...]:
    """The sentences of a text, as words; the short ones only where there are no others."""
    every = tuple(filter(None, map(words_of, _ENDS.split(text_of(markup)))))
    long = tuple(each for each in every if each.count(" ") + 1 >= SHORTEST_WORDS)
    return long or every


def share_found(markup: str, text: str) -> float | None:
    """The share of a text's sentences that stand in another; None where it has none."""
    sentences, shown = sentences_of(markup), f" {words_of(text)} "
    if not sentences:
        return None
    return sum(f" {each} " in shown for each in sentences) / len(sentences)


def compared(post: Post, page: Page) -> tuple[tuple[Compared, ...], float | None]:
    """What a page shows, thing by thing, and the share of the post's sentences on it. What the post does not
    say is not compared.
    """
    og = page.og or {}
    share = share_found(post.markdown or "", page.text)
    told = [_title(post.title, (*page.headings, page.title, og.get("title", "")))]
    if share is not None:
        result = Same.SAME if share >= ENOUGH else Same.OTHER if share > 0 else Same.ABSENT
        told.append(Compared("text", result, f"{share:.0%} of its sentences"))
    wanted = post.canonical or (page.addresses[-1] if page.addresses else "")
    told.append(_address("canonical", wanted, page.canonical))
    for name, said in (
        ("title", post.meta_title or post.title),
        ("description", post.meta_description or post.excerpt),
    ):
        if said:
            found = og.get(name, "")
            told.append(_text(f"og:{name}", said, found))
    if post.og_image:
        told.append(_address("og:image", post.og_image, og.get("image")))
    return tuple(told), share


def sure_of(post: Post, share: float | None) -> bool:
    """Whether what shows this share of a post is no earlier version of it."""
    if share is None or share == 1:
        return True
    if post.published_at is None or post.updated_at is None:
        return (post.version or 1) == 1
    return instant(post.updated_at) <= instant(post.published_at) + SAME_MOMENT


def pulled_compared(post: Post, pulled: Pulled) -> tuple[tuple[Compared, ...], float | None]:
    """As `compared`, of what the platform hands to a site."""
    share = None if pulled.text is None else share_found(post.markdown or "", text_of(pulled.text))
    told = [_title(post.title, (pulled.title,))]
    if share is not None:
        result = Same.SAME if share >= ENOUGH else Same.OTHER if share > 0 else Same.ABSENT
        told.append(Compared("text", result, f"{share:.0%} of its sentences"))
    if post.canonical:
        told.append(_address("canonical", post.canonical, pulled.canonical))
    if None not in {post.version, pulled.version}:
        result = Same.SAME if post.version == pulled.version else Same.OTHER
        told.append(Compared("version", result, f"{pulled.version}; the post is {post.version}"))
    return tuple(told), share


def verdict_of(told: Sequence[Compared]) -> Verdict:
    """What a page that is there says of a post: title and text decide."""
    results = {each.what: each.result for each in told}
    title, text = results.get("title"), results.get("text")
    if text is None:
        return Verdict.LANDED if title is Same.SAME else Verdict.DIFFERS
    return Verdict.LANDED if text is Same.SAME and title is not Same.OTHER else Verdict.DIFFERS


def is_it(told: Sequence[Compared]) -> bool:
    """Whether a page is the post's, though it may say something else: its title is there, and some of its
    text as far as it has any.
    """
    results = {each.what: each.result for each in told}
    return results.get("title") is Same.SAME and results.get("text") is not Same.ABSENT


def shows_none_of_it(told: Sequence[Compared]) -> bool:
    """Whether neither the title nor any sentence is there: a site may answer every address with a page."""
    results = {each.what: each.result for each in told}
    return results.get("title") is not Same.SAME and results.get("text") in {None, Same.ABSENT}


def _title(wanted: str, found: Sequence[str]) -> Compared:
    shown = [each for each in found if each.strip()]
    if not shown:
        return Compared("title", Same.ABSENT)
    words = words_of(wanted)
    for each in shown:
        # Sites put their own name beside it.
        if f" {words} " in f" {words_of(each)} ":
            return Compared("title", Same.SAME, _cut(each))
    return Compared("title", Same.OTHER, _cut(shown[0]))


def _text(what: str, wanted: str, found: str) -> Compared:
    if not found.strip():
        return Compared(what, Same.ABSENT)
    words, shown = words_of(wanted), words_of(found)
    same = f" {words} " in f" {shown} " or (len(shown) > LONGEST_FOUND / 4 and words.startswith(shown))
    return Compared(what, Same.SAME if same else Same.OTHER, _cut(found))


def _address(what: str, wanted: str, found: str | None) -> Compared:
    if not found:
        return Compared(what, Same.ABSENT)
    same = _plainly(wanted) == _plainly(found)
    return Compared(what, Same.SAME if same else Same.OTHER, _cut(found))


def _plainly(address: str) -> tuple[str, str, str, str]:
    try:
        parts = urlsplit(address.strip())
        return parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), parts.query
    except ValueError:
        return "", "", address, ""


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_FOUND else line[: LONGEST_FOUND - 1] + "…"
