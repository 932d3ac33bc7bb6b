"""Fill in something that a platform keeps: the form that it told, drawn field by field."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar, TypeAlias

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantFocus, Key, Paste
from textual.getters import query_one
from textual.widgets import Input, Static, TextArea

from tui.domain.errors import CopydeskError, Invalid
from tui.domain.forms import Form, Value, Values
from tui.presentation import roles
from tui.presentation.text import cells, plain
from tui.screens.dialogs.form_sending import GIVEN_BACK, MAY_BE_DONE, FormSending, Save
from tui.screens.forms_left import FormLeft, FormPlace
from tui.screens.typed_ahead import TypedAhead
from tui.widgets.choice_field import LABEL, ChoiceField
from tui.widgets.form_row import FormRow
from tui.widgets.short_list import ShortList
from tui.widgets.switch_list import SwitchList

FindForm: TypeAlias = Callable[[], Awaitable[Form]]
"""Asks what can be filled in."""
LONGEST_LABEL = 22
KEYS = "↑↓ field ←→ value Enter next ^s saves Esc leaves"
SURE = "It may be there already. ^s sends it once more, Esc leaves."


class ThingForm(FormSending):
    """A form; it stays open, with all that was typed, until the platform has taken it.

    Keys typed while the form itself is still asked for are given to it as soon as it is there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", show=False),
        Binding("enter", "go_on", "next field", show=False),
        Binding("down,ctrl+n", "app.focus_next", "next field", show=False),
        Binding("up,ctrl+p", "app.focus_previous", "previous field", show=False),
    ]
    _fields = query_one("#fields", Vertical)

    def __init__(
        self,
        form: Form | FindForm,
        values: Values,
        *,
        title: str,
        new: bool,
        save: Save,
        place: FormPlace | None = None,
    ) -> None:
        """Fill in `form`, or what that finds, beginning with `values`; `title` may hold words from outside.
        `new`: the thing is not there yet. `place` has what was typed before and not taken.
        """
        super().__init__(save, place)
        self._form = form if isinstance(form, Form) else None
        self._find_form = None if isinstance(form, Form) else form
        self._values = values
        self._title = title
        self._new = new
        self._rows: list[FormRow] = []
        self._began: dict[str, Value] = {}
        self._early: list[Key | Paste] = []
        self._loading = False

    def compose(self) -> ComposeResult:
        """The fields, what is said of them, and the keys."""
        with Vertical(id="card") as card:
            card.border_title = Content(plain(self._title, 60))
            with Vertical(id="fields"):
                yield from self._make_rows()
            yield Static("", id="said", markup=False)
            yield Static(KEYS, id="hint", markup=False)

    def _make_rows(self) -> list[FormRow]:
        if self._form is None:
            return []
        # What cannot be changed of it is not among them.
        fields = [each for each in self._form.fields if self._new or not each.fixed]
        longest = max((cells(FormRow.name_of(each)) for each in fields), default=0)
        wide = min(max(longest + 1, LABEL), LONGEST_LABEL)
        start = {**self._form.initial(), **self._values}
        self._rows = [FormRow(each, start[each.name], new=self._new, label_width=wide) for each in fields]
        return self._rows

    def on_mount(self) -> None:
        """Begin, or ask what can be filled in."""
        if self._form is not None:
            self._begin()
        else:
            self._find()

    def _begin(self) -> None:
        self._began = {row.field.name: row.value for row in self._rows}
        left = self._place.take() if self._place is not None else None
        if left is not None:
            self._give_back(left)
        self._show_asked()
        shown = self._shown
        if shown:
            self.set_focus(shown[0].focused_part)

    def _give_back(self, left: FormLeft) -> None:
        self._unsure = left.unsure
        for row in self._rows:
            if row.field.name in left.values:
                row.put(left.values[row.field.name])
        self._given_back = FormLeft(self._filled(), left.unsure)

    @property
    def _is_changed(self) -> bool:
        filled = self._filled()
        return any(filled[name] != value for name, value in self._began.items())

    @property
    def _shown(self) -> list[FormRow]:
        return [row for row in self._rows if row.display]

    def _filled(self) -> dict[str, Value]:
        """What the form holds now, what cannot be changed and what is not asked for included."""
        return {**self._values, **{row.field.name: row.value for row in self._rows}}

    def _show_asked(self) -> None:
        filled = self._filled()
        for row in self._rows:
            row.display = row.field.asked(filled)

    # Asking for the form

    @work(group="find", exit_on_error=False)
    async def _find(self) -> None:
        if self._find_form is None or self._loading:
            return
        self._loading = True
        self._wait_for("asking what can be filled in …", "Esc leaves.")
        try:
            self._form = await self._find_form()
            if self.is_mounted:
                await self._fields.mount_all(self._make_rows())
        except CopydeskError as error:
            self._early.clear()
            self._say(f"{error.happened.rstrip('. ')}. ^s asks again.")
        else:
            await self._take_up()
        finally:
            self._loading = False
            self._wait_no_more()

    async def _take_up(self) -> None:
        """Begin with what was typed meanwhile: no key may be between two, or nothing would have taken it."""
        taker = self.app if isinstance(self.app, TypedAhead) else None
        if taker is not None:
            await taker.until_no_key_is_under_way()
        if self.is_mounted:
            self._say("")
            self._begin()
            if taker is not None:
                taker.take_again(self._early)

    def on_key(self, event: Key) -> None:
        """A key that comes before the form is for it all the same."""
        if self._loading and event.key != "escape":
            event.stop()
            event.prevent_default()
            self._early.append(event)

    def on_paste(self, event: Paste) -> None:
        """So is what is pasted."""
        if self._loading:
            event.stop()
            self._early.append(event)

    # Filling in

    def _say_hint(self, row: FormRow) -> None:
        """What a field is for; before that, where it all comes from that stands there already."""
        left = self._given_back
        if left is not None and left.values == self._filled():
            self._say(MAY_BE_DONE if left.unsure else GIVEN_BACK, roles.WARNING)
        else:
            self._say(row.field.hint, roles.DIM)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what a field is for."""
        row = next((each for each in self._rows if each.focused_part is event.widget), None)
        if row is not None and not self._sending and not any(each.is_faulty for each in self._rows):
            self._say_hint(row)

    @on(ChoiceField.Changed)
    def _chosen(self, event: ChoiceField.Changed) -> None:
        self._mended(event.control)
        self._show_asked()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(SwitchList.Switched)
    def _typed(self, event: Input.Changed | TextArea.Changed | SwitchList.Switched) -> None:
        self._mended(event.control)

    def _mended(self, control: object) -> None:
        """What was said of a field was said of another value. Why nothing was taken stays to be read."""
        for row in self._rows:
            if row.is_mounted and row.focused_part is control:
                row.say_fault("")
                mended = self._of_fields and not any(each.is_faulty for each in self._rows)
                if (self._said != roles.BAD or mended) and not self._sending:
                    self._say_hint(row)

    @on(Input.Submitted)
    @on(ShortList.Chosen)
    def action_go_on(self) -> None:
        """The next field; after the last, send it."""
        shown = self._shown
        if shown and shown[-1].focused_part is self.focused:
            self.action_save()
        elif shown:
            self.focus_next()

    # Sending

    def action_save(self) -> None:
        """Send it, once; nothing leaves with something wrong in it."""
        if self._sending:
            return
        if self._form is None:
            self._find()
            return
        for row in self._rows:
            row.say_fault("")
        filled = self._filled()
        changed = self._form.changed(self._began, filled)
        faults = self._form.faults(filled, new=self._new)
        # What is as it was is not sent: whatever is wrong with it is not asked of this person now.
        if not self._new:
            before = {each.name for each in self._form.asked({**self._values, **self._began}, new=False)}
            faults = {name: fault for name, fault in faults.items() if name in changed or name not in before}
        if faults:
            self._say_faults(faults)
        elif not self._new and not changed:
            self._say("Nothing was changed; Esc leaves.", roles.DIM)
        elif self._unsure:
            self._unsure = False
            self._say(SURE)
        else:
            asked = {each.name for each in self._form.asked(filled, new=True)}
            all_asked = {name: value for name, value in filled.items() if name in asked}
            self._begin_to_send(all_asked if self._new else changed)

    def _refused(self, error: Invalid) -> None:
        names = {row.field.name for row in self._shown}
        at_fields = {name: said for name, said in error.fields.items() if name in names}
        others = [f"{name}: {said}" for name, said in error.fields.items() if name not in names]
        self._say_faults(at_fields)
        if others or not at_fields:
            self._say(" ".join([error.sentence, *(each for each in others if each not in error.sentence)]))

    def _say_faults(self, faults: Values | dict[str, str]) -> None:
        """Say what is wrong at the fields; the first of them takes the keys."""
        wrong = [row for row in self._shown if row.field.name in faults]
        for row in wrong:
            row.say_fault(str(faults[row.field.name]))
        if wrong:
            first = wrong[0]
            others = len(wrong) - 1
            more = f"; {others} more {'is' if others == 1 else 'are'} marked" if others else ""
            self._say(f"{plain(first.field.label, 30)} {faults[first.field.name]}{more}")
            self._of_fields = True
            self.set_focus(first.focused_part)
            first.scroll_visible(animate=False)
