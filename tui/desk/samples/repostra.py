"""Samples of the Repostra world: accounts, weekly slots, contents in several states, and social posts
that wait at both of their stages.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tui.desk.bodies.editorjs import to_editorjs
from tui.desk.samples.marks import marked
from tui.desk.store.tables import RepostraAccount, RepostraContent, RepostraSchedule, RepostraSocial
from tui.desk.writer.slugs import slug_of

_CHECKLIST = """\
Most releases go wrong in the same five places. A list on the wall is cheaper than a night at the desk.

## Before

- Read the list of changes **aloud**, to someone who did not write them
- Try the upgrade on a copy of real data
- Write down how to go back, and try that too

## On the day

1. Announce it where the people are who will notice
2. Release in the morning, never before a weekend
3. Look at the numbers after ten minutes, after an hour and after a day

## What to look at

| Number | Normal | Go back at |
|---|---:|---:|
| Errors per minute | 2 | 20 |
| Slowest page | 0.8 s | 3 s |
| Sign-ins per hour | 400 | 200 |

## Afterwards

> A release is over when someone else could explain what was in it.
"""

_NAMES = """\
A name is read a hundred times for each time that it is written. It is worth the minute.

## Say what it is

- `days_until_renewal`, not `n`
- `is_paid`, not `flag`
- `invoice_lines`, not `data`

## When no name fits

Then it is two things. Take them apart, and both have a name.

```python
overdue = [invoice for invoice in invoices if invoice.due < today]
remind(overdue)
```
"""

_SMALL = """\
Small changes are read. Large ones are *waved through*.

## How small

If the description needs the word "also", it is two changes.

## What it costs

Nothing, after a week. Before that, a little patience.
"""

_LINKEDIN_TEXT = """\
Five places where a release goes wrong, and what it costs to look there first: ten minutes.

The list hangs on our wall now. The most useful line on it is the shortest one: "How do we go back?"

What is on yours?
"""

_TWITTER_TEXT = """\
If the description of your change needs the word "also", it is two changes. Small ones are read. \
Large ones are waved through.
"""


def seed_repostra(session: Session, now: datetime) -> None:
    """Add the samples. No account has a webhook, so nothing can be delivered."""
    website = _account(session, "website", "My blog", None, now)
    linkedin = _account(session, "linkedin", "My company", "my-company", now)
    twitter = _account(session, "twitter", "My handle", "@my_handle", now)
    monday = _slot(session, website, "monday", "09:00", None, now)
    _slot(session, linkedin, "tuesday", "14:00", "text", now)
    _slot(session, twitter, "thursday", "11:30", "text", now)
    checklist = _contents(session, monday, now)
    _socials(session, checklist, linkedin, twitter, now)


def _account(
    session: Session, platform: str, name: str, identifier: str | None, now: datetime
) -> RepostraAccount:
    made = now - timedelta(days=40)
    row = RepostraAccount(
        platform=platform,
        account_name=marked(name),
        account_identifier=identifier,
        posting_method="manual",
        is_active=True,
        created_at=made,
        updated_at=made,
    )
    session.add(row)
    session.flush()  # ids are given in this order, the same in each new database
    return row


def _slot(
    session: Session, account: RepostraAccount, day: str, time: str, content_type: str | None, now: datetime
) -> RepostraSchedule:
    made = now - timedelta(days=39)
    row = RepostraSchedule(
        account_id=account.id,
        platform=account.platform,
        day_of_week=day,
        time=time,
        content_type=content_type,
        blog_column_index=None if content_type else 1,
        is_active=True,
        created_at=made,
        updated_at=made,
    )
    session.add(row)
    session.flush()
    return row


def _contents(session: Session, slot: RepostraSchedule, now: datetime) -> RepostraContent:
    """Contents in several states; gives the one that the social posts belong to."""
    checklist = _content(
        session, "A release checklist that fits on a wall", "draft", now, timedelta(hours=2), _CHECKLIST
    )
    checklist.description = "Five places where releases go wrong, and what to look at."
    checklist.keyword = "release checklist"
    checklist.posting_schedule_id = slot.id
    # On a Tuesday though its slot is on Monday, as in Repostra's own example: one does not follow
    # from the other.
    checklist.scheduled_for = _next_tuesday(now)
    names = _content(session, "Names that explain themselves", "draft", now, timedelta(hours=9), _NAMES)
    names.keyword = "naming"
    writing = _content(session, "Logs that people read", "generating", now, timedelta(minutes=4), None)
    writing.ai_generated_at = now - timedelta(minutes=1)
    writing.posting_schedule_id = slot.id
    planned = _content(session, "What a good bug report says", "planned", now, timedelta(days=1), None)
    planned.description = "For people who report, not for those who fix."
    small = _content(session, "Small changes are read", "published", now, timedelta(days=16), _SMALL)
    small.approved_at = small.published_at = now - timedelta(days=15)
    small.published_url = f"https://blog.example.com/{small.slug}"
    _content(session, "Ten tools for 2019", "failed", now, timedelta(days=25), None)
    return checklist


def _content(
    session: Session, title: str, status: str, now: datetime, age: timedelta, markdown: str | None
) -> RepostraContent:
    made = now - age
    row = RepostraContent(
        title=marked(title),
        slug=slug_of(marked(title)),
        status=status,
        content=to_editorjs(markdown, made) if markdown is not None else None,
        ai_generated_at=made + timedelta(minutes=1) if markdown is not None else None,
        created_at=made,
        updated_at=made,
    )
    session.add(row)
    session.flush()
    return row


def _socials(
    session: Session,
    content: RepostraContent,
    linkedin: RepostraAccount,
    twitter: RepostraAccount,
    now: datetime,
) -> None:
    """Two topics and two texts that wait; one of the texts is posted by hand."""
    later = _next_tuesday(now) + timedelta(days=1, hours=5)
    waits = "pending_approval"
    entries = (
        ("What a release checklist is really for", None, linkedin, waits, timedelta(hours=2), later),
        ("One name, one thing", None, twitter, waits, timedelta(hours=8), None),
        (
            "Five places where a release goes wrong",
            _LINKEDIN_TEXT,
            linkedin,
            waits,
            timedelta(hours=1),
            later,
        ),
        ("The word “also”", _TWITTER_TEXT, twitter, "manual_posting", timedelta(days=1), None),
    )
    for topic, text, account, status, age, scheduled_for in entries:
        session.add(
            RepostraSocial(
                topic=marked(topic),
                content=text.strip() if text is not None else None,
                platform=account.platform,
                content_type="text",
                status=status,
                account_id=account.id,
                blog_content_id=content.id if account is linkedin else None,
                scheduled_for=scheduled_for,
                created_at=now - age,
                updated_at=now - age,
            )
        )
        session.flush()


def _next_tuesday(now: datetime) -> datetime:
    """09:00 on the first Tuesday that is at least two days ahead."""
    ahead = now + timedelta(days=2)
    day = ahead + timedelta(days=(1 - ahead.weekday()) % 7)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)
