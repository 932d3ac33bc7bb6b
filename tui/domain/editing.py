"""How an item is put into a text editor, and how it comes back.

A post is a document with a small front matter, its title as a JSON string, and its Markdown below. A topic
or a social text is the text alone. What is not touched changes nothing, whatever an editor does to the
ends of lines and to the end of the file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import EditorError

if TYPE_CHECKING:
    from tui.domain.posts import Post, PostChanges

FENCE = "---"


@dataclass(frozen=True, slots=True)
class Edited:
    """A document as it came back. `title` None: its front matter was removed, or says none."""

    title: str | None
    body: str

    @property
    def text(self) -> str:
        """The text of a topic or a social text."""
        return self.body


def document(item: Post | Approval) -> str:
    """What an editor shows of a post that was read with its body, or of a topic or social text.

    Lines end in LF, and the document with one. Raises EditorError for a post whose body is not known or
    cannot be edited as Markdown without loss.
    """
    if isinstance(item, Approval):
        if item.kind is ApprovalKind.POST:
            raise EditorError(f"The text of {item.ref} has not been read yet", advice="Open it first.")
        return _lines(item.text if item.text is not None else item.title).rstrip("\n") + "\n"
    if item.locked is not None:
        raise EditorError(
            f"{item.ref} cannot be edited here: {item.locked}", advice="Edit it on its platform."
        )
    if item.markdown is None:
        raise EditorError(f"The text of {item.ref} has not been read yet", advice="Open it first.")
    body = _lines(item.markdown)
    if not body.endswith("\n"):
        body += "\n"
    return f"{FENCE}\ntitle: {_quoted(item.title)}\n{FENCE}\n\n{body}"


def parse(text: str) -> Edited:
    """A post's document as it came back from an editor.

    Without a front matter everything is the body. Raises EditorError naming the line of a front matter
    that cannot be read.
    """
    plain = _lines(text).removeprefix("\ufeff")
    lines = plain.split("\n")
    if lines[0].rstrip() != FENCE:
        if any(
            above.startswith("title:") and below.rstrip() == FENCE for above, below in pairwise(lines[:4])
        ):
            # A front matter whose beginning was hurt must not be sent as part of the text.
            raise _unreadable(1, f'it is not "{FENCE}", yet a title follows')
        return Edited(None, plain)
    title: str | None = None
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == FENCE:
            below = lines[number:]
            return Edited(title, "\n".join(below[1:] if below and not below[0].strip() else below))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        if not colon or key.strip() != "title":
            raise _unreadable(number, f'"{_short(line)}" is not known: only "title:" can stand there')
        if title is not None:
            raise _unreadable(number, "it gives a second title")
        title = _title(value.strip(), number)
    raise _unreadable(1, f'the front matter that begins there has no "{FENCE}" below it')


def parse_text(text: str) -> Edited:
    """A topic's or a social text's document as it came back: all of it is text."""
    return Edited(None, _lines(text).rstrip("\n"))


def changes(original: Post, edited: Edited) -> PostChanges:
    """What an edit changes in a post. Raises EditorError where the original's body was never read: it
    would be overwritten unseen.
    """
    # Not at the top: the start needs no post.
    from tui.domain.posts import PostChanges

    if original.markdown is None:
        raise EditorError(f"The text of {original.ref} has not been read yet", advice="Open it first.")
    before, after = _lines(original.markdown), _lines(edited.body).rstrip("\n")
    same_title = edited.title is None or edited.title == original.title
    same_body = after == before.rstrip("\n")
    if before.endswith("\n"):
        after += "\n"
    return PostChanges(title=None if same_title else edited.title, markdown=None if same_body else after)


def changed_text(original: Approval, edited: Edited) -> str | None:
    """The new text of a topic or social text; None where it is the old one."""
    old = parse_text(document(original)).text
    return None if edited.text == old else edited.text


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _quoted(title: str) -> str:
    """A JSON string in which nothing stands that a terminal or an editor would not show as it is."""
    whole = json.dumps(title, ensure_ascii=False)
    if whole.isprintable():
        return whole
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in whole)


def _title(value: str, number: int) -> str:
    if value.startswith('"'):
        try:
            title = json.loads(value, strict=False)
        except ValueError:
            raise _unreadable(number, r'the title\'s quotes do not fit: " inside it is written \"') from None
        return str(title)
    if len(value) > 1 and value.startswith("'") and value.endswith("'"):
        return value[1:-1].replace("''", "'")
    return value


def _unreadable(number: int, why: str) -> EditorError:
    return EditorError(
        f"Line {number} of the front matter cannot be read: {why}",
        advice="Correct it in the editor; the text is kept.",
    )


def _short(line: str) -> str:
    shown = re.sub(r"\s+", " ", line.strip())
    return shown if len(shown) <= 40 else shown[:39] + "…"
