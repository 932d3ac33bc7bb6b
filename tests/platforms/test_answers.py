"""Answers and the errors that they stand for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platforms.harness import KEY, NOW
from tui.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PlatformError,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unpaid,
    Unreachable,
)
from tui.platforms.answers import Answer, Told, error_of, told, wait_seconds


def error(answer: Answer, method: str = "GET") -> PlatformError:
    return error_of(answer, connection="acme", method=method, credential="key", hidden=[KEY], now=NOW)


@pytest.mark.parametrize(
    ("status", "method", "kind"),
    [
        (400, "GET", Invalid),
        (401, "GET", SignInRefused),
        (402, "GET", Unpaid),
        (403, "GET", Forbidden),
        (404, "GET", NotFound),
        (405, "GET", NotSupported),
        (408, "GET", Unreachable),
        (408, "POST", OutcomeUnknown),
        (409, "POST", Conflict),
        (410, "GET", NotFound),
        (418, "GET", PlatformFault),
        (422, "POST", Invalid),
        (429, "GET", RateLimited),
        (500, "GET", PlatformFault),
        (500, "POST", OutcomeUnknown),
        (501, "POST", PlatformFault),
        (502, "GET", PlatformFault),
        (502, "POST", OutcomeUnknown),
        (503, "GET", PlatformFault),
        (503, "PATCH", OutcomeUnknown),
        (504, "PUT", OutcomeUnknown),
        (524, "DELETE", OutcomeUnknown),
        (300, "GET", PlatformFault),
    ],
)
def test_each_status_is_one_of_our_errors(status: int, method: str, kind: type[PlatformError]) -> None:
    found = error(Answer(status, {}, {"error": "text"}), method)
    assert type(found) is kind
    assert "acme" in found.sentence
    assert found.advice, "each says what to do next"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"error": "Missing or invalid API key"}, "Missing or invalid API key"),
        ({"error": "unauthorized", "message": "Invalid API key"}, "Invalid API key"),
        ({"detail": "No"}, "No"),
        ({"error": {"message": "Inside"}}, "Inside"),
        ({"error": ["x"]}, "acme refused the key."),
        (None, "acme refused the key."),
        ("text", "acme refused the key."),
    ],
)
def test_the_platforms_own_words_are_said(body: Any, said: str) -> None:
    assert said in error(Answer(401, {}, body)).sentence


def test_a_refusal_names_its_fields() -> None:
    blogree = error(
        Answer(400, {}, {"error": "validation_error", "message": "title is required", "field": "title"})
    )
    laravel = error(
        Answer(422, {}, {"message": "Bad", "errors": {"time": ["Wrong.", "Late."], "day": "No"}}), "POST"
    )
    assert isinstance(blogree, Invalid)
    assert blogree.fields == {"title": "title is required"}
    assert isinstance(laravel, Invalid)
    assert laravel.fields == {"time": "Wrong.; Late.", "day": "No"}
    assert blogree.sentence.startswith("acme refused what was sent: title is required. ")
    assert laravel.sentence.startswith("acme refused what was sent: Bad (time: Wrong.; Late.; day: No). ")


def test_the_request_id_is_kept() -> None:
    body = {"error": "internal_error", "message": "An unexpected error occurred", "request_id": "req_abc123"}
    assert error(Answer(500, {}, body)).request_id == "req_abc123"
    assert error(Answer(500, {"x-request-id": "h-1"}, body)).request_id == "h-1"
    assert error(Answer(500, {}, None)).request_id is None


def test_a_fault_names_its_request_in_the_sentence_and_a_refusal_only_where_there_is_room() -> None:
    found = error(Answer(500, {"x-request-id": "h-1"}, None))
    assert found.sentence.endswith(" (request h-1)")
    lost = error(Answer(503, {"x-request-id": "h-2"}, None), "POST")
    assert lost.sentence.endswith(" (request h-2)")
    refused = error(Answer(409, {"x-request-id": "h-3"}, None))
    assert "h-3" not in refused.sentence
    assert refused.request == "(request h-3)"
    assert "request" not in error(Answer(500, {}, None)).sentence


def test_a_key_that_a_platform_repeats_is_not_said_again() -> None:
    body = {"error": f"Invalid key {KEY}", "errors": {"x": [KEY]}, "request_id": KEY}
    for status in (400, 401, 403, 404, 409, 422, 500, 503):
        found = error(Answer(status, {"x-request-id": KEY}, body))
        assert KEY not in f"{found.sentence} {found!r} {found.request_id} {vars(found)}"


def test_a_platforms_words_are_one_short_line_without_controls() -> None:
    found = error(Answer(404, {}, {"error": "a\x1b]0;x\x07b\n\u202ec" + "y" * 10_000}))
    assert found.sentence.isprintable()
    assert len(found.sentence) < 500


def at(**ahead: float) -> datetime:
    return NOW + timedelta(**ahead)


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "7"}, None, 7),
        ({"retry-after": "0"}, None, 1),
        ({"retry-after": "86400"}, None, 300),
        ({"retry-after": "1.5"}, None, 1.5),
        ({"retry-after": format_datetime(at(seconds=40), usegmt=True)}, None, 40),
        ({"retry-after": format_datetime(at(seconds=-40), usegmt=True)}, None, 1),
        ({"retry-after": "soon"}, None, 30),
        ({"retry-after": "7", "ratelimit-reset": "9"}, {"retry_after": 60}, 7),
        ({"ratelimit-reset": "9"}, {"retry_after": 60}, 9),
        ({}, {"error": "rate_limited", "message": "Too many requests", "retry_after": 60}, 60),
        ({}, {"reset": at(seconds=25).timestamp() * 1000}, 25),
        ({}, {"reset": at(seconds=25).timestamp()}, 25),
        ({}, {"reset": 25}, 25),
        ({"x-ratelimit-reset": str(int(at(seconds=12).timestamp()))}, {}, 12),
        ({}, {"reset": True, "retry_after": "nan"}, 30),
        ({}, {"retry_after": 10**400}, 30),
        ({}, None, 30),
        ({}, [], 30),
    ],
)
def test_how_long_a_limit_lasts(headers: dict[str, str], body: Any, seconds: float) -> None:
    assert wait_seconds(Answer(429, headers, body), NOW) == pytest.approx(seconds)


@given(
    st.dictionaries(st.sampled_from(["retry-after", "ratelimit-reset", "x-ratelimit-reset"]), st.text()),
    st.none()
    | st.dictionaries(st.sampled_from(["reset", "retry_after"]), st.floats() | st.text() | st.none()),
)
def test_any_limit_is_waited_for_within_bounds(headers: dict[str, str], body: Any) -> None:
    assert 1 <= wait_seconds(Answer(429, headers, body), datetime.now(UTC)) <= 300


@given(
    st.integers(300, 599),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["error", "message", "errors", "field", "detail", "request_id"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    ),
)
def test_any_body_makes_an_error(status: int, body: Any) -> None:
    assert error(Answer(status, {}, body), "POST").sentence


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, Told(None, None, 30)),
        (
            {"ratelimit-limit": "60", "ratelimit-remaining": "7", "ratelimit-reset": "12"},
            Told(60, 7, 12),
        ),
        ({"x-ratelimit-limit": "60", "x-ratelimit-remaining": "0"}, Told(60, 0, 30)),
        ({"ratelimit-limit": "100, 100;w=3600", "ratelimit-remaining": "0"}, Told(100, 0, 30)),
        ({"ratelimit-limit": "10;w=1"}, Told(None, None, 30)),
        (
            {"ratelimit-limit": "-1", "ratelimit-remaining": "NaN", "ratelimit-reset": "1e9"},
            Told(None, None, 30),
        ),
        ({"ratelimit-limit": "0", "ratelimit-reset": "0"}, Told(None, None, 1)),
    ],
)
def test_what_an_answer_tells_of_its_limit(headers: dict[str, str], expected: Told) -> None:
    assert told(Answer(200, headers, {"limit": 5, "remaining": 5, "reset": 5}), NOW) == expected


def test_a_429s_body_tells_it_too() -> None:
    body = {"error": "slow", "limit": 10, "remaining": 0, "reset": (NOW.timestamp() + 42) * 1000}
    found = told(Answer(429, {}, body), NOW)
    assert (found.limit, found.remaining) == (10, 0)
    assert found.reset == pytest.approx(42)


def test_a_moment_is_one_of_the_platforms_clock() -> None:
    theirs = NOW + timedelta(hours=3)
    headers = {"date": format_datetime(theirs), "x-ratelimit-reset": str(theirs.timestamp() + 20)}
    assert wait_seconds(Answer(429, headers), NOW) == pytest.approx(20)
