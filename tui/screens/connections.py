"""The connections: how each fares and is set up, and what changes that."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.content import Content

from tui.commands import Area, Command
from tui.domain.connections import Health, Reach
from tui.domain.errors import CopydeskError, StateError
from tui.domain.setups import Draft, Setup
from tui.presentation import empty, roles
from tui.presentation.bars import Tone
from tui.presentation.connections import ConnectionRow, connection_header, connection_row, connections_heading
from tui.presentation.rows import section_row
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.connection_rows import Heading, Notice, Row, row_id
from tui.screens.context import Context
from tui.screens.list_screen import ListScreen
from tui.screens.messages import ConfigWritten, ConnectionsChanged, HealthChanged
from tui.widgets.line_list import LineList, RowLook

NO_FILE = "There is no config file to write to here"


class ConnectionsScreen(ListScreen[Row]):
    """All connections, then what the start had to say."""

    AREA: ClassVar[Area] = Area.CONNECTIONS

    def __init__(self, context: Context) -> None:
        """Start with what is known without reading anything."""
        super().__init__(context)
        self._setups: dict[str, Setup] = {}
        self._tested: dict[str, str] = {}
        self._wanted: str | None = None
        """A connection that the cursor goes to as soon as it is there."""

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return connections_heading(width)

    def make_list(self) -> LineList[Row]:
        """The connections."""
        return LineList(
            row_id=row_id,
            draw=self._draw,
            selectable=lambda row: not isinstance(row, Heading),
            empty=empty.connections(self.context.keymap),
            rest_seconds=0.01,
            ascii=self.ascii,
            id="list",
        )

    def _draw(self, row: Row, width: int, look: RowLook) -> Content:
        if isinstance(row, Heading):
            return section_row(row.label, width)
        if isinstance(row, Notice):
            return Content(plain(row.text, 400)).truncate(width, ellipsis=True)
        return connection_row(row, width, self.now, ascii=self.ascii)

    def on_mount(self) -> None:
        """Show what there is, and read how it is set up."""
        self.show_rows()
        self._read_setups()

    def on_screen_resume(self) -> None:
        """The screen is open again: what it missed is shown."""
        self.show_rows()
        self._read_setups()

    @work(group="setups", exclusive=True, exit_on_error=False)
    async def _read_setups(self) -> None:
        if self.context.setups is not None:
            known = await asyncio.to_thread(self.context.setups.known)
            self._setups = {each.name: each for each in known}
            self.show_rows()

    @on(HealthChanged)
    def _fares(self) -> None:
        if self.is_current:
            self.show_rows()

    @on(ConnectionsChanged)
    def _others(self) -> None:
        self.show_rows()
        self._read_setups()

    def name_keys(self) -> None:
        """In the sentence of an empty list; colours and protection are shown here besides."""
        self.rows.set_empty(empty.connections(self.keymap))
        self.show_rows()

    # The list

    def show_rows(self) -> None:
        """Draw the connections and what there is to say."""
        if not self.is_mounted:
            return
        healths = self.services.hub.health.values()
        rows: list[Row] = [self._row(each) for each in healths]
        # What is wrong with a connection is told of it, and not once more.
        told = {each.reason for each in healths}
        notices = [Notice(at, text) for at, text in enumerate(self.context.all_notices) if text not in told]
        self.rows.set_rows([*rows, Heading("to be read"), *notices] if notices else rows)
        if self._wanted in self.services.hub.names:
            self.rows.move_to(self._wanted)
            self._wanted = None
        self.refresh_head()
        self.refresh_consequence()
        self.refresh_keys()
        self.show_current()

    def _row(self, health: Health) -> ConnectionRow:
        name = health.connection
        return ConnectionRow(
            name,
            health,
            self._setups.get(name),
            self.context.preferences.of(name),
            tuple(self.context.left(name)),
            self.services.troubles.of(name),
            self._tested.get(name, ""),
        )

    @property
    def name_here(self) -> str | None:
        """The connection under the cursor."""
        row = self.rows.cursor_row
        return row.name if isinstance(row, ConnectionRow) else None

    @property
    def connection_in_hand(self) -> str | None:
        """The connection under the cursor."""
        return self.name_here

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw all that is known of the row under the cursor."""
        row = self.rows.cursor_row
        if isinstance(row, ConnectionRow):
            self.preview.show(row_id(row), connection_header(row, self.now, ascii=self.ascii), None)
        elif isinstance(row, Notice):
            self.preview.show(row_id(row), Content(plain(row.text, 2000)), None)
        else:
            self.preview.show_message(Content(""))
            self.show_list()

    def consequence(self) -> Content:
        """What is wrong with it, or what came of its test."""
        row = self.rows.cursor_row
        if not isinstance(row, ConnectionRow):
            return Content("")
        if row.health.reach in {Reach.UP, Reach.CONNECTING}:
            said = row.tested or (f"read-only: {row.health.read_only}" if row.health.read_only else "")
            return Content.styled(f" {plain(said, 200)}" if said else "", roles.DIM)
        said = plain(row.health.advice or row.health.reason or "", 400)
        return Content.styled(f" {said}" if said else "", roles.WARNING)

    def offers(self, each: Command) -> bool:
        """The foot shows what can be done with it."""
        if each.id == "job.generate":
            return False
        if each.id.startswith("connection.") and each.id != "connection.add":
            return self.name_here is not None
        return super().offers(each)

    def action_item_close(self) -> None:
        """Show the list again; from there, the screen that was open before."""
        if self.reading:
            super().action_item_close()
        else:
            self.call_later(self.run_action, "app.app_connections")

    # Asking them

    def action_screen_refresh(self) -> None:
        """Open anew what is down or was refused, and ask all of them."""
        if self.may_ask("ask"):
            self._forget_note()
            self._ask_all()
            self._read_setups()

    @work(group="ask", exclusive=True, exit_on_error=False)
    async def _ask_all(self) -> None:
        await self.services.hub.revive(refused=True)
        async for _ in self.services.inbox.refresh():
            pass

    def action_connection_test(self) -> None:
        """Ask the platform something harmless."""
        name = self.name_here
        if name is not None:
            self._tested[name] = "asking …"
            self.show_rows()
            self._test(name)

    @work(group="test", exit_on_error=False)
    async def _test(self, name: str) -> None:
        from tui.domain.posts import PostFilter

        hub = self.services.hub
        await hub.revive((name,), refused=True)
        begun = monotonic()
        try:
            await hub.ask(name, lambda platform: platform.posts(PostFilter()))
        except CopydeskError as error:
            self._tested[name] = f"failed: {error.sentence}"
            self.note(f"{name}: {error.sentence}", Tone.BAD)
        else:
            self._tested[name] = f"{name} answered in {monotonic() - begun:.1f} s"
            self.note(self._tested[name], Tone.GOOD)
        self.show_rows()

    # Setting them up

    def action_connection_add(self) -> None:
        """Fill in a form for a new one."""
        self._open_form(None)

    def action_connection_edit(self) -> None:
        """Change the one under the cursor."""
        if self.name_here is not None:
            self._edit(self.name_here)

    @work(group="edit", exclusive=True, exit_on_error=False)
    async def _edit(self, name: str) -> None:
        if self.context.setups is None:
            self.note(NO_FILE, Tone.BAD)
            return
        try:
            draft = await asyncio.to_thread(self.context.setups.draft, name)
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
        else:
            self._open_form(draft)

    def _open_form(self, before: Draft | None) -> None:
        from tui.screens.dialogs.connection_form import ConnectionForm, Saved

        if self.context.setups is None:
            self.note(NO_FILE, Tone.BAD)
            return

        def written(saved: Saved | None) -> None:
            if saved is not None:
                self._wanted = saved.name
                word = "changed" if before else "added"
                anew = (saved.name,) if saved.secret and before else ()
                self.app.post_message(ConfigWritten(f"{word}: {saved.name}", anew))

        self.app.push_screen(ConnectionForm(self.context.setups, before), written)

    def action_connection_remove(self) -> None:
        """Take it out of the config file, after a question."""
        name = self.name_here
        if name is None:
            return
        if self.context.setups is None:
            self.note(NO_FILE, Tone.BAD)
            return
        question = Content(f"{plain(name, 40)} is taken out of the config file. {self._leaves(name)}")
        asking.confirm(self.app, "Remove the connection?", question, "remove it", lambda: self._remove(name))

    def _leaves(self, name: str) -> str:
        """What becomes of what is here of a connection."""
        waiting = sum(each.ref.connection == name for each in self.services.outbox.entries)
        try:
            texts = sum(each.place.connection == name for each in self.services.edits.all())
        except StateError:
            texts = 0
        said = ["Nothing is changed on its platform."]
        if waiting:
            said.append(f"What is in the outbox for it ({waiting}) stays there, parked: nothing is sent.")
        if texts:
            said.append(f"Texts of yours that it has not taken ({texts}) stay: copydesk edits shows them.")
        return " ".join(said)

    @work(group="remove", exit_on_error=False)
    async def _remove(self, name: str) -> None:
        assert self.context.setups is not None
        try:
            await asyncio.to_thread(self.context.setups.remove, name)
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
        else:
            self.app.post_message(ConfigWritten(f"removed: {name}"))
