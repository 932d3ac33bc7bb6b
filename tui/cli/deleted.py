"""copydesk deleted: the posts that were deleted from here, as they were."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui.cli.arguments import Arguments
from tui.cli.exits import OK
from tui.cli.records import records, say_nothing_yet
from tui.cli.table import iso, local, print_objects, print_table, say
from tui.config.paths import Paths
from tui.domain.errors import CopydeskError
from tui.presentation.text import plain, plain_block

if TYPE_CHECKING:
    from tui.domain.removed_posts import RemovedPost
    from tui.state.kept import Kept


def deleted(arguments: Arguments, paths: Paths) -> int:
    """Run the verb; gives the exit code. Raises CopydeskError."""
    with records(paths) as kept:
        if arguments.deleted_verb == "show":
            _show(kept, arguments.item)
        else:
            _list(kept, arguments, paths)
    return OK


def _list(kept: Kept | None, arguments: Arguments, paths: Paths) -> None:
    posts = kept.removed() if kept is not None else ()
    if arguments.json:
        print_objects(_object(each) for each in posts)
    elif kept is None:
        say_nothing_yet(paths)
    elif not posts:
        say("Nothing that was deleted from here is kept.")
    else:
        rows = ((local(each.at), str(each.post.ref), each.post.title) for each in posts)
        print_table(("deleted", "item", "title"), rows, (25, 80, 60))
        say("")
        say("copydesk deleted show ITEM prints one; c on its line in the outbox makes a new draft of it.")


def _object(each: RemovedPost) -> dict[str, object]:
    post = each.post
    return {
        "connection": post.ref.connection,
        "item": str(post.ref),
        "title": post.title,
        "deleted_at": iso(each.at),
        "slug": post.slug,
        "tags": list(post.tags),
        "markdown": post.markdown,
        "answer": post.answer,
    }


def _show(kept: Kept | None, item: str) -> None:
    """Print one text: byte for byte, but to a terminal only what it does not obey."""
    posts = kept.removed() if kept is not None else ()
    found = next((each for each in posts if str(each.post.ref) == item), None)
    if found is None:
        raise CopydeskError(
            f"Nothing that was deleted is kept as {plain(item, 100)}",
            advice="copydesk deleted names what is.",
        )
    if found.post.markdown is None:
        raise CopydeskError(
            f"{plain(item, 100)} was deleted without a text that Copydesk could read",
            advice="copydesk deleted --json prints all that its platform told of it.",
        )
    text = found.post.markdown
    if sys.stdout.isatty():
        say(plain_block(text))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
