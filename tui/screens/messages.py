"""Messages that more than one screen or the App sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.message import Message

from tui.domain.connections import Health
from tui.domain.errors import CopydeskError
from tui.domain.jobs import Job, JobBoard
from tui.domain.posts import Post
from tui.domain.refs import ItemRef


@dataclass
class HealthChanged(Message):
    """How the connections fare."""

    health: Mapping[str, Health]


@dataclass
class BoardChanged(Message):
    """What is known of the jobs. A slow screen handles only the newest."""

    board: JobBoard

    def can_replace(self, message: Message) -> bool:
        """A newer board makes an older one useless."""
        return isinstance(message, BoardChanged)


@dataclass
class JobEnded(Message):
    """A job came to its end while it was watched."""

    job: Job


@dataclass
class BodyRead(Message):
    """A post's body came, for the preview."""

    post: Post


@dataclass
class BodyFailed(Message):
    """A post's body did not come."""

    ref: ItemRef
    error: CopydeskError


@dataclass
class ItemGone(Message):
    """An item was decided on, changed or removed: lists that hold it read their connection again."""

    connection: str
