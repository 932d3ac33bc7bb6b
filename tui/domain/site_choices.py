"""The sites that were chosen last for posts with a tag: what a yes goes to, each of them named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui.domain.sites import Site

UNTAGGED = ""
"""Stands for the tags of a post that has none."""
MOST_NAMED = 5


class SiteChoiceStore(Protocol):
    """What was chosen on all Copydesks on one state database. Quick local calls; raises `StateError`."""

    def choices(self, connection: str) -> Mapping[str, tuple[str, ...]]:
        """The ids of the sites that were chosen last, by tag."""

    def keep(self, connection: str, tags: Collection[str], sites: Sequence[str], at: datetime) -> None:
        """These were chosen for posts with these tags."""


@dataclass(frozen=True, slots=True)
class Going:
    """Where a yes to a post goes to."""

    sites: tuple[Site, ...]
    """Each of them; none: a person has to choose."""
    left_out: tuple[Site, ...] = ()
    """Those that were chosen last time and take nothing now."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The sites by their ids."""
        return tuple(site.id for site in self.sites)


def remembered(choices: Mapping[str, tuple[str, ...]], tags: Collection[str]) -> tuple[str, ...]:
    """The sites that were chosen last for posts with one of these tags, each once."""
    found = (site for tag in tags or (UNTAGGED,) for site in choices.get(tag, ()))
    return tuple(dict.fromkeys(found))


def going(sites: Sequence[Site], chosen: Collection[str]) -> Going:
    """Where a yes goes to: to the sites that were chosen, as far as they take something; to the only one that
    does where none was chosen. With several to choose from and none chosen: to none.
    """
    able = tuple(site for site in sites if site.takes)
    to = tuple(site for site in able if site.id in chosen)
    if not to and len(able) == 1 and not chosen:
        to = able
    return Going(to, tuple(site for site in sites if site.id in chosen and not site.takes))


def named(sites: Sequence[Site]) -> str:
    """Such as "2 sites: Main, Docs"."""
    names = [site.name or site.id for site in sites[:MOST_NAMED]]
    more = f" and {len(sites) - MOST_NAMED} more" if len(sites) > MOST_NAMED else ""
    return f"{len(sites)} {'site' if len(sites) == 1 else 'sites'}: {', '.join(names)}{more}"
