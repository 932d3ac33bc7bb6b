"""What is other between what was read of an item and what it is now: facts, and the text by its lines.

Lines that go begin with "-", lines that come with "+"; colour only repeats that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from tui.domain.readings import Reading
from tui.presentation import roles
from tui.presentation.text import plain, plain_piece
from tui.presentation.times import stamp

if TYPE_CHECKING:
    from tui.domain.over_theirs import OverTheirs

NEAR = 2
"""Lines around a difference that are shown as well."""
MOST_LINES = 400
MOST_PIECES = 3000
MOST_PAIRS = 5000
"""How many pieces of two texts are matched with one another, and how many pairs of equal ones they may hold:
more would hold up the keys.
"""
MOST_PAIRED = 40
"""Neighbouring lines from which on it is not looked for the words that are other."""
LONGEST_LINE = 2000
LONGEST_FACT = 400
UNSEEN = "(other only in blanks, or in signs that are not shown)"

_BREAKS = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_OWN_FORM = "own form"


class _Stretch(NamedTuple):
    """Lines of both texts that stand for one another; equal, or not."""

    equal: bool
    before: Sequence[str]
    after: Sequence[str]


def difference(before: Reading, after: Reading, now: datetime) -> Content:
    """All that is other, in lines; says so where nothing is. `now` also gives the zone."""
    told = [
        *_facts(before, after, now),
        *_texts(before.text, after.text),
    ]
    if not told and before.updated_at != after.updated_at:
        told = _fact("changed", _time(before.updated_at, now), _time(after.updated_at, now))
    if not told:
        told = [Content.styled("No difference can be seen.", roles.DIM)]
    return Content("\n").join(told)


def over_line(over: OverTheirs) -> str:
    """What sending one's own text over theirs will do to what they changed, in a sentence."""
    stays = "what else they changed stays" if over.undone else "what they changed stays"
    rest = f"; {stays}" if over.stays else ""
    if not over.undone:
        return f"s sends only what you changed{rest}."
    *others, last = map(plain, over.undone)
    both = f"{', '.join(others)} and {last}" if others else last
    return f"You both changed {both}: with s yours takes the place of theirs{rest}."


def _facts(before: Reading, after: Reading, now: datetime) -> list[Content]:
    told = [
        *_fact("title", before.title, after.title),
        *_fact("state", before.state_word, after.state_word),
        *_fact("due", _time(before.due, now), _time(after.due, now)),
    ]
    was, is_now = dict(before.facts), dict(after.facts)
    if before.text is None or after.text is None:
        # A list's line tells no more of an item than this.
        return told
    for name in dict.fromkeys((*was, *is_now)):
        old, new = was.get(name, ""), is_now.get(name, "")
        if name == _OWN_FORM and old != new:
            told.append(_heading(f"{name}: what Markdown cannot say of it is other"))
        else:
            told += _fact(name, old, new)
    return told


def _time(at: datetime | None, now: datetime) -> str:
    return "" if at is None else stamp(at, now)


def _heading(text: str) -> Content:
    return Content.styled(plain(text, LONGEST_FACT), roles.STRONG)


def _fact(name: str, old: str, new: str) -> list[Content]:
    """A fact as it was and as it is; nothing where that is the same."""
    if old == new:
        return []
    shown = plain(old, LONGEST_FACT), plain(new, LONGEST_FACT)
    if shown[0] == shown[1]:
        return [_heading(name), _line(" ", shown[0]), Content.styled(UNSEEN, roles.DIM)]
    told = [_heading(name)]
    if shown[0]:
        told.append(_line("-", shown[0]))
    if shown[1]:
        told.append(_line("+", shown[1]))
    return told


def _texts(old: str | None, new: str | None) -> list[Content]:
    if old is None or new is None or old == new:
        return []
    before, after = _BREAKS.split(old), _BREAKS.split(new)
    if before == after:
        return [_heading("text"), Content.styled("(other only in its line breaks)", roles.DIM)]
    told = [_heading("text")]
    for line in _compared(before, after):
        if len(told) > MOST_LINES:
            told.append(Content.styled("… and more; the item itself shows how it is now", roles.DIM))
            break
        told.append(line)
    return told


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Content]:
    """The lines that are other, with a few around them."""
    stretches = list(_stretches(before, after))
    for place, stretch in enumerate(stretches):
        if not stretch.equal:
            yield from _changed(stretch)
            continue
        lines = stretch.before
        first = 0 if place == 0 else NEAR
        last = 0 if place == len(stretches) - 1 else NEAR
        if len(lines) <= first + last + 1:
            yield from (_line(" ", line) for line in lines)
            continue
        yield from (_line(" ", line) for line in lines[:first])
        yield Content.styled(f"  … {len(lines) - first - last} lines as they were", roles.DIM)
        yield from (_line(" ", line) for line in lines[len(lines) - last :])


def _stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[_Stretch]:
    """The two texts as stretches. What they begin and end with together is not matched line by line."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if head:
        yield _Stretch(True, before[:head], after[:head])
    yield from _matched(old, new)
    if tail:
        yield _Stretch(True, before[len(before) - tail :], after[len(after) - tail :])


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[_Stretch]:
    """What of two sequences stands for one another; all of it is other where finding out would take long."""
    if not old and not new:
        return
    counts = Counter(piece for piece in new if not piece.isspace() and piece)
    pairs = sum(counts[piece] for piece in old)
    if len(old) + len(new) > MOST_PIECES or pairs > MOST_PAIRS:
        yield _Stretch(False, old, new)
        return
    # Blanks are as good as equal everywhere: they belong to what stands beside them.
    matcher = SequenceMatcher(lambda piece: not piece or piece.isspace(), old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield _Stretch(kind == "equal", old[a:b], new[c:d])


def _changed(stretch: _Stretch) -> Iterator[Content]:
    """A stretch that is other. Where a line stands for a line, the words that are other stand out."""
    if len(stretch.before) != len(stretch.after) or len(stretch.before) > MOST_PAIRED:
        yield from (_line("-", line) for line in stretch.before)
        yield from (_line("+", line) for line in stretch.after)
        return
    for old, new in zip(stretch.before, stretch.after, strict=True):
        if old == new:
            # An empty line between two that are other is no landmark, and none the less what it was.
            yield _line(" ", old)
        elif _shown(old).strip() == _shown(new).strip():
            yield from (_line("-", old), _line("+", new), Content.styled(f"  {UNSEEN}", roles.DIM))
        else:
            yield from _side_by_side(_shown(old), _shown(new))


def _side_by_side(old: str, new: str) -> Iterator[Content]:
    gone: list[tuple[str, str]] = [("- ", roles.GONE)]
    come: list[tuple[str, str]] = [("+ ", roles.GOOD)]
    stretches = list(_matched(_WORDS.findall(old), _WORDS.findall(new)))
    alike = any(stretch.equal and "".join(stretch.before).strip() for stretch in stretches)
    for stretch in stretches:
        weight = " bold underline" if alike and not stretch.equal else ""
        gone.append(("".join(stretch.before), roles.GONE + weight))
        come.append(("".join(stretch.after), roles.GOOD + weight))
    yield Content.assemble(*(part for part in gone if part[0]))
    yield Content.assemble(*(part for part in come if part[0]))


def _shown(line: str) -> str:
    return plain_piece(line[:LONGEST_LINE])


_SIGNS = {"-": roles.GONE, "+": roles.GOOD, " ": roles.DIM}


def _line(sign: str, text: str) -> Content:
    return Content.styled(f"{sign} {_shown(text)}".rstrip(), _SIGNS[sign])
