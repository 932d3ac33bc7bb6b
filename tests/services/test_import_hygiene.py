"""The services must be usable by scripts and before the first frame: they load no screen and no client."""

from __future__ import annotations

import subprocess
import sys

PROBE = """
import importlib, pkgutil, sys
for room in ("tui.services", "tui.state"):
    package = importlib.import_module(room)
    for module in pkgutil.walk_packages(package.__path__, room + "."):
        importlib.import_module(module.name)
heavy = {"textual", "rich", "httpx", "pydantic", "sqlalchemy", "dbos", "fastapi", "markdown_it", "bs4"}
heavy |= {"dateparser", "tzlocal"}
rooms = {"tui.platforms", "tui.config", "tui.desk", "tui.screens", "tui.widgets", "tui.app"}
print(sorted((heavy | rooms) & set(sys.modules)), "tui.services.jobs" in sys.modules)
"""


def test_services_and_state_load_no_screen_and_no_client() -> None:
    probe = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert probe.stdout.strip() == "[] True"
