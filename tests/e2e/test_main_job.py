"""The main job on real input: from an empty home and a git checkout to what is published and delivered."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.checkout import WORDS, make_checkout
from tests.e2e.home import Home, home
from tests.e2e.person import approve, choose, decide, filter_by, generate, leave, wait_for_the_inbox, watch
from tests.e2e.receiver import Received, Receiver, receiver

SECRET = "whsec_of_the_receiver"


@pytest.fixture
def empty_home(tmp_path: Path) -> Iterator[Home]:
    with home(tmp_path / "home") as made:
        made.cwd = make_checkout(tmp_path)
        yield made


def test_a_changelog_is_generated_watched_read_and_published(empty_home: Home) -> None:
    with empty_home.open(columns=80, lines=24) as terminal:
        # Said for some seconds only; a desk that is started anew may take longer.
        terminal.wait_for("Welcome. The config file was written:")
        wait_for_the_inbox(terminal)
        terminal.wait_for("(sample)", "Lantern 2.4")
        leave(terminal)
    empty_home.hold(0)
    with empty_home.open(columns=80, lines=24) as terminal:
        wait_for_the_inbox(terminal)
        waiting = generate(terminal, "desk-notra")
        watch(terminal, "changelog", waiting)
        terminal.wait_for("Read lantern: 4 commits, 0 merges, 2 tags")
        terminal.press("J")
        terminal.wait_for("Generation completed")

        terminal.press("enter")
        read = terminal.wait_for(
            "▌1 Inbox",
            "changelog · ◑ draft",
            "from 4 commits, 2 releases",
            "a → publishes on desk-notra",
            *WORDS[:1],
        )
        title = title_in(read)
        (draft,) = of_title(empty_home, title)
        assert draft["status"] == "draft"

        approve(terminal, f"✓ approved: {title[:40]}")
        (post,) = of_title(empty_home, title)
        assert (post["status"], post["contentType"]) == ("published", "changelog")
        assert all(words in post["markdown"] for words in WORDS)

        terminal.press("h", "2")
        terminal.wait_for_match(rf"● published +(△ )?{title[:18]}")
        leave(terminal)
    config = empty_home.folder / ".config" / "copydesk" / "config.toml"
    assert config.stat().st_mode & 0o777 == 0o600
    assert empty_home.desk_pid is not None, "jobs go on when Copydesk is left"


def title_in(screen: str) -> str:
    """The title of the draft that is read: it stands over what is said of it."""
    above, _, _ = screen.partition("desk-notra · changelog · ◑ draft")
    return above.splitlines()[-2].strip()


def of_title(of: Home, title: str) -> list[dict[str, Any]]:
    """The Notra posts of that title, drafts too."""
    posts = of.notra("GET", "/v1/posts?status=draft,published&limit=100")["posts"]
    return [post for post in posts if post["title"] == title]


def test_posts_are_delivered_signed_to_a_webhook(empty_home: Home) -> None:
    empty_home.hold(0)
    with receiver() as site, empty_home.open() as terminal:
        wait_for_the_inbox(terminal)
        connected = empty_home.blogree(
            "POST",
            "/sites",
            {
                "name": "Lantern's blog",
                "url": "https://blog.example",
                "webhook_url": f"{site.url}/hooks/blogree",
                "webhook_secret": SECRET,
                "platform": "custom",
            },
        )

        waiting = generate(terminal, "desk-blogree", *"Calm releases")
        watch(terminal, "Calm releases", waiting)
        terminal.press("enter")
        terminal.wait_for("This is an outline", "Lantern's blog; cannot be undone")
        approve(terminal, "y approve it")
        terminal.press("y")
        terminal.wait_for("✓ approved: Calm releases · on its way to 1 site: Lantern's blog")
        terminal.wait_until(lambda: site.received, "the delivery")
        outline = delivered(site, connected)
        assert outline["title"] == "Calm releases"
        assert outline["body"]["html"]

        terminal.press("h")
        waiting = generate(terminal, "desk-notra")
        watch(terminal, "changelog", waiting)
        terminal.press("enter")
        read = terminal.wait_for("desk-notra · changelog · ◑ draft", WORDS[0])
        title = title_in(read)
        decide(terminal, "c", "Copy as a draft to")
        choose(terminal, "Copy as a draft to", "desk-blogree")
        terminal.wait_for("✓ copied:", "a draft on desk-blogree")
        terminal.press("h", "1")
        filter_by(terminal, "changelog desk-blogree")
        # What was copied comes when its connection is asked again.
        terminal.wait_for_match(rf"▌ +post +{re.escape(title[:20])}")
        terminal.press("enter")
        terminal.wait_for("desk-blogree · post", title, WORDS[0], "Lantern's blog; cannot be undone")
        approve(terminal, "y approve it")
        terminal.press("y")
        terminal.wait_for("✓ approved:")
        terminal.wait_until(lambda: site.received, "the changelog")
        changelog = delivered(site, connected)
        assert changelog["title"] == title
        assert all(words in changelog["body"]["markdown"] for words in WORDS)
        assert all(words in changelog["body"]["html"] for words in WORDS)
        leave(terminal)

        stats = empty_home.blogree("GET", f"/sites/{connected['id']}")["delivery_stats"]
        assert (stats["total"], stats["success_rate"]) == (2, 100)


def delivered(site: Receiver, connected: dict[str, Any]) -> dict[str, Any]:
    """Take the one delivery that came off the receiver, check all that a receiver can check, and give
    its post.
    """
    (came,) = site.received
    site.received.clear()
    assert came.path == "/hooks/blogree"
    check_headers(came)
    said = json.loads(came.body)
    assert said.keys() == {"event", "post", "site", "delivered_at"}
    assert said["event"] == "post.published"
    assert said["site"] == {"id": connected["id"], "name": connected["name"]}
    assert (said["post"]["status"], said["post"]["version"]) == ("published", 1)
    post: dict[str, Any] = said["post"]
    return post


def check_headers(came: Received) -> None:
    signature = hmac.new(SECRET.encode(), came.body, hashlib.sha256).hexdigest()
    assert came.headers["x-blogree-signature"] == f"sha256={signature}"
    assert abs(int(came.headers["x-blogree-timestamp"]) - time.time()) < 300
    assert came.headers["x-blogree-event"] == "post.published"
    assert came.headers["x-blogree-version"] == "2026-04-01"
    assert len(came.headers["x-blogree-delivery"]) >= 16
    assert came.headers["content-type"] == "application/json"
