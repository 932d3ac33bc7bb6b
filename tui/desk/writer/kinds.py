"""What kind of change a commit is, by its own words: Conventional Commits where used, else its first verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tui.desk.writer.plain import LINE_LIMIT, one_line


class Category(StrEnum):
    """The sections of a changelog, in their order (peers.md, "Drafts from git"). OTHER: no word tells."""

    SECURITY = "security"
    FEATURES = "features"
    FIXES = "fixes"
    PERFORMANCE = "performance"
    INFRASTRUCTURE = "infrastructure"
    INTERNAL = "internal"
    TESTING = "testing"
    DOCS = "docs"
    OTHER = "other"


_TYPES = {
    "security": Category.SECURITY,
    "sec": Category.SECURITY,
    "feat": Category.FEATURES,
    "feature": Category.FEATURES,
    "fix": Category.FIXES,
    "bugfix": Category.FIXES,
    "hotfix": Category.FIXES,
    "perf": Category.PERFORMANCE,
    "build": Category.INFRASTRUCTURE,
    "ci": Category.INFRASTRUCTURE,
    "deps": Category.INFRASTRUCTURE,
    "infra": Category.INFRASTRUCTURE,
    "ops": Category.INFRASTRUCTURE,
    "refactor": Category.INTERNAL,
    "chore": Category.INTERNAL,
    "style": Category.INTERNAL,
    "revert": Category.OTHER,
    "test": Category.TESTING,
    "tests": Category.TESTING,
    "docs": Category.DOCS,
    "doc": Category.DOCS,
}

# Stems: each stands for its -s, -ed, -d and -ing forms too.
_VERBS = {
    Category.FEATURES: "add introduce support implement allow enable create provide offer expose accept "
    "show new",
    Category.FIXES: "fix correct repair resolve handle prevent avoid stop restore ensure guard",
    Category.PERFORMANCE: "optimize optimise speed accelerate cache parallelize parallelise",
    Category.INFRASTRUCTURE: "build deploy package upgrade bump pin unpin dockerize release provision",
    Category.INTERNAL: "refactor rename move clean remove delete drop simplify extract split inline tidy "
    "reorganize reorganise restructure rework replace reformat format lint deduplicate merge convert migrate",
    Category.TESTING: "test cover assert",
    Category.DOCS: "document docs doc readme explain clarify describe",
}
_BY_STEM = {stem: category for category, stems in _VERBS.items() for stem in stems.split()}

# Names that are written small, so that a line may begin with them as they are.
_SMALL_NAMES = (
    "npm npx yarn pnpm git gh pip pipx uv ruff mypy pytest tox node deno bun bash zsh fish sh curl wget jq "
    "sed awk grep ssh scp tmux vim nvim nginx sqlite psql mysql redis kubectl helm systemd macos ios cmake "
    "gcc clang cargo rustc rustfmt clippy gofmt eslint prettier webpack vite svelte numpy pandas httpx"
)
_NAMES = frozenset(_SMALL_NAMES.split())

_CONVENTIONAL = re.compile(
    r"^(?P<type>[A-Za-z]+)(?:\((?P<scope>[^()]{0,80})\))?(?P<bang>!)?:\s+(?P<rest>\S.*)$"
)
_AREA = re.compile(r"^(?P<area>[\w./+-]{1,40}(?:, ?[\w./+-]{1,40}){0,3}):\s+(?P<rest>\S.*)$")
_GITMOJI = re.compile(r"^(?:(?::[a-z0-9_+-]+:|[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?\u200d?)+\s*)+")
_TICKET = re.compile(r"^(?:\[[^\]]{1,30}\]|[A-Z]{2,10}-\d+:?)\s+")
_NUMBER = re.compile(r"\s*\([#!]\d{1,9}\)\s*$")
_BREAKING = re.compile(r"^BREAKING[ -]CHANGE:[ \t]*(.*(?:\n(?![A-Za-z-]+: |\n).*)*)", re.MULTILINE)
_SECURITY = re.compile(
    r"\bCVE-\d{4}-\d+|\bGHSA-|\bvulnerabilit(?:y|ies)\b|\bsecurity (?:fix|hole|issue|flaw|bug|patch)\b"
    r"|\b(?:XSS|CSRF|SSRF|XXE|RCE)\b|\b(?:SQL|command|code) injection\b|\b(?:path|directory) traversal\b",
    re.IGNORECASE,
)
_DEPENDENCY = re.compile(
    r"^(?:bump|update|upgrade)s? (?:the )?\S+(?: group)?.* (?:from|to) v?\d", re.IGNORECASE
)
_NOISE = re.compile(
    r"^(?:fixup|squash|amend)! |^(?:wip|tmp|temp|typos?)\b[\W]*$|^wip[:\s]|^\W*$"
    r"|^Merge (?:branch|remote-tracking branch|tag|commit|branches)\b"
    r"|^(?:chore\(release\)!?:|chore: release\b)"
    r"|^(?:bump|update|set|increment)(?: the)? version(?: (?:number )?(?:to|from)\b.*)?$|^version bump\b"
    r"|^(?:(?:prepare|cut)(?: for)?(?: the)? )?(?:release|version)?:? ?v?\d+\.\d+[\w.+-]*\.?$"
    r"|^bump (?:to|version:?) ?v?\d[\w.+ →-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A subject taken apart. `description` is what it says less type, scope and number; safe text."""

    category: Category
    description: str
    scope: str | None = None
    labelled: bool = False
    """Whether the author said the kind (Conventional Commits), rather than it being read from a verb."""
    breaking: bool = False
    breaking_note: str = ""
    """The author's words on what breaks; may be empty."""

    @property
    def dependency(self) -> bool:
        """Whether it only takes a newer version of something from outside."""
        return self.category is Category.INFRASTRUCTURE and bool(_DEPENDENCY.match(self.description))


def read_subject(subject: str, body: str = "") -> Reading:
    """The kind and words of a commit or a pull request's title."""
    line = _NUMBER.sub("", one_line(subject, 1000)) or one_line(subject)
    line = _GITMOJI.sub("", line) or line
    note = _BREAKING.search(body)
    note_text = one_line(note[1], 300) if note else ""
    match = _CONVENTIONAL.match(line)
    if match and (category := _TYPES.get(match["type"].lower())):
        scope = one_line(match["scope"] or "", 40) or None
        # Without the label, what was taken back would read as what was made.
        undoes = match["type"].lower() == "revert"
        return Reading(
            _sharpened(category, scope, match["rest"]),
            one_line(f"Revert: {match['rest']}" if undoes else sentence(match["rest"])),
            scope,
            labelled=True,
            breaking=bool(match["bang"] or note),
            breaking_note=note_text,
        )
    area = _AREA.match(line)
    rest = area["rest"] if area else line
    return Reading(
        _by_words(rest, area["area"] if area else ""),
        one_line(sentence(rest)),
        area["area"] if area else None,
        breaking=note is not None,
        breaking_note=note_text,
    )


def is_noise(subject: str) -> bool:
    """Whether a commit is bookkeeping: a merge without a title, a version bump, fixup!, wip."""
    line = one_line(subject, 1000)
    return bool(_NOISE.match(_NUMBER.sub("", line)) or _NOISE.match(_GITMOJI.sub("", line)))


def _sharpened(category: Category, scope: str | None, rest: str) -> Category:
    """A labelled category, where scope or words say more: fix(security), chore(deps), chore(ci)."""
    word = (scope or "").lower()
    if word in {"security", "sec"} or (category is Category.FIXES and _SECURITY.search(rest)):
        return Category.SECURITY
    if category is Category.INTERNAL and word in {"deps", "deps-dev", "ci", "build", "docker", "infra"}:
        return Category.INFRASTRUCTURE
    return category


def _by_words(rest: str, area: str) -> Category:
    if _SECURITY.search(rest):
        return Category.SECURITY
    if _DEPENDENCY.match(rest[:LINE_LIMIT]):
        return Category.INFRASTRUCTURE
    by_area = {
        "docs": Category.DOCS,
        "doc": Category.DOCS,
        "tests": Category.TESTING,
        "test": Category.TESTING,
    }
    if found := (by_area | {"ci": Category.INFRASTRUCTURE}).get(area.lower()):
        return found
    words = re.findall(r"[a-z]+", _TICKET.sub("", rest).lower())
    verb = _stem(words[0]) if words else None
    category = _BY_STEM.get(verb or "", Category.OTHER)
    about = set(words[1:4])
    if category in {Category.FEATURES, Category.OTHER, Category.INTERNAL} and about & {"test", "tests"}:
        return Category.TESTING
    if category in {Category.FEATURES, Category.OTHER, Category.FIXES} and about & {
        "readme",
        "docs",
        "documentation",
    }:
        return Category.DOCS
    return category


def _stem(word: str) -> str | None:
    """The verb that `word` is a form of, where it is one that we know."""
    endings = (
        ("", ""),
        ("s", ""),
        ("es", ""),
        ("ed", ""),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ies", "y"),
        ("ied", "y"),
    )
    for ending, instead in endings:
        if word.endswith(ending):
            stem = word.removesuffix(ending) + instead
            for candidate in (stem, stem[:-1] if ending and stem[-2:-1] == stem[-1:] else stem):
                if candidate in _BY_STEM:
                    return candidate
    return None


def sentence(text: str) -> str:
    """`text` begun with a large letter where it begins with a plain word; names and code stay as they are."""
    first = text.split(" ", 1)[0].rstrip(",:;")
    plain = len(first) > 1 or first == "a"
    if plain and first.isascii() and first.isalpha() and first.islower() and first not in _NAMES:
        return text[0].upper() + text[1:]
    return text
