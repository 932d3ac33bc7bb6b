"""Have something written: a form that fits what the connection can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.domain.connections import Capabilities
from tui.domain.errors import CopydeskError
from tui.domain.generation import (
    DEFAULT_LOOKBACK,
    LENGTHS,
    LOOKBACK_WINDOWS,
    TONES,
    GenerationKind,
    GenerationRequest,
    GenerationSource,
    GitRequest,
    TopicRequest,
)
from tui.domain.jobs import Job
from tui.presentation.text import plain
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.choice_field import ChoiceField
from tui.widgets.switch_list import SwitchList
from tui.widgets.typed_text import Line

Send = Callable[[GenerationRequest], Awaitable[Job]]
"""Queues a generation on the form's connection."""
FindSources = Callable[[], Awaitable[Sequence[GenerationSource]]]
"""Asks for the repositories or sites that a generation can be asked for."""


def _words(values: Sequence[str]) -> list[tuple[str, Content]]:
    return [(value, Content(value.replace("_", " "))) for value in values]


class Generate(Dialog[Job]):
    """A form; it stays open, with all that was typed, until the platform has taken the request. It is
    answered with the job.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "send", "generate", show=False, priority=True),
        Binding("down,ctrl+n", "app.focus_next", "next field", show=False),
        Binding("up,ctrl+p", "app.focus_previous", "previous field", show=False),
    ]

    @dataclass
    class Found(Message):
        """The repositories or sites that can be chosen, or why they could not be had."""

        sources: Sequence[GenerationSource] | CopydeskError

    def __init__(
        self,
        connection: str,
        can: Capabilities,
        find_sources: FindSources,
        send: Send,
        here: str | None = None,
        filled: GenerationRequest | None = None,
    ) -> None:
        """A form for `connection`. It is there at once; what `find_sources` finds comes into it later.
        `here`: the id of the repository that Copydesk was started in, which is switched on alone.
        `filled`: what was asked for before, filled in as far as it can be asked for again.
        """
        super().__init__()
        self._connection = connection
        self._can = can
        self._find_sources = find_sources
        self._send = send
        self._here = here
        self._git = filled if isinstance(filled, GitRequest) else None
        self._topic = filled if isinstance(filled, TopicRequest) else TopicRequest("")
        self._sources: Sequence[GenerationSource] | CopydeskError | None = None
        self._sending = False
        self._leaving = False
        self._wanted = False
        """Whether Enter was pressed before the repositories were there."""

    def compose(self) -> ComposeResult:
        """The fields of the connection's kind of generation."""
        with Vertical(id="card") as card:
            card.border_title = Content(f"Generate on {plain(self._connection, 40)}")
            if self._can.generation is GenerationKind.FROM_GIT:
                types, lookback = _words(self._can.generated_types), DEFAULT_LOOKBACK
                asked = self._git.content_type if self._git is not None else None
                if self._git is not None and self._git.lookback in LOOKBACK_WINDOWS:
                    lookback = self._git.lookback
                yield ChoiceField("write a", types, chosen=asked, id="type")
                yield ChoiceField("from", _words(LOOKBACK_WINDOWS), chosen=lookback, id="lookback")
                yield Static("looking for the repositories …", id="sources", classes="label", markup=False)
                yield SwitchList((), id="repositories")
            else:
                yield from self._topic_fields()
            yield Static("", id="error", markup=False)
            yield Static("↑ ↓ field    ← → value    Enter generates    Esc leaves", id="hint", markup=False)

    def _topic_fields(self) -> ComposeResult:
        asked = self._topic
        yield Static("topic", classes="label", markup=False)
        yield Line(asked.topic, id="topic", placeholder="what to write about")
        if self._can.generation is GenerationKind.FROM_BRIEF:
            yield Static("description", classes="label", markup=False)
            says = "what the text should say (may be left empty)"
            yield Line(asked.description or "", id="description", placeholder=says)
            yield Static("keyword", classes="label", markup=False)
            yield Line(", ".join(asked.keywords), id="keywords")
            return
        yield Static("keywords, with commas between", classes="label", markup=False)
        yield Line(", ".join(asked.keywords), id="keywords")
        yield Static("", classes="label", markup=False)
        length = asked.length if asked.length in LENGTHS else "medium"
        yield ChoiceField("length", _words(LENGTHS), chosen=length, id="length")
        yield ChoiceField("tone", _words(TONES), chosen=asked.tone, id="tone")
        yield ChoiceField("FAQ", _words(("no", "yes")), chosen="yes" if asked.include_faq else "no", id="faq")
        yield ChoiceField("for the site", [("", Content("any"))], id="site")
        yield Static("", id="sources", classes="label", markup=False)

    def on_mount(self) -> None:
        """Look for what can be chosen; until it is found there is no field for it."""
        self.query("#repositories, #site").set(display=False)
        if self._can.generation is not GenerationKind.FROM_BRIEF:
            self._find()

    @work(group="sources", exit_on_error=False)
    async def _find(self) -> None:
        try:
            self.post_message(self.Found(await self._find_sources()))
        except CopydeskError as error:
            self.post_message(self.Found(error))

    @on(Found)
    def _found(self, message: Found) -> None:
        # In one go: a key that comes meanwhile finds the fields as `_sources` says.
        self._sources = message.sources
        said = self.query_one("#sources", Static)
        if isinstance(message.sources, CopydeskError):
            said.update(Content(plain(message.sources.sentence)))
        elif self._can.generation is GenerationKind.FROM_TOPIC:
            self._offer_sites(message.sources)
        elif message.sources:
            said.update("repositories (space switches)")
            self._offer_repositories(message.sources)
        else:
            said.update("No repository is registered. Start copydesk inside a git checkout.")
        if self._wanted:
            self._wanted = False
            self._say("")
            self.action_send()

    def _offer_sites(self, sources: Sequence[GenerationSource]) -> None:
        field = self.query_one("#site", ChoiceField)
        offered = [("", Content("any")), *((each.id, Content(plain(each.name, 50))) for each in sources)]
        field.offer(offered, chosen=self._topic.site_id)
        field.display = bool(sources)

    def _offer_repositories(self, sources: Sequence[GenerationSource]) -> None:
        there = {each.id for each in sources}
        on = {self._here} & there if self._git is None else set(self._git.source_ids) & there
        switches = self.query_one("#repositories", SwitchList)
        switches.offer(
            [(each.id, Content(plain(each.name, 60)), not on or each.id in on) for each in sources]
        )
        switches.display = True

    def _request(self) -> GenerationRequest | str:
        """What the fields ask for, or a sentence on what is missing."""
        if self._can.generation is GenerationKind.FROM_GIT:
            return self._git_request()
        topic = self.query_one("#topic", Input).value.strip()
        if not topic:
            self.query_one("#topic", Input).focus()
            return "A topic is needed: say in a few words what to write about."
        keywords = self.query_one("#keywords", Input).value
        listed = tuple(word.strip() for word in keywords.split(",") if word.strip())
        if self._can.generation is GenerationKind.FROM_BRIEF:
            description = self.query_one("#description", Input).value.strip()
            return TopicRequest(topic, description=description or None, keywords=listed)
        return TopicRequest(
            topic,
            length=self.query_one("#length", ChoiceField).value,
            tone=self.query_one("#tone", ChoiceField).value,
            include_faq=self.query_one("#faq", ChoiceField).value == "yes",
            keywords=listed,
            site_id=self.query_one("#site", ChoiceField).value or None,
        )

    def _git_request(self) -> GitRequest | str:
        content_type = self.query_one("#type", ChoiceField).value
        lookback = self.query_one("#lookback", ChoiceField).value
        if isinstance(self._sources, CopydeskError) or not self._sources:
            return GitRequest(content_type, lookback)
        chosen = self.query_one("#repositories", SwitchList).chosen
        if not chosen:
            return "Choose at least one repository (space switches it on)."
        names = tuple(each.name for each in self._sources if each.id in chosen)
        return GitRequest(content_type, lookback, chosen, names)

    def action_send(self) -> None:
        """Ask the platform, once."""
        if self._sending:
            return
        if self._sources is None and self._can.generation is GenerationKind.FROM_GIT:
            self._wanted = True
            self._say("looking for the repositories first …")
            return
        request = self._request()
        if isinstance(request, str):
            self._say(request)
            return
        self._sending = True
        self._say("asking …")
        self._ask(request)

    @work(group="generate", exit_on_error=False)
    async def _ask(self, request: GenerationRequest) -> None:
        try:
            job = await self._send(request)
        except CopydeskError as error:
            self._sending = False
            self._say(error.sentence)
        else:
            self.answer(job)

    def say_fault(self, text: str) -> None:
        """Show a fault; Enter may ask again."""
        self._sending = False
        self._say(text)

    def action_leave(self) -> None:
        """Leave; while the platform is asked, Escape says so first."""
        if self._sending and not self._leaving:
            self._leaving = True
            self._say("It is on its way; Esc again leaves it to go on by itself.")
        else:
            super().action_leave()

    def _say(self, text: str) -> None:
        for said in self.query("#error").results(Static):
            said.update(Content(plain(text)))
