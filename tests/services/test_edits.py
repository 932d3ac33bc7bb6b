from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.items import a_post, an_approval
from tui.domain.approvals import ApprovalKind
from tui.services.edits import EditsService
from tui.state import open_state


@pytest.fixture
def edits(tmp_path: Path) -> Iterator[EditsService]:
    state = open_state(tmp_path / "state.db")
    yield EditsService(state)
    state.close()


def test_a_text_is_kept_until_it_is_dropped(edits: EditsService) -> None:
    post = a_post()
    assert edits.get(post) is None
    edits.keep(post, "first")
    edits.keep(post, "second")
    assert edits.get(post) == "second"
    assert edits.get(a_post(connection="blog")) is None
    edits.drop(post)
    edits.drop(post)
    assert edits.get(post) is None


def test_a_post_has_one_text_whether_it_is_met_in_the_inbox_or_in_the_list(edits: EditsService) -> None:
    edits.keep(an_approval(), "kept")
    assert edits.get(a_post()) == "kept"


def test_an_edited_topic_is_never_taken_for_the_text_written_from_it(edits: EditsService) -> None:
    topic = an_approval("s1", kind=ApprovalKind.TOPIC)
    edits.keep(topic, "my topic")
    assert edits.get(replace(topic, kind=ApprovalKind.TEXT)) is None
    assert edits.get(topic) == "my topic"
