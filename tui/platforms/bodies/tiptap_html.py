"""Nodes of Tiptap as the HTML that its own extensions write: every word escaped."""

from __future__ import annotations

from html import escape
from typing import Any

TAGS = {
    "paragraph": "p",
    "bulletList": "ul",
    "orderedList": "ol",
    "listItem": "li",
    "blockquote": "blockquote",
    "table": "table",
    "tableRow": "tr",
    "tableHeader": "th",
    "tableCell": "td",
}
MARKS = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "code": "code",
    "underline": "u",
    "highlight": "mark",
    "subscript": "sub",
    "superscript": "sup",
}


def html_of_node(node: Any) -> str:
    """A node as HTML. One that is not known is what it holds, in an element that says its type."""
    if not isinstance(node, dict):
        return ""
    attrs = node["attrs"] if isinstance(node.get("attrs"), dict) else {}
    match node.get("type"):
        case "text":
            return _text(node)
        case "hardBreak":
            return "<br>"
        case "horizontalRule":
            return "<hr>"
        case "image":
            return f"<img{_attributes(attrs, 'src', 'alt', 'title', 'width', 'height')}>"
        case "heading":
            level = attrs.get("level")
            name = f"h{level}" if level in {1, 2, 3, 4, 5, 6} else "h2"
            return f"<{name}{_style(attrs)}>{_inside(node)}</{name}>"
        case "codeBlock":
            language = attrs.get("language")
            named = f' class="language-{escape(language)}"' if isinstance(language, str) and language else ""
            return f"<pre><code{named}>{_inside(node)}</code></pre>"
        case "taskList":
            return f'<ul data-type="taskList">{_inside(node)}</ul>'
        case "taskItem":
            done = attrs.get("checked") is True
            box = f'<input type="checkbox"{" checked" if done else ""}>'
            label = (
                f'data-type="taskItem" data-checked="{str(done).lower()}"><label>{box}<span></span></label>'
            )
            return f"<li {label}<div>{_inside(node)}</div></li>"
        case type_:
            return _element(str(type_), attrs, node)


def _element(type_: str, attrs: dict[str, Any], node: dict[str, Any]) -> str:
    name = TAGS.get(type_)
    if name is None:
        return f'<div data-type="{escape(type_)}">{_inside(node)}</div>'
    said = _attributes(
        {key: value for key, value in attrs.items() if value != 1}, "start", "colspan", "rowspan"
    )
    inside = f"<tbody>{_inside(node)}</tbody>" if type_ == "table" else _inside(node)
    return f"<{name}{said}{_style(attrs)}>{inside}</{name}>"


def _inside(node: dict[str, Any]) -> str:
    content = node.get("content")
    return "".join(map(html_of_node, content)) if isinstance(content, list) else ""


def _text(node: dict[str, Any]) -> str:
    text = escape(str(node.get("text", "")), quote=False)
    marks = node.get("marks")
    for mark in reversed(marks if isinstance(marks, list) else []):
        if not isinstance(mark, dict):
            continue
        attrs = mark["attrs"] if isinstance(mark.get("attrs"), dict) else {}
        type_ = mark.get("type")
        if type_ == "link":
            text = f"<a{_attributes(attrs, 'target', 'rel', 'class', 'href', 'title')}>{text}</a>"
        elif type_ == "textStyle":
            styles = {"color": attrs.get("color"), "font-family": attrs.get("fontFamily")}
            said = "; ".join(f"{name}: {value}" for name, value in styles.items() if isinstance(value, str))
            text = f'<span style="{escape(said)}">{text}</span>' if said else text
        elif str(type_) in MARKS:
            text = f"<{MARKS[str(type_)]}>{text}</{MARKS[str(type_)]}>"
    return text


def _attributes(attrs: dict[str, Any], *names: str) -> str:
    given = ((name, attrs.get(name)) for name in names)
    return "".join(f' {name}="{escape(str(value))}"' for name, value in given if isinstance(value, str | int))


def _style(attrs: dict[str, Any]) -> str:
    align = attrs.get("textAlign")
    return f' style="text-align: {escape(align)}"' if isinstance(align, str) and align != "left" else ""
