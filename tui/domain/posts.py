"""Posts: pieces of content with a body, and how lists of them are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tui.domain.post_state import PostState
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Verb

__all__ = [
    "SCOPES",
    "Delivery",
    "NewPost",
    "Post",
    "PostChanges",
    "PostFilter",
    "PostPage",
    "PostState",
    "Source",
]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One post on its way to one site. `state` is the platform's word (pending, delivered,
    retrying, failed …), kept as it came.
    """

    site_id: str
    state: str
    delivered_at: datetime | None = None
    site_name: str | None = None
    tries: int | None = None
    """How often it was tried; None where the platform does not say."""
    answer: str | None = None
    """What the site answered last: "200", "502", "timed out"; None where the platform does not say."""
    changed_at: datetime | None = None
    """When its state was last another; None where the platform does not say."""


SCOPES = frozenset({"repository", "window"})
"""Kinds of sources that say where the others come from."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a post leans on: a commit, a merged pull request, a tag; or, of the kinds in `SCOPES`, where
    and in which days those were looked for.
    """

    kind: str
    label: str
    url: str | None = None
    author: str | None = None
    at: datetime | None = None
    words: str = ""
    """What else it says: a commit's body, how many commits a repository had."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as a list or a single read gives it. All text is as the platform sent it:
    untrusted, shown only through `tui.presentation`.
    """

    ref: ItemRef
    title: str
    state: PostState
    state_word: str
    """The platform's own word for the state."""
    content_type: str
    """changelog, blog_post, linkedin_post …; "post" where the platform has one type only."""
    markdown: str | None = None
    """The body as Markdown; None where a list leaves it out."""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    scheduled_at: datetime | None = None
    published_at: datetime | None = None
    slug: str | None = None
    excerpt: str | None = None
    tags: tuple[str, ...] = ()
    version: int | None = None
    url: str | None = None
    """The address that it was published under, as the platform has it."""
    canonical: str | None = None
    """The address that its page shall name as the one it belongs to (peers B14)."""
    slot: str | None = None
    """The id of the weekly slot that it was planned for."""
    deliveries: tuple[Delivery, ...] = ()
    sources: tuple[Source, ...] = ()
    verbs: frozenset[Verb] = frozenset()
    """What may be done to it now, on its platform, in its state."""
    needs_yes: bool = False
    """Whether a time alone sends it nowhere: it goes out only after a yes to it."""
    locked: str | None = None
    """Why the body cannot be edited as Markdown without loss; None where it can."""
    meta_title: str | None = None
    """What search engines and browsers show in place of the title."""
    meta_description: str | None = None
    og_image: str | None = None
    """The address of the picture that is shown where the post is shared."""
    keyword: str | None = None
    """What the post wants to be found by."""
    raw: str | None = None
    """The body as the platform keeps it (its JSON, laid out to be read, or its HTML or text), for
    editing where Markdown would lose something; None where a list leaves it out.
    """
    answer: str | None = None
    """All that the platform answered of the post, as JSON laid out to be read; None in a list."""

    @property
    def words(self) -> int:
        """How many words the body has; 0 where it is not known."""
        return len(self.markdown.split()) if self.markdown else 0


@dataclass(frozen=True, slots=True)
class PostChanges:
    """What an edit changes; None leaves a field as it is, and an empty text or list empties it."""

    title: str | None = None
    markdown: str | None = None
    raw: str | None = None
    """The body in the platform's own form, as `Post.raw` has it; never together with `markdown`."""
    slug: str | None = None
    excerpt: str | None = None
    tags: tuple[str, ...] | None = None
    keyword: str | None = None
    meta_title: str | None = None
    meta_description: str | None = None
    og_image: str | None = None
    scheduled_at: datetime | None = None
    """When the platform shall send it out by itself."""
    unscheduled: bool = False
    """Whether it shall go out at no time by itself; never together with `scheduled_at`."""

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return self == PostChanges()


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be made on a connection that can create one."""

    title: str
    markdown: str
    tags: tuple[str, ...] = ()
    excerpt: str | None = None
    keyword: str | None = None


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Which posts a list shows. Empty sets ask for everything."""

    states: frozenset[PostState] = frozenset()
    content_types: frozenset[str] = frozenset()
    connections: frozenset[str] = frozenset()
    newest_first: bool = True
    search: str = ""
    """Words that all stand in title or body; heeded by platforms that search, and by no others."""
    tags: frozenset[str] = frozenset()
    """One of these is among a post's; heeded by platforms that know tags, and by no others."""
    counted: bool = False
    """Only how many there are is wanted: the page may be as small as can be."""

    def takes(self, post: Post) -> bool:
        """Whether a post belongs into the list: for platforms that filter by one value only."""
        return (
            (not self.states or post.state in self.states)
            and (not self.content_types or post.content_type in self.content_types)
            and (not self.connections or post.ref.connection in self.connections)
            and (not self.tags or not self.tags.isdisjoint(post.tags))
            and self._finds(post)
        )

    def _finds(self, post: Post) -> bool:
        if not self.search:
            return True
        told = f"{post.title}\n{post.markdown or ''}".casefold()
        return all(word in told for word in self.search.casefold().split())


@dataclass(frozen=True, slots=True)
class PostPage:
    """One page of one connection's posts."""

    posts: tuple[Post, ...]
    next: str | None
    """Hand this back for the page after; None at the end. Opaque to everyone but its platform."""
    total: int | None = None
    """How many there are in all, where the platform says."""
    previous: str | None = None
    """Hand this back for the page before; None at the beginning, and where a list is only read forward."""
    last: str | None = None
    """Hand this back for the last page; None where it cannot be had without all those before it."""
    first: int | None = None
    """The place of the page's first post in all of them, 0 for the first; None where it is not known."""
