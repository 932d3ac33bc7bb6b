"""Social posts for published posts: proposed on a platform that writes them, and followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from tui.commands import Command
from tui.domain.posts import Post, PostState
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.forms_left import FormPlace
from tui.screens.messages import OpenPost
from tui.screens.publishing import Publishing

if TYPE_CHECKING:
    from tui.domain.forms import Values
    from tui.domain.jobs import Job

_PROPOSE = "propose "


class Proposing(Publishing):
    """A list of posts for which social posts can be proposed."""

    def offers(self, each: Command) -> bool:
        """Social posts are in the foot where the post is out and a connection proposes some."""
        if each.id == "post.propose":
            post = self.current
            out = post is not None and post.state is PostState.PUBLISHED
            return out and bool(self.services.stories.takers())
        return super().offers(each)

    def action_post_propose(self, to: str = "") -> None:
        """Show what came of the post, or have social posts proposed for it; `to`: on which connection."""
        post = self.current
        if post is None:
            return
        if post.state is not PostState.PUBLISHED:
            self.note(f"social posts are for what is published: {post.title} is {post.state_word}", Tone.BAD)
            return
        able = self.services.stories.takers()
        if to and to not in able:
            known = ", ".join(able) or "none does"
            self.note(f"{to} proposes no social posts: {known}", Tone.BAD)
        elif to:
            self._fill_in_story(post, to)
        else:
            self._show_story(post, able)

    def _show_story(self, post: Post, able: list[str]) -> None:
        from tui.presentation.stories import part_line

        contents = self.services.stories.contents(post.ref)
        options: list[tuple[str, Content]] = []
        opens: dict[str, ItemRef] = {}
        over: dict[str, str] = {}
        for content in contents:
            for part in self.services.stories.parts(content):
                opens[str(part.ref)] = part.ref
                options.append((str(part.ref), part_line(part, self.now, ascii=self.ascii)))
                if not part.state.waits:
                    over[str(part.ref)] = f"{part.title}: {part.state}; {content.connection} shows it no more"
            if content != post.ref:
                opens[str(content)] = content
                where = plain(content.connection, 24)
                options.append((str(content), Content(f"the text that {where} planned with them")))
        for name in able:
            # Its own connection proposes for it without being asked.
            if name != post.ref.connection:
                some = "more" if any(each.connection == name for each in contents) else "some"
                options.append((f"{_PROPOSE}{name}", Content(f"have {some} proposed on {plain(name, 24)} …")))
        if not options:
            name = post.ref.connection
            if name in able:
                self.note(f"no social posts of it are known: those that {name} proposes come into the inbox")
            else:
                self.note("No connection that is up proposes social posts", Tone.BAD)
        elif len(options) == 1 and options[0][0].startswith(_PROPOSE):
            self._fill_in_story(post, options[0][0].removeprefix(_PROPOSE))
        else:
            title = f"Social posts of {plain(post.title, 40)}"
            asking.choose(self.app, title, options, lambda id: self._chosen_part(post, id, opens, over))

    def _chosen_part(
        self, post: Post, id: str, opens: Mapping[str, ItemRef], over: Mapping[str, str]
    ) -> None:
        if id in over:
            self.note(over[id])
        elif id in opens:
            self.app.post_message(OpenPost(opens[id]))
        else:
            self._fill_in_story(post, id.removeprefix(_PROPOSE))

    def _fill_in_story(self, post: Post, to: str) -> None:
        from tui.domain.stories import FORM, filled

        async def save(values: Values) -> Job:
            return await self.services.stories.propose(post, to, values)

        title = f"Social posts on {plain(to, 24)}"
        read = self.known or post
        address = self.services.landing.seen_at(read)
        asking.fill_in(
            self.app,
            FORM,
            filled(read, address),
            title=title,
            new=True,
            save=save,
            then=lambda job: self._asked(job),
            place=FormPlace(self.context.forms_left, to, ("propose", post.ref)),
        )

    def _asked(self, job: Job) -> None:
        key = self.key("post.propose")
        where = f"its topics come into the inbox · {key} shows what came of it"
        self.note(f"{job.ref.connection} plans it, with a text of its own: {where}", Tone.GOOD)
