"""Sites: where a post is delivered to, each named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Site:
    """A site that posts can be published to. Text is untrusted; it holds no secret."""

    id: str
    name: str
    address: str | None = None
    """Where it is on the web."""
    state_word: str = ""
    """The platform's own word: active, inactive, error."""
    takes: bool = True
    """Whether something can be published to it now."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A post as a site would get it, or has it, by the platform's own word."""

    title: str
    text: str | None = None
    """The body as Markdown or HTML."""
    slug: str | None = None
    canonical: str | None = None
    version: int | None = None


def told_apart(sites: Iterable[Site]) -> tuple[Site, ...]:
    """These sites, those of equal names with what tells them apart: what is published is not taken back."""
    told = tuple(sites)
    count = Counter(site.name for site in told)
    return tuple(
        replace(site, name=f"{site.name} ({_shortly(site.address) or site.id})")
        if count[site.name] > 1
        else site
        for site in told
    )


def _shortly(address: str | None) -> str:
    return (address or "").partition("://")[2].rstrip("/")
