"""The platforms' clients, on one transport."""

import sys
from types import ModuleType

# httpx imports its own command line (click, rich.progress, pygments) whenever click is installed, as it
# is with uvicorn: 97 of 276 modules and a third of its import time, for a command that nobody runs here.
if "httpx" not in sys.modules:
    _command_line = ModuleType("httpx._main")
    _command_line.__dict__["main"] = lambda: None
    sys.modules.setdefault("httpx._main", _command_line)
