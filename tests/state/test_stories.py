"""What came of what outlives its Copydesk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fakes.items import NOON
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.stories import Came
from tui.state import open_state


def test_what_came_of_a_post_is_remembered_once_and_forgotten_in_time(tmp_path: Path) -> None:
    post, content = ItemRef("acme", ItemKind.POST, "p1"), ItemRef("agency", ItemKind.POST, "7")
    social = ItemRef("agency", ItemKind.SOCIAL, "7")
    came = Came(post, content, "Release\ud800 2.4", NOON), Came(content, social, "In a sentence", NOON)
    state = open_state(tmp_path / "state.db")
    for each in (*came, *came):
        state.stories.keep(each)
    state.close()
    again = open_state(tmp_path / "state.db")
    kept = again.stories.came()
    assert [(each.of, each.ref) for each in kept] == [(post, content), (content, social)]
    assert kept[1] == came[1]
    again.stories.tidy(NOON + timedelta(seconds=1))
    assert again.stories.came() == ()
    again.close()
