"""Notra's endpoints (contracts/notra.md), one method each, on wire models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.domain.errors import CopydeskError, NotFound
from tui.platforms.notra.set_up_wire import (
    NewRepository,
    ScheduleIn,
    StoppedIn,
    VoiceIn,
    VoiceJobIn,
    VoiceUpdate,
    VoiceWanted,
)
from tui.platforms.notra.wire import (
    GenerateRequest,
    JobEventIn,
    JobIn,
    LinearIn,
    PaginationIn,
    PostIn,
    PostsQuery,
    PostUpdate,
    RepositoryIn,
)
from tui.platforms.transport import Transport, segment
from tui.platforms.wire import Reader, unwrapped

BASE_URL = "https://api.usenotra.com"
"""The host of `api.notra.ai` is named by older pages only: a key goes there only if it is configured
(peers N1).
"""


@dataclass(frozen=True, slots=True)
class PostsPage:
    """A page of posts."""

    posts: tuple[PostIn, ...]
    pagination: PaginationIn


@dataclass(frozen=True, slots=True)
class JobWithEvents:
    """A generation and its steps, oldest first."""

    job: JobIn
    events: tuple[JobEventIn, ...] = ()


@dataclass(frozen=True, slots=True)
class IntegrationsPage:
    """What can be written from."""

    github: tuple[RepositoryIn, ...]
    linear: tuple[LinearIn, ...]
    slack: tuple[Any, ...] = ()
    """As it came: the contract says nothing of what it holds."""


@dataclass(frozen=True, slots=True)
class SchedulesPage:
    """All schedules."""

    schedules: tuple[ScheduleIn, ...]
    repositories: Mapping[str, str]
    """The names of the repositories that they name, by their ids."""
    told: Mapping[str, Mapping[str, Any]]
    """Each schedule as it came, by its id: an update replaces a schedule, so what is not known of it must be
    sent along.
    """


class NotraClient:
    """Notra's API. Reading posts goes by the organization's addresses where there is one; everything
    else has only the key's (contracts/notra.md, "Two URL shapes").
    """

    def __init__(self, transport: Transport, organization_id: str | None = None) -> None:
        """Take the way out, and the organization whose addresses are used."""
        self._transport = transport
        self._organization_id = organization_id
        self._reader = Reader(transport.connection)

    def _posts(self) -> str:
        return f"/v1/{segment(self._organization_id)}/posts" if self._organization_id else "/v1/posts"

    def _several(self, name: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
        """A filter: repeated in the organization's shape, one comma list in the key's."""
        if not values:
            return []
        if self._organization_id:
            return [(name, value) for value in values]
        return [(name, ",".join(values))]

    async def list_posts(self, wanted: PostsQuery) -> PostsPage:
        """A page of posts."""
        query = [
            ("limit", str(wanted.limit)),
            ("page", str(wanted.page)),
            ("sort", wanted.sort),
            *self._several("status", wanted.statuses),
            *self._several("contentType", wanted.content_types),
        ]
        raw = self._reader.envelope(await self._transport.request("GET", self._posts(), query=query))
        pagination = raw.get("pagination")
        return PostsPage(
            self._reader.items(PostIn, raw.get("posts")),
            self._reader.one(PaginationIn, pagination if isinstance(pagination, dict) else {}),
        )

    def post_address(self, id: str) -> str:
        """Where a post is read, draft or published."""
        query = self._several("status", ("draft", "published"))
        return self._transport.address(f"{self._posts()}/{segment(id)}", query)

    async def get_post(self, id: str) -> PostIn:
        """One post, draft or published. Raises NotFound, also for `{"post": null}` (peers N4)."""
        query = self._several("status", ("draft", "published"))
        answer = await self._transport.request("GET", f"{self._posts()}/{segment(id)}", query=query)
        # An answer without a body says nothing: only a post that is null is one that is not there.
        raw = unwrapped(self._reader.envelope(answer), "post", "data")
        if raw is None:
            raise NotFound(f"{self._transport.connection} does not have this post, or does not show it")
        return self._reader.whole(PostIn, raw)

    async def update_post(self, id: str, update: PostUpdate) -> PostIn:
        """Change a post's given fields; status "published" publishes it."""
        raw = await self._transport.request("PATCH", f"/v1/posts/{segment(id)}", body=update.as_json())
        return self._reader.whole(PostIn, unwrapped(raw, "post", "data"), wrote=True)

    async def delete_post(self, id: str) -> None:
        """Delete a post."""
        await self._transport.request("DELETE", f"/v1/posts/{segment(id)}")

    async def generate(self, request: GenerateRequest) -> JobIn:
        """Queue a generation. A 503 that names the job it queued is taken as that job (peers N8): as far as
        it can be read, since it is queued whatever becomes of the reading.
        """
        path = "/v1/posts/generate"
        answer = await self._transport.exchange("POST", path, body=request.as_json(), take_if=_names_a_job)
        if answer.good:
            return self._reader.one(JobIn, unwrapped(answer.body, "job", "data"), wrote=True)
        try:
            return (await self.job(answer.body["jobId"])).job
        except CopydeskError:
            return JobIn(id=answer.body["jobId"], status="queued")

    async def job(self, id: str) -> JobWithEvents:
        """How a generation stands. Raises NotFound."""
        raw = self._reader.envelope(await self._transport.request("GET", f"/v1/posts/generate/{segment(id)}"))
        events: Any = raw.get("events")
        return JobWithEvents(
            self._reader.one(JobIn, unwrapped(raw, "job", "data")),
            self._reader.items(JobEventIn, events) if isinstance(events, list) else (),
        )

    async def integrations(self) -> IntegrationsPage:
        """The repositories and Linear workspaces that can be written from."""
        raw = self._reader.envelope(await self._transport.request("GET", "/v1/integrations"))
        github, slack = raw.get("github"), raw.get("slack")
        if not github and "linear" not in raw and "slack" not in raw:
            # Where none of its lists is told, it does not say that nothing is connected.
            github = self._reader.items(RepositoryIn, github)
        return IntegrationsPage(
            self._reader.items(RepositoryIn, github or []),
            self._reader.items(LinearIn, raw.get("linear") or []),
            tuple(slack) if isinstance(slack, list) else (),
        )

    async def connect_repository(self, new: NewRepository) -> RepositoryIn:
        """Connect a repository. Raises Conflict where it is connected, Invalid where GitHub shows it not."""
        raw = await self._transport.request("POST", "/v1/integrations/github", body=new.as_json())
        return self._reader.one(RepositoryIn, unwrapped(raw, "github", "integration", "data"), wrote=True)

    async def delete_integration(self, id: str) -> StoppedIn:
        """Disconnect a repository or a Linear workspace; gives what was switched off by it."""
        return self._stopped(await self._transport.request("DELETE", f"/v1/integrations/{segment(id)}"))

    # Brand identities

    async def list_voices(self) -> tuple[VoiceIn, ...]:
        """All brand identities."""
        raw = self._reader.envelope(await self._transport.request("GET", "/v1/brand-identities"))
        return self._reader.items(VoiceIn, raw.get("brandIdentities"))

    async def update_voice(self, id: str, update: VoiceUpdate) -> VoiceIn:
        """Change a brand identity's given fields. Raises Conflict where its new name is taken."""
        path = f"/v1/brand-identities/{segment(id)}"
        raw = await self._transport.request("PATCH", path, body=update.as_json())
        return self._reader.one(VoiceIn, unwrapped(raw, "brandIdentity", "data"), wrote=True)

    async def delete_voice(self, id: str) -> StoppedIn:
        """Delete a brand identity that is not the default one; gives what was switched off by it."""
        return self._stopped(await self._transport.request("DELETE", f"/v1/brand-identities/{segment(id)}"))

    async def generate_voice(self, wanted: VoiceWanted) -> VoiceJobIn:
        """Have a brand identity made from a website. Raises Conflict where its name is taken."""
        raw = await self._transport.request("POST", "/v1/brand-identities/generate", body=wanted.as_json())
        return self._reader.one(VoiceJobIn, unwrapped(raw, "job", "data"), wrote=True)

    async def voice_job(self, id: str) -> VoiceJobIn:
        """How that stands. Raises NotFound."""
        raw = await self._transport.request("GET", f"/v1/brand-identities/generate/{segment(id)}")
        return self._reader.one(VoiceJobIn, unwrapped(raw, "job", "data"))

    # Schedules

    async def list_schedules(self) -> SchedulesPage:
        """All schedules; there is no reading of one."""
        raw = self._reader.envelope(await self._transport.request("GET", "/v1/schedules"))
        found, names = raw.get("schedules"), raw.get("repositoryMap")
        schedules = self._reader.items(ScheduleIn, found)
        return SchedulesPage(
            schedules,
            {str(id): str(name) for id, name in names.items()} if isinstance(names, dict) else {},
            {str(one["id"]): one for one in found or () if isinstance(one, dict) and "id" in one},
        )

    async def create_schedule(self, body: Mapping[str, Any]) -> ScheduleIn:
        """Make a schedule. Raises Conflict where there is one like it."""
        raw = await self._transport.request("POST", "/v1/schedules", body=body)
        return self._reader.one(ScheduleIn, unwrapped(raw, "schedule", "data"), wrote=True)

    async def replace_schedule(self, id: str, body: Mapping[str, Any]) -> ScheduleIn:
        """Put `body` in a schedule's place: what it leaves out is set to Notra's defaults."""
        raw = await self._transport.request("PATCH", f"/v1/schedules/{segment(id)}", body=body)
        return self._reader.one(ScheduleIn, unwrapped(raw, "schedule", "data"), wrote=True)

    async def delete_schedule(self, id: str) -> None:
        """Remove a schedule."""
        await self._transport.request("DELETE", f"/v1/schedules/{segment(id)}")

    def _stopped(self, raw: object) -> StoppedIn:
        # It is gone, whatever becomes of the reading.
        return self._reader.one(StoppedIn, raw) if isinstance(raw, dict) else StoppedIn()


def _names_a_job(status: int, body: Any) -> bool:
    return (
        status == 503
        and isinstance(body, dict)
        and isinstance(body.get("jobId"), str)
        and body["jobId"] != ""
    )
