from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from tui.services.signals import Signal


def test_subscribers_are_told_in_their_order_until_they_end_it() -> None:
    signal: Signal[int] = Signal("numbers")
    told: list[str] = []
    end_first = signal.subscribe(lambda value: told.append(f"first {value}"))
    signal.subscribe(lambda value: told.append(f"second {value}"))
    signal.publish(1)
    end_first()
    end_first()
    signal.publish(2)
    assert told == ["first 1", "second 1", "second 2"]


def test_a_faulty_subscriber_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    signal: Signal[int] = Signal("numbers")
    told: list[int] = []

    def faulty(value: int) -> None:
        raise RuntimeError("boom")

    signal.subscribe(faulty)
    signal.subscribe(told.append)
    with caplog.at_level(logging.ERROR):
        signal.publish(7)
    assert told == [7]
    assert "numbers" in caplog.text


def test_who_is_ended_by_another_subscriber_is_not_told() -> None:
    signal: Signal[int] = Signal("numbers")
    told: list[int] = []
    ends: list[Callable[[], None]] = []
    signal.subscribe(lambda value: ends[0]())
    ends.append(signal.subscribe(told.append))
    signal.publish(1)
    assert told == []


def test_one_callback_may_subscribe_twice() -> None:
    signal: Signal[int] = Signal("numbers")
    told: list[int] = []
    end = signal.subscribe(told.append)
    signal.subscribe(told.append)
    end()
    signal.publish(1)
    assert told == [1]
