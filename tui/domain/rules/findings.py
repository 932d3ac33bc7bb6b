"""What an item has of what the rules ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.fields import Field
from tui.domain.preferences import CheckMode, Checks
from tui.domain.rules.links import hashtags
from tui.domain.rules.networks import NETWORKS, Network, network_of
from tui.domain.rules.searching import SEEN_DESCRIPTION, SEEN_PIXELS, SEEN_TITLE, pixels

if TYPE_CHECKING:
    from tui.domain.posts import Post

RULES = {
    "title": "a title, no longer than its platform takes",
    "search_title": "a title that search results show whole",
    "slug": "a slug in its platform's form",
    "meta_title": "a title for search engines",
    "meta_description": "a description for search engines, no longer than they show",
    "image": "a picture for where the post is shared",
    "text": "a text, no longer than its platform takes",
    "headings": "headings that say something",
    "hashtags": "no more hashtags than the network takes",
    "slug_taken": "before it is published, a slug that no other post of its connection has",
    "canonical": "before it is published, a canonical address on a site that it goes to",
    "links": "before it is published, links that lead somewhere",
    "evidence": "of a text from git, numbers and names that a commit or pull request has",
    **{key: f"no longer than {one.name} takes" for key, one in NETWORKS.items()},
}
"""Every rule by the name that the config file gives it, and what it asks for."""
NEEDS_TEXT = frozenset({"text", "headings", "hashtags", *NETWORKS})
"""Those that nobody can tell of a post before its text was read."""
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one rule."""

    rule: str
    label: str
    """A word or two: what was looked at."""
    used: int | None = None
    limit: int | None = None
    """How much there may be, where that is counted."""
    broken: str | None = None
    """What is wrong, as the end of "its …"; None: nothing is."""

    @property
    def said(self) -> str:
        """What was counted, or what is wrong: "title 22/120"."""
        if self.used is not None and self.limit is not None:
            return f"{self.label} {self.used:,}/{self.limit:,}"
        return self.label if self.broken is None else f"{self.label} {self.broken}"


def findings(item: Post | Approval, fields: Sequence[Field] = ()) -> tuple[Finding, ...]:
    """What the rules find in a post, a topic or a social text, as it stands; `fields`: its platform's. Of a
    rule that does not concern the item, or of which nothing is known before it was read, nothing is told.
    """
    if isinstance(item, Approval):
        if item.kind is ApprovalKind.TOPIC:
            return ()
        if item.kind is ApprovalKind.TEXT:
            return tuple(_social(item.text or "", network_of(item.content_type)))
        return tuple(_title(item.title, _named(fields, "title"), searched=False))
    network = network_of(item.content_type)
    return (
        *_title(item.title, _named(fields, "title"), searched=network is None and not item.meta_title),
        *(() if network is not None or item.markdown is None else _page(item, fields)),
        *(() if item.markdown is None else _text(item, network, _named(fields, "markdown"))),
    )


def blocks(found: Sequence[Finding], checks: Checks) -> Finding | None:
    """The first rule that a person wants to be kept before there is a yes, and that is not; None: none is."""
    return next((one for one in found if one.broken and checks.of(one.rule) is CheckMode.BLOCK), None)


def _named(fields: Sequence[Field], name: str) -> Field | None:
    return next((one for one in fields if one.name == name), None)


def _title(title: str, field: Field | None, *, searched: bool) -> Iterator[Finding]:
    most = field.most if field is not None else None
    length = len(title)
    if not title.strip():
        yield Finding("title", "title", broken="is missing")
    elif most is not None:
        yield Finding("title", "title", length, most, "is too long" if length > most else None)
    if not searched or not length or (most is not None and length > most):
        return
    cut = length > SEEN_TITLE or pixels(title) > SEEN_PIXELS
    if cut or most is None:
        # Where the platform has a limit of its own, that is what is counted as long as nothing is cut.
        yield Finding("search_title", "title in search", length, SEEN_TITLE, "is cut" if cut else None)


def _page(post: Post, fields: Sequence[Field]) -> Iterator[Finding]:
    """What a page of its own needs, as far as its platform has such fields."""
    slug = _named(fields, "slug")
    if slug is not None:
        wrong = slug.fault(post.slug) if post.slug else None
        yield Finding("slug", "slug", broken=f"takes {slug.form}" if wrong else _missing(post.slug))
    if _named(fields, "meta_title") is not None:
        title = post.meta_title or ""
        cut = len(title) > SEEN_TITLE or pixels(title) > SEEN_PIXELS
        yield (
            Finding("meta_title", "meta title", len(title), SEEN_TITLE, "is cut" if cut else None)
            if title
            else Finding("meta_title", "meta title", broken="is missing")
        )
    field = _named(fields, "meta_description")
    if field is not None:
        text, most = post.meta_description or "", field.most or SEEN_DESCRIPTION
        yield (
            Finding("meta_description", "meta", len(text), most, "is too long" if len(text) > most else None)
            if text
            else Finding("meta_description", "meta description", broken="is missing")
        )
    if _named(fields, "og_image") is not None:
        yield Finding("image", "image", broken=_missing(post.og_image))


def _missing(value: str | None) -> str | None:
    return None if value and value.strip() else "is missing"


def _text(post: Post, network: Network | None, field: Field | None) -> Iterator[Finding]:
    text = post.markdown or ""
    if network is not None:
        yield from _social(text, network)
        return
    if not text.strip():
        yield Finding("text", "text", broken="is empty")
        return
    most = field.most if field is not None else None
    if most is not None and len(text) > most:
        yield Finding("text", "text", len(text), most, "is too long")
    empty = _empty_headings(text)
    if empty:
        how_many = "1 heading" if empty == 1 else f"{empty} headings"
        yield Finding("headings", how_many, broken="with nothing below")


def _social(text: str, network: Network | None) -> Iterator[Finding]:
    text = text.strip()
    if not text:
        yield Finding("text", "text", broken="is empty")
    if network is None:
        return
    length = network.length(text)
    yield Finding(
        network.key,
        network.name,
        length,
        network.limit,
        "is longer than it takes" if length > network.limit else None,
    )
    if network.hashtags is not None:
        tags = len(hashtags(text))
        if tags:
            many = "are too many" if tags > network.hashtags else None
            yield Finding("hashtags", "hashtags", tags, network.hashtags, many)


def _empty_headings(text: str) -> int:
    """Headings without words, or with nothing before the next of their rank or a higher one."""
    empty, fence = 0, None
    before: tuple[int, bool] | None = None
    for line in text.splitlines():
        found = _FENCE.match(line)
        if fence is not None:
            if found and found.group(1).startswith(fence) and not line.strip(" `~"):
                fence = None
        elif found:
            fence, before = found.group(1), None
        elif heading := _HEADING.match(line):
            rank = len(heading.group(1))
            if before is not None and (rank <= before[0] and not before[1]):
                empty += 1
            wordless = not (heading.group(2) or "").strip("# \t")
            empty += wordless
            before = (rank, wordless)
        elif line.strip():
            before = None
    return empty + (before is not None and not before[1])
