"""Asking a person something. Each dialog is imported when it is first needed: none belongs to the start.

A dialog is on the screen when these return, so that the very next key is its own and never the list's
behind it. `then` is called with the answer; not at all where the person leaves.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.content import Content
from textual.screen import Screen

from tui.commands import Command
from tui.commands.keymap import Keymap

if TYPE_CHECKING:
    from tui.domain.connections import Capabilities
    from tui.domain.forms import Form, Values
    from tui.domain.front_matter import Problem
    from tui.domain.generation import GenerationRequest
    from tui.domain.jobs import Job
    from tui.domain.posts import Post
    from tui.presentation.bars import Tone
    from tui.screens.context import Context
    from tui.screens.dialogs.form_sending import Ended
    from tui.screens.dialogs.generate import FindSources, Send
    from tui.screens.dialogs.merge import Choice
    from tui.screens.dialogs.slots import Slots
    from tui.screens.dialogs.thing_form import FindForm
    from tui.screens.dialogs.waiting import Waiting
    from tui.screens.forms_left import FormPlace
    from tui.services.slots import Offer

AnyApp = App[Any]
Answer = TypeVar("Answer")


def _ask(
    app: AnyApp,
    dialog: Screen[Answer | None],
    then: Callable[[Answer], object],
    left: Callable[[], object] = lambda: None,
) -> None:
    async def answered(answer: Answer | None) -> None:
        # Awaited where it gives something to await: the next key is for what comes of the answer.
        given = then(answer) if answer is not None else left()
        if isawaitable(given):
            await given

    app.push_screen(dialog, answered)


def confirm(app: AnyApp, title: str, question: Content, yes: str, then: Callable[[], object]) -> None:
    """A yes-or-no question, No by default; `yes`: what `y` does, in a word or two."""
    from tui.screens.dialogs.confirm import Confirm

    _ask(app, Confirm(title, question, yes), lambda _: then())


def choose(
    app: AnyApp,
    title: str,
    options: Sequence[tuple[str, Content]],
    then: Callable[[str], object],
) -> None:
    """One of a few things, by its id."""
    from tui.screens.dialogs.choose import Choose

    _ask(app, Choose(title, options), then)


def find_command(
    app: AnyApp, commands: Sequence[Command], keymap: Keymap, then: Callable[[Command], object]
) -> None:
    """One of these commands, by its name; with each its keys."""
    from tui.screens.dialogs.palette import Palette

    _ask(app, Palette(commands, keymap), then)


def ask_line(
    app: AnyApp,
    title: str,
    hint: str,
    then: Callable[[str], object],
    *,
    text: str = "",
    check: Callable[[str], str | None] = lambda text: None,
    left: Callable[[], object] = lambda: None,
) -> None:
    """A line of text; `check` gives a sentence for one that will not do. `left` is called where the person
    leaves.
    """
    from tui.screens.dialogs.ask_line import AskLine

    _ask(app, AskLine(title, hint, text=text, check=check), then, left)


def ask_time(
    app: AnyApp,
    title: str,
    hint: str,
    context: Context,
    tell: Callable[[datetime], str],
    then: Callable[[datetime], object],
    *,
    text: str = "",
) -> None:
    """A time to come, as people type it; `tell` says in full what it does, and it is taken after that."""
    from tui.screens.dialogs.ask_time import AskTime

    _ask(app, AskTime(title, hint, context.now, context.zone, tell, text=text), then)


def slots(
    app: AnyApp,
    post: Post,
    offer: Callable[[], Offer],
    context: Context,
    look: Callable[[], object],
    ask_zone: Callable[[], object],
    then: Callable[[datetime], object],
) -> Slots:
    """One of the next free slots of a post, or a time that is typed. Whoever asks tells the dialog when what
    is offered is another; `look`: asks anew what is taken.
    """
    from tui.screens.dialogs.slots import Slots

    dialog = Slots(post, offer, context, look, ask_zone)
    _ask(app, dialog, then)
    return dialog


async def edit_text(
    app: AnyApp,
    title: str,
    text: str,
    check: Callable[[str], Sequence[Problem]] = lambda text: (),
    refused: Sequence[Problem] = (),
    keep: Callable[[str], str | None] = lambda text: None,
    draft: Callable[[str], object] = lambda text: None,
) -> str | None:
    """A whole text, in the built-in editor, open until `check` names no line that does not hold, and `keep`,
    called with each text that is saved, no reason why it is not kept; for workers. `refused` is said of the
    text as it is opened; `draft` is given what is typed, now and then. None where it is left without one.
    """
    from tui.screens.dialogs.edit_text import EditText

    return await app.push_screen_wait(EditText(title, text, check, refused, keep, draft))


async def merge(app: AnyApp, title: str, theirs: Content, mine: Content, over: str) -> Choice | None:
    """What becomes of two edits of one text, shown as differences; for workers. `over`: what sending one's
    own does to theirs. None: nothing yet.
    """
    from tui.screens.dialogs.merge import Merge

    return await app.push_screen_wait(Merge(title, theirs, mine, over))


def wait(app: AnyApp, text: str, left: Callable[[], object] = lambda: None) -> Waiting:
    """A card that takes the keys while something that was asked for is on its way. Whoever put it there
    dismisses it; a person who leaves it wants the thing no longer, and `left` is called.
    """
    from tui.screens.dialogs.waiting import Waiting

    card = Waiting(text)

    def gone(_: None) -> None:
        if card.was_left:
            left()

    app.push_screen(card, gone)
    return card


def said(app: AnyApp, said: Sequence[tuple[Tone, str]], *, ascii: bool) -> None:
    """What was said in the rule, the newest last; to be read."""
    from tui.screens.dialogs.said import Said

    app.push_screen(Said(said, ascii=ascii))


def generation(
    app: AnyApp,
    connection: str,
    can: Capabilities,
    find_sources: FindSources,
    send: Send,
    then: Callable[[Job], object],
    *,
    here: str | None = None,
    filled: GenerationRequest | None = None,
) -> None:
    """A generation's form, `filled` in with what was asked before; open until the platform has taken it."""
    from tui.screens.dialogs.generate import Generate

    _ask(app, Generate(connection, can, find_sources, send, here, filled), then)


def fill_in(
    app: AnyApp,
    form: Form | FindForm,
    values: Values,
    *,
    title: str,
    new: bool,
    save: Callable[[Values], Awaitable[Answer]],
    then: Callable[[Answer], object] = lambda answer: None,
    place: FormPlace | None = None,
) -> None:
    """A form, or what is found when `form` is called, beginning with `values`; open until `save` has brought
    something, or it is left. `save` is given all that was filled in where the thing is `new`, else what is
    other than before; what it raises is said in the form. `then` is called with what it brought; `place`
    keeps what was typed and not taken.
    """
    from tui.screens.dialogs.form_sending import Filled, OnItsWay
    from tui.screens.dialogs.thing_form import ThingForm
    from tui.screens.following import follow, tell

    def ended(end: Ended) -> None:
        if isinstance(end, Filled):
            then(end.answer)
        elif isinstance(end, OnItsWay):
            follow(app, end, title, then, place)
        else:
            tell(app, f"kept: what you typed in {title}")

    _ask(app, ThingForm(form, values, title=title, new=new, save=save, place=place), ended)
