"""A yes to Repostra whose answer was lost: what the desk shows tells whether it was done, and it is not said
again. A post that Repostra took a yes to is not published before it goes out.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.platforms.against_desk.doors import Doors, ended
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import NotFound
from tui.domain.generation import TopicRequest
from tui.domain.intents import approving, deleting, publishing
from tui.domain.outbox import Intent
from tui.domain.posts import Post, PostState
from tui.domain.refs import ItemKind
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.services.sending import carry_out, seen_now, unlike
from tui.services.settling import Verdict, delivered, was_done

FINAL = Consequence("publishes NOW, cannot be undone", Gravity.FINAL)


async def written(doors: Doors, topic: str) -> tuple[Approval, Post]:
    """A post that waits for a yes, and the line that asks for it."""
    job = await ended(doors.repostra, await doors.repostra.generate(TopicRequest(topic)))
    (line,) = [
        each for each in await doors.repostra.approvals() if each.ref == replace(job.ref, kind=ItemKind.POST)
    ]
    assert (line.kind, line.ready) == (ApprovalKind.POST, True)
    return line, await doors.repostra.post(line.ref.id)


def both(line: Approval, post: Post) -> tuple[Intent, Intent]:
    """Both ways to say yes to it, as they leave."""
    (yes,) = approving(line, post, None)
    return yes, replace(publishing(post, FINAL), known=delivered(post))


@pytest.mark.parametrize("said", [0, 1], ids=["approve", "publish"])
async def test_a_yes_that_was_done_is_recognised_and_not_said_again(doors: Doors, said: int) -> None:
    line, post = await written(doors, f"A yes that is lost, {said}")
    ways = both(line, post)
    for way in ways:
        assert (await was_done(doors.repostra, way)).verdict is Verdict.NOT_DONE
        assert not unlike(way, await seen_now(doors.repostra, way))
    await carry_out(doors.repostra, ways[said], post)
    now = await doors.repostra.post(post.ref.id)
    assert now.state is not PostState.PUBLISHED
    assert Verb.PUBLISH not in now.verbs
    for way in ways:
        # Whichever was said, and be it elsewhere: the other one is not said on top of it.
        assert (await was_done(doors.repostra, way)).verdict is Verdict.DONE
        with pytest.raises(NotFound):
            await seen_now(doors.repostra, way)
    await doors.repostra.delete(post.ref.id)


async def test_a_post_that_was_deleted_is_told_as_nothing_else(doors: Doors) -> None:
    line, post = await written(doors, "A yes that came too late")
    removal = deleting(post)
    assert (await was_done(doors.repostra, removal)).verdict is Verdict.NOT_DONE
    await carry_out(doors.repostra, removal, post)
    for way in both(line, post):
        assert (await was_done(doors.repostra, way)).verdict is Verdict.OTHER
        with pytest.raises(NotFound):
            await seen_now(doors.repostra, way)
    gone = await was_done(doors.repostra, removal)
    assert (gone.verdict, gone.by_absence) == (Verdict.DONE, True)
