"""What each intent is on a platform: how its item is read anew, and how it is carried out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.domain.approvals import ApprovalKind
from tui.domain.entry_states import Action
from tui.domain.errors import Conflict, NotFound, PlatformFault
from tui.domain.generation import GenerationKind
from tui.domain.posts import Post, PostFilter, PostState
from tui.domain.readings import reading_of
from tui.domain.said_times import otherwise
from tui.domain.verdicts import Verb
from tui.services.dispatched import come_since

if TYPE_CHECKING:
    from tui.domain.approvals import Approval
    from tui.domain.jobs import Job
    from tui.domain.outbox import Intent
    from tui.domain.ports import Platform


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an intent."""

    text: str
    """In a sentence without a subject: "published"."""
    post: Post | None = None
    """The post as it is now, where the platform told."""
    job: Job | None = None
    """The generation that was queued."""


async def seen_now(platform: Platform, intent: Intent) -> Post | Approval | None:
    """The item as it is now; None for what is yet to be made. Raises NotFound where it is gone, or does
    not wait any more.
    """
    if intent.action.makes:
        return None
    waiting = intent.approval
    if intent.action is Action.APPROVE and waiting is not None and waiting.kind is not ApprovalKind.POST:
        found = await platform.approval(intent.ref, waiting.kind)
        if found is None:
            raise no_longer_waits(intent)
        return found
    post = await platform.post(intent.ref.id)
    if intent.action in {Action.APPROVE, Action.PUBLISH} and Verb.PUBLISH not in post.verbs:
        # Its state alone does not tell: a post may be approved and be a draft as before.
        raise no_longer_waits(intent)
    if intent.action is Action.DELIVER:
        _see_deliverable(post, intent)
    return post


def _see_deliverable(post: Post, intent: Intent) -> None:
    if Verb.DELIVER not in post.verbs:
        raise NotFound(f"{intent.ref.connection} does not have it published any more")
    if come := come_since(post, intent.targets, intent.before):
        why = f"It has come to {', '.join(come)} since, or is on its way there"
        raise Conflict(why, advice="Nothing was sent once more.")


def no_longer_waits(intent: Intent) -> NotFound:
    """An item is there, and waits for no yes."""
    return NotFound(f"{intent.ref.connection} does not wait for a yes to it any more")


def unlike(intent: Intent, seen: Post | Approval | None) -> bool:
    """Whether an item is not what was read when it was decided on."""
    return seen is not None and intent.read is not None and not intent.read.still(reading_of(seen))


async def with_known(platform: Platform, intent: Intent) -> Intent:
    """An intent to make something, with what there is of that name already: if its answer is lost, what is
    there besides is what it made.
    """
    return replace(intent, known=tuple(one.ref.id for one in await namesakes(platform, intent)))


async def namesakes(platform: Platform, intent: Intent) -> tuple[Post, ...]:
    """The newest posts that are called what an intent will make, or has made. Empty where nobody can tell
    what a generation will be called.
    """
    if intent.action is Action.GENERATE and not told_by_its_title(platform):
        return ()
    # Where it is planned at first, no state is sure.
    drafts = intent.action is Action.CREATE and not platform.capabilities.writes_over
    states = frozenset({PostState.DRAFT}) if drafts else frozenset[PostState]()
    page = await platform.posts(PostFilter(states=states))
    if any(not post.state_word for post in page.posts):
        # What cannot be read may be what is looked for.
        raise PlatformFault(f"{intent.ref.connection} sent posts that cannot be read")
    return tuple(post for post in page.posts if _named(post.title) == _named(intent.title))


def _named(title: str) -> list[str]:
    # A platform may trim what it is given.
    return title.casefold().split()


def told_by_its_title(platform: Platform) -> bool:
    """Whether a generation is a post at once, by the topic's name."""
    return platform.capabilities.generation is GenerationKind.FROM_BRIEF


def _saved(said: str, intent: Intent, post: Post) -> Done:
    """A post as it came back, and that it goes out at another time than was sent, where it does."""
    sent = intent.changes.scheduled_at if intent.changes is not None else None
    return Done(otherwise(sent, post.scheduled_at, intent.ref.connection) or said, post)


async def carry_out(platform: Platform, intent: Intent, seen: Post | Approval | None) -> Done:
    """Send an intent, once. `seen`: what `seen_now` gave. Raises what the platform raises."""
    id = intent.ref.id
    match intent.action:
        case Action.APPROVE if intent.approval is not None:
            outcome = await platform.approve(intent.approval, intent.text, read=seen)
            return Done(outcome.text)
        case Action.PUBLISH | Action.DELIVER:
            if platform.capabilities.sites and not intent.targets:
                # Decided on before it was known that it goes to sites.
                why = f"Nobody said to which sites of {intent.ref.connection} it goes"
                raise Conflict(why, advice="Publish it anew, and choose.")
            return Done((await platform.publish(id, intent.targets)).text)
        case Action.UNPUBLISH:
            return Done("a draft again", await platform.unpublish(id))
        case Action.DELETE:
            await platform.delete(id)
            return Done("deleted")
        case Action.SAVE if intent.changes is not None:
            return _saved("saved", intent, await platform.save(id, intent.changes))
        case Action.SCHEDULE if intent.changes is not None:
            return _saved(intent.says, intent, await platform.save(id, intent.changes))
        case Action.CREATE if intent.new is not None:
            made = await platform.create(intent.new)
            planned = made.state in {PostState.PLANNED, PostState.GENERATING}
            what = "planned, with its text," if planned else "a draft"
            return Done(f"{what} on {intent.ref.connection}", made)
        case Action.GENERATE if (request := intent.git or intent.topic) is not None:
            job = await platform.generate(request)
            return Done("queued", job=job)
        case _:
            raise Conflict(f"{intent.action} cannot be sent as it was kept", advice="Decide anew.")
