"""Whether a secret stands anywhere that a run left something."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.desk.work.keys import KEYS
from tests.faulty.wire import Asked

ALLOWED = {"tokens.json", "config.toml", "password"}
"""Where a person's secrets are by right."""


def known(asked: Iterable[Asked], tokens: Path) -> set[bytes]:
    """Every secret of a run: keys, the password, and each token that was ever shown to the desk or kept."""
    found = {each.reveal() for each in KEYS.secrets}
    for one in asked:
        for name, value in one.headers:
            if name.lower() in {"authorization", "x-api-key"}:
                found.add(value.rpartition(" ")[2])
    if tokens.exists():
        found.update(each["token"] for each in json.loads(tokens.read_text())["tokens"])
    return {secret.encode() for secret in found if len(secret) > 6}


def told(secrets: set[bytes], folders: Iterable[Path]) -> Iterator[str]:
    """Each file in which a secret stands."""
    for folder in folders:
        for file in folder.rglob("*"):
            if not file.is_file() or file.name in ALLOWED:
                continue
            content = file.read_bytes()
            for secret in secrets:
                if secret in content:
                    place = content.index(secret)
                    around = content[max(0, place - 60) : place].decode(errors="replace")
                    yield f"a secret ({secret[:6].decode()}…) stands in {file.name} after {around!r}"
