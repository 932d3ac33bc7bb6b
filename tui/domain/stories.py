"""Stories: what came of a published post elsewhere. A piece of content is planned for it on a platform that
proposes social posts, and those are followed until they are out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.forms import FieldKind, Form, FormField, Values
from tui.domain.generation import TopicRequest
from tui.domain.refs import ItemRef

if TYPE_CHECKING:
    from tui.domain.posts import Post

LONGEST_TITLE = 200
LONGEST_BRIEF = 2_000
LONGEST_KEYWORD = 100
LONGEST_OPENING = 400
_NO_PROSE = ("#", "![", "```", "~~~", "<", "|", "---", "***")


@dataclass(frozen=True, slots=True)
class Came:
    """One thing that came of another. The title is untrusted."""

    of: ItemRef
    """The published post; or the content that was planned for it."""
    ref: ItemRef
    """The content; or a social post that was proposed for it."""
    title: str
    at: datetime
    """When it was first known."""


class StoryStore(Protocol):
    """What came of what, of all Copydesks on one state database. Quick local calls; raises `StateError`."""

    def came(self) -> tuple[Came, ...]:
        """All that is remembered, the earliest first."""

    def keep(self, came: Came) -> None:
        """Remember it; what is remembered already stays as it is."""

    def tidy(self, before: datetime) -> None:
        """Forget what came before that time."""


class PartState(StrEnum):
    """How far a social post of a story is."""

    TOPIC = "topic waits"
    TEXT = "text waits"
    WRITING = "is written"
    SAID_YES = "approved here"
    GONE = "waits no more"

    @property
    def waits(self) -> bool:
        """Whether it stands in the inbox."""
        return self in {PartState.TOPIC, PartState.TEXT, PartState.WRITING}


@dataclass(frozen=True, slots=True)
class Part:
    """One social post of a story. Text is untrusted."""

    ref: ItemRef
    title: str
    state: PartState
    network: str = ""
    due: datetime | None = None


def parts(
    came: Iterable[Came], content: ItemRef, waiting: Sequence[Approval], said_yes: Collection[ItemRef]
) -> tuple[Part, ...]:
    """The social posts of a content: those that wait, in the inbox's order, then those that waited once."""
    here = [each for each in waiting if each.parent == content]
    found = [Part(each.ref, each.title, _state(each), each.content_type, each.due) for each in here]
    known = {each.ref for each in here}
    for each in came:
        if each.of == content and each.ref not in known:
            known.add(each.ref)
            state = PartState.SAID_YES if each.ref in said_yes else PartState.GONE
            found.append(Part(each.ref, each.title, state))
    return tuple(found)


def _state(approval: Approval) -> PartState:
    if not approval.ready:
        return PartState.WRITING
    return PartState.TOPIC if approval.kind is ApprovalKind.TOPIC else PartState.TEXT


FORM = Form(
    "story",
    (
        FormField("topic", "Title", required=True, longest=LONGEST_TITLE),
        FormField("brief", "Brief", FieldKind.LONG, longest=LONGEST_BRIEF, hint="what it is about"),
        FormField("keyword", "Keyword", longest=LONGEST_KEYWORD, hint="what it wants to be found by"),
    ),
)
"""What is said of a published post so that social posts can be proposed for it."""


def filled(post: Post, seen_at: str | None = None) -> dict[str, str]:
    """What the form begins with: what the post says of itself, and where it is. `seen_at`: where a page of it
    was seen.
    """
    about = post.excerpt or post.meta_description or _opening(post.markdown or "")
    address = post.url or post.canonical or seen_at
    where = f"Published at {address}" if address else ""
    return {
        "topic": post.title[:LONGEST_TITLE],
        "brief": "\n\n".join(part for part in (about, where) if part)[:LONGEST_BRIEF],
        "keyword": (post.keyword or "")[:LONGEST_KEYWORD],
    }


def _opening(markdown: str) -> str:
    """The first paragraph of a text: no heading, picture, code or markup."""
    paragraphs = (" ".join(part.split()) for part in markdown.split("\n\n"))
    return next((each for each in paragraphs if each and not each.startswith(_NO_PROSE)), "")[
        :LONGEST_OPENING
    ]


def request_of(values: Values) -> TopicRequest:
    """What a platform is asked for."""
    keyword, brief = str(values.get("keyword", "")).strip(), str(values.get("brief", "")).strip()
    return TopicRequest(
        str(values["topic"]).strip(), keywords=(keyword,) if keyword else (), description=brief or None
    )
