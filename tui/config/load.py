"""Reading the config file. Whatever stands in it, settings come out, with the problems named."""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from tui import __version__
from tui.config import build, owner_only
from tui.config.lines import line_of
from tui.config.paths import Paths
from tui.config.preferences import preferences, right_part
from tui.config.settings import ConfigProblem, Settings
from tui.config.wording import shown
from tui.config.write import DEFAULT_TEXT, write_default

CHECKED_NAME = "config-checked"
NOT_AS_CHECKED = (LookupError, TypeError, ValueError, AttributeError)


class _File(NamedTuple):
    data: bytes
    open_to_others: bool


def load_settings(paths: Paths) -> Settings:
    """The settings of `paths.config_file`; where there is none, the default file is written first.

    Never raises for what a file holds or lacks: that becomes `Settings.problems`, and the connections
    that are right are there.
    """
    try:
        file = _read(paths.config_file)
    except (FileNotFoundError, NotADirectoryError):
        return _first_start(paths)
    except OSError as error:
        return _unreadable(paths.config_file, error)
    return _settings(paths, file)


def connection_names(path: Path) -> tuple[str, ...] | None:
    """The names of the connections in a config file, right or not, in its order; None where there is no
    file, or it cannot be read. Nothing is made, and nothing checked.
    """
    try:
        named = tomllib.loads(path.read_text(encoding="utf-8")).get("connections")
    except (OSError, ValueError):
        return None
    return tuple(named) if isinstance(named, dict) else ()


def _read(path: Path) -> _File:
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        return _File(file.read(), os.name == "posix" and bool(mode & owner_only.OTHERS))


def _first_start(paths: Paths) -> Settings:
    try:
        created = write_default(paths.config_file)
        return replace(_settings(paths, _read(paths.config_file)), created=created)
    except OSError as error:
        problem = ConfigProblem(
            paths.config_file,
            None,
            "",
            f"the config file could not be written ({_reason(error)})",
            "Copydesk goes on with the local desk. Set COPYDESK_CONFIG to a place that can be written.",
        )
        settings = _settings(paths, _File(DEFAULT_TEXT.encode(), open_to_others=False))
        return replace(settings, problems=(problem, *settings.problems))


def _unreadable(path: Path, error: OSError) -> Settings:
    advice = "Make it a file that you can read, or set COPYDESK_CONFIG to another."
    problem = ConfigProblem(path, None, "", f"the config file could not be read ({_reason(error)})", advice)
    return Settings((), (problem,), path)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _settings(paths: Paths, file: _File) -> Settings:
    path = paths.config_file
    try:
        text = file.data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        return _broken(path, line, "it is not UTF-8 text")
    except RecursionError:
        return _broken(path, None, "its brackets are nested too deep")
    except ValueError as error:
        return _broken(path, *_toml_fault(text, error))
    checked = paths.state_dir / CHECKED_NAME
    problems: list[ConfigProblem] = []
    unchanged = file.data == DEFAULT_TEXT.encode() or _remembered(checked) == check_mark(file.data)
    if not (unchanged and _builds(document)):
        problems = _check(path, text, document)
        if not problems:
            _remember(checked, check_mark(file.data))
    if file.open_to_others:
        problems += _exposed(path, text, document, problems)
    bad = {problem.connection for problem in problems if problem.connection is not None}
    connections = (
        () if any(one.key == "connections" for one in problems) else build.connections(document, bad)
    )
    if not connections and not problems:
        problems.append(_no_connection(path))
    wrong = {one.key for one in problems}
    return Settings(
        connections=connections,
        problems=tuple(problems),
        path=path,
        editor=right_part(document, "ui", wrong).get("editor"),
        holds=build.holds(right_part(document, "outbox", wrong)),
        refresh=build.refresh(right_part(document, "refresh", wrong)),
        preferences=preferences(document, wrong),
    )


def check_mark(data: bytes) -> str:
    """What is remembered of a file that this version of Copydesk found right."""
    # Not at the top: a default config is known without it.
    import hashlib

    return hashlib.sha256(f"{__version__}\0".encode() + data).hexdigest()


def _remembered(checked: Path) -> str | None:
    try:
        return checked.read_text("ascii")
    except (OSError, ValueError):
        return None


def _remember(checked: Path, digest: str) -> None:
    # Where it cannot be remembered the file is checked again next time, which only takes longer.
    with contextlib.suppress(OSError):
        owner_only.make_private_folder(checked.parent)
        owner_only.write(checked, digest.encode())


def _builds(document: dict[str, Any]) -> bool:
    # The state folder may hold the word of another Copydesk: what it says is not taken on trust.
    try:
        build.connections(document)
        preferences(document)
        build.text(document.get("ui", {}), "editor")
        build.holds(document.get("outbox", {}))
        build.refresh(document.get("refresh", {}))
    except NOT_AS_CHECKED:
        return False
    return True


def _check(path: Path, text: str, document: dict[str, Any]) -> list[ConfigProblem]:
    from tui.config.check import check

    problems = [
        _problem(path, text, finding.path, finding.happened, finding.advice) for finding in check(document)
    ]
    return sorted(problems, key=lambda problem: problem.line or 0)


def _problem(path: Path, text: str, keys: tuple[str | int, ...], happened: str, advice: str) -> ConfigProblem:
    return ConfigProblem(
        file=path,
        line=line_of(text, keys),
        key=".".join(str(key + 1) if isinstance(key, int) else shown(key) for key in keys),
        happened=happened,
        advice=advice,
        connection=str(keys[1]) if keys[0] == "connections" and len(keys) > 1 else None,
    )


def _exposed(
    path: Path, text: str, document: dict[str, Any], known: list[ConfigProblem]
) -> list[ConfigProblem]:
    if any(problem.key == "connections" for problem in known):
        return []
    bad = {problem.connection for problem in known if problem.connection is not None}
    return [
        _problem(
            path,
            text,
            ("connections", one.name, one.secret.key),
            f"{one.secret.key} in [connections.{one.name}] stands in a file that others can read",
            f"Close it with: chmod 600 {path}",
        )
        for one in build.connections(document, bad)
        if one.secret is not None and one.secret.kind == "file"
    ]


def _no_connection(path: Path) -> ConfigProblem:
    advice = "Add a [connections.NAME] section, or move the file away to start with the local desk."
    return ConfigProblem(path, None, "", "the config file has no connection", advice)


def _toml_fault(text: str, error: ValueError) -> tuple[int | None, str]:
    said = str(error)
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", said)
    if found is None:
        # Not the parser's own word, but Python's on a value: it may quote the value.
        return None, "a value is out of range"
    line = int(found[1]) if found[1] else text.count("\n") + 1
    return line, said[: found.start()]


def _broken(path: Path, line: int | None, reason: str) -> Settings:
    problem = ConfigProblem(
        path,
        line,
        "",
        f"the config file is not TOML: {shown(reason)}",
        "Correct it; no connection is open until then.",
    )
    return Settings((), (problem,), path)
