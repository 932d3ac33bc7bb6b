"""How a sample is told from a person's own work."""

from __future__ import annotations

MARK = " (sample)"
"""The end of each sample's title."""

TAG = "sample"
"""A tag, and the key in a post's metadata."""


def marked(title: str) -> str:
    """`title` as a sample's."""
    return title + MARK
