"""Puts a run of inlines in order, so that every form can say it and two ways of saying it compare equal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tui.desk.bodies.tree import MAX_DEPTH, Break, Code, Inline, Link, Picture, Styled, Text, plain

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
# No form can say these, and a lone surrogate cannot even be sent.
_UNSAYABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def words(text: str) -> str:
    """`text` as a run of words: single spaces, nothing that cannot be said."""
    return _SPACES.sub(" ", _UNSAYABLE.sub("", text))


def code_lines(text: str) -> str:
    """`text` as lines of code: newlines as they are everywhere, nothing that cannot be said."""
    return _UNSAYABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def tidy(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """The same run with single spaces, styles that begin and end with words, no empty or doubled styles,
    neighbours of one style joined, and no space or break at its ends or around breaks.
    """
    run = _joined(_spread(inlines, frozenset(), 0))
    return _trimmed(run)


def _spread(inlines: Iterable[Inline], within: frozenset[str], depth: int) -> list[Inline]:
    """Spaces taken out of styles and links to stand beside them; what is empty or doubled taken away."""
    return [said for inline in _neighbours(inlines) for said in _said(inline, within, depth)]


def _neighbours(inlines: Iterable[Inline]) -> list[Inline]:
    """Styles and links that go on from one inline to the next made one, before spaces part them."""
    out: list[Inline] = []
    for inline in inlines:
        last = out[-1] if out else None
        match last, inline:
            case (Styled(style, before), Styled(same, after)) if style == same:
                out[-1] = Styled(style, (*before, *after))
            case (Link(href, before, title), Link(to, after, said)) if (href, title) == (to, said):
                out[-1] = Link(href, (*before, *after), title)
            case _:
                out.append(inline)
    return out


def _said(inline: Inline, within: frozenset[str], depth: int) -> list[Inline]:
    match inline:
        case Text(text):
            return [Text(said)] if (said := words(text)) else []
        case Code(text):
            return [Code(said)] if (said := words(text).strip()) else []
        case Picture(src, alt, title):
            return [Picture(src, words(alt).strip(), words(title).strip())]
        case Break():
            return [inline]
    kind = inline.style if isinstance(inline, Styled) else "link"
    if kind in within:
        return _spread(inline.inlines, within, depth)
    return _wrapped(inline, inline.inlines, within | {kind}, depth)


def _wrapped(
    outer: Styled | Link, inner: tuple[Inline, ...], within: frozenset[str], depth: int
) -> list[Inline]:
    if depth >= MAX_DEPTH:
        return [Text(words(plain(inner)))]
    run = _joined(_spread(inner, within, depth + 1))
    before, middle, after = _apart(run)
    if not middle:
        return [*before, *after]
    return [*before, replace(outer, inlines=tuple(middle)), *after]


def _apart(run: list[Inline]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    """The spaces and breaks before, the run itself, the spaces and breaks after."""
    before: list[Inline] = []
    after: list[Inline] = []
    middle = list(run)
    while middle:
        head = middle[0]
        if isinstance(head, Text) and head.text.startswith(" "):
            before.append(Text(" "))
            middle[:1] = [Text(head.text[1:])] if head.text != " " else []
        elif isinstance(head, Break):
            before.append(middle.pop(0))
        else:
            break
    while middle:
        tail = middle[-1]
        if isinstance(tail, Text) and tail.text.endswith(" "):
            after.insert(0, Text(" "))
            middle[-1:] = [Text(tail.text[:-1])] if tail.text != " " else []
        elif isinstance(tail, Break):
            after.insert(0, middle.pop())
        else:
            break
    return before, middle, after


def _joined(run: list[Inline]) -> list[Inline]:
    """Neighbours of one kind made one; spaces between them counted once; none around a break."""
    out: list[Inline] = []
    for inline in run:
        last = out[-1] if out else None
        if isinstance(inline, Text) and isinstance(last, Text):
            out[-1] = Text(_SPACES.sub(" ", last.text + inline.text))
        elif isinstance(inline, Styled) and isinstance(last, Styled) and last.style == inline.style:
            out[-1] = Styled(last.style, tuple(_joined([*last.inlines, *inline.inlines])))
        elif isinstance(inline, Code) and isinstance(last, Code):
            out[-1] = Code(last.text + inline.text)
        elif isinstance(inline, Text) and isinstance(last, Break):
            if text := inline.text.lstrip(" "):
                out.append(Text(text))
        elif isinstance(inline, Break) and isinstance(last, Text):
            out[-1:] = [Text(last.text.rstrip(" "))] if last.text.strip(" ") else []
            out.append(inline)
        else:
            out.append(inline)
    return out


def _trimmed(run: list[Inline]) -> tuple[Inline, ...]:
    """Without spaces at the ends: of any kind, since Markdown's readers strip them all."""
    _, middle, _ = _apart(run)
    while middle and isinstance(last := middle[-1], Text) and last.text != last.text.rstrip():
        _, middle, _ = _apart([*middle[:-1], *([Text(last.text.rstrip())] if last.text.strip() else [])])
    while middle and isinstance(first := middle[0], Text) and first.text != first.text.lstrip():
        _, middle, _ = _apart([*([Text(first.text.lstrip())] if first.text.strip() else []), *middle[1:]])
    return tuple(middle)
