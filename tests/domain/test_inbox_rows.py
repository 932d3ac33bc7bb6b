from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.items import NOON, ago, an_approval
from tui.domain.approvals import Approval, ApprovalKind, InboxPart
from tui.domain.inbox import rows
from tui.domain.instants import instant


def test_due_comes_first_then_what_waits_longest() -> None:
    part = InboxPart(
        "acme",
        (
            an_approval("new", created_at=ago(hours=1)),
            an_approval("unknown", created_at=None),
            an_approval("soon", due=NOON + timedelta(hours=1)),
            an_approval("old", created_at=ago(days=4)),
            an_approval("late", due=ago(days=3)),
            an_approval("writing", ready=False),
        ),
    )
    other = InboxPart("blog", (an_approval("later", "blog", due=NOON + timedelta(days=2)),))
    shown = rows([part, other])
    assert [each.ref.id for each in shown.queue] == ["late", "soon", "later", "old", "new", "unknown"]
    assert [each.ref.id for each in shown.not_ready] == ["writing"]
    assert shown.waiting == 6
    assert shown.counts == {"acme": 5, "blog": 1}


def test_nothing_is_nothing() -> None:
    assert rows([]).queue == ()
    assert rows([InboxPart("acme", ())]).counts == {}


def test_ids_that_are_equal_on_two_connections_or_in_two_kinds_are_two_items() -> None:
    post, text = an_approval("1"), an_approval("1", kind=ApprovalKind.TEXT)
    assert (
        rows([InboxPart("acme", (post, text)), InboxPart("blog", (an_approval("1", "blog"),))]).waiting == 3
    )


moments = st.datetimes() | st.datetimes(timezones=st.timezones())
approvals = st.builds(
    lambda id, connection, due, created, ready: an_approval(
        id, connection, due=due, created_at=created, ready=ready
    ),
    st.sampled_from("abcdefgh"),
    st.sampled_from(["acme", "blog"]),
    st.none() | moments,
    st.none() | moments,
    st.booleans(),
)


def in_parts(given: list[Approval]) -> list[InboxPart]:
    return [
        InboxPart(name, tuple(each for each in given if each.ref.connection == name))
        for name in ("acme", "blog")
    ]


@given(st.lists(approvals, max_size=20))
def test_every_item_is_shown_once_and_in_order(given: list[Approval]) -> None:
    shown = rows(in_parts(given))
    everything = (*shown.queue, *shown.not_ready)
    assert {each.ref for each in everything} == {each.ref for each in given}
    assert len(everything) == len({each.ref for each in everything})
    assert all(each.ready for each in shown.queue)
    assert not any(each.ready for each in shown.not_ready)
    due = [each.due is not None for each in shown.queue]
    assert due == sorted(due, reverse=True)
    times = [instant(each.due) for each in shown.queue if each.due]
    assert times == sorted(times)
    ages = [instant(each.created_at) for each in shown.queue if not each.due and each.created_at]
    assert ages == sorted(ages)
    assert sum(shown.counts.values()) == shown.waiting


@given(st.lists(approvals, max_size=12, unique_by=lambda each: each.ref))
def test_the_order_does_not_hang_on_who_answered_first(given: list[Approval]) -> None:
    distinct = [
        replace(each, created_at=NOON + timedelta(minutes=number)) for number, each in enumerate(given)
    ]
    due = [each for each in distinct if each.due is None]
    assert rows(in_parts(due)) == rows(reversed(in_parts(due)))
