"""Writes from a topic alone: outlines of posts and of short texts, that say what they are."""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.writer.draft import Draft
from tui.desk.writer.limits import LIMITS, LINKEDIN_LIMIT, TWITTER_LIMIT, length_on
from tui.desk.writer.markup import bullet, escape
from tui.desk.writer.plain import one_line, paragraphs, shorten
from tui.desk.writer.prose import count, listed
from tui.desk.writer.slugs import slug_of

TITLE_LIMIT = 120
EXCERPT_LIMIT = 160
_SUBJECT_LIMIT = 300
"""Characters of a topic that a text repeats."""
_LIGHTER_AT_MOST = 23
"""By how much one character less can shorten a text: "a.io" is a link to X, "a.i" is none."""

_WORDS = {"short": 800, "medium": 1500, "long": 2500}
"""What Blogree's lengths mean (contracts/blogree.md)."""

# (shortest length that has the section, heading, prompts). Questions only: an outline knows nothing.
_SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("short", "Who is this for?", ("Who asks about {topic}, and when?", "What do they know already?")),
    ("short", "What is it about?", ("What does a reader mean by {topic}?", "Which words need a definition?")),
    ("medium", "Why does it matter?", ("What goes wrong without it?", "Which source or number shows that?")),
    ("short", "How is it done?", ("What is the first step?", "What comes after it, in order?")),
    (
        "medium",
        "What does it look like?",
        ("Which real example can be shown?", "What did it cost, and what came of it?"),
    ),
    (
        "long",
        "What are the other ways?",
        ("What else is there, and for whom is it better?", "How do they compare?"),
    ),
    ("long", "What goes wrong?", ("Which mistakes are common?", "How are they noticed and put right?")),
    ("long", "How do we know?", ("Which sources are quoted, with links?", "Who can confirm it?")),
    (
        "short",
        "What should the reader do next?",
        ("What is the one thing to take away?", "Where does the reader go from here?"),
    ),
)
_FAQ = (
    "What is asked first about {topic}?",
    "What is misunderstood most often?",
    "What does it cost, in time or money?",
    "When is it the wrong choice?",
)


def write_outline(
    topic: str,
    *,
    length: str | None = None,
    tone: str | None = None,
    include_faq: bool | None = False,
    keywords: Sequence[str] = (),
    description: str | None = None,
) -> Draft:
    """An outline of a post on `topic`: headings as questions with prompts to fill in, and no claims.

    `length`: short, medium (also for None and unknown words) or long; `tone` is noted for the writer;
    `description`: the brief that came with the topic, quoted.
    """
    subject = _subject(topic, _SUBJECT_LIMIT)
    size = length if length in _WORDS else "medium"
    said = f"“{escape(subject)}”"
    parts = [f"*{_what_it_is(said)}*"]
    parts += [escape(one_line(part, 2000)) for part in paragraphs(description or "")[:10]]
    parts.append("\n".join(_brief(size, tone, keywords)))
    sizes = list(_WORDS)
    for shortest, heading, prompts in _SECTIONS:
        if sizes.index(shortest) <= sizes.index(size):
            parts += [f"## {heading}", _prompts(prompts, said)]
    if include_faq:
        parts.append("## FAQ")
        for question in _FAQ:
            parts += [f"### {question.format(topic=said)}", "(to be answered)"]
    title = shorten(subject, TITLE_LIMIT)
    return Draft(
        title=title,
        slug=slug_of(subject, "outline"),
        markdown="\n\n".join(parts) + "\n",
        excerpt=shorten(
            f"An outline made from the topic “{shorten(subject, 80)}” alone, to be written.", EXCERPT_LIMIT
        ),
        sources={"topic": subject, "keywords": _clean(keywords), "outline": True},
    )


def _subject(topic: str, limit: int) -> str:
    return one_line(topic, limit).rstrip(" .") or "Untitled"


def _what_it_is(said: str) -> str:
    return f"This is an outline, made from the topic {said} alone: every answer is still to be written."


def _clean(keywords: Sequence[str]) -> list[str]:
    return [word for keyword in keywords[:20] if (word := one_line(keyword, 80))]


def _brief(size: str, tone: str | None, keywords: Sequence[str]) -> list[str]:
    lines = [bullet(f"Length: about {count(_WORDS[size], 'word')}")]
    if tone and (word := one_line(tone, 40)):
        lines.append(bullet(f"Tone: {escape(word)}"))
    if words := _clean(keywords):
        lines.append(bullet(f"Keywords: {listed([escape(word) for word in words])}"))
    return lines


def _prompts(prompts: Sequence[str], said: str) -> str:
    return "\n".join(bullet(prompt.format(topic=said)) for prompt in prompts)


def write_social(topic: str, platform: str) -> str:
    """An outline of a short text on `topic` for a network (twitter, linkedin, facebook …), in plain text:
    questions alone for one that takes little (or is not known), with prompts below them for the others.
    It keeps the network's limit: 280 characters on X, 3,000 at most elsewhere.
    """
    limit = min(LIMITS.get(platform, TWITTER_LIMIT), LINKEDIN_LIMIT)
    outline = _questions if limit <= TWITTER_LIMIT else _questions_and_prompts
    room = _SUBJECT_LIMIT
    while (over := length_on(platform, text := outline(f"“{_subject(topic, room)}”")) - limit) > 0:
        room -= max(1, over // _LIGHTER_AT_MOST)
    return text


def _questions(said: str) -> str:
    asked = "\n".join(bullet(heading) for shortest, heading, _ in _SECTIONS if shortest == "short")
    return f"An outline, from the topic {said} alone:\n\n{asked}"


def _questions_and_prompts(said: str) -> str:
    asked = [
        f"{heading}\n{_prompts(prompts, said)}"
        for shortest, heading, prompts in _SECTIONS
        if shortest == "short"
    ]
    return "\n\n".join([_what_it_is(said), *asked])
