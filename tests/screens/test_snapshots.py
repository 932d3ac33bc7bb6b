"""How each screen looks: wide, at 80x24 and as small as it works, dark, light and without colours."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_job, a_post, ago, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import Screen, open_app
from tests.screens.pictured import compare, drawn, lines_of, styled
from tui.commands import Area
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import Unreachable
from tui.domain.holds import Holds
from tui.domain.jobs import JobEvent, JobState
from tui.domain.posts import PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Consequence, Effect, Gravity
from tui.screens.list_screen import ListScreen

SIZES = [(120, 40), (80, 24), (60, 16)]
THEMES = {"dark": "textual-dark", "light": "copydesk-light"}
SHIP_NOTES = """## Summary

Search is four times faster, sign-in no longer asks twice, and exports keep their time zone.

## Highlights

- Search: an index of its own (#412)
- Sign-in: **one** question, not two (#398)
"""
SITUATIONS = (
    ("inbox-triage", "1", Area.INBOX),
    ("posts-of-all-connections", "2", Area.POSTS),
    ("jobs-one-running-one-failed", "3", Area.JOBS),
    ("outbox-one-held", "O", Area.OUTBOX),
    ("connections-one-down", "i", Area.CONNECTIONS),
)


def platforms() -> list[FakePlatform]:
    """Three connections with one of everything; one of them does not answer."""
    acme, blog, agency = FakePlatform("acme"), FakePlatform("blog"), FakePlatform("agency")
    acme.with_posts(
        a_post("p1", title="Ship notes for week 47", markdown=SHIP_NOTES, slug="ship-notes-week-47"),
        a_post(
            "p2", title="Release 2.4", state=PostState.PUBLISHED, created_at=ago(days=3), slug="release-2-4"
        ),
    )
    acme.with_approvals(
        an_approval("p1", title="Ship notes for week 47"),
        an_approval("p3", title="Still at it", ready=False, state_word="generating"),
    )
    blog.with_posts(a_post("b1", "blog", title="Ten habits of calm on-call teams", created_at=ago(hours=9)))
    waits = Consequence("waits for Fri 09:00, then goes public", Gravity.PUBLIC, Effect.WAITS)
    final = Consequence("publishes NOW to My Blog, cannot be undone", Gravity.FINAL, Effect.NOW)
    blog.with_approvals(
        an_approval("b1", "blog", title="Ten habits of calm on-call teams", consequence=final),
        an_approval(
            "t1",
            "blog",
            ApprovalKind.TEXT,
            title="thread: ten habits",
            due=ago(days=-1),
            parent=ItemRef("blog", ItemKind.POST, "b1"),
            consequence=waits,
        ),
        an_approval("t2", "blog", ApprovalKind.TOPIC, title="SEO tips for small businesses", due=ago(days=3)),
    )
    agency.fail("approvals", Unreachable("agency does not answer", advice="It is asked again."))
    agency.fail("count", Unreachable("agency does not answer", advice="It is asked again."))
    agency.fail("posts", Unreachable("agency does not answer", advice="It is asked again."))
    return [acme, blog, agency]


def at_rest(screen: Screen, area: Area) -> bool:
    """Whether a screen is open, all is there that was asked for, and the cursor has rested."""
    busy = {each.group for each in screen.app.workers} - {"jobs"}
    shown = screen.app.screen
    return not busy and isinstance(shown, ListScreen) and shown.AREA is area and shown.preview.key is not None


async def prepare(screen: Screen, acme: FakePlatform) -> None:
    """Have one job run and one fail, and one verdict held."""
    await screen.shows("Ship notes")
    events = (JobEvent("e1", "queued", "Queued", NOON), JobEvent("e2", "running", "Writing", NOON))
    runs = a_job("j1", state=JobState.RUNNING, estimated_seconds=40.0, events=events)
    fails = a_job(
        "j2", what="post · yesterday", state=JobState.FAILED, reason="The model is down", ended_at=NOON
    )
    acme.script("j1", runs)  # However long it takes until it is looked at, and asked about again.
    for job in (runs, fails):
        screen.services.jobs._add(job)
    await screen.press(*"/ship notes", "enter")
    await screen.shows("1 shown")
    await screen.until(lambda: at_rest(screen, Area.INBOX))
    await screen.press("a")
    await screen.shows("u takes it back")
    await screen.press("F")
    for theme in THEMES.values():
        # Ours are known once one was asked for.
        screen.app.action_app_theme(theme)
    await screen.press("escape")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_each_screen_looks_as_it_did(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures: dict[str, list[str]] = {name: [] for name, _, _ in SITUATIONS}
    for mono in (False, True):
        if mono:
            monkeypatch.setenv("NO_COLOR", "1")
        folder = tmp_path / str(mono)
        stocked = platforms()
        async with open_app(folder, *stocked, size=size, holds=Holds(600, 600, 600)) as screen:
            await prepare(screen, stocked[0])
            for name, key, area in SITUATIONS:
                await screen.press(key)
                await screen.until(partial(at_rest, screen, area))
                await screen.press("home")
                await screen.until(partial(at_rest, screen, area))
                for theme, theme_id in {"mono": ""}.items() if mono else THEMES.items():
                    screen.app.theme = theme_id or screen.app.theme
                    await screen.idle()
                    strips = lines_of(screen.app)
                    pictures[name] += [] if pictures[name] else [drawn(strips)]
                    pictures[name] += [f"\n{theme}", styled(strips)]
    for name, parts in pictures.items():
        compare(f"{name}-{size[0]}x{size[1]}", "\n".join(parts) + "\n")
