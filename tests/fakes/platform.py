"""A platform in memory that fulfils `tui.domain.ports.Platform` and does as it is told."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from tests.fakes.items import NOON, a_job
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.connections import Capabilities
from tui.domain.errors import CopydeskError, NotFound, NotSupported
from tui.domain.generation import GenerationKind, GenerationRequest, GenerationSource, GitRequest
from tui.domain.jobs import Job, JobState
from tui.domain.ports import Accounts, Platform, Schedules, Sites
from tui.domain.posts import NewPost, Post, PostChanges, PostFilter, PostPage, PostState
from tui.domain.read_requests import ReadRequest
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Outcome, Verb

CAPABLE = Capabilities(
    states=(PostState.DRAFT, PostState.PUBLISHED),
    content_types=("changelog", "blog_post"),
    sorts=True,
    generation=GenerationKind.FROM_GIT,
    generated_types=("changelog", "blog_post"),
    creates=True,
    unpublishes=True,
)


@dataclass(frozen=True)
class Call:
    """One call that the platform got."""

    method: str
    args: tuple[object, ...] = ()


@dataclass
class FakePlatform:
    """Posts, approvals and jobs in memory.

    `posts` that only counts is the method "count" to these:
    `fail(method, error)` makes a method raise, `hold(method)` makes it wait (before it does anything),
    `script(id, …)` says what each look at a job finds; `calls` tells what was asked.
    """

    connection: str = "acme"
    capabilities: Capabilities = CAPABLE
    page_size: int = 20
    tells_total: bool = True
    reads_backwards: bool = True
    calls: list[Call] = field(default_factory=list)
    closed: bool = False
    accounts: Accounts | None = None
    schedules: Schedules | None = None
    sites: Sites | None = None

    def __post_init__(self) -> None:
        self.posts_by_id: dict[str, Post] = {}
        self.waiting: list[Approval] = []
        self.sources: tuple[GenerationSource, ...] = (GenerationSource("repo-1", "acme/api"),)
        self.queued: deque[Job] = deque()
        """What the next `generate` calls give; empty: a new job each."""
        self._scripts: dict[str, deque[Job | Exception]] = {}
        self._errors: dict[str, tuple[Exception, int | None]] = {}
        self._gates: dict[str, asyncio.Event] = {}
        self._made = 0

    # What a test tells it

    def with_posts(self, *posts: Post) -> FakePlatform:
        """Add posts, in the platform's own order of lists: asked for the oldest first it turns it round."""
        self.posts_by_id |= {post.ref.id: post for post in posts}
        return self

    def with_approvals(self, *approvals: Approval) -> FakePlatform:
        """Add approvals."""
        self.waiting += approvals
        return self

    def script(self, id: str, *found: Job | Exception) -> FakePlatform:
        """What the looks at a job find, one after the other; the last stays."""
        self._scripts[id] = deque(found)
        return self

    def fail(self, method: str, error: Exception, times: int | None = None) -> None:
        """Let a method raise, so often (None: until `heal`)."""
        self._errors[method] = (error, times)

    def heal(self, method: str) -> None:
        """Let a method work again."""
        self._errors.pop(method, None)

    def hold(self, method: str) -> asyncio.Event:
        """Let a method wait until the event is set; calls are recorded as they arrive."""
        return self._gates.setdefault(method, asyncio.Event())

    def release(self, method: str) -> None:
        """Let later calls of a method through; those that wait go on waiting for the event."""
        self._gates.pop(method, None)

    def called(self, method: str) -> int:
        """How often a method was called."""
        return sum(call.method == method for call in self.calls)

    async def _begin(self, method: str, *args: object) -> None:
        self.calls.append(Call(method, args))
        if method in self._gates:
            await self._gates[method].wait()
        else:
            await asyncio.sleep(0)
        error, times = self._errors.get(method, (None, None))
        if error is None:
            return
        if times is not None:
            if times <= 1:
                del self._errors[method]
            else:
                self._errors[method] = (error, times - 1)
        raise error.with_traceback(None)

    # What the port promises

    async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
        await self._begin("count" if wanted.counted else "posts", wanted, after)
        can = self.capabilities
        heeded = replace(
            wanted,
            search=wanted.search if can.searches else "",
            tags=wanted.tags if can.tags else frozenset(),
        )
        fitting = [replace(post, markdown=None) for post in self.posts_by_id.values() if heeded.takes(post)]
        if self.capabilities.sorts and not wanted.newest_first:
            fitting.reverse()
        start = int(after or 0)
        end = start + self.page_size
        total = len(fitting) if self.tells_total else None
        after_it = str(end) if end < len(fitting) else None
        if not self.reads_backwards:
            return PostPage(tuple(fitting[start:end]), after_it, total)
        before = str(max(start - self.page_size, 0)) if start else None
        last = str(max(len(fitting) - 1, 0) // self.page_size * self.page_size)
        return PostPage(tuple(fitting[start:end]), after_it, total, before, last, start)

    async def post(self, id: str) -> Post:
        await self._begin("post", id)
        return self._known(id)

    async def save(self, id: str, changes: PostChanges) -> Post:
        await self._begin("save", id, changes)
        post = self._known(id)
        named = {one.name: getattr(changes, one.name) for one in fields(changes) if one.name != "unscheduled"}
        changed = {name: value for name, value in named.items() if value is not None}
        if changes.unscheduled:
            changed["scheduled_at"] = None
        self.posts_by_id[id] = replace(post, **changed)
        return self.posts_by_id[id]

    async def create(self, new: NewPost) -> Post:
        await self._begin("create", new)
        if not self.capabilities.creates:
            raise NotSupported(f"{self.connection} makes no posts")
        id = self._new_id("made")
        self.posts_by_id[id] = Post(
            ref=ItemRef(self.connection, ItemKind.POST, id),
            title=new.title,
            state=PostState.DRAFT,
            state_word="draft",
            content_type="post",
            markdown=new.markdown,
            tags=new.tags,
            created_at=NOON,
        )
        return self.posts_by_id[id]

    async def delete(self, id: str) -> None:
        await self._begin("delete", id)
        del self.posts_by_id[self._known(id).ref.id]
        self.waiting = [each for each in self.waiting if each.ref.id != id]

    async def publish(self, id: str, targets: Sequence[str] = ()) -> Outcome:
        await self._begin("publish", id, *([tuple(targets)] if targets else []))
        self._set_state(id, PostState.PUBLISHED)
        return Outcome("published")

    async def unpublish(self, id: str) -> Post:
        await self._begin("unpublish", id)
        if not self.capabilities.unpublishes:
            raise NotSupported(f"{self.connection} takes no post back")
        return self._set_state(id, PostState.DRAFT)

    async def approvals(self) -> tuple[Approval, ...]:
        seen = tuple(self.waiting)  # an answer that is held shows what was there when it was asked for
        await self._begin("approvals")
        return seen

    async def approval(self, ref: ItemRef, kind: ApprovalKind) -> Approval | None:
        await self._begin("approval", ref, kind)
        return next((each for each in self.waiting if each.ref == ref and each.kind is kind), None)

    async def waiting_texts(self) -> tuple[Approval, ...]:
        await self._begin("waiting_texts")
        return tuple(each for each in self.waiting if each.kind is not ApprovalKind.POST and each.ready)

    async def approve(
        self, approval: Approval, text: str | None = None, *, read: Post | Approval | None = None
    ) -> Outcome:
        await self._begin("approve", approval, text)
        self.waiting = [each for each in self.waiting if each.ref != approval.ref]
        if approval.kind is ApprovalKind.POST and approval.ref.id in self.posts_by_id:
            self._set_state(approval.ref.id, PostState.PUBLISHED)
        return Outcome("published")

    def read_request(self, ref: ItemRef) -> ReadRequest:
        return ReadRequest(f"https://{self.connection}.example/posts/{ref.id}", "X-Key")

    async def generate(self, request: GenerationRequest) -> Job:
        await self._begin("generate", request)
        if self.queued:
            return self.queued.popleft()
        what = request.content_type if isinstance(request, GitRequest) else request.topic
        return a_job(self._new_id("job"), self.connection, what=what, state=JobState.QUEUED)

    async def job(self, id: str) -> Job:
        await self._begin("job", id)
        if id not in self._scripts:
            raise NotFound(f"{self.connection} has no job {id}")
        script = self._scripts[id]
        found = script.popleft() if len(script) > 1 else script[0]
        if isinstance(found, Exception):
            raise found.with_traceback(None)
        return found

    async def generation_sources(self) -> tuple[GenerationSource, ...]:
        await self._begin("generation_sources")
        return self.sources

    async def close(self) -> None:
        await self._begin("close")
        self.closed = True

    def _known(self, id: str) -> Post:
        if id not in self.posts_by_id:
            raise NotFound(f"{self.connection} has no post {id}")
        return self.posts_by_id[id]

    def _set_state(self, id: str, state: PostState) -> Post:
        verbs = frozenset({Verb.UNPUBLISH if state is PostState.PUBLISHED else Verb.PUBLISH, Verb.EDIT})
        post = replace(self._known(id), state=state, state_word=str(state), verbs=verbs)
        self.posts_by_id[id] = post
        return post

    def _new_id(self, word: str) -> str:
        self._made += 1
        return f"{word}-{self._made}"


def opener(
    platforms: Iterable[Platform], refused: Mapping[str, CopydeskError] | None = None
) -> Callable[[str], Awaitable[Platform]]:
    """What a `Hub` opens its connections with: these platforms, and the errors of those that cannot be."""
    known = {platform.connection: platform for platform in platforms}

    async def open_platform(name: str) -> Platform:
        if refused and name in refused:
            raise refused[name]
        return known[name]

    return open_platform
