"""What publishing and deleting leave behind: the sites chosen for a tag, and the posts that were deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fakes.items import a_post
from tui.domain.posts import Delivery
from tui.state import open_state

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_sites_of_a_tag_are_those_that_were_chosen_last(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    state.site_choices.keep("blog", ("news", "d\udce9jà"), ("s1", "s2"), NOON)
    state.site_choices.keep("blog", (), ("s3",), NOON)
    state.site_choices.keep("blog", ("news",), ("s2",), NOON)
    state.site_choices.keep("other", ("news",), ("s9",), NOON)
    assert state.site_choices.choices("blog") == {"news": ("s2",), "d\udce9jà": ("s1", "s2"), "": ("s3",)}
    state._statements.run("UPDATE site_choices SET sites = '[1' WHERE tag = '\"news\"'")
    assert state.site_choices.choices("blog").keys() == {"d\udce9jà", ""}
    state.close()


def test_a_deleted_post_is_kept_whole_until_its_time_is_over(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    post = a_post("p1", markdown="# All\n\nof it.\n", raw="{}", deliveries=(Delivery("s1", "delivered"),))
    state.removed.keep(a_post("p1", title="as it was tried before"), NOON)
    state.removed.keep(post, NOON)
    found = state.removed.find(post.ref)
    assert found is not None
    assert (found.post, found.at) == (post, NOON)
    assert state.removed.find(a_post("p2").ref) is None
    state.removed.tidy(NOON)
    assert state.removed.find(post.ref) is not None
    state.removed.tidy(NOON + timedelta(seconds=1))
    assert state.removed.find(post.ref) is None
    state.removed.keep(post, NOON)
    state._statements.run("UPDATE removed SET post = x'7b'")
    assert state.removed.find(post.ref) is None
    state.close()


def test_a_line_of_the_audit_that_a_newer_copydesk_wrote_is_left_out(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    for number, action in enumerate(("publish", "teleport", "deliver", "delete")):
        state._statements.insert(
            "INSERT INTO audit (entry, at, connection, action, item, title, state)"
            " VALUES (?, ?, 'blog', ?, 'post/p1', 'Post', 'sent')",
            *(number, NOON.isoformat(), action),
        )
    assert [str(line.action) for line in state.outbox.audit()] == ["delete", "deliver", "publish"]
    assert [len(state.outbox.audit(most)) for most in (1, 2, 3, 4)] == [1, 2, 3, 3]
    state.close()
