"""Social posts for a published post: proposed elsewhere, and followed until they are out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import Invalid
from tui.domain.generation import GenerationKind, TopicRequest
from tui.domain.posts import PostState
from tui.domain.refs import ItemKind, ItemRef

BRIEF = replace(CAPABLE, generation=GenerationKind.FROM_BRIEF, stories=True, unpublishes=False)


def acme() -> FakePlatform:
    """A connection with one post that is out, and one that is not."""
    out = a_post(
        "p1",
        title="Release 2.4",
        state=PostState.PUBLISHED,
        excerpt="What is new.",
        url="https://acme.example/2-4",
    )
    return FakePlatform("acme").with_posts(out, a_post("p2", title="Not out"))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_social_posts_are_proposed_for_what_is_out_and_followed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    agency = FakePlatform("agency", capabilities=BRIEF)
    async with open_app(tmp_path, acme(), agency, size=size) as screen:
        await screen.press("2")
        await screen.shows("Not out")
        await screen.press("g", "g", "j", "m")
        await screen.shows("social posts are for what is published", gone=("m social",))
        await screen.press("k")
        if size[0] > 80:
            await screen.shows("m social posts")
        await screen.press("m")
        await screen.shows("Social posts on agency", "Release 2.4")
        agency.fail("generate", Invalid("The title is taken", fields={"topic": "is taken"}), 1)
        await screen.press("!", "ctrl+s")
        await screen.shows("is taken", "Release 2.4!")
        await screen.press("ctrl+s")
        await screen.shows("its topics come into the inbox")
        (call,) = [call for call in agency.calls if call.method == "generate"][1:]
        (asked,) = call.args
        assert isinstance(asked, TopicRequest)
        assert asked.topic == "Release 2.4!"
        assert asked.description == "What is new.\n\nPublished at https://acme.example/2-4"

        content = ItemRef("agency", ItemKind.POST, "job-1")
        topic = an_approval("s1", "agency", ApprovalKind.TOPIC, title="In one sentence", parent=content)
        agency.with_approvals(topic)
        await screen.press("1", "r")
        await screen.shows("In one sentence")
        await screen.press("2", "m")
        await screen.shows(
            "Social posts of Release 2.4", "In one sentence", "topic waits", "have more proposed"
        )
        await screen.press("1")
        await screen.until(lambda: getattr(screen.under_cursor, "ref", None) == topic.ref)

        agency.waiting.clear()
        await screen.press("r", "2", "m")
        await screen.shows("waits no more")
        await screen.press("1")
        await screen.shows("agency shows it no more")

        # Whoever leaves the form while it is on its way finds what came of it all the same.
        post = ItemRef("acme", ItemKind.POST, "p1")
        gate = agency.hold("generate")
        await screen.press("2", "m", "3")
        await screen.shows("Social posts on agency")
        await screen.press("!", "ctrl+s")
        await screen.shows("sending")
        await screen.press("escape", "escape")
        gate.set()
        await screen.until(lambda: len(screen.services.stories.contents(post)) == 2)


async def test_without_a_connection_that_proposes_it_says_so(tmp_path: Path) -> None:
    async with open_app(tmp_path, acme()) as screen:
        await screen.press("2")
        await screen.shows("Not out")
        await screen.press("g", "g", "m")
        await screen.shows("No connection that is up proposes social posts")
