"""Messages that more than one screen or the App sends."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tui.commands import Area
from tui.domain.errors import CopydeskError
from tui.domain.failing import Failing
from tui.domain.jobs import Job
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.services.outbox import Ended


class Latest(Message, bubble=False):
    """News that is read where it is kept: one message of a kind is as good as several."""

    def can_replace(self, message: Message) -> bool:
        """A later one makes an earlier one useless."""
        return type(message) is type(self)


class HealthChanged(Latest):
    """How the connections fare is not what it was."""


class BoardChanged(Latest):
    """What is known of the jobs is not what it was."""


class InboxChanged(Latest):
    """What waits for a yes is not what it was."""


class SitesChanged(Latest):
    """What is known of sites, or which of them were chosen, is not what it was."""


class DeliveriesChanged(Latest):
    """What is known of deliveries is not what it was."""


class OutboxChanged(Latest):
    """What is on its way is not what it was."""


@dataclass
class ConnectionsChanged(Message, bubble=False):
    """The config file was read anew. `names`: there are other connections than before; `said`: what came of
    it, for whoever sees the open screen.
    """

    names: bool
    said: str = ""
    tone: Tone = Tone.PLAIN


@dataclass
class ConfigWritten(Message, bubble=False):
    """The config file was written by a form: it is read anew. `anew`: connections that are opened anew though
    the file says the same of them.
    """

    said: str
    anew: tuple[str, ...] = ()


@dataclass
class EntryEnded(Message, bubble=False):
    """Something that was decided here came to its end."""

    ended: Ended


@dataclass
class JobEnded(Message, bubble=False):
    """A job came to its end while it was watched."""

    job: Job


@dataclass
class BodyRead(Message, bubble=False):
    """A post's body came, for the preview."""

    post: Post


@dataclass
class BodyFailed(Message, bubble=False):
    """A post's body did not come."""

    ref: ItemRef
    error: CopydeskError


@dataclass
class PostsChanged(Message, bubble=False):
    """Posts of a connection were made, changed, decided on or removed: lists that hold some ask again."""

    connection: str


@dataclass
class Mend(Message, bubble=False):
    """A failure is to be shown where it can be mended."""

    failing: Failing


@dataclass
class OpenPost(Message, bubble=False):
    """A post is to be shown: in the inbox where it waits for a yes, else among the posts."""

    ref: ItemRef


@dataclass
class ShowRow(Message, bubble=False):
    """A row is to be shown on another screen, with the cursor on it."""

    area: Area
    row: Hashable


class CalendarChanged(Latest):
    """What stands on the calendar is not what it was."""
