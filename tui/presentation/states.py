"""States as a sign, a word and a role: never a colour alone. `ascii`: signs that every font has."""

from __future__ import annotations

from typing import NamedTuple

from tui.domain.connections import Health, Reach
from tui.domain.jobs import JobState
from tui.domain.post_state import PostState
from tui.presentation import roles
from tui.presentation.text import plain

LONGEST_WORD = 16
"""Cells that a platform's own word for a state may take."""


class Look(NamedTuple):
    """How a state is shown."""

    glyph: str
    word: str
    role: str

    def __str__(self) -> str:
        return f"{self.glyph} {self.word}"


_POSTS: dict[PostState, tuple[str, str, str]] = {
    PostState.PLANNED: ("◌", ".", roles.NORMAL),
    PostState.GENERATING: ("◔", "~", roles.BUSY),
    PostState.DRAFT: ("◑", "d", roles.NORMAL),
    PostState.SCHEDULED: ("◕", "s", roles.BUSY),
    PostState.PUBLISHED: ("●", "p", roles.GOOD),
    PostState.FAILED: ("✗", "x", roles.BAD),
    PostState.UNKNOWN: ("?", "?", roles.WARNING),
}
_JOBS: dict[JobState, tuple[str, str, str, str]] = {
    JobState.QUEUED: ("◌", ".", "queued", roles.NORMAL),
    JobState.RUNNING: ("◔", "~", "writing", roles.BUSY),
    JobState.DONE: ("●", "p", "done", roles.GOOD),
    JobState.SKIPPED: ("⊘", "-", "skipped", roles.NORMAL),
    JobState.FAILED: ("✗", "x", "failed", roles.BAD),
    JobState.STALLED: ("◔", "!", "stalled", roles.WARNING),
    JobState.UNKNOWN: ("?", "?", "unknown", roles.WARNING),
}
_REACHES: dict[Reach, tuple[str, str, str, str]] = {
    Reach.CONNECTING: ("◌", ".", "connecting", roles.NORMAL),
    Reach.UP: ("●", "+", "up", roles.GOOD),
    Reach.SLOWED: ("◔", "~", "waiting", roles.WARNING),
    Reach.DOWN: ("✗", "x", "down", roles.BAD),
    Reach.REFUSED: ("✗", "x", "refused", roles.BAD),
    Reach.MISCONFIGURED: ("✗", "x", "misconfigured", roles.BAD),
}


def post_look(state: PostState, word: str = "", *, ascii: bool = False) -> Look:
    """A post's state; `word`, the platform's own, is said where Copydesk does not know the state."""
    glyph, letter, role = _POSTS[state]
    if state is PostState.UNKNOWN and word:
        return Look(letter, plain(word, LONGEST_WORD) or state.value, role)
    return Look(letter if ascii else glyph, state.value, role)


def job_look(state: JobState, word: str = "", *, ascii: bool = False) -> Look:
    """A job's state; `word`, the platform's own, is said where Copydesk does not know the state."""
    glyph, letter, name, role = _JOBS[state]
    if state is JobState.UNKNOWN and word:
        name = plain(word, LONGEST_WORD) or name
    return Look(letter if ascii else glyph, name, role)


def health_look(health: Health, *, ascii: bool = False) -> Look:
    """How a connection fares, and whether it is only read."""
    if health.reach is Reach.UP and health.read_only is not None:
        return Look("o" if ascii else "○", "read-only", roles.NORMAL)
    return reach_look(health.reach, ascii=ascii)


def reach_look(reach: Reach, *, ascii: bool = False) -> Look:
    """How a connection fares."""
    glyph, letter, word, role = _REACHES[reach]
    return Look(letter if ascii else glyph, word, role)
