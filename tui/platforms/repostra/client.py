"""Repostra's endpoints (contracts/repostra.md), one method each, on wire models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.platforms.repostra.wire import (
    AccountIn,
    AccountUpdate,
    BlogApproval,
    ContentIn,
    ContentQuery,
    ContentUpdate,
    MetaIn,
    NewAccount,
    NewContent,
    NewSchedule,
    PendingBlogIn,
    PendingSocialIn,
    ScheduleIn,
    ScheduleUpdate,
    TextApproval,
    TopicApproval,
)
from tui.platforms.transport import Transport
from tui.platforms.wire import Reader, unwrapped

BASE_URL = "https://repostra.app/api/v1"


@dataclass(frozen=True, slots=True)
class ContentPage:
    """A page of contents."""

    contents: tuple[ContentIn, ...]
    meta: MetaIn


@dataclass(frozen=True, slots=True)
class Pending:
    """All that waits for a yes; not paged."""

    blog: tuple[PendingBlogIn, ...]
    social: tuple[PendingSocialIn, ...]


class RepostraClient:
    """Repostra's API: one brand, the key's."""

    def __init__(self, transport: Transport) -> None:
        """Take the way out."""
        self._transport = transport
        self._reader = Reader(transport.connection)

    async def _get(self, path: str, **query: object) -> Any:
        named = [(name, str(value)) for name, value in query.items() if value is not None]
        return await self._transport.request("GET", path, query=named)

    async def _data(self, path: str) -> Any:
        return self._reader.envelope(await self._get(path)).get("data")

    # Social accounts

    async def list_accounts(self) -> tuple[AccountIn, ...]:
        """All accounts."""
        return self._reader.items(AccountIn, await self._data("/social-accounts"))

    async def create_account(self, new: NewAccount) -> AccountIn:
        """Make an account."""
        raw = await self._transport.request("POST", "/social-accounts", body=new.as_json())
        return self._reader.one(AccountIn, unwrapped(raw, "data"), wrote=True)

    async def get_account(self, id: int) -> AccountIn:
        """One account. Raises NotFound."""
        return self._reader.one(AccountIn, unwrapped(await self._get(f"/social-accounts/{id}"), "data"))

    async def update_account(self, id: int, update: AccountUpdate) -> AccountIn:
        """Change an account's given fields."""
        raw = await self._transport.request("PUT", f"/social-accounts/{id}", body=update.as_json())
        return self._reader.one(AccountIn, unwrapped(raw, "data"), wrote=True)

    async def delete_account(self, id: int) -> None:
        """Remove an account. Raises Conflict while it has schedules."""
        await self._transport.request("DELETE", f"/social-accounts/{id}")

    # Posting schedules

    async def list_schedules(self) -> tuple[ScheduleIn, ...]:
        """All weekly slots; there is no reading of one."""
        return self._reader.items(ScheduleIn, await self._data("/posting-schedules"))

    async def create_schedule(self, new: NewSchedule) -> ScheduleIn:
        """Make a weekly slot."""
        raw = await self._transport.request("POST", "/posting-schedules", body=new.as_json())
        return self._reader.one(ScheduleIn, unwrapped(raw, "data"), wrote=True)

    async def update_schedule(self, id: int, update: ScheduleUpdate) -> ScheduleIn:
        """Change a weekly slot's given fields."""
        raw = await self._transport.request("PUT", f"/posting-schedules/{id}", body=update.as_json())
        return self._reader.one(ScheduleIn, unwrapped(raw, "data"), wrote=True)

    async def delete_schedule(self, id: int) -> None:
        """Remove a weekly slot."""
        await self._transport.request("DELETE", f"/posting-schedules/{id}")

    # Content

    async def list_content(self, wanted: ContentQuery) -> ContentPage:
        """A page of blog posts, without their bodies."""
        raw = self._reader.envelope(
            await self._get("/content", status=wanted.status, per_page=wanted.per_page, page=wanted.page)
        )
        meta = raw.get("meta")
        return ContentPage(
            self._reader.items(ContentIn, raw.get("data")),
            self._reader.one(MetaIn, meta if isinstance(meta, dict) else {}),
        )

    async def get_content(self, id: int) -> ContentIn:
        """One blog post with its body. Raises NotFound."""
        return self._reader.whole(ContentIn, unwrapped(await self._get(f"/content/{id}"), "data", "content"))

    async def create_content(self, new: NewContent) -> ContentIn:
        """Plan a blog post; Repostra writes it when it sees fit."""
        raw = await self._transport.request("POST", "/content", body=new.as_json())
        return self._reader.whole(ContentIn, unwrapped(raw, "data", "content"), wrote=True)

    async def update_content(self, id: int, update: ContentUpdate) -> ContentIn:
        """Change a blog post's given fields. Raises Invalid once it is published."""
        raw = await self._transport.request("PUT", f"/content/{id}", body=update.as_json())
        return self._reader.whole(ContentIn, unwrapped(raw, "data", "content"), wrote=True)

    async def delete_content(self, id: int) -> None:
        """Remove a blog post."""
        await self._transport.request("DELETE", f"/content/{id}")

    async def approve_content(self, id: int) -> None:
        """Let a blog post go out. What came of it is read from the post: the answers differ (peers R5)."""
        await self._transport.request("POST", f"/content/{id}/approve")

    # Approvals

    async def list_approvals(self) -> Pending:
        """All that waits for a yes. Raises PlatformFault where a list is missing: whatever waits in it would
        seem to be approved.
        """
        data = self._reader.envelope(await self._data("/approvals"))
        return Pending(
            self._reader.items(PendingBlogIn, data.get("pending_blog")),
            self._reader.items(PendingSocialIn, data.get("pending_social")),
        )

    async def approve_blog(self, id: int, approval: BlogApproval) -> None:
        """Say yes to a blog post, perhaps with another title."""
        await self._transport.request("POST", f"/approvals/blog/{id}/approve", body=approval.as_json())

    async def approve_topic(self, id: int, approval: TopicApproval) -> None:
        """Say yes to a social post's topic: its text is written then."""
        await self._transport.request(
            "POST", f"/approvals/social/{id}/approve-topic", body=approval.as_json()
        )

    async def approve_text(self, id: int, approval: TextApproval) -> None:
        """Say yes to a social post's text."""
        await self._transport.request(
            "POST", f"/approvals/social/{id}/approve-content", body=approval.as_json()
        )
