"""Fills a desk's database with posts of one platform, straight and quickly: for benches and tests.

python -m tests.bench.fill FOLDER notra 100000
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from tui.desk.store.database import database_address, open_database
from tui.desk.store.tables import BlogreePost, NotraPost, RepostraContent, Table

NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
BETWEEN = timedelta(minutes=3)
AT_ONCE = 2000
KINDS = ("changelog", "blog_post", "linkedin_post", "twitter_post")
WORDS = ("Weighing", "Counting", "Shipping", "Mending", "Naming", "Sorting", "Drawing")


def title_of(number: int) -> str:
    """The title of the post at a place, the newest at 0."""
    return f"{WORDS[number % len(WORDS)]} widgets, part {number}"


def body_of(number: int) -> str:
    """Its text: about as long as a short changelog."""
    lines = (f"- Change {place} of part {number}: widgets are weighed once more." for place in range(12))
    return f"# {title_of(number)}\n\n" + "\n".join(lines) + "\n"


def _notra(number: int, made: datetime) -> dict[str, Any]:
    text = body_of(number)
    return {
        "id": f"bench_{number:07}",
        "title": title_of(number),
        "slug": f"part-{number}",
        "markdown": text,
        "content": f"<p>{text}</p>",
        "content_type": KINDS[number % len(KINDS)],
        "status": "draft" if number % 5 == 0 else "published",
        "brand_identity_id": None,
        "source_metadata": None,
        "created_at": made,
        "updated_at": made,
    }


def _repostra(number: int, made: datetime) -> dict[str, Any]:
    published = number % 5 != 0
    return {
        "title": title_of(number),
        "slug": f"part-{number}",
        "description": None,
        "keyword": None,
        "status": "published" if published else "draft",
        "content": None,
        "published_at": made if published else None,
        "created_at": made,
        "updated_at": made,
    }


def _blogree(number: int, made: datetime) -> dict[str, Any]:
    text = body_of(number)
    published = number % 5 != 0
    return {
        "id": f"post_{number:016x}",
        "version": 1,
        "slug": f"part-{number}",
        "title": title_of(number),
        "excerpt": None,
        "body_html": f"<p>{text}</p>",
        "body_markdown": text,
        "body_json": {"type": "doc", "content": []},
        "meta_title": None,
        "meta_description": None,
        "meta_og_image": None,
        "tags": ["bench"],
        "status": "published" if published else "draft",
        "scheduled_at": None,
        "published_at": made if published else None,
        "created_at": made,
        "updated_at": made,
    }


TABLES: dict[str, tuple[type[Table], Callable[[int, datetime], dict[str, Any]]]] = {
    "notra": (NotraPost, _notra),
    "repostra": (RepostraContent, _repostra),
    "blogree": (BlogreePost, _blogree),
}


def fill(folder: Path, platform: str, count: int) -> None:
    """Write so many posts of a platform into the database of the desk in this folder, which is not running
    or runs without samples; the newest has the title `title_of(0)`.
    """
    table, made_of = TABLES[platform]
    folder.mkdir(parents=True, exist_ok=True)
    database = open_database(database_address(None, folder))
    try:
        for numbers in _batches(count):
            rows = [made_of(number, NEWEST - number * BETWEEN) for number in numbers]
            with database.engine.begin() as connection:
                connection.execute(insert(table), rows)
    finally:
        database.close()


def _batches(count: int) -> Iterator[range]:
    for begin in range(0, count, AT_ONCE):
        yield range(begin, min(begin + AT_ONCE, count))


if __name__ == "__main__":
    fill(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
