"""Blogree as a platform."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tui.domain.accounts import AccountKind
from tui.domain.approvals import MOST_LISTED, Approval, ApprovalKind
from tui.domain.connections import Capabilities
from tui.domain.errors import Conflict, Invalid, NotFound, NotSupported
from tui.domain.generation import GenerationKind, GenerationRequest, GenerationSource, TopicRequest
from tui.domain.jobs import Job
from tui.domain.posts import NewPost, Post, PostChanges, PostFilter, PostPage, PostState
from tui.domain.read_requests import ReadRequest
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Outcome
from tui.platforms.blogree.body import changed
from tui.platforms.blogree.client import BlogreeClient
from tui.platforms.blogree.fields import FIELDS, sent
from tui.platforms.blogree.reading import STATES, active, approval_of, forms_of, job_of, named, post_of
from tui.platforms.blogree.sites import BlogreeAccounts, BlogreeSites, KnownSites
from tui.platforms.blogree.wire import (
    BodyOut,
    GenerateOut,
    JobIn,
    NewPostOut,
    PostIn,
    PostsQuery,
    PostUpdate,
    PublishOut,
    SiteIn,
)
from tui.platforms.bodies.markdown_read import to_html
from tui.platforms.knowing import see_known
from tui.platforms.paging import around, page_after, page_number
from tui.platforms.setting_up import NothingToSetUp
from tui.platforms.transport import Transport
from tui.platforms.wire import stated, written

logger = logging.getLogger("copydesk.blogree")

CAPABILITIES = Capabilities(
    states=tuple(STATES.values()),
    searches=True,
    tags=True,
    generation=GenerationKind.FROM_TOPIC,
    creates=True,
    fields=FIELDS,
    sites=True,
    accounts=(AccountKind.SITE,),
)
MOST_PAGES_AT_ONCE = 3
"""Pages read for one page of a filter that Blogree cannot apply."""
PER_PAGE = 50
PER_APPROVALS_PAGE = 100
MOST_POLL_URLS = 200


class BlogreePlatform(NothingToSetUp):
    """One Blogree connection."""

    def __init__(
        self,
        transport: Transport,
        now: Callable[[], datetime],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the way out and a clock with a zone; `monotonic` (seconds) times what is remembered."""
        self._transport = transport
        self._client = BlogreeClient(transport)
        self._now = now
        self._known = KnownSites(self._client, monotonic)
        self._poll_urls: dict[str, str | None] = {}

    @property
    def connection(self) -> str:
        """The connection's name."""
        return self._transport.connection

    @property
    def capabilities(self) -> Capabilities:
        """What Blogree can do."""
        return CAPABILITIES

    @property
    def accounts(self) -> BlogreeAccounts:
        """Its sites, to be set up."""
        return BlogreeAccounts(self.connection, self._client, self._known)

    @property
    def sites(self) -> BlogreeSites:
        """Its sites, to be published to."""
        return BlogreeSites(self.connection, self._client, self._known)

    async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
        """A page of posts. Blogree filters by one status and one tag; several are asked for as all and
        filtered here: then the total is not known. Its search looks into title and body.
        """
        elsewhere = wanted.connections and self.connection not in wanted.connections
        if elsewhere or (wanted.content_types and "post" not in wanted.content_types):
            return PostPage((), None, 0)
        words = [word for word, state in STATES.items() if state in wanted.states]
        alone = words[0] if len(wanted.states) == len(words) == 1 else None
        tag = next(iter(wanted.tags)) if len(wanted.tags) == 1 else None
        filtered_here = (bool(wanted.states) and alone is None) or len(wanted.tags) > 1
        # What Blogree found it found: how it compares words and tags is its own matter.
        ours = replace(wanted, search="", tags=frozenset() if tag else wanted.tags)
        found: list[Post] = []
        for _ in range(MOST_PAGES_AT_ONCE):
            query = written(
                PostsQuery,
                self.connection,
                status=alone,
                page=page_number(after),
                limit=1 if wanted.counted and not filtered_here else PER_PAGE,
                search=wanted.search or None,
                tag=tag,
            )
            page = await self._client.list_posts(query)
            posts = (post_of(self.connection, one, {}, whole=False) for one in page.posts)
            found.extend(post for post in posts if not filtered_here or ours.takes(post))
            after = _after(page.pagination.pages, query.page)
            if found or after is None:
                break
        total = None if filtered_here else page.pagination.total
        return PostPage(tuple(found), after, total, *around(query.page, PER_PAGE, total))

    async def post(self, id: str) -> Post:
        """One post with its body and its deliveries."""
        return await self._whole(await self._client.get_post(id))

    async def _whole(self, wire: PostIn) -> Post:
        names = await self._known.names() if wire.deliveries else {}
        # Converting a long body takes longer than a key may wait.
        return await asyncio.to_thread(post_of, self.connection, wire, names, whole=True)

    async def save(self, id: str, changes: PostChanges) -> Post:
        """Change fields and body. The body is read first, so that what was not edited stays as it is there,
        in every form that it has (peers B7). Raises Conflict where a time that was to be taken away is
        still there, NotSupported where the Markdown does not tell all of the body, and Invalid for a raw
        body that is none.
        """
        see_known(changes, FIELDS, self.connection, self._now())
        fields = sent(self.connection, changes)
        body: dict[str, Any] = {}
        if changes.markdown is not None or changes.raw is not None:
            forms = forms_of(await self._client.get_post(id))
            body = await asyncio.to_thread(changed, forms, changes)
            fields["body"] = written(BodyOut, self.connection, **body)
        update = written(PostUpdate, self.connection, **fields)
        saved = await self._client.update_post(id, update)
        if changes.unscheduled and STATES.get(saved.status) is PostState.SCHEDULED:
            # Whether it can be done at all is not documented (peers 4.5).
            raise Conflict(f"{self.connection} keeps it scheduled", advice="Take its time away on Blogree.")
        if forms_of(saved).tiptap != body.get("json", forms_of(saved).tiptap):
            # Where it says other words than the rest now, the post that is handed back says so.
            logger.warning("%s keeps another Tiptap form of %s than it was sent", self.connection, id)
        return await self._whole(saved)

    async def create(self, new: NewPost) -> Post:
        """Make a draft."""
        html = await asyncio.to_thread(to_html, new.markdown)
        body = BodyOut(html=html, markdown=new.markdown)
        draft = written(
            NewPostOut,
            self.connection,
            title=new.title,
            body=body,
            tags=new.tags,
            **({"excerpt": new.excerpt} if new.excerpt else {}),
        )
        return await self._whole(await self._client.create_post(draft))

    async def delete(self, id: str) -> None:
        """Remove a post; the sites that have it keep their copies."""
        await self._client.delete_post(id)

    async def publish(self, id: str, targets: Sequence[str] = ()) -> Outcome:
        """Deliver a post to these sites; to all that are active now, each named, where none is given."""
        if targets:
            return await self._published(id, tuple(dict.fromkeys(targets)), await self._known.known() or ())
        sites = active(await self._known.read())
        return await self._published(id, tuple(site.id for site in sites), sites)

    async def _published(self, id: str, targets: tuple[str, ...], sites: Sequence[SiteIn]) -> Outcome:
        if not targets:
            raise Conflict(f"{self.connection} has no active site to publish to", advice="Connect one there.")
        wanted = written(PublishOut, self.connection, site_ids=targets)
        try:
            told = await self._client.publish_post(id, wanted)
        except (Invalid, NotFound) as error:
            raise await self._known.refusal(self.connection, targets, error) from error
        known = {site.id: site for site in sites}
        # Where it names none it does not tell.
        begun = {one.site_id for one in told.dispatched_to} & set(targets) or set(targets)
        sent, left = (
            [known.get(one) or SiteIn(id=one) for one in targets if (one in begun) is on_its_way]
            for on_its_way in (True, False)
        )
        besides = f", but not to {named(left)}: {self.connection} does not name it" if left else ""
        return Outcome(f"on its way to {named(sent)}{besides}")

    async def unpublish(self, id: str) -> Post:
        """Blogree takes nothing back."""
        raise NotSupported(f"{self.connection} cannot take a post back")

    async def approvals(self) -> tuple[Approval, ...]:
        """All drafts; 500 at most."""
        found: dict[str, PostIn] = {}
        page: int | None = 1
        while page is not None and len(found) < MOST_LISTED:
            wanted = PostsQuery(status="draft", page=page, limit=PER_APPROVALS_PAGE)
            answer = await self._client.list_posts(wanted)
            known = len(found)
            found.update((one.id, one) for one in answer.posts)
            after = _after(answer.pagination.pages, page)
            # A platform that promises pages without end, and nothing new on them, is believed once.
            page = page_number(after) if after and len(found) > known else None
        sites = await self._known.known() if found else ()
        usable = active(sites) if sites is not None else None
        drafts = list(found.values())[:MOST_LISTED]
        return tuple(approval_of(self.connection, one, usable) for one in drafts)

    async def approval(self, ref: ItemRef, kind: ApprovalKind) -> Approval | None:
        """A post as it waits now; None once it is no draft any more."""
        found = stated(self.connection, await self._client.get_post(ref.id))
        if STATES.get(found.status) is not PostState.DRAFT:
            return None
        sites = await self._known.known()
        return approval_of(self.connection, found, active(sites) if sites is not None else None)

    async def waiting_texts(self) -> tuple[Approval, ...]:
        """None: its drafts are posts."""
        return ()

    async def approve(
        self, approval: Approval, text: str | None = None, *, read: Post | Approval | None = None
    ) -> Outcome:
        """Deliver a draft to the sites that its consequence names, and to no others."""
        if text is not None:
            await self.save(approval.ref.id, PostChanges(markdown=text))
        return await self._published(approval.ref.id, approval.targets, self._known.latest or ())

    async def generate(self, request: GenerationRequest) -> Job:
        """Queue a generation from a topic."""
        if not isinstance(request, TopicRequest):
            raise NotSupported(f"{self.connection} writes from a topic, not from git activity")
        fields = {
            "topic": request.topic,
            "site_id": request.site_id,
            "length": request.length,
            "tone": request.tone,
            "include_faq": request.include_faq,
            "target_keywords": request.keywords or None,
        }
        given = {name: value for name, value in fields.items() if value is not None}
        queued = await self._client.generate(written(GenerateOut, self.connection, **given))
        self._poll_urls[queued.job_id] = queued.poll_url
        while len(self._poll_urls) > MOST_POLL_URLS:
            del self._poll_urls[next(iter(self._poll_urls))]
        job = job_of(self.connection, queued.job_id, JobIn(status=queued.status), self._now())
        what = " · ".join(part for part in ("post", request.length, request.topic) if part)
        return replace(job, what=what, estimated_seconds=queued.estimated_seconds)

    async def job(self, id: str) -> Job:
        """How a generation stands."""
        return job_of(self.connection, id, await self._client.poll(id, self._poll_urls.get(id)), self._now())

    async def generation_sources(self) -> tuple[GenerationSource, ...]:
        """The active sites: a text is made to fit one."""
        sites = active(await self._known.read())
        return tuple(GenerationSource(site.id, site.name or site.id) for site in sites)

    def read_request(self, ref: ItemRef) -> ReadRequest:
        """The reading of one post."""
        return ReadRequest(self._client.post_address(ref.id), "Authorization", "Bearer ")

    async def close(self) -> None:
        """Let go of the connection."""
        await self._transport.close()


def _after(pages: int | None, page: int) -> str | None:
    return page_after(page + 1, page) if pages is not None and page < pages else None
