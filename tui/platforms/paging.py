"""Page numbers as the cursors of lists."""

from __future__ import annotations


def page_number(after: str | None) -> int:
    """The page that a cursor stands for; the first where there is none."""
    return int(after) if after is not None and after.isascii() and after.isdecimal() else 1


def page_after(next_page: int | None, page: int) -> str | None:
    """The cursor to the page after `page`; None at the end, and where a platform leads backwards."""
    return str(next_page) if next_page is not None and next_page > page else None
