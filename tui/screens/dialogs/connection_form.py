"""Set a connection up, or change it: a form that writes the config file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantBlur
from textual.widget import Widget
from textual.widgets import Static

from tui.domain.errors import CopydeskError
from tui.domain.secrets import Secret
from tui.domain.setups import Draft, Fault, PlatformChoice, Setups, SignIn
from tui.domain.zones import EXAMPLE
from tui.presentation import roles
from tui.presentation.text import plain
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.choice_field import ChoiceField
from tui.widgets.line_field import LineField

SIGN_INS = {
    SignIn.DESK: ("local desk", "A server on this machine, for trying out; it needs no account."),
    SignIn.COMMAND: (
        "a command",
        "The first line that it prints is the {secret}. It is run when it is needed.",
    ),
    SignIn.ENV: ("environment", "The variable must be set when Copydesk starts."),
    SignIn.KEYRING: ("keyring", "What you type goes into the system's keyring. Empty: what is there stays."),
    SignIn.FILE: ("config file", "What you type stands in the config file, which only you can read."),
}
PLACES = {
    SignIn.COMMAND: ("command", "pass show acme/notra"),
    SignIn.ENV: ("variable", "NOTRA_API_KEY"),
    SignIn.KEYRING: ("kept under", "acme"),
}
NO_YES = [("no", Content("no")), ("yes", Content("yes"))]


@dataclass(frozen=True, slots=True)
class Saved:
    """A connection was written."""

    name: str
    secret: bool
    """Whether its secret is another."""


class ConnectionForm(Dialog[Saved]):
    """A form; it stays open, with all that was typed, until it is written. A field is looked at as it is
    left.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "save", "save", show=False, priority=True),
        Binding("ctrl+t", "test", "test", show=False, priority=True),
        Binding("down,ctrl+n", "app.focus_next", "next field", show=False),
        Binding("up,ctrl+p", "app.focus_previous", "previous field", show=False),
    ]

    def __init__(self, setups: Setups, before: Draft | None) -> None:
        """Change `before`, or set up a new one (None)."""
        super().__init__()
        self._setups = setups
        self._before = before
        self._begin = before or Draft("", setups.platforms[0].id, SignIn.COMMAND)
        self._busy = False
        self._began = self._begin
        """What the fields said at first."""
        self._led_from: Widget | None = None
        """What had the focus until a fault took it elsewhere: nobody left it to have it looked at."""
        self._left_with: Draft | None = None
        """What was filled in when it was first asked to be left."""

    def compose(self) -> ComposeResult:
        """The fields; those that the platform and the sign-in do not ask for are hidden."""
        begin, before = self._begin, self._before
        platforms = [(each.id, Content(each.label)) for each in self._setups.platforms]
        sign_ins = [(kind.value, Content(word)) for kind, (word, _) in SIGN_INS.items()]
        kept = before is not None and begin.sign_in in {SignIn.FILE, SignIn.KEYRING}
        with Vertical(id="card") as card:
            card.border_title = Content(f"Change {plain(begin.name, 40)}" if before else "Add a connection")
            with Vertical(id="fields"):
                if before is None:
                    yield LineField("name", hint="yours, such as acme", id="name")
                yield ChoiceField("platform", platforms, chosen=begin.platform, id="platform")
                yield ChoiceField("sign-in", sign_ins, chosen=begin.sign_in, id="sign_in")
                yield LineField("", begin.place, id="place")
                hint = "empty: it stays as it is" if kept else ""
                yield LineField("", masked=True, hint=hint, id="secret")
                yield LineField("email", begin.email, hint="as you sign in", id="email")
                yield LineField(
                    "organization", begin.organization, hint="only for some keys", id="organization"
                )
                yield LineField("address", begin.address, hint="empty: the platform's own", id="address")
                yield LineField("colour", begin.colour, hint="teal, #008080 … or none", id="colour")
                yield LineField("zone", begin.zone, hint=f"of its schedules, as {EXAMPLE}", id="zone")
                yield ChoiceField("read only", NO_YES, chosen=_word(begin.read_only), id="read_only")
                yield ChoiceField("protected", NO_YES, chosen=_word(begin.protected), id="protected")
            yield Static("", id="said", markup=False)
            yield Static("↑↓ field ←→ value  ^t tests Enter saves Esc leaves", id="hint", markup=False)

    def on_mount(self) -> None:
        """Show what is asked for, and have ready what looks at it."""
        self._show_fields()
        self._began = self._draft()
        self._explain()
        self._look("")

    @property
    def _platform(self) -> PlatformChoice:
        chosen = self.query_one("#platform", ChoiceField).value
        return next(each for each in self._setups.platforms if each.id == chosen)

    @property
    def _sign_in(self) -> SignIn:
        return SignIn(self.query_one("#sign_in", ChoiceField).value)

    @on(ChoiceField.Changed, "#platform, #sign_in")
    def _chosen(self) -> None:
        self._show_fields()
        self._explain()

    def _show_fields(self) -> None:
        sign_in, platform = self._sign_in, self._platform
        account = sign_in is not SignIn.DESK
        shown = {
            "place": sign_in in PLACES,
            "secret": sign_in in {SignIn.KEYRING, SignIn.FILE},
            "email": account and platform.email,
            "organization": account and platform.organization,
            "address": account,
            "zone": account and platform.schedules,
        }
        for id, wanted in shown.items():
            self.query_one(f"#{id}", LineField).display = wanted
        if sign_in in PLACES:
            self.query_one("#place", LineField).call(*PLACES[sign_in])
        secret = self.query_one("#secret", LineField)
        secret.call(platform.secret, secret.line.placeholder)

    def _explain(self) -> None:
        self._say(SIGN_INS[self._sign_in][1].format(secret=self._platform.secret), roles.DIM)

    def _draft(self) -> Draft:
        """What the fields say; what is hidden says nothing."""

        def text(id: str) -> str:
            field = self.query_one(f"#{id}", LineField)
            return field.value if field.display else ""

        secret = text("secret")
        return Draft(
            self._begin.name if self._before else text("name"),
            self._platform.id,
            self._sign_in,
            text("place"),
            Secret(secret) if secret else None,
            text("email"),
            text("organization"),
            text("address"),
            text("colour"),
            self._zone,
            self.query_one("#read_only", ChoiceField).value == "yes",
            self.query_one("#protected", ChoiceField).value == "yes",
        )

    @property
    def _zone(self) -> str:
        """Whose clock its schedules go by. The local desk tells its own: a zone is for it only where somebody
        wrote one into the file.
        """
        field = self.query_one("#zone", LineField)
        if field.display:
            return field.value
        return self._begin.zone if self._sign_in is self._begin.sign_in else ""

    # Looking at what was typed

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """A field is left: what is wrong with it is said."""
        field, led_away = event.widget.parent, event.widget is self._led_from
        if led_away:
            self._led_from = None
        elif isinstance(field, LineField) and field.value and not self._busy:
            self._look(field.id or "")

    @work(group="look", exclusive=True, exit_on_error=False)
    async def _look(self, field: str) -> None:
        # A thread: what looks at it takes its time to be imported.
        found = await self._faults(self._draft())
        wrong = next((each for each in found if each.field == field), None)
        if wrong is not None:
            self._say(wrong.sentence)
        elif field:
            self._explain()

    async def _faults(self, draft: Draft) -> Sequence[Fault]:
        return await asyncio.to_thread(self._setups.faults, draft, new=self._before is None)

    async def _all_right(self, draft: Draft) -> bool:
        """Whether nothing is wrong; else the first field that is has the focus, with what is wrong said. A
        look at a single field, begun before, says nothing over that.
        """
        self.workers.cancel_group(self, "look")
        found = await self._faults(draft)
        if found:
            self._say(found[0].sentence)
            for field in self.query(f"#{found[0].field}").results(Widget):
                wanted = field.line if isinstance(field, LineField) else field
                self._led_from = self.focused if self.focused is not wanted else None
                self.set_focus(wanted)
        return not found

    # What comes of it

    def action_test(self) -> None:
        """Ask the platform, with nothing written."""
        if not self._busy:
            self._busy = True
            self._test(self._draft())

    @work(group="form", exit_on_error=False)
    async def _test(self, draft: Draft) -> None:
        try:
            if await self._all_right(draft):
                self._say("asking the platform …", roles.DIM)
                seconds = await self._setups.test(draft)
                self._say(f"It answered in {seconds:.1f} s. Enter saves it.", roles.GOOD)
        except CopydeskError as error:
            self._say(error.sentence)
        finally:
            self._busy = False

    def action_save(self) -> None:
        """Write it, once."""
        if not self._busy:
            self._busy = True
            self._save(self._draft())

    @work(group="form", exit_on_error=False)
    async def _save(self, draft: Draft) -> None:
        try:
            if await self._all_right(draft):
                await asyncio.to_thread(self._setups.save, draft, self._before)
                self.answer(Saved(draft.name, draft.secret is not None))
        except CopydeskError as error:
            self._say(error.sentence)
        finally:
            self._busy = False

    def action_leave(self) -> None:
        """Leave; what was typed is thrown away only by a second Escape with nothing typed between."""
        draft = self._draft()
        if draft in (self._began, self._left_with):
            super().action_leave()
        else:
            self._left_with = draft
            self._say("Esc again throws away what you changed.")

    def say_fault(self, text: str) -> None:
        """Show a fault; Enter may try again."""
        self._busy = False
        self._say(text)

    def _say(self, text: str, role: str = roles.BAD) -> None:
        for said in self.query("#said").results(Static):
            said.update(Content.styled(plain(text, 400), role))


def _word(truth: bool) -> str:
    return "yes" if truth else "no"
