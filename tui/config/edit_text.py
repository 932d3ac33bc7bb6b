"""One connection in the text of a config file put in, changed or taken out: every other line, and every
remark, stays as it is.

tomlkit sees only the lines of the section itself: what stands elsewhere cannot be touched by it, whatever
form it has. What comes out is read again before it is given: it says what it should, and no more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

import tomlkit
from tomlkit.items import Comment, Table
from tomlkit.toml_document import TOMLDocument

from tui.domain.errors import CopydeskError

Changes = Mapping[str, str | bool | None]
"""Keys of a connection with their new values; None takes a key out."""
CONNECTIONS = "connections"


def with_connection(text: str, name: str, changes: Changes) -> str:
    """The text with a connection's keys changed, or with a new section for it. Raises a `CopydeskError`
    where the text is not TOML, or has the connection in a form that is not changed here.
    """
    document = parsed(text)
    before = table_of(document, name)
    if before is not None and all(before.get(key) == value for key, value in changes.items()):
        return text
    text = _ended(text)
    lines = _Lines(text)
    section = lines.section(name)
    if before is None:
        changed = lines.with_new(name, changes)
    elif section is not None:
        changed = lines.with_section(section, _fragment_with(lines.text_of(section), name, changes))
    else:
        changed = _whole_with(text, name, changes)
    wanted = {key: value for key, value in ((before or {}) | dict(changes)).items() if value is not None}
    return _as_wanted(changed, document, name, wanted)


def without_connection(text: str, name: str) -> str:
    """The text without a connection; its remarks stay. Raises as `with_connection`."""
    document = parsed(text)
    text = _ended(text)
    lines = _Lines(text)
    sections = [each for each in lines.sections if each.path[:2] == (CONNECTIONS, name)]
    changed = text
    # From the end, so that the places of those before stay true.
    for section in reversed(sections):
        changed = _Lines(changed).with_section(section, _remarks(lines.text_of(section)))
    if not sections:
        changed = _whole_with(text, name, None)
    return _as_wanted(changed, document, name, None)


def _ended(text: str) -> str:
    """The text with an end to its last line."""
    if not text or text.endswith("\n"):
        return text
    return text + ("\r\n" if "\r\n" in text else "\n")


def parsed(text: str) -> dict[str, Any]:
    """What the text says. Raises a `CopydeskError` where it is not TOML."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        raise CopydeskError(
            "the config file is not TOML just now, so nothing was written to it",
            advice="Correct it first: i names its faulty line.",
        ) from None


def table_of(document: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """A connection as the file has it; None where it has none of that name."""
    section = document.get(CONNECTIONS)
    found = section.get(name) if isinstance(section, dict) else None
    return found if isinstance(found, dict) else None


def _as_wanted(text: str, before: dict[str, Any], name: str, wanted: dict[str, Any] | None) -> str:
    section = dict(before.get(CONNECTIONS, {}))
    section.pop(name, None)
    if wanted is not None:
        section[name] = wanted
    try:
        after = tomllib.loads(text)
    except (ValueError, RecursionError):
        after = {}
    if {**after, CONNECTIONS: after.get(CONNECTIONS, {})} != {**before, CONNECTIONS: section}:
        raise CopydeskError(
            f"{name} stands in the config file in a form that Copydesk does not change",
            advice="Change it there by hand; ctrl+r reads the file again.",
        )
    return text


class _Section(NamedTuple):
    """A table with its header: the lines from `first` up to `end`, which the last statement ends."""

    path: tuple[str, ...]
    first: int
    end: int


class _Lines:
    """The lines of a text that is TOML and whose last line has an end, and which of them are sections."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._plain = [line.removesuffix("\r") for line in self._lines]
        self._return = "\r" if "\r\n" in text else ""
        self.sections = self._found()

    def _found(self) -> list[_Section]:
        starts = []
        for place, line in enumerate(self._plain):
            # Within a text or list of several lines nothing before parses by itself.
            if line.lstrip().startswith("[") and self._parses(place):
                starts.append((place, _header_path(line)))
        ends = [*(place for place, _ in starts), len(self._lines)][1:]
        return [
            _Section(path, place, self._last_statement(place, end))
            for (place, path), end in zip(starts, ends, strict=True)
        ]

    def _parses(self, count: int) -> bool:
        try:
            tomllib.loads("\n".join(self._plain[:count]))
        except (ValueError, RecursionError):
            return False
        return True

    def _last_statement(self, first: int, end: int) -> int:
        last = end
        while last > first + 1 and self._is_remark(last - 1):
            last -= 1
        while not self._parses(last):
            last += 1
        return last

    def _is_remark(self, place: int) -> bool:
        line = self._plain[place].strip()
        return not line or line.startswith("#")

    def section(self, name: str) -> _Section | None:
        """The section of a connection, where it has one of its own and stands in no other form besides."""
        found = [each for each in self.sections if each.path == (CONNECTIONS, name)]
        return found[0] if len(found) == 1 else None

    def text_of(self, section: _Section) -> str:
        """The lines of a section, each with its end."""
        return "".join(f"{line}\n" for line in self._lines[section.first : section.end])

    def with_section(self, section: _Section, instead: str) -> str:
        """The text with other lines in a section's place."""
        new = instead.split("\n")[:-1]
        after = section.end
        if not new:
            # What parted it from the section before goes with it.
            while (
                after < len(self._lines) - 1
                and not self._plain[after].strip()
                and self._blank_before(section)
            ):
                after += 1
        if self._return:
            new = [line.removesuffix("\r") + "\r" for line in new]
        return "\n".join([*self._lines[: section.first], *new, *self._lines[after:]])

    def _blank_before(self, section: _Section) -> bool:
        return section.first == 0 or not self._plain[section.first - 1].strip()

    def with_new(self, name: str, changes: Changes) -> str:
        """The text with a new section, behind the last connection."""
        new = [f"[{CONNECTIONS}.{name}]"]
        new += [f"{key} = {_written(value)}" for key, value in changes.items() if value is not None]
        place = self._place_of_new()
        before, after = self._lines[:place], self._lines[place:]
        if before and before[-1].strip():
            new = ["", *new]
        if after and after[0].strip():
            new = [*new, ""]
        return "\n".join([*before, *(line + self._return for line in new), *after])

    def _place_of_new(self) -> int:
        ends = [each.end for each in self.sections if each.path[:1] == (CONNECTIONS,)]
        if not ends:
            return len(self._lines) - 1
        place = max(ends)
        # Remarks that follow without a blank line belong to it.
        while self._plain[place].strip().startswith("#"):
            place += 1
        return place


def _header_path(line: str) -> tuple[str, ...]:
    """The keys of a header: ("connections", "acme"); nothing for one of a list of tables."""
    found: Any = tomllib.loads(line)
    path = []
    while isinstance(found, dict) and found:
        ((key, found),) = found.items()
        path.append(key)
    return tuple(path) if isinstance(found, dict) else ()


def _written(value: str | bool) -> str:
    return tomlkit.item(value).as_string()


def _fragment_with(fragment: str, name: str, changes: Changes) -> str:
    document = tomlkit.parse(fragment)
    _change(_table(document, name), changes)
    return tomlkit.dumps(document)


def _change(table: Table, changes: Changes) -> None:
    for key, value in changes.items():
        if value is None:
            if key in table:
                table.remove(key)
        elif key not in table or table[key] != value:
            table[key] = value


def _table(document: TOMLDocument, name: str) -> Table:
    section = document[CONNECTIONS]
    found = section[name] if isinstance(section, Table) else None
    assert isinstance(found, Table)
    return found


def _remarks(fragment: str) -> str:
    """The remarks of a section, which stay when it goes."""
    found: Any = tomlkit.parse(fragment)
    while isinstance(found, Mapping) and len(found) == 1 and isinstance(next(iter(found.values())), Table):
        found = next(iter(found.values()))
    body = found.value.body if isinstance(found, Table) else []
    return "".join(each.as_string() for _, each in body if isinstance(each, Comment))


def _whole_with(text: str, name: str, changes: Changes | None) -> str:
    """As far as tomlkit can: for connections that have no section of their own."""
    try:
        document = tomlkit.parse(text)
        section: Any = document[CONNECTIONS]
        if changes is None:
            del section[name]
        else:
            _change(section[name], changes)
        changed = tomlkit.dumps(document)
    except Exception:
        # Its faults are of many kinds; whoever reads the same text again sees that nothing was changed.
        return text
    remarks = [line for line in text.split("\n") if line.lstrip().startswith("#")]
    return changed if all(line in changed for line in remarks) else text
