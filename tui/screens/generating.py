"""Having something written, from any of the three screens."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.screen import Screen

from tui.domain.errors import CopydeskError
from tui.domain.jobs import Job
from tui.presentation.bars import Tone
from tui.presentation.text import cells, plain
from tui.screens import asking
from tui.screens.context import Context

if TYPE_CHECKING:
    from tui.domain.generation import GenerationRequest, GenerationSource


MOST_OF_A_NAME = 24
"""Cells of a connection's name where one is chosen."""


class Generating(Screen[None]):
    """A screen from which a generation can be asked for."""

    context: Context

    @abstractmethod
    def note(self, text: str, tone: Tone = Tone.PLAIN, *, seconds: float | None = None) -> None:
        """Say what came of something."""

    @property
    def generating_connections(self) -> list[str]:
        """The connections that a generation can be asked of, as far as they are open."""
        hub = self.context.services.hub
        return [name for name in self.writing_connections if hub.read_only(name) is None]

    @property
    def writing_connections(self) -> list[str]:
        """The connections that have jobs, as far as they are open."""
        hub = self.context.services.hub
        return [name for name in hub.names if (can := hub.capabilities(name)) and can.generation is not None]

    def action_job_generate(self) -> None:
        """Choose a connection where there are several, then fill in its form."""
        able = self.generating_connections
        if not able:
            self._when_one_is_up(asking.wait(self.app, "looking for a connection that can generate …"))
        elif len(able) == 1:
            self._fill_in(able[0])
        else:
            longest = max(cells(plain(name, MOST_OF_A_NAME)) for name in able)
            options = [(name, self._offer(name, longest)) for name in able]
            asking.choose(self.app, "Generate on", options, self._fill_in)

    @work(group="generate", exit_on_error=False)
    async def _when_one_is_up(self, waiting: Screen[None]) -> None:
        """Generate once a connection can: what is typed meanwhile is for the form and not for the list."""
        hub = self.context.services.hub

        async def tried(name: str) -> None:
            with suppress(CopydeskError):
                await hub.ready(name)

        for one in asyncio.as_completed([tried(name) for name in hub.names]):
            await one
            if self.generating_connections:
                break
        if not waiting.is_current:
            return
        waiting.dismiss(None)
        if self.generating_connections:
            self.action_job_generate()
        else:
            how = f"{self.context.keymap.of('app.connections')} shows how they fare"
            self.note(f"No connection that can generate is up; {how}", Tone.BAD)

    def _offer(self, name: str, width: int) -> Content:
        """A connection, and what it writes from what."""
        from tui.presentation.generation import generation_words

        can = self.context.services.hub.capabilities(name)
        shown = plain(name, MOST_OF_A_NAME)
        gap = " " * (width - cells(shown) + 2)
        return Content.assemble(shown, gap, (generation_words(can) if can else "", "dim"))

    def fill_in_again(self, job: Job) -> None:
        """Open the form with what a job was asked for; nothing is asked before it is sent."""
        name = job.ref.connection
        if job.request is None:
            self.note(f"{job.what}: {name} does not tell what it was asked for", Tone.BAD)
        elif name not in self.generating_connections:
            how = f"{self.context.keymap.of('app.connections')} shows how it fares"
            self.note(f"nothing can be asked of {name} now; {how}", Tone.BAD)
        else:
            self._fill_in(name, job.request)

    def _fill_in(self, connection: str, filled: GenerationRequest | None = None) -> None:
        jobs = self.context.services.jobs
        can = self.context.services.hub.capabilities(connection)
        if can is None:
            return

        async def send(request: GenerationRequest) -> Job:
            return await jobs.generate(connection, request)

        async def find_sources() -> tuple[GenerationSource, ...]:
            return await jobs.sources(connection)

        here = self.context.here(connection)
        asking.generation(
            self.app, connection, can, find_sources, send, self._generated, here=here, filled=filled
        )

    def _generated(self, made: Job) -> None:
        self.note(f"queued: {made.what} · {self.context.keymap.of('go.jobs')} shows the jobs", Tone.GOOD)
        self.show_job(made)

    def show_job(self, job: Job) -> None:
        """A job was queued: the screen that lists jobs puts the cursor there."""
