"""The App: four screens as modes, and the bridge from services to screens."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from tui.commands import Area
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.screens.commands import Commands
from tui.screens.context import Context
from tui.screens.faults import TellsFaults, fault_of
from tui.screens.inbox import InboxScreen
from tui.screens.list_screen import ListScreen
from tui.screens.messages import (
    BoardChanged,
    DeliveriesChanged,
    HealthChanged,
    InboxChanged,
    JobEnded,
    OpenPost,
    PostsChanged,
    SitesChanged,
)
from tui.screens.modes import Modes
from tui.screens.outgoing import Outgoing
from tui.screens.reloading import Reloading
from tui.screens.resized import Resized
from tui.screens.resuming import Resuming
from tui.screens.too_small import TooSmall


class CopydeskApp(TooSmall, Commands, Resized, TellsFaults, Outgoing, Modes, Resuming, Reloading):
    """Copydesk in a terminal. The services are made before it and closed after it; it opens the
    connections once its first frame is drawn.
    """

    TITLE = "Copydesk"
    CSS_PATH = "screens/list_screen.tcss"
    DEFAULT_MODE = Area.INBOX.value
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, context: Context, *, theme: str | None = None, log_file: str = "", debug: bool = False
    ) -> None:
        """Show what the context's services know.

        `theme`: a theme's name. `log_file`: where a fault is written down. `debug`: a fault shows its
        traceback besides.
        """
        # Colours that are the terminal's own can be left out altogether; Textual's would turn grey.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.log_file = log_file
        self.shows_tracebacks = debug
        self.context = context
        self._wanted_theme = theme
        self._screens: dict[Area, ListScreen[Any]] = {}
        self._endings: list[Callable[[], None]] = []
        self.add_modes()

    def get_default_screen(self) -> InboxScreen:
        """The inbox: for a mode's screen the start would parse every stylesheet twice more."""
        return self.opened(InboxScreen(self.context))

    def on_mount(self) -> None:
        """Listen to the services, and open the connections once the first frame is drawn."""
        # Here, since Textual asks for a default screen only where the mode has no other.
        self.add_mode(Area.INBOX.value, self.get_default_screen)
        services = self.context.services
        self._endings = [
            services.hub.changed.subscribe(lambda _: self.tell(HealthChanged)),
            services.inbox.changed.subscribe(lambda _: self.tell(InboxChanged)),
            services.jobs.changed.subscribe(lambda _: self.tell(BoardChanged)),
            services.sites.changed.subscribe(lambda _: self.tell(SitesChanged)),
            services.deliveries.changed.subscribe(lambda _: self.tell(DeliveriesChanged)),
            *self.listen_to_the_outbox(),
            services.jobs.ended.subscribe(lambda job: self.tell(lambda: JobEnded(job))),
            services.jobs.ended.subscribe(self.job_ended),
        ]
        self.dress()
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """Listen no longer: services outlive the App."""
        self.forget_place()
        for end in self._endings:
            end()

    def _begin(self) -> None:
        """Everything that takes its time."""
        self.come_back()
        self._connect()
        self._watch_jobs()
        self.look_into_the_outbox()
        self.tell_of_the_theme()
        self.watch_config()

    @work(group="connect", exit_on_error=False)
    async def _connect(self) -> None:
        await self.context.services.hub.connect()
        # What was imported stays for good: the collector need not look at it at every key.
        gc.collect()
        gc.freeze()
        gc.enable()

    @work(group="jobs", exit_on_error=False)
    async def _watch_jobs(self) -> None:
        self.context.services.jobs.start()
        await self.context.services.jobs.run()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that ends with a fault of ours says so."""
        fault = fault_of(event)
        if fault is not None:
            self.say(fault)

    # The bridge

    def tell(self, news: Callable[[], Message]) -> None:
        """Give every open screen a message of its own."""
        for screen in self._screens.values():
            screen.post_message(news())

    @on(PostsChanged)
    def _posts_changed(self, message: PostsChanged) -> None:
        self.tell(lambda: PostsChanged(message.connection))

    @on(OpenPost)
    def _open_post(self, message: OpenPost) -> None:
        if self._waits(message.ref):
            self.switch_to_open(Area.INBOX)
            self._screens[Area.INBOX].open_item(message.ref)
        else:
            self._find_post(message.ref, self.screen)

    def _waits(self, ref: ItemRef) -> bool:
        """Whether the inbox shows an item."""
        rows = self.context.services.triage.rows()
        return any(each.ref == ref for each in (*rows.queue, *rows.not_ready))

    @work(group="open", exclusive=True, exit_on_error=False)
    async def _find_post(self, ref: ItemRef, asked_on: Screen[object]) -> None:
        # A draft that was made just now may not have come into the inbox yet.
        async for _ in self.context.services.inbox.refresh((ref.connection,)):
            pass
        if self.screen is not asked_on:
            opens = self.context.keymap.of("item.open")
            self.say(f"what was to be opened is there: {opens} opens it where it was asked for")
            return
        area = Area.INBOX if self._waits(ref) else Area.POSTS
        await self.switch_to_open(area)
        self._screens[area].open_item(ref)

    # Commands of the whole application

    def action_help_quit(self) -> None:
        """What ctrl+c does: tell the key that leaves."""
        self.say(f"{self.context.keymap.of('app.quit')} leaves Copydesk")

    def say(
        self, text: str, tone: Tone = Tone.PLAIN, *, where: str = "", stays: bool = False, seconds: float = 0
    ) -> None:
        """Say something on the open screen, as its `note` does."""
        screen = self._screens.get(Area(self.current_mode))
        if screen is not None:
            screen.note(text, tone, seconds=seconds, where=where, stays=stays)

    def say_end(self, text: str, tone: Tone, *, where: str) -> None:
        """Say what came of a decision on the open screen, as its `note_end` does."""
        screen = self._screens.get(Area(self.current_mode))
        if screen is not None:
            screen.note_end(text, tone, where=where)
