"""What stands on the desk before a run: enough of everything to decide on for hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from tests.desk.work.repositories import make_repository
from tui.desk.bodies.editorjs import to_editorjs
from tui.desk.bodies.html import to_html
from tui.desk.bodies.tiptap import to_tiptap
from tui.desk.folder import own_folder
from tui.desk.store.database import database_address, open_database
from tui.desk.store.tables import (
    BlogreePost,
    BlogreeSite,
    NotraPost,
    Repository,
    RepostraAccount,
    RepostraContent,
    RepostraSocial,
)

BODY = """\
What changed in number {number}, and why.

## Before

- One thing that was slow
- Another that was **wrong**

## After

Both are neither. See [the notes](https://example.com/notes/{number}).
"""


def stock(data_dir: Path, folder: Path, count: int, receiver_url: str, *, website: str) -> None:
    """Make a desk's database in `data_dir` with `count` items of each kind, sites that deliver to
    `receiver_url`, a website account that posts by the method `website` (webhook: there too; manual: a yes
    lets a blog post wait), and a git checkout below `folder` to write from.
    """
    own_folder(data_dir)
    checkout = make_repository(folder / "widgets", ("feat: weigh widgets", "fix: count them once"))
    database = open_database(database_address(None, data_dir))
    now = datetime.now(UTC)
    try:
        with database.sessions.begin() as session:
            session.add(
                Repository(
                    id="repo_1",
                    path=str(checkout),
                    owner="acme",
                    repo="widgets",
                    display_name="acme/widgets",
                    default_branch="main",
                    created_at=now,
                )
            )
            _places(session, receiver_url, website, now)
            session.flush()
            for number in range(count):
                made = now - timedelta(minutes=5 * number + 5)
                _notra(session, number, made)
                _repostra(session, number, made)
                _blogree(session, number, made)
    finally:
        database.close()


def _places(session: Session, receiver_url: str, website: str, now: datetime) -> None:
    for number in (1, 2):
        session.add(
            BlogreeSite(
                id=f"site_{number}",
                name=f"Blog {number}",
                url=f"https://blog{number}.example.com",
                webhook_url=receiver_url,
                api_key=f"blg_{number}",
                webhook_secret=f"whsec_{number}",
                niche=None,
                platform="custom",
                status="active",
                created_at=now,
            )
        )
    for platform, method in (("website", website), ("linkedin", "manual"), ("twitter", "manual")):
        session.add(
            RepostraAccount(
                platform=platform,
                account_name=f"My {platform}",
                posting_method=method,
                webhook_url=receiver_url if method == "webhook" else None,
                is_active=True,
                created_at=now,
                updated_at=now,
            )
        )


def _notra(session: Session, number: int, made: datetime) -> None:
    text = BODY.format(number=number)
    session.add(
        NotraPost(
            id=f"notra_{number}",
            title=f"Notra {number}",
            slug=f"notra-{number}",
            markdown=text,
            content=to_html(text),
            content_type=("changelog", "blog_post", "linkedin_post")[number % 3],
            status="published" if number % 7 == 6 else "draft",
            source_metadata={},
            created_at=made,
            updated_at=made,
        )
    )


def _repostra(session: Session, number: int, made: datetime) -> None:
    session.add(
        RepostraContent(
            title=f"Repostra {number}",
            slug=f"repostra-{number}",
            status="draft",
            content=to_editorjs(BODY.format(number=number), made),
            ai_generated_at=made,
            created_at=made,
            updated_at=made,
        )
    )
    for kind in range(2):
        session.add(
            RepostraSocial(
                topic=f"Topic {number} of kind {kind}",
                content=None if kind else f"Text {number}: short, and to the point.",
                platform=("linkedin", "twitter")[number % 2],
                content_type="text",
                status="manual_posting" if number % 3 == 0 and not kind else "pending_approval",
                created_at=made,
                updated_at=made,
            )
        )


def _blogree(session: Session, number: int, made: datetime) -> None:
    text, title = BODY.format(number=number), f"Blogree {number}"
    session.add(
        BlogreePost(
            id=f"post_{number}",
            version=1,
            slug=f"blogree-{number}",
            title=title,
            excerpt="Short.",
            body_html=to_html(text),
            body_markdown=text,
            body_json=to_tiptap(text),
            tags=["soak"],
            status="draft",
            created_at=made,
            updated_at=made,
        )
    )
