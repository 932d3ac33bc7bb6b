"""Notra as a platform."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from tui.domain.accounts import AccountKind
from tui.domain.approvals import MOST_LISTED, Approval, ApprovalKind
from tui.domain.connections import Capabilities
from tui.domain.errors import Conflict, Invalid, NotSupported, PlatformError
from tui.domain.generation import GenerationKind, GenerationRequest, GenerationSource, GitRequest
from tui.domain.jobs import Job
from tui.domain.posts import NewPost, Post, PostChanges, PostFilter, PostPage, PostState
from tui.domain.read_requests import ReadRequest
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import ScheduleKind
from tui.domain.verdicts import Outcome, Verb
from tui.platforms.knowing import see_known
from tui.platforms.notra.accounts import NotraAccounts
from tui.platforms.notra.client import JobWithEvents, NotraClient
from tui.platforms.notra.fields import FIELDS, sent
from tui.platforms.notra.reading import (
    CONTENT_TYPES,
    GENERATED_TYPES,
    approval_of,
    job_of,
    post_of,
    what_is_written,
)
from tui.platforms.notra.repositories import repository_names
from tui.platforms.notra.schedules import NotraSchedules
from tui.platforms.notra.wire import (
    GenerateRequest,
    PostIn,
    PostsQuery,
    PostUpdate,
    SelectedIntegrations,
    Status,
)
from tui.platforms.paging import around, page_after, page_number
from tui.platforms.setting_up import NothingToSetUp
from tui.platforms.transport import Transport, segment
from tui.platforms.wire import stated, written

CAPABILITIES = Capabilities(
    states=(PostState.DRAFT, PostState.PUBLISHED),
    content_types=CONTENT_TYPES,
    sorts=True,
    generation=GenerationKind.FROM_GIT,
    generated_types=GENERATED_TYPES,
    unpublishes=True,
    fields=FIELDS,
    accounts=(AccountKind.REPOSITORY, AccountKind.VOICE),
    schedules=ScheduleKind.RUNS,
)
STATUSES: tuple[tuple[PostState, Status], ...] = (
    (PostState.DRAFT, "draft"),
    (PostState.PUBLISHED, "published"),
)
PER_PAGE = 50
PER_APPROVALS_PAGE = 100


class NotraPlatform(NothingToSetUp):
    """One Notra connection."""

    def __init__(
        self, transport: Transport, now: Callable[[], datetime], *, organization_id: str | None = None
    ) -> None:
        """Take the way out and a clock with a zone; with an organization its addresses are used."""
        self._transport = transport
        self._client = NotraClient(transport, organization_id)
        self._now = now
        self._names: dict[str, str] | None = None
        self._accounts = NotraAccounts(transport.connection, self._client)
        self._schedules = NotraSchedules(transport.connection, self._client)

    @property
    def connection(self) -> str:
        """The connection's name."""
        return self._transport.connection

    @property
    def capabilities(self) -> Capabilities:
        """What Notra can do."""
        return CAPABILITIES

    @property
    def accounts(self) -> NotraAccounts:
        """Its integrations and brand identities."""
        return self._accounts

    @property
    def schedules(self) -> NotraSchedules:
        """When it writes by itself."""
        return self._schedules

    async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
        """A page of posts, filtered and sorted by Notra."""
        statuses = tuple(word for state, word in STATUSES if not wanted.states or state in wanted.states)
        types = tuple(sorted(wanted.content_types & frozenset(CONTENT_TYPES)))
        elsewhere = wanted.connections and self.connection not in wanted.connections
        if not statuses or elsewhere or (wanted.content_types and not types):
            return PostPage((), None, 0)
        query = PostsQuery(
            statuses=statuses,
            content_types=types,
            sort="desc" if wanted.newest_first else "asc",
            page=page_number(after),
            limit=1 if wanted.counted else PER_PAGE,
        )
        page = await self._client.list_posts(query)
        posts = tuple(post_of(self.connection, one, whole=False) for one in page.posts)
        total = page.pagination.total_items
        after_it = page_after(page.pagination.next_page, query.page)
        return PostPage(posts, after_it, total, *around(query.page, query.limit, total))

    async def post(self, id: str) -> Post:
        """One post with its body."""
        return await self._whole(await self._client.get_post(id))

    async def _whole(self, wire: PostIn) -> Post:
        # Converting a long body takes longer than a key may wait.
        return await asyncio.to_thread(post_of, self.connection, wire, whole=True)

    async def save(self, id: str, changes: PostChanges) -> Post:
        """Change title, slug and Markdown. A slug that another post has is Invalid, and says so."""
        see_known(changes, FIELDS, self.connection)
        update = written(PostUpdate, self.connection, **sent(changes))
        try:
            return await self._whole(await self._client.update_post(id, update))
        except Conflict as error:
            if not changes.slug:
                raise
            # 409 means just that (contracts/notra.md, "Authentication and errors").
            taken = {"slug": f"another post has it; {changes.slug}-2 may be free"}
            raise Invalid(
                f"{self.connection} has another post with this slug",
                fields=taken,
                request_id=error.request_id,
            ) from None

    async def create(self, new: NewPost) -> Post:
        """Notra writes its posts itself."""
        raise NotSupported(f"{self.connection} cannot make a post from a text")

    async def delete(self, id: str) -> None:
        """Remove a post for good."""
        await self._client.delete_post(id)

    async def publish(self, id: str, targets: Sequence[str] = ()) -> Outcome:
        """Set a post's status to published."""
        post = await self._client.update_post(id, PostUpdate(status="published"))
        return Outcome("published", post.html_url)

    async def unpublish(self, id: str) -> Post:
        """Set a post's status to draft."""
        return await self._whole(await self._client.update_post(id, PostUpdate(status="draft")))

    async def approvals(self) -> tuple[Approval, ...]:
        """All drafts, newest first; 500 at most."""
        found: dict[str, Approval] = {}
        page: int | None = 1
        while page is not None and len(found) < MOST_LISTED:
            wanted = PostsQuery(statuses=("draft",), page=page, limit=PER_APPROVALS_PAGE)
            answer = await self._client.list_posts(wanted)
            known = len(found)
            found.update((one.id, approval_of(self.connection, one)) for one in answer.posts)
            after = page_after(answer.pagination.next_page, page)
            # A platform that promises pages without end, and nothing new on them, is believed once.
            page = page_number(after) if after and len(found) > known else None
        return tuple(found.values())[:MOST_LISTED]

    async def approval(self, ref: ItemRef, kind: ApprovalKind) -> Approval | None:
        """A post as it waits now; None once it is no draft any more."""
        found = stated(self.connection, await self._client.get_post(ref.id))
        return approval_of(self.connection, found) if found.status == "draft" else None

    async def waiting_texts(self) -> tuple[Approval, ...]:
        """None: its drafts are posts."""
        return ()

    async def approve(
        self, approval: Approval, text: str | None = None, *, read: Post | Approval | None = None
    ) -> Outcome:
        """Publish a draft; with `text` in place of its Markdown."""
        if Verb.APPROVE not in approval.verbs:
            raise Conflict(f"{self.connection}'s draft is of a kind that Copydesk does not know")
        given = {} if text is None else {"markdown": text}
        update = written(PostUpdate, self.connection, status="published", **given)
        post = await self._client.update_post(approval.ref.id, update)
        return Outcome("published", post.html_url)

    async def generate(self, request: GenerationRequest) -> Job:
        """Queue a generation from git activity."""
        if not isinstance(request, GitRequest):
            raise NotSupported(f"{self.connection} writes from git activity, not from a topic")
        fields: dict[str, object] = {
            "content_type": request.content_type,
            "lookback_window": request.lookback,
        }
        if request.source_ids:
            fields["integrations"] = written(SelectedIntegrations, self.connection, github=request.source_ids)
        job = await self._client.generate(written(GenerateRequest, self.connection, **fields))
        found = job_of(self.connection, JobWithEvents(job), self._names or {}, self._now())
        if not request.source_names:
            return found
        what = what_is_written(request.content_type, request.lookback, request.source_names)
        return replace(found, what=what)

    async def job(self, id: str) -> Job:
        """How a generation stands, with its steps."""
        found = await self._client.job(id)
        names = await self._repository_names() if found.job.repository_ids else {}
        return job_of(self.connection, found, names, self._now())

    async def generation_sources(self) -> tuple[GenerationSource, ...]:
        """The repositories that are connected."""
        found = await self._client.integrations()
        sources = tuple(GenerationSource(id, name) for id, name in repository_names(found.github).items())
        self._names = {source.id: source.name for source in sources}
        return sources

    def read_request(self, ref: ItemRef) -> ReadRequest:
        """The reading of one post, draft or published, or of one brand identity; integrations and schedules
        stand in lists alone.
        """
        match ref.kind:
            case ItemKind.VOICE:
                url = self._transport.address(f"/v1/brand-identities/{segment(ref.id)}")
            case ItemKind.REPOSITORY:
                url = self._transport.address("/v1/integrations")
            case ItemKind.SCHEDULE:
                url = self._transport.address("/v1/schedules")
            case _:
                url = self._client.post_address(ref.id)
        return ReadRequest(url, "Authorization", "Bearer ")

    async def close(self) -> None:
        """Let go of the connection."""
        await self._transport.close()

    async def _repository_names(self) -> dict[str, str]:
        """What repositories are called; asked for once, and none where that fails: a job is told
        without them then.
        """
        if self._names is None:
            self._names = {}
            try:
                await self.generation_sources()
            except PlatformError:
                self._names = {}
        return self._names
