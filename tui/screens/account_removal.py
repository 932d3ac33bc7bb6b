"""Deleting an account: what uses it is asked about in the same question, and deleted before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from tui.domain.accounts import Account, AccountKind, Making, MakingState
from tui.domain.errors import Conflict, CopydeskError
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.account_verbs import LONGEST_NAME, AccountVerbs

if TYPE_CHECKING:
    from tui.domain.schedules import Schedule
    from tui.screens.dialogs.waiting import Waiting

MOST_LISTED = 6
"""Schedules that a question names."""


class AccountRemoval(AccountVerbs):
    """The list of accounts, as far as they are deleted from it."""

    def action_account_remove(self) -> None:
        """Delete it, after a question; a making that ended is taken off the list."""
        row = self.current
        if isinstance(row, Making):
            self._put_away(row)
            return
        account = self.one_for("account.remove")
        if account is None or self.too_soon():
            return
        accounts, connection = self.services.accounts, account.ref.connection
        if accounts.has_slots(connection):
            waiting = asking.wait(self.app, f"looking for schedules that use {plain(account.name, 40)} …")
            self._look_for_users(account, waiting)
        else:
            writes = account.kind in {AccountKind.REPOSITORY, AccountKind.VOICE}
            ends = " Schedules that write from it may be switched off with it."
            self._ask_to_remove(account, (), ends if writes and accounts.has_runs(connection) else "")

    def _put_away(self, making: Making) -> None:
        if making.state is MakingState.UNDER_WAY:
            self.note(f"{making.name} is being made; it cannot be stopped from here")
        else:
            self.services.accounts.makings.put_away(making)

    @work(group="users", exit_on_error=False)
    async def _look_for_users(self, account: Account, waiting: Waiting) -> None:
        """See what uses it, then ask."""
        users: tuple[Schedule, ...] = ()
        unread = ""
        try:
            users = await self.services.accounts.users_of(account)
        except CopydeskError as error:
            unread = f" Whether schedules use it is not known: {error.sentence}"
        if waiting.is_active:
            waiting.dismiss(None)
            self._ask_to_remove(account, users, unread)

    def _ask_to_remove(self, account: Account, users: Sequence[Schedule], more: str = "") -> None:
        name = plain(account.name, LONGEST_NAME)
        if users:
            from tui.presentation.schedules import when

            listed = ", ".join(when(each).removeprefix("weekly ") for each in users[:MOST_LISTED])
            others = f" and {len(users) - MOST_LISTED} more" if len(users) > MOST_LISTED else ""
            uses = "1 schedule uses" if len(users) == 1 else f"{len(users)} schedules use"
            them = "it" if len(users) == 1 else "them"
            said = f"{uses} {name}: {listed}{others}. Delete {them}, and then the {account.kind}?"
        else:
            said = f"{name} is deleted on {plain(account.ref.connection, 40)}, for good.{more}"
        self.ask_first(
            account,
            f"Delete the {account.kind}?",
            said,
            "delete all of it" if users else "delete it",
            lambda: self._remove(account, users),
        )

    @work(group="set up", exit_on_error=False)
    async def _remove(self, account: Account, users: Sequence[Schedule]) -> None:
        accounts = self.services.accounts
        try:
            removed = await accounts.remove(account, users)
        except Conflict as error:
            await self._in_the_way(account, users, error)
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
        else:
            with_it = f" with {removed.schedules} of its schedules" if removed.schedules else ""
            stopped = removed.stopped
            off = f" · switched off with it: {', '.join(stopped)}" if stopped else ""
            self.note(f"deleted: {account.name}{with_it}{off}", Tone.GOOD)

    async def _in_the_way(self, account: Account, users: Sequence[Schedule], error: Conflict) -> None:
        """Something stands in the way: schedules that were not known are asked about, once."""
        try:
            found = await self.services.accounts.users_of(account) if not users else ()
        except CopydeskError:
            found = ()
        if found and self.is_active:
            self._ask_to_remove(account, found)
        else:
            self.note(error.sentence, Tone.BAD)
