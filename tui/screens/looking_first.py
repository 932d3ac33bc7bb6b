"""What goes public is held first against the checks for which something has to be looked up: whether its slug
is taken, and whether its links lead somewhere. Only where a person set one of them to block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.content import Content

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.entry_states import Action
from tui.domain.errors import CopydeskError
from tui.domain.preferences import CheckMode
from tui.presentation.bars import Tone
from tui.presentation.marks import each_why
from tui.presentation.reading import blocked
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.restoring import Restoring
from tui.screens.taking_back import TakingBack

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef
    from tui.domain.sites import Site
    from tui.screens.dialogs.waiting import Waiting

Row = TypeVar("Row")
LOOKED_UP = ("slug_taken", "canonical", "links")
"""Checks that are made only before something is published."""
ASKED_FOR = ("slug_taken", "links")
"""Those of them for which something is asked."""
GO_OUT = "go out"
"""What a check that blocks keeps a post from, by whichever key."""


class LookingFirst(TakingBack[Row], Restoring[Row]):
    """A list from which nothing goes public that breaks a check which is set to block."""

    def let_out(
        self,
        intents: Iterable[Intent],
        then: Callable[[], object],
        *,
        title: str,
        question: Content | None = None,
        yes: str = "",
        left: Callable[[], object] = lambda: None,
        sifted: bool = False,
    ) -> None:
        """Do what goes public once the checks that block were made; one that is broken stops all of it.
        `left` is called where the person leaves the card that says so, too. `sifted`: they were made of these
        just now.
        """
        wanted = tuple(intents)
        go = partial(super().let_out, wanted, then, title=title, question=question, yes=yes, left=left)

        def made(broken: Mapping[ItemRef, str]) -> None:
            if broken:
                titles = {each.ref: plain(each.title, 40) for each in wanted}
                told = each_why([(titles[ref], why) for ref, why in broken.items()])
                self.note(f"not sent: {told}", Tone.BAD)
            else:
                go()

        if sifted:
            go()
        else:
            self.sift(wanted, made, left)

    def sift(
        self,
        intents: Iterable[Intent],
        then: Callable[[Mapping[ItemRef, str]], object],
        left: Callable[[], object] = lambda: None,
    ) -> None:
        """Make the checks that block of what goes public, behind a card that says so; `then` is called with
        what must not go out, and why; `left` where the person leaves that card.
        """
        checked = [each for each in intents if self._is_checked(each) and not self.was_looked_up(each)]
        if checked:

            def unwanted() -> None:
                checking.cancel()
                left()

            waiting = asking.wait(self.app, _checking(checked), unwanted)
            checking = self._check_first(checked, then, waiting)
        else:
            then({})

    def was_looked_up(self, intent: Intent) -> bool:
        """Whether these checks were made of it already, where its sites were chosen."""
        return False

    def _is_checked(self, intent: Intent) -> bool:
        """Whether it makes something public that one of the checks which block could stop."""
        checks = self.context.preferences.checks
        match intent.action:
            case Action.DELIVER:
                # It was let out long ago: nothing else has held it against any of them as it is now.
                return CheckMode.BLOCK in {checks.usual, *checks.rules.values()}
            case Action.APPROVE:
                public = intent.approval is not None and intent.approval.kind is ApprovalKind.POST
            case Action.SAVE:
                public = intent.changes is not None and intent.changes.scheduled_at is not None
            case _:
                public = intent.action in {Action.PUBLISH, Action.SCHEDULE}
        return public and CheckMode.BLOCK in map(checks.of, LOOKED_UP)

    @work(group="looking first", exit_on_error=False)
    async def _check_first(
        self,
        intents: Sequence[Intent],
        then: Callable[[Mapping[ItemRef, str]], object],
        waiting: Waiting,
    ) -> None:
        try:
            broken = await self._broken(intents, waiting)
        finally:
            wants_it = waiting.is_current
            if wants_it:
                waiting.dismiss(None)
        if wants_it:
            then(broken)

    async def _broken(self, intents: Sequence[Intent], waiting: Waiting) -> dict[ItemRef, str]:
        """What breaks a check that blocks, or cannot be checked, with the first reason, in words."""
        from tui.domain.rules import blocks, findings
        from tui.services.publish_checks import PublishChecks

        rules, services = self.context.preferences.checks, self.services
        broken: dict[ItemRef, str] = {}
        posts: dict[ItemRef, Post] = {}
        for each in intents:
            try:
                posts[each.ref] = await self._post_of(each)
            except CopydeskError as error:
                broken[each.ref] = error.sentence
        look_at = self.context.look_at if rules.of("links") is CheckMode.BLOCK else None
        looked = PublishChecks(tuple(posts.values()), services.hub, services.posts, look_at)
        if CheckMode.BLOCK in map(rules.of, ASKED_FOR):
            await looked.run(lambda: waiting.say(_checking(intents, looked.links.said)))
        for each in intents:
            if each.ref in broken:
                continue
            post = posts[each.ref]
            found = (
                *findings(post, self.fields_of(each.ref.connection)),
                *looked.of(post, self._sites_sent_to(each)),
                *looked.dead_of(post),
            )
            stops = blocks(found, rules)
            if stops is not None:
                broken[each.ref] = blocked(stops, GO_OUT)
        return broken

    async def _post_of(self, intent: Intent) -> Post:
        """The post that is let out, as it goes out. Raises CopydeskError."""
        kept = self.services.posts.last_read(intent.ref)
        read = kept.post if kept is not None else await self.services.posts.read(intent.ref)
        if intent.action is Action.DELIVER:
            return read
        sent = self._as_sent(read)
        return read if isinstance(sent, Approval) else sent

    def _sites_sent_to(self, intent: Intent) -> tuple[Site, ...]:
        """Where it goes to, as far as that is known."""
        known = self.services.sites.known(intent.ref.connection) or ()
        return tuple(each for each in known if (each.id in intent.targets if intent.targets else each.takes))


def _checking(intents: Sequence[Intent], far: str = "") -> str:
    alone = len({each.ref for each in intents}) == 1
    what = plain(intents[0].title, 60) if alone else f"{len({each.ref for each in intents})} posts"
    return f"checking {what} before {'it goes' if alone else 'they go'} out{far and ': '}{far}"
