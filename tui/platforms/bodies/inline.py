"""Styled text: HTML to runs and back, runs to Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from bs4.exceptions import ParserRejectedMarkup
from markdown_it.common.normalize_url import normalizeLink

from tui.platforms.bodies.blocks import BOLD, BREAK, CODE, ITALIC, MARKS, STRUCK, Run, Runs

TAG_MARKS = {
    "b": BOLD,
    "strong": BOLD,
    "i": ITALIC,
    "em": ITALIC,
    "s": STRUCK,
    "del": STRUCK,
    "strike": STRUCK,
    "code": CODE,
}
LINK_ATTRIBUTES = ("target", "rel")
HARMLESS_ATTRIBUTES = {"a": {"href", *LINK_ATTRIBUTES}, "code": {"class"}}
EDGE_SPACES = " \u00a0"
UNSEEN = frozenset({" ", "\u00a0", BREAK})
Links = dict[str, dict[str, str]]
"""What links carry beside their addresses (target, rel), by those."""
DEEPEST = 60
"""Elements inside elements; what is deeper is read as plain text."""

_SPACES = re.compile(r"[ \t\n\r\f]+")
_LINE_START = re.compile(
    r"(?P<mark>[-+](?=[ \t]|$)|#{1,6}(?=[ \t]|$)|>|~~~|[-=|:][-=|: \t]*$)"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=[ \t]|$)"
)
_SPECIAL = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~")
_BAR = re.compile(r"\|")


@dataclass(slots=True)
class Reading:
    """Notes what a reading of HTML could not keep, and what its links carry beside their addresses."""

    lost: list[str] = field(default_factory=list)
    links: Links = field(default_factory=dict)
    strict: bool = False
    """Whether attributes and comments that a reader does not see count as lost too."""

    def note(self, what: str) -> None:
        """Remember a loss, once."""
        if what not in self.lost:
            self.lost.append(what)


def soup_of(markup: str) -> Tag:
    """HTML as a tree; broken markup is taken as it comes, and what no parser takes as plain text."""
    try:
        # Inside an element nothing looks like a file name or an address to the parser, which would warn.
        found = BeautifulSoup(f"<div>{markup}</div>", "html.parser")
    except (ParserRejectedMarkup, AssertionError):
        found = BeautifulSoup(f"<div>{html.escape(markup)}</div>", "html.parser")
    return found


def runs_of_html(markup: str, reading: Reading) -> Runs:
    """Inline HTML as runs. What Markdown has no form for is unwrapped and noted in `reading`."""
    if "<" not in markup and "&" not in markup:
        return tidy([Run(collapsed(markup))])
    root = soup_of(markup).div
    return tidy(runs_in(root, reading)) if root is not None else ()


def runs_in(tag: Tag, reading: Reading) -> Iterator[Run]:
    """The runs inside an element; `tidy` them when all are together."""
    yield from _walk(tag, frozenset(), None, reading, 0)


def runs_of_node(node: object, reading: Reading) -> Iterator[Run]:
    """The runs of one node of a tree: text or an inline element."""
    yield from _visit(node, frozenset(), None, reading, 0)


def _attribute(tag: Tag, name: str) -> str:
    found = tag.get(name)
    return " ".join(found) if isinstance(found, list) else str(found)


def _walk(tag: Tag, marks: frozenset[str], href: str | None, reading: Reading, depth: int) -> Iterator[Run]:
    if depth > DEEPEST:
        reading.note("elements nested too deeply")
        yield Run(collapsed(tag.get_text()), marks, href)
        return
    for child in tag.children:
        yield from _visit(child, marks, href, reading, depth)


def _visit(
    node: object, marks: frozenset[str], href: str | None, reading: Reading, depth: int
) -> Iterator[Run]:
    if isinstance(node, NavigableString):
        if not isinstance(node, PreformattedString):
            yield Run(collapsed(str(node)), marks, href)
        elif reading.strict:
            reading.note("a comment")
    elif isinstance(node, Tag) and node.name == "br":
        yield Run(BREAK)
    elif isinstance(node, Tag):
        yield from _element(node, marks, href, reading, depth)


def _element(
    tag: Tag, marks: frozenset[str], href: str | None, reading: Reading, depth: int
) -> Iterator[Run]:
    name = tag.name
    if set(tag.attrs) - HARMLESS_ATTRIBUTES.get(name, set()):
        reading.note(f"<{name}> with attributes")
    if name in TAG_MARKS:
        marks = marks | {TAG_MARKS[name]}
    elif name == "a" and isinstance(tag.get("href"), str):
        href = link(str(tag["href"]))
        if href not in reading.links:
            more = {name: _attribute(tag, name) for name in LINK_ATTRIBUTES if name in tag.attrs}
            reading.links[href] = more
    elif name != "span":
        reading.note(f"<{name}>")
    if name in {"script", "style"}:
        return
    if name == "img":
        yield Run(str(tag.get("alt") or tag.get("src") or "image"), marks, link(str(tag.get("src") or "")))
    yield from _walk(tag, marks, href, reading, depth + 1)


def link(address: str) -> str:
    """An address as Markdown writes it, so that the same address is equal from either side."""
    try:
        return normalizeLink(address.strip())
    except (ValueError, IndexError, UnicodeError):
        return ""


def collapsed(text: str) -> str:
    """Text with single spaces for all white space."""
    return _SPACES.sub(" ", text)


def tidy(runs: Iterable[Run]) -> Runs:
    """Runs as a reader sees them: spaces count once and carry no style, none stands at an edge or
    a line break, and neighbours in one style are one run.
    """
    found: list[Run] = []
    for run in _spaces_apart(runs):
        before = found[-1].text if found else BREAK
        if run.text == " " and (before == BREAK or before.endswith(" ")):
            continue
        if run.text == BREAK and found and found[-1].text == " ":
            found.pop()
        found.append(run)
    while found and found[-1].text in UNSEEN:
        found.pop()
    while found and found[0].text in UNSEEN:
        found.pop(0)
    if found:
        # A non-breaking space at an edge is what an editor leaves behind a cursor.
        found[0] = replace(found[0], text=found[0].text.lstrip(EDGE_SPACES))
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(EDGE_SPACES))
    return tuple(_merged(_spaces_inside(found)))


def _spaces_apart(runs: Iterable[Run]) -> Iterator[Run]:
    """Spaces at the edges of a run as runs of their own, without style."""
    for run in runs:
        if run.text == BREAK:
            yield Run(BREAK)
            continue
        core = run.text.strip(" ")
        if run.text.startswith(" "):
            yield Run(" ")
        if core:
            yield replace(run, text=core)
            if run.text.endswith(" "):
                yield Run(" ")


def _spaces_inside(runs: list[Run]) -> Iterator[Run]:
    """A space between two runs of one style is of that style: "<b>a</b> <b>b</b>" reads as one."""
    for at, run in enumerate(runs):
        if run.text == " " and 0 < at < len(runs) - 1:
            before, after = runs[at - 1], runs[at + 1]
            marks = (before.marks & after.marks) - {CODE}
            same = before.marks == after.marks and CODE in before.marks
            href = before.href if before.href == after.href else None
            if before.text != BREAK and after.text != BREAK:
                yield Run(" ", marks | ({CODE} if same else frozenset()), href)
                continue
        yield run


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    held: Run | None = None
    for run in runs:
        if held is None:
            held = run
        elif BREAK not in {held.text, run.text} and (held.marks, held.href) == (run.marks, run.href):
            held = replace(held, text=held.text + run.text)
        else:
            yield held
            held = run
    if held is not None:
        yield held


def html_of(runs: Runs, links: Links | None = None) -> str:
    """Runs as the inline HTML that EditorJS itself writes; links with what they carry in `links`."""
    parts: list[str] = []
    for run in runs:
        if run.text == BREAK:
            parts.append("<br>")
            continue
        text = html.escape(run.text, quote=False).replace("\u00a0", "&nbsp;")
        for mark in reversed(MARKS):
            if mark in run.marks:
                opening = '<code class="inline-code">' if mark == CODE else f"<{mark}>"
                text = f"{opening}{text}</{mark}>"
        if run.href is not None:
            more = {"href": run.href, **(links or {}).get(run.href, {})}
            attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in more.items())
            text = f"<a{attributes}>{text}</a>"
        parts.append(text)
    return "".join(parts)


def text_of(runs: Runs) -> str:
    """Runs without any style."""
    return "".join(run.text for run in runs)


def markdown_of(runs: Runs, *, in_table: bool = False, careful: bool = False) -> str:
    """Runs as Markdown. What Markdown cannot write (some crossing styles) comes out near to it:
    read it again to know. `careful`: the letters beside a change of style are written as numbers,
    which count as punctuation, so that more styles can begin and end there.
    """
    parts: list[str] = []
    open_marks: list[str] = []
    open_href: str | None = None

    def close(down_to: int) -> None:
        while len(open_marks) > down_to:
            parts.append(_delimiter(open_marks.pop()))

    for at, run in enumerate(runs):
        wanted = [mark for mark in MARKS if mark in run.marks and mark != CODE]
        kept = 0
        while kept < min(len(wanted), len(open_marks)) and wanted[kept] == open_marks[kept]:
            kept += 1
        if run.href != open_href:
            close(0)
            if open_href is not None:
                parts.append(f"]({destination(open_href)})")
            if run.href is not None:
                parts.append("[")
            open_href, kept = run.href, 0
        close(kept)
        for mark in wanted[kept:]:
            parts.append(_delimiter(mark))
            open_marks.append(mark)
        at_start = not parts or parts[-1].endswith("\n")
        edges = (careful and at > 0, careful and at < len(runs) - 1)
        parts.append(_written(run, at_start=at_start, in_table=in_table, edges=edges))
    close(0)
    if open_href is not None:
        parts.append(f"]({destination(open_href)})")
    return "".join(parts)


def _delimiter(mark: str) -> str:
    return {BOLD: "**", ITALIC: "*", STRUCK: "~~"}[mark]


def destination(href: str) -> str:
    """An address as it stands in a link's or image's parentheses."""
    if re.fullmatch(r"[^\s()<>\\\x00-\x1f]+", href):
        return href
    return "<" + re.sub(r"([<>\\])", r"\\\1", href) + ">"


def _written(run: Run, *, at_start: bool, in_table: bool, edges: tuple[bool, bool]) -> str:
    if run.text == BREAK:
        return "\\\n"
    if CODE in run.marks:
        return _code_span(run.text.replace("|", "\\|") if in_table else run.text)
    first, middle, last = _parted(run.text, edges)
    text = first + escaped(middle) + last
    if in_table:
        return _BAR.sub(r"\|", text)
    return _LINE_START.sub(_started, text, count=1) if at_start and _LINE_START.match(text) else text


def _parted(text: str, edges: tuple[bool, bool]) -> tuple[str, str, str]:
    """A text with its first and its last letter as numbers, where `edges` says so."""
    first = last = ""
    if edges[0] and text and not text[0].isspace():
        first, text = f"&#{ord(text[0])};", text[1:]
    if edges[1] and text and not text[-1].isspace():
        last, text = f"&#{ord(text[-1])};", text[:-1]
    return first, text, last


def escaped(text: str) -> str:
    """Text with everything escaped that Markdown would read as more than text within a line."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _started(found: re.Match[str]) -> str:
    if found["number"] is not None:
        return f"{found['number']}\\{found['dot']}"
    return "\\" + found["mark"]


def _code_span(text: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
