"""Letting a post of the list go public, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.approvals import Approval, InboxPart
from tui.domain.errors import CopydeskError
from tui.domain.posts import Post, PostState
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Effect, Gravity, Verb
from tui.presentation.bars import Tone
from tui.presentation.facts import consequence_line, post_refusal, refusal_line
from tui.presentation.outbox import under_way
from tui.presentation.text import plain
from tui.presentation.times import moment
from tui.screens.publishing_to import PublishingTo

if TYPE_CHECKING:
    from tui.domain.outbox import Intent


class Publishing(PublishingTo[Post]):
    """A list of posts that can be published and taken back, as far as each one's platform does that."""

    ASKS_FROM = Gravity.PUBLIC
    _waiting: tuple[Sequence[InboxPart], Mapping[ItemRef, Approval]] = ((), {})
    """What waited when that was looked at last, and each of it by what it is."""

    @property
    def current(self) -> Post | None:
        """The post under the cursor."""
        raise NotImplementedError

    @property
    def current_item(self) -> Post | None:
        """The post under the cursor."""
        return self.current

    @property
    def known(self) -> Post | None:
        """The post under the cursor as it was read with its text; None where it has not been."""
        raise NotImplementedError

    def waiting(self, post: Post) -> Approval | None:
        """The approval that a post waits for, with what approving it will do."""
        parts = self.services.inbox.parts
        known, found = self._waiting
        if len(known) != len(parts) or not all(map(is_, known, parts)):
            # Looked through once: a sum asks for each of what is marked.
            found = {each.ref: each for part in reversed(parts) for each in reversed(part.approvals)}
            self._waiting = parts, found
        return found.get(post.ref)

    def refusal(self, post: Post) -> str | None:
        """Why the post under the cursor cannot be approved; None where it can."""
        entry = self.services.outbox.of(post.ref)
        if entry is not None and entry.state.under_way:
            return under_way(entry, self.keymap)
        known, read_only = self.known, self.read_only(post.ref)
        refusal = post_refusal(post, self.waiting(post), known, self.now, read_only=read_only)
        return refusal or self.blocked(post, known)

    def _publishing(self, post: Post) -> Consequence:
        """What publishing does where the inbox does not hold the post: at worst."""
        name, out = post.ref.connection, ""
        if post.state is PostState.SCHEDULED and post.scheduled_at is not None:
            out = f", not {moment(post.scheduled_at, self.now)}"
        if self.goes_to_sites(post):
            return self.publishing_to(post, out)
        can = self.services.hub.capabilities(name)
        where = name + out
        if can is not None and can.unpublishes:
            return Consequence(
                f"publishes on {where}; can be taken back to draft afterwards", Gravity.PUBLIC, Effect.NOW
            )
        return Consequence(f"publishes NOW on {where}; cannot be undone", Gravity.FINAL, Effect.NOW)

    def consequence(self) -> Content:
        """What the deciding key would do to the post under the cursor."""
        post = self.current
        if post is None:
            return Content("")
        refusal = self.refusal(post)
        if refusal is None:
            return consequence_line(self.key("verdict.approve"), self._will(post))
        if Verb.UNPUBLISH in post.verbs and self.read_only(post.ref) is None:
            will = Consequence(f"takes it back to draft on {post.ref.connection}", effect=Effect.DRAFT)
            return consequence_line(self.key("verdict.unpublish"), will)
        if Verb.DELIVER in post.verbs and self.read_only(post.ref) is None:
            will = Consequence("sends what is published to more sites, or once more", Gravity.PUBLIC)
            return consequence_line(self.key("post.publish_to"), will)
        return refusal_line(refusal)

    def _will(self, post: Post) -> Consequence:
        """What approving the post does."""
        waiting = self.waiting(post)
        return self.as_chosen(waiting).consequence if waiting is not None else self._publishing(post)

    def action_verdict_approve(self) -> None:
        """Publish the post; always after a question, since the list shows only its title."""
        post = self.current
        if post is None or self.too_soon():
            return
        refusal = self.refusal(post)
        if refusal is not None:
            self.note(f"{post.title} {refusal}", Tone.BAD)
            return
        if self.wants_a_choice(self.waiting(post) or post):
            self.choose_sites([post])
            return
        try:
            # As it is read now, whatever comes while the question stands.
            intents = self.yes_to(post, self.known)
        except CopydeskError as error:
            self.note(f"not published: {post.title}: {error.sentence}", Tone.BAD)
            return
        question = Content(f"{plain(post.title, 60)}\n{plain(self._will(post).text)}")
        self.let_out(
            intents, lambda: self.decide(intents), title="Publish?", question=question, yes="publish it"
        )

    # Several at once

    def item_in(self, row: Post) -> Post | None:
        """Every row that is there is a post."""
        return row if hasattr(row, "ref") else None

    def known_text(self, item: Post | Approval) -> Post | None:
        """A post with its text, where that is known and is that of the line."""
        return self.body(item.ref, item.updated_at, item.state if isinstance(item, Post) else None)

    def refusal_of(self, item: Post | Approval, read: Post | None) -> str | None:
        """Why a post cannot be approved; None where it can, or where its text is yet to be read."""
        assert isinstance(item, Post)
        if read is None and item.state is PostState.FAILED and Verb.PUBLISH in item.verbs:
            return None
        refusal = post_refusal(item, self.waiting(item), read, self.now, read_only=self.read_only(item.ref))
        return refusal if refusal or read is None else self.blocked(item, read)

    def will_do(self, item: Post | Approval) -> Consequence:
        """What the inbox says of it, or publishing."""
        assert isinstance(item, Post)
        return self._will(item)

    def yes_to(self, item: Post | Approval, read: Post | None) -> Sequence[Intent]:
        """What lets a post go public. Raises CopydeskError."""
        from tui.domain.intents import publishing

        assert isinstance(item, Post)
        waiting = self.waiting(item)
        if waiting is not None:
            return self.yes_to_waiting(waiting, read)
        self.check_line(item, read)
        will, sites = self._publishing(item), self.sites_of(item)
        return (*self.saving_first(item, read), publishing(read or item, will, sites))

    def action_verdict_unpublish(self) -> None:
        """Take what is published back to draft."""
        if self.marked and not self.too_soon():
            self.unpublish_marked()
            return
        post = self.current
        if post is None or self.too_soon() or self.is_read_only(post, "taken back to draft"):
            return
        if Verb.UNPUBLISH not in post.verbs:
            self.note(f"{post.title} cannot be taken back to draft on {post.ref.connection}", Tone.BAD)
            return
        from tui.domain.intents import unpublishing

        self.decide((unpublishing(self.known or post),))
