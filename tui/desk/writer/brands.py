"""Who is behind a website, as far as its own words tell: plain rules, no model, nothing made up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.desk.writer.plain import one_line
from tui.desk.writer.webpage import PageFacts

LONGEST_NAME = 120
_LONGEST_DESCRIPTION = 1000
_LONGEST_AUDIENCE = 300
_SHORTEST = 10
"""Characters that a description and an audience have at least (contracts/notra-openapi.json)."""

LANGUAGES = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "pt": "Portuguese",
    "nl": "Dutch",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese",
    "ar": "Arabic",
    "hi": "Hindi",
    "ru": "Russian",
    "tr": "Turkish",
    "pl": "Polish",
    "sv": "Swedish",
    "da": "Danish",
    "no": "Norwegian",
    "nb": "Norwegian",
    "nn": "Norwegian",
    "fi": "Finnish",
    "cs": "Czech",
    "ro": "Romanian",
    "hu": "Hungarian",
    "el": "Greek",
    "th": "Thai",
    "vi": "Vietnamese",
    "id": "Indonesian",
    "uk": "Ukrainian",
    "he": "Hebrew",
    "iw": "Hebrew",
}
"""By the code that a page says."""

_SEPARATORS = re.compile(r"\s+[|–—·•»-]\s+|:\s+")
_FOR = re.compile(
    r"\b(?:built|made|designed|created|meant|written|software|tools?|platform)\s+for\s+([^.!?;:|–—()]{4,120})"
    r"|\bfor\s+((?:[\w&'’-]+\s+){0,4}(?:teams?|developers?|engineers?|companies|businesses|people|agencies|"
    r"creators?|writers?|founders?|startups?|designers?|marketers?|professionals|families|students|makers))\b",
    re.IGNORECASE,
)
_FORMAL = re.compile(r"\b(?:shall|hereby|pursuant|herein|esteemed|clientele|fiduciary)\b", re.IGNORECASE)
_CASUAL = re.compile(
    r"!|\b(?:awesome|hey|cool|super|stuff|gonna|love)\b|[\U0001f300-\U0001faff]", re.IGNORECASE
)
_TO_YOU = re.compile(
    r"\b(?:you|your|yours|let’s|let's|you’re|you're|we’re|we're|don’t|don't)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Brand:
    """What a website says of who is behind it; None where it does not."""

    company_name: str
    company_description: str | None
    tone_profile: str
    audience: str | None
    language: str | None


def brand_of(facts: PageFacts, url: str) -> Brand:
    """The brand behind a page. All of it is the page's own words, but the tone, which is counted."""
    description = _description(facts)
    text = " ".join((facts.heading, facts.said, *facts.paragraphs))
    return Brand(
        company_name=one_line(_company(facts, url), LONGEST_NAME),
        company_description=description,
        tone_profile=_tone(text),
        audience=_audience(text),
        language=_language(facts),
    )


def _company(facts: PageFacts, url: str) -> str:
    """The site's name; else the part of its title that its address has too; else the address."""
    if facts.site_name:
        return facts.site_name
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    label = host.split(".")[-2] if host.count(".") and not host.replace(".", "").isdigit() else host
    for title in (facts.og_title, facts.title):
        parts = [part.strip() for part in _SEPARATORS.split(title) if part.strip()]
        alike = [part for part in parts if _plain(part) and _plain(part) in _plain(host)]
        if alike:
            return max(alike, key=len)
        if parts:
            return min(parts, key=len)
    return label.replace("-", " ").title() or "Website"


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _description(facts: PageFacts) -> str | None:
    said = [text for text in (facts.said, *facts.paragraphs[:2]) if text]
    kept: list[str] = []
    for text in said:
        if not any(text in one or one in text for one in kept):
            kept.append(text)
    whole = one_line(" ".join(kept) or facts.heading, _LONGEST_DESCRIPTION)
    return whole if len(whole) >= _SHORTEST else None


def _audience(text: str) -> str | None:
    found = _FOR.search(text)
    if found is None:
        return None
    who = one_line(next(part for part in found.groups() if part), _LONGEST_AUDIENCE).strip(" ,'’-")
    who = who[:1].upper() + who[1:]
    return who if len(who) >= _SHORTEST else None


def _tone(text: str) -> str:
    words = max(len(text.split()), 1)
    if len(_FORMAL.findall(text)) * 100 >= words:
        return "Formal"
    if len(_CASUAL.findall(text)) * 40 >= words:
        return "Casual"
    return "Conversational" if len(_TO_YOU.findall(text)) * 25 >= words else "Professional"


def _language(facts: PageFacts) -> str | None:
    codes = (re.split(r"[-_]", said.strip().lower())[0] for said in (facts.language, facts.locale))
    return next((LANGUAGES[code] for code in codes if code in LANGUAGES), None)
