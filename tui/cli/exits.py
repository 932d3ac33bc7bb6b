"""The exit codes of the command."""

from __future__ import annotations

OK = 0
FAILED = 1
NOT_UNDERSTOOD = 2
INTERRUPTED = 130
PIPE_CLOSED = 141
"""What a shell calls a program that SIGPIPE ended."""
