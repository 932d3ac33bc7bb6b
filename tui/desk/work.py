"""What lasts longer than a request: what the routes ask of the workflows."""

from __future__ import annotations

from typing import Protocol


class Work(Protocol):
    """Starts durable work on rows that are committed already; returns at once. Starting the same
    work again (the same id) does nothing.
    """

    def write_notra_post(self, job_id: str) -> None:
        """Run a NotraJob: read git, write the post, record the events."""

    def read_notra_brand(self, job_id: str) -> None:
        """Run a NotraBrandJob: read its website, keep the brand identity."""

    def write_blogree_post(self, job_id: str) -> None:
        """Run a BlogreeJob: write an outline from its topic as a draft post."""

    def write_repostra_content(self, content_id: int) -> None:
        """Write the text of a planned RepostraContent: planned → generating → draft."""

    def write_repostra_social(self, social_id: int) -> None:
        """Write the text of a RepostraSocial whose topic was approved: generating → pending_approval."""

    def deliver(self, delivery_id: str) -> None:
        """Send a DeliveryRow until it is taken or its tries are used up."""
