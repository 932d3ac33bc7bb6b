"""What a Notra post leans on, from its `sourceMetadata`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tui.domain.posts import Source

MOST_SOURCES = 1_000
DEEPEST = 6
LONGEST_BODY = 2_000
_TIMES = ("at", "date", "committedAt", "committed_at", "mergedAt", "merged_at", "publishedAt", "createdAt")


def sources_of(metadata: Any) -> Iterator[Source]:
    """What a post leans on. The contract lets `sourceMetadata` be any JSON: commits, pull requests,
    releases and tags are taken from wherever lists of those names stand in it.
    """
    for count, source in enumerate(_sources(metadata, 0)):
        if count == MOST_SOURCES:
            return
        yield source


def _sources(found: Any, depth: int) -> Iterator[Source]:
    if depth > DEEPEST:
        return
    if isinstance(found, list):
        for one in found:
            yield from _sources(one, depth + 1)
    elif isinstance(found, dict):
        yield from _scopes(found)
        for name, value in found.items():
            kind = SOURCE_KINDS.get(str(name).lower().replace("_", ""))
            if kind is not None and isinstance(value, list):
                yield from filter(None, (_source(kind, one) for one in value))
            else:
                yield from _sources(value, depth + 1)


SOURCE_KINDS = {
    "commits": "commit",
    "commitshas": "commit",
    "pullrequests": "pull request",
    "pullrequestnumbers": "pull request",
    "releases": "release",
    "tags": "tag",
    "releasetagnames": "release",
}


def _source(kind: str, raw: Any) -> Source | None:
    if isinstance(raw, str | int) and not isinstance(raw, bool):
        return Source(kind, str(raw))
    if not isinstance(raw, dict):
        return None
    number = raw.get("number")
    names = [raw.get(name) for name in ("subject", "title", "message", "name", "tagName", "tag")]
    label = next((name for name in names if isinstance(name, str) and name), None)
    sha = raw.get("sha")
    parts = [
        f"#{number}" if isinstance(number, int) else None,
        sha[:7] if isinstance(sha, str) and kind == "commit" else None,
        label,
    ]
    url = next((raw[name] for name in ("url", "htmlUrl", "html_url") if isinstance(raw.get(name), str)), None)
    written = " ".join(part for part in parts if part)
    author, body = raw.get("author"), raw.get("body")
    if isinstance(author, dict):
        author = author.get("name") or author.get("login")
    return (
        Source(
            kind,
            written,
            url,
            author if isinstance(author, str) and author else None,
            _time(next((raw[name] for name in _TIMES if raw.get(name)), None)),
            body[:LONGEST_BODY] if isinstance(body, str) else "",
        )
        if written
        else None
    )


def _scopes(found: dict[str, Any]) -> Iterator[Source]:
    """Where and in which days the sources that an object lists were looked for, where it says so."""
    lists = any(str(name).lower().replace("_", "") in SOURCE_KINDS for name in found)
    name, totals = found.get("name"), found.get("totals")
    if lists and isinstance(name, str) and name:
        counts = totals.items() if isinstance(totals, dict) else ()
        words = " ".join(f"{many} {what}" for what, many in counts if type(many) is int)
        url = found.get("url")
        yield Source("repository", name, url if isinstance(url, str) else None, words=words)
    since, until = _time(found.get("since")), _time(found.get("until"))
    if since is not None and until is not None and since < until:
        named = found.get("lookbackWindow")
        label = named if isinstance(named, str) and named else "window"
        yield Source("window", label, at=since)
        yield Source("window", label, at=until - timedelta(seconds=1))


def _time(raw: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
