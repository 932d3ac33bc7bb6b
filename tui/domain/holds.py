"""How long verdicts are held before they leave, and how often screens ask anew: what a person may set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """Seconds, 0 or more, in which a verdict can be taken back before it is sent."""

    undoable: float = 0.0
    """What can be taken back on the platform, or changes nothing that is public; no yes."""
    approve: float = 8.0
    """Any yes, and what goes public, or is gone for good, on the platform itself."""
    publish: float = 15.0
    """What goes public at once and cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Seconds after which a screen that is open asks anew by itself; 0: only when it is told to."""

    inbox: float = 60.0
    posts: float = 0.0
    jobs: float = 0.0
