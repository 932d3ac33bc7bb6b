"""One try, against a real receiver on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.work.receiver import Reply, receiver
from tui.desk.delivery.sending import Answer, Sender


@pytest.fixture
def sender() -> Iterator[Sender]:
    opened = Sender(seconds=300)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("", "no address"),
        ("/hook", "not an http address"),
        ("file:///etc/passwd", "not an http address"),
        ("ftp://127.0.0.1/x", "not an http address"),
        ("http://", "not an http address"),
        ("http://[", "not an address"),
        ("http://127.0.0.1:1/", "could not connect"),
        ("http://127.0.0.1:99999/", "could not connect"),
        ("http://127.0.0.1/\x00", "the address or the key cannot be sent"),
    ],
)
def test_an_address_that_cannot_be_used(url: str, answer: str, sender: Sender) -> None:
    assert sender.send(url, {}, b"{}") == Answer(None, answer)


@pytest.mark.parametrize("key", ["schlüssel", "two\r\nX-Lines: 1"])
def test_a_key_that_is_no_header_is_not_sent(key: str, sender: Sender) -> None:
    with receiver() as site:
        answer = sender.send(site.url, {"X-Key": key}, b"{}")
        assert site.received == []
    assert answer.status is None
    assert key not in answer.text


def test_a_receiver_that_does_not_answer_times_out() -> None:
    sender = Sender(seconds=0.2)
    with receiver(lambda _: None) as silent:
        assert sender.send(silent.url, {}, b"{}") == Answer(None, "timed out")
    sender.close()


def test_a_redirect_is_not_followed(sender: Sender) -> None:
    with receiver() as other, receiver(lambda _: Reply(307, headers={"Location": other.url})) as site:
        assert sender.send(site.url, {}, b"{}").text == "307 (redirects are not followed)"
        assert other.received == []


@pytest.mark.parametrize(
    ("body", "link"),
    [
        (b'{"url": "https://blog.example/a"}', "https://blog.example/a"),
        (b'{"published_url": "http://blog.example/a"}', "http://blog.example/a"),
        (b'{"url": null, "link": "http://blog.example/a"}', "http://blog.example/a"),
        (b"", None),
        (b"[1]", None),
        (b"{", None),
        (b"[" * 100_000, None),
        (b'{"url": "javascript:alert(1)"}', None),
        (b'{"link": 7}', None),
        (b'{"url": "http://' + b"x" * 3000 + b'"}', None),
        (b" " * 200_000 + b'{"url": "http://blog.example/a"}', None),
    ],
)
def test_where_a_receiver_says_that_it_published(body: bytes, link: str | None, sender: Sender) -> None:
    with receiver(lambda _: Reply(200, body)) as site:
        assert sender.send(site.url, {}, b"{}") == Answer(200, "200", link)


def test_an_error_says_nothing_of_where(sender: Sender) -> None:
    with receiver(lambda _: Reply(500, b'{"url": "http://blog.example/a"}')) as site:
        assert sender.send(site.url, {}, b"{}") == Answer(500, "500", None)
