"""Repostra as a platform."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from tui.domain.accounts import AccountKind
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.connections import Capabilities
from tui.domain.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PlatformError,
)
from tui.domain.generation import GenerationKind, GenerationRequest, GenerationSource, TopicRequest
from tui.domain.jobs import Job
from tui.domain.posts import NewPost, Post, PostChanges, PostFilter, PostPage, PostState
from tui.domain.read_requests import ReadRequest
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import ScheduleKind
from tui.domain.verdicts import Consequence, Gravity, Outcome
from tui.platforms.bodies.editorjs import from_markdown, from_raw_body, to_markdown
from tui.platforms.knowing import see_known
from tui.platforms.paging import around, page_after, page_number
from tui.platforms.repostra.accounts import RepostraAccounts
from tui.platforms.repostra.client import RepostraClient
from tui.platforms.repostra.consequences import BY_HAND, of_blog, outcome_of
from tui.platforms.repostra.fields import FIELDS, sent
from tui.platforms.repostra.reading import UNWRITTEN, job_of, post_of
from tui.platforms.repostra.schedules import RepostraSchedules
from tui.platforms.repostra.waiting import Waiting
from tui.platforms.repostra.wire import (
    BlogApproval,
    ContentIn,
    ContentQuery,
    ContentUpdate,
    NewContent,
    TextApproval,
    TopicApproval,
)
from tui.platforms.setting_up import NothingToSetUp
from tui.platforms.transport import Transport
from tui.platforms.wire import as_int, written

CAPABILITIES = Capabilities(
    states=(
        PostState.PLANNED,
        PostState.GENERATING,
        PostState.DRAFT,
        PostState.SCHEDULED,
        PostState.PUBLISHED,
        PostState.FAILED,
    ),
    generation=GenerationKind.FROM_BRIEF,
    creates=True,
    writes_over=True,
    fields=FIELDS,
    accounts=(AccountKind.ACCOUNT,),
    schedules=ScheduleKind.SLOTS,
    stories=True,
)
PER_PAGE = 100
MOST_PAGES_AT_ONCE = 3
"""Pages read for one page of a filter that Repostra cannot apply: 60 requests a minute are all there are."""


class RepostraPlatform(NothingToSetUp):
    """One Repostra connection."""

    def __init__(
        self,
        transport: Transport,
        now: Callable[[], datetime],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the way out and a clock with a zone; `monotonic` (seconds) times what is remembered."""
        self._transport = transport
        self._client = RepostraClient(transport)
        self._now = now
        self._waiting = Waiting(transport.connection, self._client, monotonic)
        self._accounts = RepostraAccounts(transport.connection, self._client, self._waiting.forget_sites)
        self._schedules = RepostraSchedules(transport.connection, self._client)

    @property
    def connection(self) -> str:
        """The connection's name."""
        return self._transport.connection

    @property
    def capabilities(self) -> Capabilities:
        """What Repostra can do."""
        return CAPABILITIES

    @property
    def accounts(self) -> RepostraAccounts:
        """Its social accounts and websites."""
        return self._accounts

    @property
    def schedules(self) -> RepostraSchedules:
        """Its weekly slots."""
        return self._schedules

    async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
        """A page of posts. Repostra filters by one status; several are asked for as all, in its own
        order, and filtered here: then the total is not known (peers R14).
        """
        elsewhere = wanted.connections and self.connection not in wanted.connections
        if elsewhere or (wanted.content_types and "post" not in wanted.content_types):
            return PostPage((), None, 0)
        states = [state for state in CAPABILITIES.states if state in wanted.states]
        alone = str(states[0]) if len(wanted.states) == len(states) == 1 else None
        filtered_here = bool(wanted.states) and alone is None
        found: list[Post] = []
        for _ in range(MOST_PAGES_AT_ONCE):
            query = written(
                ContentQuery,
                self.connection,
                status=alone,
                per_page=1 if wanted.counted and not filtered_here else PER_PAGE,
                page=page_number(after),
            )
            page = await self._client.list_content(query)
            posts = (post_of(self.connection, one, whole=False) for one in page.contents)
            found.extend(post for post in posts if not filtered_here or wanted.takes(post))
            last = page.meta.last_page
            after = page_after(query.page + 1, query.page) if last is not None and query.page < last else None
            if found or after is None:
                break
        total = None if filtered_here else page.meta.total
        return PostPage(tuple(found), after, total, *around(query.page, PER_PAGE, total))

    async def post(self, id: str) -> Post:
        """One post with its body."""
        return await self._whole(await self._client.get_content(self._id(id)))

    async def _whole(self, wire: ContentIn) -> Post:
        # Converting a long body takes longer than a key may wait.
        return await asyncio.to_thread(post_of, self.connection, wire, whole=True)

    async def save(self, id: str, changes: PostChanges) -> Post:
        """Change fields and body. The body is read first, so that what was not edited stays as it is
        there. Raises NotSupported where its Markdown does not tell all of it, and Invalid for a raw body
        that is no EditorJS document.
        """
        number = self._id(id)
        see_known(changes, FIELDS, self.connection, self._now())
        fields = sent(changes)
        if changes.markdown is not None or changes.raw is not None:
            fields["content"] = await self._body(number, changes)
        update = written(ContentUpdate, self.connection, **fields)
        return await self._whole(await self._client.update_content(number, update))

    async def _body(self, number: int, changes: PostChanges) -> str:
        original = (await self._client.get_content(number)).content
        if changes.raw is not None:
            return await asyncio.to_thread(from_raw_body, changes.raw, original)
        locked = (await asyncio.to_thread(to_markdown, original)).locked
        if locked is not None:
            raise NotSupported(
                f"The text cannot be changed as Markdown: {locked}", advice="Edit the raw body."
            )
        return await asyncio.to_thread(from_markdown, changes.markdown or "", original)

    async def create(self, new: NewPost) -> Post:
        """Plan a post and give it its text. Repostra writes one of its own for whatever is planned, and may
        put that over this (contracts/repostra.md, "Content"). Where the text is refused, nothing stays
        planned.
        """
        given = {"title": new.title, "description": new.excerpt, "keyword": new.keyword}
        wanted = written(
            NewContent, self.connection, **{name: value for name, value in given.items() if value}
        )
        body = await asyncio.to_thread(from_markdown, new.markdown, None)
        update = written(ContentUpdate, self.connection, content=body)
        planned = await self._client.create_content(wanted)
        try:
            return await self._whole(await self._client.update_content(planned.id, update))
        except OutcomeUnknown:
            raise
        except PlatformError:
            with suppress(PlatformError):
                await self._client.delete_content(planned.id)
            raise

    async def delete(self, id: str) -> None:
        """Remove a post."""
        await self._client.delete_content(self._id(id))

    async def publish(self, id: str, targets: Sequence[str] = ()) -> Outcome:
        """Approve a post; what became of it is read back."""
        number = self._id(id)
        await self._client.approve_content(number)
        return await self._outcome(number)

    async def unpublish(self, id: str) -> Post:
        """Repostra takes nothing back."""
        raise NotSupported(f"{self.connection} cannot take a post back")

    async def approvals(self) -> tuple[Approval, ...]:
        """Blog posts, topics and social texts that wait, what is not ready yet included."""
        return await self._waiting.all()

    async def approval(self, ref: ItemRef, kind: ApprovalKind) -> Approval | None:
        """What waits under that name now. A topic whose text is being written waits no more as a topic.
        A blog post counts as ready: whether it has a text is for whoever reads it.
        """
        return await self._waiting.one(ref, kind)

    async def waiting_texts(self) -> tuple[Approval, ...]:
        """The topics and social texts that wait now."""
        return await self._waiting.texts()

    async def approve(
        self, approval: Approval, text: str | None = None, *, read: Post | Approval | None = None
    ) -> Outcome:
        """Say yes to a blog post, a topic or a social text; the latter two as edited in `text`. Raises
        Conflict, and does not say it, where it would now reach further than `approval` tells.
        """
        if not approval.ready:
            raise Conflict(
                f"{self.connection} is still writing it", advice="It can be approved once it is ready."
            )
        number = self._id(approval.ref.id)
        words = text if text is not None else approval.text
        match approval.kind:
            case ApprovalKind.POST:
                return await self._approve_blog(approval, number, text, read)
            case ApprovalKind.TOPIC:
                topic = written(TopicApproval, self.connection, topic=words or approval.title)
                await self._client.approve_topic(number, topic)
                return Outcome("is being written; its text comes back here for your yes")
            case ApprovalKind.TEXT:
                if not words or not words.strip():
                    raise Invalid(f"The text for {self.connection} is empty")
                await self._see_text_is_as_told(approval, read)
                await self._client.approve_text(number, TextApproval(content=words))
                if approval.state_word == BY_HAND:
                    return Outcome("marked as published; post it by hand")
                return Outcome(approval.consequence.text)

    async def _approve_blog(
        self, approval: Approval, number: int, text: str | None, read: Post | Approval | None
    ) -> Outcome:
        if text is not None:
            await self.save(str(number), PostChanges(markdown=text))
        post = read if isinstance(read, Post) and text is None else await self.post(str(number))
        if post.state_word in UNWRITTEN or not (post.markdown and post.markdown.strip()):
            raise Conflict(f"{self.connection} has no text for it yet", advice="It can be approved then.")
        # Where the worst was told because nothing was known, there is nothing to compare: a request less.
        if approval.targets or approval.consequence.gravity is not Gravity.FINAL:
            self._see_goes_where_it_was_told(approval, await self._waiting.read_sites(), post.scheduled_at)
        await self._client.approve_blog(number, BlogApproval())
        return await self._outcome(number)

    async def _see_text_is_as_told(self, approval: Approval, read: Post | Approval | None) -> None:
        # Only what a person posts by hand can become graver: any other text goes public, and no text more.
        if approval.consequence.gravity is not Gravity.UNDOABLE:
            return
        now = read if isinstance(read, Approval) else await self.approval(approval.ref, ApprovalKind.TEXT)
        if now is None:
            raise Conflict(f"{self.connection} does not wait for a yes to it any more")
        self._see_as_told(approval, now.consequence)

    def _see_goes_where_it_was_told(
        self, approval: Approval, sites: tuple[str, ...], scheduled_at: datetime | None
    ) -> None:
        now = of_blog(scheduled_at, sites)
        if approval.targets and not set(sites) <= set(approval.targets):
            now = replace(now, gravity=Gravity.FINAL)
            approval = replace(approval, consequence=replace(approval.consequence, gravity=Gravity.PUBLIC))
        self._see_as_told(approval, now)

    def _see_as_told(self, approval: Approval, now: Consequence) -> None:
        if now.graver_than(approval.consequence):
            raise Conflict(
                f"{self.connection} has changed: with a yes it {now.text}",
                advice="Press r and decide again.",
            )

    async def _outcome(self, number: int) -> Outcome:
        """What a yes led to. It has been said: that it cannot be read back is no failure."""
        try:
            return outcome_of(await self._client.get_content(number))
        except PlatformError:
            return Outcome("approved; what became of it could not be read")

    async def generate(self, request: GenerationRequest) -> Job:
        """Plan a post that Repostra will write; the job's id is the post's."""
        if not isinstance(request, TopicRequest):
            raise NotSupported(f"{self.connection} writes from a topic, not from git activity")
        fields = {
            "title": request.topic,
            "description": request.description,
            "keyword": request.keywords[0] if request.keywords else None,
        }
        given = {name: value for name, value in fields.items() if value}
        content = await self._client.create_content(written(NewContent, self.connection, **given))
        return job_of(self.connection, content, self._now())

    async def job(self, id: str) -> Job:
        """How the writing of a post stands."""
        return job_of(self.connection, await self._client.get_content(self._id(id)), self._now())

    async def generation_sources(self) -> tuple[GenerationSource, ...]:
        """None: a topic is for the whole brand."""
        return ()

    def read_request(self, ref: ItemRef) -> ReadRequest:
        """The reading of one content or account; what else there is stands in a list alone (peers R2)."""
        match ref.kind:
            case ItemKind.SOCIAL:
                path = "/approvals"
            case ItemKind.SCHEDULE:
                path = "/posting-schedules"
            case ItemKind.ACCOUNT:
                path = f"/social-accounts/{self._id(ref.id)}"
            case _:
                path = f"/content/{self._id(ref.id)}"
        return ReadRequest(self._transport.address(path), "X-API-Key")

    async def close(self) -> None:
        """Let go of the connection."""
        await self._transport.close()

    def _id(self, id: str) -> int:
        return as_int(id, lambda: NotFound(f"{self.connection} has nothing with such an id"))
