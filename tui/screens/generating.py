"""Having something written, from any of the three screens."""

from __future__ import annotations

from abc import abstractmethod

from textual import work
from textual.content import Content
from textual.screen import Screen

from tui.domain.errors import CopydeskError
from tui.domain.generation import GenerationRequest, GenerationSource
from tui.domain.jobs import Job
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.context import Context


class Generating(Screen[None]):
    """A screen from which a generation can be asked for."""

    context: Context

    @abstractmethod
    def note(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say what came of something."""

    @abstractmethod
    def action_list_top(self) -> None:
        """The first row."""

    @property
    def generating_connections(self) -> list[str]:
        """The connections that can generate, as far as they are open."""
        hub = self.context.services.hub
        return [name for name in hub.names if (can := hub.capabilities(name)) and can.generation is not None]

    @work(group="generate", exclusive=True, exit_on_error=False)
    async def action_job_generate(self) -> None:
        """Choose a connection where there are several, then fill in its form. `g g` goes to the top."""
        able = self.generating_connections
        if not able:
            self.note("No connection that can generate is up; i shows how they fare", Tone.BAD)
            return
        connection: str | None = able[0]
        if len(able) > 1:
            options = [(name, Content(plain(name, 40))) for name in able]
            connection = await asking.choose(self.app, "Generate on", options, again="g")
        if connection is None:
            return
        if connection == "g":
            self.action_list_top()
            return
        await self._fill_in(connection)

    async def _fill_in(self, connection: str) -> None:
        jobs = self.context.services.jobs
        can = self.context.services.hub.capabilities(connection)
        if can is None:
            return
        sources: tuple[GenerationSource, ...] | CopydeskError
        try:
            sources = await jobs.sources(connection)
        except CopydeskError as error:
            sources = error

        async def send(request: GenerationRequest) -> Job:
            return await jobs.generate(connection, request)

        made = await asking.generation(self.app, connection, can, sources, send)
        if isinstance(made, str):
            self.action_list_top()
        elif made is not None:
            self.note(f"queued: {made.what} · 3 shows the jobs", Tone.GOOD)
