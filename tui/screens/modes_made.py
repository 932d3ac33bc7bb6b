"""What each mode shows of an item, as blocks for the preview."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.approvals import Approval, ApprovalKind, place_of
from tui.domain.editing import document
from tui.domain.errors import EditorError
from tui.domain.looks import looked_before, text_hash
from tui.domain.posts import Post
from tui.domain.rules import network_of
from tui.presentation.all_facts import facts_blocks
from tui.presentation.leanings import NO_SOURCES, evidence_blocks
from tui.presentation.markdown import text_blocks
from tui.presentation.markdown_inline import Block
from tui.presentation.reading import Mode, ruled
from tui.presentation.search_result import search_blocks
from tui.presentation.seen import (
    MOST_SHOWN,
    content_blocks,
    difference_blocks,
    history_blocks,
    looked_line,
    sentence,
)
from tui.presentation.social import social_blocks
from tui.presentation.text import plain
from tui.presentation.times import due

if TYPE_CHECKING:
    from tui.domain.evidence import Evidence
    from tui.domain.fields import Field
    from tui.screens.bodies import Shown
    from tui.services.looking import LookingService

UNREAD = "Its text has not been read yet."
NO_ANSWER = "What the platform answered of it is told for a post that was read by itself."
TOPIC = "It is a topic: the text that a yes to it has written comes back here."


def at_once(shown: Shown, mode: Mode, now: datetime, *, ascii: bool) -> list[Block]:
    """A mode that is made without waiting for anything."""
    item = shown.item
    match mode:
        case Mode.FACTS:
            return facts_blocks(item, now)
        case Mode.SOCIAL:
            return _social(item, now, ascii)
        case Mode.RAW:
            answer = item.answer if isinstance(item, Post) else None
            return text_blocks(answer) if answer else sentence(NO_ANSWER)
        case _:
            return _source(shown)


def _source(shown: Shown) -> list[Block]:
    """The text as it is written: Markdown, or the platform's own form where it is edited so."""
    item = shown.item
    if isinstance(item, Post) and item.locked is not None and item.raw is not None:
        return text_blocks(item.raw)
    return text_blocks(shown.text) if shown.text is not None else sentence(UNREAD)


def _social(item: Post | Approval, now: datetime, ascii: bool) -> list[Block]:
    network = network_of(item.content_type)
    if isinstance(item, Approval):
        if item.kind is ApprovalKind.TOPIC:
            return sentence(TOPIC)
        if item.kind is ApprovalKind.POST:
            return sentence(UNREAD)
        text, when = item.text, item.due
    else:
        text, when = item.markdown, item.scheduled_at or item.published_at
    if network is None:
        return search_blocks(item, ascii=ascii) if isinstance(item, Post) else text_blocks(text or "")
    if text is None:
        return sentence(UNREAD)
    goes = due(when, now) if when is not None else "now"
    return social_blocks(text, network, item.ref.connection, goes, ascii=ascii)


def evidence(found: Evidence | None, *, ascii: bool) -> list[Block]:
    """What a text leans on."""
    return sentence(NO_SOURCES) if found is None else evidence_blocks(found, ascii=ascii)


async def history(
    shown: Shown, looking: LookingService, now: datetime, fields: Sequence[Field]
) -> list[Block]:
    """Each text that it had."""
    versions = await looking.versions(place_of(shown.theirs))
    texts = await looking.texts([each.hash for each in versions[: MOST_SHOWN + 1]])
    return await asyncio.to_thread(history_blocks, versions, texts, now)


async def changes(
    shown: Shown, looking: LookingService, now: datetime, fields: Sequence[Field]
) -> list[Block]:
    """One's own edit against what the platform has, and what is other than when it was looked at."""
    blocks: list[Block] = []
    if shown.kept is not None:
        whose = f"your edit, against what {plain(shown.item.ref.connection, 40)} has"
        blocks.append(lambda width: [ruled(whose, width)])
        try:
            theirs = document(shown.theirs, fields)
            blocks += await asyncio.to_thread(difference_blocks, theirs, shown.kept, now)
        except EditorError as error:
            blocks += sentence(error.sentence)
        blocks += content_blocks(Content(" "))
    text = shown.their_text
    if text is None:
        return [*blocks, *sentence(UNREAD)]
    before = looked_before(await looking.versions(place_of(shown.theirs)), text_hash(text))
    found = await looking.texts([before.hash]) if before is not None else {}
    old = found.get(before.hash) if before is not None else None
    blocks += content_blocks(looked_line(before.looked_at if before and old is not None else None, now))
    if old is not None and before is not None:
        titles = before.title, shown.theirs.title
        blocks += await asyncio.to_thread(difference_blocks, old, text, now, titles)
    return blocks
