"""Texts that were seen, kept by hash."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_post
from tui.domain.looks import looked_before, text_hash
from tui.domain.refs import ItemKind, ItemRef
from tui.services.looking import LookingService
from tui.state import open_state, texts

ITEM = ItemRef("acme", ItemKind.POST, "p1")
OTHER = ItemRef("acme", ItemKind.SOCIAL, "p1#text")


def later(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


async def test_each_text_is_kept_once_with_when_it_came_and_was_looked_at(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    long = "long \ud800 text\n" * 20_000
    for minute, text in enumerate(("one", "one", long, "one", "two")):
        await state.looks.came(ITEM, f"Title {minute}", text, NOON + later(minute))
    await state.looks.came(OTHER, "Other", "one", NOON)
    state.looks.looked(ITEM, text_hash("one"), NOON + later(9))
    state.looks.looked(ITEM, text_hash("never came"), NOON)
    found = state.looks.versions(ITEM)
    assert [each.hash for each in found] == [text_hash("two"), text_hash("one"), text_hash(long)]
    assert [each.came_at for each in found] == [NOON + later(4), NOON + later(3), NOON + later(2)]
    assert (found[1].title, found[1].looked_at) == ("Title 3", NOON + later(9))
    assert await state.looks.texts([each.hash for each in found]) == {
        text_hash("two"): "two",
        text_hash("one"): "one",
        text_hash(long): long,
    }
    assert state.looks.last_looks() == {ITEM: NOON + later(9)}
    assert state._run("SELECT count(*) FROM texts") == [(3,)]
    state.close()


async def test_what_is_too_much_goes_the_oldest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "MOST_VERSIONS", 3)
    monkeypatch.setattr(texts, "LARGEST_TEXT", 10_000)
    monkeypatch.setattr(texts, "MOST_BYTES", 5_000)
    state = open_state(tmp_path / "state.db")
    noise = random.Random(7)
    for minute in range(5):
        await state.looks.came(ITEM, "", f"text {minute}", NOON + later(minute))
    await state.looks.came(ITEM, "", "x" * 10_001, NOON + later(5))
    state.looks.tidy()
    assert [each.came_at for each in state.looks.versions(ITEM)] == [NOON + later(n) for n in (4, 3, 2)]
    assert state._run("SELECT count(*) FROM texts") == [(3,)]
    for minute in range(10, 13):
        await state.looks.came(OTHER, "", noise.randbytes(1_500).hex(), NOON + later(minute))
    state.looks.tidy()
    assert not state.looks.versions(ITEM)
    assert [each.came_at for each in state.looks.versions(OTHER)] == [NOON + later(n) for n in (12, 11)]
    state.close()


async def test_the_service_tells_what_is_news_and_never_fails(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    service = LookingService(state, lambda: NOON)
    post = a_post("p1", markdown="now")
    service.came(ITEM, "Post p1", "before")
    service.looked(ITEM, "Post p1", "before")
    service.post_came(post)
    service.post_came(a_post("p1", markdown=None))
    versions = await service.versions(ITEM)
    assert {each.hash for each in versions} == {text_hash("before"), text_hash("now")}
    before = looked_before(versions, text_hash("now"))
    assert before is not None
    assert before.hash == text_hash("before")
    assert looked_before(versions, text_hash("before")) is None
    assert not service.is_news(ITEM, NOON + later(1))
    assert service.load()
    assert not service.load()
    assert service.is_news(ITEM, NOON + later(1))
    assert not service.is_news(ITEM, NOON - later(1))
    assert not service.is_news(OTHER, NOON + later(1))
    assert not service.is_news(ITEM, None)
    service.looked(OTHER, "", "text")
    assert service.is_news(OTHER, NOON + later(1))
    await service.close()
    state.close()
    service.look_anew()
    assert not service.load()
    service.looked(ITEM, "", "gone")
    assert service.is_news(OTHER, NOON + later(1)), "what was known stays"
    assert await service.versions(ITEM) == ()
    assert await service.texts(["x"]) == {}
