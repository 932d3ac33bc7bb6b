"""Empty, loading and failed lists: sentences with a key."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.commands.keymap import USUAL, Keymap
from tui.presentation import roles
from tui.presentation.ages import names
from tui.presentation.text import plain

ASKING = "Asking the connections … (a local desk that must start first takes some seconds)"


def inbox(
    *,
    asked: bool,
    failed: Sequence[str],
    words: str = "",
    problem: str | None = None,
    out: str = "",
    keys: Keymap = USUAL,
) -> Content:
    """What an inbox without rows says. `failed`: the connections that did not answer; `words`: its
    filter; `problem`: why there is no connection at all; `out`: how many a person put out of it.
    """
    if problem is not None:
        shows = f"{keys.of('app.connections')} shows all of it."
        return Content(f"There is no connection to ask. {plain(problem, 400)} {shows}")
    if words:
        return Content(
            f"Nothing that waits holds “{plain(words, 40)}”. {keys.of('filter.edit')} changes the filter."
            + (f"\n\n{out}" if out else "")
        )
    if failed:
        why, again = keys.of("app.connections"), keys.of("screen.refresh")
        return Content.styled(
            f"{names(failed)} did not answer. {why} says why, {again} asks again.", roles.NORMAL
        )
    if not asked:
        return Content.styled(ASKING, roles.DIM)
    make, posts = keys.of("job.generate"), keys.of("go.posts")
    said = f"Nothing waits for you. {make} generates, {posts} shows the posts."
    return Content(said + (f"\n\n{out}" if out else ""))


def posts(
    *,
    asked: bool,
    failed: Sequence[str],
    filtered: bool,
    problem: str | None = None,
    keys: Keymap = USUAL,
) -> Content:
    """What a list of posts without rows says. `problem`: why there is no connection at all."""
    if failed or problem is not None:
        return inbox(asked=asked, failed=failed, problem=problem, keys=keys)
    if not asked:
        return Content.styled("Asking the connections …", roles.DIM)
    if filtered:
        away, change = keys.of("filter.clear"), keys.of("filter.edit")
        return Content(f"No post fits the filter. {away} takes it away, {change} changes it.")
    return Content(f"There are no posts yet. {keys.of('job.generate')} generates one.")


def view(name: str, keys: Keymap = USUAL) -> Content:
    """What a view of the posts says that has none."""
    following, change = keys.of("view.next"), keys.of("filter.edit")
    keyed = f"{following} shows the next view, {change} asks for something else."
    return Content(f"There is nothing in {plain(name, 40)}. {keyed}")


def jobs(keys: Keymap = USUAL) -> Content:
    """What a list of jobs without rows says."""
    make, watch = keys.of("job.generate"), keys.of("job.watch")
    return Content(f"Nothing has been generated yet. {make} generates, {watch} watches a job by its id.")


def outbox() -> Content:
    """What an outbox says from which nothing ever left."""
    return Content("Nothing is on its way, and nothing has left yet. What you decide passes through here.")


def connections(keys: Keymap = USUAL) -> Content:
    """What a list without connections says."""
    return Content(f"No connection is set up. {keys.of('connection.add')} adds one.")


def deliveries(
    *, asked: bool, unanswered: Sequence[str], sites: bool, failed: bool, keys: Keymap = USUAL
) -> Content:
    """What a table of deliveries without rows says. `unanswered`: the connections that did not answer;
    `sites`: whether there are some; `failed`: only what failed is shown.
    """
    if not asked:
        return Content.styled("Asking the connections …", roles.DIM)
    if unanswered:
        return inbox(asked=asked, failed=unanswered, keys=keys)
    if failed:
        return Content(f"Nothing failed, of all that has been read. {keys.of('filter.failed')} shows all.")
    if not sites:
        adds = keys.of("go.accounts")
        return Content(
            f"No connection has sites that posts are delivered to. {adds} shows where one is added."
        )
    return Content(f"Nothing has been published to a site yet. {keys.of('go.posts')} shows the posts.")
