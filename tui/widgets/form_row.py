"""One field of a form, whatever its kind: what fills it in, and below it what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from tui.domain.forms import FieldKind, FormField, Value
from tui.presentation import roles
from tui.presentation.text import plain, plain_piece
from tui.widgets.choice_field import ChoiceField
from tui.widgets.line_field import LineField
from tui.widgets.switch_list import SwitchList
from tui.widgets.typed_text import Document

NO_YES = [("no", Content("no")), ("yes", Content("yes"))]
STAYS = "blank: it stays as it is"
"""Of a secret that is there."""
CLOCK = "HH:MM"
NO_CHOICE = "nothing to choose"
LONGEST_CHOICE = 48
Control: TypeAlias = LineField | ChoiceField | SwitchList | Document


class LongText(Document):
    """Some lines of text in a form: above the first and below the last the arrows leave it."""

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up, or the field before (Textual's name)."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down, or the field after (Textual's name)."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)


class FormRow(Vertical):
    """A field of a form. What was filled in stays in it also where it is not shown."""

    DEFAULT_CSS = """
    FormRow { height: auto; }
    FormRow > .name { height: 1; color: $text-muted; }
    FormRow > SwitchList { max-height: 6; }
    FormRow > LongText, FormRow > LongText:focus { height: 4; border: none; padding: 0; background: $boost; }
    FormRow > LongText:focus { background: $accent 20%; }
    FormRow > .fault { height: auto; color: $text-error; text-style: bold; }
    """
    _said = query_one(".fault", Static)

    def __init__(self, field: FormField, value: Value, *, new: bool, label_width: int) -> None:
        """Begin with `value`, which may be a platform's text; a secret begins blank whatever it is. `new`:
        the thing is not there yet.
        """
        super().__init__()
        self.field = field
        self._new = new
        self._label_width = label_width
        self.control: Control = self._made(value)

    @staticmethod
    def name_of(field: FormField) -> str:
        """What stands before a field: * where it cannot be left empty."""
        return f"{plain(field.label, 30)}{' *' if field.required else ''}"

    def compose(self) -> ComposeResult:
        """What fills it in, with its name before or above it, and a place for what is wrong."""
        if isinstance(self.control, SwitchList | Document):
            yield Static(self.name_of(self.field), classes="name", markup=False)
        yield self.control
        fault = Static("", classes="fault", markup=False)
        fault.display = False
        yield fault

    def _made(self, value: Value) -> Control:
        field, name, wide = self.field, self.name_of(self.field), self._label_width
        text = "" if isinstance(value, bool | tuple) else value
        match field.kind:
            case FieldKind.SWITCH:
                return ChoiceField(name, NO_YES, chosen="yes" if value is True else "no", label_width=wide)
            case FieldKind.CHOICE:
                return ChoiceField(name, list(self._offered(text)), chosen=text, label_width=wide)
            case FieldKind.MANY:
                on = value if isinstance(value, tuple) else ()
                switches = SwitchList(
                    [(one.value, Content(plain(one.label, 60)), one.value in on) for one in field.choices]
                )
                switches.set_empty(Content.styled(plain(field.hint, 60) or NO_CHOICE, roles.DIM))
                return switches
            case FieldKind.LONG:
                return LongText(text, soft_wrap=True, show_line_numbers=False)
            case FieldKind.HIDDEN:
                hint = field.hint if self._new else STAYS
                return LineField(name, masked=True, hint=plain(hint, 60), label_width=wide)
            case kind:
                hint = field.hint or (CLOCK if kind is FieldKind.CLOCK else "")
                return LineField(name, plain_piece(text), hint=plain(hint, 60), label_width=wide)

    def _offered(self, chosen: str) -> Iterator[tuple[str, Content]]:
        """The values, and the one that it has where that is not among them: nothing is chosen by itself."""
        choices = self.field.choices
        only = len(choices) == 1 and self.field.required and not chosen
        if not only and all(one.value != chosen for one in choices):
            nothing = "choose one" if self.field.required else "none"
            yield (
                chosen,
                Content(plain(chosen, LONGEST_CHOICE) or (nothing if choices else NO_CHOICE)),
            )
        for one in choices:
            yield one.value, Content(plain(one.label, LONGEST_CHOICE))

    @property
    def value(self) -> Value:
        """What it holds now."""
        control = self.control
        if isinstance(control, ChoiceField):
            return control.value == "yes" if self.field.kind is FieldKind.SWITCH else control.value
        if isinstance(control, SwitchList):
            return control.chosen
        return control.text if isinstance(control, Document) else control.value

    def put(self, value: Value) -> None:
        """Hold `value` instead, once it is mounted: what `value` gave before. What is no longer offered is
        not chosen.
        """
        control = self.control
        if isinstance(control, ChoiceField):
            control.choose(str(value) if isinstance(value, str) else "yes" if value is True else "no")
        elif isinstance(control, SwitchList):
            control.turn_on(value if isinstance(value, tuple) else ())
        elif isinstance(control, Document):
            control.text = str(value)
        else:
            control.line.value = str(value)

    @property
    def focused_part(self) -> Widget:
        """What takes the keys."""
        return self.control.line if isinstance(self.control, LineField) else self.control

    @property
    def is_faulty(self) -> bool:
        """Whether a fault is shown."""
        return bool(self._said.display)

    def say_fault(self, fault: str) -> None:
        """Show what is wrong with it, which may be a platform's text; empty: nothing is."""
        self._said.update(Content(f"✗ {plain(fault, 200)}" if fault else ""))
        self._said.display = bool(fault)
