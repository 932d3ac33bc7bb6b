"""What social posts about a piece of content could be about, one topic a network."""

from __future__ import annotations

from tui.desk.writer.plain import one_line

_LONGEST_TITLE = 120
_TOPICS = {
    "linkedin": "{title}: what it changes for the people who do the work",
    "twitter": "{title}, in one sentence",
    "facebook": "{title}: how it came about",
    "instagram": "{title}: one picture that shows it",
    "tiktok": "{title}, shown in half a minute",
    "youtube": "{title}, explained from the start",
}
_ANY = "{title}: the one thing to remember"


def topic_of(title: str, platform: str) -> str:
    """A topic for a network, from the content's title alone."""
    said = one_line(title, _LONGEST_TITLE).rstrip(" .") or "Untitled"
    return _TOPICS.get(platform, _ANY).format(title=said)
