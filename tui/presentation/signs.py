"""Signs that every font has, for those of ours that some have not: the one place that maps them.

What is drawn goes through it last, so that no sign is missed wherever it came from; each takes as many
cells as the one that it stands for. States have letters of their own besides (`states`).
"""

from __future__ import annotations

from typing import Final

_SINGLE: Final = {
    "·": "-",
    "•": "*",
    "×": "x",
    "°": "o",
    "±": "+",
    "…": "~",
    "–": "-",
    "—": "-",
    "−": "-",
    "‖": "=",
    "≠": "#",
    "≈": "~",
    "≤": "<",
    "≥": ">",
    "‘": "'",
    "’": "'",
    "‚": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‹": "<",
    "›": ">",
    "←": "<",
    "↑": "^",
    "→": ">",
    "↓": "v",
    "↔": "-",
    "↕": "|",
    "↳": ">",
    "↲": "<",
    "⇒": ">",
    "⊘": "-",
    "○": "o",
    "◌": ".",
    "●": "*",
    "◐": "d",
    "◑": "d",
    "◔": "~",
    "◕": "s",
    "◆": "*",
    "◇": "o",
    "■": "#",
    "□": "o",
    "▪": "*",
    "▫": "o",
    "▲": "^",
    "△": "^",
    "▶": ">",
    "▸": ">",
    "▼": "v",
    "▾": "v",
    "◀": "<",
    "◂": "<",
    "☐": "o",
    "☑": "x",
    "★": "*",
    "☆": "*",
    "⚠": "!",
    "⚑": "!",
    "✎": "e",
    "✓": "+",
    "✔": "+",
    "✕": "x",
    "✗": "x",
    "✘": "x",
    "❯": ">",
    "⏎": "<",
    "⋮": ":",
    "\u00a0": " ",
    "\ufffd": "?",
}
_HORIZONTAL = "─━┄┅┈┉═╌╍╴╶╸╺╼╾"
_VERTICAL = "│┃┆┇┊┋║╎╏╵╷╹╻╽╿"
_TABLE: Final = {
    # Corners and crossings of lines, then lines, then blocks that are more or less full.
    **dict.fromkeys(range(0x2500, 0x2580), "+"),
    **{ord(sign): "-" for sign in _HORIZONTAL},
    **{ord(sign): "|" for sign in _VERTICAL},
    **dict.fromkeys(range(0x2580, 0x25A0), "#"),
    **{ord(sign): " " for sign in "▁▂▃▔▕"},
    **{ord(sign): "|" for sign in "▌▍▎▏▐"},
    **{ord(sign): "." for sign in "░▒"},
    **{ord(sign): plain for sign, plain in _SINGLE.items()},
}


def in_plain(text: str) -> str:
    """A text with signs that every font has, in as many cells. Letters of any script stay."""
    return text if text.isascii() else text.translate(_TABLE)
