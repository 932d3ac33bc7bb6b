"""The outbox: what was decided, on its way to a platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tui.domain.approvals import Approval, place_of
from tui.domain.entry_states import Action, EntryState
from tui.domain.generation import GitRequest, TopicRequest
from tui.domain.holds import Holds
from tui.domain.posts import Delivery, NewPost, PostChanges
from tui.domain.readings import Reading
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Gravity

__all__ = ["Action", "Entry", "EntryState", "Intent", "Written"]


@dataclass(frozen=True, slots=True)
class Intent:
    """What a person decided, with all that sending it needs. Text is untrusted."""

    action: Action
    ref: ItemRef
    """The item; of what is yet to be made, an id of Copydesk's own on the connection it is made on."""
    title: str
    read: Reading | None = None
    """What was read; None for what is yet to be made."""
    says: str = ""
    """What it will do, as the person was told: "publishes NOW to My Blog"."""
    gravity: Gravity = Gravity.UNDOABLE
    approval: Approval | None = None
    """APPROVE: what waits."""
    text: str | None = None
    """SAVE: the document as it came from the editor. APPROVE: the edited topic or social text. Kept among
    the edits until the platform has it."""
    changes: PostChanges | None = None
    """SAVE and SCHEDULE: what is to be other."""
    new: NewPost | None = None
    """CREATE: the post."""
    git: GitRequest | None = None
    """GENERATE from git activity."""
    topic: TopicRequest | None = None
    """GENERATE from a topic."""
    targets: tuple[str, ...] = ()
    """PUBLISH and DELIVER: the ids of the sites that it goes to, each named (peers B4); empty where the
    platform has none to name."""
    before: tuple[Delivery, ...] = ()
    """DELIVER: the post's deliveries as they stood when it was decided; then, and of APPROVE and PUBLISH, as
    they stood before it left."""
    known: tuple[str, ...] = ()
    """CREATE and GENERATE: ids of posts of that title that were there before it left."""

    @property
    def place(self) -> ItemRef:
        """Where its text is kept among the edits."""
        return place_of(self.approval) if self.approval is not None else self.ref

    def makes_the_same(self, other: Intent) -> bool:
        """Whether both make the same new thing."""
        return (
            self.action is other.action
            and self.ref.connection == other.ref.connection
            and (self.new, self.git, self.topic) == (other.new, other.git, other.topic)
        )

    def hold(self, holds: Holds) -> float:
        """Seconds for which it can be taken back."""
        # No platform takes a yes back as such: not one that only has something written, nor one that only
        # marks a text as posted.
        yes = self.action is Action.APPROVE and self.gravity is Gravity.UNDOABLE
        if yes or self.action is Action.DELETE:
            return holds.approve
        return {
            Gravity.UNDOABLE: holds.undoable,
            Gravity.PUBLIC: holds.approve,
            Gravity.FINAL: holds.publish,
        }[self.gravity]


@dataclass(frozen=True, slots=True)
class Entry:
    """One intent on its way."""

    id: int
    """Grows with each entry: those of one item leave in this order."""
    step: str
    """Names what was decided in one go: it is taken back in one go."""
    intent: Intent
    state: EntryState
    run: str | None
    """Which Copydesk sends it; None: none does."""
    made_at: datetime
    due_at: datetime
    """When its hold is over."""
    sent_at: datetime | None = None
    """When it last left."""
    tries: int = 0
    """How often it has left."""
    answer: str | None = None
    """What came of it, or why it waits, in a sentence."""
    request_id: str | None = None
    found: Reading | None = None
    """CHANGED: what the item is now; None where it is gone."""
    made: ItemRef | None = None
    """What it made, or what was changed: where it can be looked at."""

    @property
    def ref(self) -> ItemRef:
        """The item."""
        return self.intent.ref


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the audit: one time that something left, and what came of it."""

    id: int
    entry: int
    at: datetime
    connection: str
    action: Action
    item: str
    title: str
    fingerprint: str | None
    """Of what was read, or of what was made."""
    state: EntryState
    """SENDING where no answer was ever seen."""
    answer: str | None
    request_id: str | None
    answered_at: datetime | None = None


def is_gone(entry: Entry) -> bool:
    """Whether it was not sent since the item is not there (any more)."""
    return entry.state is EntryState.CHANGED and entry.found is None
