"""What is done to accounts, sites, repositories and voices: each by a form, a question or one key."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import work
from textual.content import Content

from tui.domain.accounts import Account, AccountKind, AccountVerb
from tui.domain.errors import CopydeskError
from tui.presentation.accounts import AccountRow, Row, why_not
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.forms_left import FormLeft, FormPlace
from tui.screens.list_screen import ListScreen

if TYPE_CHECKING:
    from tui.domain.accounts import Added, Making
    from tui.domain.forms import Form, FormField, Values
    from tui.domain.refs import ItemRef

NEEDS: Mapping[str, AccountVerb] = {
    "account.edit": AccountVerb.EDIT,
    "account.switch": AccountVerb.SWITCH,
    "account.choose": AccountVerb.CHOOSE,
    "account.rotate": AccountVerb.ROTATE,
    "account.remove": AccountVerb.REMOVE,
}
"""What a command does to one."""
DONE: Mapping[AccountVerb, str] = {
    AccountVerb.EDIT: "changed",
    AccountVerb.SWITCH: "switched",
    AccountVerb.CHOOSE: "chosen",
    AccountVerb.ROTATE: "given new keys",
    AccountVerb.REMOVE: "deleted",
}
LONGEST_NAME = 60


class AccountVerbs(ListScreen[Row]):
    """The list of accounts, as far as things are done to them."""

    @property
    @abstractmethod
    def current(self) -> Row | None:
        """The row under the cursor."""

    @abstractmethod
    def go_to(self, ref: ItemRef | None) -> None:
        """Put the cursor on one, as soon as it is there."""

    @abstractmethod
    def watch_makings(self) -> object:
        """Look at what is being made until it ends."""

    # What can be done

    def _places(self, wanted: Callable[[AccountKind], bool]) -> list[tuple[str, AccountKind]]:
        """Where something can be added now. In an order that stays: a digit always means the same."""
        hub, accounts = self.services.hub, self.services.accounts
        return [
            (name, kind)
            for name in hub.names
            if hub.read_only(name) is None
            for kind in accounts.kinds(name)
            if wanted(kind)
        ]

    @property
    def places(self) -> list[tuple[str, AccountKind]]:
        """Where anything can be added."""
        return self._places(lambda kind: True)

    @property
    def places_for_voices(self) -> list[tuple[str, AccountKind]]:
        """Where a voice can be made."""
        return self._places(lambda kind: kind is AccountKind.VOICE)

    def one_for(self, id: str) -> Account | None:
        """The account under the cursor, if a command can act on it; else says why not."""
        row, verb = self.current, NEEDS[id]
        if not isinstance(row, AccountRow):
            self.note("there is nothing here to do that with")
            return None
        account = row.account
        if verb not in account.verbs:
            self.note(f"{account.name} cannot be {DONE[verb]} here{why_not(account, verb)}", Tone.BAD)
            return None
        try:
            self.services.accounts.check_write(account.ref.connection)
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
            return None
        return account

    # By a form

    def action_account_add(self) -> None:
        """Choose what and where, then fill in its form."""
        self._choose_place("Add", self.places, self._add)

    def action_account_write(self) -> None:
        """Have a voice made from a website."""
        self._choose_place("Make a voice on", self.places_for_voices, self._write)

    def _choose_place(
        self,
        title: str,
        places: Sequence[tuple[str, AccountKind]],
        then: Callable[[str, AccountKind], object],
    ) -> None:
        if not places:
            shows = f"{self.key('app.connections')} shows how they fare"
            self.note(self._why_locked() or f"No connection takes one now; {shows}", Tone.BAD)
        elif len(places) == 1:
            then(*places[0])
        else:
            options = [
                (str(at), Content.assemble(f"{kind.value:<11} ", (f"on {plain(name, 40)}", "dim")))
                for at, (name, kind) in enumerate(places)
            ]
            asking.choose(self.app, title, options, lambda chosen: then(*places[int(chosen)]))

    def _why_locked(self) -> str:
        """Why nothing is added where something could be: those connections take no changes."""
        accounts = self.services.accounts
        for name in self.services.hub.names:
            try:
                accounts.check_write(name)
            except CopydeskError as error:
                if accounts.kinds(name):
                    return error.sentence
        return ""

    def _add(self, name: str, kind: AccountKind) -> None:
        if kind is AccountKind.VOICE:
            self._write(name, kind)
            return
        accounts = self.services.accounts

        async def find() -> Form:
            return await accounts.form(name, kind)

        async def save(values: Values) -> Added:
            return await accounts.add(name, kind, values)

        def late(taken: Added) -> None:
            self.note(f"added: {taken.account.name}", Tone.GOOD)

        def added(taken: Added) -> None:
            late(taken)
            self.go_to(taken.account.ref)

        place = FormPlace(self.context.forms_left, name, ("add", kind), late)
        title = f"Add {'an' if kind is AccountKind.ACCOUNT else 'a'} {kind} on {plain(name, 30)}"
        asking.fill_in(self.app, find, {}, title=title, new=True, save=save, then=added, place=place)

    def action_account_edit(self) -> None:
        """Change the one under the cursor."""
        account = self.one_for("account.edit")
        if account is None:
            return
        accounts = self.services.accounts
        found: list[Form] = []

        async def find() -> Form:
            found[:] = [await accounts.form(account.ref.connection, account.kind)]
            return found[0]

        async def save(values: Values) -> Account:
            if not await self._agreed_to_lead(account, found[0].leading(values)):
                raise CopydeskError(
                    "Nothing was sent", advice="Without the name posts go where they went before."
                )
            return await accounts.change(account, values)

        def saved(now: Account) -> None:
            self.note(f"changed: {now.name}", Tone.GOOD)

        asking.fill_in(
            self.app,
            find,
            account.values,
            title=f"Change {plain(account.name, 40)}",
            new=False,
            save=save,
            then=saved,
            place=FormPlace(self.context.forms_left, account.ref.connection, account.ref),
        )

    async def _agreed_to_lead(self, account: Account, fields: Sequence[FormField]) -> bool:
        """Whether what is published may go where these fields say from now on: of a protected connection its
        name is typed.
        """
        name = account.ref.connection
        if not fields or not self.context.preferences.of(name).protected:
            return True
        changed = ", ".join(each.label for each in fields)
        said = f"Posts for {plain(account.name, LONGEST_NAME)} go where this says from now on: {changed}."
        return await self.agree(name, "Change where posts go?", Content(said), "")

    def _write(self, name: str, kind: AccountKind) -> None:
        from tui.domain.forms import FieldKind, Form, FormField

        form = Form(
            "voice",
            (
                FormField(
                    "website",
                    "website",
                    FieldKind.ADDRESS,
                    required=True,
                    hint="its pages are read, and the voice is written from them",
                ),
                FormField("name", "name", hint="blank: as the website calls itself"),
            ),
        )

        async def save(values: Values) -> Making:
            making = await self.services.accounts.make(name, values)
            # Where nothing comes of it, it is asked for again with what was typed.
            FormPlace(self.context.forms_left, name, making.ref).keep(FormLeft(values))
            return making

        def late(making: Making) -> None:
            self.note(f"being made: {making.name}")
            if self.is_current:
                self.watch_makings()

        def begun(making: Making) -> None:
            late(making)
            self.go_to(making.ref)

        title = f"A voice from a website, on {plain(name, 30)}"
        place = FormPlace(self.context.forms_left, name, ("make", kind), late)
        asking.fill_in(self.app, form, {}, title=title, new=True, save=save, then=begun, place=place)

    # By one key

    def action_account_switch(self) -> None:
        """Switch it on or off."""
        account = self.one_for("account.switch")
        if account is None or self.too_soon():
            return
        on = not account.active
        takes = account.kind in {AccountKind.ACCOUNT, AccountKind.SITE}
        comes = ("posts can go to it" if on else "nothing goes to it") if takes else ""
        said = " · ".join(part for part in (f"{'on' if on else 'off'}: {account.name}", comes) if part)

        def switch() -> None:
            self.do(self.services.accounts.switch(account, on=on), said)

        name = account.ref.connection
        if on and takes and self.context.preferences.of(name).protected:
            # Off lets nothing out, and is taken back by the same key.
            question = f"Posts can go to {plain(account.name, LONGEST_NAME)} from then on."
            self._ask_names([name], "Switch it on?", Content(question), switch)
        else:
            switch()

    def action_account_choose(self) -> None:
        """Make it the one that is used where none is named."""
        account = self.one_for("account.choose")
        if account is None or self.too_soon():
            return
        self.do(self.services.accounts.choose(account), f"used where none is named: {account.name}")

    @work(group="set up", exit_on_error=False)
    async def do(self, write: Awaitable[Any], said: str) -> None:
        """Wait for a write, and say what came of it."""
        try:
            await write
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
        else:
            self.note(said, Tone.GOOD)

    # After a question

    def ask_first(
        self, account: Account, title: str, question: str, yes: str, then: Callable[[], object]
    ) -> None:
        """A question; where the connection is protected its name besides."""
        said, name = Content(question), account.ref.connection
        if self.context.preferences.of(name).protected:
            self._ask_names([name], title, said, then)
        else:
            asking.confirm(self.app, title, said, yes, then)
