"""What was sent from a form that was left meanwhile: what comes of it is told, wherever the person is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from tui.domain.errors import CopydeskError, OutcomeUnknown
from tui.presentation.bars import Tone
from tui.screens.forms_left import FormLeft, FormPlace
from tui.screens.noting import Noting

if TYPE_CHECKING:
    from tui.screens.dialogs.form_sending import OnItsWay


def follow(
    app: App[Any],
    way: OnItsWay,
    title: str,
    then: Callable[[Any], object],
    place: FormPlace | None,
) -> None:
    """Wait for what is on its way: `then`, or what the `place` has for what comes late, is called with what
    it brings. Where it fails that is said, and what was typed goes back to its `place`. `title`: the form's.
    """
    late = place.late if place is not None else None

    async def wait() -> None:
        try:
            answer = await way.sending
        except CopydeskError as error:
            kept = ""
            if place is not None:
                place.keep(FormLeft(way.values, isinstance(error, OutcomeUnknown)))
                kept = " Its form has what you typed."
            tell(app, f"{title}: {error.sentence}{kept}", Tone.BAD)
        else:
            (late or then)(answer)
            if _listening(app) is not asked_on:
                tell(app, f"done: {title}", Tone.GOOD)

    asked_on = _listening(app)
    tell(app, f"on its way: {title} · what comes of it is told")
    app.run_worker(wait(), group="on its way", exit_on_error=False)


def tell(app: App[Any], text: str, tone: Tone = Tone.PLAIN) -> None:
    """Say something wherever the person is."""
    screen = _listening(app)
    if screen is not None:
        screen.note(text, tone)


def _listening(app: App[Any]) -> Noting | None:
    """Where the person is."""
    return next((screen for screen in reversed(app.screen_stack) if isinstance(screen, Noting)), None)
