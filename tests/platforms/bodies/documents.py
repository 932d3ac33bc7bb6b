"""Generated bodies: every documented block of EditorJS and node of Tiptap, with what is hard in them."""

from __future__ import annotations

from html import escape
from typing import Any

from hypothesis import strategies as st

Made = st.SearchStrategy[Any]
CHARS = st.characters(codec="utf-8")
HARD = [
    "1. a",
    "1) a",
    "- b",
    "+ b",
    "* b",
    "# c",
    "> d",
    "a_b_c",
    "_a_",
    "**",
    "~~~",
    "```",
    "| a |",
    "---",
    "===",
    "[x](y)",
    "[ ] no box",
    "![i](j)",
    "`",
    "\\",
    "&amp;",
    "<b>",
    "a\u00a0b",
    " edge ",
    "two  spaces",
    "👩‍👩‍👧‍👦 👍🏽",
    "שלום עולם",
    "\u202eabc\u202c",
    "\u200fمرحبا\u200e",
    "e\u0301",
    "line\r\nends",
    "— dash",
    "Note:",
    "(x)",
    "http://x.org/a_b_(c)",
    "",
]
PLAIN = st.text(CHARS, max_size=10) | st.sampled_from(HARD)
URLS = st.sampled_from(
    [
        "https://example.org/a?b=1&c=2",
        "https://example.org/a_(b)",
        "https://example.org/[x]",
        "/relative path",
        "mailto:a@x.org",
        "https://example.org/é",
        "javascript:alert(1)",
        "",
    ]
)
JSON: Made = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(CHARS, max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def tagged(name: str, inner: Made, attributes: str = "") -> Made:
    return inner.map(lambda text: f"<{name}{attributes}>{text}</{name}>")


WORDS = PLAIN.map(lambda text: escape(text, quote=False))
LINKED = st.tuples(URLS, WORDS).map(lambda pair: f'<a href="{escape(pair[0])}">{pair[1]}</a>')
STYLED = st.one_of(
    tagged("b", WORDS),
    tagged("i", WORDS),
    tagged("b", tagged("i", WORDS)),
    tagged("code", WORDS, ' class="inline-code"'),
    LINKED,
    tagged("b", LINKED),
    tagged("s", WORDS),
    tagged("mark", WORDS, ' class="cdx-marker"'),
    tagged("u", WORDS),
    tagged("span", WORDS, ' style="color:red"'),
    st.sampled_from(
        [
            "<br>",
            " ",
            "&nbsp;",
            "<b><i>x</i> y</b>",
            "<b>a</b><i>c</i>",
            "<b>Note:</b>word",
            "<u>",
            "</b>",
            "<![if",
        ]
    ),
)
INLINE = st.lists(WORDS | STYLED | PLAIN, max_size=4).map("".join)
"""Inline HTML as EditorJS keeps it, some of it broken."""


def block(type_: str, **data: Made) -> Made:
    return st.fixed_dictionaries(
        {"type": st.just(type_), "data": st.fixed_dictionaries(data)},
        optional={
            "id": st.text("abc123", min_size=4, max_size=10),
            "tunes": st.just({"anchor": "v"}),
        },
    )


NESTED = st.recursive(
    st.builds(lambda text: {"content": text, "meta": {}, "items": []}, INLINE),
    lambda inner: st.builds(
        lambda text, items: {"content": text, "meta": {}, "items": items}, INLINE, st.lists(inner, max_size=2)
    ),
    max_leaves=4,
)
TICKED = st.builds(
    lambda text, done: {"content": text, "meta": {"checked": done}, "items": []}, INLINE, st.booleans()
)
CODE = st.text(CHARS, max_size=20) | st.sampled_from(["```\nx\n````", "a\r\nb", "  in\n\n\tout  ", "", "\n"])
URL = st.just("https://x.org/a.png")
EDITORJS_BLOCKS: dict[str, Made] = {
    "paragraph": block("paragraph", text=INLINE),
    "header": block("header", text=INLINE, level=st.integers(1, 6)),
    "list": block(
        "list",
        style=st.sampled_from(["ordered", "unordered"]),
        items=st.lists(INLINE, min_size=1, max_size=3) | st.lists(NESTED, min_size=1, max_size=2),
    ),
    "numbered": block(
        "list",
        style=st.just("ordered"),
        meta=st.builds(lambda start: {"start": start, "counterType": "numeric"}, st.integers(0, 12)),
        items=st.lists(NESTED, min_size=1, max_size=2),
    ),
    "ticked": block("list", style=st.just("checklist"), items=st.lists(TICKED, min_size=1, max_size=2)),
    "checklist": block(
        "checklist",
        items=st.lists(
            st.fixed_dictionaries({"text": INLINE, "checked": st.booleans()}), min_size=1, max_size=3
        ),
    ),
    "quote": block("quote", text=INLINE, caption=INLINE, alignment=st.sampled_from(["left", "center"])),
    "code": block("code", code=CODE),
    "delimiter": block("delimiter"),
    "table": block(
        "table",
        withHeadings=st.booleans(),
        stretched=st.booleans(),
        content=st.lists(st.lists(INLINE, min_size=2, max_size=2), min_size=1, max_size=3),
    ),
    "image": block(
        "image",
        file=st.fixed_dictionaries({"url": URL}),
        caption=INLINE,
        withBorder=st.booleans(),
        stretched=st.just(False),
        withBackground=st.just(False),
    ),
    "embed": block(
        "embed", service=st.just("youtube"), source=URL, embed=URL, width=st.just(580), caption=INLINE
    ),
    "linkTool": block("linkTool", link=URL, meta=st.just({"title": "T", "image": {"url": "u"}})),
    "raw": block("raw", html=PLAIN),
    "warning": block("warning", title=PLAIN, message=PLAIN),
    "attaches": block("attaches", file=st.just({"url": "u", "size": 91, "name": "a.pdf"}), title=PLAIN),
    "personality": block("personality", name=PLAIN, description=PLAIN, link=URL, photo=URL),
}
DOCUMENTED = st.one_of(*EDITORJS_BLOCKS.values())
ANY_BLOCK = st.one_of(
    DOCUMENTED,
    st.fixed_dictionaries({"id": st.text(max_size=4), "type": st.text(max_size=8), "data": JSON}),
    JSON,
)


def editorjs(blocks: Made, most: int = 5) -> Made:
    return st.lists(blocks, max_size=most).map(
        lambda found: {"time": 1, "blocks": found, "version": "2.30.7"}
    )


def node(type_: str, content: Made | None = None, **attrs: Made) -> Made:
    parts: dict[str, Made] = {"type": st.just(type_)}
    if attrs:
        parts["attrs"] = st.fixed_dictionaries(attrs)
    if content is not None:
        parts["content"] = content
    return st.fixed_dictionaries(parts)


EVERY_MARK: list[dict[str, Any]] = [
    {"type": "bold"},
    {"type": "italic"},
    {"type": "strike"},
    {"type": "code"},
    {"type": "link", "attrs": {"href": "https://x.org/a_(b)", "target": "_blank", "rel": "nofollow"}},
    {"type": "link", "attrs": {"href": "https://x.org/", "title": "T"}},
    {"type": "underline"},
    {"type": "highlight", "attrs": {"color": "#ff0"}},
    {"type": "subscript"},
    {"type": "superscript"},
    {"type": "textStyle", "attrs": {"color": None}},
    {"type": "textStyle", "attrs": {"color": "red"}},
]
MARKS = st.lists(st.sampled_from(EVERY_MARK), max_size=2, unique_by=lambda mark: str(mark["type"]))
TEXT = st.builds(
    lambda text, marks: {"type": "text", "text": text, **({"marks": marks} if marks else {})},
    PLAIN.filter(bool),
    st.just([]) | MARKS,
)
RICH = st.lists(TEXT | st.just({"type": "hardBreak"}), max_size=4)
PARAGRAPH = node("paragraph", RICH) | st.just({"type": "paragraph"})
CELL = st.lists(node("paragraph", RICH), min_size=1, max_size=1)
ROWS = st.builds(
    lambda head, rows: [
        {"type": "tableRow", "content": [{"type": "tableHeader", "content": one} for one in head]},
        *(
            {
                "type": "tableRow",
                "content": [
                    {
                        "type": "tableCell",
                        "attrs": {"colspan": 1, "rowspan": 1, "colwidth": None},
                        "content": one,
                    }
                    for one in row
                ],
            }
            for row in rows
        ),
    ],
    st.lists(CELL, min_size=2, max_size=2),
    st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=2),
)
LISTS = st.recursive(
    node(
        "bulletList",
        st.lists(node("listItem", st.lists(PARAGRAPH, min_size=1, max_size=2)), min_size=1, max_size=2),
    ),
    lambda inner: st.one_of(
        node(
            "bulletList",
            st.lists(node("listItem", st.tuples(PARAGRAPH, inner).map(list)), min_size=1, max_size=2),
        ),
        node(
            "orderedList",
            st.lists(node("listItem", st.tuples(PARAGRAPH, inner).map(list)), min_size=1, max_size=2),
            start=st.integers(0, 12),
        ),
    ),
    max_leaves=3,
)
TIPTAP_NODES: dict[str, Made] = {
    "paragraph": PARAGRAPH,
    "aligned": node("paragraph", RICH, textAlign=st.sampled_from([None, "left", "center"])),
    "heading": node("heading", RICH, level=st.integers(1, 6)),
    "list": LISTS,
    "taskList": node(
        "taskList",
        st.lists(
            node("taskItem", st.lists(PARAGRAPH, min_size=1, max_size=1), checked=st.booleans()),
            min_size=1,
            max_size=3,
        ),
    ),
    "blockquote": node("blockquote", st.lists(PARAGRAPH | LISTS, min_size=1, max_size=2)),
    "codeBlock": node(
        "codeBlock",
        CODE.filter(bool).map(lambda text: [{"type": "text", "text": text}]),
        language=st.sampled_from([None, "python", "c++"]),
    ),
    "horizontalRule": st.just({"type": "horizontalRule"}),
    "image": node("image", src=URL, alt=PLAIN | st.none(), title=st.none()),
    "table": node("table", ROWS),
    "unknown": node("youtube", src=URL, width=st.just(640))
    | node("callout", st.lists(PARAGRAPH, max_size=1)),
}
NODES = st.one_of(*TIPTAP_NODES.values())


def tiptap(nodes: Made, most: int = 5) -> Made:
    return st.lists(nodes, min_size=1, max_size=most).map(lambda found: {"type": "doc", "content": found})
