"""Asking a person something. Each dialog is imported when it is first needed: none belongs to the start.

All of these wait for an answer, so they are for workers; None (or False) is the answer of whoever leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.content import Content

from tui.domain.connections import Capabilities
from tui.domain.errors import CopydeskError
from tui.domain.generation import GenerationSource
from tui.domain.jobs import Job
from tui.domain.posts import PostFilter, PostState

if TYPE_CHECKING:
    from tui.screens.dialogs.generate import Send

AnyApp = App[Any]


async def confirm(app: AnyApp, title: str, question: Content, yes: str) -> bool:
    """A yes-or-no question, No by default; `yes`: what `y` does, in a word or two."""
    from tui.screens.dialogs.confirm import Confirm

    answer: bool | None = await app.push_screen_wait(Confirm(title, question, yes))
    return bool(answer)


async def choose(
    app: AnyApp, title: str, options: Sequence[tuple[str, Content]], *, again: str | None = None
) -> str | None:
    """One of a few things, by its id; `again`: a key that answers with its own name."""
    from tui.screens.dialogs.choose import Choose

    return await app.push_screen_wait(Choose(title, options, again=again))


async def ask_line(
    app: AnyApp,
    title: str,
    hint: str,
    *,
    text: str = "",
    check: Callable[[str], str | None] = lambda text: None,
) -> str | None:
    """A line of text; `check` gives a sentence for one that will not do."""
    from tui.screens.dialogs.ask_line import AskLine

    return await app.push_screen_wait(AskLine(title, hint, text=text, check=check))


async def edit_text(app: AnyApp, title: str, text: str) -> str | None:
    """A whole text, in the built-in editor."""
    from tui.screens.dialogs.edit_text import EditText

    return await app.push_screen_wait(EditText(title, text))


async def choose_filter(
    app: AnyApp, wanted: PostFilter, states: Sequence[PostState], types: Sequence[str], names: Sequence[str]
) -> PostFilter | None:
    """Which posts to list, beginning with `wanted`."""
    from tui.screens.dialogs.filter_posts import FilterPosts

    return await app.push_screen_wait(FilterPosts(wanted, states, types, names))


async def generation(
    app: AnyApp,
    connection: str,
    can: Capabilities,
    sources: Sequence[GenerationSource] | CopydeskError,
    send: Send,
) -> Job | str | None:
    """A generation's form, open until the platform has taken it; a string is a key that was pressed."""
    from tui.screens.dialogs.generate import Generate

    return await app.push_screen_wait(Generate(connection, can, sources, send))
