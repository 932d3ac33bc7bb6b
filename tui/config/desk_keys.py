"""The keys of the local desk, made once for each data folder, and the address it listens at."""

from __future__ import annotations

import fcntl
import json
import os
import random
import secrets
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tui.config import owner_only
from tui.domain.desk import DeskAddress, DeskKeys
from tui.domain.errors import DeskError
from tui.domain.secrets import Secret

KEYS_NAME = "desk-keys.json"
LIVE_NAME = "desk.json"
LOCK_NAME = "desk.lock"
HOST = "127.0.0.1"
FIRST_PORT, LAST_PORT = 20_000, 32_000
"""Below the ports that systems hand to outgoing connections: nobody takes the desk's while it rests."""
PORT_TRIES = 50
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class LiveDesk:
    """What a running desk says of itself in its desk.json."""

    url: str
    pid: int
    started_at: datetime


def desk_address(data_dir: Path) -> DeskAddress:
    """The keys of this data folder's desk, made if there are none, and where it listens; while none
    runs, where it will. Raises DeskError.
    """
    keys, port = _kept(data_dir)
    live = live_desk(data_dir)
    return DeskAddress(live.url if live else f"http://{HOST}:{port}", keys)


def kept_port(data_dir: Path) -> int:
    """The port that a desk of this data folder listens at unless it is told another. Raises DeskError."""
    return _kept(data_dir)[1]


def live_desk(data_dir: Path) -> LiveDesk | None:
    """The desk that runs, as far as its file and the process table know; None where none does."""
    try:
        said = json.loads((data_dir / LIVE_NAME).read_bytes())
        live = LiveDesk(str(said["url"]), int(said["pid"]), datetime.fromisoformat(said["started_at"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    # What is in the file is a place that keys are sent to.
    right = live.url.startswith(("http://", "https://")) and not live.url.endswith("/") and live.pid > 0
    return live if right and _runs(live.pid) else None


def desk_holds(data_dir: Path) -> bool:
    """Whether a desk holds this data folder: from the beginning of its start until all of it has ended."""
    try:
        handle = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Shared and let go of at once: a desk that starts meanwhile looks again.
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _kept(data_dir: Path) -> tuple[DeskKeys, int]:
    file = data_dir / KEYS_NAME
    try:
        owner_only.make_private_folder(data_dir)
        if not file.exists():
            owner_only.create(file, json.dumps(_new(), indent=2).encode())
        owner_only.close_to_others(file)
        data = file.read_bytes()
    except OSError as error:
        raise _unusable(file, error) from None
    try:
        return _read(json.loads(data))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DeskError(
            f"the local desk's keys in {file} cannot be read",
            advice="Move the file away: the desk makes new keys when it starts.",
        ) from None


def _unusable(file: Path, error: OSError) -> DeskError:
    reason = (error.strerror or type(error).__name__).lower()
    return DeskError(
        f"the local desk's file {file} cannot be used ({reason})",
        advice="Set COPYDESK_DATA_DIR to a folder of yours that can be written.",
    )


def _new() -> dict[str, Any]:
    return {
        "port": _new_port(),
        "notra_api_key": f"desk_notra_{secrets.token_urlsafe(KEY_BYTES)}",
        "notra_organization_id": f"org_desk_{secrets.token_hex(4)}",
        "repostra_api_key": f"desk_repostra_{secrets.token_urlsafe(KEY_BYTES)}",
        "blogree_email": "editor@copydesk.example",
        "blogree_password": secrets.token_urlsafe(KEY_BYTES),
        "blogree_signing_key": secrets.token_urlsafe(KEY_BYTES),
        "desk_key": f"desk_{secrets.token_urlsafe(KEY_BYTES)}",
    }


def _read(kept: dict[str, Any]) -> tuple[DeskKeys, int]:
    port = kept["port"]
    if not isinstance(port, int) or not 0 < port < 65_536:
        raise ValueError("port")

    def text(key: str) -> str:
        value = kept[key]
        if not isinstance(value, str) or not value:
            raise ValueError(key)
        return value

    keys = DeskKeys(
        notra_api_key=Secret(text("notra_api_key")),
        notra_organization_id=text("notra_organization_id"),
        repostra_api_key=Secret(text("repostra_api_key")),
        blogree_email=text("blogree_email"),
        blogree_password=Secret(text("blogree_password")),
        blogree_signing_key=Secret(text("blogree_signing_key")),
        desk_key=Secret(text("desk_key")),
    )
    return keys, port


def _new_port() -> int:
    tries = random.SystemRandom().sample(range(FIRST_PORT, LAST_PORT), PORT_TRIES)
    return next((port for port in tries if _is_free(port)), tries[0])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        # Somebody else's process has the number: not a desk of this folder.
        return False
    return True
