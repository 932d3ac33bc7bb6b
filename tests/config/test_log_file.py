from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config import log_file
from tui.config.log_file import SecretFilter, start_log, stop_log
from tui.domain.secrets import Secret

logger = logging.getLogger("tui.tests")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before = root.level, logging.getLogger("tui").level, logging.getLogger("copydesk").level
    yield tmp_path / "state" / "copydesk.log"
    stop_log()
    root.setLevel(before[0])
    logging.getLogger("tui").setLevel(before[1])
    logging.getLogger("copydesk").setLevel(before[2])


def test_the_log_is_owner_only_and_rotates(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "LARGEST_BYTES", 2000)
    start_log(log)
    for number in range(100):
        logger.info("line %d %s", number, "x" * 40)
    stop_log()
    files = sorted(log.parent.iterdir())
    assert [file.name for file in files] == ["copydesk.log", *(f"copydesk.log.{n}" for n in (1, 2, 3))]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert all(file.stat().st_size <= 2000 for file in files)
    assert "line 99" in log.read_text()


def test_an_open_log_is_closed_to_others(log: Path) -> None:
    log.parent.mkdir(mode=0o755)
    log.touch(0o644)
    start_log(log)
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_debug_says_more(log: Path) -> None:
    start_log(log)
    logger.debug("quiet one")
    logging.getLogger("other").info("quiet two")
    start_log(log, debug=True)
    logger.debug("loud one")
    logging.getLogger("markdown_it.rules_block").debug("each step of a text")
    logging.getLogger("other").info("loud two")
    text = log.read_text()
    assert "quiet" not in text
    assert text.count("loud") == 2
    assert "each step" not in text


def test_no_secret_and_no_escape_code_reaches_the_file(log: Path) -> None:
    start_log(log)
    log_file.SECRETS.add(Secret("k-very-secret"))
    try:
        raise ValueError("the key k-very-secret was refused")
    except ValueError:
        logger.exception("asking with %s and %r", "k-very-secret", {"password": "hunter2"})
    logger.warning("a title \x1b[31m with\rcodes")
    text = log.read_text()
    assert "k-very-secret" not in text
    assert "hunter2" not in text
    assert "ValueError: the key [hidden] was refused" in text
    assert "\x1b" not in text
    assert "\r" not in text


def test_a_record_whose_arguments_do_not_fit_is_kept() -> None:
    cleaner = SecretFilter()
    cleaner.add(Secret("k-very-secret"))
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "k-very-secret %s %s", ("k-very-secret",), None)
    assert cleaner.filter(record)
    assert record.getMessage() == "[hidden] %s %s (its arguments do not fit)"


def test_a_log_that_cannot_be_written_does_no_harm(log: Path) -> None:
    log.parent.write_text("no folder")
    start_log(log)
    logger.warning("unheard")


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer sekret-123",
        "authorization: Basic c2VrcmV0LTEyMzp4",
        "{'Authorization': 'Bearer sekret-123'}",
        "('authorization', 'Bearer sekret-123')",
        '{"X-API-Key": "sekret-123"}',
        "X-Repostra-API-Key: sekret-123",
        "X-Blogree-Signature=sekret-123",
        "GET /x?api_key=sekret-123&page=2",
        "password=sekret-123",
        '"password": "sekret-123"',
        "blogree_password = 'sekret-123'",
        "client_secret: sekret-123",
        "postgresql://ana:sekret-123@db/copydesk",
        "sent Bearer sekret-123, and failed",
        "Set-Cookie: session=sekret-123",
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str) -> None:
    cleaned = SecretFilter().clean(text)
    assert "sekret" not in cleaned
    assert "c2Vrc" not in cleaned
    assert "[hidden]" in cleaned


@pytest.mark.parametrize(
    "text", ["GET /v1/posts?page=2 200", "the bearer of bad news", "tokens: none; secretary"]
)
def test_what_does_not_stays(text: str) -> None:
    assert SecretFilter().clean(text) == text


@given(st.text(), st.text(min_size=4), st.text())
def test_a_known_secret_is_gone_wherever_it_stands(before: str, secret: str, after: str) -> None:
    cleaner = SecretFilter()
    cleaner.add(Secret(secret))
    left = cleaner.clean(before + secret + after)
    assert secret not in left.replace("[hidden]", "")


def test_a_giant_line_is_soon_clean() -> None:
    SecretFilter().clean("a.b-" * 5_000 + "password" * 2_000 + "=" * 2_000)
