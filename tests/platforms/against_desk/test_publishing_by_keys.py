"""A post published to sites by keys, with a desk behind the screen, and a site that fails and then works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import DeskProcess
from tests.desk.work.receiver import Receiver, Reply
from tests.platforms.against_desk.doors import doors_to, until
from tests.platforms.against_desk.test_sites import a_site, at_rest
from tests.screens.desk import Screen, open_app
from tui.domain.desk import DeskAddress
from tui.domain.errors import NotFound
from tui.domain.posts import NewPost

TITLE = "By keys to sites"


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[DeskAddress]:
    """A desk of its own: it says on its error output that a delivery failed."""
    desk = DeskProcess(tmp_path / "desk")
    yield DeskAddress(desk.url, KEYS)
    assert "failed after 4 tries: 502" in desk.close()


async def onto(screen: Screen, title: str) -> None:
    """Put the cursor on a row of that title."""
    await screen.press("home")
    for _ in screen.listed:
        row = screen.under_cursor
        if title in (getattr(row, "title", ""), getattr(getattr(row, "post", None), "title", "")):
            return
        await screen.press("j")
    raise AssertionError(f"{title} is not listed:\n{screen.text}")


async def test_what_failed_on_a_site_is_seen_sent_again_and_said_to_be_kept(
    own_desk: DeskAddress, receiver: Receiver, tmp_path: Path
) -> None:
    works = False
    down = Receiver(lambda before: Reply() if works else Reply(502))
    try:
        async with (
            doors_to(own_desk) as doors,
            a_site(doors, "Up", receiver.url) as (up, _),
            a_site(doors, "Down", down.url) as (gone, _),
            doors_to(own_desk) as of_the_app,
            open_app(tmp_path, of_the_app.blogree, size=(80, 24)) as screen,
        ):
            id = (await doors.blogree.create(NewPost(TITLE, "It goes to *both*.", tags=("keys",)))).ref.id
            await screen.press("r")
            await screen.shows(TITLE)
            await onto(screen, TITLE)
            await screen.press("a")
            await screen.shows("Publish to", "[ ] Up", "[ ] Down")
            await screen.press("a", "enter")
            await screen.shows("publishes NOW to 2 sites: ")
            await screen.press("y")
            await at_rest(doors, id, {up.ref.id: "delivered", gone.ref.id: "failed"})
            await screen.press("7")
            await screen.shows(TITLE, "✓ delivered", "✗ failed")
            await onto(screen, TITLE)
            await screen.press("h", "h")
            if "[✗ failed]" not in screen.text:
                await screen.press("l")
            await screen.shows("[✗ failed]", "answer       502", "R → sends it to Down again")
            works = True
            await screen.press("R")
            await screen.shows(f"sent again: {TITLE}")
            await screen.shows("[✓ delivered]", gone=("✗ failed",))
            assert [each.json["post"]["id"] for each in receiver.received] == [id], "only where it failed"
            await screen.press("enter")
            await screen.shows("2 Posts▐", "It goes to both.")
            await screen.press("escape")
            await screen.shows("[✓ delivered]")
            await screen.press("2")
            await screen.shows("2 Posts▐", TITLE)
            await screen.press("d")
            await screen.shows("Delete?", "keep their copy")
            await screen.press("y")
            await screen.shows(f"deleted: {TITLE}")
            with pytest.raises(NotFound):
                await doors.blogree.post(id)

            async def told() -> tuple[int, int]:
                return len(receiver.received), len(down.received)

            # Four tries in vain, and one for each that came after.
            await until(told, lambda counts: counts == (2, 6), "both are told that it is deleted")
    finally:
        down.close()
