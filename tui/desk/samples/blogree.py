"""Sample posts of the Blogree world: drafts, one that is scheduled far ahead, published ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tui.desk.bodies.html import to_html
from tui.desk.bodies.tiptap import to_tiptap
from tui.desk.samples.marks import TAG, marked
from tui.desk.store.tables import BlogreePost
from tui.desk.writer.slugs import slug_of


@dataclass(frozen=True, slots=True)
class _Sample:
    title: str
    status: str
    age: timedelta
    tags: tuple[str, ...]
    excerpt: str
    markdown: str
    version: int = 1


_TERMINAL = """\
## Why the terminal

A browser tab is where work goes to be interrupted. A terminal has *one* thing in front of you, and a key
for everything that can be done with it.

## A morning's work

1. Open the inbox and read what was written overnight
2. Send back what is not right, in your own editor
3. Let the rest through

| Step | Browser | Terminal |
|---|---:|---:|
| Open | 6 s | 0.3 s |
| Read five drafts | 9 min | 6 min |
| Approve | 4 clicks | 1 key |

## What to look out for

- Read the **title** last: it is what the machine is best at, and where it lies most
- Numbers need a source, or they go
- A paragraph that could stand in any post belongs in none

> If you would not say it to a colleague, do not let it through.
"""

_EDITING = """\
## Read it aloud

A text that was written by a machine is smooth. Smooth is not the same as clear. Read it aloud, and stop
where you would have breathed.

## Four cuts that always work

- The first paragraph, when the second one says the same
- "In today's fast-paced world", and all of its cousins
- Every list with more than seven points
- The closing question

## Keep a note of what you change

```text
2026-03-02  cut the opening, twice
2026-03-04  replaced "leverage" by "use"
2026-03-05  asked for a source, got none, cut the claim
```

After a month the note is a style guide.
"""

_WEBHOOKS = """\
## What a signature tells you

That the body came from someone who holds the secret, and that nobody changed it on the way. It does not
tell you that you see it for the first time.

## Check it in five lines

```python
import hashlib, hmac

def genuine(body: bytes, header: str, secret: str) -> bool:
    wanted = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, header)
```

## Then

1. Answer 200 at once, and do the work afterwards
2. Remember the delivery's id, and drop what you have seen
3. Take the post's version as the truth, not the order of arrival
"""

_CALENDAR = """\
## One hour on Monday

Look at the week once, and not every day again. Decide what goes out, on which day, and what would have
to happen for it *not* to.

- **Monday**: what shipped last week
- **Wednesday**: one thing explained well
- **Friday**: something short

## Leave a gap

A calendar without a free slot has no room for news.
"""

_FIRST = """\
## What it is

A blog that is fed by the work itself: commits, releases, decisions. The machine writes the first
version, and a person reads every word before it goes out.

## What it is not

- It is not a newsletter
- It is not written to be found, but to be read
"""

_SAMPLES = (
    _Sample(
        "Reading drafts in the terminal",
        "draft",
        timedelta(minutes=42),
        ("workflow", "terminal"),
        "Why the quickest way to read what a machine wrote is a screen with one thing on it.",
        _TERMINAL,
    ),
    _Sample(
        "Editing what a machine wrote",
        "draft",
        timedelta(hours=7),
        ("editing", "style"),
        "Four cuts that always work, and a note that turns into a style guide.",
        _EDITING,
        version=3,
    ),
    _Sample(
        "Signed webhooks, checked in five lines",
        "draft",
        timedelta(days=1, hours=2),
        ("webhooks", "python"),
        "What a signature tells you, and what it does not.",
        _WEBHOOKS,
        version=2,
    ),
    _Sample(
        "A publishing week that fits into an hour",
        "scheduled",
        timedelta(days=2),
        ("planning",),
        "Look at the week once, and leave a gap.",
        _CALENDAR,
    ),
    _Sample(
        "What this blog is",
        "published",
        timedelta(days=21),
        ("about",),
        "A blog that is fed by the work itself.",
        _FIRST,
        version=2,
    ),
)

_SCHEDULED_AHEAD = timedelta(days=120)


def seed_blogree(session: Session, now: datetime) -> None:
    """Add the sample posts; no site, so nothing can be delivered."""
    for number, sample in enumerate(_SAMPLES, start=1):
        title = marked(sample.title)
        made = now - sample.age
        session.add(
            BlogreePost(
                id=f"post_sample_{number}",
                version=sample.version,
                slug=slug_of(title),
                title=title,
                excerpt=sample.excerpt,
                body_html=to_html(sample.markdown),
                body_markdown=sample.markdown,
                body_json=to_tiptap(sample.markdown),
                meta_title=title,
                meta_description=sample.excerpt,
                meta_og_image=None,
                tags=[*sample.tags, TAG],
                status=sample.status,
                scheduled_at=_morning(now + _SCHEDULED_AHEAD) if sample.status == "scheduled" else None,
                published_at=made + timedelta(hours=1) if sample.status == "published" else None,
                created_at=made,
                updated_at=made,
            )
        )


def _morning(day: datetime) -> datetime:
    return day.replace(hour=9, minute=0, second=0, microsecond=0)
