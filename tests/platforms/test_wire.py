"""Strict out, lenient in."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.errors import Invalid, NotFound, OutcomeUnknown, PlatformFault
from tui.domain.secrets import Secret
from tui.platforms.blogree.wire import JobIn as BlogreeJobIn
from tui.platforms.blogree.wire import PostIn as BlogreePostIn
from tui.platforms.blogree.wire import QueuedIn
from tui.platforms.notra.wire import PostIn, PostUpdate
from tui.platforms.repostra.wire import ContentIn, NewAccount, NewSchedule, ScheduleIn
from tui.platforms.times import said
from tui.platforms.wire import Reader, as_int, stated, unwrapped, written

READER = Reader("acme")


def test_unknown_fields_and_words_and_missing_fields_are_taken() -> None:
    post = READER.one(PostIn, {"id": "p", "status": "embargoed", "new": {"x": 1}})
    assert (post.status, post.title, post.created_at) == ("embargoed", "", None)


def test_a_wrong_optional_field_counts_as_missing() -> None:
    raw = {
        "id": 7,
        "title": ["x"],
        "createdAt": "yesterday",
        "markdown": {"a": 1},
        "slug": 12,
        "updatedAt": "2026-03-01T12:00:00",
    }
    post = READER.one(PostIn, raw)
    assert (post.id, post.title, post.created_at, post.markdown, post.slug) == ("7", "", None, None, "12")
    assert post.updated_at == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", 1e300, 10**30, ""])
def test_a_time_that_no_clock_can_show_is_none(at: object) -> None:
    assert READER.one(PostIn, {"id": "p", "createdAt": at}).created_at is None


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), "soon", None, [1]])
def test_an_estimate_that_no_one_can_reckon_with_is_none(seconds: object) -> None:
    assert READER.one(QueuedIn, {"job_id": "j", "estimated_seconds": seconds}).estimated_seconds is None


def test_a_bad_item_leaves_its_list(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    items = READER.items(PostIn, [{"id": "a"}, {"title": "secret text"}, None, 3, {"id": None}, {"id": "b"}])
    assert [item.id for item in items] == ["a", "b"]
    assert len(caplog.records) == 4
    assert "secret text" not in caplog.text


def test_a_list_of_which_nothing_can_be_read_is_no_empty_one() -> None:
    with pytest.raises(PlatformFault, match="nothing in a list"):
        READER.items(PostIn, [{"title": "a"}, None])
    assert READER.items(PostIn, []) == ()


@pytest.mark.parametrize("word", [5, None, ["draft"], True])
def test_a_state_that_is_no_text_is_not_told(word: object) -> None:
    post = READER.one(PostIn, {"id": "p", "status": word})
    assert post.status == ""
    with pytest.raises(PlatformFault, match="acme does not tell"):
        stated("acme", post)


@pytest.mark.parametrize("raw", [None, {}, "x", 3, {"posts": []}])
def test_no_list_is_a_fault(raw: Any) -> None:
    with pytest.raises(PlatformFault, match="acme sent an answer that cannot be read"):
        READER.items(PostIn, raw)


def test_an_unreadable_answer_to_a_write_leaves_it_unknown() -> None:
    with pytest.raises(PlatformFault, match="id: Field required"):
        READER.one(PostIn, {})
    with pytest.raises(OutcomeUnknown):
        READER.one(PostIn, {}, wrote=True)


def test_nested_faults_stay_where_they_are() -> None:
    post = READER.one(
        BlogreePostIn,
        {"id": "p", "body": "text", "tags": [1, None, "a"], "deliveries": [{"site_id": "s"}, {}, 5]},
    )
    assert (post.body, post.tags, [one.site_id for one in post.deliveries]) == (None, ("1", "a"), ["s"])
    assert READER.one(BlogreeJobIn, {"status": "complete", "post": {"title": "no id"}}).post is None
    assert READER.one(ScheduleIn, {"id": 1, "account": {"id": "x"}}).account is None


@given(
    st.dictionaries(
        st.sampled_from([*PostIn.model_fields, "createdAt", "contentType"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=2),
    )
)
def test_an_id_is_all_that_is_needed(raw: dict[str, Any]) -> None:
    assert READER.one(PostIn, {**raw, "id": "p"}).id == "p"
    assert READER.one(BlogreePostIn, {**raw, "id": "p"}).id == "p"
    assert READER.one(ContentIn, {**raw, "id": 4}).id == 4


@pytest.mark.parametrize(
    "fields", [{"title": ""}, {"title": "x" * 121}, {"slug": "Not A Slug"}, {"status": "gone"}, {"body": "x"}]
)
def test_what_the_contract_does_not_allow_is_not_sent(fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="acme does not take this") as found:
        written(PostUpdate, "acme", **fields)
    assert set(found.value.fields) == set(fields)


def test_only_what_was_given_is_sent() -> None:
    assert written(PostUpdate, "acme", slug=None, title="T").as_json() == {"slug": None, "title": "T"}
    when = datetime(2026, 4, 7, 9, tzinfo=timezone(timedelta(hours=2)))
    assert written(
        NewSchedule, "acme", account_id=1, platform="website", day_of_week="monday", time="09:00"
    ).as_json() == {"account_id": 1, "platform": "website", "day_of_week": "monday", "time": "09:00"}
    assert when.isoformat() == "2026-04-07T09:00:00+02:00"


def test_a_secret_in_a_body_does_not_show() -> None:
    new = written(NewAccount, "acme", platform="website", signing_secret=Secret("hush"))
    assert "hush" not in f"{new} {new!r} {new.as_json()}"
    with pytest.raises(Invalid) as found:
        written(NewAccount, "acme", platform="website", signing_secret="hush")
    assert "hush" not in f"{found.value} {found.value.fields}"


@pytest.mark.parametrize(
    ("raw", "item"),
    [
        ({"data": {"id": 1}}, {"id": 1}),
        ({"post": {"id": 1}}, {"id": 1}),
        ({"id": 1, "data": 5}, {"id": 1, "data": 5}),
        ({"post": None}, None),
        ([], []),
        (None, None),
        ({"x": 1}, {"x": 1}),
    ],
)
def test_every_envelope_is_taken(raw: Any, item: Any) -> None:
    assert unwrapped(raw, "data", "post") == item


@pytest.mark.parametrize("id", ["", "x", "-1", "1.0", "٣", "9" * 19, "1\n"])
def test_an_id_that_is_no_number_is_nowhere(id: str) -> None:
    with pytest.raises(NotFound):
        as_int(id, lambda: NotFound("nowhere"))


def test_a_moment_is_said_by_this_machines_clock_with_utc_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def at(hours: float) -> datetime:
        return datetime(2026, 4, 7, 9, 0, tzinfo=timezone(timedelta(hours=hours)))

    assert said(at(0)) == "Tue 7 Apr 2026 09:00 UTC"
    monkeypatch.setattr("tui.platforms.times.MACHINE", ZoneInfo("America/New_York"))
    assert said(at(2)) == "Tue 7 Apr 2026 03:00 (07:00 UTC)"
    assert said(at(10)) == "Mon 6 Apr 2026 19:00 (23:00 UTC)"
    assert said(at(-12)) == "Tue 7 Apr 2026 17:00 (21:00 UTC)"
    # Nothing is known of its clock.
    assert said(at(0).replace(tzinfo=None)) == "Tue 7 Apr 2026 09:00"
    assert said(datetime.max.replace(tzinfo=UTC)).startswith("Fri 31 Dec 9999 ")
