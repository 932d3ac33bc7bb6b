from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import tui
from tests.cli.conftest import Command
from tui.cli import main
from tui.cli.arguments import Arguments, understand
from tui.config.desk_keys import desk_address, live_desk


def test_the_version_is_the_project_s() -> None:
    project = tomllib.loads((Path(tui.__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == tui.__version__


def test_version_and_help(command: Command) -> None:
    assert command("--version").stdout == f"copydesk {tui.__version__}\n"
    said = command("--help")
    assert said.returncode == 0
    for word in ("COPYDESK_CONFIG", "COPYDESK_STATE_DIR", "COPYDESK_DATA_DIR", "exit codes", "local desk"):
        assert word in said.stdout
    served = command("desk", "serve", "--help")
    for option in ("host", "port", "database", "idle-minutes", "stage-seconds", "retry-delays", "no-samples"):
        assert f"--{option}" in served.stdout
    assert list(command.home.iterdir()) == [], "asking for help makes nothing"


@pytest.mark.parametrize(
    "arguments",
    [
        "desk",
        "dusk",
        "desk sarve",
        "desk serve --port 65536",
        "desk serve --port x",
        "desk serve --retry-delays 1,x",
        "desk serve --idle-minutes nan",
        "desk serve --stage-seconds -1",
        "--conf x",
        "desk status more",
    ],
)
def test_what_is_not_understood(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments.split()) == 2
    assert "usage: copydesk" in capsys.readouterr().err


def test_what_is_understood() -> None:
    told = (
        "--debug desk serve --host 0.0.0.0 --port 0 --database sqlite:///x.db --idle-minutes 1.5 "
        "--stage-seconds 2 --retry-delays 30,300,1800 --no-samples --no-limits --config here.toml"
    )
    assert understand(told.split()) == Arguments(
        verb="desk",
        desk_verb="serve",
        config=Path("here.toml"),
        debug=True,
        host="0.0.0.0",
        port=0,
        database="sqlite:///x.db",
        idle_minutes=1.5,
        stage_seconds=2,
        retry_delays=(30, 300, 1800),
        samples=False,
        limits=False,
    )
    assert understand(["desk", "serve"]) == Arguments(verb="desk", desk_verb="serve")
    assert understand([]) == Arguments()
    assert understand(["--config", "a", "desk", "keys", "--json"]) == Arguments(
        verb="desk", desk_verb="keys", config=Path("a"), json=True
    )


def test_keys_for_scripts_and_for_people(command: Command) -> None:
    said = command("desk", "keys", "--json")
    assert (said.returncode, said.stderr) == (0, "")
    address = desk_address(command.paths.data_dir)
    assert json.loads(said.stdout) == {
        "url": address.url,
        "notra": {
            "base_url": f"{address.url}/notra",
            "api_key": address.keys.notra_api_key.reveal(),
            "organization_id": address.keys.notra_organization_id,
        },
        "repostra": {
            "base_url": f"{address.url}/repostra/api/v1",
            "api_key": address.keys.repostra_api_key.reveal(),
        },
        "blogree": {
            "base_url": f"{address.url}/blogree/api",
            "email": address.keys.blogree_email,
            "password": address.keys.blogree_password.reveal(),
        },
    }
    in_words = command("desk", "keys").stdout
    assert address.keys.repostra_api_key.reveal() in in_words
    assert address.keys.desk_key.reveal() not in said.stdout + in_words
    assert address.keys.blogree_signing_key.reveal() not in said.stdout + in_words


def test_a_desk_that_does_not_run(command: Command) -> None:
    status = command("desk", "status")
    assert status.returncode == 1
    assert "does not run" in status.stdout
    told = json.loads(command("desk", "status", "--json").stdout)
    assert told["running"] is False
    assert told["url"] == desk_address(command.paths.data_dir).url
    stopped = command("desk", "stop")
    assert stopped.returncode == 0
    assert "was not running" in stopped.stdout


def test_an_error_is_a_sentence(command: Command) -> None:
    command.paths.data_dir.mkdir()
    (command.paths.data_dir / "desk-keys.json").write_text("{")
    said = command("desk", "keys")
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith("copydesk: the local desk's keys in ")
    assert said.stderr.count("\n") == 1
    traced = command("desk", "keys", "--debug")
    assert traced.returncode != 0
    assert "Traceback" in traced.stderr


def test_what_is_said_carries_no_control_characters(command: Command) -> None:
    command.environ["COPYDESK_DATA_DIR"] = "/dev/null/\x1b]0;title\x07\nhere"
    said = command("desk", "keys")
    assert said.returncode == 1
    assert said.stderr.endswith("\n")
    assert said.stderr[:-1].isprintable()
    assert "title" in said.stderr


def test_the_application_wants_a_terminal(command: Command) -> None:
    said = command()
    assert said.returncode == 1
    assert "terminal" in said.stderr


@pytest.fixture
def closed_pipe() -> Iterator[int]:
    """The end to write to of a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments", ["desk status", "desk status --json", "desk keys", "desk keys --json", "desk stop"]
)
def test_a_closed_pipe_ends_it_quietly(
    command: Command, closed_pipe: int, arguments: str, unbuffered: str
) -> None:
    command.environ["PYTHONUNBUFFERED"] = unbuffered
    said = command.writing_to(closed_pipe, *arguments.split())
    assert (said.returncode, said.stderr) == (141, "")
    assert not command.paths.log_file.exists()


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", ["--version", "--help", "desk --help"])
def test_a_closed_pipe_ends_its_help_quietly(
    command: Command, closed_pipe: int, arguments: str, unbuffered: str
) -> None:
    command.environ["PYTHONUNBUFFERED"] = unbuffered
    said = command.writing_to(closed_pipe, *arguments.split())
    # Where it is unbuffered the standard library's own parser finds the pipe closed, and calls that done.
    assert (said.returncode in {0, 141}, said.stderr) == (True, "")


def test_a_closed_pipe_ends_a_desk_in_the_foreground(command: Command, closed_pipe: int) -> None:
    said = command.writing_to(closed_pipe, "desk", "serve", "--port", "0", "--no-samples")
    assert said.returncode == 141
    assert "Traceback" not in said.stderr
    assert "Something went wrong" not in said.stderr
    assert live_desk(command.paths.data_dir) is None


@pytest.mark.parametrize(("arguments", "codes"), [("desk sarve", {2, 141}), ("desk keys", {141})])
def test_a_closed_pipe_for_errors_ends_it_quietly(
    command: Command, closed_pipe: int, arguments: str, codes: set[int]
) -> None:
    command.paths.data_dir.mkdir()
    (command.paths.data_dir / "desk-keys.json").write_text("{")
    assert command.writing_to(closed_pipe, *arguments.split(), errors_too=True).returncode in codes
    assert not command.paths.log_file.exists()


@pytest.mark.parametrize("arguments", ["desk keys", "desk keys --json"])
def test_without_any_output_it_does_what_it_was_told(command: Command, arguments: str) -> None:
    shell = 'exec "$0" -m tui "$@" >&-'
    ran = subprocess.run(
        ["sh", "-c", shell, sys.executable, *arguments.split()],
        stderr=subprocess.PIPE,
        text=True,
        cwd=command.home,
        env=command.environ,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_ctrl_c_is_130(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(_data_dir: Path) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setenv("COPYDESK_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("tui.config.desk_keys.desk_address", interrupted)
    # A shell that starts the tests in the background has them ignore it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main(["desk", "keys"]) == 130
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_fault_of_our_own_is_told_and_logged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty(_data_dir: Path) -> None:
        raise LookupError("password=sekret-123 \x1b[31m")

    monkeypatch.setenv("COPYDESK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COPYDESK_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr("tui.config.desk_keys.desk_address", faulty)
    assert main(["desk", "keys"]) == 1
    said = capsys.readouterr().err
    assert "Something went wrong inside Copydesk (LookupError" in said
    log = (tmp_path / "state" / "copydesk.log").read_text()
    assert "Traceback" in log
    for text in (said, log):
        assert "sekret-123" not in text
        assert "\x1b" not in text
    with pytest.raises(LookupError):
        main(["desk", "keys", "--debug"])


@pytest.mark.parametrize(
    "program",
    [
        "import tui.cli",
        "from tui.cli import main; main(['desk', 'keys', '--json'])",
        "from tui.cli import main; main(['desk', 'status'])",
        "import tui.cli.desk, tui.local_desk, tui.config.load, tui.config.credentials, tui.config.log_file",
    ],
)
def test_the_command_is_light(command: Command, program: str) -> None:
    heavy = ("textual", "rich", "httpx", "pydantic", "sqlalchemy", "dbos", "fastapi", "keyring")
    ran = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print(); print(*(set({heavy}) & set(sys.modules)))"],
        capture_output=True,
        text=True,
        cwd=command.home,
        env=command.environ,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == ""
