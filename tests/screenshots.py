"""Pictures of the running application, for the README: `make screenshots`.

The real application over a real desk, in a home and a repository made for the purpose, driven by keys.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

from textual.pilot import Pilot

from tests.e2e.checkout import make_checkout
from tests.e2e.home import Home, home
from tests.e2e.receiver import Receiver, receiver
from tui.app import CopydeskApp
from tui.bootstrap import composed
from tui.config.paths import find_paths

FOLDER = Path(__file__).parents[1] / "screenshots"
WIDE, NARROW = (120, 36), (80, 24)
DEADLINE = 60.0


async def shows(pilot: Pilot[None], *wanted: str) -> None:
    """Wait until all of these stand on the screen, and the cursor has rested."""
    async with asyncio.timeout(DEADLINE):
        while True:
            lines = (strip.text for strip in pilot.app.screen._compositor.render_strips())
            text = "\n".join(lines)
            if all(each in text for each in wanted):
                break
            await pilot.pause(0.05)
    await pilot.pause(0.5)


def picture(app: CopydeskApp, name: str) -> None:
    """Keep the screen as it is."""
    (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="Copydesk"))


async def wide() -> None:
    """The screens, with a changelog generated and waiting, and a decision held."""
    async with composed(find_paths()) as app, app.run_test(size=WIDE) as pilot:
        await shows(pilot, "● desk-notra", "● desk-repostra", "● desk-blogree", "not ready")
        await pilot.press("escape", "g")
        await shows(pilot, "Generate on")
        await pilot.press("1")
        await shows(pilot, "[x] lantern")
        picture(app, "generate")
        await pilot.press("enter", "3")
        await shows(pilot, "● done", "completed")
        await pilot.press("g")
        await shows(pilot, "Generate on")
        await pilot.press("1")
        await shows(pilot, "[x] lantern")
        await pilot.press("down", "left", "left")
        await shows(pilot, "current day")
        await pilot.press("enter")
        await shows(pilot, "⊘ skipped")
        await pilot.press("g")
        await shows(pilot, "Generate on")
        await pilot.press("3")
        await shows(pilot, "what to write about")
        await pilot.press(*"Calm releases", "enter")
        await shows(pilot, "medium · Calm releases", "◔1")
        await pilot.press("G")
        await shows(pilot, "Generation completed")
        picture(app, "jobs")
        await pilot.press("enter")
        await shows(pilot, "Highlights")
        await pilot.press("escape", "1")
        await shows(pilot, "▌1 Inbox", "lantern changelog")
        picture(app, "inbox")
        await pilot.press("2")
        await shows(pilot, "▌2 Posts", "newest first", "lantern changelog")
        picture(app, "posts")
        await pilot.press("1")
        await shows(pilot, "▌1 Inbox", "lantern changelog")
        await pilot.press("a")
        await shows(pilot, "u takes it back")
        await pilot.press("O")
        await shows(pilot, "held", "fingerprint")
        picture(app, "outbox")
        await pilot.press("u")
        await shows(pilot, "taken back")


async def where_and_when() -> None:
    """What goes out when, where it went, and what is set up for it."""
    async with composed(find_paths()) as app, app.run_test(size=WIDE) as pilot:
        await shows(pilot, "● desk-notra", "● desk-repostra", "● desk-blogree", "not ready")
        await pilot.press("4", "greater_than_sign")
        await shows(pilot, "empty slot")
        await pilot.press("n")
        await shows(pilot, "My blog")
        picture(app, "calendar")
        await pilot.press("5")
        await shows(pilot, "accounts  3", "sites  2", "voices  2")
        await pilot.press("G")
        await shows(pilot, "deliveries")
        picture(app, "accounts")
        await pilot.press("6")
        await shows(pilot, "09:00", "next, by")
        picture(app, "schedules")
        await pilot.press("7")
        await shows(pilot, "✗ failed", "✓ delivered")
        await pilot.press("l")
        await shows(pilot, "tries")
        picture(app, "deliveries")


def publish(desk: Home, site: Receiver) -> None:
    """Two sites, one of which refuses now and then, and posts that went to them."""
    sites = [
        desk.blogree(
            "POST", "/sites", {"name": name, "url": f"{site.url}/{path}", "webhook_url": f"{site.url}/{path}"}
        )["id"]
        for name, path in (("Handbook", "handbook"), ("Blog", "blog"))
    ]
    for number, (title, refusals) in enumerate(
        (("Calm releases", [502, 502]), ("Names that last", []), ("What we measure", [503, 503]))
    ):
        body = {"title": title, "body": {"markdown": f"The text of {title}."}, "tags": ["release"]}
        post = desk.blogree("POST", "/posts", body)["id"]
        site.refusals += refusals
        desk.blogree("POST", f"/posts/{post}/publish", {"site_ids": [sites[1]]})
        ended(desk, post)
        if number != 2:
            desk.blogree("POST", f"/posts/{post}/publish", {"site_ids": [sites[0]]})
            ended(desk, post)


def ended(desk: Home, post: str) -> None:
    """Wait until nothing of a post is on its way."""
    deadline = time.monotonic() + DEADLINE
    while any(
        each["status"] in {"pending", "retrying"}
        for each in desk.blogree("GET", f"/posts/{post}")["deliveries"]
    ):
        assert time.monotonic() < deadline, "the deliveries do not end"
        time.sleep(0.1)


async def narrow() -> None:
    """The inbox as it is over SSH on a small terminal."""
    async with composed(find_paths()) as app, app.run_test(size=NARROW) as pilot:
        await shows(pilot, "●3")
        # It comes back to where one was last.
        await pilot.press("escape", "1")
        await shows(pilot, "▌1 Inbox", "lantern changelog", "not ready")
        picture(app, "inbox-80x24")


def main() -> None:
    """Make all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "home"
        with home(folder) as desk, receiver() as site:
            os.environ.update(desk.environ)
            os.chdir(make_checkout(Path(place)))
            desk.serve("--retry-delays", "0.1")
            asyncio.run(wide())
            asyncio.run(narrow())
            publish(desk, site)
            asyncio.run(where_and_when())


if __name__ == "__main__":
    main()
