"""What was sent is compared with what came back: a platform may keep another time than it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.items import a_post
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open
from tui.domain.entry_states import EntryState
from tui.domain.intents import saving, scheduling
from tui.domain.outbox import Entry
from tui.domain.posts import Post, PostChanges
from tui.domain.said_times import otherwise
from tui.presentation.bars import Tone
from tui.presentation.outbox import ended_line, step_line

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Stubborn(FakePlatform):
    """A platform that gives posts another time than it is sent: later by so much, or none at all."""

    later: timedelta | None = HOUR

    async def save(self, id: str, changes: PostChanges) -> Post:
        saved = await super().save(id, changes)
        at = None if self.later is None or saved.scheduled_at is None else saved.scheduled_at + self.later
        self.posts_by_id[id] = replace(saved, scheduled_at=at)
        return self.posts_by_id[id]


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (HOUR, "Tue 24 Nov 09:00 UTC"),
        (-HOUR, "Tue 24 Nov 07:00 UTC"),
        (None, "no time"),
        (timedelta(0), None),
        (timedelta(seconds=30), None),
    ],
)
async def test_another_time_than_was_sent_is_told(
    later: timedelta | None, said: str | None, open_terminal: Open
) -> None:
    platform = Stubborn("agency", later=later).with_posts(a_post("p1", "agency"))
    here = await open_terminal(platform)
    read = await platform.post("p1")
    here.put(scheduling(read, AT))
    await here.pass_time(10)
    ended = here.ended[-1]
    other = f"not at the time that was sent: sent Tue 24 Nov 08:00 UTC; agency says {said}"
    wanted = other if said is not None else "goes out on agency at Tue 24 Nov 2026 08:00 UTC"
    assert (ended.entry.state, ended.entry.answer) == (EntryState.SENT, wanted)
    assert here.outbox.audit()[0].answer == wanted
    (tone, line) = ended_line(ended.entry)
    assert tone is (Tone.BAD if said else Tone.GOOD)
    assert wanted in line
    entries: Sequence[Entry] = (ended.entry, ended.entry)
    assert (other in step_line(entries)[1]) is (said is not None)
    # So does an edit with a time in it; one without has nothing to compare.
    read = await platform.post("p1")
    here.put(saving(read, "---\n---\n", PostChanges(title="New", scheduled_at=AT)))
    await here.pass_time(10)
    assert here.ended[-1].entry.answer == (other if said is not None else "saved")


def test_a_time_alone_lets_nothing_out_that_waits_for_a_yes() -> None:
    waits = a_post("p1", "agency", needs_yes=True)
    told = "waits for a yes, planned on agency for Tue 24 Nov 2026 08:00 UTC"
    assert scheduling(waits, AT).says == told
    edit = saving(waits, "---\n---\n", PostChanges(scheduled_at=AT))
    assert edit.says == "saves your text on agency, and is planned for Tue 24 Nov 2026 08:00 UTC"


def test_a_time_is_the_same_whichever_zone_it_is_told_in() -> None:
    assert otherwise(AT, AT.replace(tzinfo=None), "agency") is None
    assert otherwise(None, AT, "agency") is None
