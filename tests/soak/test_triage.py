"""A short run of the soak, and whether its check sees what goes wrong. The long ones: `make soak`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faulty.server import Record, Write
from tests.faulty.wire import Answer, Asked
from tests.soak import check
from tests.soak.ledger import Ledger, deed_of_write
from tests.soak.run import Wanted, run


async def test_nothing_is_lost_and_nothing_sent_twice(tmp_path: Path) -> None:
    report = await run(Wanted(seed=7, steps=40, rate=0.3, speed=12, ends=15), tmp_path)
    assert not report.problems, str(report)
    assert report.writes, str(report)
    assert report.struck, str(report)


def write(method: str, target: str, body: bytes = b"", status: int = 200) -> Write:
    return Write(Asked(method, target, (), body), Answer(status), 0.0)


@pytest.mark.parametrize(
    ("found", "deed"),
    [
        (write("PATCH", "/notra/v1/posts/n1", b'{"status":"published"}'), ("notra", "publish", "n1", "")),
        (write("PATCH", "/notra/v1/posts/n1", b'{"status":"draft"}'), ("notra", "unpublish", "n1", "")),
        (
            write("PATCH", "/notra/v1/posts/n1", b'{"markdown":"x edit000003 edit000012"}'),
            ("notra", "save", "n1", "edit000012"),
        ),
        (write("DELETE", "/blogree/api/posts/b1"), ("blogree", "delete", "b1", "")),
        (
            write("POST", "/blogree/api/posts/b1/publish", b'{"site_ids":["s"]}'),
            ("blogree", "publish", "b1", ""),
        ),
        (
            write("POST", "/repostra/api/v1/approvals/blog/4/approve", b"{}"),
            ("repostra", "publish", "4", ""),
        ),
        (
            write("POST", "/repostra/api/v1/approvals/social/4/approve-topic", b'{"topic":"T"}'),
            ("repostra", "topic", "4", "T"),
        ),
    ],
)
def test_what_a_request_does(found: Write, deed: tuple[str, str, str, str]) -> None:
    assert deed_of_write(found.asked) == deed


def test_what_nobody_meant_is_seen(tmp_path: Path) -> None:
    record = Record(
        writes=[
            write("DELETE", "/blogree/api/posts/b1"),
            write("DELETE", "/blogree/api/posts/b2", status=404),
        ]
    )
    problems = list(check.deeds(Ledger(tmp_path / "state.db"), record))
    assert len(problems) == 1
    assert problems[0].startswith("blogree delete b1 : done 1 times, and meant 0")
