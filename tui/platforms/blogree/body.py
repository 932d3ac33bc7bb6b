"""A Blogree body: one text in up to three forms, HTML, Markdown and Tiptap.

Which of them Blogree goes by it does not say (peers B7). The Tiptap form can say the most, so it is what
must not lose anything; without it the HTML is, and without that the Markdown. A body whose forms say
different words is not edited as Markdown: which of them is the newer nobody knows.

An edit sends all forms that the post has, made of one source. Blogree's page lets a client "update any
post field", `body.json` is one, and nodes that neither HTML nor Markdown can say come back only there:
so it is sent wherever the post has it, and never to make it new.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.domain.errors import Invalid, NotSupported
from tui.domain.posts import PostChanges
from tui.platforms.bodies.blocks import Block, Locked
from tui.platforms.bodies.inline import Links, Reading
from tui.platforms.bodies.jsons import compact, faulty, from_raw, is_sound, laid_out, sendable
from tui.platforms.bodies.kept import Kept, MarkdownBody, lockable, placed, shown
from tui.platforms.bodies.markdown_read import read, to_html
from tui.platforms.bodies.markdown_write import write_block
from tui.platforms.bodies.pieces import kept_html, pieces_of
from tui.platforms.bodies.tiptap_html import html_of_node
from tui.platforms.bodies.tiptap_read import block_of, locked
from tui.platforms.bodies.tiptap_write import node_of
from tui.platforms.bodies.words import tell_the_same, words_of_html, words_of_markdown, words_of_nodes

EMPTY = re.compile(r"\s*<p[^>]*>\s*(?:<br[^>]*>)?\s*</p>\s*")
UNSURE = "Its {} do not say the same words, and Blogree does not tell which of them is the newer"


@dataclass(frozen=True, slots=True)
class Forms:
    """A body in its forms; a form that the post does not have is empty or None."""

    html: str = ""
    markdown: str = ""
    tiptap: Any = None


@dataclass(frozen=True, slots=True)
class _Part:
    """What a block is in the forms: its node, where the post has such; its HTML, where it can be told."""

    node: Any = None
    html: str | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    """A body block by block, each with its `_Part`. `unsure`: why it cannot be edited block by block."""

    kept: list[Kept]
    links: Links
    unsure: str | None = None


def to_markdown(forms: Forms) -> MarkdownBody:
    """A body as Markdown: Blogree's own, where it says all that the other forms say."""
    document = _document(forms)
    if document is None:
        return MarkdownBody(forms.markdown)
    if document.unsure and forms.markdown.strip():
        return MarkdownBody(forms.markdown, document.unsure)
    blocks = tuple(one.block for one in document.kept if one.block is not None)
    if not any(isinstance(block, Locked) for block in blocks) and _reads_as(forms.markdown, blocks):
        return MarkdownBody(forms.markdown)
    body = shown(document.kept)
    return MarkdownBody(body.markdown, body.locked or document.unsure)


def _reads_as(markdown: str, blocks: tuple[Block, ...]) -> bool:
    try:
        return read(markdown) == blocks
    except Invalid:
        return False


def changed(forms: Forms, changes: PostChanges) -> dict[str, Any]:
    """What to send for a change of the body, by Blogree's names. Raises as `edited` and `edited_raw` do."""
    if changes.raw is not None:
        return edited_raw(forms, changes.raw)
    return edited(forms, changes.markdown or "")


def edited(forms: Forms, markdown: str) -> dict[str, Any]:
    """What to send for an edited text, by Blogree's names. What was not edited stays to the letter in
    the Tiptap form and in the HTML. Raises Invalid for a locked block that is not as it was, and
    NotSupported where the body cannot be edited as Markdown.
    """
    why = to_markdown(forms).locked
    if why is not None:
        raise NotSupported(f"The text cannot be changed as Markdown: {why}", advice="Edit the raw body.")
    document = _document(forms)
    if document is None:
        return {"html": to_html(markdown), "markdown": markdown}
    wanted = read(markdown)
    parts: list[_Part] = []
    shown_html: dict[Locked, str] = {}
    end = "\n" if any((one.raw.html or "").endswith("\n") for one in document.kept) else ""
    for one in placed(document.kept, wanted):
        part = one.raw if one.same else _Part()
        if one.block is not None and (part.node is None or part.html is None):
            node = part.node if part.node is not None else node_of(one.block, document.links)
            html = html_of_node(node) + (_blanks_behind(one.instead) if one.instead else end)
            part = _Part(node, part.html if part.html is not None else html)
        if isinstance(one.block, Locked):
            shown_html[one.block] = part.html or ""
        parts.append(part)
    return _sent(forms, parts, _with_html(markdown, wanted, shown_html))


def _blanks_behind(kept: Kept) -> str:
    html: str = kept.raw.html or ""
    return html[len(html.rstrip()) :]


def _sent(forms: Forms, parts: Sequence[_Part], markdown: str) -> dict[str, Any]:
    sent: dict[str, Any] = {"html": "".join(part.html or "" for part in parts), "markdown": markdown}
    if _nodes(forms):
        sent["json"] = {**forms.tiptap, "content": [part.node for part in parts]}
    return sent


def _with_html(markdown: str, wanted: Sequence[Block], shown_html: dict[Locked, str]) -> str:
    """Markdown for readers: in the place of a locked block its HTML, which Markdown lets through."""
    locked_blocks = [block for block in wanted if isinstance(block, Locked)]
    if not locked_blocks:
        return markdown
    lines = re.split(r"\r\n?|\n", markdown)
    for block in reversed(locked_blocks):
        first, behind = block.lines
        lines[first:behind] = [_in_markdown(shown_html[block])]
    return "\n".join(lines)


def _in_markdown(markup: str) -> str:
    # An empty line would end the HTML there.
    return re.sub(r"\n\s*\n", "\n", markup.strip())


def to_raw(forms: Forms) -> str:
    """The form that must not lose anything, as a person edits it."""
    if _nodes(forms):
        return laid_out(forms.tiptap)
    return forms.html if forms.html.strip() else forms.markdown


def edited_raw(forms: Forms, raw: str) -> dict[str, Any]:
    """What to send for `to_raw` as a person left it; the other forms are made of it. Raises Invalid naming
    the line of what is wrong.
    """
    if not raw.strip():
        raise faulty(1, "it is empty")
    if not _nodes(forms):
        if not forms.html.strip():
            return {"html": to_html(raw), "markdown": raw}
        kept, _ = kept_html(raw)
        return {"html": raw, "markdown": _readable(kept, [one.raw for one in kept])}
    document, lines = from_raw(raw, "content", "Tiptap document")
    if document.get("type") != "doc":
        raise faulty(1, 'it is no Tiptap document: its "type" is "doc"')
    for line, node in zip(lines, document["content"], strict=True):
        _see_node(node, line)
    before = _document(forms)
    htmls = {compact(one.raw.node): one.raw.html for one in before.kept} if before else {}
    nodes = document["content"]
    pieces = [htmls.get(compact(node)) or html_of_node(node) for node in nodes]
    reading = Reading()
    kept = lockable([(block_of(node, reading), node) for node in nodes], locked)
    return {"html": "".join(pieces), "markdown": _readable(kept, pieces), "json": document}


def _see_node(node: Any, line: int) -> None:
    left = [node]
    while left:
        one = left.pop()
        if not isinstance(one, dict) or not isinstance(one.get("type"), str) or not one["type"]:
            raise faulty(line, 'the node that begins there is or holds one without a "type"')
        content = one.get("content")
        if content is not None and not isinstance(content, list):
            raise faulty(line, f'the "content" of "{one["type"][:40]}" is no list')
        if one["type"] == "text" and not (isinstance(one.get("text"), str) and one["text"]):
            raise faulty(line, 'the node that begins there holds a text node without a "text"')
        left += content or []


def _readable(kept: Sequence[Kept], pieces: Sequence[str]) -> str:
    """Blocks as Markdown for readers, locked ones as HTML."""
    parts = [
        _in_markdown(piece) if isinstance(one.block, Locked) else write_block(one.block, careful=one.careful)
        for one, piece in zip(kept, pieces, strict=True)
        if one.block is not None
    ]
    return "\n\n".join(parts)


def _nodes(forms: Forms) -> list[Any]:
    """The nodes of the Tiptap form; none where the post has none that says anything."""
    found = forms.tiptap
    if not isinstance(found, dict) or found.get("type") != "doc" or not is_sound(found):
        return []
    if not sendable(json.dumps(found, ensure_ascii=False)):
        return []
    nodes = found.get("content")
    if not isinstance(nodes, list) or all(block_of(node, Reading()) is None for node in nodes):
        return []
    return nodes


def _document(forms: Forms) -> _Document | None:
    nodes = _nodes(forms)
    if nodes:
        return _from_nodes(forms, nodes)
    if not forms.html.strip():
        return None
    kept, links = kept_html(forms.html)
    kept = [Kept(one.block, _Part(None, one.raw), one.careful) for one in kept]
    said, more = words_of_html(forms.html), _has_locked(kept)
    same = not forms.markdown.strip() or any(
        tell_the_same(words, said, more=more) for words in words_of_markdown(forms.markdown)
    )
    return _Document(kept, links, None if same else UNSURE.format("HTML and its Markdown"))


def _from_nodes(forms: Forms, nodes: list[Any]) -> _Document:
    reading = Reading()
    blocks = [block_of(node, reading) for node in nodes]
    pieces = _pieces(nodes, blocks, forms.html)
    parts = [_Part(node, piece) for node, piece in zip(nodes, pieces or [None] * len(nodes), strict=True)]
    kept = lockable(zip(blocks, parts, strict=True), lambda part: locked(part.node))
    said, more = words_of_nodes(nodes), _has_locked(kept)
    unsure: str | None = None
    if pieces is None and (more or _has_locked(kept_html(forms.html)[0])):
        unsure = "Its HTML and its Tiptap form do not hold the same blocks"
    if forms.html.strip() and not tell_the_same(said, words_of_html(forms.html), more=more):
        unsure = UNSURE.format("HTML and its Tiptap form")
    if forms.markdown.strip() and not any(
        tell_the_same(said, words, more=more) for words in words_of_markdown(forms.markdown)
    ):
        unsure = UNSURE.format("Markdown and its Tiptap form")
    return _Document(kept, reading.links, unsure)


def _has_locked(kept: Sequence[Kept]) -> bool:
    return any(isinstance(one.block, Locked) for one in kept)


def _pieces(nodes: list[Any], blocks: list[Block | None], html: str) -> list[str | None] | None:
    """The HTML of each node, None where it has none; None for all where HTML and nodes do not go
    together one by one.
    """
    if not html.strip():
        return [None] * len(nodes)
    pieces = pieces_of(html)
    places = list(range(len(nodes)))
    if len(pieces) != len(nodes):
        # Empty paragraphs are the one thing that editors leave out.
        places = [at for at in places if blocks[at] is not None]
        pieces = [piece for piece in pieces if not EMPTY.fullmatch(piece)]
        if len(pieces) != len(places):
            return None
    found: list[str | None] = [None] * len(nodes)
    for at, piece in zip(places, pieces, strict=True):
        known = not isinstance(blocks[at], Locked)
        if known and not tell_the_same(words_of_nodes([nodes[at]]), words_of_html(piece), more=False):
            return None
        found[at] = piece
    return found
