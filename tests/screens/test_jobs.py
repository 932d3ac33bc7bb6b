"""What a person does with jobs, by keys, at a wide and a narrow size."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_job, a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.errors import Invalid, NotFound, StateError
from tui.domain.generation import GenerationKind, GenerationSource, GitRequest, TopicRequest
from tui.domain.holds import Holds
from tui.domain.jobs import JobEvent, JobState

Size = tuple[int, int]
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


@SIZES
async def test_a_changelog_is_generated_watched_and_opened(tmp_path: Path, size: Size) -> None:
    platform = FakePlatform("acme")
    platform.queued.append(a_job("j1", state=JobState.QUEUED))
    done = a_job(
        "j1",
        state=JobState.DONE,
        ended_at=NOON,
        post_id="p1",
        events=(JobEvent("e1", "queued", "queued", NOON), JobEvent("e2", "completed", "All done", NOON)),
    )
    platform.script("j1", done)
    platform.with_posts(a_post("p1", title="Week 47"))
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.shows("Nothing waits for you")
        await screen.press("g")
        await screen.shows("Generate on acme", "changelog", "last 7 days", "acme/api")
        platform.with_approvals(an_approval("p1", title="Week 47"))
        looks = platform.hold("job")
        await screen.press("right", "down", "right", "enter")
        # It is looked at a second later, and that it is written takes the place of that it is queued.
        await screen.shows("queued:")
        looks.set()
        await screen.press("3")
        await screen.shows("● done", "All done", "enter → opens what it made", "R → fills in its form again")
        await screen.shows("R again", "enter read", "x forget")
        request = next(call.args[0] for call in platform.calls if call.method == "generate")
        assert request == GitRequest("blog_post", "last_14_days", ("repo-1",), ("acme/api",))
        await screen.press("enter")
        await screen.shows("▌1 Inbox" if size[0] > 100 else "Inbox", "Week 47", "The body of p1.")


async def test_the_form_fits_a_platform_that_writes_from_topics(tmp_path: Path) -> None:
    can = replace(CAPABLE, generation=GenerationKind.FROM_TOPIC, generated_types=())
    platform = FakePlatform("blog", can)
    platform.sources = (GenerationSource("s1", "My Blog"),)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Nothing waits")
        await screen.press("g")
        await screen.shows("topic", "keywords", "length", "tone", "FAQ", "for the site")
        await screen.press("enter")
        await screen.shows("A topic is needed")
        await screen.press(
            *"Go fast", "down", *"speed, go", "down", "right", "down", "right", "down", "right"
        )
        await screen.press("down", "right", "enter")
        await screen.until(lambda: platform.called("generate") == 1)
        request = next(call.args[0] for call in platform.calls if call.method == "generate")
        assert request == TopicRequest(
            "Go fast", length="long", tone="casual", include_faq=True, keywords=("speed", "go"), site_id="s1"
        )
        await screen.press("3", "R")
        await screen.shows("Go fast", "speed, go", "‹ My Blog ›")
        assert platform.called("generate") == 1, "nothing is sent before the form is"
        await screen.press("end", *"er", "enter")
        await screen.until(lambda: platform.called("generate") == 2)
        again = [call.args[0] for call in platform.calls if call.method == "generate"][1]
        assert again == replace(request, topic="Go faster")


async def test_a_refused_request_keeps_what_was_typed(tmp_path: Path) -> None:
    can = replace(CAPABLE, generation=GenerationKind.FROM_BRIEF, generated_types=())
    platform = FakePlatform("agency", can)
    platform.fail("generate", Invalid("agency refused the title"))
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Nothing waits")
        await screen.press("g")
        await screen.shows("description")
        await screen.press(*"My topic", "enter")
        await screen.shows("agency refused the title", "My topic", "Generate on agency")
        platform.heal("generate")
        await screen.press("enter")
        await screen.shows("queued:", gone=("Generate on",))


async def test_skipped_and_failed_jobs_say_why(tmp_path: Path) -> None:
    platform = FakePlatform("acme")
    platform.queued.append(a_job("j1", state=JobState.QUEUED))
    platform.script("j1", a_job("j1", state=JobState.SKIPPED, reason="Nothing in the window", ended_at=NOON))
    looks = platform.hold("job")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Nothing waits")
        await screen.press("g")
        await screen.shows("Generate on acme")
        await screen.press("enter")
        await screen.shows("queued:")
        looks.set()
        await screen.press("3")
        await screen.shows("⊘ skipped", "Nothing in the window")
        await screen.press("x")
        await screen.shows("Nothing has been generated yet")


async def test_a_job_queued_elsewhere_is_watched_by_its_id(tmp_path: Path) -> None:
    platform = FakePlatform("acme")
    platform.script("j9", a_job("j9", state=JobState.RUNNING))
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.press("3")
        await screen.shows("w watches a job by its id")
        await screen.press("w")
        await screen.shows("Watch a job")
        await screen.press("enter")
        await screen.shows("An id is needed.")
        await screen.press(*"j9", "enter")
        await screen.shows("◔ writing", "watching:")


async def test_an_id_that_nobody_knows_is_said_to_be_so(tmp_path: Path) -> None:
    platform = FakePlatform("acme")
    platform.fail("job", NotFound("acme has no job nope"))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("3", "w")
        await screen.shows("Watch a job")
        await screen.press(*"nope", "enter")
        await screen.shows("not watched: nope: acme has no job nope")


async def test_jobs_are_remembered_over_a_restart(tmp_path: Path) -> None:
    platform = FakePlatform("acme")
    platform.queued.append(a_job("j1", state=JobState.QUEUED))
    platform.script("j1", a_job("j1", state=JobState.RUNNING))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Nothing waits")
        await screen.press("g")
        await screen.shows("Generate on acme")
        await screen.press("enter")
        await screen.shows("queued:")
    again = FakePlatform("acme")
    again.script("j1", a_job("j1", state=JobState.DONE, ended_at=NOON, post_id="p1"))
    async with open_app(tmp_path, again) as screen:
        await screen.press("3")
        await screen.shows("● done", "enter opens the draft")


async def test_enter_before_the_repositories_are_there_waits_for_them(tmp_path: Path) -> None:
    platform = FakePlatform("acme")
    gate = platform.hold("generation_sources")
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Nothing waits")
        await screen.press("g", "enter")
        await screen.shows("looking for the repositories first")
        assert platform.called("generate") == 0
        gate.set()
        await screen.shows("queued:", gone=("Generate on",))
        request = next(call.args[0] for call in platform.calls if call.method == "generate")
        assert request == GitRequest("changelog", "last_7_days", ("repo-1",), ("acme/api",))


def stands_on(screen: Screen, id: str) -> bool:
    """Whether the cursor is on that job."""
    return screen.under_cursor is not None and screen.under_cursor.ref.id == id


async def test_a_new_job_is_under_the_cursor_and_its_draft_opens_in_the_inbox_at_once(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(a_post("p1", title="Week 47"))
    platform.script("old", a_job("old", state=JobState.DONE, ended_at=NOON))
    platform.script("new", a_job("new", state=JobState.DONE, ended_at=NOON, post_id="p1"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Nothing waits")
        await screen.press("3")
        for id in ("old", "new"):
            await screen.press("w")
            await screen.shows("Watch a job")
            await screen.press(*id, "enter")
            await screen.until(partial(stands_on, screen, id))
        platform.with_approvals(an_approval("p1", title="Week 47"))
        await screen.press("enter")
        await screen.shows("▌1 Inbox 1▐", "The body of p1.")


async def test_a_store_that_fails_is_told_once(tmp_path: Path) -> None:
    async with open_app(tmp_path, FakePlatform("acme")) as screen:
        await screen.shows("Nothing waits")
        screen.services.jobs.store_trouble = StateError("The disk is full", advice="Make room.")
        await screen.press("3")
        await screen.shows("jobs are not remembered: The disk is full. Make room.")
        await screen.press("escape")
        screen.services.jobs.changed.publish(screen.services.jobs.board)
        await screen.shows("Nothing has been generated yet", gone=("The disk is full",))


async def test_the_clock_of_a_running_job_goes_on_below_as_in_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.jobs.TICK_SECONDS", 0.02)
    platform = FakePlatform("blog")
    platform.script("j1", a_job("j1", "blog", state=JobState.RUNNING, estimated_seconds=8))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("3", "w")
        await screen.shows("Watch a job")
        await screen.press(*"j1", "enter")
        await screen.shows("took 0:00", "about 8 s left", "No steps reported so far.")
        monkeypatch.setattr("tests.screens.desk.NOON", NOON + timedelta(seconds=5))
        await screen.shows("took 0:05", "about 3 s left", gone=("took 0:00",))
        platform.script("j1", a_job("j1", "blog", state=JobState.DONE, ended_at=NOON + timedelta(seconds=6)))
        await screen.press("r")
        await screen.shows("● done", "took 0:06", gone=("No steps",))


async def test_long_events_keep_their_place_while_the_clock_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.jobs.TICK_SECONDS", 0.02)
    platform = FakePlatform("acme")
    events = tuple(JobEvent(f"e{n}", "step", f"Step {n}", NOON) for n in range(80))
    platform.script("j1", a_job("j1", state=JobState.RUNNING, events=events))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("3", "w")
        await screen.shows("Watch a job")
        await screen.press(*"j1", "enter")
        await screen.shows("took 0:00", "Step 0")
        await screen.press("J")
        await screen.shows("Step 12", gone=("took 0:00",))
        monkeypatch.setattr("tests.screens.desk.NOON", NOON + timedelta(seconds=5))
        await screen.shows(" 0:05 ", "Step 12", gone=("took 0:05",))


async def test_what_was_decided_last_is_taken_back_from_the_jobs_too(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(a_post("p1", title="Week 1"))
    platform.with_approvals(an_approval("p1", title="Week 1"))
    async with open_app(tmp_path, platform, size=(80, 24), holds=Holds(600, 600, 600)) as screen:
        await screen.shows("Week 1")
        await screen.press("3")
        await screen.shows("▌3 Jobs▐", gone=("u undo",))
        await screen.press("1", "a", "3")
        await screen.shows("▌3 Jobs▐", "u undo")
        await screen.press("u")
        await screen.shows("taken back, nothing was sent: Week 1", gone=("u undo",))
        await screen.press("1")
        await screen.shows("Inbox 1", "Week 1")


async def test_a_refresh_takes_away_a_failed_look(tmp_path: Path) -> None:
    platform = FakePlatform("acme")
    platform.fail("job", NotFound("acme has no job nope"))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("3", "w")
        await screen.shows("Watch a job")
        await screen.press(*"nope", "enter")
        await screen.shows("not watched: nope")
        await screen.press("r")
        await screen.shows("Nothing has been generated yet", gone=("not watched", "x forget", "R again"))
