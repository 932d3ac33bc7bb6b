"""The page at /docs: what the OpenAPI document says, as plain HTML.

Made here, since the usual pages are scripts that a browser fetches from elsewhere: the desk needs no
network, and lets nobody else's scripts run beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from tui.desk.bodies.html import to_html

router = APIRouter(include_in_schema=False)

_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
_STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
summary { cursor: pointer; padding: .2rem 0 } code, pre { font-family: ui-monospace, monospace }
table { border-collapse: collapse; margin: .5rem 0 } td, th { text-align: left; padding: .1rem 1rem .1rem 0;
vertical-align: top } details > div { padding-left: 1.5rem } :root { color-scheme: light dark }
"""


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Every operation with its parameters, body and answers."""
    return HTMLResponse(page(request.app.openapi()), headers=_HEADERS)


def page(document: Mapping[str, Any]) -> str:
    """An OpenAPI document as an HTML page."""
    info = document["info"]
    groups: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            group = next(iter(operation.get("tags", [])), "Other")
            groups.setdefault(group, []).append("\n".join(_operation(method, path, operation)))
    parts = [f"<h2>{escape(group)}</h2>\n" + "\n".join(told) for group, told in groups.items()]
    models = "\n".join(
        f'<details id="{escape(name)}"><summary><code>{_short(name)}</code></summary><div>'
        f"{_text(model)}{_fields(model)}</div></details>"
        for name, model in sorted(document.get("components", {}).get("schemas", {}).items())
    )
    title = escape(f"{info['title']} {info['version']}")
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n{_text(info)}"
        '<p>For programs: <a href="/openapi.json">/openapi.json</a></p>\n'
        + "\n".join(parts)
        + f"\n<h2>Objects</h2>\n{models}\n</body></html>\n"
    )


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"<details><summary><code>{method.upper()} {escape(path)}</code> {escape(operation['summary'])}"
    yield f"</summary><div>{_text(operation)}"
    keys = [escape(name) for each in operation.get("security", []) for name in each]
    if keys:
        yield f"<p>Needs: {', '.join(keys)}</p>"
    if parameters := operation.get("parameters"):
        rows = [
            (
                f"<code>{escape(one['name'])}</code>",
                escape(one["in"]) + (", required" if one.get("required") else ""),
                _kind(one["schema"]),
                escape(one.get("description", "")),
            )
            for one in parameters
        ]
        yield _table(rows)
    if body := operation.get("requestBody"):
        yield f"<p>Body: {_content(body)}</p>"
    answers = [
        (escape(status), escape(answer.get("description", "")), _content(answer))
        for status, answer in operation["responses"].items()
    ]
    yield _table(answers) + "</div></details>"


def _text(told: Mapping[str, Any]) -> str:
    text = told.get("description", "")
    return to_html(text) if text else ""


def _content(told: Mapping[str, Any]) -> str:
    return ", ".join(_kind(one.get("schema", {})) for one in told.get("content", {}).values())


def _fields(model: Mapping[str, Any]) -> str:
    required = set(model.get("required", []))
    rows = [
        (
            f"<code>{escape(name)}</code>",
            "required" if name in required else "",
            _kind(schema),
            escape(schema.get("description", "")),
        )
        for name, schema in model.get("properties", {}).items()
    ]
    return _table(rows)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    return f"<table>{''.join(lines)}</table>" if lines else ""


def _short(name: str) -> str:
    """An object's own name: platforms that have one of the same name are told apart by where it is from."""
    return escape(name.rpartition("__")[2])


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: its type, its values, its limits."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{_short(name)}</a>'
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(_kind(choice) for choice in choices)
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in values)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    limits = [
        f"{name} {escape(str(schema[name]))}"
        for name in ("format", "minimum", "maximum", "minLength", "maxLength", "pattern", "default")
        if schema.get(name) is not None
    ]
    return ", ".join([escape(str(schema.get("type", "anything"))), *limits])
