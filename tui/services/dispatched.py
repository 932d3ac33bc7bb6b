"""Whether a post was sent to sites: told by how its deliveries stood before, and how they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.domain.verdicts import Verb

if TYPE_CHECKING:
    from tui.domain.posts import Delivery, Post

ARRIVED = frozenset({"delivered", "delivered_retry"})
ENDED = ARRIVED | {"failed"}
"""Words for deliveries of which nothing more comes by itself."""


def sent_to(post: Post, sites: Sequence[str], before: Sequence[Delivery]) -> bool | None:
    """Whether it was sent to these sites, in one request, since its deliveries stood as in `before`; None
    where they do not tell.
    """
    told = [_sent_anew(_to(site, before), _to(site, post.deliveries)) for site in sites]
    if any(told):
        # One request goes to all of them: where nothing came to another one, it was somebody else's.
        return None if False in told else True
    if Verb.PUBLISH in post.verbs:
        # It has not gone out at all.
        return False
    if not post.deliveries:
        # It is published, and its platform tells of no site that it went to.
        return None
    return False if False in told else None


def come_since(post: Post, sites: Sequence[str], before: Sequence[Delivery]) -> tuple[str, ...]:
    """Those of these sites, by name, that a post has reached since its deliveries stood as in `before`, or is
    on its way to: the platform tried again by itself, or somebody else did.
    """
    return tuple(
        now[-1].site_name or site
        for site in sites
        if (now := _to(site, post.deliveries)) and _has_come(_to(site, before)[-1:], now[-1])
    )


def _has_come(was: Sequence[Delivery], now: Delivery) -> bool:
    before = was[0].state if was else "failed"
    return now.state != before and (now.state in ARRIVED or before == "failed")


def _to(site: str, deliveries: Sequence[Delivery]) -> list[Delivery]:
    return [each for each in deliveries if each.site_id == site]


def _sent_anew(before: list[Delivery], now: list[Delivery]) -> bool | None:
    if len(now) != len(before):
        # Of fewer than there were nobody can say which are left.
        return True if len(now) > len(before) else None
    if not now:
        return False
    # What a site is called is not of its deliveries: the names may not be known one time.
    was, is_now = (replace(each, site_name=None) for each in (before[-1], now[-1]))
    if was.tries is not None and is_now.tries is not None and is_now.tries < was.tries:
        return True
    if was == is_now:
        # Without any time, what failed once more looks as it did.
        return False if was.changed_at is not None or was.delivered_at is not None else None
    # What is under way goes on by itself; what had ended was begun anew.
    return True if was.state in ENDED else None
