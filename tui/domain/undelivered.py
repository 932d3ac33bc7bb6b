"""Posts that did not get to their sites, as rows of the inbox: one a post, or one for all of a site where it
failed for many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tui.domain.failing import Failing, FailingOf
from tui.domain.instants import instant
from tui.domain.refs import ItemKind, ItemRef

if TYPE_CHECKING:
    from tui.domain.posts import Delivery, Post

MOST_APART = 3
"""So many posts that failed on a site have a row each; of more, one row tells for all of them."""
SITE = "site"
POST = "delivery"


class Undelivered(NamedTuple):
    """A post that failed on some of its sites."""

    failing: Failing
    """A row of its own about it."""
    on: tuple[Delivery, ...]
    """The deliveries that failed, one a site."""


def undelivered(post: Post, name: Callable[[str], str] = lambda site: "") -> Undelivered | None:
    """What failed of a post's deliveries, all its sites in one; None where nothing did. `name`: what a site
    is called, where the post does not tell.
    """
    from tui.domain.deliveries import Reached, reached

    latest = {each.site_id: each for each in post.deliveries}
    failed = tuple(
        replace(each, site_name=each.site_name or name(each.site_id) or each.site_id)
        for each in latest.values()
        if reached(each) is Reached.FAILED
    )
    if not failed:
        return None
    first = failed[0]
    more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
    told = Failing(
        replace(post.ref, id=f"{post.ref.id}#{POST}"),
        FailingOf.DELIVERY,
        post.ref,
        post.title,
        Reached.FAILED.value,
        f"failed on {first.site_name}{_answer(first)}{more}",
        max((each.changed_at for each in failed if each.changed_at), key=instant, default=post.published_at),
    )
    return Undelivered(told, failed)


def in_rows(
    several: Iterable[Undelivered], apart: Callable[[Failing], bool] = lambda failing: False
) -> Iterator[Failing]:
    """The rows about these: one a post, and one for all that failed on a site where those are many. Those
    that stand `apart` keep their own: a person has decided about them already.
    """
    posts = list(several)
    by_site: dict[tuple[str, str], list[tuple[Undelivered, Delivery]]] = {}
    own = {each.failing.ref for each in posts if apart(each.failing)}
    for each in posts:
        if each.failing.ref not in own:
            for delivery in each.on:
                place = (each.failing.item.connection, delivery.site_id)
                by_site.setdefault(place, []).append((each, delivery))
    # Nor do fewer come apart again while a person has decided about them all.
    many = {
        place: told
        for place, told in by_site.items()
        if len(told) > MOST_APART or apart(_of_site(*place, told))
    }
    for each in posts:
        connection = each.failing.item.connection
        if each.failing.ref in own or any((connection, one.site_id) not in many for one in each.on):
            yield each.failing
    for place, told in many.items():
        yield _of_site(*place, told)


def _of_site(connection: str, site: str, told: Sequence[tuple[Undelivered, Delivery]]) -> Failing:
    def when(one: tuple[Undelivered, Delivery]) -> datetime | None:
        return one[1].changed_at or one[0].failing.at

    latest_first = sorted(told, key=lambda one: instant(at) if (at := when(one)) else 0.0, reverse=True)
    latest = latest_first[0]
    return Failing(
        ItemRef(connection, ItemKind.POST, f"{site}#{SITE}"),
        FailingOf.SITE,
        ItemRef(connection, ItemKind.POST, site),
        latest[1].site_name or site,
        "failed",
        latest[1].answer or "",
        when(latest),
        posts=tuple(one.failing.title for one, _ in latest_first),
    )


def _answer(delivery: Delivery) -> str:
    return f" ({delivery.answer})" if delivery.answer else ""
