"""A desk's work that is written down instead of done."""

from __future__ import annotations

from collections.abc import Callable

from tui.desk.work import Work


class RecordingWork:
    """Notes what was asked for, in order; `on_deliver` may do a delivery's work on the spot."""

    def __init__(self) -> None:
        self.notra: list[str] = []
        self.brands: list[str] = []
        self.blogree: list[str] = []
        self.contents: list[int] = []
        self.socials: list[int] = []
        self.delivered: list[str] = []
        self.on_deliver: Callable[[str], None] = lambda _id: None

    def write_notra_post(self, job_id: str) -> None:
        """Note a Notra job."""
        self.notra.append(job_id)

    def read_notra_brand(self, job_id: str) -> None:
        """Note the reading of a website."""
        self.brands.append(job_id)

    def write_blogree_post(self, job_id: str) -> None:
        """Note a Blogree job."""
        self.blogree.append(job_id)

    def write_repostra_content(self, content_id: int) -> None:
        """Note a content."""
        self.contents.append(content_id)

    def write_repostra_social(self, social_id: int) -> None:
        """Note a social text."""
        self.socials.append(social_id)

    def deliver(self, delivery_id: str) -> None:
        """Note a delivery."""
        self.delivered.append(delivery_id)
        self.on_deliver(delivery_id)


def as_work(fake: RecordingWork) -> Work:
    """The fake as what it stands for: the type checker compares the two here."""
    return fake
