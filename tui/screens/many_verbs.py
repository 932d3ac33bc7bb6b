"""Verbs on one or many: what is marked, or else the item under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from textual.content import Content

from tui.commands import Command
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import CopydeskError
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Verb
from tui.presentation.facts import read_only_refusal
from tui.presentation.outbox import under_way
from tui.screens import asking
from tui.screens.refused import Going, Refused, sifted_apart
from tui.screens.saving_files import SavingFiles

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post

Row = TypeVar("Row")
Making = Callable[["Post"], Sequence["Intent"]]
"""What is sent for one post, as it was read. Raises CopydeskError where that cannot be."""


class Go(Protocol):
    """Sends what is made of each post, after what has to be asked."""

    def __call__(
        self,
        making: Making,
        *,
        title: str = "",
        question: Content | None = None,
        yes: str = "",
        left: Callable[[], object] = lambda: None,
    ) -> None:
        """Send it; `question`: what is asked first, answered with `yes`. `left` is called where the person
        leaves what has to be asked of whatever goes public.
        """


class _Sending(NamedTuple):
    """What is sent together."""

    done: str
    posts: Sequence[Post]
    refused: Sequence[Refused]
    title: str
    question: Content | None
    yes: str
    left: Callable[[], object]


class ManyVerbs(SavingFiles[Row]):
    """A list of which one item or all that are marked are deleted, given a time, tagged or copied."""

    def offers(self, each: Command) -> bool:
        """A verb is in the foot where one of what is marked may take it."""
        if self.marked and each.id in {"post.schedule", "post.slot", "post.tag"}:
            return True
        if each.id == "post.tag":
            return any(self.has_tags(item) for item in self.decided_on())
        return super().offers(each)

    def unfit(self, item: Post | Approval, done: str) -> str | None:
        """Why nothing can be sent for an item at all; None: it may be. `done`: "deleted", say."""
        reason = self.read_only(item.ref)
        if reason is not None:
            return read_only_refusal(done, item.ref.connection, reason)
        entry = self.services.outbox.of(item.ref)
        if entry is not None and entry.state.under_way:
            return under_way(entry, self.keymap)
        return self.changed_since_marked(item)

    def _unfit_post(self, item: Post | Approval, done: str) -> str | None:
        if isinstance(item, Approval) and item.kind is not ApprovalKind.POST:
            return f"is a {item.kind}, and cannot be {done}"
        return self.unfit(item, done)

    # What goes with their texts

    def each_read(
        self,
        done: str,
        cannot: Callable[[Post], str | None],
        ask: Callable[[Sequence[Post], Go], object],
        *,
        unfit: Callable[[Post | Approval], str | None] | None = None,
        items: Sequence[Post | Approval] | None = None,
    ) -> None:
        """Have the marked posts read; `ask` is given those for which `cannot` says nothing, and what is
        called with what is sent for each. They are one step. `done`: "scheduled", say. `unfit`: why nothing
        can be sent for an item at all (None: as for whatever changes it). `items`: those, and not what is
        marked.
        """
        items = self.decided_on() if items is None else items
        able, left_out = self.apart(items, unfit or (lambda item: self._unfit_post(item, done)))
        if not able:
            self.tell_refused(f"not {done}", left_out)
            return

        def then(
            _: Sequence[Post | Approval], read: Mapping[ItemRef, Post], unread: Sequence[Refused]
        ) -> object:
            refused = [*left_out, *unread]
            posts: list[Post] = []
            for item, post in [(item, read[item.ref]) for item in able if item.ref in read]:
                why = self._is_other(item, post) or cannot(post)
                if why is None:
                    posts.append(post)
                else:
                    refused.append(Refused(post, why))
            if not posts:
                self.tell_refused(f"not {done}", refused)
                return None

            def go(
                making: Making,
                *,
                title: str = "",
                question: Content | None = None,
                yes: str = "",
                left: Callable[[], object] = lambda: None,
            ) -> None:
                self._go_each(_Sending(done, posts, refused, title, question, yes, left), making)

            return ask(posts, go)

        self.with_texts(able, then)

    def _is_other(self, line: Post | Approval, read: Post) -> str | None:
        """That what was read is not what its line told: nobody has seen that."""
        try:
            self.check_line(line, read)
        except CopydeskError as error:
            return error.sentence
        return None

    def _go_each(self, sending: _Sending, making: Making) -> None:
        refused = list(sending.refused)
        going: list[Going] = []
        for post in sending.posts:
            try:
                made = making(post)
            except CopydeskError as error:
                refused.append(Refused(post, error.sentence))
                continue
            going.append((post, made))

        def sifted(broken: Mapping[ItemRef, str]) -> None:
            left, stopped = sifted_apart(going, broken)
            self._go_sifted(sending, left, [*refused, *stopped])

        self.sift([intent for _, made in going for intent in made], sifted, sending.left)

    def _go_sifted(self, sending: _Sending, going: Sequence[Going], refused: Sequence[Refused]) -> None:
        done = sending.done
        intents = [intent for _, made in going for intent in made]
        origins = [item.ref for item, made in going for _ in made]
        if intents:
            beside = self.beside_of(f"not {done}", refused)

            def go() -> None:
                if not self.go(intents, beside, origins):
                    sending.left()

            self.let_out(
                intents,
                go,
                title=sending.title or f"To be {done}: {len(going)}",
                question=sending.question,
                yes=sending.yes,
                left=sending.left,
                sifted=True,
            )
        elif refused:
            self.tell_refused(f"not {done}", refused)
        else:
            self.note(f"nothing was left to do: all are {done} like that")

    # Give a time

    def action_post_schedule(self, written: str = "") -> None:
        """Say when it goes out by itself: one time for all that are marked."""
        if not self.marked:
            super().action_post_schedule(written)
        elif not self.too_soon():

            def ask(posts: Sequence[Post], go: Go) -> None:
                self._ask_time_of_all(posts, go, written)

            self.each_read("scheduled", self.cannot_schedule, ask)

    def cannot_schedule(self, post: Post) -> str | None:
        """Why a post cannot be given a time; None: it can."""
        return self.blocked(post, post) if Verb.SCHEDULE in post.verbs else self.takes_no_time(post)

    def _ask_time_of_all(self, posts: Sequence[Post], go: Go, written: str) -> None:
        from tui.domain.intents import scheduling
        from tui.presentation.slots import after_a_yes

        def given(at: datetime) -> None:
            def making(post: Post) -> Sequence[Intent]:
                # With the text as it is shown now, where one is kept.
                return (*self.saving_first(post, post), scheduling(post, at))

            # Nor does who leaves type a time twice.
            go(making, left=lambda: self._ask_time_of_all(posts, go, self.as_typed(at)))

        said = posts[0].title if len(posts) == 1 else f"{len(posts)} posts, all at this time"
        where = ", ".join(dict.fromkeys(each.ref.connection for each in posts))
        yes = sum(each.needs_yes for each in posts)
        self.ask_time(
            said,
            where,
            posts[0].scheduled_at,
            given,
            written,
            note=after_a_yes(yes, len(posts)) if yes < len(posts) else "",
            needs_yes=yes == len(posts),
        )

    # Take back to draft

    def unpublish_marked(self) -> None:
        """Take the marked posts back to draft, in one step."""
        from tui.domain.intents import unpublishing

        def cannot(item: Post | Approval) -> str | None:
            if Verb.UNPUBLISH not in item.verbs:
                return f"cannot be taken back to draft on {item.ref.connection}"
            return self.unfit(item, "taken back to draft")

        able, refused = self.apart(self.marked_items(), cannot)
        intents = [
            unpublishing(self.known_text(item) or item) for item in able if not isinstance(item, Approval)
        ]
        if intents:
            self.go(intents, self.beside_of("not taken back", refused))
        else:
            self.tell_refused("not taken back", refused)

    # Tag

    def has_tags(self, item: Post | Approval) -> bool:
        """Whether its platform's posts have tags that can be set."""
        return any(field.name == "tags" for field in self.fields_of(item.ref.connection))

    def _cannot_tag(self, post: Post) -> str | None:
        if not self.has_tags(post):
            return f"{post.ref.connection} has no tags to set"
        if Verb.EDIT not in post.verbs:
            return f"is {post.state_word}: {post.ref.connection} takes no edits"
        if self.kept(post) is not None:
            return "has a text of yours that was not sent: its tags stand in that"
        return None

    def action_post_tag(self) -> None:
        """Add tags, take tags away, or set them."""
        if self.decided_on() and not self.too_soon():
            self.each_read("tagged", self._cannot_tag, self._ask_tags)

    def _ask_tags(self, posts: Sequence[Post], go: Callable[[Making], None]) -> None:
        from tui.domain.intents import tagging
        from tui.domain.tagging import ASKED, TagChange, listed_tags

        alone = len(posts) == 1

        def making(text: str) -> Making:
            change = TagChange.of(text)
            return lambda post: tagging(post, change.made_of(post.tags))

        def wrong(text: str) -> str | None:
            if not text and not alone:
                return "Say which: +x adds, -y takes away, a list sets."
            return TagChange.fault(text)

        asking.ask_line(
            self.app,
            "Tags" if alone else f"Tags of {len(posts)} posts",
            ASKED,
            lambda text: go(making(text)),
            text=listed_tags(posts[0].tags) if alone else "",
            check=wrong,
        )
