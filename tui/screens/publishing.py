"""Letting a post of the list go public, and taking it back."""

from __future__ import annotations

from textual import work
from textual.content import Content

from tui.commands import command
from tui.domain.approvals import Approval
from tui.domain.errors import CopydeskError
from tui.domain.posts import Post
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.presentation.bars import Tone
from tui.presentation.facts import consequence_line
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.messages import PostsChanged
from tui.screens.post_verbs import PostVerbs


class Publishing(PostVerbs[Post]):
    """A list of posts that can be published and taken back, as far as each one's platform does that."""

    @property
    def current(self) -> Post | None:
        """The post under the cursor."""
        raise NotImplementedError

    def waiting(self, post: Post) -> Approval | None:
        """The approval that a post waits for, with what approving it will do."""
        return next(
            (each for part in self.services.inbox.parts for each in part.approvals if each.ref == post.ref),
            None,
        )

    def _publishing(self, post: Post) -> Consequence:
        """What publishing does where the inbox does not hold the post: at worst."""
        name = post.ref.connection
        can = self.services.hub.capabilities(name)
        if can is not None and can.unpublishes:
            return Consequence(f"publishes on {name}; can be taken back to draft afterwards", Gravity.PUBLIC)
        return Consequence(f"publishes NOW on {name}, to all of its sites; cannot be undone", Gravity.FINAL)

    def consequence(self) -> Content:
        """What the deciding key would do to the post under the cursor."""
        post = self.current
        if post is None:
            return Content("")
        waiting = self.waiting(post)
        if waiting is not None and waiting.ready:
            return consequence_line(command("verdict.approve").shown_key, waiting.consequence)
        if Verb.PUBLISH in post.verbs:
            return consequence_line(command("verdict.approve").shown_key, self._publishing(post))
        if Verb.UNPUBLISH in post.verbs:
            will = Consequence(f"takes it back to draft on {post.ref.connection}")
            return consequence_line(command("verdict.unpublish").shown_key, will)
        return Content("")

    def action_verdict_approve(self) -> None:
        """Publish the post; always after a question, since the list shows only its title."""
        post = self.current
        if post is None or self.too_soon():
            return
        waiting = self.waiting(post)
        if waiting is None and Verb.PUBLISH not in post.verbs:
            self.note(f"{post.title} is {post.state_word}: it cannot be published from here", Tone.BAD)
            return
        will = waiting.consequence if waiting else self._publishing(post)
        question = Content(f"{plain(post.title, 60)}\n{plain(will.text)}")
        asking.confirm(self.app, "Publish?", question, "publish it", lambda: self._publish(post, waiting))

    @work(group="verdicts", exit_on_error=False)
    async def _publish(self, post: Post, waiting: Approval | None) -> None:
        self.note(f"publishing: {post.title}")
        try:
            if waiting is not None:
                outcome = await self.services.inbox.approve(waiting)
            else:
                outcome = await self.services.posts.publish(post.ref)
        except CopydeskError as error:
            self.note(f"not published: {post.title}: {error.sentence}", Tone.BAD)
            return
        self.note(f"{post.title}: {outcome.text}", Tone.GOOD)
        self.app.post_message(PostsChanged(post.ref.connection))

    @work(group="verdicts", exit_on_error=False)
    async def action_verdict_unpublish(self) -> None:
        """Take a published post back to draft."""
        post = self.current
        if post is None or self.too_soon():
            return
        if Verb.UNPUBLISH not in post.verbs:
            self.note(f"{post.title} cannot be taken back to draft on {post.ref.connection}", Tone.BAD)
            return
        try:
            await self.services.posts.unpublish(post.ref)
        except CopydeskError as error:
            self.note(f"not taken back: {post.title}: {error.sentence}", Tone.BAD)
            return
        self.note(f"a draft again: {post.title}", Tone.GOOD)
        self.app.post_message(PostsChanged(post.ref.connection))
