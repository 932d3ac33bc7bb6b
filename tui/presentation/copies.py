"""What a deletion leaves: the copies of sites, and the text that is kept here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.domain.deliveries import LIVE, Reached, reached
from tui.domain.removed_posts import KEPT_FOR
from tui.presentation.text import plain

if TYPE_CHECKING:
    from tui.domain.posts import Post

MOST_NAMED = 6
KEPT_HERE = f"All of it is kept here for {KEPT_FOR.days} days"


def copies_line(posts: Sequence[Post]) -> str:
    """Which sites keep a copy of what is deleted: "Main, Docs keep their copy."; and at which published
    addresses it stood, of which no site tells. Empty: none.
    """
    have: dict[str, bool] = {}
    for post in posts:
        for each in post.deliveries:
            how = reached(each)
            if how is Reached.FAILED:
                continue
            name = plain(each.site_name or each.site_id, 30)
            have[name] = have.get(name, False) or how not in LIVE
    sure = [name for name, there in have.items() if there]
    coming = [name for name, there in have.items() if not there]
    told = []
    if sure:
        told.append(f"{_named(sure)} {'keeps its' if len(sure) == 1 else 'keep their'} copy.")
    if coming:
        told.append(f"It is on its way to {_named(coming)}, and may come to stand there.")
    pages = [each.url for each in posts if each.url and not each.deliveries]
    if pages:
        where = plain(pages[0], 100) if len(pages) == 1 else f"{len(pages)} published addresses"
        told.append(f"What stands at {where} may stay there.")
    return " ".join(told)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
