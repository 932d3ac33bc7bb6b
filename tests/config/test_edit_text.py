"""Connections are put in, changed and taken out while every other line, and every remark, stays."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.config.edit_text import Changes, table_of, with_connection, without_connection
from tui.config.write import DEFAULT_TEXT
from tui.domain.errors import CopydeskError

ACME: dict[str, str | bool] = {"platform": "notra", "api_key_env": "K"}

REMARKS = st.sampled_from(["# a remark", "  # indented [connections.acme]", "#", "", "   "])
OF_CONNECTION = st.sampled_from(
    [
        'platform = "notra"',
        'platform="blogree"   # why',
        "  api_key_env = 'K'",
        'api_key_command = """\n[connections.acme]\n# no remark\n"""  # a remark behind it',
        '"colour"  =  "teal"',
        "read_only = true",
    ]
)
OF_OTHERS = st.sampled_from(
    ["a = 1", "b = [\n  [1],\n# in a list\n]", "c = '''\n[connections.acme]\n'''", "d.e = {f = 1}"]
)


def _once(lines: Iterable[str]) -> list[str]:
    """Without a key that comes twice."""
    seen, kept = set(), []
    for line in lines:
        key = line.split("=")[0].strip(' "')
        if not line.strip() or line.strip().startswith("#") or key not in seen:
            seen.add(key)
            kept.append(line)
    return kept


@st.composite
def files(draw: st.DrawFn) -> str:
    blocks = [draw(st.lists(REMARKS | OF_OTHERS, max_size=2).map(_once))]
    names = draw(st.lists(st.sampled_from(["acme", "blog", "ui", "outbox"]), unique=True, max_size=4))
    for name in names:
        connection = name in {"acme", "blog"}
        header = draw(st.sampled_from(["[{}]", "[ {} ]", "[{}] # {}"])).format(
            f"connections.{name}" if connection else name, "what it is"
        )
        inner = draw(st.lists(REMARKS | (OF_CONNECTION if connection else OF_OTHERS), max_size=5).map(_once))
        blocks.append([header, *inner])
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = "\n".join(line for block in blocks for line in block) + draw(st.sampled_from(["", "\n", "\n\n"]))
    return text.replace("\n", end)


CHANGES = st.dictionaries(
    st.sampled_from(["platform", "api_key_env", "colour", "read_only", "api_key_command", "base_url"]),
    st.none() | st.booleans() | st.sampled_from(["", "x", 'a "quoted" \\ word', "ü # [b]", "a\nb"]),
    max_size=4,
)


def lines_that_stay(text: str, name: str, keys: set[str] | None) -> list[str]:
    """The lines of a text but for the statements of a connection with these keys (None: all of them, its
    header, and blank lines anywhere)."""
    stays, own, rest = list[str](), False, text.split("\n")
    while rest:
        count = next(
            count for count in range(1, len(rest) + 1) if _parses("\n".join(rest[:count]).replace("\r", ""))
        )
        statement, rest = rest[:count], rest[count:]
        first = statement[0].strip()
        if first.startswith("["):
            own = f"connections.{name}" in first.split("#")[0]
            if own and keys is None:
                continue
        elif own and first and not first.startswith("#"):
            key = first.split("=")[0].strip(' "')
            if keys is None or key in keys:
                continue
        stays += statement if keys is not None else [line for line in statement if line.strip()]
    return stays


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except ValueError:
        return False
    return True


def contains_in_order(text: str, lines: Iterable[str]) -> bool:
    left = iter(text.split("\n"))
    return all(any(line.removesuffix("\r") == each.removesuffix("\r") for each in left) for line in lines)


def said(text: str, name: str, table: dict[str, Any] | None) -> dict[str, Any]:
    document = tomllib.loads(text)
    connections = {key: value for key, value in document.get("connections", {}).items() if key != name}
    document["connections"] = connections if table is None else {**connections, name: table}
    return document


@settings(max_examples=40, deadline=None)
@given(files(), CHANGES, st.sampled_from(["acme", "blog"]))
def test_a_change_changes_its_own_lines_only(text: str, changes: Changes, name: str) -> None:
    before = table_of(tomllib.loads(text), name)
    changed = with_connection(text, name, changes)
    wanted = {key: value for key, value in ((before or {}) | dict(changes)).items() if value is not None}
    assert said(changed, "", None) == said(text, name, wanted)
    old = before or {}
    touched = {key for key, value in changes.items() if value != old.get(key)}
    assert contains_in_order(changed, lines_that_stay(text, name, touched))
    if not touched and before is not None:
        assert changed == text
    if "\r\n" in text:
        assert "\n" not in changed.replace("\r\n", "") or "\n" in str(wanted)


@settings(max_examples=40, deadline=None)
@given(files(), st.sampled_from(["acme", "blog"]))
def test_what_is_taken_out_takes_nothing_else_with_it(text: str, name: str) -> None:
    if table_of(tomllib.loads(text), name) is None:
        return
    changed = without_connection(text, name)
    assert said(changed, "", None) == said(text, name, None)
    assert contains_in_order(changed, lines_that_stay(text, name, None))
    assert len(changed) < len(text)


def test_the_default_file_reads_well_with_another_connection_and_without_it_as_before() -> None:
    added = with_connection(DEFAULT_TEXT, "acme", ACME)
    assert (
        'desk = true\n\n[connections.acme]\nplatform = "notra"\napi_key_env = "K"\n\n# A real account'
        in added
    )
    assert without_connection(added, "acme") == DEFAULT_TEXT
    changed = with_connection(added, "acme", {"api_key_env": None, "colour": "teal", "read_only": True})
    assert '[connections.acme]\nplatform = "notra"\ncolour = "teal"\nread_only = true\n\n# A real' in changed


FORMS = {
    "inline": 'connections = { acme = { platform = "notra", desk = true } } # here',
    "dotted": 'connections.acme.platform = "notra" # here\nconnections.acme.desk = true',
    "in a section": '[connections]\n# here\nacme = { platform = "notra", desk = true }',
    "quoted": '["connections"."acme"]\nplatform = "notra"\ndesk = true # here',
}


@pytest.mark.parametrize("form", FORMS)
def test_other_forms_are_changed_where_that_can_be_done_and_else_stay_as_they_are(form: str) -> None:
    text = FORMS[form] + "\n# there\n[ui]\n"
    changed = with_connection(text, "acme", {"platform": "repostra", "colour": "teal"})
    assert tomllib.loads(changed)["connections"]["acme"]["colour"] == "teal"
    assert "# here" in changed
    assert "# there" in changed
    gone = without_connection(changed, "acme")
    assert "acme" not in tomllib.loads(gone).get("connections", {})


def test_a_file_that_is_not_toml_is_not_changed() -> None:
    with pytest.raises(CopydeskError, match="not TOML"):
        with_connection("[connections", "acme", ACME)
    with pytest.raises(CopydeskError, match="not TOML"):
        without_connection("[connections", "acme")


def test_a_file_with_faults_elsewhere_is_changed_all_the_same() -> None:
    text = '[uii]\n[connections.b]\nplatfrom = 3\n[connections.acme]\nplatform = "notra"\n'
    assert with_connection(text, "acme", {"platform": "blogree"}) == text.replace("notra", "blogree")
