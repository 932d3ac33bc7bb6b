"""What a text leans on, paragraph by paragraph, and what in it is in none of its sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.evidence.paragraphs import bare
from tui.presentation import roles
from tui.presentation.markdown_inline import Block, fold
from tui.presentation.text import cut, plain

if TYPE_CHECKING:
    from tui.domain.evidence import Evidence, Leaning

NO_SOURCES = "Its platform tells no commits, pull requests or releases that it was written from."
MOST_NAMED = 4
MOST_SOURCES = 6
LONGEST_PARAGRAPH = 400
_MARKS = re.compile(r"\*\*|__|`|\[|\]")
"""Signs of Markdown, which say nothing here."""


def strangers_line(found: Evidence) -> str | None:
    """What is in no source, in a line: "2 numbers in no commit: 4×, 38"; None: all is in one."""
    parts = [
        f"{len(several)} {what if len(several) == 1 else what + 's'} in no commit: {_named(several)}"
        for what, several in (("number", found.numbers), ("name", found.names))
        if several
    ]
    return "; ".join(parts) or None


def _named(several: tuple[str, ...]) -> str:
    shown = ", ".join(plain(one, 24) for one in several[:MOST_NAMED])
    return f"{shown} …" if len(several) > MOST_NAMED else shown


def evidence_blocks(found: Evidence, *, ascii: bool = False) -> list[Block]:
    """Each paragraph with what it leans on below it."""
    blocks: list[Block] = [lambda width: fold(_summary(found), width)]
    blocks += [_paragraph(leaning, ascii) for leaning in found.paragraphs]
    if not found.whole:
        more = Content.styled("The rest of it was not looked at: there is too much of it.", roles.DIM)
        blocks.append(lambda width: fold(more, width))
    return blocks


def _summary(found: Evidence) -> Content:
    odd = strangers_line(found)
    leaning = sum(bool(one.sources) for one in found.paragraphs)
    said = f"{leaning} of {len(found.paragraphs)} paragraphs lean on something that is listed"
    if odd is None:
        return Content.styled(f"{said}; every number and name is in a source.", roles.DIM)
    return Content.assemble((f"{said}. ", roles.DIM), (odd, roles.WARNING))


def _paragraph(leaning: Leaning, ascii: bool) -> Block:
    lead, odd = ("  <- ", "  ?  ") if ascii else ("  ← ", "  ? ")

    def draw(width: int) -> list[Content]:
        text = plain(_MARKS.sub("", bare(leaning.paragraph)), LONGEST_PARAGRAPH)
        lines = [Content(""), *fold(_marked(text, leaning.strangers), width)]
        room = max(width - len(lead), 1)
        for source in leaning.sources[:MOST_SOURCES]:
            lines.append(Content.styled(lead + cut(plain(source.label, 400), room), roles.DIM))
        more = len(leaning.sources) - MOST_SOURCES
        if more > 0:
            lines.append(Content.styled(f"{lead}and {more} more", roles.DIM))
        if leaning.strangers:
            named = ", ".join(plain(one, 40) for one in leaning.strangers[:MOST_SOURCES])
            lines += fold(Content.styled(f"{odd}in no source: {named}", roles.WARNING), width)
        elif not leaning.sources:
            lines.append(Content.styled(f"{lead}nothing that is listed", roles.DIM))
        return lines

    return draw


def _marked(text: str, strangers: tuple[str, ...]) -> Content:
    """A paragraph with what is in no source underlined."""
    content = Content(text)
    for one in strangers:
        name = plain(one, 80)
        start = text.find(name) if name else -1
        if start >= 0:
            content = content.stylize("bold underline", start, start + len(name))
    return content
