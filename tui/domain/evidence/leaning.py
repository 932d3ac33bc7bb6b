"""Which sources each paragraph leans on, by the words that they share; offline, and bounded."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from math import log

from tui.domain.evidence.claims import names, numbers, references, value, without_days
from tui.domain.evidence.paragraphs import bare, paragraphs
from tui.domain.posts import SCOPES, Source

MOST_SOURCES = 1_000
MOST_PARAGRAPHS = 2_000
LONGEST_PARAGRAPH = 20_000
MOST_LEANING = 12
MOST_STRANGERS = 50
ENOUGH = 0.5
"""How much of what a source says a paragraph must say to lean on it; rare words count for more."""

_WORD = re.compile(r"[^\W_]+")
_SHA = re.compile(r"\b[0-9a-f]{7,40}\b")
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_TYPE = re.compile(r"^(?:[0-9a-f]{7,40} |#\d+ )*([a-z]+)(?:\(([^)]*)\))?!?:\s")
_LITTLE_SAID = (
    "the and for with from that this are was were has have had not but its into than then now when"
    " where which all any can one two new add adds added fix fixes fixed use uses used change changes"
    " changed update updates updated make makes made more no longer also after before over under per via"
    " by of to in on at an as is it be or a feat chore docs refactor test tests merge pull request"
)
_EMPTY_WORDS = frozenset(_LITTLE_SAID.split())


@dataclass(frozen=True, slots=True)
class Leaning:
    """A paragraph, and what it leans on. Text is untrusted."""

    paragraph: str
    sources: tuple[Source, ...]
    """The one that it shares most with first."""
    strangers: tuple[str, ...]
    """Numbers, names and versions in it that are in none of all sources."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text leans on."""

    paragraphs: tuple[Leaning, ...]
    numbers: tuple[str, ...]
    """Numbers, versions, dates and references that are in no source, in the text's order."""
    names: tuple[str, ...]
    whole: bool = True
    """Whether all of the text and all sources were looked at."""


def evidence(markdown: str, sources: Sequence[Source], title: str = "") -> Evidence:
    """What a Markdown text leans on; of its title the numbers are looked up too. For a thread: 100 kB and
    1,000 sources take a fraction of a second.
    """
    facts = [source for source in sources if source.kind not in SCOPES]
    known = _Known(facts[:MOST_SOURCES], [source for source in sources if source.kind in SCOPES])
    index = _Index(facts[:MOST_SOURCES])
    told = list(islice(paragraphs(markdown), MOST_PARAGRAPHS + 1))
    leanings = []
    odd_numbers = dict.fromkeys(known.strange_numbers(title))
    odd_names: dict[str, None] = {}
    for paragraph in told[:MOST_PARAGRAPHS]:
        text = paragraph[:LONGEST_PARAGRAPH]
        of_numbers, of_names = known.strange_numbers(bare(text)), known.strange_names(bare(text))
        odd_numbers |= dict.fromkeys(of_numbers)
        odd_names |= dict.fromkeys(of_names)
        leanings.append(Leaning(text, index.leans_on(text), (*of_numbers, *of_names)))
    whole = len(told) <= MOST_PARAGRAPHS and len(facts) <= MOST_SOURCES
    return Evidence(
        tuple(leanings), tuple(odd_numbers)[:MOST_STRANGERS], tuple(odd_names)[:MOST_STRANGERS], whole
    )


def _stems(text: str) -> set[str]:
    return {
        _stem(word)
        for word in map(str.lower, _WORD.findall(text))
        if len(word) > 2 and word not in _EMPTY_WORDS and not word.isdecimal()
    }


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word.removesuffix(ending)
    return word


class _Index:
    """Sources by their words, the rarer the weightier."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        stems = [_stems(source.label) for source in sources]
        spread = Counter(stem for each in stems for stem in each)
        self._weights = {stem: log(1 + len(sources) / many) for stem, many in spread.items()}
        self._totals = [sum(self._weights[stem] for stem in each) for each in stems]
        self._sizes = list(map(len, stems))
        often = max(len(sources) // 4, 8)
        self._by_stem: dict[str, list[int]] = {}
        for place, each in enumerate(stems):
            for stem in each:
                if spread[stem] <= often:
                    self._by_stem.setdefault(stem, []).append(place)
        self._by_number: dict[str, list[int]] = {}
        self._by_sha: dict[str, list[int]] = {}
        for place, source in enumerate(sources):
            for number in references(source.label):
                self._by_number.setdefault(number, []).append(place)
            for sha in _SHA.findall(f"{source.label} {source.url or ''}"):
                self._by_sha.setdefault(sha[:7], []).append(place)

    def leans_on(self, text: str) -> tuple[Source, ...]:
        """The sources of a paragraph, the nearest first."""
        near: defaultdict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for stem in _stems(bare(text)):
            for place in self._by_stem.get(stem, ()):
                near[place] += self._weights[stem]
                shared[place] += 1
        found = {
            place: weight / self._totals[place]
            for place, weight in near.items()
            if weight >= ENOUGH * self._totals[place] and (shared[place] > 1 or self._sizes[place] == 1)
        }
        # What is named is named, whatever else is said of it; in an address too.
        for places in (
            *(self._by_number.get(number, ()) for number in references(text)),
            *(self._by_sha.get(sha[:7], ()) for sha in _SHA.findall(text)),
        ):
            for place in places:
                found[place] = 2.0 + found.get(place, 0.0) % 1
        best = sorted(found, key=lambda place: (-found[place], place))
        return tuple(self._sources[place] for place in best[:MOST_LEANING])


class _Known:
    """All that the sources say."""

    def __init__(self, facts: Sequence[Source], scopes: Sequence[Source]) -> None:
        everything = "\n".join(_all_of(source) for source in (*facts, *scopes))
        self._lower = everything.lower()
        self._words = set(_WORD.findall(self._lower))
        self._numbers = {value(found) for found in _DIGITS.findall(everything)}
        self._numbers |= {number.value for number in numbers(everything)}
        self._references = {number for source in facts for number in references(_all_of(source))}
        self._counts = set(map(str, _counts(facts)))
        self._most = max([len(facts), *(int(found) for found in _totals(scopes))], default=0)
        self._days = _days(facts, scopes)

    def strange_numbers(self, text: str) -> tuple[str, ...]:
        """Numbers, versions, dates and references of a paragraph that no source has."""
        text, days = without_days(text)
        odd = {f"#{number}": None for number in references(text) if number not in self._references}
        if self._days is not None:
            odd |= {day.written: None for day in days if not day.within(*self._days)}
        for number in numbers(text):
            plainly = number.value
            counts = number.counted and plainly.isdecimal() and len(plainly) < 10
            if not (
                (counts and int(plainly) <= self._most) or plainly in self._numbers or plainly in self._counts
            ):
                odd[number.written] = None
        return tuple(odd)

    def strange_names(self, text: str) -> tuple[str, ...]:
        """Names of a paragraph that no source has, as a whole or in its words."""
        odd: dict[str, None] = {}
        for name in names(without_days(text)[0]):
            lower = name.lower()
            if lower not in self._lower and not set(_WORD.findall(lower)) <= self._words:
                odd[name] = None
        return tuple(odd)


def _all_of(source: Source) -> str:
    return "\n".join(filter(None, (source.label, source.words, source.author)))


def _counts(facts: Iterable[Source]) -> set[int]:
    """What can be counted of the sources: by kind, by author, by day, by type and scope of the change."""
    counted: Counter[tuple[str, str]] = Counter()
    for source in facts:
        counted["kind", source.kind] += 1
        counted["all", ""] += 1
        if source.author:
            counted["author", source.author] += 1
        if source.at is not None:
            counted["day", source.at.date().isoformat()] += 1
        found = _TYPE.match(source.label)
        if found:
            counted["type", found.group(1)] += 1
            counted["scope", found.group(2) or ""] += 1
    several = Counter(what for what, _ in counted)
    return {*counted.values(), *several.values()}


def _totals(scopes: Iterable[Source]) -> list[str]:
    said = (source.words for source in scopes if source.kind == "repository")
    return [found for words in said for found in re.findall(r"\b\d{1,9}\b", words)]


def _days(facts: Iterable[Source], scopes: Iterable[Source]) -> tuple[date, date] | None:
    """The first and the last day that the sources tell of; None where they tell of none."""
    days = [source.at.date() for source in (*facts, *scopes) if source.at is not None]
    return (min(days), max(days)) if days else None
