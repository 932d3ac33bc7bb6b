"""What a paragraph claims that can be looked up: numbers, versions, dates and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = "january february march april may june july august september october november december"
MONTHS = tuple(_MONTHS.split())
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS)
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:\s*(?:–|-|to|and)\s*(\d{{1,2}}))?\s+({_MONTH})\b(?:\.?,?\s+(\d{{4}})\b)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b({_MONTH})\.?\s+(\d{{1,2}})\b(?:st|nd|rd|th)?(?:,?\s+(\d{{4}})\b)?", re.IGNORECASE
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+Z?)?\b")

_NUMBER = re.compile(
    r"(?<![\w.#@/-])(?P<number>[vV]?\d+(?:[.,:]\d+)*)(?:-(?:alpha|beta|rc|pre)[\w.]*)?"
    r"(?P<unit>\s?(?:×|%|‰|[xX](?!\w)|[kKMGT]?i?B(?!\w)|(?:ns|µs|ms|s|min|h|fps|px)(?!\w)))?(?![\w])"
)
_FACTORS = {"×": "×", "x": "×", "X": "×", "%": "%", "‰": "‰"}
"""Units that make another number of a number: 38 commits are no 38%."""
_REFERENCE = re.compile(r"(?<![\w&])#(\d{1,9})\b")
_COUNTED = re.compile(
    r"\s+(?:[\w-]+\s+){0,3}?(?:commits?|changes?|fix(?:es)?|features?|releases?|tags?|merges?|(?:pull|merge)"
    r" requests?|repositor(?:y|ies)|people|persons?|contributors?|authors?|days?|areas?|updates?|bumps?"
    r"|repetitions?|reverts?|others?|more|issues?)\b",
    re.IGNORECASE,
)

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_NAME = re.compile(
    r"(?<![\w.@/#-])(?:"
    r"[a-z]+(?:[A-Z][a-z0-9]+)+"  # camelCase
    r"|[A-Z]\w*?[a-z][A-Z]\w*"  # CamelCase, PostgreSQL
    r"|[A-Za-z]\w*_\w+"  # snake_case
    r"|[A-Z][A-Z0-9]{2,}"  # ACRONYM
    r"|(?<=[a-z,;)] )[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]{2,})*"  # A Name within a sentence
    r")(?![\w/@-])"
)
_USUAL = (
    "api apis url urls uri http https html css json xml yaml toml csv sql cli gui utc gmt usa eng pdf"
    " svg png faq readme changelog markdown english highlights monday tuesday wednesday thursday friday"
    " saturday sunday"
)
_KNOWN = frozenset((*_USUAL.split(), *MONTHS))


class Number(NamedTuple):
    """A number as it is written, and what is compared."""

    written: str
    value: str
    counted: bool
    """Whether it says how many commits, changes or the like there are."""


def numbers(text: str) -> Iterator[Number]:
    """The numbers and versions in a text that are no dates and no references."""
    for found in _NUMBER.finditer(text):
        number = found["number"]
        bracketed = text[max(found.start() - 1, 0) : found.end() + 1] == f"({number})"
        counted = bracketed or _COUNTED.match(text, found.end()) is not None
        unit = (found["unit"] or "").strip()
        same = _FACTORS.get(unit, "")
        yield Number(found.group().strip(), value(number) + same, counted and not same)


def value(number: str) -> str:
    """A number as it is compared: without a "v" and the commas between thousands."""
    return re.sub(r",(?=\d{3}\b)", "", number.lstrip("vV"))


def references(text: str) -> Iterator[str]:
    """The numbers of issues and pull requests in a text, as "412"."""
    return (found.group(1) for found in _REFERENCE.finditer(text))


def names(text: str) -> Iterator[str]:
    """The names in a text: what is written as code, in mixed case, or with a capital within a sentence."""
    for found in _CODE.finditer(text):
        if re.search(r"[A-Za-z]", found.group(2)):
            yield found.group(2).strip()
    for found in _NAME.finditer(_CODE.sub(" ", text)):
        if found.group().lower() not in _KNOWN:
            yield found.group()


class Day(NamedTuple):
    """A day as it is written; the year 0: none is."""

    written: str
    day: int
    month: int
    year: int

    def within(self, first: date, last: date) -> bool:
        """Whether it lies between two days, in one of their years where it tells none."""
        for year in {self.year} if self.year else range(first.year, last.year + 1):
            try:
                if first <= date(year, self.month, self.day) <= last:
                    return True
            except ValueError:
                continue
        return False


def without_days(text: str) -> tuple[str, tuple[Day, ...]]:
    """A text without its dates, and those."""
    found: list[Day] = []

    def spelled(day: str | None, month: str, year: str | None, written: str) -> None:
        if day is not None:
            place = next(at for at, name in enumerate(MONTHS, 1) if name.startswith(month.lower()[:3]))
            found.append(Day(written, int(day), place, int(year or 0)))

    def take(match: re.Match[str]) -> str:
        first, last, month, year = match.groups()
        spelled(first, month, year, match.group())
        spelled(last, month, year, match.group())
        return " "

    def take_other(match: re.Match[str]) -> str:
        month, day, year = match.groups()
        spelled(day, month, year, match.group())
        return " "

    def take_iso(match: re.Match[str]) -> str:
        year, month, day = map(int, match.groups())
        found.append(Day(match.group(), day, month, year))
        return " "

    text = _MONTH_DAY.sub(take_other, _DAY_MONTH.sub(take, _ISO.sub(take_iso, text)))
    return text, tuple(found)
