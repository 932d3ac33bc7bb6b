"""The verbs of the local desk."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from tui.cli.arguments import Arguments
from tui.cli.exits import FAILED, OK
from tui.cli.saying import complain, printable
from tui.config import desk_keys
from tui.config.paths import Paths
from tui.domain.desk import DeskAddress

SAID_ALREADY = frozenset({"pid", "started"})


def desk(arguments: Arguments, paths: Paths) -> int:
    """Run the verb; gives the exit code. Raises CopydeskError."""
    match arguments.desk_verb:
        case "serve":
            return _serve(arguments, paths)
        case "start":
            return asyncio.run(_start(arguments, paths))
        case "status":
            return asyncio.run(_status(arguments, paths))
        case "stop":
            return asyncio.run(_stop(paths))
        case _:
            return _keys(arguments, paths)


def _serve(arguments: Arguments, paths: Paths) -> int:
    # Collecting while a thousand modules are imported costs a tenth of the start and finds nothing.
    gc.disable()
    from tui.config.log_file import SECRETS, start_console_log, stop_log
    from tui.desk.folder import DeskRuns
    from tui.desk.serve import ServeOptions, serve
    from tui.local_desk import GAVE_WAY

    keys = desk_keys.desk_address(paths.data_dir).keys
    for secret in keys.secrets:
        SECRETS.add(secret)
    usual = ServeOptions(data_dir=paths.data_dir, keys=keys)
    options = replace(
        usual,
        host=arguments.host,
        port=desk_keys.kept_port(paths.data_dir) if arguments.port is None else arguments.port,
        only_that_port=arguments.port is not None,
        database_url=arguments.database,
        idle_minutes=_idle_minutes(arguments.idle_minutes, usual.idle_minutes),
        stage_seconds=usual.stage_seconds if arguments.stage_seconds is None else arguments.stage_seconds,
        retry_delays=usual.retry_delays if arguments.retry_delays is None else arguments.retry_delays,
        samples=arguments.samples,
        limits=arguments.limits,
        zone=arguments.zone,
        site_keys=arguments.site_keys,
    )
    start_console_log(debug=arguments.debug)
    try:
        return serve(options, _say_ready)
    except DeskRuns as other:
        complain(other.sentence)
        return GAVE_WAY
    finally:
        stop_log()


def _idle_minutes(told: float | None, usual: float | None) -> float | None:
    if told is None:
        return usual
    return told or None


def _say_ready(url: str) -> None:
    gc.freeze()
    gc.enable()
    print(f"The local desk listens at {url} (Ctrl-C ends it).", flush=True)


async def _start(arguments: Arguments, paths: Paths) -> int:
    from tui.local_desk import ensure_desk

    address = await ensure_desk(paths)
    if arguments.json:
        _print_json({"url": address.url})
    else:
        print(f"The local desk runs at {address.url}")
    return OK


async def _status(arguments: Arguments, paths: Paths) -> int:
    from tui.local_desk import desk_status

    status = await desk_status(paths)
    if arguments.json:
        _print_json(
            {
                "running": status.running,
                "url": status.url,
                "pid": status.pid,
                "started_at": status.started_at.isoformat() if status.started_at else None,
                "desk": dict(status.facts) if status.facts is not None else None,
            }
        )
    elif not status.running:
        print(f"The local desk does not run. It will listen at {status.url}; copydesk desk start starts it.")
    else:
        print(f"The local desk runs at {status.url}")
        if status.pid is not None and status.started_at is not None:
            print(f"process {status.pid}, since {_since(status.started_at)}")
        for name, value in (status.facts or {}).items():
            if name not in SAID_ALREADY:
                print(printable(f"{name.replace('_', ' ')}: {_in_words(value)}"))
    return OK if status.running else FAILED


async def _stop(paths: Paths) -> int:
    from tui.local_desk import stop_desk

    print("The local desk has ended." if await stop_desk(paths) else "The local desk was not running.")
    return OK


def _keys(arguments: Arguments, paths: Paths) -> int:
    address = desk_keys.desk_address(paths.data_dir)
    shown = keys_object(address)
    if arguments.json:
        _print_json(shown)
        return OK
    print(f"The local desk is at {address.url}")
    for platform, values in shown.items():
        if isinstance(values, Mapping):
            print(f"\n{platform}")
            for name, value in values.items():
                print(f"  {name:<16}{value}")
    return OK


def keys_object(address: DeskAddress) -> dict[str, str | dict[str, str]]:
    """What a client needs to speak to this desk, secrets in the clear: for its owner alone."""
    keys = address.keys
    return {
        "url": address.url,
        "notra": {
            "base_url": address.notra_base_url,
            "api_key": keys.notra_api_key.reveal(),
            "organization_id": keys.notra_organization_id,
        },
        "repostra": {"base_url": address.repostra_base_url, "api_key": keys.repostra_api_key.reveal()},
        "blogree": {
            "base_url": address.blogree_base_url,
            "email": keys.blogree_email,
            "password": keys.blogree_password.reveal(),
        },
    }


def _in_words(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{part} {_in_words(count)}" for part, count in value.items())
    return str(value)


def _since(started_at: datetime) -> str:
    with suppress(OverflowError, OSError, ValueError):
        return f"{started_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return started_at.isoformat()


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=2, default=str))
