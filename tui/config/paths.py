"""Where config, state and data live."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "copydesk"


@dataclass(frozen=True, slots=True)
class Paths:
    """The three places of one Copydesk, absolute."""

    config_file: Path
    state_dir: Path
    """Cache, jobs, edits, the log: may be lost without losing what platforms have."""
    data_dir: Path
    """The local desk's database, keys and log."""

    @property
    def log_file(self) -> Path:
        """Copydesk's own log."""
        return self.state_dir / "copydesk.log"

    @property
    def desk_log_file(self) -> Path:
        """The log of the local desk."""
        return self.data_dir / "desk.log"


def find_paths(environ: Mapping[str, str] | None = None, *, config_file: Path | None = None) -> Paths:
    """The places told by `config_file`, $COPYDESK_CONFIG, $COPYDESK_STATE_DIR and $COPYDESK_DATA_DIR,
    and else those that the system has for it. Nothing is made.
    """
    environ = os.environ if environ is None else environ
    return Paths(
        config_file=_absolute(
            config_file or _told(environ, "COPYDESK_CONFIG") or _system("config") / "config.toml"
        ),
        state_dir=_absolute(_told(environ, "COPYDESK_STATE_DIR") or _system("state")),
        data_dir=_absolute(_told(environ, "COPYDESK_DATA_DIR") or _system("data")),
    )


def _told(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name, "")
    return Path(value) if value else None


def _absolute(path: Path) -> Path:
    # Where no home is known, "~" stays a name like any other.
    with contextlib.suppress(RuntimeError):
        path = path.expanduser()
    # Symlinks stay: the file is shown as the user named it.
    return path.absolute()


def _system(kind: str) -> Path:
    import platformdirs

    match kind:
        case "config":
            return platformdirs.user_config_path(APP, appauthor=False)
        case "state":
            return platformdirs.user_state_path(APP, appauthor=False)
        case _:
            return platformdirs.user_data_path(APP, appauthor=False)
