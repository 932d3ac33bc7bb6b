"""What the environment tells of a terminal, and what a person says before it."""

from __future__ import annotations

import pytest

from tui.domain.preferences import Glyphs, Line, Look
from tui.domain.terminal import Terminal, Within, terminal_of

XTERM = {"TERM": "xterm-256color", "LANG": "en_US.UTF-8"}


@pytest.mark.parametrize(
    ("environ", "look", "wanted"),
    [
        (XTERM, Look(), Terminal()),
        ({"TERM": "xterm"}, Look(), Terminal(few_colours=True)),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, Look(), Terminal()),
        ({"TERM": "xterm-kitty"}, Look(), Terminal()),
        ({"TERM": "linux", "LANG": "C.UTF-8"}, Look(), Terminal(plain=True, few_colours=True, links=False)),
        ({"TERM": "linux"}, Look(glyphs=Glyphs.SIGNS), Terminal(few_colours=True, links=False)),
        (XTERM, Look(glyphs=Glyphs.PLAIN), Terminal(plain=True)),
        ({**XTERM, "LC_ALL": "de_DE.ISO-8859-1"}, Look(), Terminal(plain=True)),
        ({**XTERM, "LC_ALL": "C"}, Look(), Terminal(plain=True)),
        ({**XTERM, "LC_ALL": "de_DE.ISO-8859-1"}, Look(glyphs=Glyphs.SIGNS), Terminal()),
        ({**XTERM, "LANG": "C", "LC_CTYPE": "C.utf8"}, Look(), Terminal()),
        ({**XTERM, "SSH_CONNECTION": "a 1 b 2"}, Look(), Terminal(slow=True)),
        ({**XTERM, "SSH_CONNECTION": "a 1 b 2"}, Look(line=Line.FAST), Terminal()),
        (XTERM, Look(line=Line.SLOW), Terminal(slow=True)),
        ({**XTERM, "NO_COLOR": "1"}, Look(), Terminal(colours=False)),
        ({**XTERM, "NO_COLOR": ""}, Look(), Terminal()),
        ({**XTERM, "TMUX": "/tmp/x,1,0"}, Look(), Terminal(within=Within.TMUX)),
        ({**XTERM, "STY": "1.pts"}, Look(), Terminal(within=Within.SCREEN, links=False)),
    ],
)
def test_a_terminal_is_known_by_its_environment(
    environ: dict[str, str], look: Look, wanted: Terminal
) -> None:
    assert terminal_of(environ, look) == wanted
