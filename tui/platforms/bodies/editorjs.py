"""EditorJS bodies, as Repostra keeps them, to Markdown and back without loss.

Each block is written as Markdown only if reading that Markdown gives the same block; any other
travels as a locked fence with its own JSON. Saving keeps every block that was not edited as it was.
"""

from __future__ import annotations

from typing import Any

from tui.platforms.bodies.editorjs_read import block_of, locked
from tui.platforms.bodies.editorjs_write import habits_of, raw_of
from tui.platforms.bodies.html import to_markdown as html_to_markdown
from tui.platforms.bodies.inline import Links, Reading
from tui.platforms.bodies.jsons import compact, faulty, from_raw, is_sound, laid_out, parsed
from tui.platforms.bodies.kept import Kept, MarkdownBody, lockable, placed, shown
from tui.platforms.bodies.markdown_read import read

VERSION = "2.31.0"
"""The EditorJS that new documents say they come from."""


def to_markdown(content: object) -> MarkdownBody:
    """An EditorJS document (its JSON, or the JSON as a string, once or twice) as Markdown.

    What is no such document is taken as HTML or text, and locked.
    """
    document = document_of(content)
    if document is None:
        if content is None or (isinstance(content, str) and not content.strip()):
            return MarkdownBody("")
        body, _ = html_to_markdown(content if isinstance(content, str) else "")
        return MarkdownBody(body, "Its body is not in the form that the platform's contract names")
    return shown(_kept(document)[0])


def from_markdown(markdown: str, original: object = None) -> str:
    """Markdown as the JSON string of an EditorJS document. Blocks that are the same in the `original`
    document are taken from there, with their ids and whatever else they carry, wherever they stand
    now. Raises Invalid for a locked block that is not as the original has it.
    """
    before = document_of(original) or {"blocks": []}
    kept, links = _kept(before)
    habits = habits_of(before["blocks"], links)
    blocks = [
        one.raw
        if one.same or one.block is None
        else raw_of(one.block, habits, one.instead.raw if one.instead else None)
        for one in placed(kept, read(markdown))
    ]
    document = {**before, "blocks": blocks}
    document.setdefault("version", VERSION)
    return compact(document)


def document_of(content: object) -> dict[str, Any] | None:
    """The EditorJS document in a body, or None where there is none (peers R7)."""
    for _ in range(3):
        if isinstance(content, dict):
            return content if isinstance(content.get("blocks"), list) and is_sound(content) else None
        if not isinstance(content, str):
            return None
        try:
            content = parsed(content)
        except ValueError:
            return None
    return None


def has_text(content: object) -> bool:
    """Whether a body has anything in it (peers R3)."""
    document = document_of(content)
    if document is None:
        return bool(content.strip()) if isinstance(content, str) else False
    return any(block_of(raw, Reading()) is not None for raw in document["blocks"])


def to_raw(content: object) -> str:
    """A body as a person edits it where Markdown would lose something: its JSON, laid out to be read;
    what is no EditorJS document as it is.
    """
    document = document_of(content)
    if document is not None:
        return laid_out(document)
    return content if isinstance(content, str) else ""


def from_raw_body(raw: str, original: object = None) -> str:
    """What a person made of `to_raw`, to be sent. Raises Invalid naming the line of what makes it no
    EditorJS document; where the `original` is none, any text will do.
    """
    if document_of(original) is None and isinstance(original, str) and original.strip():
        if not raw.strip():
            raise faulty(1, "it is empty")
        if document_of(raw) is None:
            return raw
    document, lines = from_raw(raw, "blocks", "EditorJS document")
    for line, block in zip(lines, document["blocks"], strict=True):
        if not isinstance(block, dict) or not isinstance(block.get("type"), str) or not block["type"]:
            raise faulty(line, 'the block that begins there has no "type"')
        if not isinstance(block.get("data"), dict):
            raise faulty(line, f'the block "{block["type"][:40]}" that begins there has no "data" object')
    return compact(document)


def _kept(document: dict[str, Any]) -> tuple[list[Kept], Links]:
    """The document's blocks, those locked that Markdown would change, and what its links carry."""
    reading = Reading()
    found = [(block_of(raw, reading), raw) for raw in document["blocks"]]
    return lockable(found, locked), reading.links
