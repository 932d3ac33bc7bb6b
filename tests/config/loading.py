"""A config file that a test writes, and what becomes of it."""

from __future__ import annotations

from tui.config.load import load_settings
from tui.config.paths import Paths
from tui.config.settings import ConfigProblem, Settings

RIGHT = """
[connections.right]
platform = "repostra"
api_key_env = "RIGHT_KEY"
"""


def write(paths: Paths, text: str, mode: int = 0o600) -> None:
    paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    paths.config_file.write_text(text, "utf-8")
    paths.config_file.chmod(mode)


def load(paths: Paths, text: str, mode: int = 0o600) -> Settings:
    write(paths, text, mode)
    return load_settings(paths)


def the_problem(loaded: Settings) -> ConfigProblem:
    assert len(loaded.problems) == 1, [problem.sentence for problem in loaded.problems]
    return loaded.problems[0]
