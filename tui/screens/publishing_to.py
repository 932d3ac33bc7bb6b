"""Publishing to sites: to which a yes goes, by what was chosen for a post's tags, and choosing them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from textual import on

from tui.commands import Command
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.entry_states import Action
from tui.domain.errors import CopydeskError
from tui.domain.post_state import PostState
from tui.domain.preferences import CheckMode
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Effect, Gravity, Verb
from tui.presentation.text import plain
from tui.screens.context import Context
from tui.screens.looking_first import LOOKED_UP
from tui.screens.messages import SitesChanged
from tui.screens.refused import Refused
from tui.screens.sending_copies import SendingCopies

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post
    from tui.domain.site_choices import Going
    from tui.screens.many_verbs import Go

Row = TypeVar("Row")


class PublishingTo(SendingCopies[Row]):
    """A list of which posts go to sites that are named each time."""

    def __init__(self, context: Context) -> None:
        """Start with nothing chosen."""
        super().__init__(context)
        self._chosen_for: dict[ItemRef, tuple[str, ...]] = {}
        """The tags of the posts whose sites were chosen last."""

    @on(SitesChanged)
    def _sites_changed(self) -> None:
        self.refresh_consequence()
        self.refresh_keys()

    # What a yes goes to

    def goes_to_sites(self, item: Post | Approval) -> bool:
        """Whether an item is a post whose platform names the sites."""
        post = not isinstance(item, Approval) or item.kind is ApprovalKind.POST
        return post and self.services.sites.has_some(item.ref.connection)

    def going(self, item: Post | Approval) -> Going | None:
        """The sites that a yes goes to; None where they are not known yet."""
        return self.services.sites.going(item.ref.connection, item.tags)

    def wants_a_choice(self, item: Post | Approval) -> bool:
        """Whether a person has to say first to which sites it goes: it is never sent to all of them because
        nobody said so.
        """
        if not self.goes_to_sites(item) or (isinstance(item, Approval) and not item.targets):
            return False
        checks = self.context.preferences.checks
        if CheckMode.BLOCK in map(checks.of, LOOKED_UP):
            # They are made where the sites are chosen.
            return True
        if self._is_the_only_site(item):
            return False
        going = self.going(item)
        return going is None or not going.sites

    def _is_the_only_site(self, item: Post | Approval) -> bool:
        """Whether the platform says itself that there is one site only, and no other was chosen before."""
        if not isinstance(item, Approval) or len(item.targets) != 1:
            return False
        chosen = self.services.sites.remembered(item.ref.connection, item.tags)
        return not chosen or item.targets[0] in chosen

    def as_chosen(self, approval: Approval) -> Approval:
        """An approval with the sites that it goes to, in what it says and in what is sent."""
        if not self.goes_to_sites(approval) or not approval.targets:
            return approval
        if self.wants_a_choice(approval):
            return replace(approval, targets=(), consequence=self._choice(approval))
        going = self.going(approval)
        if going is None or not going.sites:
            return approval
        return replace(approval, targets=going.ids, consequence=goes_to(going))

    def _choice(self, item: Post | Approval) -> Consequence:
        """That it is asked first."""
        sites = self.services.sites.known(item.ref.connection)
        able = sum(site.takes for site in sites or ())
        of = f" of {able}" if able > 1 else ""
        return Consequence(
            f"asks to which{of} sites; what is published cannot be undone", Gravity.FINAL, Effect.NOW
        )

    def publishing_to(self, post: Post, out: str = "") -> Consequence:
        """What publishing a post to sites does, where the inbox does not hold it; `out`: when it does
        not go out then.
        """
        going = self.going(post)
        if self.wants_a_choice(post) or going is None:
            return self._choice(post)
        return goes_to(going, out)

    def ask_time(
        self,
        what: str,
        where: str,
        at: datetime | None,
        then: Callable[[datetime], object],
        written: str = "",
        *,
        note: str = "",
        needs_yes: bool = False,
    ) -> None:
        """Ask when it goes out by itself; and say that no site can be named for a time."""
        own = [name for name in self.services.sites.connections if name in where.split(", ")]
        if own:
            said = f"no site can be named for a time: {', '.join(own)} takes all that are active then"
            note = f"{note}; {said}" if note else said
        super().ask_time(what, where, at, then, written, note=plain(note, 200), needs_yes=needs_yes)

    # Choosing

    def offers(self, each: Command) -> bool:
        """Choosing sites is in the foot where there are some."""
        if each.id == "post.publish_to":
            return any(self._cannot_go(item) is None for item in self.decided_on()[:1])
        return super().offers(each)

    def _cannot_go(self, item: Post | Approval) -> str | None:
        """Why an item is published to no sites of a person's choice, by its line; None where it is."""
        if not self.goes_to_sites(item):
            return f"{item.ref.connection} publishes it as a whole: there are no sites to choose"
        if isinstance(item, Approval):
            return None if item.ready else "cannot be published yet: it has no text"
        if not {Verb.PUBLISH, Verb.DELIVER} & item.verbs:
            return f"is {item.state_word}: {item.ref.connection} publishes it to no site now"
        return None

    def _cannot_be_sent(self, post: Post) -> str | None:
        """The same, of a post that was read with its text."""
        return self._cannot_go(post) or self.blocked(post, post)

    def action_post_publish_to(self) -> None:
        """Choose the sites that it goes to: one choice for all that are marked."""
        if self.decided_on() and not self.too_soon():
            self.choose_sites(self.decided_on())

    def choose_sites(self, items: Sequence[Post | Approval]) -> None:
        """Read these items with their texts, and ask for the sites."""
        self.each_read("published", self._cannot_be_sent, self._ask_sites, items=items)

    def action_mark_approve(self) -> None:
        """A yes to several whose sites nobody has chosen asks for those first, once for all."""
        items = self.marked_items()
        if items and all(map(self.wants_a_choice, items)):
            self.action_post_publish_to()
        else:
            super().action_mark_approve()

    def yes_to_waiting(self, approval: Approval, read: Post | None) -> Sequence[Intent]:
        """A yes to what waits, to the sites that were chosen for its tags. Raises CopydeskError."""
        self._see_chosen(approval)
        return self.approving(self.as_chosen(approval), read)

    def sites_of(self, post: Post) -> tuple[str, ...]:
        """The sites that publishing a post names; none where its platform has none to name. Raises
        CopydeskError where they have not been chosen.
        """
        self._see_chosen(post)
        going = self.going(post) if self.goes_to_sites(post) else None
        return () if going is None else going.ids

    def _see_chosen(self, item: Post | Approval) -> None:
        self.see_open(item)
        if self.wants_a_choice(item):
            key = self.key("post.publish_to")
            why = f"It has not been chosen yet to which sites a post with {_tags(item.tags)} goes"
            raise CopydeskError(why, advice=f"{key} chooses.")

    def see_open(self, item: Post | Approval) -> None:
        """See that it is known whether a yes goes to sites that a person chooses: what was kept of an item
        that goes out for good names all that were active then. Raises CopydeskError.
        """
        if not isinstance(item, Approval) or not item.targets or item.kind is not ApprovalKind.POST:
            return
        name = item.ref.connection
        if item.consequence.gravity is Gravity.FINAL and self.services.hub.capabilities(name) is None:
            raise CopydeskError(f"{name} is not open yet", advice="Say yes once it has answered.")

    def _ask_sites(self, posts: Sequence[Post], go: Go) -> None:
        from tui.screens.choosing_sites import ask_sites

        ask_sites(
            self, posts, lambda chosen, beside, broken: self._send_to(posts, chosen, beside, broken, go)
        )

    def _send_to(
        self,
        posts: Sequence[Post],
        chosen: dict[str, tuple[str, ...]],
        beside: str,
        broken: Mapping[ItemRef, str],
        go: Go,
    ) -> None:
        from tui.domain.intents import delivering, publishing
        from tui.presentation.marks import question

        able = [post for post in posts if post.ref not in broken]
        stays = [Refused(post, broken[post.ref]) for post in posts if post.ref in broken]
        names = {post.ref.connection for post in able}
        will = {name: goes_to(self._going_to(name, chosen[name])) for name in chosen if name in names}
        self._chosen_for = {post.ref: post.tags for post in able}

        def making(post: Post) -> Sequence[Intent]:
            if post.ref in broken:
                raise CopydeskError(broken[post.ref])
            name = post.ref.connection
            if post.state is PostState.PUBLISHED:
                return (delivering(post, chosen[name], will[name]),)
            return (*self.saving_first(post, post), publishing(post, will[name], chosen[name]))

        count = len(able)
        title = "Publish?" if count == 1 else f"Publish {count}?"
        several = len(will) > 1
        said = [f"{name}: {each.text}" if several else each.text for name, each in will.items()]
        yes = "publish it" if count == 1 else f"publish all {count}"
        beside += self.beside_of("not published", stays)
        asked = question(said, [post.title for post in able], beside)
        go(making, title=title, question=asked, yes=yes)

    def _going_to(self, connection: str, ids: Collection[str]) -> Going:
        from tui.domain.site_choices import Going
        from tui.domain.sites import Site

        known = {site.id: site for site in self.services.sites.known(connection) or ()}
        return Going(tuple(known.get(id) or Site(id, id) for id in ids))

    def was_looked_up(self, intent: Intent) -> bool:
        """Where sites were chosen the checks stood below them."""
        chosen = intent.ref in self._chosen_for and bool(intent.targets)
        return chosen and intent.action in {Action.PUBLISH, Action.DELIVER}

    def decide(self, intents: Sequence[Intent], *, beside: str = "", origins: Sequence[ItemRef] = ()) -> bool:
        """What a person chose is remembered for the tags once it is on its way: of posts that are new to the
        public. Sending one to one site more says nothing of where the next shall go.
        """
        if not super().decide(intents, beside=beside, origins=origins):
            return False
        for intent in intents:
            if intent.action is Action.PUBLISH and intent.targets and intent.ref in self._chosen_for:
                tags = self._chosen_for.pop(intent.ref)
                self.services.sites.choose(intent.ref.connection, tags, intent.targets)
        return True


def goes_to(going: Going, out: str = "") -> Consequence:
    """What publishing to these sites does, each of them named; `out`: when it does not go out then."""
    from tui.domain.site_choices import named

    left = ", ".join(f"{site.name or site.id} ({site.state_word or 'not active'})" for site in going.left_out)
    out += f", not to {left}" if left else ""
    return Consequence(
        f"publishes NOW to {named(going.sites)}{out}; cannot be undone", Gravity.FINAL, Effect.NOW
    )


def _tags(tags: Sequence[str]) -> str:
    return f"the tags {', '.join(tags)}" if len(tags) > 1 else f"the tag {tags[0]}" if tags else "no tags"
