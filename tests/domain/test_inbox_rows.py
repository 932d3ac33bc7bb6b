from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.items import NOON, ago, an_approval
from tui.domain.approvals import Approval, ApprovalKind, InboxPart
from tui.domain.failing import Failing, FailingOf
from tui.domain.inbox import rows
from tui.domain.instants import instant
from tui.domain.local_verdicts import LocalKind, LocalVerdict, Waiting
from tui.domain.refs import ItemKind, ItemRef

JOB = ItemRef("acme", ItemKind.JOB, "9")


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
    queue = [each for each in shown.queue if isinstance(each, Approval)]
    everything = (*queue, *shown.not_ready)
    assert {each.ref for each in everything} == {each.ref for each in given}
    assert len(everything) == len({each.ref for each in everything})
    assert all(each.ready for each in queue)
    assert not any(each.ready for each in shown.not_ready)
    due = [each.due is not None for each in queue]
    assert due == sorted(due, reverse=True)
    times = [instant(each.due) for each in queue if each.due]
    assert times == sorted(times)
    ages = [instant(each.created_at) for each in queue if not each.due and each.created_at]
    assert ages == sorted(ages)
    assert sum(shown.counts.values()) == shown.waiting


def of_post(id: str, parent: str | None, due: int | None = None, ready: bool = True) -> Approval:
    """A text of a post, or where `id` is a number a post."""
    kind = ApprovalKind.POST if id.isdigit() else ApprovalKind.TEXT
    belongs = ItemRef("acme", ItemKind.POST, parent) if parent is not None else None
    at = NOON + timedelta(hours=due) if due is not None else None
    return an_approval(id, kind=kind, parent=belongs, due=at, ready=ready, created_at=None)


def test_a_post_and_its_texts_stand_together_where_the_most_urgent_belongs() -> None:
    told = (
        of_post("1", None),
        of_post("alone", "99", due=3),
        of_post("b", "2", due=4),
        of_post("2", None, due=5),
        of_post("a", "1", due=2),
        of_post("c", "2", due=1),
        of_post("unready", "1", ready=False),
        of_post("3", None, due=0),
    )
    shown = rows([InboxPart("acme", told)])
    assert [each.ref.id for each in shown.queue] == ["3", "2", "c", "b", "1", "a", "alone"]
    assert {each.id for each in shown.under} == {"a", "b", "c"}
    without = rows([InboxPart("acme", tuple(each for each in told if each.ref.id != "2"))])
    assert [each.ref.id for each in without.queue] == ["3", "c", "1", "a", "alone", "b"]


families = st.builds(
    of_post,
    st.sampled_from([*"0123abcd"]),
    st.none() | st.sampled_from("0123"),
    st.none() | st.integers(0, 9),
    st.booleans(),
)


@given(st.lists(families, max_size=12, unique_by=lambda each: each.ref), st.sets(st.sampled_from("0ab")))
def test_stories_keep_every_item_once_and_each_text_below_its_post(
    given: list[Approval], declined: set[str]
) -> None:
    verdict = LocalVerdict(LocalKind.DECLINED, ItemRef("acme", ItemKind.POST, "0"), "", "", NOON)
    failed = Failing(JOB, FailingOf.JOB, JOB, "a job", "failed")
    shown = rows(
        [InboxPart("acme", tuple(given))],
        [failed],
        lambda item: verdict if item.ref.id in declined else None,
    )
    told: list[Waiting] = [*shown.queue, *shown.not_ready, *(item for item, _ in shown.out)]
    assert sorted(str(each.ref) for each in told) == sorted([*(str(each.ref) for each in given), str(JOB)])
    assert shown.kept_out.get(LocalKind.DECLINED, 0) == len(shown.out)
    refs = [each.ref for each in told[: len(told) - len(shown.out)]]
    parents = {each.ref: each.parent for each in given}
    for item in (each for each in given if each.ref in shown.under):
        assert item.parent is not None
        place, top = refs.index(item.ref), refs.index(item.parent)
        assert top < place
        assert all(parents[ref] == item.parent for ref in refs[top + 1 : place])


@given(st.lists(approvals, max_size=12, unique_by=lambda each: each.ref))
def test_the_order_does_not_hang_on_who_answered_first(given: list[Approval]) -> None:
    distinct = [
        replace(each, created_at=NOON + timedelta(minutes=number)) for number, each in enumerate(given)
    ]
    due = [each for each in distinct if each.due is None]
    assert rows(in_parts(due)) == rows(reversed(in_parts(due)))
