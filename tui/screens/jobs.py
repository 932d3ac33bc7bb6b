"""The jobs: what is being written, what was, and what came of it."""

from __future__ import annotations

from textual import on, work
from textual.content import Content

from tui.commands import Area, Command
from tui.domain.errors import CopydeskError
from tui.domain.jobs import Job, JobState
from tui.domain.refs import ItemRef
from tui.domain.urgency import background
from tui.presentation import empty
from tui.presentation.bars import Tone
from tui.presentation.jobs import (
    ENDED_COLUMNS,
    JOB_COLUMNS,
    job_consequence,
    job_events,
    job_header,
    job_heading,
    job_row,
)
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.context import Context
from tui.screens.messages import BoardChanged, OpenPost
from tui.screens.taking_back import TakingBack
from tui.widgets.heading import Heading
from tui.widgets.line_list import LineList, RowLook

TICK_SECONDS = 1.0
SLOW_TICK_SECONDS = 60.0
"""Over a slow line a clock is drawn by the minute."""


class JobsScreen(TakingBack[Job]):
    """The jobs, and below them the events of the one under the cursor."""

    AREA = Area.JOBS

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return job_heading(width, self._columns)

    def make_list(self) -> LineList[Job]:
        """The jobs."""
        return LineList(
            row_id=lambda job: job.ref,
            draw=self._draw,
            empty=empty.jobs(self.context.keymap),
            rest_seconds=0.01,
            ascii=self.ascii,
            id="list",
        )

    def _draw(self, row: Job, width: int, look: RowLook) -> Content:
        return job_row(
            row,
            width,
            self.now,
            past=self.services.jobs.past,
            key_of=self.context.keymap.of,
            slow=self.context.slow,
            ascii=self.ascii,
            columns=self._columns,
        )

    def __init__(self, context: Context) -> None:
        """Start with no job known."""
        super().__init__(context)
        self._known: set[ItemRef] = set()
        self._told = ""
        self._columns = JOB_COLUMNS

    def on_mount(self) -> None:
        """Show the board; while something runs its clock is drawn each second."""
        self._show_rows()
        self._tell_of_the_store()
        self.set_interval(SLOW_TICK_SECONDS if self.context.slow else TICK_SECONDS, self._tick_jobs)

    def _tick_jobs(self) -> None:
        if self.is_current and self.services.jobs.board.open:
            self.rows.redraw()
            if self.current is not None and not self.current.state.ended:
                self.show_current()

    def _show_rows(self) -> None:
        jobs = tuple(self.services.jobs.board)
        new = [job.ref for job in jobs if job.ref not in self._known]
        self._known |= set(new)
        # What a job writes has the room of a bar that none has.
        columns = JOB_COLUMNS if self.services.jobs.board.open else ENDED_COLUMNS
        if columns != self._columns:
            self._columns = columns
            self.query_one(Heading).refresh()
        self.rows.set_rows(jobs)
        if new:
            # What was asked for just now is what is looked for, whichever job the cursor stood on.
            self.rows.move_to(new[0])
        self.show_current()
        self.refresh_consequence()
        self.refresh_keys()

    def name_keys(self) -> None:
        """In the sentence of an empty list."""
        self.rows.set_empty(empty.jobs(self.keymap))
        self.show_current()

    @on(BoardChanged)
    def _changed(self) -> None:
        self._show_rows()
        self._tell_of_the_store()

    def _tell_of_the_store(self) -> None:
        """Say once that jobs will be forgotten with the program's end, and why."""
        trouble = self.services.jobs.store_trouble
        said = "" if trouble is None else f"jobs are not remembered: {trouble.sentence}"
        if said and said != self._told:
            self.note(said, Tone.BAD)
        self._told = said

    @property
    def current(self) -> Job | None:
        """The job under the cursor."""
        return self.rows.cursor_row

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw the events of the job under the cursor, and what went wrong with the last look at it."""
        job = self.current
        if job is None:
            self.preview.show_message(Content(""))
            return
        header = job_header(job, self.now, self.services.jobs.past, ascii=self.ascii)
        lines = [header, Content(""), job_events(job, self.now)]
        trouble = self.services.jobs.trouble(job.ref)
        if trouble is not None:
            lines += [Content.styled(plain(trouble.sentence), "$text-error")]
        self.preview.show(job.ref, Content("\n").join(lines), None)

    def offers(self, each: Command) -> bool:
        """The foot shows what can be done with the job under the cursor."""
        job = self.current
        match each.id:
            case "item.open":
                return job is not None and job.post is not None
            case "job.refill":
                return job is not None and job.request is not None
            case "job.forget":
                return job is not None and job.state not in {JobState.QUEUED, JobState.RUNNING}
        return super().offers(each)

    def consequence(self) -> Content:
        """What the keys would do with the job."""
        job = self.current
        refills = job is not None and job.request is not None
        return job_consequence(job, self.context.keymap.of, refills=refills)

    def action_screen_refresh(self) -> None:
        """Look at every open job now; a result that still stands is of before, and goes."""
        if self.may_ask("looks"):
            self._forget_note()
            self._look_again(refused=True)

    def ask_by_itself(self) -> None:
        """Look at every open job, sooner than the monitor would."""
        if self.may_ask("looks", by_itself=True):
            self._look_again(by_itself=True)

    @work(group="looks", exclusive=True, exit_on_error=False)
    async def _look_again(self, *, refused: bool = False, by_itself: bool = False) -> None:
        """Look at every open job; what is down, or was `refused`, is opened anew first."""
        with background(by_itself):
            await self.services.hub.revive(refused=refused)
            for job in self.services.jobs.board.open:
                try:
                    await self.services.jobs.watch(job.ref.connection, job.ref.id)
                except CopydeskError as error:
                    self.note(error.sentence, Tone.BAD)

    def action_item_open(self) -> None:
        """Open what the job made."""
        job = self.current
        if job is None:
            return
        if job.post is None:
            self.note(f"{job.what}: {job.reason or 'nothing has been made yet'}")
        else:
            self.app.post_message(OpenPost(job.post))

    def action_job_refill(self) -> None:
        """Ask for the same again, or for nearly the same: the form opens as it was filled in."""
        if self.current is not None:
            self.fill_in_again(self.current)

    def action_job_watch(self) -> None:
        """Take a job that was queued elsewhere onto the list."""
        able = self.writing_connections
        if not able:
            how = f"{self.key('app.connections')} shows how they fare"
            self.note(f"No connection that can generate is up; {how}", Tone.BAD)
        elif len(able) == 1:
            self._ask_id(able[0])
        else:
            options = [(name, Content(plain(name, 40))) for name in able]
            asking.choose(self.app, "Watch a job on", options, self._ask_id)

    def _ask_id(self, connection: str) -> None:
        asking.ask_line(
            self.app,
            "Watch a job",
            "The job's id, as the platform gave it",
            lambda id: self._watch(connection, id),
            check=lambda text: None if text else "An id is needed.",
        )

    @work(group="watch", exit_on_error=False)
    async def _watch(self, connection: str, id: str) -> None:
        try:
            job = await self.services.jobs.watch(connection, id)
        except CopydeskError as error:
            self.note(f"not watched: {id}: {error.sentence}", Tone.BAD)
        else:
            self.show_job(job)
            self.note(f"watching: {job.what}", Tone.GOOD)

    def show_job(self, job: Job) -> None:
        """Put the cursor on a job."""
        self._show_rows()
        self.rows.move_to(job.ref)

    def action_job_forget(self) -> None:
        """Take an ended job off the list."""
        job = self.current
        if job is None:
            return
        try:
            self.services.jobs.forget(job.ref)
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
