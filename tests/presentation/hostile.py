"""Text as an API might send it to harm a screen."""

HOSTILE = (
    "[/]",
    "[/foo]",
    "[link='x]",
    "[$nope]x[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07 \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\ \x1bP+q\x1b\\ \x9b2J",
    "\x1b]52;c;never ends",
    "x" * 10_000,
    "日本語" * 3_000,
    "\u202egnp.exe\u2066 \u200f\u061c",
    "a\nb\tc\r\nd\x00\x07\x08",
    "\ud800 lone",
    "z" + "\u0301" * 500,
    "\u200b\u200d\ufeff\u2060 \U000e0041\ufe0f",
    "👩‍👩‍👧‍👦 ❤️ 🇩🇪",
    "",
)
