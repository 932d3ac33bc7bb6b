"""Whether a post landed, in words: a line for what came of a look, and all that was compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.landing import Same, Verdict, Way
from tui.presentation import roles
from tui.presentation.bars import Tone
from tui.presentation.links import linked_whole
from tui.presentation.markdown_inline import Block, fold
from tui.presentation.text import cells, plain
from tui.presentation.times import stamp

if TYPE_CHECKING:
    from tui.domain.landing import Compared, Landing

WORDS = {
    Verdict.LANDED: ("landed", roles.GOOD),
    Verdict.DIFFERS: ("says something else", roles.WARNING),
    Verdict.MISSING: ("not there", roles.BAD),
    Verdict.UNREACHABLE: ("no answer", roles.WARNING),
    Verdict.REFUSED: ("not shown", roles.WARNING),
}
_RESULTS = {
    Same.SAME: ("same", roles.DIM),
    Same.OTHER: ("other", roles.WARNING),
    Same.ABSENT: ("absent", roles.WARNING),
}
_SIGNS = {
    Verdict.LANDED: ("✓", "+"),
    Verdict.DIFFERS: ("≠", "#"),
    Verdict.MISSING: ("✗", "x"),
    Verdict.UNREACHABLE: ("?", "?"),
    Verdict.REFUSED: ("?", "?"),
}
_PULLED = "can be pulled", roles.NORMAL
"""What its platform hands to a site, and no page shows."""
_PULLED_OTHER = "another text can be pulled", roles.WARNING
NAME_CELLS = 15
RESULT_CELLS = 7
LONGEST_ADDRESS = 400
LONGEST_WHY = 300


def landing_line(title: str, landings: Sequence[Landing]) -> tuple[Tone, str]:
    """What came of a look at a post, in a line; what did not land comes first."""
    if len(landings) == 1:
        (one,) = landings
        where = one.site_name or one.address
        at = f" {'by' if one.way is Way.PULL else 'on'} {plain(where, 60)}" if where else ""
        more = _but(one) if one.verdict is Verdict.LANDED else ""
        landed = one.verdict is Verdict.LANDED and not _only_pulled(one)
        why = f" ({plain(one.why, LONGEST_WHY)})" if one.why and not landed else ""
        return _tone([one]), f"{_word(one)[0]}{at}{why}: {title}{more}"
    counted = Counter(_word(each)[0] for each in landings)
    told = []
    first, *others = WORDS.values()
    for word, _ in reversed([first, _PULLED, _PULLED_OTHER, *others]):
        if count := counted.pop(word, 0):
            named = [
                plain(each.site_name or "its address", 30) for each in landings if _word(each)[0] == word
            ]
            names = f" ({', '.join(named)})" if word != first[0] else ""
            told.append(f"{count} {word}{names}")
    return _tone(landings), f"{', '.join(told)}: {title}"


def _but(landing: Landing) -> str:
    """What is to be said of a post that is there."""
    other = f", but other: {', '.join(landing.others)}" if landing.others else ""
    if landing.sure:
        return other
    return f", but only {landing.share or 0:.0%} of its text: it may be an earlier version{other}"


def _only_pulled(landing: Landing) -> bool:
    """Whether its platform has it for the site, and nobody saw it on the site itself."""
    return landing.way is Way.PULL and landing.verdict is Verdict.LANDED


def _word(landing: Landing) -> tuple[str, str]:
    if landing.way is Way.PULL and landing.verdict is Verdict.DIFFERS:
        return _PULLED_OTHER
    return _PULLED if _only_pulled(landing) else WORDS[landing.verdict]


def _tone(landings: Sequence[Landing]) -> Tone:
    if any(each.verdict is not Verdict.LANDED for each in landings):
        return Tone.BAD
    return Tone.PLAIN if any(map(_only_pulled, landings)) else Tone.GOOD


def landing_blocks(landings: Sequence[Landing], now: datetime, *, ascii: bool = False) -> list[Block]:
    """All that was seen, site by site: the verdict, the addresses gone through, and what was compared."""
    blocks: list[Block] = []
    for each in landings:
        if blocks:
            blocks.append(lambda width: [Content("")])
        blocks.append(_head(each, now, ascii))
        blocks += [_line(name, said, address) for name, said, address in _facts(each)]
        blocks += [_compared(one) for one in each.compared]
    return blocks


def landing_mark(landing: Landing, *, ascii: bool = False) -> tuple[str, str]:
    """A verdict as a sign and a word, and its role."""
    word, role = _word(landing)
    if _only_pulled(landing):
        return f"{'v' if ascii else '↓'} {word}", role
    return f"{_SIGNS[landing.verdict][ascii]} {word}", role


def _head(landing: Landing, now: datetime, ascii: bool) -> Block:
    mark, role = landing_mark(landing, ascii=ascii)
    name = plain(landing.site_name, 60) or "its published address"
    line = Content.assemble(
        (name, roles.STRONG), ("  ", ""), (mark, role), (f"  {stamp(landing.at, now)}", roles.DIM)
    )
    return lambda width: fold(line, width)


def _facts(landing: Landing) -> list[tuple[str, str, str | None]]:
    told: list[tuple[str, str, str | None]] = []
    if landing.way is Way.PULL:
        version = f", version {landing.version}" if landing.version is not None else ""
        told.append(("looked at", f"what the site may pull from its platform{version}", None))
    for number, address in enumerate(landing.addresses):
        told.append(("led on to" if number else "looked at", address, address))
    if landing.guessed and landing.addresses:
        told.append(("", "guessed: the site's address and the post's slug", None))
    if landing.why:
        told.append(("", landing.why, None))
    if not landing.sure:
        told.append(("", "the post was edited since it went out: this may be an earlier version", None))
    return told


def _line(name: str, said: str, address: str | None) -> Block:
    shown = linked_whole(Content(plain(said, LONGEST_ADDRESS)), address)
    line = Content.assemble((f"{name} " if name else "", roles.DIM), shown)
    return lambda width: fold(line, width)


def _compared(one: Compared) -> Block:
    word, role = _RESULTS[one.result]
    name = plain(one.what, NAME_CELLS)
    gap = " " * max(RESULT_CELLS - cells(word), 1)
    found = Content.assemble((word, role), gap, (plain(one.found, 200), roles.DIM))
    label = Content.assemble((name, roles.DIM), " " * (NAME_CELLS - cells(name)))

    def draw(width: int) -> list[Content]:
        if width - NAME_CELLS < 24:
            return fold(Content.assemble((f"{name} ", roles.DIM), found), width)
        first, *others = fold(found, width - NAME_CELLS)
        return [Content.assemble(label, first), *(Content(" " * NAME_CELLS) + each for each in others)]

    return draw
