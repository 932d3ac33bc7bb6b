"""Empty, loading and failed lists: sentences with a key."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.presentation import roles
from tui.presentation.ages import names
from tui.presentation.text import plain

ASKING = "Asking the connections … (a local desk that must start first takes some seconds)"


def inbox(*, asked: bool, failed: Sequence[str], words: str = "", problem: str | None = None) -> Content:
    """What an inbox without rows says. `failed`: the connections that did not answer; `words`: its
    filter; `problem`: why there is no connection at all.
    """
    if problem is not None:
        return Content(f"There is no connection to ask. {plain(problem, 400)} i shows all of it.")
    if words:
        return Content(f"Nothing that waits holds “{plain(words, 40)}”. / changes the filter.")
    if failed:
        return Content.styled(f"{names(failed)} did not answer. i says why, r asks again.", roles.NORMAL)
    if not asked:
        return Content.styled(ASKING, roles.DIM)
    return Content("Nothing waits for you. g generates, 2 shows the posts.")


def posts(*, asked: bool, failed: Sequence[str], filtered: bool) -> Content:
    """What a list of posts without rows says."""
    if failed:
        return inbox(asked=asked, failed=failed)
    if not asked:
        return Content.styled("Asking the connections …", roles.DIM)
    if filtered:
        return Content("No post fits the filter. F takes it away, / changes it.")
    return Content("There are no posts yet. g generates one.")


def jobs() -> Content:
    """What a list of jobs without rows says."""
    return Content("Nothing has been generated yet. g generates, w watches a job by its id.")


def outbox() -> Content:
    """What an outbox says from which nothing ever left."""
    return Content("Nothing is on its way, and nothing has left yet. What you decide passes through here.")
