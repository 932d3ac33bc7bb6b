"""Queries: what a person asks of posts and of what waits, in one grammar for every screen and command.

    status:draft,published type:changelog conn:acme tag:x age:<7d has:image is:late "two words" word -x

Blanks part the terms, and all of them must hold. A comma parts the values of a term, of which one must.
`-` before a term turns it round. Quotes keep blanks, commas and colons together.
"""

from __future__ import annotations

from tui.domain.query.items import Subject, subject_of, takes
from tui.domain.query.model import Key, Query, Term, Words, text_of
from tui.domain.query.parse import Parsed, Slip, parse

__all__ = [
    "Key",
    "Parsed",
    "Query",
    "Slip",
    "Subject",
    "Term",
    "Words",
    "parse",
    "subject_of",
    "takes",
    "text_of",
]
