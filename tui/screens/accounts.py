"""The accounts: where posts go to and what they come from, on every connection."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.content import Content

from tui.commands import Area, Command
from tui.domain.accounts import AccountKind, Making, MakingState
from tui.domain.refs import ItemRef
from tui.domain.urgency import background
from tui.presentation.accounts import (
    AccountRow,
    Row,
    Said,
    Section,
    account_consequence,
    account_facts,
    account_line,
    accounts_heading,
    making_facts,
    no_accounts,
)
from tui.presentation.ages import ages_line
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens.account_keys import AccountKeys
from tui.screens.account_removal import AccountRemoval
from tui.screens.account_rows import connection_of, row_id, rows_of
from tui.screens.account_verbs import NEEDS
from tui.screens.context import Context
from tui.screens.forms_left import FormPlace
from tui.screens.messages import HealthChanged, Latest
from tui.widgets.line_list import LineList, RowLook


class AccountsChanged(Latest):
    """What is known of the accounts is not what it was."""


class AccountsScreen(AccountRemoval, AccountKeys):
    """The accounts of all connections, and beside them all that is known of the one under the cursor."""

    AREA = Area.ACCOUNTS

    def __init__(self, context: Context) -> None:
        """Start with what is known without asking."""
        super().__init__(context)
        self._wanted: ItemRef | None = None
        """What the cursor goes to as soon as it is there."""

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return accounts_heading(width)

    def make_list(self) -> LineList[Row]:
        """The accounts."""
        return LineList(
            row_id=row_id,
            draw=self._draw,
            selectable=lambda row: not isinstance(row, Section),
            empty=self._empty(),
            ascii=self.ascii,
            id="list",
        )

    def _draw(self, shown: Row, width: int, look: RowLook) -> Content:
        return account_line(shown, width, self.now, ascii=self.ascii)

    def _empty(self) -> Content:
        accounts = self.services.accounts
        told = [part for part in accounts.parts if part.told_at is not None or part.error is not None]
        problem = None
        if not self.services.hub.names:
            problem = (*self.context.notices, "The config file names none.")[0]
        return no_accounts(
            asked=len(told) == len(accounts.parts), failed=(), problem=problem, keys=self.keymap
        )

    def on_mount(self) -> None:
        """Show what there is, listen, and ask."""
        accounts = self.services.accounts

        def changed(_: str) -> None:
            self.post_message(AccountsChanged())

        self._endings = [
            accounts.changed.subscribe(changed),
            accounts.makings.ended.subscribe(self._making_ended),
            accounts.missed.subscribe(lambda error: self.note(error.sentence, Tone.BAD)),
        ]
        self.show_rows()
        self._ask()

    def on_unmount(self) -> None:
        """Listen no longer: services outlive the screen."""
        for end in self._endings:
            end()

    def on_screen_resume(self) -> None:
        """The screen is open again: what it missed is shown, and what is being made is looked at."""
        self.show_rows()
        self.watch_makings()

    def on_screen_suspend(self) -> None:
        """Nobody looks: what is being made goes on without."""
        self.workers.cancel_group(self, "makings")

    # Asking

    def action_screen_refresh(self) -> None:
        """Open anew what is down or was refused, and ask all of them."""
        if self.may_ask("accounts"):
            self._forget_note()
            self._ask(refused=True)
            self.watch_makings()

    @property
    def unanswered(self) -> Sequence[str]:
        """The connections that did not answer when they were asked last."""
        return [each.connection for each in self.services.accounts.parts if each.error is not None]

    def ask_by_itself(self) -> None:
        """Open anew what is down, and ask all of them."""
        if self.may_ask("accounts", by_itself=True):
            self._ask(by_itself=True)

    @work(group="accounts", exclusive=True, exit_on_error=False)
    async def _ask(self, *, refused: bool = False, by_itself: bool = False) -> None:
        with background(by_itself):
            if refused or by_itself:
                await self.services.hub.revive(refused=refused)
            await self.services.accounts.refresh()

    @work(group="makings", exclusive=True, exit_on_error=False)
    async def watch_makings(self) -> None:
        """Look at what is being made until it ends."""
        await self.services.accounts.makings.watch()

    def _making_ended(self, making: Making) -> None:
        name = making.ref.connection
        left = FormPlace(self.context.forms_left, name, making.ref).take()
        if making.state is MakingState.DONE:
            self.go_to(making.makes)
            self.note(f"made: {making.name}", Tone.GOOD)
        else:
            why = making.error or making.state_word or "no reason given"
            again = ""
            if left is not None:
                key = ("make", AccountKind.VOICE)
                FormPlace(self.context.forms_left, name, key).keep(left)
                again = f" · {self.key('account.write')} has what you typed"
            self.note(f"{making.state}: {making.name}: {why}{again}", Tone.BAD)

    # The list

    @on(AccountsChanged)
    def _changed(self) -> None:
        if self.is_current:
            self.show_rows()

    @on(HealthChanged)
    def _fares(self) -> None:
        if self.is_current:
            self.show_rows()

    def name_keys(self) -> None:
        """In the sentence of an empty list, and of connections that have nothing yet."""
        self.show_rows()

    def show_rows(self) -> None:
        """Draw the accounts as they are known."""
        if not self.is_mounted:
            return
        self.rows.set_empty(self._empty())
        self.rows.set_rows(rows_of(self.services.accounts, self.keymap))
        if self._wanted is not None and self.rows.move_to(self._wanted):
            self._wanted = None
        self.refresh_consequence()
        self.refresh_keys()
        self.refresh_age()
        self.show_current()
        self.show_keys_made()

    def go_to(self, ref: ItemRef | None) -> None:
        """Put the cursor on one, as soon as it is there."""
        self._wanted = ref
        self.show_rows()

    def ages(self) -> str:
        """How old what is listed is, of the connections that have not answered."""
        accounts = self.services.accounts
        kept = [
            (part.connection, part.told_at)
            for part in accounts.parts
            if part.told_at is not None and (part.error is not None or part.connection in accounts.asking)
        ]
        return ages_line(kept, accounts.asking, self.now)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        row: Row | None = self.rows.cursor_row
        return row

    @property
    def connection_in_hand(self) -> str | None:
        """The connection of the row under the cursor."""
        return connection_of(self.current)

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw all that is known of the row under the cursor."""
        row = self.current
        if isinstance(row, AccountRow):
            self.preview.show(row_id(row), account_facts(row, self.now, ascii=self.ascii), None)
        elif isinstance(row, Making):
            self.preview.show(row_id(row), making_facts(row, ascii=self.ascii), None)
        elif isinstance(row, Said):
            self.preview.show(row_id(row), Content(plain(row.text, 2000)), None)
        else:
            self.preview.show_message(Content(""))
            self.show_list()

    def consequence(self) -> Content:
        """What the keys do with it, or why they do nothing."""
        name = self.connection_in_hand
        if self.current is None and not self.places:
            return Content("")
        read_only = self.services.hub.read_only(name) if name is not None else None
        return account_consequence(self.current, self.key, read_only)

    def offers(self, each: Command) -> bool:
        """The foot shows what can be done with the one under the cursor."""
        row, name = self.current, self.connection_in_hand
        if each.id == "job.generate":
            return False
        if each.id == "item.open" and row is None:
            return False
        if each.id == "account.add":
            return bool(self.places)
        if each.id == "account.write":
            return bool(self.places_for_voices)
        if each.id in NEEDS and name is not None and self.services.hub.read_only(name) is not None:
            return isinstance(row, Making) and each.id == "account.remove"
        if each.id == "account.remove" and isinstance(row, Making):
            return True
        verb = NEEDS.get(each.id)
        if verb is not None:
            return isinstance(row, AccountRow) and verb in row.account.verbs
        return super().offers(each)
