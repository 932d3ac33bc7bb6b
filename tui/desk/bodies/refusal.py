"""What is said of a body that cannot be read."""

from __future__ import annotations


class BodyError(ValueError):
    """A body is not in the form that it says; the text says what is wrong with it."""
