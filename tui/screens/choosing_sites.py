"""What the dialog of sites is asked with: the sites of these posts, what is ticked, and the checks before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from tui.domain.as_edited import as_edited
from tui.domain.post_state import PostState
from tui.domain.posts import Post
from tui.domain.preferences import CheckMode
from tui.domain.rules import Finding, blocks, findings
from tui.domain.site_choices import going
from tui.domain.sites import Site
from tui.presentation.marks import each_why
from tui.presentation.reading import blocked
from tui.presentation.sites import before_lines
from tui.presentation.text import plain
from tui.screens.dialogs.publish_to import Asked, Chosen, Looking, Offered, PublishTo
from tui.screens.looking_first import GO_OUT
from tui.services.publish_checks import PublishChecks

if TYPE_CHECKING:
    from tui.domain.refs import ItemRef
    from tui.screens.publishing_to import PublishingTo


LONGEST_REFUSAL = 400
"""Letters of why several posts cannot go: more would leave no room for the sites."""


def ask_sites(
    screen: PublishingTo[Any],
    posts: Sequence[Post],
    then: Callable[[Chosen, str, Mapping[ItemRef, str]], object],
) -> None:
    """Ask for the sites that these posts, read with their texts, go to; `then` is given them, what was not
    looked up yet, in words, and which of the posts must not go there, and why.
    """
    sites = screen.services.sites
    names = list(dict.fromkeys(post.ref.connection for post in posts))

    async def find() -> Sequence[Offered]:
        return [each for name in names for each in _offered(name, await sites.read(name), posts)]

    known = [each for name in names for each in _offered(name, sites.known(name) or (), posts)]
    looking = Before(screen, posts)
    add = f"Esc leaves; {screen.key('go.accounts')} shows where sites are added and switched on."
    asked = Asked(_title(posts), _said(posts), known, _ticked(screen, posts), len(names) > 1, add)

    def answered(chosen: Chosen | None) -> None:
        if chosen is not None:
            links = looking.checks.links
            then(chosen, links.said if links.looked < links.there else "", looking.kept_back)

    screen.app.push_screen(PublishTo(asked, find, looking), answered)


def _title(posts: Sequence[Post]) -> str:
    out = sum(post.state is PostState.PUBLISHED for post in posts)
    if out == len(posts):
        return "Send to sites" if out == 1 else f"Send {out} posts to sites"
    return "Publish to" if len(posts) == 1 else f"Publish {len(posts)} posts to"


def _said(posts: Sequence[Post]) -> Content:
    out = sum(post.state is PostState.PUBLISHED for post in posts)
    timed = sum(post.state is PostState.SCHEDULED for post in posts)
    if len(posts) == 1:
        told = "published; sent once more, or to more sites" if out else ""
        told = "scheduled; it goes out NOW, and not then" if timed else told
        return Content(f"{plain(posts[0].title, 60)}{told and '  ·  '}{told}")
    parts = [f"{len(posts)} posts"]
    parts += [f"{timed} of them scheduled: they go out NOW"] if timed else []
    parts += [f"{out} of them published: sent once more, or to more sites"] if out else []
    return Content("  ·  ".join(parts))


def _offered(connection: str, sites: Sequence[Site], posts: Sequence[Post]) -> list[Offered]:
    """Sites with how many of the posts they have."""
    here = [post for post in posts if post.ref.connection == connection]
    told = []
    for site in sites:
        states = [each.state for post in here for each in post.deliveries if each.site_id == site.id]
        note = "" if not states else f"has {len(states)} of {len(here)}"
        if len(here) == 1 and states:
            note = states[0].replace("_", " ")
        told.append(Offered(connection, site, note))
    return told


def _ticked(screen: PublishingTo[Any], posts: Sequence[Post]) -> frozenset[tuple[str, str]]:
    """What was chosen last for the tags; of what is published, the sites that it failed to reach, or else
    those that do not have it.
    """
    ticked: set[tuple[str, str]] = set()
    for post in posts:
        name = post.ref.connection
        chosen = screen.services.sites.remembered(name, post.tags)
        if post.state is PostState.PUBLISHED:
            failed = [each.site_id for each in post.deliveries if each.state == "failed"]
            has = {each.site_id for each in post.deliveries}
            ticked |= {(name, id) for id in failed or chosen if id in failed or id not in has}
        else:
            known = going(screen.services.sites.known(name) or (), chosen)
            ticked |= {(name, id) for id in (*chosen, *known.ids)}
    return frozenset(ticked)


class Before(Looking):
    """The checks of posts before they are published, by what the person wants of each."""

    def __init__(self, screen: PublishingTo[Any], posts: Sequence[Post]) -> None:
        """Check these as they would be sent: with the texts that are kept for them."""
        self._screen = screen
        self._rules = screen.context.preferences.checks
        self._posts = [self._as_sent(post) for post in posts]
        services = screen.services
        self.checks = PublishChecks(self._posts, services.hub, services.posts, screen.context.look_at)
        self.kept_back: Mapping[ItemRef, str] = {}
        """Which of them break a check that blocks where they go to the sites that were asked for last."""

    def _as_sent(self, post: Post) -> Post:
        kept = self._screen.kept(post)
        sent = None if kept is None else as_edited(post, kept, self._fields(post))
        return sent if isinstance(sent, Post) else post

    def _fields(self, post: Post) -> tuple[Any, ...]:
        return self._screen.fields_of(post.ref.connection)

    async def run(self, changed: Callable[[], object]) -> None:
        """Look up what can be."""
        await self.checks.run(changed)

    def _found(self, sites: Sequence[Offered]) -> list[tuple[Post, tuple[Finding, ...]]]:
        told = []
        for post in self._posts:
            to = [each.site for each in sites if each.connection == post.ref.connection]
            told.append((post, (*findings(post, self._fields(post)), *self.checks.of(post, to))))
        return told

    def lines(self, sites: Sequence[Offered]) -> Content:
        """What is known so far."""
        return before_lines(self._found(sites), self.checks.links, self._rules, ascii=self._screen.ascii)

    def refusal(self, sites: Sequence[Offered]) -> str | None:
        """Why none of them can go there, each with the first check that it does not keep; or what is not
        known for sure yet.
        """
        self.kept_back = self._broken(sites)
        if len(self.kept_back) < len(self._posts):
            return self._unknown_yet()
        why = each_why([(post.title, self.kept_back[post.ref]) for post in self._posts])
        return plain(why, LONGEST_REFUSAL)

    def _broken(self, sites: Sequence[Offered]) -> dict[ItemRef, str]:
        broken = {}
        for post, found in self._found(sites):
            stops = blocks((*found, *self.checks.dead_of(post)), self._rules)
            if stops is not None:
                broken[post.ref] = blocked(stops, GO_OUT)
        return broken

    def _unknown_yet(self) -> str | None:
        """What has to hold before anything is published, and is still being looked up."""
        links = self.checks.links
        if links.looked < links.there and self._rules.of("links") is CheckMode.BLOCK:
            return "A moment: its links are still being looked at."
        if not self.checks.slugs_asked and self._rules.of("slug_taken") is CheckMode.BLOCK:
            return "A moment: whether its slug is taken is still being asked."
        return None

    def missing(self, chosen: Chosen) -> str | None:
        """Each connection's posts go somewhere."""
        names = list(dict.fromkeys(post.ref.connection for post in self._posts))
        without = next((name for name in names if not chosen.get(name)), None)
        if without is None:
            return None
        of = f" of {plain(without, 40)}" if len(names) > 1 else ""
        return f"Choose at least one site{of}: space ticks it."
