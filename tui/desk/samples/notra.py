"""Samples of the Notra world: posts of several types, and two brand identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tui.desk.bodies.html import to_html
from tui.desk.samples.marks import TAG, marked
from tui.desk.store.tables import NotraBrand, NotraPost
from tui.desk.writer.slugs import slug_of


@dataclass(frozen=True, slots=True)
class _Sample:
    title: str
    content_type: str
    status: str
    age: timedelta
    markdown: str


_CHANGELOG = """\
# Lantern 2.4

Searching a large log no longer waits for the whole file, and the first screen comes up before the
index is read.

## Features

- **Streaming search**: matches appear while the file is still being read
- `--since` and `--until` take times as people say them: `yesterday`, `2 hours ago`
- Saved filters can be shared as a file

## Fixes

- A line of more than 64 KiB no longer ends the reader
- Times in the list are shown in the zone of the terminal

## Speed

| What | 2.3 | 2.4 |
|---|---:|---:|
| First screen | 480 ms | 90 ms |
| Search in 1 GB | 6.2 s | 1.9 s |
| Memory while searching | 310 MB | 42 MB |

## Upgrading

```sh
pipx upgrade lantern
lantern config check
```

> The old index is made anew at the first start. That takes about a second per gigabyte.
"""

_BLOG = """\
# How we made search feel instant

People do not wait for a search to *end*. They wait for the **first** line that looks right, and then
they stop typing. So we stopped measuring how long a search takes, and measured how long it takes until
there is something to read.

## What was slow

Three things stood between a key and the first match:

1. The index was read in full before anything was shown
2. Every match was sorted before the first one was drawn
3. Each key started all of it again

## What we changed

The reader now hands over matches in blocks, and the list draws only what can be seen:

```python
async for block in search(pattern, newest_first=True):
    matches.extend(block)
    if first_screen_is_full(matches):
        screen.draw(matches)
```

A key that arrives in the middle does not throw the work away. What was found stays, and only the part
that no longer fits is dropped.

## What we learned

- Measure what a person feels, not what a machine does
- The fastest work is the work that nobody has to see
- A progress bar is an apology
"""

_LINKEDIN = """\
We cut the time to the first search result from half a second to less than a tenth.

Not with a faster index. We stopped waiting for the part that nobody looks at.

Three things that helped:

• show matches as they come, newest first
• draw only the lines that fit on the screen
• keep what was found when the person types on

The numbers are in the changelog. The idea fits on a sticky note: measure what a person feels.

#developertools #performance
"""

_TWEET = """\
Lantern 2.4 is out: search starts to answer in 90 ms, on a 1 GB log. Matches stream in while you type, \
and memory went from 310 MB to 42.
"""

_INVESTORS = """\
# Second quarter in short

## Numbers

| | Q1 | Q2 |
|---|---:|---:|
| Weekly active teams | 212 | 305 |
| Paying teams | 38 | 57 |
| Monthly churn | 2.1 % | 1.6 % |

## What went well

- The new search brought back a third of the teams that had left
- Two of our five largest customers moved to yearly plans

## What did not

- Hiring for support took four weeks longer than planned

## Asks

We look for introductions to teams that run **more than 50 services**.
"""

_OLD_CHANGELOG = """\
# Lantern 2.3

## Features

- Bookmarks: `m` marks a line, `'` jumps back to it
- Columns can be hidden and moved

## Fixes

- Resizing the terminal keeps the selected line in view
- `q` no longer closes the program while a filter is being typed
"""

_SAMPLES = (
    _Sample(
        "Lantern 2.4: search that answers at once", "changelog", "draft", timedelta(minutes=18), _CHANGELOG
    ),
    _Sample("How we made search feel instant", "blog_post", "draft", timedelta(hours=3), _BLOG),
    _Sample("From half a second to a tenth", "linkedin_post", "draft", timedelta(hours=5), _LINKEDIN),
    _Sample("Lantern 2.4 in a tweet", "twitter_post", "draft", timedelta(hours=5, minutes=4), _TWEET),
    _Sample("Second quarter in short", "investor_update", "published", timedelta(days=9), _INVESTORS),
    _Sample("Lantern 2.3: bookmarks", "changelog", "published", timedelta(days=34), _OLD_CHANGELOG),
)


@dataclass(frozen=True, slots=True)
class _Voice:
    name: str
    tone_profile: str
    description: str
    audience: str
    custom_tone: str | None = None
    instructions: str | None = None


_VOICES = (
    _Voice(
        "Lantern",
        "Professional",
        "Lantern reads large log files in the terminal and starts to answer before it has read them.",
        "Engineers who keep services running and read their logs themselves.",
        instructions="Say what changed for the reader first. Numbers only where they were measured.",
    ),
    _Voice(
        "Lantern on social media",
        "Conversational",
        "The people who build Lantern, in their own words.",
        "Developers who follow tools that they use.",
        custom_tone="Short sentences, no hype, a little dry",
    ),
)
"""The first is the default. They begin nothing by themselves, and neither does anything else here."""


def seed_notra(session: Session, now: datetime) -> None:
    """Add the samples. No schedule is among them: a desk with nothing to do may end."""
    _seed_voices(session, now)
    for number, sample in enumerate(_SAMPLES, start=1):
        title = marked(sample.title)
        made = now - sample.age
        session.add(
            NotraPost(
                id=f"post_sample_{number}",
                title=title,
                slug=slug_of(title),
                markdown=sample.markdown,
                content=to_html(sample.markdown),
                content_type=sample.content_type,
                status=sample.status,
                source_metadata={TAG: True},
                created_at=made,
                updated_at=made,
            )
        )


def _seed_voices(session: Session, now: datetime) -> None:
    for number, voice in enumerate(_VOICES, start=1):
        made = now - timedelta(days=40 - number)
        session.add(
            NotraBrand(
                id=f"brand_sample_{number}",
                name=marked(voice.name),
                is_default=number == 1,
                website_url="https://example.com",
                company_name="Lantern",
                company_description=voice.description,
                tone_profile=voice.tone_profile,
                custom_tone=voice.custom_tone,
                custom_instructions=voice.instructions,
                audience=voice.audience,
                language="English",
                created_at=made,
                updated_at=made,
            )
        )
