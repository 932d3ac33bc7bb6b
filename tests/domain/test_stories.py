"""What came of a published post, and what is said of it so that more comes."""

from __future__ import annotations

from tests.fakes.items import NOON, a_post, an_approval
from tui.domain.approvals import ApprovalKind
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.stories import FORM, Came, PartState, filled, parts, request_of

CONTENT = ItemRef("agency", ItemKind.POST, "7")


def test_a_story_tells_what_waits_what_was_said_yes_to_and_what_waits_no_more() -> None:
    waiting = [
        an_approval("1", "agency", ApprovalKind.TOPIC, parent=CONTENT),
        an_approval("2", "agency", ApprovalKind.TEXT, parent=CONTENT),
        an_approval("3", "agency", ApprovalKind.TEXT, parent=CONTENT, ready=False),
        an_approval("4", "agency", ApprovalKind.TEXT),
    ]
    gone = [ItemRef("agency", ItemKind.SOCIAL, id) for id in ("5", "6")]
    came = [Came(CONTENT, each, f"Social {each.id}", NOON) for each in (*gone, waiting[0].ref)]
    found = parts(came, CONTENT, waiting, {gone[0]})
    assert [(each.ref.id, each.state) for each in found] == [
        ("1", PartState.TOPIC),
        ("2", PartState.TEXT),
        ("3", PartState.WRITING),
        ("5", PartState.SAID_YES),
        ("6", PartState.GONE),
    ]


def test_the_form_begins_with_what_the_post_says_of_itself() -> None:
    told = filled(
        a_post(
            title="T" * 500, markdown="# Head\n\nThe  first\nwords.\n\nMore.", canonical="https://a.example"
        )
    )
    assert told["brief"] == "The first words.\n\nPublished at https://a.example"
    pictured = a_post(markdown="![a](b.png)\n\n```\ncode\n```\n\nThe first words.", canonical=None)
    brief = filled(pictured, "https://site.example/seen")["brief"]
    assert brief == "The first words.\n\nPublished at https://site.example/seen"
    assert FORM.faults(told, new=True) == {}
    asked = request_of({"topic": " T ", "brief": " ", "keyword": " k "})
    assert (asked.topic, asked.description, asked.keywords) == ("T", None, ("k",))
