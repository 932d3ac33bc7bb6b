"""What is looked at right before a post goes public, besides what it has of its own: whether its slug is
taken, where its canonical address points to, and whether its links lead somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.domain.rules.findings import Finding
from tui.domain.rules.links import links

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.domain.sites import Site

MOST_LINKS = 20
"""Links of one post that are looked at."""
LONGEST_ADDRESS = 2000
_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*\s*$|\Z)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link that leads nowhere, and why. Text is untrusted."""

    address: str
    why: str


@dataclass(frozen=True, slots=True)
class LinksSeen:
    """How far the links of one post, or of several, have been looked at."""

    there: int = 0
    looked: int = 0
    dead: tuple[DeadLink, ...] = ()
    left_out: int = 0
    """Those that are not looked at: there are too many."""

    @property
    def said(self) -> str:
        """In words: "links: 3 of 7 looked at"; empty where there are none."""
        if not self.there:
            return ""
        more = f", {self.left_out} more are not" if self.left_out else ""
        return f"links: {self.looked} of {self.there} looked at{more}"

    @property
    def finding(self) -> Finding | None:
        """What the rule found; None where nothing can be said yet, or there are no links."""
        if self.dead:
            first = self.dead[0]
            many = "1 link is" if len(self.dead) == 1 else f"{len(self.dead)} links are"
            return Finding("links", f"{many} dead:", broken=f"{first.address} {first.why}")
        return Finding("links", "links") if self.there and self.looked == self.there else None


def addresses(markdown: str) -> tuple[str, ...]:
    """The addresses that a text links to, each once, in their order; what stands in code is no link."""
    text = _CODE.sub(" ", markdown)
    found = (text[link.start : link.end].partition("#")[0] for link in links(text))
    return tuple(dict.fromkeys(each for each in found if is_address(each)))


def is_address(text: str) -> bool:
    """Whether it is an address that a browser would open: http or https, with a host."""
    if len(text) > LONGEST_ADDRESS:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and bool(parts.hostname)


def own_network(address: str) -> bool:
    """Whether an address is on this machine or its network, as far as its name tells: no reader gets there,
    and nothing there is asked because a text says so.
    """
    # Not at the top: it is for addresses that are looked at.
    import ipaddress

    host = (_host(address) or "").rstrip(".")
    if "." not in host and ":" not in host:
        return True
    if host.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        # Numbers written otherwise (0x7f.1) are addresses to whoever looks them up.
        return _NUMBER.fullmatch(host.rpartition(".")[2]) is not None


def taken_slug(post: Post, others: Iterable[Post]) -> Finding | None:
    """That another post of its connection has its slug; None where none has."""
    for other in others if post.slug else ():
        here = other.ref.connection == post.ref.connection and other.ref.id != post.ref.id
        if here and other.slug == post.slug:
            return Finding("slug_taken", "slug", broken=f"is that of “{other.title}” too: {post.slug}")
    return None


def canonical(post: Post, sites: Sequence[Site]) -> Finding | None:
    """Whether its canonical address is one, on a site that it goes to; None where it has none."""
    if not post.canonical or not post.canonical.strip():
        return None
    if not is_address(post.canonical.strip()):
        return Finding("canonical", "canonical", broken=f"is no address: {post.canonical}")
    host = _host(post.canonical.strip())
    homes = {_host(each) for each in (*(site.address for site in sites), post.url) if each}
    if homes and host not in homes:
        return Finding("canonical", "canonical", broken=f"points elsewhere: {host}")
    return Finding("canonical", "canonical")


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
