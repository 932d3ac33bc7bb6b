"""Page numbers as the cursors of lists."""

from __future__ import annotations

from typing import NamedTuple


def page_number(after: str | None) -> int:
    """The page that a cursor stands for; the first where there is none."""
    return int(after) if after is not None and after.isascii() and after.isdecimal() else 1


def page_after(next_page: int | None, page: int) -> str | None:
    """The cursor to the page after `page`; None at the end, and where a platform leads backwards."""
    return str(next_page) if next_page is not None and next_page > page else None


class Around(NamedTuple):
    """What a numbered page says of where it stands: the fields of `PostPage` that lead back."""

    previous: str | None = None
    last: str | None = None
    first: int | None = None


def around(page: int, size: int, total: int | None) -> Around:
    """Where a page of `size` posts stands among `total`; nothing where that is not known."""
    if total is None:
        return Around()
    pages = max(-(-total // size), 1)
    return Around(str(min(page - 1, pages)) if page > 1 else None, str(pages), (page - 1) * size)
