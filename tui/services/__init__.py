"""What a person does, whichever the platform. Knows the domain and the state, and no screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tui.domain.ports import EditStore, JobStore
from tui.services.edits import EditsService
from tui.services.hub import Hub, OpenPlatform
from tui.services.inbox import InboxService
from tui.services.jobs import JobMonitor
from tui.services.posts import PostsService

__all__ = ["Services", "Stores"]


class Stores(JobStore, EditStore, Protocol):
    """What the services remember things in: `tui.state.State`, or a fake."""


@dataclass(frozen=True, slots=True)
class Services:
    """All services of one run, made before any connection is open."""

    hub: Hub
    inbox: InboxService
    posts: PostsService
    jobs: JobMonitor
    edits: EditsService

    @classmethod
    def make(
        cls,
        names: Sequence[str],
        open_platform: OpenPlatform,
        state: Stores,
        now: Callable[[], datetime],
    ) -> Services:
        """Services over these connections; nothing is opened before `hub.connect` is called. Whoever
        makes them calls `hub.close` at the end, before the state is closed.
        """
        hub = Hub(names, open_platform)
        edits = EditsService(state)
        return cls(hub, InboxService(hub, edits), PostsService(hub), JobMonitor(hub, state, now), edits)
