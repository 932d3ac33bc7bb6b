"""Blogree's endpoints (contracts/blogree.md), one method each, on wire models."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from tui.domain.secrets import Secret
from tui.platforms.auth import x_api_key
from tui.platforms.blogree.site_wire import (
    NewSiteOut,
    PulledIn,
    RotatedIn,
    SiteUpdateOut,
    SiteWithKeysIn,
    told,
)
from tui.platforms.blogree.wire import (
    GenerateOut,
    JobIn,
    NewPostOut,
    PaginationIn,
    PostIn,
    PostsQuery,
    PostUpdate,
    PublishIn,
    PublishOut,
    QueuedIn,
    SiteIn,
)
from tui.platforms.transport import Query, Transport, segment
from tui.platforms.wire import Reader, unwrapped

BASE_URL = "https://api.blogree.com/api"


@dataclass(frozen=True, slots=True)
class PostsPage:
    """A page of posts."""

    posts: tuple[PostIn, ...]
    pagination: PaginationIn


class BlogreeClient:
    """Blogree's API. Logging in is `blogree.login`'s: the transport asks it when a token is needed."""

    def __init__(self, transport: Transport) -> None:
        """Take the way out."""
        self._transport = transport
        self._reader = Reader(transport.connection)

    async def list_posts(self, wanted: PostsQuery) -> PostsPage:
        """A page of posts."""
        fields = {**wanted.model_dump(include={"page", "limit"}), **wanted.as_json()}
        query = [(name, str(value)) for name, value in fields.items() if value is not None]
        raw = self._reader.envelope(await self._transport.request("GET", "/posts", query=query))
        pagination = raw.get("pagination")
        return PostsPage(
            self._reader.items(PostIn, raw.get("data", raw.get("posts"))),
            self._reader.one(PaginationIn, pagination if isinstance(pagination, dict) else {}),
        )

    def post_address(self, id: str) -> str:
        """Where a post is read."""
        return self._transport.address(f"/posts/{segment(id)}")

    async def get_post(self, id: str) -> PostIn:
        """One post with its deliveries. Raises NotFound."""
        raw = await self._transport.request("GET", f"/posts/{segment(id)}")
        return self._reader.whole(PostIn, unwrapped(raw, "data", "post"))

    async def create_post(self, new: NewPostOut) -> PostIn:
        """Make a draft."""
        raw = await self._transport.request("POST", "/posts", body={"status": "draft", **new.as_json()})
        return self._reader.whole(PostIn, unwrapped(raw, "data", "post"), wrote=True)

    async def update_post(self, id: str, update: PostUpdate) -> PostIn:
        """Change a post's given fields; its version grows."""
        raw = await self._transport.request("PATCH", f"/posts/{segment(id)}", body=update.as_json())
        return self._reader.whole(PostIn, unwrapped(raw, "data", "post"), wrote=True)

    async def delete_post(self, id: str) -> None:
        """Remove a post; sites keep their copies."""
        await self._transport.request("DELETE", f"/posts/{segment(id)}")

    async def publish_post(self, id: str, sites: PublishOut) -> PublishIn:
        """Deliver a post to the sites named."""
        raw = await self._transport.request("POST", f"/posts/{segment(id)}/publish", body=sites.as_json())
        return self._reader.one(PublishIn, unwrapped(raw or {}, "data"), wrote=True)

    async def generate(self, request: GenerateOut) -> QueuedIn:
        """Queue a generation."""
        raw = await self._transport.request("POST", "/posts/generate", body=request.as_json())
        named = raw["data"] if isinstance(raw, dict) and "data" in raw and "job_id" not in raw else raw
        return self._reader.one(QueuedIn, named, wrote=True)

    async def poll(self, job_id: str, poll_url: str | None = None) -> JobIn:
        """How a generation stands; `poll_url` as the queued generation gave it. Raises NotFound."""
        path, query = poll_address(self._transport.base_url, job_id, poll_url)
        raw = await self._transport.request("GET", path, query=query)
        named = raw["data"] if isinstance(raw, dict) and "data" in raw and "status" not in raw else raw
        return self._reader.one(JobIn, named)

    async def list_sites(self) -> tuple[SiteIn, ...]:
        """All connected sites, without their secrets."""
        raw = self._reader.envelope(await self._transport.request("GET", "/sites"))
        return self._reader.items(SiteIn, raw.get("sites", raw.get("data")))

    async def create_site(self, new: NewSiteOut) -> SiteWithKeysIn:
        """Connect a site; the answer tells its keys, this once."""
        raw = await self._transport.request("POST", "/sites", body=new.as_json())
        return self._reader.one(SiteWithKeysIn, unwrapped(raw, "data", "site"), wrote=True)

    async def update_site(self, id: str, update: SiteUpdateOut) -> SiteIn:
        """Change a site's given fields."""
        raw = await self._transport.request("PATCH", f"/sites/{segment(id)}", body=update.as_json())
        return self._reader.one(SiteIn, unwrapped(raw, "data", "site"), wrote=True)

    async def delete_site(self, id: str) -> None:
        """Disconnect a site; it keeps what it was sent."""
        await self._transport.request("DELETE", f"/sites/{segment(id)}")

    async def rotate_keys(self, id: str) -> RotatedIn:
        """Have new keys made for a site; the answer tells them, this once."""
        raw = await self._transport.request("POST", f"/sites/{segment(id)}/rotate-keys")
        named = raw["data"] if isinstance(raw, dict) and isinstance(raw.get("data"), dict) else raw
        return self._reader.one(RotatedIn, named or {}, wrote=True)

    async def site_key(self, id: str) -> Secret | None:
        """The API key of a site, as it is told now; None where it is masked."""
        raw = await self._transport.request("GET", f"/sites/{segment(id)}")
        return told(self._reader.one(SiteWithKeysIn, unwrapped(raw, "data", "site")).api_key)

    async def pull(self, slug: str, key: Secret) -> PulledIn:
        """A post as a site pulls it that shows this key. Raises NotFound, SignInRefused."""

        async def give() -> Secret:
            return key

        way = self._transport.as_another(x_api_key(give))
        try:
            raw = await way.request("GET", f"/pull/posts/{segment(slug)}")
        finally:
            await way.close()
        return self._reader.one(PulledIn, unwrapped(raw, "data", "post"))


def poll_address(base_url: str, job_id: str, poll_url: str | None) -> tuple[str, Query]:
    """Where to poll, below the base address, and with which query.

    The base ends in /api and a poll_url begins with it, or is absolute (peers B1): both are taken, a
    doubled /api counts once, and what leads to another origin is not followed.
    """
    usual = f"/posts/generate/{segment(job_id)}"
    try:
        base, target = urlsplit(base_url), urlsplit(urljoin(base_url + "/", poll_url or ""))
    except ValueError:
        return usual, ()
    if not poll_url or (target.scheme, target.netloc) != (base.scheme, base.netloc):
        return usual, ()
    for prefix in (base.path.rstrip("/"), "/api"):
        if prefix and target.path.startswith(prefix + "/"):
            path = target.path.removeprefix(prefix)
            while path.startswith("/api/"):
                path = path.removeprefix("/api")
            return path, parse_qsl(target.query)
    return usual, ()
