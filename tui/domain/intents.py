"""What a person decides, as intents: what is read is bound into each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import EditorError, NotSupported
from tui.domain.generation import GenerationRequest, GitRequest, TopicRequest
from tui.domain.outbox import Action, Intent
from tui.domain.posts import NewPost, Post, PostChanges
from tui.domain.readings import reading_of
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.said_times import in_full
from tui.domain.verdicts import Consequence, Gravity, Verb


def approving(
    approval: Approval, read: Post | None, kept: str | None, wanted: PostChanges | None = None
) -> tuple[Intent, ...]:
    """Saying yes, as it was read: `read` is the post with its text, None where only the line was seen.
    `kept` is the edited text that is kept for it: of a post it is saved first, as `wanted` says.

    Raises NotSupported where it cannot be approved (now), EditorError where the post was never read that
    the kept document changes.
    """
    if not approval.ready:
        raise NotSupported("It is still being written", advice="It can be approved once it is ready.")
    if Verb.APPROVE not in approval.verbs:
        raise NotSupported("It cannot be approved here", advice="Approve it on its platform.")
    post = approval.kind is ApprovalKind.POST
    if post and read is None and approval.updated_at is None:
        # Its line tells nothing by which it could be seen that the text is another.
        raise NotSupported("Its text has not been read yet", advice="Wait until it is shown.")
    yes = Intent(
        Action.APPROVE,
        approval.ref,
        approval.title,
        read=reading_of(read if post and read is not None else approval),
        says=approval.consequence.text,
        gravity=approval.consequence.gravity,
        approval=approval,
        text=None if post else kept,
    )
    if not post or kept is None:
        return (yes,)
    if read is None or wanted is None:
        raise EditorError(f"The text of {approval.title} has not been read yet", advice="Open it first.")
    return (yes,) if wanted.empty else (saving(read, kept, wanted), yes)


def saving(read: Post, document: str, wanted: PostChanges) -> Intent:
    """Saving what a document changes that came back from an editor. A time in it lets the post go public."""
    then = wanted.scheduled_at
    goes = "is planned for" if read.needs_yes else "goes out at"
    goes_out = f", and {goes} {in_full(then)}" if then is not None else ""
    return Intent(
        Action.SAVE,
        read.ref,
        wanted.title or read.title,
        read=reading_of(read),
        says=f"saves your text on {read.ref.connection}{goes_out}",
        gravity=Gravity.UNDOABLE if then is None else Gravity.PUBLIC,
        text=document,
        changes=wanted,
    )


def publishing(read: Post, will: Consequence, targets: Sequence[str] = ()) -> Intent:
    """Letting a post go public that waits for no yes; `will`: what the person was told. `targets`: the ids of
    the sites that it goes to, where its platform has sites to name.
    """
    return Intent(
        Action.PUBLISH,
        read.ref,
        read.title,
        read=reading_of(read),
        says=will.text,
        gravity=will.gravity,
        targets=tuple(targets),
    )


def delivering(read: Post, sites: Sequence[str], will: Consequence) -> Intent:
    """Sending a published post, as it is, to the sites of these ids, once more or for the first time; `will`:
    what the person was told. Raises NotSupported where it cannot be sent (now), or to no site.
    """
    if Verb.DELIVER not in read.verbs:
        raise NotSupported(f"{read.title} cannot be sent to sites now", advice="It is not published there.")
    if not sites:
        raise NotSupported("No site is chosen", advice="Choose one.")
    return Intent(
        Action.DELIVER,
        read.ref,
        read.title,
        read=reading_of(read),
        says=will.text,
        gravity=will.gravity,
        targets=tuple(sites),
        before=read.deliveries,
    )


def unpublishing(read: Post) -> Intent:
    """Taking a post back to draft."""
    says = f"takes it back to draft on {read.ref.connection}"
    return Intent(Action.UNPUBLISH, read.ref, read.title, read=reading_of(read), says=says)


def scheduling(read: Post, at: datetime) -> Intent:
    """Giving a post its time; it is told by the clock that `at` goes by."""
    says = f"goes out on {read.ref.connection} at {in_full(at)}"
    if read.needs_yes:
        # That first: a line may be cut.
        says = f"waits for a yes, planned on {read.ref.connection} for {in_full(at)}"
    wanted = PostChanges(scheduled_at=at)
    return Intent(
        Action.SCHEDULE,
        read.ref,
        read.title,
        read=reading_of(read),
        says=says,
        gravity=Gravity.PUBLIC,
        changes=wanted,
    )


def tagging(read: Post, tags: tuple[str, ...]) -> tuple[Intent, ...]:
    """Giving a post these tags; nothing where it has them."""
    if tags == read.tags:
        return ()
    says = f"sets its tags on {read.ref.connection}: {', '.join(tags) or 'none'}"
    wanted = PostChanges(tags=tags)
    return (Intent(Action.SAVE, read.ref, read.title, read=reading_of(read), says=says, changes=wanted),)


def deleting(read: Post | Approval) -> Intent:
    """Removing a post for good."""
    says = f"is removed on {read.ref.connection} for good"
    return Intent(
        Action.DELETE, read.ref, read.title, read=reading_of(read), says=says, gravity=Gravity.FINAL
    )


def copying(post: Post, to: str, *, over: bool = False) -> Intent:
    """Making a draft of a post on another connection; `over`: its platform plans it, and may write a text of
    its own over this one. Raises NotSupported where it has no text.
    """
    if post.markdown is None:
        raise NotSupported(f"{post.ref} has no text to copy", advice="Copy it on its platform.")
    draft = f"makes a draft of it on {to}"
    planned = f"plans it on {to} with its text, over which {to} may write its own"
    return Intent(
        Action.CREATE,
        ItemRef(to, ItemKind.POST, f"new-{uuid4().hex}"),
        post.title,
        says=planned if over else draft,
        new=NewPost(post.title, post.markdown, post.tags, post.excerpt, post.keyword),
    )


def generating(connection: str, request: GenerationRequest) -> Intent:
    """Having something written."""
    git = request if isinstance(request, GitRequest) else None
    topic = request if isinstance(request, TopicRequest) else None
    what = git.content_type if git else topic.topic if topic else ""
    return Intent(
        Action.GENERATE,
        ItemRef(connection, ItemKind.JOB, f"new-{uuid4().hex}"),
        what,
        says=f"has {connection} write",
        git=git,
        topic=topic,
    )
