"""The file itself: whose it is, what stands in its place, and when it is looked through."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.loading import RIGHT, load, the_problem, write
from tui.config.load import load_settings
from tui.config.paths import Paths
from tui.config.write import DEFAULT_TEXT
from tui.domain.holds import Holds, Refresh
from tui.domain.preferences import Triage


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_secret_in_a_file_that_others_can_read_is_refused(paths: Paths, mode: int) -> None:
    text = RIGHT + '[connections.acme]\nplatform = "notra"\napi_key = "k-1"\n'
    for _ in range(2):  # the second time the file is known to be right, but for who can read it
        loaded = load(paths, text, mode)
        problem = the_problem(loaded)
        assert (problem.line, problem.key) == (7, "connections.acme.api_key")
        assert "others can read" in problem.happened
        assert f"chmod 600 {paths.config_file}" in problem.advice
        assert "k-1" not in problem.sentence
        assert [one.name for one in loaded.connections] == ["right"]
    assert load(paths, text, 0o600).problems == ()


def test_a_file_without_a_secret_may_be_read_by_others(paths: Paths) -> None:
    assert load(paths, RIGHT, 0o644).problems == ()


def test_without_a_file_the_default_is_written_and_said(paths: Paths) -> None:
    loaded = load_settings(paths)
    assert loaded.created
    assert loaded.problems == ()
    assert [(one.name, one.platform, one.desk) for one in loaded.connections] == [
        ("desk-notra", "notra", True),
        ("desk-repostra", "repostra", True),
        ("desk-blogree", "blogree", True),
    ]
    assert paths.config_file.read_text("utf-8") == DEFAULT_TEXT
    assert paths.config_file.stat().st_mode & 0o777 == 0o600
    assert paths.config_file.parent.stat().st_mode & 0o777 == 0o700
    again = load_settings(paths)
    assert not again.created
    assert again.connections == loaded.connections
    assert list(paths.config_file.parent.iterdir()) == [paths.config_file]


def test_the_examples_in_the_default_file_are_right(paths: Paths) -> None:
    examples = DEFAULT_TEXT[DEFAULT_TEXT.index("# [connections.acme]") :]
    text = "\n".join(line.removeprefix("# ") for line in examples.splitlines() if line != "#")
    loaded = load(paths, text.replace("https://…", "https://notra.example"))
    assert loaded.problems == ()
    assert [one.platform for one in loaded.connections] == ["notra", "repostra", "blogree"]
    assert (loaded.theme, loaded.editor) == ("textual-dark", "vim")
    assert (loaded.holds, loaded.refresh) == (Holds(), Refresh()), "it says what stands without it"
    assert loaded.preferences.triage == Triage()
    assert loaded.preferences.look.themes[0].name == "mine"
    assert loaded.preferences.views[0].name == "drafts"


def test_where_nothing_can_be_written_it_goes_on_and_says_so(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    loaded = load_settings(paths)
    assert not loaded.created
    assert len(loaded.connections) == 3
    assert "could not be written" in the_problem(loaded).happened
    assert "COPYDESK_CONFIG" in the_problem(loaded).advice


def test_a_link_into_nowhere(paths: Paths) -> None:
    paths.config_file.parent.mkdir()
    paths.config_file.symlink_to("nowhere.toml")
    assert len(load_settings(paths).connections) == 3
    assert "could not be written" in the_problem(load_settings(paths)).happened


def test_a_folder_in_its_place(paths: Paths) -> None:
    paths.config_file.mkdir(parents=True)
    loaded = load_settings(paths)
    assert loaded.connections == ()
    assert "could not be read" in the_problem(loaded).happened


def test_a_state_folder_that_cannot_be_written_does_no_harm(paths: Paths) -> None:
    paths.state_dir.write_text("no folder")
    assert load(paths, RIGHT).problems == ()


@pytest.mark.parametrize(
    ("text", "happened"),
    [
        ('[connections.a]\nplatform = "notra"\napi_key_env = 3\n', "must be text"),
        (RIGHT + "read_only = 3\n", "true or false"),
        (RIGHT + "[outbox]\nhold_publish_seconds = 900\n", "from 0 to 600"),
        (RIGHT + "[refresh]\ninbox_seconds = true\n", "from 5 to"),
        ("outbox = 1\n" + RIGHT, "not a section"),
    ],
)
def test_what_the_state_folder_says_is_not_taken_on_trust(paths: Paths, text: str, happened: str) -> None:
    from tui.config.load import CHECKED_NAME, check_mark

    write(paths, text)
    paths.state_dir.mkdir()
    (paths.state_dir / CHECKED_NAME).write_text(check_mark(text.encode()))
    assert happened in the_problem(load_settings(paths)).happened


def test_pydantic_is_imported_for_a_changed_file_only(paths: Paths) -> None:
    program = (
        "import sys; from pathlib import Path; from tui.config.load import load_settings;"
        "from tui.config.paths import Paths; a, b, c = map(Path, sys.argv[1:]);"
        "loaded = load_settings(Paths(a, b, c)); assert not loaded.problems, loaded.problems;"
        "print(len(loaded.connections), 'pydantic' in sys.modules)"
    )

    def run() -> str:
        places = [str(paths.config_file), str(paths.state_dir), str(paths.data_dir)]
        return subprocess.run(
            [sys.executable, "-c", program, *places], capture_output=True, text=True, check=True
        ).stdout.strip()

    assert run() == "3 False", "the file that Copydesk wrote itself is known to be right"
    write(paths, RIGHT)
    assert run() == "1 True"
    assert run() == "1 False"
    write(paths, RIGHT + "# changed\n")
    assert run() == "1 True"
    assert (paths.state_dir / "config-checked").stat().st_mode & 0o777 == 0o600
